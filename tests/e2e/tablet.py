"""A tablet with the page of the day, as a real browser that can lose its network and its battery."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, expect

from planner import store
from planner.desk import day as day_desk
from planner.desk import plan as plan_desk
from planner.model.event import Event
from planner.model.plan import Plan, Stop
from planner.web import SESSION_COOKIE
from tests.e2e.browser import ARGUMENTS, TIMEOUT_MS, until
from tests.e2e.conftest import Server, running
from tests.files.jpegs import exif_with_position
from tests.ui.days import planned
from tests.ui.sample import MARIA, reopened, sample_desk

__all__ = [
    "ANNA",
    "BO",
    "Device",
    "device",
    "firm_running",
    "first_visit",
    "given_to",
    "killed",
    "nothing_reported",
    "opened",
    "reports",
    "republished",
    "sign",
    "states",
    "take_photo",
]

ANNA, BO = "T01", "T02"
KEPT = """() => new Promise((resolve, reject) => {
  const asked = indexedDB.open('faltplan-day');
  asked.onerror = () => reject(asked.error);
  asked.onsuccess = () => {
    const all = asked.result.transaction(['kept', 'queue']), found = {};
    all.objectStore('kept').get('day').onsuccess = e => { found.day = Boolean(e.target.result); };
    all.objectStore('queue').count().onsuccess = e => { found.queue = e.target.result; };
    all.oncomplete = () => { asked.result.close(); resolve(found); };
  };
})"""

CAMERA = """async ([width, height, exif]) => {
  const canvas = new OffscreenCanvas(width, height), pen = canvas.getContext('2d');
  for (let y = 0; y < height; y += 40) for (let x = 0; x < width; x += 40) {
    pen.fillStyle = `hsl(${(x * 7 + y * 13) % 360} 70% 55%)`;
    pen.fillRect(x, y, 40, 40);
  }
  const plain = new Uint8Array(await (await canvas.convertToBlob({type: 'image/jpeg', quality: 0.9})).arrayBuffer());
  return [0xff, 0xd8, ...exif, ...plain.slice(2)];
}"""
SIGNED = "async () => (await (await import('/assets/day/keeping.js')).drafts()).some(one => one.values.picture)"


class Device:
    """A tablet with the page of the day.

    Parameters
    ----------
    context, server
        Its browser, and the app.
    """

    def __init__(self, context: BrowserContext, server: Server) -> None:
        self.context, self.server = context, server
        self.foreign: list[str] = []
        self.faults: list[str] = []
        context.on("request", self._asked)
        self.page = context.pages[0] if context.pages else context.new_page()
        self.page.set_default_timeout(TIMEOUT_MS)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", lambda dialog: dialog.accept())

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.server.base, "data:", "blob:", "about:")):
            self.foreign.append(request.url)

    def sign_in(self, who: str) -> Device:
        """Hold a session, as after the sign-in."""
        cookie = {
            "name": SESSION_COOKIE,
            "value": self.server.token(who),
            "domain": urlsplit(self.server.base).hostname,
        }
        more = {"path": "/", "httpOnly": True, "secure": True, "sameSite": "Strict"}
        self.context.add_cookies([cookie | more])  # type: ignore[list-item]
        return self

    def open(self) -> Device:
        """Open the day and wait until it is drawn and can be opened without network."""
        self.page.goto(f"{self.server.base}/day/")
        return self.drawn()

    def drawn(self) -> Device:
        """Wait until the page has tried to meet the server and its files are kept."""
        self.page.wait_for_selector("#day[data-ready]")
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        return self

    def press(self, act: str) -> Device:
        """Press a step."""
        self.page.locator(f".acts [data-act={act}]").first.click()
        return self

    def offline(self) -> Device:
        """Cut the network and wait until the page knows."""
        self.context.set_offline(True)
        return self.online(yes=False)

    def back(self) -> Device:
        """Give the network back and wait until everything is sent."""
        self.context.set_offline(False)
        return self.online().waiting(0)

    def stands(self, word: str) -> Device:
        """Wait until the chosen visit stands so."""
        expect(self.page.locator(".head .chip").filter(has_text=word)).to_have_count(1)
        return self

    def waiting(self, count: int) -> Device:
        """Wait until so many events wait to be sent."""
        expect(self.page.locator(f".bar [data-waiting='{count}']")).to_have_count(1)
        return self

    def online(self, *, yes: bool = True) -> Device:
        """Wait until the page knows whether there is network."""
        expect(self.page.locator(f".bar [data-online='{str(yes).lower()}']")).to_have_count(1)
        return self

    def signature_kept(self) -> Device:
        """Wait until a draft with a signature is on the disk: making its picture takes a slow device seconds."""
        until(lambda: bool(self.page.evaluate(SIGNED)))
        return self

    def kept(self) -> dict[str, Any]:
        """Return whether a day is kept, and how many events wait, as the disk has it."""
        found: dict[str, Any] = self.page.evaluate(KEPT)
        return found


def republished(server: Server, changed: Callable[[Plan], tuple[Stop, ...]]) -> None:
    """Publish the day anew with other stops."""
    desk = reopened(server.var)
    with desk.store.writing() as db:
        old = store.plans.published_on(db, desk.today())
        assert old is not None
        made = old.replace(plan_id=f"o{old.version + 1}", stops=changed(old))
        store.plans.publish(db, store.plans.add(db, made), at=desk.clock())
    desk.store.close()


@contextmanager
def device(browser: Browser, server: Server, **options: Any) -> Iterator[Device]:
    """A device of its own; it asks no foreign host and meets no fault."""
    shown: dict[str, Any] = {"locale": "sv-SE", "timezone_id": "Europe/Stockholm"}
    context = browser.new_context(**(shown | {"viewport": {"width": 1024, "height": 768}} | options))
    made = Device(context, server)
    try:
        yield made
        assert made.foreign == []
        assert made.faults == []
    finally:
        context.close()


@contextmanager
def opened(browser: Browser, server: Server, *, whose: str = ANNA, **options: Any) -> Iterator[Device]:
    """A technician's device with the day open and network."""
    with device(browser, server, **options) as made:
        yield made.sign_in(f"technician:{whose}").open().online()


