"""The search: chains of ruin and recreate find routes, OR-Tools chooses among them, and so on until the time is up.

The chains run in threads (the kernel does not hold the interpreter's lock), each with its own plan
and chance. All cool together; at the end of a stage the master recombines what they have found, and
the next stage begins with its plan, less hot than the one before.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from planner.solve.budget import Budget
from planner.solve.generator import Generator, Orders
from planner.solve.kernel.layout import DROP, KIND, Layout
from planner.solve.master import Chosen, Columns, choose

__all__ = ["Conductor"]


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the search that ends at a share of the budget, cooling from one heat to another."""

    until: float
    hot: float
    cold: float


STAGES = (Stage(0.72, 2.5, 0.02), Stage(0.97, 0.25, 0.01))
"""Heats are parts of the mean price of an item."""

_CHUNK_S = 0.08
"""Seconds of a chunk of rounds: between two of them somebody may say stop."""

_PROBE = 200
"""Rounds of the first chunk, which tells how fast they are and how warm it should be."""

_MASTER_S = 0.12
"""Share of the budget that the master may use at the end of a stage."""

_LAST_LOOKS = 3
"""How often what is left out is tried again at the end; once in, it may make room for nothing more."""

_COLUMNS = 12_000
"""Routes of the pools that the master looks at."""


