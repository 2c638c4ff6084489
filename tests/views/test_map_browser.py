"""Maps in a real browser, without network: they draw themselves, and hostile words stay words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from planner.views.maps import day_map, place_map, plan_map
from planner.views.sheet import day_sheet
from tests.e2e.browser import until
from tests.views.hostile import PAYLOADS, hostile_place, hostile_plan
from tests.views.plans import far_flung_plan, large_plan, small_plan

pytestmark = pytest.mark.e2e

HOVER_ALL = """() => {
  const found = [];
  for (const node of document.querySelectorAll('.leaflet-marker-icon')) {
    node.dispatchEvent(new MouseEvent('mouseover', {bubbles: true, clientX: 9, clientY: 9}));
    for (const tip of document.querySelectorAll('.leaflet-tooltip')) found.push(tip.textContent);
    node.dispatchEvent(new MouseEvent('mouseout', {bubbles: true, clientX: 9, clientY: 9}));
  }
  return found;
}"""


@pytest.fixture(scope="module")
def offline(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1000, "height": 500}, offline=True)
    yield context
    context.close()


class Opened:
    """A page from the disk, with everything it asked for and every error it logged."""

    def __init__(self, context: BrowserContext, file: Path, content: str) -> None:
        file.write_text(content, encoding="utf-8")
        self.page: Page = context.new_page()
        self.asked: list[str] = []
        self.faults: list[str] = []
        self.page.on("request", lambda r: self.asked.append(r.url))
        self.page.on("pageerror", lambda e: self.faults.append(str(e)))
        self.page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" else None)
        self.page.goto(file.as_uri())


def _html(made) -> str:
    return made.get_root().render()


def test_the_saved_map_draws_a_whole_day_without_network(offline, tmp_path):
    opened = Opened(offline, tmp_path / "plan.html", _html(plan_map(large_plan(), focus="t3")))
    page = opened.page
    expect(page.locator(".leaflet-marker-icon .fp-badge")).to_have_count(120)
    expect(page.locator(".fp-on .fp-badge")).to_have_count(8)
    expect(page.locator(".leaflet-routes-pane path")).to_have_count(45)  # halo, driven and coming part of 15 routes
    expect(page.locator(".fp-card b").first).to_have_text("Tekniker 3")
    assert opened.asked == [(tmp_path / "plan.html").as_uri()]
    assert opened.faults == []
    page.close()


def test_choosing_a_technician_puts_their_route_in_focus_and_again_takes_it_out(offline, tmp_path):
    page = Opened(offline, tmp_path / "plan.html", _html(plan_map(small_plan()))).page
    button = page.get_by_role("button", name="Ida T.")
    button.click()
    expect(page.locator(".fp-on .fp-badge")).to_have_count(1)
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".fp-on .fp-badge")).to_have_count(0)
    page.close()


def test_badges_at_one_address_move_apart_but_stay_near(offline, tmp_path):
    page = Opened(offline, tmp_path / "plan.html", _html(plan_map(small_plan(), focus="t1"))).page
    page.wait_for_function("document.getAnimations().length === 0")
    moves = page.evaluate(
        """() => [...document.querySelectorAll('.leaflet-marker-icon .fp-badge')].map(b => {
             const m = new DOMMatrix(getComputedStyle(b).transform); return Math.hypot(m.e, m.f); })"""
    )
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('.leaflet-marker-icon .fp-badge')].map(b => {
             const r = b.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })"""
    )
    assert 0 < max(moves) <= 26.1
    gaps = [((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for i, a in enumerate(boxes) for b in boxes[:i]]
    assert min(gaps) > 16
    page.close()


def test_a_click_moves_the_pin_of_a_place_map(offline, tmp_path):
    page = Opened(offline, tmp_path / "place.html", _html(place_map(hostile_place("Torget"), clickable=True))).page
    before = _pin_x(page.locator(".fp-pin"))
    assert abs(before - 300) > 100
    page.mouse.click(300, 300)
    until(lambda: abs(_pin_x(page.locator(".fp-pin")) - 300) < 3)
    page.close()


def _pin_x(pin: Locator) -> float:
    """Where the point of a pin is, in pixels from the left of the page."""
    box = pin.bounding_box()
    assert box is not None
    return box["x"] + 15


def _seen(opened: Opened, file: Path) -> None:
    assert opened.page.evaluate("window.hit") is None
    assert opened.asked == [file.as_uri()]
    assert opened.faults == []


def _flat(text: str) -> str:
    return " ".join(text.replace("\u2028", " ").replace("\u2029", " ").split())


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_on_a_plan_map_run_nowhere_and_are_shown_as_they_are(offline, tmp_path, payload):
    made = plan_map(hostile_plan(payload), focus="t1", visit="V102", language="sv")
    opened = Opened(offline, tmp_path / "plan.html", _html(made))
    tips = opened.page.evaluate(HOVER_ALL)
    assert len(tips) >= 7
    assert all(_flat(payload) in _flat(tip) for tip in tips)
    card = opened.page.locator(".fp-card b").first
    expect(card).to_be_visible()
    assert card.evaluate("e => e.textContent") == payload
    _seen(opened, tmp_path / "plan.html")
    opened.page.close()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_on_a_day_sheet_run_nowhere_and_are_printed_as_they_are(offline, tmp_path, payload):
    opened = Opened(offline, tmp_path / "sheet.html", day_sheet(hostile_plan(payload), "t1", language="sv"))
    assert _flat(opened.page.locator("h1").inner_text()) == _flat(payload)
    _seen(opened, tmp_path / "sheet.html")
    opened.page.close()


@pytest.mark.parametrize("name", ["day", "place"])
def test_all_hostile_words_together_run_nowhere_on_the_other_maps(offline, tmp_path, name):
    words = " ".join(PAYLOADS)
    made = (
        day_map(hostile_plan(words), "t1", language="sv")
        if name == "day"
        else place_map(hostile_place(words), clickable=True, language="sv")
    )
    opened = Opened(offline, tmp_path / "map.html", _html(made))
    assert all(_flat(words) in _flat(tip) for tip in opened.page.evaluate(HOVER_ALL) if name == "day")
    _seen(opened, tmp_path / "map.html")
    opened.page.close()


def test_a_stop_far_away_does_not_make_the_others_unreadable(offline, tmp_path):
    """Twelve stops in a town and one in the far north: the town fills the picture, the other is counted."""
    plan = far_flung_plan()
    page = Opened(offline, tmp_path / "plan.html", _html(plan_map(plan, language="sv"))).page
    expect(page.get_by_text("1 utanför bilden")).to_be_visible()
    boxes = [one.bounding_box() for one in page.locator(".leaflet-marker-icon .fp-badge").all()]
    inside = [box for box in boxes if box and 0 <= box["x"] <= 1000 and 0 <= box["y"] <= 500]
    assert len(inside) == 12
    assert max(box["y"] for box in inside) - min(box["y"] for box in inside) > 150
    page.get_by_role("button", name="Visa hela kartan").click()
    expect(page.get_by_text("utanför bilden")).to_be_hidden()
    page.close()


def test_a_map_that_was_hidden_at_first_fits_its_place_when_it_is_seen(offline, tmp_path):
    inner = _html(place_map(hostile_place("Torget"), clickable=True)).replace("&", "&amp;").replace('"', "&quot;")
    page = Opened(
        offline, tmp_path / "outer.html", f'<iframe hidden width="500" height="300" srcdoc="{inner}"></iframe>'
    ).page
    pin = page.frame_locator("iframe").locator(".fp-pin")
    pin.wait_for(state="attached")  # drawn while it was hidden
    page.evaluate("document.querySelector('iframe').hidden = false")
    expect(pin).to_be_visible()
    until(lambda: abs(_pin_x(pin) - 250) < 30)
    page.close()


COVERED = """() => {
  const pin = document.querySelector('.fp-chosen .fp-badge, .fp-chosen .fp-diamond').getBoundingClientRect();
  return [...document.querySelectorAll('.leaflet-control')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && pin.right > box.left && pin.left < box.right && pin.bottom > box.top && pin.top < box.bottom;
  }).map(one => one.className);
}"""


def test_what_is_chosen_elsewhere_never_lies_under_the_key_or_another_control(offline, tmp_path):
    plan = large_plan()
    page = Opened(offline, tmp_path / "plan.html", _html(plan_map(plan, language="sv", people=False))).page
    page.set_viewport_size({"width": 700, "height": 300})  # small enough that a route does not zoom
    chosen = "document.querySelectorAll('.fp-chosen').length === 1"
    for stop in [one for one in plan.stops if one.visit_id][::3]:
        said = {"faltplan": "focus", "technician": stop.technician_id, "visit": stop.visit_id}
        page.evaluate("said => postMessage(said, '*')", said)
        page.wait_for_function(chosen)
        until(lambda: page.evaluate(COVERED) == [], limit_s=3)
    page.close()


def _view(page: Page) -> list[float]:
    return page.evaluate("""() => {
      const map = window[document.querySelector('.folium-map').id], at = map.getCenter();
      return [map.getZoom(), +at.lat.toFixed(2), +at.lng.toFixed(2)];
    }""")


def test_two_maps_side_by_side_show_the_same_part_of_the_country(offline, tmp_path):
    here, there = small_plan(), far_flung_plan()
    alone = Opened(offline, tmp_path / "alone.html", _html(plan_map(here))).page
    one = Opened(offline, tmp_path / "one.html", _html(plan_map(here, beside=there))).page
    two = Opened(offline, tmp_path / "two.html", _html(plan_map(there, beside=here))).page
    assert _view(one) == _view(two)
    assert _view(one) != _view(alone)
    for page in (alone, one, two):
        page.close()


def test_a_map_that_is_given_its_size_later_shows_what_one_of_that_size_shows(offline, tmp_path):
    content = _html(plan_map(large_plan()))
    first = Opened(offline, tmp_path / "first.html", content).page
    inner = content.replace("&", "&amp;").replace('"', "&quot;")
    frame = '<style>*{margin:0}</style><iframe style="border:0;width:400px;height:150px" srcdoc="%s"></iframe>'
    later = Opened(offline, tmp_path / "later.html", frame % inner).page
    later.frame_locator("iframe").locator(".fp-badge").first.wait_for()
    later.evaluate("Object.assign(document.querySelector('iframe').style, {width: '1000px', height: '500px'})")
    until(lambda: _view(later.frames[1]) == _view(first), limit_s=10)  # type: ignore[arg-type]
    for page in (first, later):
        page.close()
