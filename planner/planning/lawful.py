"""A plan before the law: each technician's planned day together with the days before and after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.law import Book, Breach, LawSettings, Mark, Origin, Profile, Severity, breaches_in, profile_for, time_of
from planner.law.building import midnight
from planner.law.reach import LONG, NEAR, far, near
from planner.model.finding import Finding
from planner.model.plan import Plan
from planner.model.team import Team, Technician

__all__ = ["WorkingTime", "findings", "findings_in", "lawful"]

_EACH = ("ATL13", "ATL14", "ATL15")
"""Rules of which every breach is told; of the others the worst for a person and a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTime:
    """What is known of everybody's working time, and how the law is applied."""

    book: Book = Book()
    settings: LawSettings = LawSettings()


def lawful(plan: Plan, team: Team, known: WorkingTime | None = None) -> Plan:
    """Return a plan with what the law says of it; parameters as in `findings`."""
    return plan.replace(law=findings(plan, team, known or WorkingTime()))


def findings(plan: Plan, team: Team, known: WorkingTime) -> tuple[Finding, ...]:
    """Return the rules of working time and licence that the technicians of a plan break, hard ones first.

    Parameters
    ----------
    plan
        The plan that is judged; it stands in place of what the book says of its day.
    team
        Technicians with weekly hours, on-call duty and absences.
    known
        Published plans, reports and call-outs; agreements.

    Returns
    -------
    tuple of Finding
        Those whose interval touches the planned day.
    """
    around = replace(known, book=known.book.with_plan(plan))
    ids = {duty.technician_id for duty in plan.technicians}
    found = [
        finding
        for technician in team.technicians
        if technician.technician_id in ids
        for finding in _worst(_of(technician, plan.day, plan.time_zone, team, around))
    ]
    return tuple(sorted(found, key=lambda one: not one.hard))


def findings_in(technician: Technician, day: date, team: Team, known: WorkingTime) -> tuple[Finding, ...]:
    """Return what somebody's day breaks as the book tells it, without a plan; the rest as in `findings`."""
    found = _worst(_of(technician, day, team.time_zone, team, known))
    return tuple(sorted(found, key=lambda one: not one.hard))


def _of(technician: Technician, day: date, zone: str, team: Team, known: WorkingTime) -> Iterator[Finding]:
    """Give what somebody's time breaks on the day, rules of some days first."""
    book, settings = known.book, known.settings
    profile = profile_for(settings.agreements, technician.technician_id, day)
    start = midnight(day, zone)
    overs = [one.over for one in book.worked_by(technician.technician_id) if one.day == day]
    end = max([midnight(day + timedelta(days=1), zone), *overs])
    for rules, (since, until) in ((NEAR, near(day)), (LONG, far(day, profile))):
        time = time_of(
            technician,
            team,
            book,
            profile,
            since=since,
            until=until,
            night_reason=settings.night_reason,
            deviations=settings.deviations_of(technician.technician_id),
        )
        for breach in breaches_in(time, rules):
            if breach.start < end and breach.end > start:
                yield _finding(breach, profile)


def _finding(breach: Breach, profile: Profile) -> Finding:
    sure = breach.mark in (Mark.T, Mark.C) or breach.origin is Origin.AGREEMENT
    return Finding(
        rule=breach.rule,
        parameter=breach.parameter,
        technician_id=breach.person_id,
        start=breach.start,
        end=breach.end,
        measured=breach.measured,
        limit=breach.limit,
        unit=breach.unit,
        origin=breach.origin.value,
        citation=profile[breach.parameter].citation,
        mark=breach.mark.value,
        hard=sure and breach.severity is Severity.ERROR,
        message=breach.said,
    )


def _worst(found: Iterable[Finding]) -> Iterator[Finding]:
    """Give each breach of a rest or a break, and of each other value the worst one."""
    worst: dict[str, Finding] = {}
    for one in found:
        if one.rule in _EACH:
            yield one
        elif one.parameter not in worst or _excess(one) > _excess(worst[one.parameter]):
            worst[one.parameter] = one
    yield from worst.values()


def _excess(one: Finding) -> float:
    return abs(one.measured - one.limit)
