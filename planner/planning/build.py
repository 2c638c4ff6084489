"""Building the problem of a day from team and requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from planner.model.catalogue import Catalogue
from planner.model.costs import Weights
from planner.model.message import Message, message
from planner.model.problem import Duty, Problem, Visit
from planner.model.reasons import Reason, Unassigned
from planner.model.request import Request
from planner.model.team import Team
from planner.planning.before import Before
from planner.planning.duties import Roster, roster_of
from planner.planning.horizon import Horizon
from planner.planning.notes import notes_on
from planner.planning.places import Rows
from planner.planning.times import Day
from planner.planning.visits import Posing, any_time, is_over, is_past, left_out, pose
from planner.travel import TravelEngine

__all__ = ["BuiltProblem", "build_problem"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltProblem:
    """A problem, and what could not become part of it.

    Parameters
    ----------
    left_out
        Requests that cannot even be posed, each with its reason; they carry no price.
    notes
        What the dispatcher should know about the input: who is away, what was skipped, vague places.
    spare
        The work of those left out because their windows are over, at any time of the day: not part of the
        problem, but its places are, so that a time can be offered that still fits.
    """

    problem: Problem
    left_out: tuple[Unassigned, ...] = ()
    spare: tuple[Visit, ...] = ()
    notes: tuple[Message, ...] = ()


def build_problem(
    team: Team,
    requests: Sequence[Request],
    *,
    day: date,
    weights: Weights,
    catalogue: Catalogue | None,
    travel: TravelEngine,
    now: datetime | None = None,
    before: Before | None = None,
) -> BuiltProblem:
    """Return the problem of a day; every request becomes a visit, is left out with a reason, or is over.

    Second 0 is the local midnight of the day. A visit has the id of its request.

    Parameters
    ----------
    team
        Technicians, weekly hours, absences, time zone.
    requests
        In order; cancelled and done ones are over and skipped with a note, unless a lock keeps a done one in the day.
    day
        Local day to plan.
    weights
        What things cost.
    catalogue
        Known skills and certificates, service levels; None: only what somebody in the team holds is known.
    travel
        Gives the matrix.
    now
        Present moment; windows that closed before it count as past. None: only earlier days are past.
    before
        Who did earlier requests, what is published, and from when on subcontractors can come; None: nothing is known.

    Returns
    -------
    BuiltProblem
        Never an exception for what the input says: an empty team or day gives an empty problem and notes.
    """
    horizon, rows = Horizon(day=day, zone=team.time_zone), Rows()
    before = before or Before(at=now)
    roster = roster_of(team, horizon, rows, before)
    posing = _posing(team, roster, _day(horizon, roster, catalogue, now), weights, before)
    posed = _posed([request for request in requests if not is_over(request)], posing, rows)
    visits = tuple(one for one in posed if isinstance(one, Visit))
    spare = _spare(requests, posed, posing, rows)
    problem = Problem(
        day=day,
        horizon_start=horizon.start,
        time_zone=team.time_zone,
        places=tuple(rows.places),
        matrix=travel.matrix(rows.places),
        visits=visits,
        duties=tuple(_widened(duty, visits) for duty in roster.duties),
        weights=weights,
    )
    left = tuple(one for one in posed if isinstance(one, Unassigned))
    notes = (*roster.notes, *notes_on(requests, visits, day=day))
    return BuiltProblem(problem=problem, left_out=left, spare=spare, notes=notes)


def _day(horizon: Horizon, roster: Roster, catalogue: Catalogue | None, now: datetime | None) -> Day:
    now_s = None if now is None else horizon.seconds(now)
    return Day(horizon=horizon, first_s=roster.first_s, last_s=roster.last_s, now_s=now_s, catalogue=catalogue)


def _posing(team: Team, roster: Roster, day: Day, weights: Weights, before: Before) -> Posing:
    skills = {held.skill for t in team.technicians for held in t.skills}
    held = [held for t in team.technicians for held in t.certificates]
    known = day.catalogue
    return Posing(
        day=day,
        roster=roster,
        weights=weights,
        team=team,
        before=before,
        bound=frozenset(one.certificate for one in held if one.customer_id),
        known_skills=skills | set(known.skills if known else ()),
        known_certificates={one.certificate for one in held} | set(known.certificates if known else ()),
    )


def _posed(requests: Sequence[Request], posing: Posing, rows: Rows) -> list[Visit | Unassigned]:
    posed: list[Visit | Unassigned] = []
    seen: set[str] = set()
    for request in requests:
        twice = request.request_id in seen
        posed.append(left_out(request, _DOUBLE) if twice else pose(request, posing, rows))
        seen.add(request.request_id)
    return posed


def _spare(
    requests: Sequence[Request], posed: Sequence[Visit | Unassigned], posing: Posing, rows: Rows
) -> tuple[Visit, ...]:
    over = {one.request_id for one in posed if isinstance(one, Unassigned) and is_past(one)}
    return tuple(visit for one in requests if one.request_id in over and (visit := any_time(one, posing, rows)))


_DOUBLE = Reason(code="once", message=message("planning.request_twice"))


def _widened(duty: Duty, visits: Sequence[Visit]) -> Duty:
    """Whoever holds a certificate without a customer holds it for every customer that is asked for."""
    asked = {one for visit in visits for one in visit.certificates if "@" in one}
    more = {one for one in asked if one.partition("@")[0] in duty.certificates}
    return replace(duty, certificates=tuple(sorted({*duty.certificates, *more}))) if more else duty
