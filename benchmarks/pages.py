"""How long a page makes somebody wait: the board drawn, a visit dragged, and what a colleague feels meanwhile.

The real app serves a day drawn by `school_day` to a real browser: Chromium as in the browser tests.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from benchmarks.frame import Options, Report
from benchmarks.school_day import DAY
from benchmarks.serving import MARIA, fill, planned, serving, sign_in
from planner.desk import Desk, plan
from tests.e2e.browser import Tab, launch, opened

__all__ = ["TARGETS_S", "run"]

TARGETS_S = {"board, new browser": 3.0, "board, known browser": 3.0, "reaction, idle": 0.5, "reaction, solving": 0.5,
             "health, solving": 0.5, "drag, price and rules": 0.15}  # fmt: skip
"""Longest median wait in seconds; of the health route the 99th percentile, of a drag the 95th."""
_PINGS_S = 10.0
_ROW_PX = 29
_HEADINGS = ("wait", "median (p99, p95) s", "min", "p95", "max", "target", "times")
_SOLVE_S = 60.0


def run(options: Options) -> Report:
    """Measure each wait `seeds` times (reactions four times as often), one after the other."""
    with tempfile.TemporaryDirectory(prefix="faltplan-bench-") as name:
        var = Path(name)
        url = f"sqlite:///{var / 'faltplan.sqlite'}"
        desk = fill(url, var, options)
        planned(desk)
        with closing(desk.store), serving(url, var) as server, sync_playwright() as playwright:
            browser = launch(playwright)
            waits = _measured(browser, server.base, desk, options.seeds)
            browser.close()
    rows = tuple(_row(what, found) for what, found in waits.items())
    missed = [what for what, found in waits.items() if _typical(what, found) > TARGETS_S[what]]
    said = ", ".join(f"{what} {_typical(what, found):.2f} s" for what, found in waits.items())
    return Report(
        headings=_HEADINGS,
        rows=rows,
        summary=f"Page waits, medians (health: p99, drag: p95): {said}; "
        + (f"missed: {', '.join(missed)}" if missed else "all targets met"),
        met=not missed,
    )


def _measured(browser: Browser, base: str, desk: Desk, times: int) -> dict[str, list[float]]:
    address = f"/board?day={DAY.isoformat()}"
    with opened(browser, base, token=sign_in(desk, MARIA)) as warm_up:
        _board(warm_up, address)
    waits: dict[str, list[float]] = {what: [] for what in TARGETS_S}
    for _ in range(times):
        with opened(browser, base, token=sign_in(desk, MARIA)) as tab:
            waits["board, new browser"].append(_board(tab, address))
            waits["board, known browser"].append(_board(tab, address))
    with opened(browser, base, token=sign_in(desk, MARIA)) as tab:
        _board(tab, address)
        waits["drag, price and rules"] = dragged(tab, 4 * times)
    with opened(browser, base, token=sign_in(desk, MARIA)) as colleague:
        colleague.go(f"/requests?day={DAY.isoformat()}")
        waits["reaction, idle"] = _reactions(colleague, 4 * times)
        with _planning(desk):
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


def dragged(tab: Tab, times: int) -> list[float]:
    """Seconds from a row under the hand to its colour, rules and price, of visits dragged over four rows and put back.

    What is waited for is read from the page itself: the moment the hand comes to a row, and the moment it is painted.
    """
    tab.still().page.wait_for_timeout(3_000)  # the day is made ready while the board is looked at
    bars = tab.find(".vis-item.k-visit.vis-editable")
    found: list[float] = []
    for n in range(times):
        box = bars.nth((7 * n + 2) % 40).bounding_box()
        if box is None:
            continue
        x, y, mouse = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, tab.page.mouse
        mouse.move(x, y)
        mouse.down()
        for row in (0.3, 1, 2, 3, 4):
            mouse.move(x + 10 * row, y + _ROW_PX * row, steps=3)
            tab.page.wait_for_timeout(120)
        tab.page.wait_for_function("!!__schedule.drag.place")
        found += tab.page.evaluate("__schedule.drag.waits.splice(0).map(ms => ms / 1000)")
        tab.page.evaluate("__schedule.drag.end()")  # nothing is moved: every drag finds the same day
        mouse.up()
        tab.page.wait_for_timeout(100)
    return found


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
def _planning(desk: Desk) -> Iterator[None]:
    """A planning run in its own process, stopped at the end."""
    job = plan.start_planning(desk, MARIA, DAY, time_limit_s=_SOLVE_S)
    while (now := plan.get_job(desk, MARIA, job.job_id)) is not None and not now.progress:
        time.sleep(0.1)
    try:
        yield
        now = plan.get_job(desk, MARIA, job.job_id)
        if now is None or not now.is_active:
            raise SystemExit("the run ended before the reactions were measured")
    finally:
        plan.cancel_job(desk, MARIA, job.job_id)
        while plan.active_job(desk, MARIA, DAY) is not None:
            time.sleep(0.2)


def _typical(what: str, found: list[float]) -> float:
    """The figure that counts: the median, of the health route the 99th percentile, of a drag the 95th."""
    if not what.startswith(("health", "drag")):
        return statistics.median(found)
    ordered = sorted(found)
    return ordered[round((0.99 if what.startswith("health") else 0.95) * (len(ordered) - 1))]


def _row(what: str, found: list[float]) -> tuple[str, ...]:
    ordered = sorted(found)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    figures = (_typical(what, found), ordered[0], p95, ordered[-1], TARGETS_S[what])
    return (what, *(f"{one:.2f}" for one in figures), str(len(found)))
