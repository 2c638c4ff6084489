"""The search: chains of ruin and recreate find routes, OR-Tools chooses among them, until the budget is used up.

The chains run in threads (the kernel does not hold the interpreter's lock), each with its own plan and chance, and
cool together; in large plans they share one plan (`planner.solve.shares`). The master recombines what all have found
while they go on; a cheaper plan of its takes the place of the dearest chain's as soon as the chains are cool enough to
keep it. A second, less hot stage begins with the cheapest plan. Where rounds count instead of time, the master works
at the end of each stage and the chains wait for it: the same rounds then give the same plan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from planner.solve.budget import Budget
from planner.solve.generator import Draft, Generator
from planner.solve.kernel.layout import DROP, MUST, Layout
from planner.solve.master import Chosen, Columns, choose
from planner.solve.pace import Pace
from planner.solve.pooled import columns_of, seated, unlinked
from planner.solve.proof import Proof, Purse
from planner.solve.shares import gather, give_out

__all__ = ["STAGES", "Conductor", "Stage"]


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the search that ends at a share of the budget, cooling from one heat to another."""

    until: float
    hot: float
    cold: float


STAGES = (Stage(0.72, 2.5, 0.02), Stage(0.97, 0.25, 0.01))
"""Heats are parts of the mean price of an item; the first is that of a long search."""

_LONG, _SHORTEST = 1_200, 0.2
"""Rounds per item that make a search long; with fewer it begins colder, in proportion, but not below this share."""

_OPENING = (1.5, 4.0, 0.0, 2.5)
"""How freely each chain begins the work of one more duty (see `kernel.anneal`): days differ in what suits them."""

_CHUNK_S = 0.08
"""Seconds of a chunk of rounds: between two of them somebody may say stop."""

_SHARED_FROM, _SHARED_S = 250, 0.25
"""From more items than this on the chains share one plan, and for how many seconds they then keep to their shares."""

_MASTER_FROM, _MASTER_EVERY, _MASTER_LEAST_S = 0.35, 0.05, 0.4
"""From which share of the budget on the master works, and at what shares, but not more often than so many seconds."""

_MASTER_S = 0.12
"""Share of the budget that the master may use at once."""

_LONG_S = 60.0
"""Seconds the master has where rounds count: it never needs them."""

_COLUMNS = 12_000
"""Routes of the pools that the master looks at."""

