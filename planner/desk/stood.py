"""A day's newest plan ready to be asked many times a second: kept in the process until anything of the day changes.

Reading the day and building its problem takes half a second for 120 visits; a drag may not wait for that.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

from planner import planning, store
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.rebase import standing
from planner.desk.snapshot import DayRows, built_of, rows_on
from planner.model.errors import StaleError
from planner.model.message import message
from planner.model.plan import Plan
from planner.model.solution import Solution
from planner.planning import BuiltProblem, Standing

__all__ = ["Stood", "follows", "stood"]

_MOST = 4
_FRESH = timedelta(minutes=2)
"""A day under way goes on meanwhile: after so long it is read anew, whatever else has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """A plan with the day it is of.

    Parameters
    ----------
    built
        The day's problem as it is now.
    order
        The plan's order of work as far as the day still has its people and its work.
    """

    rows: DayRows
    plan: Plan
    built: BuiltProblem
    order: Solution
    board: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    head: tuple[int, str]
    since: datetime
    stood: Stood


_kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
_lock, _making = Lock(), Lock()


def stood(desk: Desk, plan_id: str) -> Stood:
    """Return a plan, which has to be the newest of its day, ready to be asked.

    Raises
    ------
    InputError
        If there is no such plan.
    StaleError
        If another version is newer.
    """
    # Several ask at once while nothing is there yet: one builds, the others wait for it.
    with _making:
        return _found(desk, plan_id)


def follows(desk: Desk, day: Stood, plan: Plan) -> None:
    """Have the next version of a day ready before anybody asks: nothing but the order of work is another one.

    Of a day under way the problem itself depends on its newest version; it is built when somebody asks.
    """
    if day.rows.reports:
        return
    rows, order = replace(day.rows, newest=plan.plan_id), standing(day.built.problem, plan)
    board = planning.standing_of(day.built.problem, order)
    _keep((str(desk.var), plan.plan_id), Stood(rows=rows, plan=plan, built=day.built, order=order, board=board),
          head=(-1, ""), since=desk.clock())  # fmt: skip


def _found(desk: Desk, plan_id: str) -> Stood:
    key, now = (str(desk.var), plan_id), desk.clock()
    with _lock:
        known = _kept.get(key)
    with desk.store.reading() as db:
        head = store.audit.head(db)
        fresh = known is not None and timedelta(0) <= now - known.since < _FRESH
        if known is not None and fresh and known.head == head:
            return known.stood
        plan = store.plans.get(db, plan_id)
        if plan is None:
            raise refusal("desk.unknown_plan", field="plan_id", value=plan_id)
        if store.plans.newest_id(db, plan.day) != plan_id:
            raise StaleError(message("curing.stale"))
        rows = rows_on(db, plan.day, zone=desk.time_zone, at=now, today=desk.today())
    same = known is not None and fresh and _still(rows) == _still(known.stood.rows)
    found = known.stood if known is not None and same else _made(desk, rows, plan)
    _keep(key, found, head=head, since=known.since if known is not None and same else now)
    return found


def _keep(key: tuple[str, str], found: Stood, *, head: tuple[int, str], since: datetime) -> None:
    with _lock:
        _kept[key] = _Kept(head=head, since=since, stood=found)
        _kept.move_to_end(key)
        while len(_kept) > _MOST:
            _kept.popitem(last=False)


def _still(rows: DayRows) -> DayRows:
    """The rows without the moment at which they were read."""
    return replace(rows, now=None)


def _made(desk: Desk, rows: DayRows, plan: Plan) -> Stood:
    built = built_of(desk, rows)
    order = standing(built.problem, plan)
    return Stood(
        rows=rows, plan=plan, built=built, order=order, board=planning.standing_of(built.problem, order)
    )  # fmt: skip
