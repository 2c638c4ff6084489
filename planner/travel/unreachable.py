"""Places between which there is no way, as somebody can act on them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.model.matrix import Matrix
from planner.model.places import Place

__all__ = ["cut_off", "unreachable"]


def unreachable(places: Sequence[Place], matrix: Matrix) -> tuple[tuple[Place, Place], ...]:
    """Return all pairs of places without a way from the first to the second.

    Parameters
    ----------
    places, matrix
        The places of the matrix's rows, and the matrix.
    """
    return tuple((places[start], places[end]) for start, end in np.argwhere(matrix.drive_s < 0))


def cut_off(matrix: Matrix) -> tuple[int, ...]:
    """Return a few rows of a matrix that all pairs without a way have one of: what has to be looked at.

    The row with most such pairs is taken first, then that with most of the rest; of equal ones the later, as depots
    and homes come before visits.

    Parameters
    ----------
    matrix
        Negative seconds mean that there is no way.
    """
    missing = matrix.drive_s < 0
    found = []
    while missing.any():
        pairs = missing.sum(axis=0) + missing.sum(axis=1)
        row = len(pairs) - 1 - int(np.argmax(pairs[::-1]))
        found.append(row)
        missing[row, :], missing[:, row] = False, False
    return tuple(sorted(found))
