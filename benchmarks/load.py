"""Twenty people at once while two plans are computed, and ten thousand edits: how long they wait, what goes wrong.

The sessions speak Streamlit's own protocol over the websocket, so that twenty browsers do not measure themselves; one
real browser beside them is the check. ``DATABASE_URL`` names another database than a SQLite file of its own; it must be
empty. ``--seconds`` is how long the sessions work (60 is a fair run), ``--workers`` how many processes edit,
``--instances sessions`` or ``edits`` measures only the one.
"""

from __future__ import annotations

import asyncio
import fnmatch
import os
import random
import statistics
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

from benchmarks.frame import Options, Report
from benchmarks.load_edits import Edits, edit
from benchmarks.load_session import Session, open_session
from benchmarks.school_day import DAY
from benchmarks.serving import MARIA, Server, fill, planned, serving, sign_in
from planner.desk import Desk, plan, triage
from planner.model.event import Actor
from planner.model.words import Role
from tests.e2e.browser import Tab, launch, opened

__all__ = ["run"]

SESSIONS, TECHNICIANS, OPERATIONS = 20, 6, 10_000
TARGET_S = 1.5
"""Longest p95 of a reaction."""
THINK_S = 6.0
"""What a person reads and thinks between two presses, on average."""
_HEADINGS = ("what", "p50 s", "p95", "p99", "max", "times")


@dataclass(slots=True)
class Seen:
    """What was measured and what went wrong, of all sessions together."""

    waits: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    lost: int = 0
    refused: int = 0
    memory_mb: float = 0.0
    cpu_s: float = 0.0

    def took(self, what: str, seconds: float) -> None:
        """Note a reaction."""
        self.waits.setdefault(what, []).append(seconds)


def run(options: Options) -> Report:
    """Let the sessions work while two plans are computed, then the processes edit."""
    seen, edits = Seen(), None
    with tempfile.TemporaryDirectory(prefix="faltplan-bench-") as name:
        var = Path(name)
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{var / 'faltplan.sqlite'}"
        desk = fill(url, var, options)
        if fnmatch.fnmatch("sessions", options.instances):
            plan.publish(desk, MARIA, planned(desk))
            with serving(url, var) as server:
                _work(server, desk, seen, options.seconds)
            seen.lost = _lost(desk, seen)
        if fnmatch.fnmatch("edits", options.instances):
            ids = [one.request_id for one in triage.list_requests(desk, MARIA)][:3]
            edits = edit(url, var, ids, operations=OPERATIONS, processes=max(4, options.workers))
        desk.store.close()
    return _report(seen, edits, url.partition(":")[0].partition("+")[0])


def _work(server: Server, desk: Desk, seen: Seen, seconds: float) -> None:
    """Run two plans, the sessions, a real browser and a look at the memory side by side."""
    days = (DAY, DAY + timedelta(days=1))
    jobs = [plan.start_planning(desk, MARIA, day, time_limit_s=seconds + 600) for day in days]
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(server, seen, over))
    watcher.start()
    browser = threading.Thread(target=_browse, args=(server.base, sign_in(desk, MARIA), seen, over))
    browser.start()
    used_s = server.cpu_s()
    try:
        asyncio.run(_sessions(server.base, [sign_in(desk, one) for one in _people()], seen, seconds))
        seen.cpu_s = server.cpu_s() - used_s
        running = [found for job in jobs if (found := plan.get_job(desk, MARIA, job.job_id)) and found.is_active]
        if len(running) != len(jobs):
            seen.errors.append(f"{len(running)} of {len(jobs)} plans were computed to the end of the measurement")
    finally:
        over.set()
        for thread in (watcher, browser):
            thread.join()
        for job in jobs:
            plan.cancel_job(desk, MARIA, job.job_id)
        while any(plan.active_job(desk, MARIA, day) for day in days):
            time.sleep(0.2)


def _watch(server: Server, seen: Seen, over: threading.Event) -> None:
    while not over.wait(1):
        seen.memory_mb = max(seen.memory_mb, server.memory_mb())


def _browse(base: str, token: str, seen: Seen, over: threading.Event) -> None:
    """A real browser in which somebody looks at one request after the other."""
    number = 0
    try:
        with sync_playwright() as playwright, opened(launch(playwright), base, token=token) as tab:
            tab.go(f"/requests?day={DAY.isoformat()}")
            while not over.wait(THINK_S):
                number += 1
                seen.took("real browser: open a request", _click(tab, number))
            seen.errors.extend(tab.faults)
    except PlaywrightError as error:
        seen.errors.append(f"real browser: {error.message.splitlines()[0]}")


def _click(tab: Tab, number: int) -> float:
    row = tab.find("tr[data-id]").nth(7 * number % 40)
    wanted = row.get_attribute("data-id")
    row.scroll_into_view_if_needed()
    begun = time.perf_counter()
    row.click()
    tab.find("[class*=st-key-card-triage]").get_by_text(f"{wanted}:").first.wait_for()
    return time.perf_counter() - begun


def _people() -> list[Actor]:
    """Who sits before the sessions: technicians first, then dispatchers."""
    staff = [f"T{number:02d}" for number in range(1, TECHNICIANS + 1)]
    mates = [f"D{number:02d}" for number in range(1, SESSIONS - TECHNICIANS + 1)]
    return [
        *(Actor(actor_id=one, name=one, role=Role.TECHNICIAN, technician_id=one) for one in staff),
        *(Actor(actor_id=one, name=one, role=Role.DISPATCHER) for one in mates),
    ]


