"""Routes with the pick-ups they need, priced by the timeline: the searches themselves know nothing of parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise

from planner.model.costs import distance_units, hour_units, ore_units
from planner.model.problem import Duty, Problem, Visit
from planner.rules import peak_units, way_prices
from planner.rules.timeline import TimedRoute, aboard, time_route
from planner.solve.takers import may_do

__all__ = ["Order", "Pickups", "Routes", "Taken", "without"]

Order = tuple[str, ...]
Routes = dict[str, Order]
"""Ids of the work of each duty in order, by duty id."""

Taken = Counter[tuple[str, str]]
"""How much is taken from depots, by depot and part."""

_AT_ONCE = 2
"""So many depots one route goes to at most."""

_TIMED = 24
"""So many ways to fetch what a route lacks are timed at most: those with the least driving."""

_PARTS = frozenset({"parts"})


class Pickups:
    """Puts pick-ups into routes, and prices them.

    Parameters
    ----------
    problem
        With parts; its linked visits begin when that is agreed (`planner.model.links.settled`).
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.visits: dict[str, Visit] = {visit.visit_id: visit for visit in problem.visits}
        self.duties: dict[str, Duty] = {duty.duty_id: duty for duty in problem.duties}
        fetching = [visit for visit in problem.visits if visit.is_pickup]
        own: dict[str, list[Visit]] = {}
        for one in fetching:
            for technician_id in one.required:
                own.setdefault(technician_id, []).append(one)
        self.of_duty: dict[str, tuple[str, ...]] = {
            duty.duty_id: tuple(one.visit_id for one in own.get(duty.technician_id, ()) if may_do(problem, duty, one))
            for duty in problem.duties
        }
        self._prices = {duty.duty_id: way_prices(problem.weights, duty) for duty in problem.duties}
        needed = Counter[str]()
        for visit in problem.visits:
            needed.update(dict(visit.parts))
        self.scarce = any(number < needed[part] for one in fetching for part, number in one.stock)
        """Whether a depot has too little for all together, so that one route takes from another."""
        self._eased: dict[tuple[str, Order], TimedRoute | None] = {}
        self._known: dict[tuple[str, Order], TimedRoute | None] = {}

    def rank(self, routes: Routes) -> tuple[int, int]:
        """Return how much that must be done right routes leave out, and their price units with what is left out.

        Raises
        ------
        ValueError
            If a route keeps no schedule.
        """
        planned = {visit_id for order in routes.values() for visit_id in order}
        left = [visit.drop_ore for visit in self.problem.visits if visit.visit_id not in planned]
        timed = [(self.duties[duty_id], self._timed(duty_id, order, Taken())) for duty_id, order in routes.items()]
        kept = [(duty, route) for duty, route in timed if route is not None]
        if len(kept) < len(timed):
            raise ValueError(f"some of {routes} keep no schedule")
        total = sum(ore_units(ore) for ore in left if ore) + sum(route.units for _, route in kept)
        return left.count(None), total + peak_units(self.problem.weights, kept)

    def is_right(self, routes: Routes) -> bool:
        """Whether every route keeps a schedule with its parts, and depots have what all of them take."""
        seen: Routes = {}
        for duty_id, order in routes.items():
            if self.price(duty_id, order, self.taken(seen)) is None:
                return False
            seen[duty_id] = order
        return True

    def mended(self, routes: Mapping[str, Order]) -> Routes:
        """Return routes with the pick-ups they need; work whose parts cannot be had is left out."""
        found: Routes = {}
        for duty_id in self.duties:
            order, taken = self.bare(routes.get(duty_id, ())), self.taken(found)
            while (best := self.fetched(duty_id, order, taken)) is None:
                order = without(order, {self._given_up(duty_id, order, taken)})
            found[duty_id] = best[1]
        return found

    def completed(self, routes: Mapping[str, Order]) -> Routes:
        """Return routes with the pick-ups they need, where there is a way; all others stay as they are."""
        found: Routes = {}
        for duty_id, order in routes.items():
            taken, known = self.taken(found), tuple(one for one in order if one in self.visits)
            best = None
            if duty_id in self.duties and known == order and self.price(duty_id, order, taken) is None:
                best = self.fetched(duty_id, self.bare(order), taken)
            found[duty_id] = order if best is None else best[1]
        return found

    def fetched(
        self, duty_id: str, order: Order, taken: Taken, *, below: int | None = None, beside: int = 0
    ) -> tuple[int, Order] | None:
        """Return price units and order of some work with the pick-ups it needs, the cheapest; None: there is no way.

        Parameters
        ----------
        order
            Without pick-ups.
        taken
            What others take from depots.
        below
            Only what is cheaper than this is looked for; None: all.
        beside
            What the day costs beside its driving, as far as is known: orders whose driving alone makes them too dear
            with it are not timed.
        """
        if not self._lacking(duty_id, order):
            return self._cheapest(duty_id, [order], taken, below, beside)
        least = self._without_parts(duty_id, order)
        if least is None or (below is not None and least >= below):
            return None
        for count in range(1, _AT_ONCE + 1):
            chosen = combinations(self.of_duty[duty_id], count)
            ways = [way for pickups in chosen for way in self._with(order, pickups)]
            useful = [way for way in ways if self._useful(duty_id, way, taken)]
            if useful:
                return self._cheapest(duty_id, useful, taken, below, beside)
        return None

    def _cheapest(
        self, duty_id: str, ways: list[Order], taken: Taken, below: int | None, beside: int
    ) -> tuple[int, Order] | None:
        best: tuple[int, Order] | None = None
        for floor, way in sorted((self.floor(duty_id, one), one) for one in ways)[:_TIMED]:
            if below is not None and floor + beside >= below:
                break
            price = self.price(duty_id, way, taken)
            if price is not None and (below is None or price < below):
                best, below = (price, way), price
        return best

    def floor(self, duty_id: str, order: Order) -> int:
        """Return price units that an order costs at least: its driving, where that does not depend on the hour."""
        duty, matrix = self.duties[duty_id], self.problem.matrix
        drive_ore_h, km_ore = self._prices[duty_id]
        places = [duty.start_place, *(self.visits[one].place for one in order), duty.end_place]
        rows = [row for row in places if row is not None]
        drive_s = sum(duty.travel_s(max(0, int(matrix.drive_s[a, b]))) for a, b in pairwise(rows))
        metres = sum(int(matrix.distance_m[a, b]) for a, b in pairwise(rows))
        timed = 0 if self.problem.profile else hour_units(drive_s, drive_ore_h)
        return timed + distance_units(max(0, metres), km_ore)

    def price(self, duty_id: str, order: Order, taken: Taken) -> int | None:
        """Return the price units of an order where others take something from depots; None: it is not right."""
        timed = self._timed(duty_id, order, taken)
        return None if timed is None else timed.units

    def _without_parts(self, duty_id: str, order: Order) -> int | None:
        """The price units of an order if no part were lacking: with its pick-ups it is taken to be no cheaper."""
        key = (duty_id, order)
        if key not in self._eased:
            self._eased[key] = time_route(self.problem, self.duties[duty_id], order, relaxed=_PARTS)
        timed = self._eased[key]
        return None if timed is None else timed.units

    def _useful(self, duty_id: str, order: Order, taken: Taken) -> bool:
        """Whether nothing is lacking, and something is taken at each pick-up."""
        found = aboard(self.problem, self.duties[duty_id], self.work(order), taken)
        return found.is_right and all(found.taken.values())

    def _timed(self, duty_id: str, order: Order, taken: Taken) -> TimedRoute | None:
        """Return an order's schedule, which what others take does not change: it is right or it is not."""
        key = (duty_id, order)
        if key in self._known and self._known[key] is None:
            return None
        if not aboard(self.problem, self.duties[duty_id], [self.visits[one] for one in order], taken).is_right:
            return None
        if key not in self._known:
            self._known[key] = time_route(self.problem, self.duties[duty_id], order)
        return self._known[key]

    def taken(self, routes: Mapping[str, Order]) -> Taken:
        """Return what routes take from depots; nothing where there is enough for all."""
        found = Taken()
        if not self.scarce:
            return found
        for duty_id, order in routes.items():
            if duty_id not in self.duties:
                continue
            for pickup, rows in aboard(self.problem, self.duties[duty_id], self.work(order)).taken.items():
                for one in rows:
                    found[self.visits[pickup].depot, one.part] += one.quantity
        return found

    def work(self, order: Order) -> list[Visit]:
        """Return the visits of an order, as far as they are of this problem."""
        return [self.visits[one] for one in order if one in self.visits]

    def bare(self, order: Order) -> Order:
        """Return an order without pick-ups, and without what is not of this problem."""
        return tuple(one for one in order if one in self.visits and not self.visits[one].is_pickup)

    def worth(self, visit_id: str) -> tuple[bool, int]:
        """Return how dear it is to leave a visit out; what must be done is dearest."""
        ore = self.visits[visit_id].drop_ore
        return ore is None, ore or 0

    def _with(self, order: Order, pickups: Order) -> Iterator[Order]:
        """Yield every way to put pick-ups into an order, none after the last visit that needs parts."""
        last = max((at for at, one in enumerate(order) if self.visits[one].parts), default=0)
        for at in range(last + 1):
            tried = (*order[:at], pickups[0], *order[at:])
            if pickups[1:]:
                yield from self._with(tried, pickups[1:])
            else:
                yield tried

    def _lacking(self, duty_id: str, order: Order) -> set[str]:
        return {one.visit_id for one in aboard(self.problem, self.duties[duty_id], self.work(order)).missing}

    def _given_up(self, duty_id: str, order: Order, taken: Taken) -> str:
        """The visit that is left out where parts cannot be had: of those that lack some, the cheapest that helps."""
        lacking = self._lacking(duty_id, order)
        able = [one for one in order if one in lacking] or [one for one in order if self.visits[one].parts] or [*order]
        helping = [one for one in able if self.fetched(duty_id, without(order, {one}), taken) is not None]
        return min(helping or able, key=self.worth)


def without(order: Order, gone: set[str]) -> Order:
    """Return an order without some of its work."""
    return tuple(one for one in order if one not in gone)
