"""The master: OR-Tools chooses the cheapest plan among all routes found.

GLOP solves the relaxation over the pool, which prices every route and bounds what any choice of
them can cost; routes whose reduced cost exceeds the gap cannot be in a cheaper plan. CP-SAT then
chooses among the best of the rest: of each kind of duty as many routes as there are duties, every
item once or left out at its price.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import linear_solver_pb2, pywraplp
from ortools.sat.python import cp_model

__all__ = ["Chosen", "Columns", "choose", "settle"]

_CP_COLUMNS = 1_000
"""How many routes CP-SAT chooses among."""

_EXACT = 10**9
"""CP-SAT counts prices in as many steps as this; the choice is priced exactly afterwards."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Routes to choose from.

    Parameters
    ----------
    kind, units
        Kind of duty and price units of each route.
    size, items
        How many items each route has, and these (routes, longest).
    count
        Duties of each kind.
    drop
        Price units of leaving each item out.
    """

    kind: Ints
    units: Ints
    size: Ints
    items: NDArray[np.int32]
    count: Ints
    drop: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the master says.

    Parameters
    ----------
    columns
        The routes of a plan cheaper than the one known; empty: there is none, or none was found in time.
    units
        Price units of that plan (of the known one where there is no cheaper).
    bound
        Least price units of any choice among the routes.
    proven
        Whether no choice among the routes is cheaper.
    """

    columns: tuple[int, ...]
    units: int
    bound: float
    proven: bool


def choose(columns: Columns, known: Sequence[int], known_units: int, *, time_limit_s: float, seed: int = 0) -> Chosen:
    """Look for a cheaper plan among routes.

    Parameters
    ----------
    columns
        The routes.
    known
        Those that make up the cheapest plan known.
    known_units
        Its price units, items left out included.
    time_limit_s
        Seconds for everything.
    """
    if not len(columns.kind):
        return Chosen(columns=(), units=known_units, bound=float("-inf"), proven=False)
    relaxed = _relaxed(columns, time_limit_s)
    if relaxed is None:
        return Chosen(columns=(), units=known_units, bound=float("-inf"), proven=False)
    bound, reduced = relaxed
    gap = known_units - bound
    worth = np.flatnonzero(reduced < gap)
    if gap < 1 or not len(worth):
        return Chosen(columns=(), units=known_units, bound=bound, proven=True)
    order = worth[np.argsort(reduced[worth], kind="stable")]
    picked = np.union1d(order[:_CP_COLUMNS], np.array(known, dtype=np.int64))
    found, proven, _ = _integral(columns, picked, set(known), known_units, _solver(time_limit_s, seed))
    units = _price(columns, found) if found else known_units
    whole = proven and len(order) <= _CP_COLUMNS
    if units >= known_units:
        return Chosen(columns=(), units=known_units, bound=bound, proven=whole)
    return Chosen(columns=tuple(found), units=units, bound=bound, proven=whole)


def settle(
    columns: Columns,
    known: Sequence[int],
    known_units: int,
    *,
    over: Callable[[], bool],
    time_limit_s: float,
    effort: float,
    seed: int = 0,
) -> tuple[tuple[int, ...], int]:
    """Choose among all routes until that is settled.

    Parameters
    ----------
    columns, known, known_units
        As for `choose`.
    over
        Asked twenty times a second whether to stop.
    time_limit_s, effort
        Seconds for it, and the most steps of CP-SAT's own clock, which ticks alike on every machine.

    Returns
    -------
    The best choice, empty where none is known, and price units that no choice is below.
    """
    solver = _solver(time_limit_s, seed)
    solver.parameters.max_deterministic_time = effort
    with ThreadPoolExecutor(1) as beside:
        asked = beside.submit(_integral, columns, np.arange(len(columns.kind)), set(known), known_units, solver)
        while not wait([asked], timeout=0.05).done:
            if over():
                solver.stop_search()
        found, _, bound = asked.result()
    return tuple(found), bound


def _price(columns: Columns, chosen: Sequence[int]) -> int:
    planned = np.zeros(len(columns.drop), dtype=bool)
    for column in chosen:
        planned[columns.items[column, : columns.size[column]]] = True
    return int(columns.units[list(chosen)].sum()) + sum(int(d) for d in columns.drop[~planned])


