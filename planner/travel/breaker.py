"""A server that has failed several times in a row is left alone for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Literal

__all__ = ["Breaker", "BreakerState"]

_FAILURES = 3
_REST_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakerState:
    """What a breaker shows.

    Parameters
    ----------
    name
        ``closed``: the server is asked. ``open``: it is left alone. ``half_open``: the next call tries it.
    failures
        How many calls in a row have failed.
    since
        When the first of them failed; None where none has.
    """

    name: Literal["closed", "open", "half_open"]
    failures: int = 0
    since: datetime | None = None


class Breaker:
    """Counts failures in a row; after so many no call is let through until a rest is over, then one.

    Parameters
    ----------
    failures
        After how many in a row the server is left alone.
    rest_s
        Seconds without a call.
    clock
        Seconds that only grow.
    now
        The present moment, for those who look.
    """

    def __init__(
        self,
        *,
        failures: int = _FAILURES,
        rest_s: float = _REST_S,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._most, self._rest_s, self._clock, self._now = failures, rest_s, clock, now
        self._lock = Lock()
        self._failures, self._opened_s, self._trying = 0, 0.0, False
        self._since: datetime | None = None

    @property
    def state(self) -> BreakerState:
        """What holds now."""
        with self._lock:
            return BreakerState(name=self._name(), failures=self._failures, since=self._since)

    def lets_through(self) -> bool:
        """Whether a call may be made; after a rest this is true for one call until it is known how it ended."""
        with self._lock:
            name = self._name()
            if name == "closed":
                return True
            if name == "open" or self._trying:
                return False
            self._trying = True
            return True

    def succeeded(self) -> None:
        """Count a call that was answered: the server is asked as before."""
        with self._lock:
            self._failures, self._since, self._trying = 0, None, False

    def failed(self) -> None:
        """Count a call that failed; one that failed after a rest begins the next rest."""
        with self._lock:
            self._failures += 1
            self._since = self._since or self._now()
            self._opened_s, self._trying = self._clock(), False

    def _name(self) -> Literal["closed", "open", "half_open"]:
        if self._failures < self._most:
            return "closed"
        return "half_open" if self._clock() - self._opened_s >= self._rest_s else "open"
