"""The proof: price units that no plan of a small day is below, by column generation.

GLOP prices the items over the routes known; the pricer looks for routes that are cheaper than what their items are
worth, and with them GLOP prices anew. Any prices of the items bound all plans from below: together they are what
the items are worth, less what the cheapest route of each duty saves. That sum is of whole numbers and holds after
every exact pricing, so whoever runs out of time keeps the best bound so far. Where nothing saves any more, but
fractions of routes are cheaper than the plan, cuts forbid some of them: of three items, one route at most does two
or three. In the end all routes that could be part of a cheaper plan are listed (those
that cost less beyond their items' worth than the plan costs beyond the bound), and CP-SAT chooses among them.

References
----------
Desaulniers, G., Desrosiers, J. and Solomon, M. (eds.) (2005). Column Generation. Springer. (Lagrangian bound, ch. 1)
Baldacci, R., Christofides, N. and Mingozzi, A. (2008). An exact algorithm for the vehicle routing problem based on
the set partitioning formulation with additional cuts. Mathematical Programming 115(2). (listing within the gap)
Jepsen, M., Petersen, B., Spoorendonk, S. and Pisinger, D. (2008). Subset-row inequalities applied to the
vehicle-routing problem with time windows. Operations Research 56(2). (cuts of three items)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.model.costs import PRICE_UNITS_PER_ORE
from planner.solve.budget import Budget
from planner.solve.kernel.layout import Layout
from planner.solve.kernel.pricing import EXACT, QUICK
from planner.solve.master import Columns, settle
from planner.solve.pricer import MOST_CUTS, Pricer, Prices, Route, Stopped
from planner.solve.relaxation import Relaxation, Worth

__all__ = ["Proof", "Proved", "Purse", "purse_of"]

Ints = NDArray[np.int64]

_NONE = -(1 << 62)
"""No bound yet: below every price."""

_TRIED = 1_200
"""Where not all routes that matter are known, CP-SAT chooses among so many."""

_FEW = 3
"""New routes for each last item of a duty's day."""

_NOISE = 1_000
"""Price units that a route must save: less is rounding."""

_CUTS, _BROKEN = 8, 0.02
"""Cuts that are added at once, and by how much the fractional choice must break one."""

