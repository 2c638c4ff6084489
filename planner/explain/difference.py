"""What one plan does otherwise than another: visits moved, added, dropped, and the price of both."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.plan import Plan, Stop

__all__ = ["Difference", "Moved", "difference"]

_NOTICED_S = 60
"""Less than a minute is no other time to anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Work that has another technician or another time."""

    before: Stop
    after: Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a plan does otherwise than the one before.

    Parameters
    ----------
    moved, added, dropped
        Visits and sessions by start. An added one was not in the plan before, a dropped one no longer is.
    before_ore, after_ore
        Price of both; the first is None where there was no plan before.
    """

    moved: tuple[Moved, ...] = ()
    added: tuple[Stop, ...] = ()
    dropped: tuple[Stop, ...] = ()
    before_ore: int | None = None
    after_ore: int = 0


def difference(before: Plan | None, after: Plan) -> Difference:
    """Return what `after` does otherwise than `before`; without a plan before, everything is added."""
    was, is_ = _work(before), _work(after)
    moved = (Moved(before=was[one], after=is_[one]) for one in is_ if one in was and _differs(was[one], is_[one]))
    return Difference(
        moved=tuple(moved),
        added=tuple(stop for one, stop in is_.items() if one not in was),
        dropped=tuple(stop for one, stop in was.items() if one not in is_),
        before_ore=before.price.total_ore if before else None,
        after_ore=after.price.total_ore,
    )


def _work(plan: Plan | None) -> dict[str, Stop]:
    stops = sorted((*plan.visit_stops, *plan.remote_stops), key=lambda stop: stop.start) if plan else ()
    return {stop.visit_id: stop for stop in stops if stop.visit_id}


def _differs(before: Stop, after: Stop) -> bool:
    later_s = abs((after.start - before.start).total_seconds())
    return before.technician_id != after.technician_id or later_s >= _NOTICED_S
