"""A tablet with the page of the day, as a real browser that can lose its network and its battery."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, expect

from planner import store
from planner.desk import day as day_desk
from planner.model.event import Event
from planner.model.plan import Plan, Stop
from planner.web import SESSION_COOKIE
from tests.e2e.browser import ARGUMENTS, TIMEOUT_MS
from tests.e2e.conftest import Server
from tests.ui.sample import MARIA, reopened

__all__ = ["ANNA", "BO", "Device", "device", "first_visit", "killed", "reports", "republished", "states"]

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
