"""The planned days on one axis: seconds from the local midnight of the first, true over clock changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

__all__ = ["Horizon"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """One local day or several in a row: second 0 is the midnight at which the axis begins.

    Parameters
    ----------
    day, zone
        The first day, and the time zone whose midnights bound it.
    days
        How many days.
    origin
        Day at whose midnight second 0 lies; None: `day` itself.
    """

    day: date
    zone: str
    days: int = 1
    origin: date | None = None

    @property
    def start(self) -> datetime:
        """Local midnight at which the axis begins, as a UTC moment."""
        return self.midnight(self.origin or self.day)

    @property
    def last_day(self) -> date:
        """The last of the days."""
        return self.day + timedelta(days=self.days - 1)

    @property
    def first_s(self) -> int:
        """Second at which the first day begins: 0, or later where the axis begins before it."""
        return self.seconds(self.midnight(self.day))

    @property
    def length_s(self) -> int:
        """Second at which the last day is over; of one day 82 800 or 90 000 where the clock changes."""
        return self.seconds(self.midnight(self.last_day + timedelta(days=1)))

    @property
    def each(self) -> Iterator[Horizon]:
        """Every day by itself, on this axis."""
        for number in range(self.days):
            day = self.day + timedelta(days=number)
            yield Horizon(day=day, zone=self.zone, origin=self.origin or self.day)

    def midnight(self, day: date) -> datetime:
        """Return the local midnight at which a day begins, as a UTC moment."""
        return datetime.combine(day, time(0), ZoneInfo(self.zone)).astimezone(UTC)

    def clock(self, day: date, hour: int) -> int:
        """Return the second at which the clocks of a local day show a whole hour."""
        return self.seconds(datetime.combine(day, time(hour), ZoneInfo(self.zone)))

    def seconds(self, moment: datetime) -> int:
        """Return the second of an aware moment; negative before the axis begins."""
        # In UTC: the difference of two local moments of one zone ignores clock changes.
        return round((moment.astimezone(UTC) - self.start).total_seconds())

    def local_day(self, moment: datetime) -> date:
        """Return the local day of an aware moment."""
        return moment.astimezone(ZoneInfo(self.zone)).date()
