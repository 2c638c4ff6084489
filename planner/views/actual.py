"""What has happened at each visit by the reports of the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from planner.model.event import Event
from planner.model.plan import Plan
from planner.model.told import ENDED, counting, still_told

__all__ = ["Actual", "actuals", "told_late"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actual:
    """What has happened at a visit by the reports that stand.

    Parameters
    ----------
    state
        The last report.
    start, end
        When the work began and ended; None: not yet.
    left
        When somebody set out for it; None: nobody said so.
    technician_id
        Who reported last.
    """

    state: str
    start: datetime | None = None
    end: datetime | None = None
    left: datetime | None = None
    technician_id: str | None = None

    @property
    def is_done(self) -> bool:
        """Whether nothing more happens there today."""
        return self.state in ENDED

    @property
    def is_under_way(self) -> bool:
        """Whether somebody is there or on the way."""
        return bool(self.state) and not self.is_done


def actuals(events: Iterable[Event], plan: Plan) -> dict[str, Actual]:
    """Return what the reports of a day say of each visit, by visit id.

    A report that was taken back (``visit.undone``) counts as if it had never come, and so does that somebody is on the
    way to a visit that is another's by now.

    Parameters
    ----------
    plan
        The plan that is driven.
    """
    standing: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda e: (e.at, e.recorded_at)):
        if event.visit_id is None or not event.type.startswith("visit."):
            continue
        reports = standing.setdefault(event.visit_id, [])
        if event.type == "visit.undone":
            del reports[-1:]
        else:
            reports.append(event)
    having = _holders(plan)
    counted = {visit_id: counting(reports, having.get(visit_id)) for visit_id, reports in standing.items()}
    return {visit_id: _actual(reports) for visit_id, reports in counted.items() if reports}


def told_late(events: Iterable[Event], plan: Plan) -> dict[str, int]:
    """Return by how many minutes somebody said they will be behind the plan, by visit id; the last word counts.

    Parameters
    ----------
    plan
        The plan that is driven: what somebody said of a visit that is another's by now is over.
    """
    told = (one for one in still_told(events) if one.type == "work.late")
    last = {one.visit_id: one for one in sorted(told, key=lambda e: (e.at, e.recorded_at)) if one.visit_id}
    having = _holders(plan)
    return {
        visit_id: int(minutes)
        for visit_id, one in last.items()
        if (minutes := one.get("minutes")) and one.technician_id in (None, having.get(visit_id))
    }


def _holders(plan: Plan) -> dict[str, str]:
    return {stop.visit_id: stop.technician_id for stop in plan.stops if stop.visit_id}


def _actual(reports: Sequence[Event]) -> Actual:
    begun = next((e.at for e in reports if e.type in ("visit.arrived", "visit.started")), None)
    ended = next((e.at for e in reports if e.type in ENDED), None)
    left = next((e.at for e in reports if e.type == "visit.en_route"), None)
    return Actual(state=reports[-1].type, start=begun, end=ended, left=left, technician_id=reports[-1].technician_id)
