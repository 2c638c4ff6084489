"""Where the borders lie: technicians are divided by where their work is, and what is left out goes to who may take it.

The plane is halved again and again, each time across the longer side of what is to be halved, until
there are as many pieces as wanted. Direction and place of the cuts are drawn anew for each round, so
that work on both sides of a border can change hands in the next.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.model.problem import Problem
from planner.solve.takers import allowed

__all__ = ["Piece", "cut"]

Points = NDArray[np.float64]

_KM_A_DEGREE = 111.2
_OFF_MIDDLE = 0.1
"""How far from the middle of the work a cut may lie, as a share of the work."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A region: numbers of its duties and visits in the problem, both in ascending order."""

    duties: tuple[int, ...]
    visits: tuple[int, ...]


def cut(
    problem: Problem, routes: Mapping[str, tuple[str, ...]], *, regions: int, chance: random.Random
) -> tuple[Piece, ...]:
    """Return the regions of a plan; every duty and every visit is in exactly one.

    Parameters
    ----------
    problem
        Its matrix is not looked at.
    routes
        Visits of each duty by id; where a duty has none, it counts where it begins.
    regions
        How many are wanted; there are fewer where there are fewer technicians.
    chance
        Draws the direction of the cuts and where they lie.
    """
    item_of = {visit.visit_id: item for item, visit in enumerate(problem.visits)}
    work = [[item_of[one] for one in routes.get(duty.duty_id, ()) if one in item_of] for duty in problem.duties]
    where, at = _positions(problem), _middles(problem, work)
    crews: dict[str, list[int]] = {}
    for number, duty in enumerate(problem.duties):
        # Rules may look at all duties of a technician together.
        crews.setdefault(duty.technician_id, []).append(number)
    people = list(crews.values())
    middles = np.array([at[mine].mean(axis=0) for mine in people]).reshape(len(people), 2)
    weights = np.array([1.0 + sum(len(work[d]) for d in mine) for mine in people])
    groups = _halved(_turned(middles, chance), weights, list(range(len(people))), regions, chance)
    piece_of = np.zeros(len(problem.duties), dtype=np.int64)
    for number, group in enumerate(groups):
        piece_of[[duty for person in group for duty in people[person]]] = number
    return _pieces(piece_of, _homes(problem, work, where, at, piece_of), max(1, len(groups)))


def _pieces(duty_piece: NDArray[Any], visit_piece: NDArray[Any], count: int) -> tuple[Piece, ...]:
    both = ((np.flatnonzero(duty_piece == k).tolist(), np.flatnonzero(visit_piece == k).tolist()) for k in range(count))
    return tuple(Piece(tuple(duties), tuple(visits)) for duties, visits in both)


def _positions(problem: Problem) -> Points:
    """Return kilometres east and north of each place (a plane is good enough for borders)."""
    lat, lon = (np.array([getattr(place, name) for place in problem.places]) for name in ("lat", "lon"))
    north = _KM_A_DEGREE * (lat - lat.mean() if len(lat) else lat)
    east = _KM_A_DEGREE * lon * math.cos(math.radians(float(lat.mean()))) if len(lat) else lon
    return np.stack([east, north], axis=1).reshape(len(lat), 2)


def _middles(problem: Problem, work: Sequence[Sequence[int]]) -> Points:
    """Return the middle of each duty's work, or where it begins; where neither is known, the middle of everything."""
    where = _positions(problem)
    everywhere = where.mean(axis=0) if len(where) else np.zeros(2)
    middles = np.tile(everywhere, (len(problem.duties), 1))
    for number, (duty, items) in enumerate(zip(problem.duties, work, strict=True)):
        rows = [row for item in items if (row := problem.visits[item].place) is not None]
        if rows:
            middles[number] = where[rows].mean(axis=0)
        elif duty.start_place is not None:
            middles[number] = where[duty.start_place]
    return middles


def _turned(points: Points, chance: random.Random) -> Points:
    """Return points turned by a random angle: cuts along the axes then lie in any direction."""
    angle = chance.uniform(0, math.pi / 2)
    c, s = math.cos(angle), math.sin(angle)
    turned: Points = points @ np.array([[c, -s], [s, c]])
    return turned


def _halved(
    points: Points, weights: NDArray[np.float64], group: list[int], regions: int, chance: random.Random
) -> list[list[int]]:
    """Divide a group of people into regions of about the same work."""
    if regions < 2 or len(group) < 2:
        return [group] if group else []
    spread = np.ptp(points[group], axis=0)
    axis = int(spread[1] > spread[0])
    ordered = sorted(group, key=lambda person: (points[person, axis], person))
    left = regions // 2
    share = left / regions + chance.uniform(-_OFF_MIDDLE, _OFF_MIDDLE)
    sums = np.cumsum(weights[ordered])
    at = int(np.searchsorted(sums, share * sums[-1])) + 1
    at = max(1, min(at, len(ordered) - 1))
    first = _halved(points, weights, ordered[:at], left, chance)
    return first + _halved(points, weights, ordered[at:], regions - left, chance)


def _homes(
    problem: Problem, work: Sequence[Sequence[int]], where: Points, at: Points, piece_of: NDArray[Any]
) -> NDArray[Any]:
    """Return the region of each visit: its duty's; what is left out goes where the nearest duty is that may take it."""
    home = np.full(len(problem.visits), -1, dtype=np.int64)
    for duty, items in enumerate(work):
        home[items] = piece_of[duty]
    left = np.flatnonzero(home < 0).tolist()
    may = allowed(problem, left)
    for column, item in enumerate(left):
        takers = np.flatnonzero(may[:, column])
        row = problem.visits[item].place
        if not len(takers):
            home[item] = 0
        elif row is None:
            # Nobody has to go there: anybody who may is as near as any other.
            home[item] = piece_of[takers[item % len(takers)]]
        else:
            home[item] = piece_of[takers[np.argmin(np.square(at[takers] - where[row]).sum(axis=1))]]
    return home
