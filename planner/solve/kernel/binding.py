"""From the links of a problem to the arrays of the kernel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.model.links import groups
from planner.model.problem import Problem
from planner.model.words import Who
from planner.solve.ground import FOREVER
from planner.solve.kernel.layout import BOTH

__all__ = ["bonds_of"]

Ints = NDArray[np.int64]

_WHO = {Who.ANY: 0, Who.SAME: 1, Who.DIFFERENT: 2}


def bonds_of(problem: Problem) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the links, the links of each item, the bond of each item, and the items of each bond."""
    number = {visit.visit_id: item for item, visit in enumerate(problem.visits)}
    rows = [
        (
            number[one.first],
            number[one.second],
            one.min_s,
            FOREVER if one.max_s is None else one.max_s,
            int(one.from_end),
            _WHO[one.who],
            int(one.both),
        )
        for one in problem.links
    ]
    tied: list[list[int]] = [[] for _ in problem.visits]
    for link, (first, second, *_) in enumerate(rows):
        tied[first].append(link)
        tied[second].append(link)
    bonds = [[number[visit] for visit in group] for group in groups(problem.links)]
    bond = np.full(len(problem.visits), -1, dtype=np.int64)
    for which, members in enumerate(bonds):
        bond[members] = which
    return np.array(rows, dtype=np.int64).reshape(len(rows), BOTH + 1), _padded(tied), bond, _padded(bonds)


def _padded(lists: list[list[int]]) -> Ints:
    """Return lists as the rows of a table, with -1 after them."""
    table = np.full((len(lists), max((len(one) for one in lists), default=0)), -1, dtype=np.int64)
    for row, one in enumerate(lists):
        table[row, : len(one)] = one
    return table
