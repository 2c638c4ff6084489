"""What the dispatcher should know about the requests of a day before trusting the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from planner.geocode import check_position
from planner.model.message import Message, message
from planner.model.problem import Problem, Visit
from planner.model.request import Request
from planner.model.words import Precision
from planner.planning.visits import is_over
from planner.travel import TravelEngine
from planner.travel.falling_back import engine_name, stand_in
from planner.travel.unreachable import cut_off

__all__ = ["folded", "notes_on", "travel_notes"]

_FOLDED = {"planning.kept_start": "planning.kept_start_many", "planning.kept_end": "planning.kept_end_many"}
_VAGUE = frozenset({Precision.LOCALITY, Precision.MUNICIPALITY})


def notes_on(requests: Sequence[Request], visits: Sequence[Visit], *, day: date) -> tuple[Message, ...]:
    """Return notes on the requests of a day.

    Parameters
    ----------
    requests
        Everything that was handed in.
    visits
        What became part of the problem.
    day
        The day.
    """
    ids = {visit.request_id for visit in visits}
    planned = [request for request in requests if request.request_id in ids]
    return tuple(_notes(requests, planned, day))


def folded(notes: Sequence[Message]) -> tuple[Message, ...]:
    """Return notes in which those that say the same of several people, each with a time, are one."""
    alike: dict[object, list[Message]] = {}
    for note in notes:
        known = dict(note.values)
        same = (note.key, known["day"], known["law_rule"]) if note.key in _FOLDED else note
        alike.setdefault(same, []).append(note)
    return tuple(_folded(ones) if len(ones) > 1 and ones[0].key in _FOLDED else ones[0] for ones in alike.values())


def _folded(ones: Sequence[Message]) -> Message:
    first = dict(ones[0].values)
    people = tuple(
        message("planning.kept_one", name=one["technician"], at=one["at"])
        for one in (dict(note.values) for note in ones)
    )
    return message(_FOLDED[ones[0].key], people=people, day=first["day"], law_rule=first["law_rule"])


def _notes(requests: Sequence[Request], planned: Sequence[Request], day: date) -> Iterator[Message]:
    if over := sum(map(is_over, requests)):
        yield message("planning.over", count=over)
    if not [request for request in requests if not is_over(request)]:
        yield message("planning.empty_day", day=day)
    if overdue := [r for r in planned if r.due_date and r.due_date < day]:
        yield message("planning.overdue", requests=_named(overdue), count=len(overdue))
    if vague := [r for r in planned if r.needs_visit and r.place and r.place.precision in _VAGUE]:
        yield message("planning.vague", count=len(vague))
    if outside := [r for r in planned if r.needs_visit and r.place and check_position(r.place.lat, r.place.lon)]:
        yield message("planning.outside", requests=_named(outside), count=len(outside))


def travel_notes(problem: Problem, travel: TravelEngine) -> tuple[Message, ...]:
    """Return notes on the travel times of a problem: whose they are in whose stead, and places without a way.

    Parameters
    ----------
    problem
        What is to be planned.
    travel
        The engine that its matrix comes from.
    """
    notes = []
    if failure := stand_in(travel, problem.matrix.label):
        notes.append(
            message(
                "planning.stand_in",
                engine=engine_name(failure.engine),
                instead=engine_name(failure.instead),
                reason=failure.said,
            )
        )
    if rows := cut_off(problem.matrix):
        shown = tuple(_standing(problem, row) for row in rows[:_SHOWN])
        notes.append(
            message("planning.unreachable", count=len(rows), places=shown if len(rows) <= _SHOWN else (*shown, "…"))
        )  # fmt: skip
    return tuple(notes)


def _standing(problem: Problem, row: int) -> str:
    """Name what is at a place: its visits, else those who start or end there, else what the place is called."""
    visits = [visit.request_id for visit in problem.visits if visit.place == row and not visit.is_pickup]
    people = [duty.name for duty in problem.duties if row in (duty.start_place, duty.end_place)]
    place = problem.places[row]
    named = list(dict.fromkeys(visits or people))
    return "/".join(named[:_SHOWN]) or place.label or f"{place.lat:.5f}, {place.lon:.5f}"


def _named(requests: Sequence[Request]) -> tuple[str, ...]:
    """Name the first few; more would not be read."""
    shown = [request.request_id for request in requests[:_SHOWN]]
    return (*shown, "…") if len(requests) > _SHOWN else tuple(shown)


_SHOWN = 5
