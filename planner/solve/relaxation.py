"""The relaxation: the cheapest choice of fractions of routes, kept while routes and cuts are added.

GLOP begins each time where it ended the last time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

__all__ = ["Cut", "Relaxation", "Worth"]

Cut = tuple[int, int, int]
"""Three items, of which one route at most may do two or three: no choice of whole routes has more."""

_SCALE = 1e6
"""GLOP counts prices up to this."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What each item is worth in the cheapest choice, and what each cut costs who does two or three of its items."""

    items: NDArray[np.float64]
    fines: NDArray[np.float64]


class Relaxation:
    """Every item once, in fractions of routes or left out; of each kind of duty as many as there are.

    Parameters
    ----------
    drop
        Price units of leaving each item out.
    count
        Duties of each kind.
    """

    def __init__(self, drop: Sequence[int], count: Sequence[int]) -> None:
        self.cuts: list[Cut] = []
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        # Without it GLOP goes on from the last choice, to which new routes are added.
        self._solver.SetSolverSpecificParametersAsString("use_preprocessing: false")
        self._scale = max(1.0, max(drop) / _SCALE)
        self._does: list[frozenset[int]] = []
        self._shares: list[pywraplp.Variable] = []
        self._items = [self._solver.Constraint(1.0, 1.0) for _ in drop]
        self._kinds = [self._solver.Constraint(0.0, float(many)) for many in count]
        self._fines: list[pywraplp.Constraint] = []
        for row, units in zip(self._items, drop, strict=True):
            row.SetCoefficient(self._variable(units), 1.0)

    def add(self, kind: int, units: int, items: Sequence[int]) -> None:
        """Add a route."""
        variable, does = self._variable(units), frozenset(items)
        self._kinds[kind].SetCoefficient(variable, 1.0)
        for item in does:
            self._items[item].SetCoefficient(variable, 1.0)
        for cut, row in zip(self.cuts, self._fines, strict=True):
            if len(does.intersection(cut)) > 1:
                row.SetCoefficient(variable, 1.0)
        self._does.append(does)
        self._shares.append(variable)

    def cut(self, cut: Cut) -> None:
        """Add a cut."""
        row = self._solver.Constraint(0.0, 1.0)
        for does, variable in zip(self._does, self._shares, strict=True):
            if len(does.intersection(cut)) > 1:
                row.SetCoefficient(variable, 1.0)
        self.cuts.append(cut)
        self._fines.append(row)

    def solve(self, time_limit_s: float) -> Worth | None:
        """Return what everything is worth in the cheapest choice; None if there was no time for it."""
        self._solver.SetTimeLimit(max(1, round(time_limit_s * 1_000)))
        if self._solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        items, fines = ([row.dual_value() * self._scale for row in rows] for rows in (self._items, self._fines))
        return Worth(np.array(items), -np.array(fines, dtype=np.float64))

    def broken(self, most: int, by: float) -> list[Cut]:
        """Return the cuts that the choice breaks most, by more than so much."""
        share = np.array([variable.solution_value() for variable in self._shares])
        chosen = np.flatnonzero(share > 1e-6)
        does = np.zeros((len(chosen), len(self._items)), dtype=np.int8)
        for row, number in enumerate(chosen.tolist()):
            does[row, list(self._does[number])] = 1
        threes = [cut for cut in combinations(range(len(self._items)), 3) if cut not in self.cuts]
        index = np.array(threes, dtype=np.int64).reshape(-1, 3)
        beyond = share[chosen] @ (does[:, index].sum(axis=2) > 1) - 1
        best = np.argsort(-beyond, kind="stable")[:most]
        return [threes[k] for k in best.tolist() if beyond[k] > by]

    def _variable(self, units: int) -> pywraplp.Variable:
        variable = self._solver.NumVar(0.0, self._solver.infinity(), "")
        self._solver.Objective().SetCoefficient(variable, units / self._scale)
        return variable
