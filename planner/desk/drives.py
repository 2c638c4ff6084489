"""What reported drives say of travel by time of day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.desk.opening import Desk
from planner.desk.report import facts_of
from planner.desk.roles import check
from planner.desk.settings import StoredPeriods, get_periods
from planner.model.event import Actor
from planner.model.periods import DrivePeriods
from planner.report.drives import DAYS, Drive, LearnedPeriod, learned, learned_periods, reported_drives

__all__ = ["LearnedTable", "learn_periods", "recent_drives"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedTable:
    """What drives say, and of which table.

    Parameters
    ----------
    first, last
        Local days whose drives were looked at.
    stored
        The table as it was read.
    periods
        What is learned of each of its parts.
    """

    first: date
    last: date
    stored: StoredPeriods
    periods: tuple[LearnedPeriod, ...]

    @property
    def drives(self) -> int:
        """How many drives it is learned from."""
        return sum(one.drives for one in self.periods)

    @property
    def taken_over(self) -> DrivePeriods:
        """The table with what was learned in it, switched on."""
        return learned(self.stored.periods, self.periods)


def learn_periods(desk: Desk, actor: Actor) -> LearnedTable:
    """Return what the drives reported in the last 90 days say of the table of travel by time of day; nothing is saved.

    Raises
    ------
    NotAllowedError
        If the role may not see it.
    ServiceError
        If the travel engine does not answer.
    """
    check(actor, "drives.learn_periods")
    stored = get_periods(desk, actor)
    first, last, drives = recent_drives(desk)
    found = learned_periods(drives, _by_map(desk, drives), stored.periods, time_zone=desk.time_zone)
    return LearnedTable(first=first, last=last, stored=stored, periods=found)


def recent_drives(desk: Desk) -> tuple[date, date, tuple[Drive, ...]]:
    """Return the first and the last local day that drives teach anything, and the drives reported on them."""
    last = desk.today()
    first = last - timedelta(days=DAYS)
    return first, last, reported_drives(facts_of(desk, first, last, earliest=first))


def _by_map(desk: Desk, drives: Sequence[Drive]) -> list[float]:
    """Seconds that the travel engine says for each drive, asked once for each day's places."""
    days: dict[date, list[int]] = defaultdict(list)
    for number, drive in enumerate(drives):
        days[drive.left_at.date()].append(number)
    found = [0.0] * len(drives)
    for numbers in days.values():
        places = list(dict.fromkeys(one for n in numbers for one in (drives[n].origin, drives[n].goal)))
        row = {place: n for n, place in enumerate(places)}
        matrix = desk.travel.matrix(places)
        for n in numbers:
            found[n] = float(matrix.drive_s[row[drives[n].origin], row[drives[n].goal]])
    return found
