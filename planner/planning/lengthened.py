"""One matrix for drives that differ by the clock: each place is left when that is known or to be expected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import numpy as np

from planner.model.problem import Matrix, Problem, Visit
from planner.model.profile import FLAT, pace_of
from planner.model.solution import Solution
from planner.rules import TimedRoute

__all__ = ["Leaves", "expected", "lengthened", "rows_of"]

Leaves = Mapping[int, tuple[tuple[int, ...], ...]]
"""By row: for everything done there the seconds at which somebody may leave, each as likely as the others."""

_SAMPLES = 5


def expected(problem: Problem, timed: Iterable[TimedRoute] = ()) -> dict[int, tuple[tuple[int, ...], ...]]:
    """Return when each place may be left.

    Parameters
    ----------
    timed
        Routes of a plan: what is in them is left when it is left there. Everything else is left after its windows
        open and before they are over, or at any time of the day.
    """
    routes = [route for route in timed if route.stops]
    planned = {stop.visit_id for route in routes for stop in route.stops}
    begun = {route.duty_id for route in routes}
    whole = _spread(min(d.start_s for d in problem.duties), max(d.end_s for d in problem.duties))
    leaves = [leave for route in routes for leave in _as_timed(problem, route)]
    leaves += [(v.place, _left(v, whole)) for v in problem.visits if v.visit_id not in planned]
    leaves += [(d.start_place, (d.start_s,)) for d in problem.duties if d.duty_id not in begun]
    found: dict[int, set[tuple[int, ...]]] = {}
    for row, seconds in leaves:
        if row is not None:
            found.setdefault(row, set()).add(seconds)
    return {row: tuple(sorted(groups)) for row, groups in found.items()}


def _as_timed(problem: Problem, route: TimedRoute) -> Iterator[tuple[int | None, tuple[int, ...]]]:
    """Yield the rows from which a route drives, and when."""
    place = {visit.visit_id: visit.place for visit in problem.visits}
    row = next((duty.start_place for duty in problem.duties if duty.duty_id == route.duty_id), None)
    left = False
    for stop in route.stops:
        if stop.travel_s and not left:
            yield row, (stop.leave_s,)
            left = True  # the rest of an interrupted drive begins on the road
        there = place.get(stop.visit_id or "")
        if there is not None:
            row, left = there, False


def _left(visit: Visit, whole: tuple[int, ...]) -> tuple[int, ...]:
    """Return when work without a plan may be over."""
    if not visit.windows:
        return whole
    spread = (_spread(w.earliest_s, w.latest_s) for w in visit.windows)
    return tuple(second + visit.service_s for seconds in spread for second in seconds)


def _spread(first_s: int, last_s: int) -> tuple[int, ...]:
    return tuple(first_s + (last_s - first_s) * n // (_SAMPLES - 1) for n in range(_SAMPLES))


def lengthened(problem: Problem, leaves: Leaves, longer: Mapping[int, float]) -> Problem:
    """Return the problem with one matrix: what drives from each place take when it is left as expected.

    Parameters
    ----------
    problem
        With a profile.
    leaves
        When each place may be left. Of several things done there the longest drive counts, and of the times one of them
        may be left at the mean.
    longer
        By row: how many times longer still its drives are taken to be.
    """
    pace = pace_of(problem.profile) or FLAT
    drive_s = problem.matrix.drive_s.copy()
    for row, groups in leaves.items():
        of_row = problem.matrix.drive_s[row]
        means = [np.mean([pace.seconds(leave, of_row) for leave in group], axis=0) for group in groups]
        taken = np.rint(np.max(means, axis=0) * longer.get(row, 1.0)).astype(np.int64)
        drive_s[row] = np.where(of_row < 0, of_row, taken)
    matrix = Matrix(drive_s, problem.matrix.distance_m, problem.matrix.label)
    return problem.replace(matrix=matrix, profile=None)


def rows_of(problem: Problem, solution: Solution, duty_ids: Collection[str]) -> set[int]:
    """Return the rows from which some duties of a solution drive."""
    place = {visit.visit_id: visit.place for visit in problem.visits}
    starts = {duty.duty_id: duty.start_place for duty in problem.duties}
    rows = {starts[duty_id] for duty_id in duty_ids}
    rows |= {place[one] for route in solution.routes if route.duty_id in duty_ids for one in route.visit_ids}
    return {row for row in rows if row is not None}
