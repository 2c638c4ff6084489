"""The ground in a real browser: layers without any network, names along streets, and a tile server that fails."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from struct import pack

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from planner.model.places import Place
from planner.model.plan import Plan
from planner.roads.extract import read_extract
from planner.roads.layers import LayerCollector, Layers
from planner.views.ground import Tiles
from planner.views.maps import place_map, plan_map
from planner.views.reach import Present, reach_map
from planner.views.tokens import token
from tests.e2e.browser import until
from tests.roads.town import LAKE, corner, write_town
from tests.views.plans import DAY, StopKind, clock, small_plan, stop, technician, visit

pytestmark = pytest.mark.e2e

HEAR = """(() => {
  window.written = [];
  const fill = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    window.written.push(text); return fill.call(this, text, ...rest); };
})();"""
WORD = "The map server does not answer. The own map is shown."


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Layers:
    folder = tmp_path_factory.mktemp("town")
    collector = LayerCollector()
    read_extract(write_town(folder / "town.osm.pbf"), [collector])
    collector.write(folder)
    loaded = Layers.load(folder)
    assert loaded is not None
    return loaded


@contextmanager
def shown(chromium: Browser, file: Path, made, *, offline: bool = True) -> Iterator[tuple[Page, list[str], list[str]]]:
    """Open a map from the disk; the page, what it asked for, and its errors."""
    file.write_text(made if isinstance(made, str) else made.get_root().render(), encoding="utf-8")
    context = chromium.new_context(viewport={"width": 1000, "height": 600}, offline=offline)
    context.add_init_script(HEAR)
    page = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.on("pageerror", lambda e: faults.append(str(e)))
    page.goto(file.as_uri())
    try:
        yield page, asked, faults
    finally:
        context.close()


def town_plan(visits: int) -> Plan:
    """Ten technicians among the streets of Rutstad."""
    people, stops = [], []
    middle = Place(lat=corner(4, 5)[0], lon=corner(4, 5)[1], label="Lager")
    chance = np.random.default_rng(2)
    for number in range(1, 11):
        who = technician(number, f"Tekniker {number}", start_place=middle, end_place=middle)
        people.append(who)
        stops.append(stop(who, 0, StopKind.START, 7, 7, place=middle))
        for order in range(1, visits // 10 + 1):
            lat, lon = corner(*(chance.random(2) * (7, 9)).tolist())
            begin = 7 + order * 0.4
            place = Place(lat=lat, lon=lon)
            stops.append(visit(who, order, order, begin, begin + 0.3, place=place, visit_id=f"V{number}-{order}"))
        stops.append(stop(who, 99, StopKind.END, 17, 17, place=middle))
    return Plan(plan_id="town", day=DAY, created_at=clock(6), technicians=tuple(people), stops=tuple(stops))


def colour_at(page: Page, lat: float, lon: float) -> str:
    """The colour of the ground's canvas at a place."""
    return page.evaluate(
        """([lat, lon]) => {
          const map = Object.values(window).find(v => v instanceof L.Map), canvas = map.getPane('roads').firstChild;
          const at = map.latLngToContainerPoint([lat, lon]), box = canvas.getBoundingClientRect();
          const scale = canvas.width / box.width, own = map.getContainer().getBoundingClientRect();
          const x = (at.x + own.x - box.x) * scale, y = (at.y + own.y - box.y) * scale;
          const found = canvas.getContext('2d').getImageData(Math.round(x), Math.round(y), 1, 1).data;
          return '#' + [...found].slice(0, 3).map(v => v.toString(16).padStart(2, '0')).join('').toUpperCase();
        }""",
        [lat, lon],
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_200_stops_on_imported_roads_are_drawn_without_asking_anybody(chromium, town, tmp_path, theme) -> None:
    made = plan_map(town_plan(200), layers=town, theme=theme)
    with shown(chromium, tmp_path / "plan.html", made) as (page, asked, faults):
        expect(page.locator(".leaflet-marker-icon .fp-badge")).to_have_count(200)
        canvas = page.locator(".leaflet-roads-pane canvas")
        expect(canvas).to_have_count(1)
        assert float(canvas.get_attribute("data-ms") or "inf") < 1000
        expect(page.locator(".leaflet-control-attribution a")).to_have_text("© OpenStreetMap contributors")
        assert asked == [(tmp_path / "plan.html").as_uri()]
        assert faults == []
        lake = np.array(LAKE).mean(axis=0)
        assert colour_at(page, *corner(6.5, 4.5)) == token("land", theme)
        assert colour_at(page, *lake) == token("water", theme)
        assert colour_at(page, *corner(9, 4.5)) == token("road", theme)  # the motorway


def test_streets_carry_their_names_when_one_looks_closely(chromium, town, tmp_path) -> None:
    made = place_map(Place(lat=corner(4, 5)[0], lon=corner(4, 5)[1]), layers=town)
    with shown(chromium, tmp_path / "place.html", made) as (page, _, faults):
        until(lambda: "Storgatan" in "".join(page.evaluate("window.written")))
        page.evaluate("window.written = []")
        page.evaluate("Object.values(window).find(v => v instanceof L.Map).setZoom(11, {animate: false})")
        page.wait_for_timeout(200)
        assert page.evaluate("window.written.length") == 0
        assert faults == []


def test_the_credit_in_a_sandboxed_frame_asks_the_page_around_it(chromium, town, tmp_path) -> None:
    inner = place_map(Place(lat=corner(4, 5)[0], lon=corner(4, 5)[1]), layers=town).get_root().render()
    outer = (
        "<script>window.heard = []; addEventListener('message', e => heard.push(e.data.faltplan));</script>"
        '<iframe sandbox="allow-scripts" width="900" height="400" srcdoc="'
        + inner.replace("&", "&amp;").replace('"', "&quot;")
        + '"></iframe>'
    )
    with shown(chromium, tmp_path / "outer.html", outer) as (page, asked, _):
        page.frame_locator("iframe").get_by_role("link", name="© OpenStreetMap contributors").click()
        until(lambda: "credit" in page.evaluate("window.heard"))
        assert not [url for url in asked if "openstreetmap" in url]


def picture() -> bytes:
    """A tile of one grey pixel."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\x00\x80")) + chunk(b"IEND", b"")


class TileServer:
    """A tile server that fails, is silent, or works; failing sometimes is working, too."""

    def __init__(self, how: str) -> None:
        self.asked = 0
        self.ended = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked += 1
                if how == "silent":
                    outer.ended.wait(60)
                fails = how == "fails" or (how == "stumbles" and outer.asked % 3 == 0)
                body = b"" if fails else picture()
                self.send_response(500 if fails else 200)
                self.send_header("content-type", "image/png")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.tiles = Tiles(url=f"http://127.0.0.1:{self.server.server_port}/{{z}}/{{x}}/{{y}}.png", attribution="© T")

    def close(self) -> None:
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def tile_server(how: str) -> Iterator[TileServer]:
    made = TileServer(how)
    try:
        yield made
    finally:
        made.close()


@pytest.mark.parametrize("how", ["fails", "silent"])
def test_a_tile_server_that_fails_gives_way_to_the_own_ground(chromium, town, tmp_path, how) -> None:
    with tile_server(how) as server:
        made = plan_map(town_plan(20), layers=town, tiles=server.tiles)
        with shown(chromium, tmp_path / "plan.html", made, offline=False) as (page, _, faults):
            expect(page.get_by_text(WORD)).to_be_visible()
            expect(page.locator(".leaflet-roads-pane canvas")).to_have_count(1)
            expect(page.locator(".leaflet-tile")).to_have_count(0)
            expect(page.locator(".leaflet-names-pane .fp-name").first).to_be_visible()
            attribution = page.locator(".leaflet-control-attribution").inner_text()
            assert "OpenStreetMap" in attribution
            assert "© T" not in attribution
            assert faults == []
        assert server.asked >= 3


@pytest.mark.parametrize("how", ["works", "stumbles"])
def test_a_tile_server_that_answers_is_shown_with_its_own_credit(chromium, town, tmp_path, how) -> None:
    with tile_server(how) as server:
        made = plan_map(town_plan(20), layers=town, tiles=server.tiles)
        with shown(chromium, tmp_path / "plan.html", made, offline=False) as (page, _, faults):
            expect(page.locator(".leaflet-tile-loaded").first).to_be_visible()
            page.wait_for_load_state("networkidle")
            assert page.locator(".leaflet-roads-pane canvas").count() == 0
            assert page.get_by_text(WORD).count() == 0
            attribution = page.locator(".leaflet-control-attribution").inner_text()
            assert "© T" in attribution
            assert "OpenStreetMap" not in attribution
            assert faults == []


def test_a_failing_tile_server_without_layers_leaves_the_outlines(chromium, tmp_path) -> None:
    with tile_server("fails") as server:
        made = plan_map(small_plan(), tiles=server.tiles)
        with shown(chromium, tmp_path / "plan.html", made, offline=False) as (page, _, faults):
            expect(page.get_by_text(WORD)).to_be_visible()
            expect(page.locator(".leaflet-ground-pane path").first).to_be_attached()
            assert faults == []


def test_a_leg_with_a_line_bends_and_a_leg_without_is_dotted(chromium, tmp_path) -> None:
    plan = small_plan()
    leg = plan.of_technician("t1")[3]
    shapes = {(leg.duty_id, leg.sequence): [(59.3326, 18.0649), (59.32, 18.09), (59.3120, 18.0300)]}
    with shown(chromium, tmp_path / "plan.html", plan_map(plan, shapes=shapes)) as (page, _, faults):
        dotted = page.locator('.leaflet-routes-pane path[stroke-dasharray="1 6"]')
        expect(dotted).to_have_count(1)
        assert (dotted.get_attribute("d") or "").count("M") == 3  # three of Anna's four legs are guessed
        expect(page.get_by_text("Way by road")).to_be_visible()
        expect(page.get_by_text("Straight lines, estimated driving")).to_be_visible()
        assert faults == []


def test_who_can_be_there_shows_roads_people_and_minutes(chromium, town, tmp_path) -> None:
    place, near = (Place(lat=corner(4, c)[0], lon=corner(4, c)[1], label="Torget") for c in (5, 7))
    lines = [np.array([corner(row, column) for column in range(10)]) for row in range(8)]
    people = [
        Present(technician_id="t1", number=1, name="Anna <b>", place=near, drive_s=480),
        Present(technician_id="t2", number=2, name="Bo", place=place, drive_s=None),
    ]
    made = reach_map(place, 1200, lines, people, layers=town)
    with shown(chromium, tmp_path / "reach.html", made) as (page, asked, faults):
        expect(page.locator(".leaflet-reach-pane canvas")).to_have_count(1)
        expect(page.locator(".fp-card .fp-button")).to_have_text(["1Anna <b>8\u00a0min", "2Bono way there"])
        expect(page.locator(".leaflet-marker-icon .fp-minutes")).to_have_text(["8\u00a0min", "no way there"])
        assert len(asked) == 1
        assert faults == []
