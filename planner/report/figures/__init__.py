"""The key figures: one function each over columns of rows, with unit, direction, theme and the rows behind it.

Formulas are those of the trade (see the README's table). Shares are 0-1, durations seconds, money öre.
A figure without anything to count has the value None, never zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from planner.report.figures.backlog import BACKLOG
from planner.report.figures.cost import COST
from planner.report.figures.groups import Definition, Groups, Tally
from planner.report.figures.on_call import ON_CALL
from planner.report.figures.plan import PLAN
from planner.report.figures.remote import REMOTE
from planner.report.figures.service import SERVICE
from planner.report.figures.time import TIME

__all__ = ["FIGURES", "THEMES", "Definition", "Figure", "Groups", "Tally"]

_THEMES = {
    "service": SERVICE, "time": TIME, "remote": REMOTE, "backlog": BACKLOG, "cost": COST, "on_call": ON_CALL,
    "plan": PLAN,
}  # fmt: skip
_OVERVIEW = (
    "sla_resolution", "appointment_kept", "first_time_fix", "remote_rate",
    "drive_per_visit", "utilisation", "cost_per_visit", "overtime",
)  # fmt: skip

FIGURES: dict[str, Definition] = {one.figure_id: one for figures in _THEMES.values() for one in figures}
"""Every figure by its id."""

THEMES: dict[str, tuple[str, ...]] = {
    "overview": _OVERVIEW,
    **{theme: tuple(one.figure_id for one in figures) for theme, figures in _THEMES.items()},
}
"""Ids of the figures of each theme, in the order in which they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A key figure of a period.

    Parameters
    ----------
    definition
        What it means: id, theme, unit, direction, columns, whether it follows the filters.
    value
        None when there is nothing to count.
    part, whole
        What was divided by what; their units stand in ``definition.parts``.
    more
        What is said beside it, by name (`Definition.more`).
    rows
        The rows behind, one line each.
    all_rows
        How many rows there are; `rows` may hold only the first of them.
    against
        How many of them count against the figure: those stand first.
    """

    definition: Definition
    value: float | None
    part: float
    whole: float
    more: dict[str, float | None]
    rows: pd.DataFrame
    all_rows: int
    against: int = 0

    @property
    def figure_id(self) -> str:
        """Key of its texts ``report.figure.<id>``."""
        return self.definition.figure_id

    @property
    def unit(self) -> str:
        """See `Definition`."""
        return self.definition.unit

    @property
    def higher_is_better(self) -> bool | None:
        """None where neither direction is good in itself."""
        return self.definition.higher_is_better

    @property
    def count(self) -> int:
        """How many rows are behind it."""
        return self.all_rows