class Conductor:
    """One search.

    Parameters
    ----------
    layout
        The problem.
    budget
        How long.
    seed
        Seed of all chance.
    workers
        How many chains.
    on_better
        Called with the cheapest plan and its price units when there is a cheaper one.
    """

    def __init__(
        self,
        layout: Layout,
        budget: Budget,
        *,
        seed: int,
        workers: int = 1,
        on_better: Callable[[Orders, int], None] | None = None,
    ) -> None:
        self.layout, self.budget, self.seed, self._on_better = layout, budget, seed, on_better
        self.chains = [Generator(layout, seed * 1_009 + number) for number in range(max(1, workers))]
        self.best: Orders = [() for _ in range(len(layout.duty))]
        self.units = -1
        self.found_by: dict[str, int] = {}
        self.bound: float | None = None
        self._chunk = _PROBE if budget.timed else max(1, min(_PROBE, budget.rounds // 50))

    def run(self, start: Orders | None = None) -> Orders:
        """Search until the budget is used up; return the cheapest plan."""
        for chain in self.chains if start else ():
            chain.take(start or [])
        self.chains[0].fill()
        self._look("seed")
        with ThreadPoolExecutor(len(self.chains)) as pool:
            for chain in self.chains[1:]:
                chain.take(self.best)
            began = 0.0
            for stage in STAGES:
                if self._over():
                    break
                self._cool(stage, began, pool)
                if not self._over():
                    self._recombine()
                for chain in self.chains:
                    chain.take(self.best)
                began = stage.until
        self._last_look()
        return self.best

    def _last_look(self) -> None:
        """Put in what still fits: nothing is left out that has a place it is worth."""
        chain = self.chains[0]
        for _ in range(_LAST_LOOKS):
            chain.take(self.best)
            if chain.fill() >= self.units:
                break
            self._look("seed")

    def _over(self) -> bool:
        return self.budget.over() or self._share() >= 1

    def _share(self) -> float:
        """Return which share of the budget is used: of its rounds, or of its time where that comes first."""
        rounds = self.chains[0].rounds_done / self.budget.rounds
        return max(rounds, self.budget.elapsed_s / self.budget.time_limit_s) if self.budget.timed else rounds

    def _heat(self) -> float:
        """Return the mean price of a planned item, in price units."""
        left = sum(
            int(self.layout.item[0, item, DROP])
            for item in set(range(self.layout.item.shape[1])) - {item for order in self.best for item in order}
        )
        planned = sum(len(order) for order in self.best)
        return max(1.0, (self.units - left) / max(1, planned))

    def _cool(self, stage: Stage, began: float, pool: ThreadPoolExecutor) -> None:
        first = self._share()
        while (share := self._share()) < stage.until and not self.budget.over():
            mean, length = self._heat(), max(stage.until - first, 1e-9)
            ahead = self._ahead()
            a, b = (min(1.0, (at - first) / length) for at in (share, share + ahead))
            hot, cold = (mean * stage.hot * (stage.cold / stage.hot) ** at for at in (a, b))
            before = self.budget.elapsed_s
            list(pool.map(partial(Generator.anneal, count=self._chunk, hot=hot, cold=cold), self.chains))
            self._pace(self.budget.elapsed_s - before)
            self._look("recreate")

    def _ahead(self) -> float:
        """Return the share of the budget that the next chunk takes."""
        rounds = self._chunk / self.budget.rounds
        return min(1.0, max(rounds, _CHUNK_S / self.budget.time_limit_s) if self.budget.timed else rounds)

    def _pace(self, seconds: float) -> None:
        if self.budget.timed and seconds > 0:
            most = max(10, min(100_000, self.budget.rounds // 50))
            self._chunk = max(10, min(most, round(self._chunk * _CHUNK_S / seconds)))

    def _look(self, part: str) -> None:
        """Take over what the chains have found."""
        chain = min(self.chains, key=lambda one: one.units)
        if self.units < 0 or chain.units < self.units:
            self.best, self.units = chain.best(), chain.units
            self._tell(part)

    def _tell(self, part: str) -> None:
        self.found_by[part] = self.found_by.get(part, 0) + 1
        if self._on_better:
            self._on_better(self.best, self.units)

    def _recombine(self) -> None:
        """Let the master choose among the routes of all chains."""
        columns, orders, known = self._columns()
        limit = max(0.05, _MASTER_S * self.budget.time_limit_s) if self.budget.timed else 30.0
        said = choose(columns, known, self.units, time_limit_s=limit, seed=self.seed % 2**31)
        self.bound = said.bound
        if said.columns:
            self._adopt(said, columns, orders)

    def _adopt(self, said: Chosen, columns: Columns, orders: list[tuple[int, tuple[int, ...]]]) -> None:
        """Give the routes chosen to duties of their kind."""
        free: dict[int, list[int]] = {}
        for duty, kind in enumerate(self.layout.duty[:, KIND].tolist()):
            free.setdefault(kind, []).append(duty)
        plan: Orders = [() for _ in range(len(self.layout.duty))]
        for column in said.columns:
            plan[free[int(columns.kind[column])].pop()] = orders[column][1]
        chain = self.chains[0]
        if chain.take(plan) < self.units:
            self.best, self.units = chain.best(), chain.units
            self._tell("master")

    def _columns(self) -> tuple[Columns, list[tuple[int, tuple[int, ...]]], list[int]]:
        """Return the routes of the pools and of the cheapest plan (these last)."""
        works = [chain.work for chain in self.chains]
        names: dict[int, tuple[int, int, int]] = {}
        for which, work in enumerate(works):
            used = np.flatnonzero(work.pool_name)
            newest = used[np.argsort(-work.pool_round[used], kind="stable")[: _COLUMNS // len(works)]]
            for place in newest.tolist():
                name, price = int(work.pool_name[place]), int(work.pool_units[place])
                if name not in names or price < names[name][0]:
                    names[name] = (price, which, place)
        orders = [
            (int(works[w].pool_duty[p]), tuple(works[w].pool_route[p, : works[w].pool_size[p]].tolist()))
            for _, w, p in names.values()
        ]
        units = [known[0] for known in names.values()]
        chain = self.chains[0]
        chain.take(self.best)
        first = len(orders)
        for duty, order in enumerate(self.best):
            if order:
                orders.append((duty, order))
                units.append(int(chain.state.sum[duty, 1:4].sum()))
        longest = max((len(order) for _, order in orders), default=1)
        items = np.zeros((len(orders), longest), dtype=np.int32)
        for row, (_, order) in enumerate(orders):
            items[row, : len(order)] = order
        kind = self.layout.duty[:, KIND]
        columns = Columns(
            kind=kind[[duty for duty, _ in orders]],
            units=np.array(units, dtype=np.int64),
            size=np.array([len(order) for _, order in orders], dtype=np.int64),
            items=items,
            count=np.bincount(kind),
            drop=self.layout.item[0, :, DROP],
        )
        return columns, orders, list(range(first, len(orders)))
