"""When things happened that a device tells of, whose clock may be wrong by hours.

The device says its own time as it sends: the difference to the server's is taken for the error of its clock. A smaller
one than a network and a slow tablet make is none. No event is refused for its time: what lies before the day or after
now is moved to that edge, and the order of the device stands above its clock. The device's own words are kept beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

__all__ = ["TOLERATED", "clock_error", "happened"]

TOLERATED = timedelta(minutes=2)
"""A difference up to this is the way to us, not the clock."""


def clock_error(sent_at: datetime | None, now: datetime) -> timedelta:
    """Return what has to be added to a device's clock.

    Parameters
    ----------
    sent_at
        The device's time as it sent, aware; None: it did not say.
    now
        The server's, aware.
    """
    if sent_at is None:
        return timedelta(0)
    error = now - sent_at
    return error if abs(error) > TOLERATED else timedelta(0)


def happened(
    said: Sequence[datetime | None], earliest: Sequence[datetime], *, error: timedelta, now: datetime
) -> tuple[datetime, ...]:
    """Return when events happened that a device tells in its order.

    Parameters
    ----------
    said
        Moments on the device's clock; None: unreadable.
    earliest
        Before which each cannot have happened: the beginning of its day.
    error
        What has to be added to the device's clock.
    now
        After which none can have happened.

    Returns
    -------
    tuple of datetime
        Never later than the next one: the clock was measured at the end, so that a later event is known better.
    """
    latest, found = now, []
    for moment, first in reversed(tuple(zip(said, earliest, strict=True))):
        guessed = latest if moment is None else moment + error
        latest = min(max(guessed, first), latest)
        found.append(latest)
    return tuple(reversed(found))
