"""How long a search may take: until a time, for so many rounds, or until somebody says stop."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["Budget", "Phase"]

_ASK_S = 0.1
"""Seconds between two times of asking whether to stop; whoever is asked may look into a database."""


class Budget:
    """Time and rounds of one search.

    Parameters
    ----------
    time_limit_s
        Seconds from now.
    rounds
        Rounds after which the search is done.
    timed
        Whether the search adapts to the time limit; if not, rounds alone count and the limit is an emergency stop.
    should_stop
        Asked now and then whether the search is to be cancelled.
    """

    def __init__(
        self, time_limit_s: float, *, rounds: int, timed: bool = True, should_stop: Callable[[], bool] | None = None
    ) -> None:
        self.time_limit_s, self.rounds, self.timed = time_limit_s, rounds, timed
        self._should_stop, self._began = should_stop, time.monotonic()
        self._asked, self.cancelled = -_ASK_S, False

    @property
    def elapsed_s(self) -> float:
        """Seconds since the search began."""
        return time.monotonic() - self._began

    def over(self) -> bool:
        """Whether time is up or the search was cancelled."""
        return self._told() or self.elapsed_s >= self.time_limit_s

    def _told(self) -> bool:
        """Whether somebody has said stop; asked anew after a moment only."""
        now = self.elapsed_s
        if self._should_stop and not self.cancelled and now - self._asked >= _ASK_S:
            self._asked, self.cancelled = now, bool(self._should_stop())
        return self.cancelled

    def until(self, share: float) -> Budget:
        """Return a budget that began with this one and whose time ends after a share of this one's."""
        part = Budget(self.time_limit_s * share, rounds=self.rounds, timed=self.timed, should_stop=self._told)
        part._began = self._began
        return part

    def next(self, seconds: float) -> Budget:
        """Return a budget that begins now and ends after some seconds, or with this one."""
        left = max(0.0, self.time_limit_s - self.elapsed_s)
        return Budget(min(seconds, left), rounds=self.rounds, timed=self.timed, should_stop=self._told)

    def phase(self, first: float, last: float) -> Phase:
        """Return the part of the budget between two shares of it (0 to 1)."""
        return Phase(self, first, last)


class Phase:
    """A part of a budget; a search calls `tick` for its rounds.

    Parameters
    ----------
    budget
        The whole.
    first, last
        Shares of the whole at which the part begins and ends. Measured in time, it begins now.
    """

    def __init__(self, budget: Budget, first: float, last: float) -> None:
        self.budget, self._ticks = budget, 0
        self._rounds = max(1, round(budget.rounds * (last - first)))
        self._began = budget.elapsed_s
        self._seconds = max(budget.time_limit_s * last - self._began, 1e-9)

    def tick(self, rounds: int = 1) -> None:
        """Count rounds."""
        self._ticks += rounds

    @property
    def rounds_left(self) -> int:
        """Rounds of this part still to go."""
        return max(0, self._rounds - self._ticks)

    def share(self) -> float:
        """Return how much of the part is used, 1 and more when it is over."""
        used = self._ticks / self._rounds
        return max(used, (self.budget.elapsed_s - self._began) / self._seconds) if self.budget.timed else used

    def over(self) -> bool:
        """Whether the part, or the whole budget, is used up."""
        return self.budget.over() or self.share() >= 1
