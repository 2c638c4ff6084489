"""Searching a routing model: guided local search from a known plan, watched and bounded.

The search holds the interpreter's lock, so callers run it in a process of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2
from ortools.util import optional_boolean_pb2

from planner.solve.routing.model import Orders, RoutingModel

__all__ = ["search"]

_OPERATORS = (
    *("relocate", "exchange", "cross", "two_opt", "or_opt", "lin_kernighan"),
    *("make_active", "make_inactive", "swap_active", "relocate_and_make_active"),
)

_LONG_S = 86_400

_LOOK_S = 0.05
"""Seconds between two looks at the clock and at whether to stop: asking is dear, the solver asks at every step."""


def search(
    routing: RoutingModel, known: Orders, *, over: Callable[[], bool], steps: int | None = None
) -> tuple[int, Orders] | None:
    """Improve a plan by guided local search.

    Parameters
    ----------
    routing
        The model.
    known
        Plan to begin with; items that are no nodes are passed over.
    over
        Asked every 50 ms whether to end.
    steps
        End after so many steps, however long they take: the same steps give the same plan. None: no such limit.

    Returns
    -------
    tuple or None
        Cost in price units (mandatory items count as in `Ground.drop`) and plan; None if nothing was found.
    """
    model, parameters = routing.model, _parameters()
    model.CloseModelWithParameters(parameters)
    best: list[tuple[int, Orders]] = []

    def at_solution() -> None:
        cost = model.CostVar().Max()
        if not best or cost < best[0][0]:
            best[:] = [(cost, _orders(routing))]

    model.AddAtSolutionCallback(at_solution)
    model.AddSearchMonitor(model.solver().CustomLimit(_limit(over, steps)))
    hint = model.ReadAssignmentFromRoutes([*(routing.indices(known.get(d, ())) for d in routing.duties), []], True)
    if hint is None:
        model.SolveWithParameters(parameters)
    else:
        model.SolveFromAssignmentWithParameters(hint, parameters)
    return best[0] if best else None


def _limit(over: Callable[[], bool], steps: int | None) -> Callable[[], bool]:
    """Count steps, and ask every now and then."""
    asked, count, answer = time.monotonic(), 0, False

    def stop() -> bool:
        nonlocal asked, count, answer
        count += 1
        if time.monotonic() - asked > _LOOK_S:
            asked, answer = time.monotonic(), answer or over()
        return answer or (steps is not None and count > steps)

    return stop


def _parameters() -> Any:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.LOCAL_CHEAPEST_INSERTION
    # Never reached; without it the solver warns that the search may not end. The custom limit ends it.
    parameters.time_limit.FromSeconds(_LONG_S)
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    # Timing breaks by mixed-integer programs makes every step slower and no plan cheaper: propagation is enough.
    parameters.disable_scheduling_beware_this_may_degrade_performance = True
    operators = parameters.local_search_operators
    for field in operators.DESCRIPTOR.fields:
        wanted = field.name.removeprefix("use_") in _OPERATORS
        setattr(operators, field.name, optional_boolean_pb2.BOOL_TRUE if wanted else optional_boolean_pb2.BOOL_FALSE)
    return parameters


def _orders(routing: RoutingModel) -> Orders:
    model, found = routing.model, {}
    for vehicle, duty in enumerate(routing.duties):
        index, items = model.NextVar(model.Start(vehicle)).Value(), []
        while not model.IsEnd(index):
            items.append(routing.item(index))
            index = model.NextVar(index).Value()
        found[duty] = tuple(items)
    return found
