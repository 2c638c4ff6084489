"""Pace: how many rounds each chain does between two looks at the clock, so that all of them are done at once."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from planner.solve.budget import Budget
from planner.solve.generator import Generator

__all__ = ["Pace"]

_PROBE = 200
"""Rounds of the first chunk, which tells how fast they are."""

_LEAST, _MOST = 10, 100_000
"""Rounds of a chunk."""


class Pace:
    """Rounds of each chain's next chunk.

    Chains differ in speed: by their share of the plan, by what else the machine does. Where time counts, each
    does so many rounds as it is likely to do in the seconds of a chunk; where rounds count, all do the same number.

    Parameters
    ----------
    budget
        How long the search lasts.
    chains
        How many chains there are.
    chunk_s
        Seconds of a chunk.

    Attributes
    ----------
    rate
        Rounds a second of all chains' mean in the last chunk; 0 before there was one.
    """

    def __init__(self, budget: Budget, chains: int, chunk_s: float) -> None:
        self._budget, self._chunk_s, self.rate = budget, chunk_s, 0.0
        first = _PROBE if budget.timed else max(1, min(_PROBE, budget.rounds // 50))
        self._rounds = [first] * chains

    def ahead(self) -> float:
        """Return the share of the budget that the next chunk takes."""
        rounds = max(self._rounds) / self._budget.rounds
        if not self._budget.timed:
            return min(1.0, rounds)
        return min(1.0, max(rounds, self._chunk_s / self._budget.time_limit_s))

    def anneal(self, chains: Sequence[Generator], pool: ThreadPoolExecutor, hot: float, cold: float) -> None:
        """Let every chain do its chunk between two temperatures (price units), and learn how fast it was."""

        def work(number: int) -> float:
            began = time.perf_counter()
            chains[number].anneal(self._rounds[number], hot, cold)
            return time.perf_counter() - began

        took = list(pool.map(work, range(len(chains))))
        if self._budget.timed:
            rates = [rounds / max(seconds, 1e-9) for rounds, seconds in zip(self._rounds, took, strict=True)]
            self.rate = sum(rates) / len(rates)
            most = max(_LEAST, min(_MOST, self._budget.rounds // 50))
            self._rounds = [max(_LEAST, min(most, round(rate * self._chunk_s))) for rate in rates]
