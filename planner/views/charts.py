"""Charts of the statistics: line, pairs, bars, targets, flow and heat map, as Altair charts.

One chart serves the page (with tooltips) and the printed report (as SVG, `drawn`). What happened is drawn in the link
colour, what was planned as an outline, a target dashed; what misses its target carries a
diamond, never colour alone. Every value comes with the text people read, so that numbers are written in one place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from planner.views.chart_frame import (
    HEIGHT,
    Mark,
    amounts_axis,
    colours_of,
    framed,
    in_order,
    layers,
    legend,
    names_axis,
    table_of,
    tooltips,
)
from planner.views.tokens import tokens

__all__ = [
    "Mark",
    "bar_chart",
    "drawn",
    "flow_chart",
    "heat_chart",
    "line_chart",
    "pair_chart",
    "target_chart",
]

_BESIDE: dict[str, Any] = {"align": "right", "dx": -2, "dy": -12, "fontWeight": 600, "fontSize": 12.5}


def line_chart(
    values: Sequence[Mark],
    *,
    theme: str,
    title: str,
    language: str,
    target: float | None = None,
    running: str = "",
) -> alt.LayerChart:
    """Return a line over buckets, the newest value beside its end.

    Parameters
    ----------
    values
        In order.
    target
        Dashed line; None: no target.
    running
        Remark at the last value where its bucket is not over; the way there is dashed and its point open.
    """
    colour = tokens(theme)
    table = table_of(values)
    x = names_axis("name", [one.name for one in values])
    y = amounts_axis("value", language)
    told = tooltips(table, title)
    over = table.iloc[:-1] if running else table
    parts = []
    if target is not None:
        goal = pd.DataFrame({"value": [target]})
        parts.append(alt.Chart(goal).mark_rule(color=colour["edge"], strokeDash=[5, 4]).encode(y=y))
    parts.append(alt.Chart(over).mark_line(color=colour["link"], strokeWidth=2.2).encode(x=x, y=y))
    if running:
        way = alt.Chart(table.iloc[-2:]).mark_line(color=colour["link"], strokeWidth=2, strokeDash=[3, 4])
        parts.append(way.encode(x=x, y=y))
    points = alt.Chart(table).mark_point(filled=True, size=52, stroke=colour["link"], strokeWidth=2, opacity=1)
    parts.append(points.encode(x=x, y=y, tooltip=told, fill=alt.value(colour["surface"])))
    if len(table):
        last = table.iloc[-1:].assign(remark=f"{values[-1].shown}{' ' + running if running else ''}")
        beside = alt.Chart(last).encode(x=x, y=y, text="remark:N")
        parts.append(
            beside.mark_text(**_BESIDE, color=colour["surface"], stroke=colour["surface"], strokeWidth=5, opacity=0.9)
        )
        parts.append(beside.mark_text(**_BESIDE, color=colour["link"]))
    return framed(layers(*parts), theme, title)


def pair_chart(values: Sequence[Mark], *, theme: str, title: str, language: str) -> alt.LayerChart:
    """Return pairs of bars from zero: the first series outlined, the second filled with its value above."""
    colour, table = tokens(theme), table_of(values)
    ink, above = colour["link"], legend()
    series = in_order(one.series for one in values)
    x = names_axis("name", in_order(one.name for one in values))
    y = amounts_axis("value", language, zero=True)
    beside = alt.XOffset("series:N", sort=series)
    bars = (
        alt.Chart(table)
        .mark_bar(cornerRadiusEnd=2, strokeWidth=1.4)
        .encode(
            x=x, y=y, xOffset=beside, tooltip=tooltips(table, title),
            fill=alt.Fill("series:N", sort=series, scale=colours_of(series, [colour["sunken"], ink]), legend=above),
            stroke=alt.Stroke("series:N", sort=series, scale=colours_of(series, [colour["edge"], ink]), legend=above),
        )
    )  # fmt: skip
    told = alt.Chart(table[table["series"] == series[-1]] if series else table)
    numbers = told.mark_text(dy=-7, color=colour["text"]).encode(x=x, y=y, xOffset=beside, text="shown:N")
    return framed(layers(bars, numbers), theme, title)


def bar_chart(values: Sequence[Mark], *, theme: str, title: str, outlined: str = "") -> alt.LayerChart:
    """Return horizontal bars in the given order, each with its number at its end.

    Parameters
    ----------
    outlined
        Name of the series whose bars are outlined, not filled.
    """
    colour, table = tokens(theme), table_of(values)
    series = sorted(in_order(one.series for one in values), key=outlined.__eq__)
    y = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=170, ticks=False, domain=False))
    top = max([float(one) for one in table["value"]], default=1.0) or 1.0
    x = alt.X("value:Q", title=None, axis=None, scale=alt.Scale(domain=[0, top * 1.2], nice=False))
    bars = alt.Chart(table).mark_bar(color=colour["link"], height={"band": 0.55}, cornerRadiusEnd=2)
    if any(series):
        fills, lines = ([colour[tone if one == outlined else "link"] for one in series] for tone in ("sunken", "edge"))
        bars = bars.encode(
            fill=alt.Fill("series:N", sort=series, scale=colours_of(series, fills), legend=legend()),
            stroke=alt.Stroke("series:N", sort=series, scale=colours_of(series, lines), legend=legend()),
        )
    numbers = alt.Chart(table).mark_text(align="left", dx=5, color=colour["text"], fontWeight=600)
    return framed(
        layers(bars.encode(x=x, y=y, tooltip=tooltips(table, title)), numbers.encode(x=x, y=y, text="shown:N")),
        theme,
        title,
    )


def target_chart(
    values: Sequence[Mark], *, targets: Sequence[float], counts: Sequence[str], theme: str, title: str
) -> alt.LayerChart:
    """Return one line for each row: where its share stands, where its target is, and what was counted.

    Parameters
    ----------
    values
        Shares 0-1.
    targets, counts
        For each value the wanted share, and the count as people read it.
    """
    colour = tokens(theme)
    table = table_of(values).assign(target=list(targets), count=list(counts))
    table["met"] = table["value"] >= table["target"]
    table["told"] = table["shown"] + "  ·  " + table["count"]
    lowest = min([0.6, *(max(0.0, float(one) - 0.05) for one in table["value"])])
    y = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False, labelFontWeight=600))
    room = (1.0 - lowest) * 0.85  # right of the whole share stands the text
    scale = alt.Scale(domain=[lowest, 1.0 + room], nice=False)
    x = alt.X("value:Q", title=None, scale=scale, axis=None)
    ink = alt.condition("datum.met", alt.value(colour["link"]), alt.value(colour["warn-mark"]))
    base = alt.Chart(table).encode(y=y, tooltip=tooltips(table, title, more=("count",)))
    ways = base.mark_rule(strokeWidth=4).encode(x=x, x2="target:Q", color=ink)
    goals = base.mark_tick(color=colour["text"], thickness=2.5, size=20).encode(
        x=alt.X("target:Q", scale=scale, axis=None, title=None)
    )
    marks = base.mark_point(filled=True, size=130, opacity=1).encode(
        x=x, color=ink, shape=alt.condition("datum.met", alt.value("circle"), alt.value("diamond"))
    )
    text = base.mark_text(align="left", color=colour["text"], fontSize=12).encode(
        x=alt.datum(1.0 + room * 0.09, type="quantitative", scale=scale), text="told:N"
    )
    return framed(layers(ways, goals, marks, text), theme, title)


def flow_chart(
    values: Sequence[Mark], *, line: Sequence[Mark], theme: str, title: str, language: str
) -> alt.LayerChart:
    """Return pairs of bars (what came, what was finished) with a line over them (what was open).

    Parameters
    ----------
    values
        Of two series.
    line
        One value for each bucket; its series names it.
    """
    colour = tokens(theme)
    table, above = table_of(values), table_of(line)
    series = in_order(one.series for one in (*values, *line))
    inks = [colour["edge"], colour["link"], colour["warn-mark"]]
    x = names_axis("name", in_order(one.name for one in values))
    y = amounts_axis("value", language, zero=True)
    ink = alt.Color("series:N", sort=series, scale=colours_of(series, inks), legend=legend())
    bars = alt.Chart(table).mark_bar(cornerRadiusEnd=2).encode(
        x=x, y=y, color=ink, xOffset=alt.XOffset("series:N", sort=series[:2]), tooltip=tooltips(table, title)
    )  # fmt: skip
    lines = alt.Chart(above).mark_line(strokeWidth=2.2, point={"filled": True, "size": 40})
    return framed(layers(bars, lines.encode(x=x, y=y, color=ink, tooltip=tooltips(above, title))), theme, title)


def heat_chart(
    values: Sequence[Mark], *, rows: Sequence[str], columns: Sequence[str], theme: str, title: str, height: int = HEIGHT
) -> alt.LayerChart:
    """Return a table of squares, darker (in dark mode lighter) for more, white numbers left to the tooltip.

    Parameters
    ----------
    values
        `name` is the column, `series` the row; squares without a value stay empty.
    rows, columns
        In order of appearance.
    """
    colour, table = tokens(theme), table_of(values)
    x = alt.X("name:N", sort=list(columns), title=None, scale=alt.Scale(domain=list(columns)),
              axis=alt.Axis(labelAngle=0, ticks=False, domain=False, labelOverlap=True))  # fmt: skip
    y = alt.Y("series:N", sort=list(rows), title=None, scale=alt.Scale(domain=list(rows)),
              axis=alt.Axis(ticks=False, domain=False, labelLimit=130))  # fmt: skip
    ramp = alt.Scale(range=[colour["primary-soft"], colour["link"]], zero=True)
    squares = (
        alt.Chart(table)
        .mark_rect(cornerRadius=2, stroke=colour["surface"], strokeWidth=2)
        .encode(x=x, y=y, color=alt.Color("value:Q", scale=ramp, legend=None), tooltip=tooltips(table, title))
    )
    return framed(layers(squares), theme, title, height=height)


def drawn(chart: alt.LayerChart, *, width: int = 340) -> str:
    """Return a chart as SVG, for paper and files."""
    import vl_convert

    sized = chart.properties(width=width)
    return str(vl_convert.vegalite_to_svg(sized.to_json()))
