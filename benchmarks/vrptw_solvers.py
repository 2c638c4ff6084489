"""The solvers of the vrptw benchmark: each takes an instance, seconds, a seed and workers, and returns routes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from benchmarks.vrptw_set import Instance
from planner.model.costs import Weights
from planner.model.places import Place
from planner.model.problem import Duty, Matrix, Problem, Span, Visit, Window
from planner.solve.budget import Budget
from planner.solve.conductor import Conductor
from planner.solve.ground import Ground
from planner.solve.kernel.laying import layout_of

__all__ = ["ours", "pyvrp", "routing", "vroom"]

Routes = list[list[int]]


def ours(instance: Instance, seconds: float, seed: int, workers: int) -> Routes:
    """Our own search."""
    layout = layout_of(Ground.of(_problem(instance)))
    # Rounds without end: only the clock counts.
    draft = Conductor(layout, Budget(seconds, rounds=10**12), seed=seed, workers=workers).run()
    return [[item + 1 for item in order] for order in draft.orders if order]


def _problem(instance: Instance) -> Problem:
    end = int(instance.closes[0])
    visits = tuple(
        Visit(
            visit_id=str(k),
            request_id=str(k),
            place=k,
            service_s=max(1, instance.service),
            windows=(Window(earliest_s=int(instance.opens[k]), latest_s=int(instance.closes[k])),),
            load=(("goods", int(instance.demand[k])),),
        )
        for k in range(1, len(instance.demand))
    )
    duties = tuple(
        Duty(
            duty_id=str(v),
            technician_id=str(v),
            start_place=0,
            end_place=0,
            start_s=0,
            end_s=end,
            hard_end_s=end,
            drives=(Span(start_s=0, end_s=end),),
            capacity=(("goods", instance.capacity),),
        )
        for v in range(instance.vehicles)
    )
    return Problem(
        day=date(2026, 1, 5),
        horizon_start=datetime(2026, 1, 5, tzinfo=UTC),
        places=tuple(Place(lat=0.0, lon=0.0, label=str(k)) for k in range(len(instance.demand))),
        matrix=Matrix(instance.way, instance.way),
        visits=visits,
        duties=duties,
        weights=Weights(drive_ore_h=0, distance_ore_km=1),
    )


def pyvrp(instance: Instance, seconds: float, seed: int, _workers: int) -> Routes:
    """PyVRP with its own reader and defaults."""
    import pyvrp as peer
    from pyvrp.stop import MaxRuntime

    data = peer.read(instance.path, round_func="dimacs")
    found = peer.solve(data, stop=MaxRuntime(seconds), seed=seed, display=False)
    if not found.is_feasible():
        return []
    return [[int(activity.idx) + 1 for activity in route if activity.is_client()] for route in found.best.routes()]


def vroom(instance: Instance, _seconds: float, _seed: int, workers: int) -> Routes:
    """VROOM at its highest exploration level; it takes the time it takes."""
    import vroom as peer

    day: Any = peer.Input()
    way = instance.way.astype(np.uint32)
    day.set_durations_matrix("car", way)
    day.set_costs_matrix("car", way)
    for number in range(instance.vehicles):
        window = [int(instance.opens[0]), int(instance.closes[0])]
        day.add_vehicle(peer.Vehicle(number, start=0, end=0, capacity=[instance.capacity], time_window=window))
    for k in range(1, len(instance.demand)):
        window = [int(instance.opens[k]), int(instance.closes[k])]
        day.add_job(
            peer.Job(
                k,
                location=k,
                default_service=instance.service,
                delivery=[int(instance.demand[k])],
                time_windows=[window],
            )
        )
    steps = day.solve(exploration_level=5, nb_threads=workers).routes
    steps = steps[steps["type"] == "job"]
    if len(steps) < len(instance.demand) - 1:
        return []
    return [[int(one) for one in group["id"]] for _, group in steps.groupby("vehicle_id", sort=False)]


def routing(instance: Instance, seconds: float, seed: int, _workers: int) -> Routes:
    """OR-Tools routing: first plan by savings, then guided local search."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    manager = pywrapcp.RoutingIndexManager(len(instance.demand), instance.vehicles, 0)
    model = pywrapcp.RoutingModel(manager)
    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitMatrix(instance.way.tolist()))
    spent = instance.way + np.where(np.arange(len(instance.demand)) > 0, instance.service, 0)[:, None]
    model.AddDimension(model.RegisterTransitMatrix(spent.tolist()), 10**7, 10**7, False, "time")
    load = model.RegisterUnaryTransitVector(instance.demand.tolist())
    model.AddDimension(load, 0, instance.capacity, True, "load")
    time = model.GetDimensionOrDie("time")
    for k in range(1, len(instance.demand)):
        time.CumulVar(manager.NodeToIndex(k)).SetRange(int(instance.opens[k]), int(instance.closes[k]))
    for vehicle in range(instance.vehicles):
        time.CumulVar(model.End(vehicle)).SetRange(0, int(instance.closes[0]))
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.SAVINGS
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(max(1, round(seconds * 1_000) + seed % 2))
    found = model.SolveWithParameters(parameters)
    if found is None:
        return []
    routes = []
    for vehicle in range(instance.vehicles):
        index, route = found.Value(model.NextVar(model.Start(vehicle))), []
        while not model.IsEnd(index):
            route.append(manager.IndexToNode(index))
            index = found.Value(model.NextVar(index))
        routes.append(route)
    return [route for route in routes if route]
