"""A generator: one chain of ruin and recreate with its plan, its chance and its pool of routes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.solve.kernel.anneal import construct, load, rounds
from planner.solve.kernel.bonds import begun
from planner.solve.kernel.layout import LEGS, PAYS, SIZE, TIMES, Layout, state_of, work_of

__all__ = ["Draft", "Generator", "Orders", "Routes"]

Ints = NDArray[np.int64]
Orders = list[tuple[int, ...]]
"""Items of each duty, in order."""


class Draft(NamedTuple):
    """A plan: items of each duty in order, and when each linked item begins (-1: not in the plan; empty: no links)."""

    orders: Orders
    agreed: Ints = np.zeros(0, dtype=np.int64)


Routes = tuple[Ints, Ints, Ints, NDArray[np.int32]]
"""Duty, price units, number of items, and items of routes."""

_REMOVED, _LONGEST = 15.0, 15.0
"""Mean number of items taken out in a round, and the longest string of them (10 and 10 in
Christiaens and Vanden Berghe 2020; with the master behind it, more is better)."""

_POOL, _POOL_CELLS = 1 << 15, 1 << 23
"""How many routes a chain keeps at most, and how many items all of them have room for."""


class Generator:
    """One chain.

    Parameters
    ----------
    layout
        The problem.
    seed
        Seed of its chance.
    pool
        How many routes it keeps at most (a power of two).
    opening
        See `kernel.anneal.rounds`.
    """

    def __init__(self, layout: Layout, seed: int, *, pool: int = _POOL, opening: float = 0.0) -> None:
        if len(layout.link):
            # Agreed starts are written into the table of ranges: each plan needs its own.
            layout = layout._replace(item=layout.item.copy())
        self.layout, self.opening = layout, opening
        self.state, self.spare = state_of(layout, seed), state_of(layout, seed)
        while pool * self.state.route.shape[1] > _POOL_CELLS:
            pool //= 2
        self.work = work_of(layout, self.state, pool=pool)
        self.duties, self.items = np.arange(len(layout.duty)), np.arange(len(layout.near))
        self.take(Draft([() for _ in range(len(layout.duty))]))

    def confine(self, duties: Ints | None = None, items: Ints | None = None) -> None:
        """Let the chain change only some duties and move only some items: those of these duties, and some left out.

        Without arguments it may change everything again.
        """
        self.duties = np.arange(len(self.work.mine)) if duties is None else duties
        items = self.items = np.arange(len(self.work.owned) - 1) if items is None else items
        self.work.mine[:] = 0
        self.work.mine[self.duties] = 1
        self.work.ours[:] = 0
        self.work.ours[items] = 1
        self.work.owned[: len(items)], self.work.owned[-1] = items, len(items)

    def begin(self, draft: Draft) -> int:
        """Make a plan the present one and forget cheaper ones; return its price units."""
        self.work.total[1] = 0
        return self.take(draft)

    def take(self, draft: Draft) -> int:
        """Make a plan the present one, as far as it fits, and return its price units."""
        orders, agreed = draft
        if not len(agreed):
            agreed = np.full(len(self.state.seat), -1, dtype=np.int64)
        size = np.array([len(order) for order in orders], dtype=np.int64)
        route = np.zeros((len(orders), max(1, int(size.max(initial=0)))), dtype=np.int32)
        for duty, order in enumerate(orders):
            route[duty, : len(order)] = order
        return int(load(self.layout, self.state, self.spare, self.work, route, size, agreed))

    def fill(self) -> int:
        """Put everything that is left out into its cheapest place; return the price units then."""
        return int(construct(self.layout, self.state, self.spare, self.work))

    def anneal(self, count: int, hot: float, cold: float) -> int:
        """Do so many rounds between two temperatures (price units); return the lowest price units seen."""
        return int(
            rounds(
                self.layout,
                self.state,
                self.spare,
                self.work,
                int(count),
                float(hot),
                float(cold),
                _REMOVED,
                _LONGEST,
                float(self.opening),
            )
        )

    @property
    def rounds_done(self) -> int:
        """How many rounds were done since the beginning."""
        return int(self.work.total[2])

    @property
    def units(self) -> int:
        """Price units of the cheapest plan seen; what must be done and is left out weighs beyond all prices."""
        return int(self.work.total[1])

    @property
    def peak_units(self) -> int:
        """Price units of the greatest lateness and the longest idle time of the present plan."""
        return int(self.work.total[4])

    @property
    def present_units(self) -> int:
        """Price units of the present plan."""
        return int(self.work.total[0])

    def best(self) -> Draft:
        """Return the cheapest plan seen."""
        return self._draft(self.work.best_route, self.work.best_size, self.work.best_agreed)

    def present(self) -> Draft:
        """Return the present plan."""
        return self._draft(self.state.route, self.state.sum[:, SIZE], self._begun())

    def _begun(self) -> Ints:
        """Return when each linked item begins in the present plan."""
        agreed = np.full(len(self.state.seat), -1, dtype=np.int64)
        for item in self.work.linked.tolist():
            if self.state.seat[item, 0] >= 0:
                agreed[item] = begun(self.layout, self.state, item)
        return agreed

    def _draft(self, route: NDArray[np.int32], sizes: Ints, agreed: Ints) -> Draft:
        orders = [tuple(route[duty, :size].tolist()) for duty, size in enumerate(sizes.tolist())]
        return Draft(orders, agreed.copy() if len(self.layout.link) else np.zeros(0, dtype=np.int64))

    def routes(self) -> Routes:
        """Return the routes of the present plan."""
        duty = np.flatnonzero(self.state.sum[:, SIZE])
        sums = self.state.sum[duty]
        return duty, sums[:, [LEGS, TIMES, PAYS]].sum(axis=1), sums[:, SIZE], self.state.route[duty]

    def newest(self, most: int) -> Routes:
        """Return the routes of the pool that were part of a plan last, at most so many."""
        work, used = self.work, np.flatnonzero(self.work.pool_name)
        chosen = used[np.argsort(-work.pool_round[used], kind="stable")[:most]]
        return work.pool_duty[chosen], work.pool_units[chosen], work.pool_size[chosen], work.pool_route[chosen]