@contextmanager
def firm_running(var: Path, prepared: Callable[[Any, Plan], None] | None = None) -> Iterator[tuple[Server, Plan]]:
    """An app with the small firm, Anna with every visit of the day."""
    desk = sample_desk(var)
    plan = plan_desk.publish(desk, MARIA, planned(desk).plan_id)
    if prepared:
        prepared(desk, plan)
    desk.store.close()
    with running(var) as started:
        yield started, plan


def nothing_reported(server: Server, plan: Plan, *, but: str = "") -> Plan:
    """Delete what was reported, pictures and devices, publish the first plan anew, and return it."""
    with sqlite3.connect(server.var / "faltplan.sqlite", timeout=20) as db:
        told = "(type like 'visit.%' or type like 'work.%') and client_uuid != ?"
        db.execute(f"delete from event where {told}", (but,))
        db.execute("delete from picture")
        db.execute("delete from device")
    republished(server, lambda _old: plan.stops)
    desk = reopened(server.var)
    published = plan_desk.published_plan(desk, MARIA, plan.day)
    desk.store.close()
    assert published is not None
    return published


def given_to(server: Server, plan: Plan, visit: str, whose: str) -> None:
    """Publish the day anew with a visit at somebody else."""
    duty = next(one.duty_id for one in plan.technicians if one.technician_id == whose)
    other = {"technician_id": whose, "duty_id": duty}
    republished(server, lambda old: tuple(replace(s, **other) if s.visit_id == visit else s for s in old.stops))


def reports(server: Server) -> list[Event]:
    """What devices have told, in the order it was recorded."""
    desk = reopened(server.var)
    try:
        with desk.store.reading() as db:
            return [one for one in store.events.find(db) if one.type.startswith(("visit.", "work."))]
    finally:
        desk.store.close()


def states(server: Server, plan: Plan) -> dict[str, str]:
    """Where the visits stand at the desk."""
    desk = reopened(server.var)
    try:
        return day_desk.my_day(desk, MARIA, plan.day, technician_id=ANNA).states
    finally:
        desk.store.close()


def first_visit(plan: Plan) -> str:
    """Return Anna's first visit or session."""
    found = next(stop.visit_id for stop in plan.of_technician(ANNA) if stop.kind in ("visit", "remote"))
    assert found is not None
    return found


@contextmanager
def killed(browser: Browser, folder: Path, server: Server, *, offline: bool = False) -> Iterator[Device]:
    """A browser with a profile on the disk whose processes are killed at the end, without a chance to tidy up."""
    found = shutil.which(os.environ.get("CHROMIUM") or "chromium")
    context = browser.browser_type.launch_persistent_context(
        folder / "profile", executable_path=found, args=ARGUMENTS, locale="sv-SE", offline=offline,
        viewport={"width": 1024, "height": 768}, timezone_id="Europe/Stockholm",
    )  # fmt: skip
    try:
        yield Device(context, server)
        for process in processes(folder / "profile"):
            os.kill(process, signal.SIGKILL)
    finally:
        with suppress(Error):  # there is nobody left to be closed
            context.close()


def processes(profile: Path) -> list[int]:
    """Processes of the browser with this profile."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if f"--user-data-dir={profile}".encode() in line.split(b"\0"):
                found.append(int(entry.name))
    assert found
    return found


def take_photo(tablet: Device, *, width: int = 2400, height: int = 1800) -> None:
    """Choose a photo as a camera writes it: too large, and with the place where it was taken."""
    made = tablet.page.evaluate(CAMERA, [width, height, list(exif_with_position())])
    with tablet.page.expect_file_chooser() as chooser:
        tablet.press("photo")
    chooser.value.set_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": bytes(made)})


def sign(tablet: Device) -> None:
    """Draw a line in the field for the signature."""
    box = tablet.page.locator("dialog canvas.signature").bounding_box()
    assert box is not None
    mouse = tablet.page.mouse
    mouse.move(box["x"] + 40, box["y"] + box["height"] / 2)
    mouse.down()
    for step in range(1, 12):
        mouse.move(box["x"] + 40 + step * 20, box["y"] + box["height"] / 2 + (20 if step % 2 else -20))
    mouse.up()
