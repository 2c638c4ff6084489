"""The charts of the statistics: from the tables of `planner.report.charts` to pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pandas as pd

from planner.model.costs import CASH_TERMS
from planner.model.language import day_text, duration_text, money_text, number_text, percent_text, text
from planner.report import Statistics
from planner.report.targets import SLA_TARGETS
from planner.views.charts import (
    Mark,
    bar_chart,
    flow_chart,
    heat_chart,
    pair_chart,
    target_chart,
)
from planner.views.report_picture import Picture, Setting, bucket_name, table_of_marks

__all__ = ["pictured"]

_MONDAY = date(2024, 1, 1)
_MOST_BARS = 7
_LEFT_OUT = "dropped"
"""What visits left out weigh is no part of the price that the figures of cost count."""


def pictured(name: str, found: Statistics, setting: Setting) -> Picture | None:
    """Return a chart of a period; None where there is nothing to show, or where it is a map.

    Parameters
    ----------
    name
        Of a table in ``found.charts`` (see `planner.report.charts`).
    """
    table = found.charts.get(name)
    if name not in _CHARTS or table is None or not len(table):
        return None
    return _CHARTS[name](table, found, setting)


def _drive(table: pd.DataFrame, found: Statistics, setting: Setting) -> Picture:
    lang, title = setting.language, setting.say("chart.drive")
    marks = [
        Mark(
            name=_weekday(int(row["weekday"]), lang),
            value=float(row[key]),
            shown=number_text(float(row[key]), lang, decimals=1),
            series=setting.say(said),
        )
        for row in table.to_dict("records")
        for key, said in (("planned_min", "chart.planned"), ("actual_min", "chart.actual"))
    ]
    chart = pair_chart(marks, theme=setting.theme, title=title, language=lang)
    return Picture(title=title, unit=setting.say("chart.drive_unit"), chart=chart, table=table_of_marks(marks, title))


def _sla(table: pd.DataFrame, found: Statistics, setting: Setting) -> Picture:
    rows, title, lang = table.to_dict("records"), setting.say("chart.sla"), setting.language
    marks = [
        Mark(name=f"P{int(row['priority'])}", value=float(row["share"]), shown=percent_text(float(row["share"]), lang))
        for row in rows
    ]
    targets = [SLA_TARGETS[int(row["priority"])] for row in rows]
    counts = [setting.say("part_of_whole", part=int(row["met"]), whole=int(row["counted"])) for row in rows]
    shown = table_of_marks(marks, title)
    shown[setting.say("chart.sla_target")] = [percent_text(one, lang) for one in targets]
    shown[setting.say("chart.sla_counted")] = counts
    chart = target_chart(marks, targets=targets, counts=counts, theme=setting.theme, title=title)
    return Picture(title=title, unit=setting.say("chart.sla_unit"), chart=chart, table=shown)


def _reasons(table: pd.DataFrame, found: Statistics, setting: Setting) -> Picture:
    title = setting.say("chart.reasons")
    marks = [
        Mark(
            name=setting.rule(row["reason_code"]),
            value=float(row["visits"]),
            shown=number_text(float(row["visits"]), setting.language),
        )
        for row in table.to_dict("records")
    ]
    chart = bar_chart(marks[:5], theme=setting.theme, title=title)
    return Picture(title=title, unit=setting.say("axis.count"), chart=chart, table=table_of_marks(marks, title))


def _bars(
    setting: Setting,
    key: str,
    rows: Iterable[tuple[str, float, str, *tuple[str, ...]]],
    *,
    outlined: str = "",
    scope: str = "",
) -> Picture:
    """Bars with a heading of their own: name, value, text and series of each, and what was counted."""
    title = setting.say(f"chart_of.{key}")
    marks = [Mark(name=name, value=value, shown=shown, series="".join(of)) for name, value, shown, *of in rows]
    chart = bar_chart(marks[:_MOST_BARS], theme=setting.theme, title=title, outlined=outlined)
    unit = " · ".join(one for one in (setting.say(f"chart_unit.{key}"), scope) if one)
    return Picture(title=title, unit=unit, chart=chart, table=table_of_marks(marks, title))


def _by_line(table: pd.DataFrame, found: Statistics, setting: Setting) -> Picture:
    lang = setting.language
    rows = (
        (
            setting.say("line", line=int(row["line"])),
            float(row["share"]),
            f"{percent_text(float(row['share']), lang)} · "
            f"{setting.say('part_of_whole', part=int(row['remote']), whole=int(row['closed']))}",
        )
        for row in table.to_dict("records")
    )
    return _bars(setting, "remote_by_line", rows)


def _by_channel(table: pd.DataFrame, found: Statistics, setting: Setting) -> Picture:
    rows = (
        (
            setting.say(f"kind.{row['channel']}"),
            float(row["closed"]),
            number_text(float(row["closed"]), setting.language),
        )
        for row in table.to_dict("records")
    )
    return _bars(setting, "closed_by_channel", rows)


def _by_age(table: pd.DataFrame, found: Statistics, setting: Setting) -> Picture:
    rows = ((_age(row, setting), float(row["requests"]), _of_them(row, setting)) for row in table.to_dict("records"))
    return _bars(setting, "backlog_ages", rows)


def _age(row: dict[Any, Any], setting: Setting) -> str:
    if pd.isna(row["to_days"]):
        return setting.say("chart.age_over", days=int(row["from_days"]))
    return setting.say("chart.age", first=int(row["from_days"]), last=int(row["to_days"]))


def _of_them(row: dict[Any, Any], setting: Setting) -> str:
    count = number_text(float(row["requests"]), setting.language)
    if not row["overdue"]:
        return count
    return f"{count} · {setting.say('chart.overdue', count=int(row['overdue']))}"


def _by_term(table: pd.DataFrame, found: Statistics, setting: Setting) -> Picture:
    lang = setting.language
    paid, weighs = setting.say("chart.paid"), setting.say("chart.weighs")
    rows = (
        (
            text(f"views.price.{row['term']}", lang),
            max(0.0, float(row["ore"])),
            money_text(round(row["ore"]), lang),
            paid if row["term"] in CASH_TERMS else weighs,
        )
        for row in table.to_dict("records")
        if row["term"] != _LEFT_OUT
    )
    return _bars(setting, "cost_by_term", rows, outlined=weighs, scope=_whole_team(found, setting))


def _paid_time(table: pd.DataFrame, found: Statistics, setting: Setting) -> Picture:
    lang = setting.language
    rows = (
        (
            setting.say(f"chart.time_{row['part']}"),
            float(row["share"]),
            f"{percent_text(float(row['share']), lang)} · {duration_text(3600 * round(row['seconds'] / 3600), lang)}",
        )
        for row in table.to_dict("records")
    )
    return _bars(setting, "paid_time", rows, scope=_whole_team(found, setting))


def _whole_team(found: Statistics, setting: Setting) -> str:
    """What is of whole shifts and plans follows no filter."""
    return setting.say("whole_team") if found.filters.count else ""


def _flow(table: pd.DataFrame, found: Statistics, setting: Setting) -> Picture:
    lang, title = setting.language, setting.say("chart_of.flow")

    def marks(*names: str) -> list[Mark]:
        return [
            Mark(
                name=bucket_name(row["bucket"], found, lang),
                value=float(row[name]),
                shown=number_text(float(row[name]), lang),
                series=setting.say(f"chart.flow_{name}"),
            )
            for row in table.to_dict("records")
            for name in names
        ]

    pairs, line = marks("came", "went"), marks("open")
    return Picture(
        title=title,
        unit=setting.say("axis.count"),
        chart=flow_chart(pairs, line=line, theme=setting.theme, title=title, language=lang),
        table=table_of_marks([*pairs, *line], title),
    )


def _demand(table: pd.DataFrame, setting: Setting, key: str, names: dict[Any, str], field: str) -> Picture:
    """A heat map of hours (columns) by weekday or place (rows)."""
    title = setting.say(f"chart_of.{key}")
    hours = range(int(table["hour"].min()), int(table["hour"].max()) + 1)
    columns = [f"{hour:02d}" for hour in hours]
    marks = [
        Mark(
            name=f"{int(row['hour']):02d}",
            value=float(row["requests"]),
            shown=number_text(float(row["requests"]), setting.language),
            series=names[row[field]],
        )
        for row in table.to_dict("records")
    ]
    rows = list(dict.fromkeys(names.values()))
    shown = {(one.series, one.name): one.shown for one in marks}
    flat = [[row, *(shown.get((row, column), "") for column in columns)] for row in rows]
    return Picture(
        title=title,
        unit=setting.say("chart_unit.demand"),
        chart=heat_chart(marks, rows=rows, columns=columns, theme=setting.theme, title=title),
        table=pd.DataFrame(flat, columns=["", *columns]),
    )


def _demand_by_hour(table: pd.DataFrame, found: Statistics, setting: Setting) -> Picture:
    names = {day: _weekday(day, setting.language) for day in range(1, 8) if day < 6 or (table["weekday"] == day).any()}
    return _demand(table, setting, "demand_by_hour", names, "weekday")


def _demand_by_place(table: pd.DataFrame, found: Statistics, setting: Setting) -> Picture:
    most = table.groupby("place")["requests"].sum().sort_values(ascending=False).index[:8]
    kept = table[table["place"].isin(most)]
    return _demand(kept, setting, "demand_by_place", {one: str(one) for one in most}, "place")


def _weekday(day: int, language: str) -> str:
    return day_text(_MONDAY.replace(day=day), language).split(" ")[0]


_CHARTS: dict[str, Callable[[pd.DataFrame, Statistics, Setting], Picture]] = {
    "weekday_drive": _drive,
    "sla_by_priority": _sla,
    "unassigned_by_reason": _reasons,
    "remote_by_line": _by_line,
    "closed_by_channel": _by_channel,
    "demand_by_hour": _demand_by_hour,
    "demand_by_place": _demand_by_place,
    "backlog_ages": _by_age,
    "flow": _flow,
    "cost_by_term": _by_term,
    "paid_time": _paid_time,
}