async def _sessions(base: str, tokens: list[str], seen: Seen, seconds: float) -> None:
    end = time.monotonic() + seconds
    await asyncio.gather(*(_kept(base, token, seen, number, end) for number, token in enumerate(tokens)))


async def _kept(base: str, token: str, seen: Seen, number: int, end: float) -> None:
    """A session that breaks is an error of the figures, not the end of them."""
    chance = random.Random(f"session:{number}")
    person = _technician if number < TECHNICIANS else _dispatcher
    await asyncio.sleep(chance.uniform(0, THINK_S))
    session = await open_session(base, token, query={"day": DAY.isoformat(), "lang": "sv"})
    try:
        await person(session, seen, number, end, chance)
    except Exception as error:
        seen.errors.append(f"session {number}: {type(error).__name__}: {error}")
    finally:
        seen.errors.extend(session.errors)
        await session.socket.close()


async def _dispatcher(session: Session, seen: Seen, number: int, end: float, chance: random.Random) -> None:
    """Look at a page, find one of one's own requests, note something in it and save, over and over."""
    turn = 0
    while time.monotonic() < end:
        turn += 1
        seen.took("open a page", await session.go(chance.choice(("board", "statistics", "team", "settings"))))
        await _think(chance)
        seen.took("open a page", await session.go("requests"))
        await _think(chance)
        request_id = f"R{(number * 6 + turn % 6) % 120 + 1:04d}"
        seen.took("search", await session.enter("rq-words", request_id))
        await _think(chance)
        (notes,) = session.keys(ending=".f.access_notes")
        words = f"Session {number}, {turn}"
        seen.took("write in a field", await session.enter(notes, words))
        await _think(chance)
        (save,) = [key for key in session.keys(ending=".save") if key.startswith("rq.")]
        said = session.toasts
        seen.took("save", await session.press(save))
        if session.toasts > said:
            seen.written[request_id] = words
        else:  # a technician reported on it meanwhile: the page says so, and nothing was overwritten
            seen.refused += 1
        await _think(chance)


async def _technician(session: Session, seen: Seen, number: int, end: float, chance: random.Random) -> None:
    """Look at one's day and report the next step, over and over."""
    while time.monotonic() < end:
        seen.took("open a page", await session.go("my_day"))
        await _think(chance)
        if session.has("do-primary"):
            seen.took("report", await session.press("do-primary"))
            await _think(chance)


async def _think(chance: random.Random) -> None:
    await asyncio.sleep(min(30.0, chance.expovariate(1 / THINK_S)))


def _lost(desk: Desk, seen: Seen) -> int:
    """Saves of the sessions that are not in the database."""
    stored = {one.request_id: one.access_notes for one in triage.list_requests(desk, MARIA)}
    return sum(stored.get(request_id) != words for request_id, words in seen.written.items())


def _report(seen: Seen, edits: Edits | None, backend: str) -> Report:
    """The table of waits, and what went wrong in a sentence for each part."""
    for error in seen.errors[:10]:
        print(f"! {error}")
    parts = [_said_of_sessions(seen)] if seen.waits else []
    parts += [_said_of_edits(edits)] if edits else []
    met = all(good for _, good in parts)
    said = "; ".join(sentence for sentence, _ in parts)
    return Report(
        headings=_HEADINGS,
        rows=tuple(_row(what, found) for what, found in (*sorted(seen.waits.items()), *_together(seen))),
        summary=f"{backend}: {said}; {'all targets met' if met else 'missed'}",
        met=met,
    )


def _together(seen: Seen) -> list[tuple[str, list[float]]]:
    waits = [one for what, found in seen.waits.items() if not what.startswith("real") for one in found]
    return [("all sessions", waits)] if waits else []


def _said_of_sessions(seen: Seen) -> tuple[str, bool]:
    ((_, waits),) = _together(seen)
    p95 = _quantile(waits, 0.95)
    sentence = (
        f"{SESSIONS} sessions beside two plans: p95 {p95:.2f} s (target {TARGET_S}), {len(seen.errors)} errors, "
        f"{seen.lost} of {len(seen.written)} written requests lost, {seen.refused} saves refused because a report came "
        f"first, app {seen.memory_mb:.0f} MB and "
        f"{seen.cpu_s / len(waits):.2f} s of processor for each reaction"
    )
    return sentence, p95 <= TARGET_S and not seen.errors and not seen.lost


def _said_of_edits(edits: Edits) -> tuple[str, bool]:
    sentence = (
        f"{edits.saved} edits in {edits.took_s:.0f} s by processes that collide: {edits.lost} lost, {edits.refused} "
        f"refused and {edits.busy} met a busy database (tried again), p50 {edits.median_s * 1000:.0f} ms, "
        f"p95 {edits.p95_s * 1000:.0f} ms"
    )
    return sentence, not edits.lost and edits.saved >= OPERATIONS


def _quantile(found: list[float], share: float) -> float:
    return sorted(found)[round(share * (len(found) - 1))] if found else float("inf")


def _row(what: str, found: list[float]) -> tuple[str, ...]:
    figures = (statistics.median(found), _quantile(found, 0.95), _quantile(found, 0.99), max(found))
    return (what, *(f"{one:.2f}" for one in figures), str(len(found)))
