"""The key figures: one function each over columns of rows, with unit, direction, theme and the rows behind it.

Formulas are those of the trade (see the README's table). Shares are 0-1, durations seconds, money öre.
A figure without anything to count has the value None, never zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from planner.report.figures.groups import Definition, Groups, Tally
from planner.report.figures.remote import REMOTE
from planner.report.figures.service import SERVICE
from planner.report.figures.time import TIME

__all__ = ["FIGURES", "THEMES", "Definition", "Figure", "Groups", "Tally"]

FIGURES: dict[str, Definition] = {one.figure_id: one for one in (*SERVICE, *TIME, *REMOTE)}
"""Every figure by its id."""

_OVERVIEW = (
    "visits_done", "remote_rate", "sla_resolution", "sla_response", "drive_per_visit", "drive_share", "utilisation",
    "overtime", "unassigned",
)  # fmt: skip

THEMES: dict[str, tuple[str, ...]] = {
    "overview": _OVERVIEW,
    **{
        theme: tuple(one.figure_id for one in FIGURES.values() if one.theme == theme)
        for theme in ("service", "time", "remote")
    },
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
    rows
        The rows behind, one line each.
    all_rows
        How many rows there are; `rows` may hold only the first of them.
    """

    definition: Definition
    value: float | None
    part: float
    whole: float
    rows: pd.DataFrame
    all_rows: int

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
