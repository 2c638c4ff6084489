"""What the charts are made of: marks as tables, axes, legend, tooltips, and the frame with a theme's colours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import altair as alt
import pandas as pd

from planner.views.tokens import tokens

__all__ = [
    "HEIGHT", "Mark", "amounts_axis", "colours_of", "framed", "in_order", "layers", "legend", "names_axis", "table_of",
    "tooltips",
]  # fmt: skip

HEIGHT = 190
"""Height of a chart in pixels."""

_FONT = '"Source Sans", "Segoe UI", Roboto, Arial, sans-serif'


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A value of a chart.

    Parameters
    ----------
    name
        Where it stands: a week, a weekday, a priority.
    value
        Its size; None where nothing is known: no mark.
    shown
        The value as people read it.
    series
        Which line, bar or part it belongs to, as people read it; empty where there is one only.
    """

    name: str
    value: float | None
    shown: str
    series: str = ""


def layers(*charts: alt.Chart) -> alt.LayerChart:
    """Return charts over each other."""
    return cast("alt.LayerChart", alt.layer(*charts))


def table_of(values: Sequence[Mark]) -> pd.DataFrame:
    """Return marks as a table; those without a value are left out."""
    known = [one for one in values if one.value is not None]
    rows = [(one.name, float(cast("float", one.value)), one.shown, one.series, at) for at, one in enumerate(known)]
    return pd.DataFrame(rows, columns=["name", "value", "shown", "series", "place"])


def in_order(names: Iterable[str]) -> list[str]:
    """Return each name once, in order of appearance."""
    return list(dict.fromkeys(names))


def names_axis(field: str, order: Sequence[str]) -> alt.X:
    """Return the horizontal axis of names, in a given order."""
    axis = alt.Axis(labelAngle=0, ticks=False, labelOverlap=True, domain=False)
    return alt.X(f"{field}:N", sort=list(order), title=None, axis=axis)


def amounts_axis(field: str, language: str, *, zero: bool = False) -> alt.Y:
    """Return the vertical axis of amounts, its numbers written as the language has it."""
    comma = "replace(replace(datum.label, regexp(',', 'g'), '\u00a0'), '.', ',')"
    told = comma if language == "sv" else "datum.label"
    axis = alt.Axis(tickCount=5, format=",~f", labelExpr=told, ticks=False, domain=False)
    return alt.Y(f"{field}:Q", title=None, axis=axis, scale=alt.Scale(zero=zero, nice=True))


def colours_of(names: Sequence[str], colours: Sequence[str]) -> alt.Scale:
    """Return the scale that gives each name its colour."""
    return alt.Scale(domain=list(names), range=list(colours)[: len(names)])


def legend() -> alt.Legend:
    """Return the legend above a chart."""
    return alt.Legend(orient="top", title=None, direction="horizontal", symbolType="square", columnPadding=12, offset=4)


def tooltips(table: pd.DataFrame, title: str, more: Sequence[str] = ()) -> list[alt.Tooltip]:
    """Return what is told when somebody points at a mark."""
    fields = ["name", *(["series"] if len(table) and table["series"].any() else []), "shown", *more]
    titles = {"name": " ", "series": "\u2009", "shown": title, "count": "\u200a"}
    return [alt.Tooltip(f"{one}:N", title=titles[one]) for one in fields]


def framed(chart: alt.LayerChart, theme: str, title: str, *, height: int = HEIGHT) -> alt.LayerChart:
    """Return a chart with size, description for screen readers, font and colours of a theme."""
    colour = tokens(theme)
    return cast(
        "alt.LayerChart",
        chart.properties(height=height, description=title, padding={"left": 2, "right": 6, "top": 6, "bottom": 2})
        .configure(font=_FONT, background="transparent", autosize=alt.AutoSizeParams(type="fit", contains="padding"))
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=colour["text-3"], labelFontSize=11.5, gridColor=colour["line"], labelPadding=6, labelFont=_FONT
        )
        .configure_axisX(grid=False)
        .configure_legend(labelColor=colour["text-2"], labelFontSize=11.5, labelFont=_FONT)
        .configure_text(font=_FONT, fontSize=11.5),
    )
