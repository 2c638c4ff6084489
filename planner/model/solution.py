"""What a solver returns: the order of the work. Times come from `rules.timeline`."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Route", "Solution", "SolverInfo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Visits and remote sessions of one duty, in order."""

    duty_id: str
    visit_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SolverInfo:
    """How a plan was found.

    Parameters
    ----------
    objective_units
        What the solver minimised, in price units; None if it does not say.
    parts
        Which part of the search found a cheaper plan, and how often.
    bound_units, bound_of
        Price units that no plan is below which does all that must be done, and the content hash of the problem for
        which that is proven; None: not known.
    """

    name: str = ""
    version: str = ""
    seed: int = 0
    time_limit_s: float = 0.0
    elapsed_s: float = 0.0
    first_plan_s: float | None = None
    objective_units: int | None = None
    stopped_by: str = ""
    parts: tuple[tuple[str, int], ...] = ()
    bound_units: int | None = None
    bound_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """What a solver returns: the order of the work; times come from `rules.timeline`.

    Parameters
    ----------
    agreed
        Pairs of visit id and second of the horizon: when each planned visit that is linked begins.
    """

    routes: tuple[Route, ...]
    solver: SolverInfo = SolverInfo()
    agreed: tuple[tuple[str, int], ...] = ()
