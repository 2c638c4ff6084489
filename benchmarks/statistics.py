"""The statistics over years: how long the overview and a filter take, on a database that `simulate` has filled.

``--set`` names the file of the database. The extract is made first where it is not there; that is told, and no part
of the targets, which are those of looking: the overview and each other page in 2 s, another filter in 1 s. Times are
of the wall and, in brackets, of the processor: the machine may have other work.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta

from benchmarks.frame import Options, Report
from planner.desk import Desk, open_desk, report
from planner.desk.extract import extract_of
from planner.model.event import Actor
from planner.model.words import Role
from planner.report import THEMES, Filters, Statistics

__all__ = ["FILTERS", "PERIODS", "run"]

PERIODS = {"four weeks": 28, "a year": 364, "three years": 1_092}
"""Days by name."""

FILTERS = {
    "all": Filters(),
    "priority 2": Filters(priorities=(2,)),
    "printers": Filters(job_types=("printer_fault",)),
}
"""What is counted, by name; the first is the overview."""

_OVERVIEW_S, _FILTER_S = 2.0, 1.0
_MANAGER = Actor(actor_id="benchmark", name="", role=Role.MANAGER)


def run(options: Options) -> Report:
    """Measure every period with every filter; the best of `options.seeds` tries."""
    if options.set_path is None:
        raise SystemExit("--set names the database: python -m planner simulate --database sqlite:///FILE")
    desk = open_desk(f"sqlite:///{options.set_path}", var=options.set_path.parent)
    with closing(desk.store):
        made_s, _ = _timed(lambda: extract_of(desk))
        extract = extract_of(desk)
        last = desk.today() - timedelta(days=1)
        rows, met = [], True
        for name, days in PERIODS.items():
            first = last - timedelta(days=days - 1)
            for chosen, filters in FILTERS.items():
                wall, worked = _best(desk, options.seeds, first, last, filters, "overview")
                met &= wall <= (_OVERVIEW_S if chosen == "all" else _FILTER_S)
                rows.append((name, "overview", chosen, f"{wall:.2f} ({worked:.2f})"))
        for theme in [one for one in THEMES if one != "overview"]:
            wall, worked = _best(desk, options.seeds, first, last, Filters(), theme)
            met &= wall <= _OVERVIEW_S
            rows.append((name, theme, "all", f"{wall:.2f} ({worked:.2f})"))
    counted = (len(extract.requests["created"]), len(extract.work["day"]), len(extract.shifts["day"]))
    return Report(
        headings=("period", "page", "filter", "seconds"),
        rows=tuple(rows),
        summary="{} requests, {} pieces of work, {} shifts; ".format(*counted) + f"extract ready after {made_s:.1f} s",
        met=met,
    )


def _best(desk: Desk, tries: int, first: date, last: date, filters: Filters, theme: str) -> tuple[float, float]:
    def ask() -> Statistics:
        return report.statistics(
            desk, _MANAGER, first=first, last=last, filters=filters, theme=theme, rows_of=THEMES[theme][:1]
        )

    return min(_timed(ask) for _ in range(tries))


def _timed(call: Callable[[], object]) -> tuple[float, float]:
    began, worked = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - began, time.process_time() - worked
