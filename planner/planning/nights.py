"""Which nights are spent at a hotel: tried one stay after another, each kept only if the price of all days falls.

The search takes it as given where a duty starts and ends. So the days are planned first with everybody at home; then
the stay that promises most, of one night or some in a row at one hotel, is put in, the search goes on from the plan so
far, and so on, until no stay makes the plan cheaper. What a stay promises is the drives home and back that it saves,
less its price; and where work is left out, the work that lies nearer to the hotel than to where anybody begins.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic

from planner import rules
from planner.explain.obstacles import obstacles
from planner.model.costs import distance_units, hour_units, ore_units
from planner.model.nights import Lodging, may_sleep, slept
from planner.model.problem import Duty, Problem, Visit, Window
from planner.model.solution import Solution
from planner.rules import plan_from, time_route, way_prices

__all__ = ["TRIES", "Search", "Slept", "searched", "sleeping"]

TRIES = 12
"""So many stays are tried at most; each costs a search."""

_FIRST, _EACH = 0.6, 0.05
"""Shares of the time for the plan with everybody at home, and for each stay that is tried."""

Search = Callable[[Problem, Solution], Solution]
"""Searches a problem from a solution on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slept:
    """The problem with its nights settled, the solution of it, and where is slept (hotel id by duty id)."""

    problem: Problem
    solution: Solution
    nights: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stay:
    """Nights in a row at one hotel: the duties after which they are, and what they promise in price units."""

    duty_ids: tuple[str, ...]
    hotel_id: str
    promises: int


def searched(problem: Problem, search: Callable[..., Solution], *, time_limit_s: float, by_clock: bool) -> Slept:
    """Return the plan of several days with hotels, all its searches together within a time.

    Parameters
    ----------
    search
        Searches a problem; takes what `planner.solve.solve` is asked with.
    time_limit_s
        Seconds for everything.
    by_clock
        False: searches end by rounds, and so the same nights are tried on every machine.
    """
    begun = monotonic()

    def on(posed: Problem, start: Solution) -> Solution:
        return search(posed, start=start, time_limit_s=_EACH * time_limit_s, on_progress=None)

    def is_over() -> bool:
        return by_clock and monotonic() - begun > (1 - _EACH) * time_limit_s

    first = search(problem, time_limit_s=_FIRST * time_limit_s)
    best = sleeping(problem, first, on, is_over=is_over)
    # A bound was proven for other places to sleep at.
    solver = replace(best.solution.solver, bound_units=None, bound_of="", time_limit_s=time_limit_s)
    return replace(best, solution=replace(best.solution, solver=solver))


def sleeping(
    problem: Problem, first: Solution, search: Search, *, tries: int = TRIES, is_over: Callable[[], bool] | None = None
) -> Slept:
    """Return the cheapest plan that was found with some nights away, or the first one.

    Parameters
    ----------
    problem
        Several days, with hotels.
    first
        Its solution with everybody at home.
    search
        Goes on from a solution.
    tries
        How many stays are tried at most.
    is_over
        Asked before each try; True ends them.
    """
    best, price = Slept(problem=problem, solution=first, nights={}), _price(problem, first)
    refused: set[tuple[tuple[str, ...], str]] = set()
    for _ in range(tries):
        stay = next((one for one in _promising(problem, best) if (one.duty_ids, one.hotel_id) not in refused), None)
        if stay is None or (is_over and is_over()):
            break
        nights = {**best.nights, **dict.fromkeys(stay.duty_ids, stay.hotel_id)}
        posed = slept(problem, nights)
        found, tried = _tried(posed, stay, best.solution, search)
        if tried is not None and (price is None or tried < price):
            best, price = Slept(problem=posed, solution=found, nights=nights), tried
        else:
            refused.add((stay.duty_ids, stay.hotel_id))
    return best


def _tried(posed: Problem, stay: _Stay, start: Solution, search: Search) -> tuple[Solution, int | None]:
    """Search with a stay away, and return what was found with its price.

    A search knows nothing of days that belong together: where it leaves one of them without work, so that nobody
    comes to the hotel or back from it, it is asked again with a visit held on each.
    """
    found = search(posed, start)
    price = _price(posed, found)
    if price is not None:
        return found, price
    found = search(_held(posed, stay, start), start)
    return found, _price(posed, found)


def _held(posed: Problem, stay: _Stay, start: Solution) -> Problem:
    """Return the problem in which every day beside a night of a stay keeps work.

    That is the work nearest to the night that it has by now, else the dearest that is left out and can be done.
    """
    work = {route.duty_id: route.visit_ids for route in start.routes}
    taken = {visit_id for ids in work.values() for visit_id in ids}
    held: dict[str, Duty] = {}
    duties = [duty for one in stay.duty_ids if (duty := posed.duty(one)) is not None]
    after = may_sleep(posed, duties[-1]) if duties else None
    for duty in [*duties, *([after] if after else [])]:
        own = work.get(duty.duty_id, ())
        if own:
            held[own[0] if duty is after else own[-1]] = duty
        elif (visit := _left_for(posed, duty, taken | held.keys())) is not None:
            held[visit.visit_id] = duty
    visits = tuple(_on(one, held[one.visit_id]) if one.visit_id in held else one for one in posed.visits)
    return posed.replace(visits=visits)


