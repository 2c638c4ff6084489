"""A region as a problem of its own, with only the places it needs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.model.problem import Matrix, Problem, TravelLabel
from planner.solve.regions.cutting import Piece

__all__ = ["is_measured", "part_of", "unmeasured"]

_UNMEASURED = "unmeasured"


def unmeasured(count: int) -> Matrix:
    """Return the matrix of a day too large for one: every way is unknown, and it takes no memory.

    `planner.solve.regions.solve_by_regions` then asks for the matrix of each region.
    """
    nothing = np.broadcast_to(np.int64(-1), (count, count))
    return Matrix(nothing, nothing, TravelLabel(engine=_UNMEASURED))


def is_measured(problem: Problem) -> bool:
    """Whether a problem has a matrix of its own."""
    return problem.matrix.label.engine != _UNMEASURED


def part_of(problem: Problem, piece: Piece) -> Problem:
    """Return the problem of a region: its duties and visits, the places they need, and that part of the matrix."""
    duties = [problem.duties[number] for number in piece.duties]
    visits = [problem.visits[number] for number in piece.visits]
    named = [place for duty in duties for place in (duty.start_place, duty.end_place)]
    rows = sorted({place for place in (*named, *(visit.place for visit in visits)) if place is not None})
    new: dict[int | None, int | None] = {None: None, **{row: number for number, row in enumerate(rows)}}
    return problem.replace(
        places=tuple(problem.places[row] for row in rows),
        matrix=_slice(problem.matrix, rows) if is_measured(problem) else unmeasured(len(rows)),
        visits=tuple(replace(visit, place=new[visit.place]) for visit in visits),
        duties=tuple(
            replace(duty, start_place=new[duty.start_place], end_place=new[duty.end_place]) for duty in duties
        ),
        lodgings=(),  # where somebody sleeps is settled before a problem is cut
    )


def _slice(matrix: Matrix, rows: list[int]) -> Matrix:
    cells = np.ix_(rows, rows)
    return Matrix(matrix.drive_s[cells], matrix.distance_m[cells], matrix.label)
