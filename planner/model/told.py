"""What was told and taken back again: nothing is deleted, and what was taken back counts as if it had never come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planner.model.event import Event

__all__ = ["ENDED", "TAKEN_BACK", "UNDONE", "counting", "still_told"]

ENDED = frozenset({"visit.done", "visit.follow_up", "visit.no_access"})
"""Reports after which nothing more happens at a visit."""

TAKEN_BACK = "work.taken_back"
"""Takes back a word, a delay, parts, a photo or a report of a visit."""
UNDONE = "work.undone"
"""Takes back what was told of the day itself."""
_STEP_UNDONE = "visit.undone"


def still_told(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return what was told and not taken back, without what takes back; events as recorded.

    A step of a visit is taken back by the next ``visit.undone`` of the visit; anything else by its id, by whoever told
    it.
    """
    kept: dict[str, Event] = {}
    steps: dict[str | None, list[str]] = {}
    for event in events:
        if event.type == _STEP_UNDONE:
            if own := steps.get(event.visit_id):
                kept.pop(own.pop(), None)
        elif event.type in (TAKEN_BACK, UNDONE):
            named = kept.get(event.get("undoes") or "")
            if named is not None and named.technician_id == event.technician_id:
                del kept[named.client_uuid]
        else:
            kept[event.client_uuid] = event
            if event.type.startswith("visit."):
                steps.setdefault(event.visit_id, []).append(event.client_uuid)
    return tuple(kept.values())


def counting(reports: Sequence[Event], holder: str | None) -> tuple[Event, ...]:
    """Return which reports of a visit count for whoever has it: not that somebody else was on the way or there.

    What is over is over, whoever ended it.

    Parameters
    ----------
    reports
        Of one visit, those that stand, in their order.
    holder
        Technician who has the visit in the published plan; None: nobody.
    """
    if reports and reports[-1].type in ENDED:
        return tuple(reports)
    return tuple(one for one in reports if one.technician_id in (None, holder))
