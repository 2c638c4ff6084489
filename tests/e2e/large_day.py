"""A day of 15 technicians and 120 requests, today, planned without a search: what a board has to carry."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.school_day import DAY, scattered_sites, write_day
from planner import files, planning, store
from planner.desk import Desk, open_desk
from planner.desk.snapshot import built_for
from planner.model.plan import Plan
from planner.model.request import Request
from planner.model.words import RequestStatus
from tests.ui.sample import add_people

__all__ = ["TECHNICIANS", "VISITS", "large_day"]

TECHNICIANS, VISITS = 15, 120


def large_day(var: Path) -> tuple[Desk, Plan]:
    """Fill a database in a folder, and return the desk on it with the day's first draft."""
    desk = open_desk(f"sqlite:///{var / 'faltplan.sqlite'}", var=var)
    add_people(desk)
    asked, staff = write_day(
        var / "files", scattered_sites(), requests=VISITS, technicians=TECHNICIANS, seed=1
    )  # fmt: skip
    with desk.store.writing() as db:
        for one in files.read_team(staff, catalogue=desk.catalogue).technicians:
            store.people.save_technician(db, replace(one, territories=("Norr",) if one.number % 2 else ("Söder",)))
        requests = files.read_requests(asked, day=DAY, catalogue=desk.catalogue)
        store.requests.add_all(db, [_today(desk, one) for one in requests])
    built = built_for(desk, desk.today())
    solution = planning.baseline_solution(built.problem)
    plan = planning.judged_plan(
        built.problem, solution, plan_id="p1", created_at=desk.clock(), created_by="Maria E.",
        left_out=built.left_out, complete=False,
    )  # fmt: skip
    with desk.store.writing() as db:
        return desk, store.plans.add(db, plan)


def _today(desk: Desk, request: Request) -> Request:
    by = desk.today() - DAY

    def moved(moment: datetime | None) -> datetime | None:
        return None if moment is None else moment + by

    windows = tuple(
        replace(one, earliest_start=one.earliest_start + by, latest_start=one.latest_start + by,
                latest_end=moved(one.latest_end))
        for one in request.time_windows
    )  # fmt: skip
    return request.replace(
        status=RequestStatus.TRIAGED, time_windows=windows, created_at=desk.clock() - timedelta(days=1),
        earliest_date=request.earliest_date and request.earliest_date + by,
        due_date=request.due_date and request.due_date + by,
    )  # fmt: skip
