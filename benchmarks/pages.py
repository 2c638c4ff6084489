"""How long a page makes somebody wait: the board drawn, and what a colleague feels while a day is being planned.

The real app serves a day drawn by `school_day` to a real browser: Chromium as in the browser tests.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from benchmarks.frame import Options, Report
from benchmarks.school_day import DAY, read_sites, scattered_sites, write_day
from planner.desk import open_desk, plan, receive, team
from planner.model.event import Actor
from planner.model.words import Role
from tests.e2e.browser import Tab, launch, opened
from tests.ui.sample import add_people, token_for

__all__ = ["TARGETS_S", "run"]

TARGETS_S = {"board, new browser": 3.0, "board, known browser": 3.0, "reaction, idle": 0.5, "reaction, solving": 0.5,
             "health, solving": 0.5}  # fmt: skip
"""Longest median wait in seconds; of the health route the 99th percentile."""
_PINGS_S = 10.0
_HEADINGS = ("wait", "median (p99) s", "min", "p95", "max", "target", "times")
_ROOT = Path(__file__).resolve().parents[1]
_MARIA = Actor(actor_id="maria", name="Maria E.", role=Role.DISPATCHER)
_SOLVE_S = 60.0


def run(options: Options) -> Report:
    """Measure each wait `seeds` times (reactions four times as often), one after the other."""
    with tempfile.TemporaryDirectory(prefix="faltplan-bench-") as name:
        var = Path(name)
        _fill(var, options)
        with _serving(var) as base, sync_playwright() as playwright:
            browser = launch(playwright)
            waits = _measured(browser, base, var, options.seeds)
            browser.close()
    rows = tuple(_row(what, found) for what, found in waits.items())
    missed = [what for what, found in waits.items() if _typical(what, found) > TARGETS_S[what]]
    said = ", ".join(f"{what} {_typical(what, found):.2f} s" for what, found in waits.items())
    return Report(
        headings=_HEADINGS,
        rows=rows,
        summary=f"Page waits, medians (health: p99): {said}; "
        + (f"missed: {', '.join(missed)}" if missed else "all targets met"),
        met=not missed,
    )


def _fill(var: Path, options: Options) -> None:
    """A database with 120 requests, 15 technicians and a plan of the day."""
    sites = read_sites(options.set_path) if options.set_path else scattered_sites()
    asked, staff = write_day(var / "files", sites, requests=120, technicians=15, seed=1)
    desk = open_desk(f"sqlite:///{var / 'faltplan.sqlite'}", var=var)
    team.import_team(desk, _MARIA, staff.name, staff.read_bytes())
    preview = receive.preview_file(desk, _MARIA, asked.name, asked.read_bytes(), day=DAY)
    receive.accept(desk, _MARIA, preview, only_good=True)
    plan.start_planning(desk, _MARIA, DAY, time_limit_s=5)
    while plan.active_job(desk, _MARIA, DAY) is not None:
        time.sleep(0.2)
    add_people(desk)
    desk.store.close()


def _token(var: Path) -> str:
    """A session of the dispatcher."""
    desk = open_desk(f"sqlite:///{var / 'faltplan.sqlite'}", var=var)
    try:
        return token_for(desk, "dispatcher")
    finally:
        desk.store.close()


@contextmanager
def _serving(var: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    base = f"http://127.0.0.1:{port}"
    surroundings = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"FALTPLAN_VAR": str(var)}
    command = [sys.executable, "-m", "streamlit", "run", "dispatch_app.py", "--server.port", str(port)]
    with (var / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=_ROOT, env=surroundings, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"{base}/healthz", server)
            yield base
        finally:
            server.terminate()
            server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise SystemExit("the app did not start")
        try:
            urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the app did not answer within a minute")


def _measured(browser: Browser, base: str, var: Path, times: int) -> dict[str, list[float]]:
    address = f"/board?day={DAY.isoformat()}"
    with opened(browser, base, token=_token(var)) as warm_up:
        _board(warm_up, address)
    waits: dict[str, list[float]] = {what: [] for what in TARGETS_S}
    for _ in range(times):
        with opened(browser, base, token=_token(var)) as tab:
            waits["board, new browser"].append(_board(tab, address))
            waits["board, known browser"].append(_board(tab, address))
    with opened(browser, base, token=_token(var)) as colleague:
        colleague.go(f"/requests?day={DAY.isoformat()}")
        waits["reaction, idle"] = _reactions(colleague, 4 * times)
        with _planning(var):
            waits["reaction, solving"] = _reactions(colleague, 4 * times)
            waits["health, solving"] = _pings(f"{base}/_stcore/health")
    return waits


def _board(tab: Tab, address: str) -> float:
    """Seconds from the address to a drawn schedule and map."""
    begun = time.perf_counter()
    tab.page.goto(tab.base + address)
    tab.page.wait_for_selector(".vis-item.k-visit")
    tab.page.frame_locator("iframe[sandbox]").locator(".fp-badge").first.wait_for()
    return time.perf_counter() - begun


def _reactions(tab: Tab, times: int) -> list[float]:
    """Seconds from a click on a request to its triage panel, each time another request."""
    rows = tab.find("tr[data-id]")
    rows.first.wait_for()
    ids = [rows.nth(n).get_attribute("data-id") for n in range(min(40, rows.count()))]
    found = []
    for n in range(times):
        wanted = ids[(7 * n + 3) % len(ids)]
        row = tab.find(f'tr[data-id="{wanted}"]')
        row.scroll_into_view_if_needed()
        begun = time.perf_counter()
        row.click()
        tab.find("[class*=st-key-card-triage]").get_by_text(f"{wanted}:").first.wait_for()
        found.append(time.perf_counter() - begun)
        tab.idle()
    return found


def _pings(address: str) -> list[float]:
    """Seconds of each answer of the server, asked twenty times a second for ten seconds."""
    found, end = [], time.perf_counter() + _PINGS_S
    while time.perf_counter() < end:
        begun = time.perf_counter()
        urlopen(address, timeout=30).close()
        found.append(time.perf_counter() - begun)
        time.sleep(0.05)
    return found


@contextmanager
def _planning(var: Path) -> Iterator[None]:
    """A planning run in its own process, stopped at the end."""
    desk = open_desk(f"sqlite:///{var / 'faltplan.sqlite'}", var=var)
    job = plan.start_planning(desk, _MARIA, DAY, time_limit_s=_SOLVE_S)
    while (now := plan.get_job(desk, _MARIA, job.job_id)) is not None and not now.progress:
        time.sleep(0.1)
    try:
        yield
        now = plan.get_job(desk, _MARIA, job.job_id)
        if now is None or not now.is_active:
            raise SystemExit("the run ended before the reactions were measured")
    finally:
        plan.cancel_job(desk, _MARIA, job.job_id)
        while plan.active_job(desk, _MARIA, DAY) is not None:
            time.sleep(0.2)
        desk.store.close()


def _typical(what: str, found: list[float]) -> float:
    """The figure that counts: the median, of the health route the 99th percentile."""
    if not what.startswith("health"):
        return statistics.median(found)
    ordered = sorted(found)
    return ordered[round(0.99 * (len(ordered) - 1))]


def _row(what: str, found: list[float]) -> tuple[str, ...]:
    ordered = sorted(found)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    figures = (_typical(what, found), ordered[0], p95, ordered[-1], TARGETS_S[what])
    return (what, *(f"{one:.2f}" for one in figures), str(len(found)))
