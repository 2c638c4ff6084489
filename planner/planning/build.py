"""Building the problem of a day, or of several in a row, from team and requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from planner.model.catalogue import Catalogue
from planner.model.costs import Weights
from planner.model.message import Message, message
from planner.model.periods import DrivePeriods, profile_on
from planner.model.problem import Duty, Problem, Visit
from planner.model.reasons import Reason, Unassigned
from planner.model.request import Request
from planner.model.sites import Site
from planner.model.team import Team
from planner.planning.before import Before
from planner.planning.chains import Earlier, Posed, chained, links_of_chains
from planner.planning.duties import Roster
from planner.planning.fair import fair_duties
from planner.planning.horizon import Horizon
from planner.planning.lawful import WorkingTime
from planner.planning.notes import folded, notes_on, travel_notes
from planner.planning.parts import parts_of_day
from planner.planning.places import Rows
from planner.planning.rosters import roster_over
from planner.planning.seats import crew_links
from planner.planning.splitting import split_problem
from planner.planning.stays import lodgings_of
from planner.planning.times import Day
from planner.planning.under_way import AsTold
from planner.planning.visits import Posing, any_time, is_over, is_past, left_out, pose_seats
from planner.rules.clocks import Span
from planner.travel import TravelEngine

__all__ = ["MOST_DAYS", "BuiltProblem", "build_problem", "posing_on", "widened"]

MOST_DAYS = 5
"""So many days are planned together at most: a working week."""


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
    days
        How many days in a row are planned together, from the day of the problem on.
    told
        What of the published plan every plan of it shows as it was published, because it was driven.
    """

    problem: Problem
    days: int = 1
    left_out: tuple[Unassigned, ...] = ()
    spare: tuple[Visit, ...] = ()
    notes: tuple[Message, ...] = ()
    told: AsTold = AsTold()


def build_problem(
    team: Team,
    requests: Sequence[Request],
    *,
    day: date,
    days: int = 1,
    weights: Weights,
    catalogue: Catalogue | None,
    travel: TravelEngine,
    now: datetime | None = None,
    before: Before | None = None,
    known: WorkingTime | None = None,
    earlier: Mapping[str, Earlier] | None = None,
    periods: DrivePeriods | None = None,
    sites: Iterable[Site] = (),
    paused: Mapping[str, tuple[Span, ...]] | None = None,
) -> BuiltProblem:
    """Return the problem of a day or several; every request becomes a visit, is left out with a reason, or is over.

    Second 0 is the local midnight of the first day; of several days everybody has a duty on each, and a visit may be
    done on any day its windows allow. A visit has the id of its request, further seats of a crew one that
    begins with it. Crews and predecessors become links.

    Parameters
    ----------
    team
        Technicians, weekly hours, absences, time zone.
    requests
        In order; cancelled and done ones are over and skipped with a note, unless a lock keeps a done one in the day.
    day
        Local day to plan, the first of several.
    days
        How many days in a row are planned together, 1 to `MOST_DAYS`.
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
    known
        Working time of other days, by which planning keeps rest, overtime and breaks; None: it does not.
    earlier
        Predecessors that are over before the day, by request id; None: no others than requests that are done.
    periods
        How drives differ from the matrix by the time of day; None: they never do.
    sites
        Those with opening hours; visits at others may be at any time of their windows.
    paused
        While which the clocks of requests stood still, by id; None: no clock ever did.

    Returns
    -------
    BuiltProblem
        Never an exception for what the input says: an empty team or day gives an empty problem and notes.

    Raises
    ------
    ValueError
        If so many days are not planned together.
    """
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"{days} days from {day}: expected 1 to {MOST_DAYS}")
    rows = Rows()
    posing = posing_on(
        team,
        day=day,
        days=days,
        weights=weights,
        catalogue=catalogue,
        now=now,
        rows=rows,
        before=before,
        known=known,
        sites=sites,
        paused=paused,
    )
    horizon, roster, past = posing.day.horizon, posing.roster, earlier or {}
    posed, twice = _posed([request for request in requests if not is_over(request)], posing, rows)
    posed = chained(requests, posed, past, posing.day)
    visits = tuple(seat for seats in posed.values() if not isinstance(seats, Unassigned) for seat in seats)
    left = tuple(one for one in posed.values() if isinstance(one, Unassigned))
    spare = _spare(requests, left, posing, rows)
    duties = roster.duties if known is None else _fair(roster, horizon, team, known, weights)
    stocked = parts_of_day(
        team, requests, visits, widened(duties, visits), horizon=horizon, catalogue=catalogue, rows=rows
    )
    lodgings = lodgings_of(team, stocked.duties, rows) if days > 1 else ()
    problem = Problem(
        day=day,
        horizon_start=horizon.start,
        time_zone=team.time_zone,
        places=tuple(rows.places),
        matrix=travel.matrix(rows.places),
        visits=stocked.visits,
        duties=stocked.duties,
        depots=stocked.depots,
        parts=stocked.parts,
        links=(*crew_links(visits), *links_of_chains(requests, posed, past)),
        lodgings=lodgings,
        weights=weights,
        profile=profile_on(periods, day, zone=team.time_zone),
    )
    told = (*notes_on(requests, visits, day=day), *travel_notes(problem, travel))
    problem, long_ones = split_problem(problem, requests, posing.before.told)
    notes = (*folded(roster.notes), *told, *stocked.notes, *long_ones)
    return BuiltProblem(problem=problem, days=days, left_out=(*left, *twice), spare=spare, notes=notes)


