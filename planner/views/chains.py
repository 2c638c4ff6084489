"""What a visit of a plan waits for, and what waits for it, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planner.model.language import text, time_text
from planner.model.plan import Plan, Stop
from planner.model.request import Request

__all__ = ["Chained", "chained"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chained:
    """What is linked to a visit, each in a few words: what comes before it, and what comes after."""

    before: tuple[str, ...] = ()
    then: tuple[str, ...] = ()

    def words(self, language: str) -> list[str]:
        """Return a line for each that comes before it, and for each that follows."""
        lines = [text("views.chain.after", language, name=one) for one in self.before]
        return lines + [text("views.chain.first", language, name=one) for one in self.then]


def chained(plan: Plan, requests: Iterable[Request], language: str) -> Mapping[str, Chained]:
    """Return what is linked to the visits of a plan, by visit id; visits without links are left out.

    Parameters
    ----------
    requests
        Those of the day. A predecessor of another day is named by its id alone.
    language
        ``sv`` or ``en``.
    """
    known = {one.request_id: one for one in requests}
    follows: dict[str, list[str]] = {}
    for one in known.values():
        for first in one.predecessors:
            follows.setdefault(first.request_id, []).append(one.request_id)
    found = {}
    for stop in plan.stops:
        request = known.get(stop.request_id or "")
        if request is None or stop.visit_id is None:
            continue
        before = tuple(_before(plan, one.request_id, known, language) for one in request.predecessors)
        then = tuple(_then(plan, one, known, language) for one in follows.get(request.request_id, ()))
        if before or then:
            found[stop.visit_id] = Chained(before=before, then=then)
    return found


def _before(plan: Plan, request_id: str, known: Mapping[str, Request], language: str) -> str:
    stops = plan.crew_of(request_id)
    if not stops:
        return _name(request_id, known)
    last = max(stops, key=lambda stop: stop.end)
    done = time_text(last.end, zone=plan.time_zone)
    return text("views.chain.before", language, name=_name(request_id, known), time=done, who=_who(plan, stops))


def _then(plan: Plan, request_id: str, known: Mapping[str, Request], language: str) -> str:
    stops = plan.crew_of(request_id)
    if not stops:
        return text("views.chain.then_unplanned", language, name=_name(request_id, known))
    start = time_text(stops[0].start, zone=plan.time_zone)
    return text("views.chain.then", language, name=_name(request_id, known), time=start, who=_who(plan, stops))


def _name(request_id: str, known: Mapping[str, Request]) -> str:
    request = known.get(request_id)
    return f"{request_id} {request.title}" if request else request_id


def _who(plan: Plan, stops: tuple[Stop, ...]) -> tuple[str, ...]:
    names = {one.technician_id: one.name or one.technician_id for one in plan.technicians}
    return tuple(names.get(stop.technician_id, stop.technician_id) for stop in stops)