def _relaxed(columns: Columns, time_limit_s: float) -> tuple[float, NDArray[np.float64]] | None:
    """Return the price of the best fractional choice, and the reduced cost of every route."""
    routes, items = len(columns.kind), len(columns.drop)
    # Beyond this nothing is left out that any route can take.
    beyond = float(columns.units.max()) * (float(columns.count.sum()) + 1)
    prices = np.concatenate([columns.units, np.minimum(columns.drop, beyond)]).astype(np.float64)
    scale = max(1.0, float(prices.max()) / 1e6)
    model = linear_solver_pb2.MPModelProto()
    for price in (prices / scale).tolist():
        model.variable.add(lower_bound=0.0, upper_bound=math.inf, objective_coefficient=price)
    inside = np.arange(columns.items.shape[1])[None, :] < columns.size[:, None]
    holder, item = np.repeat(np.arange(routes), columns.size), columns.items[inside].astype(np.int64)
    for number, who in enumerate(_grouped(item, holder, items)):
        _row(model, [*who, routes + number], 1.0, 1.0)
    for kind, who in enumerate(_grouped(columns.kind, np.arange(routes), len(columns.count))):
        _row(model, who, 0.0, float(columns.count[kind]))
    solver = pywraplp.Solver.CreateSolver("GLOP")
    solver.SetTimeLimit(max(1, round(time_limit_s * 1_000)))
    solver.LoadModelFromProto(model)
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return None
    duals = np.array([row.dual_value() for row in solver.constraints()])
    reduced = prices[:routes] / scale - duals[items:][columns.kind]
    np.subtract.at(reduced, holder, duals[:items][item])
    return float(solver.Objective().Value()) * scale, reduced * scale


def _grouped(group: Ints, members: Ints, count: int) -> list[list[int]]:
    """Return the members of each group."""
    order = np.argsort(group, kind="stable")
    ends = np.searchsorted(group[order], np.arange(count + 1))
    return [members[order[a:b]].tolist() for a, b in pairwise(ends.tolist())]


def _row(model: Any, variables: list[int], low: float, high: float) -> None:
    row = model.constraint.add(lower_bound=low, upper_bound=high)
    row.var_index.extend(variables)
    row.coefficient.extend([1.0] * len(variables))


def _solver(time_limit_s: float, seed: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_time_in_seconds = time_limit_s
    solver.parameters.random_seed = seed
    return solver


def _integral(
    columns: Columns, picked: Ints, known: set[int], known_units: int, solver: cp_model.CpSolver
) -> tuple[list[int], bool, int]:
    """Choose among some routes; return the choice, whether it is the best, and price units that none is below."""
    model, scale = cp_model.CpModel(), max(1, known_units // _EXACT)
    covering: dict[int, list[cp_model.IntVar]] = {}
    of_kind: dict[int, list[cp_model.IntVar]] = {}
    variables, prices = [], []
    hinted: set[int] = set()
    for column in picked.tolist():
        variable = model.new_bool_var("")
        variables.append(variable)
        prices.append(int(columns.units[column]) // scale)
        of_kind.setdefault(int(columns.kind[column]), []).append(variable)
        items = columns.items[column, : columns.size[column]].tolist()
        for item in items:
            covering.setdefault(item, []).append(variable)
        model.add_hint(variable, column in known)
        hinted.update(items if column in known else ())
    for item, drop in enumerate(columns.drop.tolist()):
        left = model.new_bool_var("")
        variables.append(left)
        prices.append(min(drop, 4 * known_units) // scale)
        model.add_hint(left, item not in hinted)
        model.add_exactly_one([*covering.get(item, ()), left])
    for kind, routes in of_kind.items():
        if len(routes) > columns.count[kind]:
            model.add(cp_model.LinearExpr.sum(routes) <= int(columns.count[kind]))
    model.minimize(cp_model.LinearExpr.weighted_sum(variables, prices))
    status = solver.solve(model)
    # Every price was rounded down, so this is below the exact prices too.
    bound = math.floor(solver.best_objective_bound) * scale if status != cp_model.MODEL_INVALID else 0
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return [], False, bound
    chosen = [column for column, variable in zip(picked.tolist(), variables, strict=False) if solver.value(variable)]
    return chosen, status == cp_model.OPTIMAL, bound
