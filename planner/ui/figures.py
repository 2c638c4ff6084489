"""Figure cards, charts and the rows behind: the parts of the statistics page."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from planner.model.language import day_text, number_text, percent_text
from planner.report import Figure, Statistics
from planner.report.targets import SLA_TARGETS, TARGETS, verdict
from planner.ui.parts import icon
from planner.ui.picture import picture
from planner.ui.session import language, t, theme
from planner.views import charts
from planner.views.statistics import amount_text, change_text, target_text
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
        return st.button(f"{_behind(figure)} ›", key=f"rows-{name}", type="tertiary", width="content")


def _behind(figure: Figure) -> str:
    """What was divided by what, in words."""
    lang = language()
    if figure.figure_id == "overtime":
        return t("report.figure.overtime.part", part=int(figure.part), whole=int(figure.whole))
    if figure.figure_id in ("drive_share", "utilisation"):
        part, whole = (amount_text(one, "seconds", lang) for one in (figure.part, figure.whole))
    elif figure.figure_id == "drive_per_visit":
        part, whole = amount_text(figure.part, "seconds", lang), number_text(figure.whole, lang)
        return f"{part} ÷ {whole}"
    else:
        part, whole = (number_text(one, lang) for one in (figure.part, figure.whole))
    return t("report.part_of_whole", part=part, whole=whole)


def _head_html(figure: Figure) -> str:
    name = escape(t(f"report.figure.{figure.figure_id}.name"))
    return (
        '<div style="display:flex;justify-content:space-between;align-items:center;gap:8px;min-height:22px">'
        f'<span style="font-size:13px;color:{tokens(theme())["text-2"]}">{name}</span>{_chip(figure)}</div>'
    )


def _value_html(found: Statistics, figure: Figure) -> str:
    lang, before = language(), found.before.get(figure.figure_id)
    change = change_text(figure.value, before.value, figure.unit, lang) if before else ""
    target = TARGETS.get(figure.figure_id, (None, None))
    notes = _change_html(figure, found, change) + _target_text(target, figure)
    quiet = f"font-size:12px;line-height:16px;color:{tokens(theme())['text-3']}"
    value = escape(amount_text(figure.value, figure.unit, lang))
    return f'<div style="{_VALUE}">{value}</div><div class="fp-notes" style="{quiet}">{notes}</div>'


def _spark(found: Statistics, name: str) -> str:
    trend = [float(row["value"]) for row in found.trend[name].to_dict("records") if row["bucket"] != found.running]
    goal = next((one for one in TARGETS.get(name, (None, None)) if one is not None), None)
    return charts.sparkline(trend, theme=theme(), title=t(f"report.figure.{name}.name"), target=goal)


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
    colour, rise = tokens(theme()), figure.value - before
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


def _target_text(target: tuple[float | None, float | None], figure: Figure) -> str:
    ends = [target_text(one, figure.unit, language()) for one in target if one is not None]
    if len(ends) == 2:  # the unit once: 60–85 %
        ends[0] = ends[0].rstrip("%\N{NO-BREAK SPACE}")
    return f"<span>{escape(t('report.target', target='–'.join(ends)))}</span>" if ends else ""


def draw_charts(found: Statistics, *, reason_names: dict[str, str]) -> None:
    """Draw the four charts of a period, each in its card.

    Parameters
    ----------
    found
        The statistics of the period.
    reason_names
        What people call the rules that kept visits out.
    """
    with st.grid(4, min_column_width=325, gap=12):
        _chart("done", _done_chart(found), t(f"report.chart.done_unit_{'day' if _by_day(found) else 'week'}"))
        _chart("drive", _drive_chart(found), t("report.chart.drive_unit"), pairs=True)
        _chart("sla", _sla_chart(found), t("report.chart.sla_unit"))
        _chart("reasons", _reason_chart(found, reason_names), "")


def _chart(name: str, svg: str, unit: str, *, pairs: bool = False) -> None:
    colour = tokens(theme())
    key = ""
    if pairs:
        box = "display:inline-block;width:9px;height:9px;border-radius:2px;margin:0 4px 0 8px"
        key = (
            f'<span style="{box};border:1px solid {colour["edge"]}"></span>{escape(t("report.chart.planned"))}'
            f'<span style="{box};background:{colour["link"]}"></span>{escape(t("report.chart.actual"))}'
        )
    empty = t("report.chart.reasons_none" if name == "reasons" else "report.chart.nothing")
    with st.container(border=True, key=f"card-chart-{name}"):
        st.html(
            f'<div><b style="font-weight:650">{escape(t(f"report.chart.{name}"))}</b> '
            f'<span style="font-size:12px;color:{colour["text-3"]};margin-left:6px">{escape(unit)}{key}</span></div>'
        )
        if svg:
            picture(svg, key=f"picture-{name}")
        else:
            st.caption(empty)


def _by_day(found: Statistics) -> bool:
    return (found.last - found.first).days + 1 <= 14


def _bucket(day: date, found: Statistics) -> str:
    if _by_day(found):
        return day_text(day, language()).rsplit(" ", 1)[0]
    return t("report.week", week=str(day.isocalendar().week))


def _done_chart(found: Statistics) -> str:
    trend = found.trend["visits_done"]
    points = [(_bucket(row["bucket"], found), float(row["value"])) for row in trend.to_dict("records")]
    if not points:
        return ""
    label = [number_text(value, language()) for _, value in points]
    runs = found.running is not None and trend["bucket"].iloc[-1] == found.running
    remark = t("report.chart.so_far") if runs else ""
    return charts.line_chart(points, theme=theme(), title=t("report.chart.done"), label=label, running=remark)


def _drive_chart(found: Statistics) -> str:
    monday = date(2024, 1, 1)
    values = [
        (
            day_text(monday.replace(day=int(row["weekday"])), language()).split(" ")[0],
            float(row["planned_min"]),
            float(row["actual_min"]),
        )
        for row in found.charts["weekday_drive"].to_dict("records")
    ]
    label = [number_text(actual, language(), decimals=1) for _, _, actual in values]
    return charts.pair_chart(values, theme=theme(), title=t("report.chart.drive"), label=label) if values else ""


def _sla_chart(found: Statistics) -> str:
    rows = found.charts["sla_by_priority"].to_dict("records")
    values = [(f"P{int(row['priority'])}", float(row["share"]), SLA_TARGETS[int(row["priority"])]) for row in rows]
    label = [
        (
            percent_text(float(row["share"]), language()),
            t("report.part_of_whole", part=int(row["met"]), whole=int(row["counted"])),
        )
        for row in rows
    ]
    return charts.target_chart(values, theme=theme(), title=t("report.chart.sla"), label=label) if values else ""


def _reason_chart(found: Statistics, names: dict[str, str]) -> str:
    rows = found.charts["unassigned_by_reason"].to_dict("records")[:5]
    values = [(names.get(row["reason_code"], row["reason_code"]), float(row["visits"])) for row in rows]
    label = [number_text(value, language()) for _, value in values]
    return charts.bar_chart(values, theme=theme(), title=t("report.chart.reasons"), label=label) if values else ""
