"""How far back and ahead a day must be looked at, so that the windows of every rule stand still from day to day."""

from __future__ import annotations

from datetime import date, timedelta
from math import lcm

from planner.law.parameters import Profile

__all__ = ["LONG", "NEAR", "far", "near"]

LONG = ("ATL5", "ATL6", "ATL8", "ATL8a", "ATL9", "ATL10b", "ATL13a")
"""Rules that count over weeks, months and the year."""
NEAR = ("ATL12", "ATL13", "ATL14", "EU-MAV", "ATL15", "TYCO", "STBY", "LIC", "EU")
"""Rules that ask for some days around."""

_FIRST_MONDAY = date(2024, 1, 1)
_FOUR_WEEKS, _DAYS_IN_MONTHS = 4, 31


def near(day: date) -> tuple[date, date]:
    """Return the first day, a Monday, and the day after the last for the rules of some days."""
    monday = day - timedelta(days=day.weekday())
    return monday - timedelta(weeks=_FOUR_WEEKS), monday + timedelta(weeks=3)


def far(day: date, profile: Profile) -> tuple[date, date]:
    """Return the first day, a Monday, and the day after the last for the rules that count.

    The first day lies on a grid of weeks that is the same for every day of planning: fixed windows of four weeks,
    and of as many as an agreement names, begin on it.
    """
    windows = [str(profile[f"{rule}.window"].value) for rule in ("ATL10b", "ATL13a")]
    longest = max(int(one[:-1]) * (7 if one[-1] == "w" else _DAYS_IN_MONTHS) for one in windows)
    first = min(date(day.year, 1, 1), day - timedelta(days=longest + 7))
    fixed = [
        int(str(profile[f"{rule}.window"].value)[:-1])
        for rule in ("ATL10b", "ATL13a")
        if profile[f"{rule}.stride"].value == "fixed" and str(profile[f"{rule}.window"].value).endswith("w")
    ]
    step = lcm(_FOUR_WEEKS, int(profile["ATL5.avg_weeks"].number), *fixed) * 7
    since = _FIRST_MONDAY + timedelta(days=(first - _FIRST_MONDAY).days // step * step)
    return since, near(day)[1] + timedelta(weeks=2)
