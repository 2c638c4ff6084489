"""What a technician does on a day beside visits: the shifts of the week, and whether they are away."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from planner.law.building import midnight
from planner.model.hours import Absence, Shift, shifts_on
from planner.model.language import LANGUAGES, text
from planner.model.team import Team, Technician
from planner.model.words import ShiftKind

__all__ = ["away_on", "shift_rows", "worked_shifts"]

_AWAY = ("leave", "sick", "course", "doctor", "parental", "other")


def away_on(team: Team, technician_id: str, shifts: tuple[Shift, ...], day: date, zone: str) -> tuple[Absence, ...]:
    """Return the absences that cover a technician's whole shifts of a day; without shifts, the whole day."""
    first = min((one.start for one in shifts), default=midnight(day, zone))
    last = max((one.end for one in shifts), default=midnight(day + timedelta(days=1), zone))
    own = (one for one in team.absences if one.technician_id == technician_id)
    return tuple(one for one in own if one.start <= first and one.end >= last)


def worked_shifts(technician: Technician, team: Team, day: date, zone: str) -> tuple[Shift, ...]:
    """Return the shifts a technician works on a day: not on-call duty, and none where they are away all of it."""
    found = tuple(one for one in shifts_on(technician, day, zone=zone) if one.kind is not ShiftKind.ON_CALL)
    return () if away_on(team, technician.technician_id, found, day, zone) else found


def shift_rows(technician: Technician, team: Team, day: date, zone: str) -> dict[str, Any]:
    """Return the shifts of a day in words with their hours, and why somebody is away (empty: they are not)."""
    found = worked_shifts(technician, team, day, zone)
    every = tuple(one for one in shifts_on(technician, day, zone=zone) if one.kind is not ShiftKind.ON_CALL)
    away = away_on(team, technician.technician_id, every, day, zone)
    return {
        "shifts": [[_named(f"tablet.shift.{one.kind}"), _utc(one.start), _utc(one.end)] for one in found],
        "away": _named(f"team.away.{away[0].kind}" if away[0].kind in _AWAY else "team.away.other") if away else {},
    }


def _utc(moment: datetime) -> str:
    return moment.isoformat()


def _named(key: str) -> dict[str, str]:
    return {language: text(key, language) for language in LANGUAGES}