def _left_for(posed: Problem, duty: Duty, taken: Collection[str]) -> Visit | None:
    """Return the dearest work to leave out that nobody has and a duty can do."""
    left = [one for one in posed.visits if one.visit_id not in taken and not obstacles(duty, one)]
    dearest = sorted(left, key=lambda one: (one.drop_ore is not None, -(one.drop_ore or 0), one.visit_id))
    return next((one for one in dearest if time_route(posed, duty, (one.visit_id,))), None)


def _on(visit: Visit, duty: Duty) -> Visit:
    """Return a visit that must be done, only by the holder of a duty, and only in it."""
    windows = visit.windows or (Window(earliest_s=duty.start_s, latest_s=duty.hard_end_s),)
    inside = tuple(
        replace(one, earliest_s=max(one.earliest_s, duty.start_s), latest_s=min(one.latest_s, duty.hard_end_s))
        for one in windows
        if one.earliest_s <= duty.hard_end_s and duty.start_s <= one.latest_s
    )
    return replace(visit, windows=inside, required=(duty.technician_id,), drop_ore=None) if inside else visit


def _price(problem: Problem, solution: Solution) -> int | None:
    """Return the price of a solution in units; None where the judge objects to it."""
    plan = plan_from(problem, solution, plan_id="", created_at=datetime.now(UTC))
    verdict = rules.check(problem, plan)
    return verdict.price.total_units if verdict.accepted else None


def _promising(problem: Problem, best: Slept) -> list[_Stay]:
    """Return the stays that might be better than nights at home, the most promising first."""
    work = {route.duty_id: route.visit_ids for route in best.solution.routes}
    planned = {visit_id for ids in work.values() for visit_id in ids}
    left = [v for v in problem.visits if v.visit_id not in planned and v.place is not None]
    found = []
    for duty in problem.duties:
        for lodging in problem.lodgings:
            more = sum(_worth(problem, duty, lodging, one.place, one.drop_ore) for one in left)
            saved, ids, one = 0, [], duty
            while (after := may_sleep(problem, one)) is not None and one.duty_id not in best.nights:
                # As they are by now: the night before may be away already.
                mine, coming = (best.problem.duty(duty.duty_id) or duty for duty in (one, after))
                saved += _saved(problem, mine, coming, work, lodging) - ore_units(lodging.night_ore)
                ids.append(one.duty_id)
                if saved + more > 0:
                    stay = _Stay(duty_ids=tuple(ids), hotel_id=lodging.hotel_id, promises=saved + more)
                    found.append(stay)
                one = after
    return sorted(found, key=lambda one: (-one.promises, one.duty_ids, one.hotel_id))


def _saved(problem: Problem, duty: Duty, after: Duty, work: Mapping[str, Sequence[str]], lodging: Lodging) -> int:
    """Return the price units of the drive home and out again, less those to the hotel and from it."""
    last = _row_of(problem, work.get(duty.duty_id, ())[::-1])
    first = _row_of(problem, work.get(after.duty_id, ()))
    ways = []
    if last is not None and duty.end_place is not None:
        ways.append((duty, (last, duty.end_place), (last, lodging.place)))
    if first is not None and after.start_place is not None:
        ways.append((after, (after.start_place, first), (lodging.place, first)))
    return sum(_way(problem, one, *home) - _way(problem, one, *away) for one, home, away in ways)


def _row_of(problem: Problem, visit_ids: Sequence[str]) -> int | None:
    """Return the place of the first of some work that has one."""
    places = (visit.place for one in visit_ids if (visit := problem.visit(one)) is not None)
    return next((place for place in places if place is not None), None)


def _worth(problem: Problem, duty: Duty, lodging: Lodging, place: int | None, drop_ore: int | None) -> int:
    """Return what might be saved of the price of work that is left out: all of it where the hotel is nearer to it."""
    if place is None or duty.start_place is None:
        return 0
    near = _way(problem, duty, lodging.place, place) < _way(problem, duty, duty.start_place, place)
    return (_MANDATORY if drop_ore is None else ore_units(drop_ore)) if near else 0


_MANDATORY = ore_units(10**9)


def _way(problem: Problem, duty: Duty, row: int, there: int) -> int:
    """Return the price units of a drive; a very high price where there is no way."""
    drive_s = int(problem.matrix.drive_s[row, there])
    if drive_s < 0:
        return _MANDATORY
    drive_ore_h, km_ore = way_prices(problem.weights, duty)
    metres = int(problem.matrix.distance_m[row, there])
    return hour_units(duty.travel_s(drive_s), drive_ore_h) + distance_units(metres, km_ore)
