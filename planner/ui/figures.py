"""Figure cards, charts and the rows behind: the parts of the statistics page."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from planner.desk import ground
from planner.report import Figure, Statistics
from planner.report.charts import OF_THEME
from planner.report.targets import TARGETS, verdict
from planner.ui.mapframe import map_frame
from planner.ui.parts import icon
from planner.ui.picture import picture
from planner.ui.session import desk, language, t, theme
from planner.views import Tiles
from planner.views.report_charts import pictured
from planner.views.report_picture import Picture, Setting, trend_picture
from planner.views.sparkline import sparkline
from planner.views.spread import place_rows, spread_html
from planner.views.statistics import amount_text, beside_texts, change_text, parts_text, scope_text, wanted_text
from planner.views.tokens import tokens

__all__ = ["draw_card", "draw_charts"]

_VALUE = "font-size:26px;line-height:32px;font-weight:650;font-variant-numeric:tabular-nums;white-space:nowrap"
_CHIP = "font-size:12px;line-height:18px;font-weight:600;padding:1px 9px;border-radius:10px;white-space:nowrap"
_TONE = {"meets": "ok", "inside": "sunken", "misses_low": "bad", "misses_high": "bad"}


def draw_card(found: Statistics, name: str, *, chosen: bool) -> bool:
    """Draw one figure as a card; return whether its rows were asked for.

    Parameters
    ----------
    found
        The statistics of the period.
    name
        Id of the figure.
    chosen
        Whether its rows are shown below; the card is framed then.
    """
    figure = found.figures[name]
    with st.container(border=True, key=f"card-figure-{name}{'-chosen' if chosen else ''}", gap=None):
        st.html(_head_html(figure))
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"value-{name}"):
            st.html(_value_html(found, figure), width="stretch")
            if spark := _spark(found, name):
                picture(spark, key=f"spark-{name}", width=92)
        return st.button(
            f"{parts_text(figure, language()) or t('report.show_rows')} ›",
            key=f"rows-{name}",
            type="tertiary",
            width="content",
        )


def _head_html(figure: Figure) -> str:
    name = escape(t(f"report.figure.{figure.figure_id}.name"))
    told = escape(t(f"report.figure.{figure.figure_id}.help"), quote=True)
    return (
        '<div style="display:flex;justify-content:space-between;align-items:center;gap:8px;min-height:22px">'
        f'<span title="{told}" style="font-size:13px;color:{tokens(theme())["text-2"]}">{name}</span>'
        f"{_chip(figure)}</div>"
    )


def _value_html(found: Statistics, figure: Figure) -> str:
    lang, before = language(), found.before.get(figure.figure_id)
    change = change_text(figure.value, before.value, figure.unit, lang) if before else ""
    target = wanted_text(figure, lang)
    said = [one for one in (target, *beside_texts(figure, lang), scope_text(found, figure, lang)) if one]
    notes = _change_html(figure, found, change) + "".join(f"<span>{escape(one)}</span>" for one in said)
    quiet = f"font-size:12px;line-height:16px;color:{tokens(theme())['text-3']}"
    value = escape(amount_text(figure.value, figure.unit, lang))
    return f'<div style="{_VALUE}">{value}</div><div class="fp-notes" style="{quiet}">{notes}</div>'


def _spark(found: Statistics, name: str) -> str:
    trend = [float(row["value"]) for row in found.trend[name].to_dict("records") if row["bucket"] != found.running]
    goal = next((one for one in TARGETS.get(name, (None, None)) if one is not None), None)
    return sparkline(trend, theme=theme(), title=t(f"report.figure.{name}.name"), target=goal)


def _chip(figure: Figure) -> str:
    judged = verdict(figure)
    if not judged:
        return ""
    colour, tone = tokens(theme()), _TONE[judged]
    ground, ink = (colour["sunken"], colour["text-2"]) if tone == "sunken" else (colour[f"{tone}-soft"], colour[tone])
    mark = icon({"ok": "check", "bad": "triangle"}[tone]) if tone in ("ok", "bad") else ""
    return f'<span style="{_CHIP};background:{ground};color:{ink}">{mark} {escape(t(f"report.{judged}"))}</span>'


def _change_html(figure: Figure, found: Statistics, change: str) -> str:
    earlier, better = found.before.get(figure.figure_id), figure.higher_is_better
    before = earlier.value if earlier else None
    if not change or figure.value is None or before is None:
        return ""
    colour, rise = tokens(theme()), 0.0 if change.startswith("±") else figure.value - before
    good = None if better is None or rise == 0 else (rise > 0) is better
    ink = colour["text-2"] if good is None else colour["ok" if good else "bad"]
    return f'<span style="color:{ink};font-weight:600;white-space:nowrap">{_arrow(rise, ink)}{escape(change)}</span>'


def _arrow(rise: float, ink: str) -> str:
    """A triangle as large as a letter: up, down, or none."""
    if rise == 0:
        return ""
    side = "bottom" if rise > 0 else "top"
    box = "display:inline-block;width:0;height:0;border-left:5px solid transparent;border-right:5px solid transparent"
    return f'<span style="{box};border-{side}:9px solid {ink};margin-right:5px"></span>'


def draw_charts(theme_id: str, figure_id: str, found: Statistics) -> None:
    """Draw how the chosen figure went, and the charts of its theme, each in its card with its table beside.

    Parameters
    ----------
    theme_id
        Of `planner.report.THEMES`.
    figure_id
        Whose course is drawn.
    """
    setting = Setting(theme=theme(), language=language())
    names = OF_THEME.get(theme_id, ())
    with st.grid(4 if len(names) == 3 else 3, min_column_width=325, gap=12):
        _chart("trend", trend_picture(figure_id, found, setting))
        for name in names:
            if name == "visits_by_cost":
                _cost_map(found)
            else:
                _chart(name, pictured(name, found, setting))


def _chart(name: str, shown: Picture | None) -> None:
    colour = tokens(theme())
    title, unit = (shown.title, shown.unit) if shown else (t(f"report.chart_of.{name}"), "")
    with st.container(border=True, key=f"card-chart-{name}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            st.html(
                f'<div><b style="font-weight:650">{escape(title)}</b> '
                f'<span style="font-size:12px;color:{colour["text-3"]};margin-left:6px">{escape(unit)}</span></div>',
                width="stretch",
            )
            if shown:
                _as_table(name, shown.title, shown.table)
        if shown:
            st.altair_chart(shown.chart, theme=None, key=f"chart-{name}")
        else:
            st.caption(t("report.chart.reasons_none" if name == "unassigned_by_reason" else "report.chart.nothing"))


def _as_table(name: str, title: str, rows: pd.DataFrame) -> None:
    with st.popover(
        t("report.chart.table"), type="tertiary", key=f"table-{name}", on_change="rerun",
        help=t("report.chart.as_table"),
    ) as box:  # fmt: skip
        if box.open:
            st.dataframe(rows, hide_index=True, key=f"chart-rows-{name}", alt=title)


def _cost_map(found: Statistics) -> None:
    """Where visits were and what they cost; the same as a table beside."""
    places = found.charts["visits_by_cost"]
    title = t("report.chart_of.visits_by_cost")
    with st.container(border=True, key="card-chart-visits_by_cost"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            st.html(f'<b style="font-weight:650">{escape(title)}</b>', width="stretch")
            if len(places):
                _as_table("visits_by_cost", title, place_rows(places, language()))
        if len(places):
            look = {"tiles": Tiles.from_environment(), "layers": ground.layers(desk())}
            html = spread_html(places, language=language(), theme=theme(), **look)
            map_frame(html, key="cost-map", title=title, height=300)
        else:
            st.caption(t("report.chart.nothing"))