_FEW_LISTED, _LISTED, _AGAIN = 6_000, 20_000, 0.7
"""CP-SAT chooses among so many routes at most, where there are more cuts and where there are none; listing is tried
again when the gap is so much smaller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purse:
    """What a proof may use up.

    Parameters
    ----------
    over
        Asked every few milliseconds whether time is up.
    time_limit_s
        Seconds for a single question to GLOP or CP-SAT.
    looks
        How many portions of labels the pricer may look at.
    effort
        Steps of CP-SAT's own clock, which ticks alike on every machine; about seconds.
    """

    over: Callable[[], bool]
    time_limit_s: float
    looks: int
    effort: float


def purse_of(budget: Budget) -> Purse:
    """Return what is left of a budget: time, or where rounds count, as much work as they allow."""
    left = max(0.05, budget.time_limit_s - budget.elapsed_s)
    if budget.timed:
        return Purse(over=budget.over, time_limit_s=left, looks=1 << 40, effort=left)
    return Purse(over=budget.over, time_limit_s=left, looks=budget.rounds // 20, effort=budget.rounds / 5_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """What came out.

    Parameters
    ----------
    bound
        Price units that no plan is below; None: not known.
    columns, chosen
        Routes, and which of them are a plan that may be cheaper than the one known.
    """

    bound: int | None
    columns: Columns
    chosen: tuple[int, ...] = ()


class Proof:
    """One proof.

    Parameters
    ----------
    layout
        The problem.
    columns, known
        Routes to begin with, and which of them are the plan known.
    units
        Its price units, in which nothing that must be done is left out.
    purse
        How much may be used up.
    seed
        Seed of CP-SAT.
    """

    def __init__(
        self, layout: Layout, columns: Columns, known: Sequence[int], units: int, *, purse: Purse, seed: int = 0
    ) -> None:
        self.units, self.purse, self.seed = units, purse, seed
        # Leaving out what is dearer than the whole plan makes no cheaper plan, whatever it costs.
        self.drop = np.minimum(columns.drop, units)
        self.count = columns.count
        self.pricer = Pricer(layout, self._over)
        self.relaxation = Relaxation(self.drop.tolist(), self.count.tolist())
        self.bound, self._prices = _NONE, Prices(np.zeros(len(self.drop), dtype=np.int64))
        self.routes: dict[tuple[int, frozenset[int]], Route] = {}
        self._add(_routes(columns))
        self.known = [_name(route) for route in _routes(columns, known)]

    def run(self) -> Proved:
        """Raise the bound as far as it goes, and list and choose where it ends below the plan."""
        listed: list[Route] | None = None
        with suppress(Stopped):
            listed = self._raise()
        if self._closed() or self._over():
            return Proved(bound=self._said(), columns=self._columns())
        if listed is not None:
            self.routes = {_name(route): route for route in listed} | {one: self.routes[one] for one in self.known}
        return self._settle(whole=listed is not None)

    def _over(self) -> bool:
        return self.pricer.looked > self.purse.looks or self.purse.over()

    def _closed(self) -> bool:
        return self.units - self.bound < PRICE_UNITS_PER_ORE

    def _said(self) -> int | None:
        return self.bound if self.bound >= 0 else None

    def _raise(self) -> list[Route] | None:
        """Price items and routes in turn until all routes that matter can be listed, or nothing raises the bound."""
        how, tried = QUICK, self.units
        while not self._over():
            worth = self.relaxation.solve(self.purse.time_limit_s)
            if worth is None:
                return None
            fresh = self._price(self._rounded(worth), how)
            if self._closed():
                return None
            if how == EXACT and not fresh:
                gap, cut = self.units - self.bound, self._cut()
                if not cut or gap < _AGAIN * tried:
                    tried, listed = gap, self._list(_FEW_LISTED if cut else _LISTED)
                    if listed is not None or not cut:
                        return listed
            how = QUICK if fresh or how == EXACT else EXACT
        return None

    def _rounded(self, worth: Worth) -> Prices:
        """Return prices as whole numbers: any bound all plans, but what is worth more than leaving it out."""
        items = np.minimum(np.rint(worth.items).astype(np.int64), self.drop)
        fines = np.maximum(np.rint(worth.fines).astype(np.int64), 0)
        return Prices(items, tuple(self.relaxation.cuts), fines)

    def _price(self, prices: Prices, how: int) -> bool:
        """Look for routes of every kind of duty; return whether there are new ones."""
        fresh, saved = False, 0
        for kind, count in enumerate(self.count.tolist()):
            units, items = self.pricer.cheapest(kind, prices, how=how)
            fresh |= self._add(self.pricer.found(kind, prices, -_NOISE, _FEW))
            while how == EXACT and not fresh and self.pricer.remember(items):
                units, items = self.pricer.cheapest(kind, prices, how=how)
                fresh |= self._add(self.pricer.found(kind, prices, -_NOISE, _FEW))
            self.pricer.remember(items)
            saved += count * units
        bound = int(prices.worth.sum()) - int(prices.fine.sum()) + saved
        if how == EXACT and bound > self.bound:
            self.bound, self._prices = bound, prices
        return fresh

    def _cut(self) -> bool:
        """Add the cuts that the fractional choice breaks most; return whether there are any."""
        fresh = self.relaxation.broken(min(_CUTS, MOST_CUTS - len(self.relaxation.cuts)), _BROKEN)
        for cut in fresh:
            self.relaxation.cut(cut)
        return bool(fresh)

    def _list(self, most: int) -> list[Route] | None:
        """Return all routes that could be part of a cheaper plan; None if they are too many."""
        listed: list[Route] = []
        for kind in range(len(self.count)):
            try:
                listed += self.pricer.every(kind, self._prices, self.units - self.bound)
            except Stopped:
                if self._over():
                    raise
                return None
            if len(listed) > most:
                return None
        return listed

    def _settle(self, *, whole: bool) -> Proved:
        """Choose among the routes; if those are all, the plan or the choice is the cheapest there is."""
        if not whole and len(self.routes) > _TRIED:
            # What costs least beyond its items' worth is most likely part of a cheaper plan.
            beyond = {name: route.units - self._prices.of(route.items) for name, route in self.routes.items()}
            kept = {*sorted(beyond, key=beyond.__getitem__)[:_TRIED], *self.known}
            self.routes = {name: route for name, route in self.routes.items() if name in kept}
        columns, names = self._columns(), list(self.routes)
        known = [names.index(name) for name in self.known]
        chosen, bound = settle(
            columns,
            known,
            self.units,
            over=self.purse.over,
            time_limit_s=self.purse.time_limit_s,
            effort=self.purse.effort,
            seed=self.seed,
        )
        if whole:
            # A plan with another route is no cheaper than the one known.
            self.bound = max(self.bound, min(bound, self.units))
        return Proved(bound=self._said(), columns=columns, chosen=chosen)

    def _add(self, routes: Iterable[Route]) -> bool:
        """Keep routes; return whether one is new or cheaper."""
        fresh = False
        for route in routes:
            known = self.routes.get(_name(route))
            if known is None or route.units < known.units:
                self.routes[_name(route)], fresh = route, True
                self.relaxation.add(route.kind, route.units, route.items)
        return fresh

    def _columns(self) -> Columns:
        routes = list(self.routes.values())
        items = np.zeros((len(routes), max((len(route.items) for route in routes), default=1)), dtype=np.int32)
        for row, route in enumerate(routes):
            items[row, : len(route.items)] = route.items
        return Columns(
            kind=np.array([route.kind for route in routes], dtype=np.int64),
            units=np.array([route.units for route in routes], dtype=np.int64),
            size=np.array([len(route.items) for route in routes], dtype=np.int64),
            items=items,
            count=self.count,
            drop=self.drop,
        )


def _name(route: Route) -> tuple[int, frozenset[int]]:
    return route.kind, frozenset(route.items)


def _routes(columns: Columns, some: Sequence[int] | None = None) -> list[Route]:
    numbers = range(len(columns.kind)) if some is None else some
    return [
        Route(int(columns.kind[k]), int(columns.units[k]), tuple(columns.items[k, : columns.size[k]].tolist()))
        for k in numbers
    ]
