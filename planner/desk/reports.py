"""What can be reported of a visit, in which order, and what the request's status becomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planner.model.event import Event
from planner.model.request import Request
from planner.model.told import ENDED, counting
from planner.model.words import PromiseKind, RequestStatus

__all__ = ["STATUS_TYPES", "joint_state", "next_types", "planned_status", "standing", "state_of", "status_of"]

STATUS_TYPES = (
    "visit.en_route",
    "visit.arrived",
    "visit.started",
    "visit.paused",
    "visit.resumed",
    "visit.done",
    "visit.follow_up",
    "visit.no_access",
    "visit.undone",
)
"""What can be reported of a visit; ``visit.undone`` takes the last report back."""

# A button forgotten on the way does not stop the day: steps may be left out, but not walked backwards.
_NEXT = {
    "": ("visit.en_route", "visit.arrived", "visit.started"),
    "visit.en_route": ("visit.arrived", "visit.started", "visit.no_access"),
    "visit.arrived": ("visit.started", "visit.done", "visit.follow_up", "visit.no_access"),
    "visit.started": ("visit.done", "visit.follow_up", "visit.paused", "visit.no_access"),
    "visit.paused": ("visit.resumed", "visit.done", "visit.follow_up"),
    "visit.resumed": ("visit.done", "visit.follow_up", "visit.paused"),
}
_NOT_REMOTE = ("visit.en_route", "visit.arrived")

_STATUS = {
    "visit.en_route": RequestStatus.EN_ROUTE,
    "visit.arrived": RequestStatus.ON_SITE,
    "visit.started": RequestStatus.ON_SITE,
    "visit.resumed": RequestStatus.ON_SITE,
    "visit.paused": RequestStatus.ON_SITE,  # PAUSED is a request on hold, which nobody may plan
    "visit.done": RequestStatus.DONE,
    "visit.follow_up": RequestStatus.FOLLOW_UP,
    "visit.no_access": RequestStatus.NO_ACCESS,
}


def next_types(state: str, *, remote: bool = False) -> tuple[str, ...]:
    """Return what can be reported after a state, in the usual order.

    Parameters
    ----------
    state
        Last report that stands; ``""``: nothing reported yet.
    remote
        A remote session: nobody drives or arrives.
    """
    following = tuple(one for one in _NEXT.get(state, ()) if not (remote and one in _NOT_REMOTE))
    return (*following, "visit.undone") if state else following


def standing(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the reports of one visit that were not taken back; events as recorded."""
    found: list[Event] = []
    for event in events:
        if event.type == "visit.undone":
            found = found[:-1]
        elif event.type in STATUS_TYPES:
            found.append(event)
    return tuple(found)


def state_of(events: Iterable[Event], holder: str | None) -> str:
    """Return the last report of one visit that stands and counts for whoever has it (``""``: none).

    Parameters
    ----------
    events
        As recorded.
    holder
        As in `planner.model.told.counting`.
    """
    found = counting(standing(events), holder)
    return found[-1].type if found else ""


def joint_state(states: Sequence[str]) -> str:
    """Return where a request stands by the states of its crew's seats, the first seat first.

    The first seat ends the work for all. Until then it stands where whoever has come furthest is; somebody who is
    done before the first has said anything was there.
    """
    first = next(iter(states), "")
    if first in ENDED:
        return first
    under_way = [one for one in states if one and one not in ENDED]
    if under_way:
        return max(under_way, key=_ORDER.index)
    return "visit.started" if any(states) else ""


_ORDER = ("visit.en_route", "visit.arrived", "visit.paused", "visit.resumed", "visit.started")


def status_of(state: str, request: Request) -> RequestStatus:
    """Return the status of a planned request after a report."""
    return _STATUS.get(state, planned_status(request))


def planned_status(request: Request) -> RequestStatus:
    """Return the status of a request in a published plan before anything is reported."""
    told = request.promise is not None and request.promise.kind is not PromiseKind.NONE
    return RequestStatus.PROMISED if told else RequestStatus.PLANNED
