"""The planned day on one axis: seconds from its local midnight, true over clock changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

__all__ = ["Horizon"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """A local day: second 0 is its midnight.

    Parameters
    ----------
    day, zone
        The day, and the time zone whose midnights bound it.
    """

    day: date
    zone: str

    @property
    def start(self) -> datetime:
        """Local midnight as a UTC moment."""
        return self.midnight(self.day)

    @property
    def length_s(self) -> int:
        """Seconds of the day: 82 800 or 90 000 where the clock changes."""
        return self.seconds(self.midnight(self.day + timedelta(days=1)))

    def midnight(self, day: date) -> datetime:
        """Return the local midnight at which a day begins, as a UTC moment."""
        return datetime.combine(day, time(0), ZoneInfo(self.zone)).astimezone(UTC)

    def clock(self, day: date, hour: int) -> int:
        """Return the second at which the clocks of a local day show a whole hour."""
        return self.seconds(datetime.combine(day, time(hour), ZoneInfo(self.zone)))

    def seconds(self, moment: datetime) -> int:
        """Return the second of an aware moment; negative before the day."""
        # In UTC: the difference of two local moments of one zone ignores clock changes.
        return round((moment.astimezone(UTC) - self.start).total_seconds())

    def local_day(self, moment: datetime) -> date:
        """Return the local day of an aware moment."""
        return moment.astimezone(ZoneInfo(self.zone)).date()