def posing_on(
    team: Team,
    *,
    day: date,
    days: int = 1,
    weights: Weights,
    catalogue: Catalogue | None,
    now: datetime | None,
    rows: Rows,
    before: Before | None = None,
    known: WorkingTime | None = None,
    sites: Iterable[Site] = (),
    paused: Mapping[str, tuple[Span, ...]] | None = None,
) -> Posing:
    """Return what every request of a day is posed against; parameters as in `build_problem`.

    Parameters
    ----------
    rows
        Takes up the places where technicians start and end.
    """
    horizon, before = Horizon(day=day, zone=team.time_zone, days=days), before or Before(at=now)
    roster = roster_over(team, horizon, rows, before, known=known)
    on = replace(_day(horizon, roster, catalogue, now), paused=paused or {})
    return replace(_posing(team, roster, on, weights, before), sites={site.site_id: site for site in sites})


def _fair(roster: Roster, horizon: Horizon, team: Team, known: WorkingTime, weights: Weights) -> tuple[Duty, ...]:
    """Return the duties, the overtime of each day's priced by what its technicians have had before it."""
    return tuple(
        duty
        for one in horizon.each
        for duty in fair_duties(
            [duty for duty in roster.duties if duty.day == one.day],
            team=team,
            known=known,
            horizon=one,
            weights=weights,
        )
    )


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
        sites={},
    )


def _posed(requests: Sequence[Request], posing: Posing, rows: Rows) -> tuple[dict[str, Posed], tuple[Unassigned, ...]]:
    """Return the seats of each request, or why it is left out, and what is in the list a second time."""
    posed: dict[str, Posed] = {}
    twice = []
    taken = {request.request_id for request in requests}
    for request in requests:
        if request.request_id in posed:
            twice.append(left_out(request, _DOUBLE))
            continue
        posed[request.request_id] = seats = pose_seats(request, posing, rows, taken=taken)
        if not isinstance(seats, Unassigned):
            taken |= {seat.visit_id for seat in seats}
    return posed, tuple(twice)


def _spare(requests: Sequence[Request], left: Sequence[Unassigned], posing: Posing, rows: Rows) -> tuple[Visit, ...]:
    """What one person could still do at another time; a crew has to meet, which is not tried here."""
    over = {one.request_id for one in left if is_past(one)}
    alone = [one for one in requests if one.request_id in over and one.crew_size == 1 and not one.predecessors]
    return tuple(visit for one in alone if (visit := any_time(one, posing, rows)))


_DOUBLE = Reason(code="once", message=message("planning.request_twice"))


def widened(duties: Sequence[Duty], visits: Sequence[Visit]) -> tuple[Duty, ...]:
    """Return duties that also hold for every customer asked for what they hold without a customer."""
    return tuple(_widened(duty, visits) for duty in duties)


def _widened(duty: Duty, visits: Sequence[Visit]) -> Duty:
    asked = {one for visit in visits for one in visit.certificates if "@" in one}
    more = {one for one in asked if one.partition("@")[0] in duty.certificates}
    return replace(duty, certificates=tuple(sorted({*duty.certificates, *more}))) if more else duty
