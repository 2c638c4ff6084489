"""A roster as bits, one per minute and kind, and a calendar that is found by looking at every hour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from planner.law import Kind, Profile, Roster

Found = tuple[str, int]  # key of the parameter, minute of the window's start since 1970
ZONE = ZoneInfo("Europe/Stockholm")
PAID = (Kind.WORK, Kind.EXTRA_TIME, Kind.OVERTIME, Kind.EXTRA_OVERTIME, Kind.EMERGENCY)


def minute(moment: datetime) -> int:
    """Minutes since 1970."""
    return round(moment.timestamp()) // 60


@cache
def clock() -> dict[tuple[date, int], int]:
    """The minute in which the clock of the zone first shows a full hour of a day, by looking at every hour."""
    shown: dict[tuple[date, int], int] = {}
    at = datetime(2025, 1, 1, tzinfo=UTC)
    while at.year < 2030:
        local = at.astimezone(ZONE)
        shown.setdefault((local.date(), local.hour), minute(at))
        at += timedelta(hours=1)
    return shown


@cache
def midnights() -> dict[date, int]:
    """The minute in which each day begins."""
    return {day: at for (day, hour), at in clock().items() if hour == 0}


@cache
def firsts(weekday: int | None) -> list[date]:
    """The days on which a week begins, or a month (None)."""
    return [day for day in midnights() if (day.day == 1 if weekday is None else day.weekday() == weekday)]


def today(at: int) -> date:
    """The day of a minute."""
    return datetime.fromtimestamp(at * 60, ZONE).date()


class Bitmap:
    """The roster as bits, minute 0 two days before it begins."""

    def __init__(self, roster: Roster, profile: Profile) -> None:
        self.roster, self.profile = roster, profile
        self.base = minute(roster.since) - 2 * 1440
        self.size = minute(roster.until) + 24 * 1440 - self.base
        self.kinds = dict.fromkeys(Kind, 0)
        for spell in roster.spells:
            start, end = minute(spell.start) - self.base, minute(spell.end) - self.base
            self.kinds[spell.kind] |= ((1 << (end - start)) - 1) << start
        travel = roster.home_travel_is_work if roster.home_travel_is_work is not None else roster.mobile
        self.planned = self.bits(*PAID) | (self.bits(Kind.HOME_TRAVEL) if travel else 0)
        self.work = self.planned | self.bits(Kind.CALL_OUT)
        self.busy = self.work | self.bits(Kind.JOUR)

    def bits(self, *kinds: Kind) -> int:
        """The minutes of some kinds."""
        found = 0
        for kind in kinds:
            found |= self.kinds[kind]
        return found

    def count(self, bits: int, start: int, end: int) -> int:
        """How many minutes are set between two minutes since 1970."""
        low, high = max(start - self.base, 0), max(end - self.base, 0)
        return ((bits >> low) & ((1 << (high - low)) - 1)).bit_count()

    def row(self, bits: int) -> str:
        """The bits as a string of 0 and 1, in order of time."""
        return format(bits, f"0{self.size}b")[::-1]

    def minutes(self, key: str) -> int:
        """A parameter in minutes."""
        one = self.profile[key]
        return round(float(one.value) * {"h": 60, "min": 1}[one.unit])

    def on(self, key: str) -> bool:
        """Whether a yes-or-no parameter says yes."""
        return bool(self.profile[key].value)

    def calendar(self, every: str, step: int, first_day: int) -> Iterator[tuple[date, date]]:
        """Windows of weeks or months from the one that holds the roster's first minute."""
        since, until, count = minute(self.roster.since), minute(self.roster.until), int(every[:-1])
        starts = firsts(first_day if every[-1] == "w" else None)
        holding = max(index for index, day in enumerate(starts) if midnights()[day] <= since)
        for index in range(holding, len(starts), step):
            if midnights()[starts[index]] >= until:
                return
            yield starts[index], starts[index + count]

    def windows(self, key: str, every: str) -> Iterator[tuple[int, int, int]]:
        """Start, end and days of the windows of a rule of amounts."""
        step = 1 if self.profile[f"{key}.stride"].value == "rolling" else int(every[:-1])
        for first, after in self.calendar(every, step, int(self.profile["ATL5.week_start"].value)):
            yield midnights()[first], midnights()[after], (after - first).days


def begin(row: str, at: int) -> int:
    """The first minute at or after another in which something begins; -1 if there is none."""
    found = row.find("01", at - 1)
    return found + 1 if found >= 0 else -1


def free(row: str, start: int, end: int) -> list[tuple[int, int]]:
    """The runs of zeros in a window."""
    return [(start + run.start(), start + run.end()) for run in re.finditer("0+", row[start:end])]
