"""The whole main job for a day: locate, build, solve, judge, explain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from planner import files, solve
from planner.geocode import AddressQuery, Gazetteer, Geocoder
from planner.model.catalogue import Catalogue
from planner.model.costs import Weights
from planner.model.plan import Plan
from planner.model.problem import Problem
from planner.model.request import Request
from planner.model.sites import Site
from planner.model.solution import Solution
from planner.model.team import Team
from planner.planning.build import build_problem
from planner.planning.elsewhere import Task, solve_elsewhere
from planner.planning.run import Stamp, judged
from planner.travel import TravelEngine, chosen_engine

__all__ = ["locate", "plan_day"]


def plan_day(
    team: Team,
    requests: Sequence[Request],
    *,
    day: date,
    time_limit_s: float = 10.0,
    seed: int = 1,
    iterations: int | None = None,
    weights: Weights | None = None,
    catalogue: Catalogue | None = None,
    travel: TravelEngine | None = None,
    geocoder: Geocoder | None = None,
    sites: Sequence[Site] = (),
    clock: Callable[[], datetime] | None = None,
    in_process: bool = True,
) -> Plan:
    """Return the judged plan of a day, with a reason for every request that is not in it.

    Parameters
    ----------
    team
        Who can be sent.
    requests
        What customers want, in order.
    day
        Local day to plan.
    time_limit_s
        Seconds of search; reading, judging and explaining come on top.
    seed, iterations
        Same input, seed and iterations: same plan. Without iterations the clock ends the search.
    weights
        What things cost; None: profile customer first.
    catalogue
        Skills, job types, service levels; None: the one the product ships with.
    travel
        Travel times; None: of the engine that the settings choose.
    geocoder
        Places requests that have an address but no position; None: the embedded gazetteer of Sweden.
    sites
        Sites with opening hours (`planner.files.read_sites`).
    clock
        Returns the present; windows that have closed by then are past. None: only earlier days are past.
    in_process
        False solves in a process of its own: the search stops all other threads of the process it runs in.

    Returns
    -------
    Plan
        Every request that is not cancelled or done is a stop, a remote session, or unassigned with a reason.

    Raises
    ------
    ServiceError
        If a geocoding service or the solver's process does not answer.
    """
    built = build_problem(
        team,
        locate(requests, geocoder or Gazetteer.load()),
        day=day,
        weights=weights or Weights(),
        catalogue=catalogue or files.load_catalogue(),
        travel=travel or chosen_engine(),
        now=clock() if clock else None,
        sites=sites,
    )

    def find(problem: Problem) -> Solution:
        if in_process:
            return solve.solve(problem, time_limit_s=time_limit_s, seed=seed, iterations=iterations)
        return solve_elsewhere(Task(problem=problem, time_limit_s=time_limit_s, seed=seed, iterations=iterations))

    stamp = Stamp("", clock() if clock else datetime.now(UTC), seed=seed)
    return judged(
        built.problem,
        find,
        stamp=stamp,
        time_limit_s=time_limit_s,
        left_out=built.left_out,
        spare=built.spare,
        notes=built.notes,
    )


def locate(requests: Sequence[Request], geocoder: Geocoder) -> tuple[Request, ...]:
    """Return requests with the place of their address where they have none; what is not found stays without."""
    return tuple(_located(request, geocoder) for request in requests)


def _located(request: Request, geocoder: Geocoder) -> Request:
    if request.place is not None or not (request.address or request.postcode or request.city):
        return request
    query = AddressQuery(address=request.address, postcode=request.postcode, city=request.city)
    return request.replace(place=geocoder.find(query))