_LAST_LOOKS = 3
"""How often what is left out is tried again at the end."""


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
    heat
        Factor of the heat with which each stage begins; it never begins colder than it ends.

    Attributes
    ----------
    best, units
        The cheapest plan and its price units; what must be done and is left out weighs beyond all prices.
    found_by
        Which part of the search has found a cheaper plan, and how often.
    """

    def __init__(
        self,
        layout: Layout,
        budget: Budget,
        *,
        seed: int,
        workers: int = 1,
        on_better: Callable[[Draft, int], None] | None = None,
        heat: float = 1.0,
    ) -> None:
        self.layout, self.budget, self.seed, self._on_better = layout, budget, seed, on_better
        self._warmth = heat
        self.chains = [
            Generator(layout, seed * 1_009 + number, opening=_OPENING[number % len(_OPENING)])
            for number in range(max(1, workers))
        ]
        self._scales = Generator(layout, seed, pool=1)
        self.best = Draft([() for _ in range(len(layout.duty))])
        self.units = -1
        self.found_by: dict[str, int] = {}
        self._asked: tuple[Future[Chosen], Columns] | None = None
        self._asked_s = 0.0
        self._peaks = bool(layout.peak.any())
        self._shared = len(self.chains) > 1 and len(layout.near) > _SHARED_FROM and not self._peaks
        chunk_s = min(_SHARED_S if self._shared else _CHUNK_S, budget.time_limit_s / 20)
        self._pace = Pace(budget, len(self.chains), chunk_s)
        self._present = self.best
        self._chance = np.random.default_rng(seed)

    def run(self, start: Draft | None = None) -> Draft:
        """Search until the budget is used up; return the cheapest plan."""
        if start:
            self.chains[0].take(start)
        self.chains[0].fill()
        self._look("seed")
        with ThreadPoolExecutor(len(self.chains) + 1) as pool:
            began = 0.0
            for stage in STAGES:
                self._go_on(self.chains)
                if not self._over():
                    self._cool(stage, began, pool)
                if not self._over():
                    self._answer(wait=True)
                    self._ask(None)
                    self._answer(wait=True)
                began = stage.until
        self._last_look()
        return self.best

    def _over(self) -> bool:
        return self.budget.over() or self._share() >= 1

    def _share(self) -> float:
        """Return which share of the budget is used: of its rounds, or of its time where that comes first."""
        rounds = self.chains[0].rounds_done / self.budget.rounds
        return max(rounds, self.budget.elapsed_s / self.budget.time_limit_s) if self.budget.timed else rounds

    def _heat(self) -> float:
        """Return the mean price of a planned item, in price units."""
        planned = self._planned()
        drops = self.layout.item[0, :, DROP].tolist()
        left = sum(drop for item, drop in enumerate(drops) if item not in planned)
        return max(1.0, float(self.units - left) / max(1, len(planned)))

    def _cool(self, stage: Stage, began: float, pool: ThreadPoolExecutor) -> None:
        """Anneal all chains from a stage's heat to its cold."""
        first = self._share()
        while (share := self._share()) < stage.until and not self.budget.over():
            mean, length = self._heat(), max(stage.until - first, 1e-9)
            a, b = (min(1.0, (at - first) / length) for at in (share, share + self._pace.ahead()))
            top = max(stage.hot * self._warmth * (1.0 if began else self.room()), stage.cold)
            hot, cold = (mean * top * (stage.cold / top) ** at for at in (a, b))
            if self._shared:
                self._anneal_shares(pool, hot, cold)
            else:
                self._pace.anneal(self.chains, pool, hot, cold)
                self._look("recreate")
            if self.budget.timed and self._answer() and began:
                self._go_on([max(self.chains, key=lambda chain: chain.present_units)])
            if self.budget.timed and share > _MASTER_FROM:
                self._ask(pool)

    def room(self) -> float:
        """Return how hot a search may begin, as a share of a long one, by the rounds that it can do in its time."""
        rounds = self.budget.rounds
        if self.budget.timed and self._pace.rate:
            rounds = min(rounds, round(self._pace.rate * self.budget.time_limit_s))
        together = len(self.chains) if self._shared else 1
        return min(1.0, max(_SHORTEST, together * rounds / len(self.layout.near) / _LONG))

    def _go_on(self, chains: Sequence[Generator]) -> None:
        """Let chains go on with the cheapest plan."""
        self._present = self.best
        for chain in chains:
            chain.take(self.best)

    def _anneal_shares(self, pool: ThreadPoolExecutor, hot: float, cold: float) -> None:
        """Anneal one plan by all chains, each its share."""
        give_out(self.layout, self.chains, self._present, self._chance)
        units = self.chains[0].present_units
        self._pace.anneal(self.chains, pool, hot, cold)
        found = gather(self.chains, self._present, units)
        self._present = found.present
        if found.best_units < self.units:
            self._better(found.best, found.best_units, "recreate")

    def _look(self, part: str) -> None:
        """Take over what the chains have found."""
        chain = min(self.chains, key=lambda one: one.units)
        if self.units < 0 or chain.units < self.units:
            self._better(chain.best(), chain.units, part)

    def _better(self, draft: Draft, units: int, part: str) -> None:
        self.best, self.units = draft, units
        self.found_by[part] = self.found_by.get(part, 0) + 1
        if self._on_better:
            self._on_better(draft, units)

    def _ask(self, pool: ThreadPoolExecutor | None) -> None:
        """Let the master choose among the routes of all chains, in a thread beside them or (None) at once."""
        now, limit = self.budget.elapsed_s, self.budget.time_limit_s
        if pool and (self._asked or now - self._asked_s < max(_MASTER_LEAST_S, _MASTER_EVERY * limit)):
            return
        columns, known = self.columns()
        ask = partial(
            choose,
            columns,
            known,
            self.units - self._scales.peak_units,
            time_limit_s=max(0.05, min(_MASTER_S * limit, limit - now)) if self.budget.timed else _LONG_S,
            seed=self.seed % 2**31,
        )
        if pool:
            self._asked = pool.submit(ask), columns
        else:
            done: Future[Chosen] = Future()
            done.set_result(ask())
            self._asked = done, columns

    def _answer(self, *, wait: bool = False) -> bool:
        """Take over what the master has found, if it is done; return whether that is the cheapest plan now."""
        if self._asked is None or not (wait or self._asked[0].done()):
            return False
        (future, columns), self._asked = self._asked, None
        self._asked_s = self.budget.elapsed_s
        said = future.result()
        if not said.columns or (said.units >= self.units and not self._peaks):
            return False
        return self.offer(said.columns, columns, "master")

    def offer(self, chosen: Sequence[int], columns: Columns, part: str) -> bool:
        """Take over a plan of chosen routes that a part of the search has found, if it is the cheapest."""
        units = self._scales.take(seated(self.layout, chosen, columns, self.best.agreed))
        if units >= self.units:
            return False
        self._better(self._scales.present(), units, part)
        return True

    def columns(self) -> tuple[Columns, list[int]]:
        """Return the routes of all pools and of the cheapest plan, and which are this plan's."""
        pools = [unlinked(self.layout, chain.newest(_COLUMNS // len(self.chains))) for chain in self.chains]
        self._scales.take(self.best)
        pools.append(self._scales.routes())
        columns = columns_of(self.layout, pools)
        return columns, list(range(len(columns.kind) - len(pools[-1][0]), len(columns.kind)))

    def prove(self, purse: Purse) -> int | None:
        """Return price units that no plan is below, where that closes; take over a cheaper plan found on the way."""
        if purse.over() or any(item not in self._planned() for item in np.flatnonzero(self.layout.item[0, :, MUST])):
            return None
        columns, known = self.columns()
        said = Proof(self.layout, columns, known, self.units, purse=purse, seed=self.seed % 2**31).run()
        if said.chosen:
            self.offer(said.chosen, said.columns, "proof")
        return said.bound

    def _planned(self) -> set[int]:
        return {item for order in self.best.orders for item in order}

    def _last_look(self) -> None:
        """Put in what still fits: nothing is left out that has a place it is worth."""
        chain = self.chains[0]
        for _ in range(_LAST_LOOKS):
            chain.take(self.best)
            if chain.fill() >= self.units:
                break
            self._look("last look")
