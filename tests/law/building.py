"""Small rosters of one person, in the words of a schedule: day of the weeks from Monday 1 June 2026, local time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from planner.law import LAW, Kind, Override, Profile, Roster, Severity, Spell, agreed, check

ZONE = ZoneInfo("Europe/Stockholm")
MONDAY = date(2026, 6, 1)


def at(day: int, clock: str = "00:00", *, s: int = 0, monday: date = MONDAY) -> datetime:
    """A time of day some days after a Monday, moved by seconds."""
    hour, minute = map(int, clock.split(":"))
    local = datetime(monday.year, monday.month, monday.day, hour, minute) + timedelta(days=day)  # noqa: DTZ001
    return local.replace(tzinfo=ZONE).astimezone(UTC) + timedelta(seconds=s)


def lasting(kind: Kind, start: datetime, *, h: float, s: int = 0, reason: str = "fel") -> Spell:
    """A spell of some hours and seconds."""
    return Spell(kind=kind, start=start, end=start + timedelta(hours=h, seconds=s), reason=reason)


def spell(kind: Kind, day: int, clock: str, end: str, *, s: int = 0, monday: date = MONDAY) -> Spell:
    """A spell within a day, the end moved by seconds; 24:00 is midnight."""
    last = at(day + 1, monday=monday) if end == "24:00" else at(day, end, monday=monday)
    return Spell(kind=kind, start=at(day, clock, monday=monday), end=last + timedelta(seconds=s), reason="fel")


def roster(*spells: Spell, monday: date = MONDAY, weeks: int = 4, **fields: Any) -> Roster:
    """A roster over some weeks."""
    return Roster(
        person_id="A", since=at(0, monday=monday), until=at(weeks * 7, monday=monday), spells=spells, **fields
    )


def profile(severity: Severity | None = None, **values: Any) -> Profile:
    """The law with single values changed; ``ATL13__rest_h`` stands for ``ATL13.rest_h``."""
    overrides = [
        Override(key=key.replace("__", ".").replace("EU_", "EU-"), value=value, clause="1 §", severity=severity)
        for key, value in values.items()
    ]
    return agreed(LAW, agreement="Avtal", valid_from=date.min, valid_to=None, overrides=overrides)


def broken(one: Roster, by: Profile = LAW) -> set[str]:
    """The parameters that a roster breaks."""
    return {breach.parameter for breach in check(one, by)}
