"""The charts of the statistics: from the tables of `planner.report.charts` to pictures with their heading and table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from planner.model.language import day_text, number_text, percent_text, text
from planner.report import Statistics
from planner.report.statistics import BY_DAY_DAYS
from planner.report.targets import SLA_TARGETS, TARGETS
from planner.views.charts import Mark, bar_chart, line_chart, pair_chart, target_chart
from planner.views.statistics import SCALE, amount_text

__all__ = ["Picture", "Setting", "bucket_name", "pictured", "trend_picture"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a chart is shown: theme of colours, language, and what people call the rules that keep visits out."""

    theme: str
    language: str
    rules: Mapping[str, str]

    def say(self, key: str, **values: Any) -> str:
        """Return a text of the statistics."""
        return text(f"report.{key}", self.language, **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart with its heading, its unit, and the same numbers as a table."""

    title: str
    unit: str
    chart: alt.LayerChart
    table: pd.DataFrame


def pictured(name: str, found: Statistics, setting: Setting) -> Picture | None:
    """Return a chart of a period; None where there is nothing to show.

    Parameters
    ----------
    name
        Of a table in ``found.charts`` (see `planner.report.charts`).
    """
    table = found.charts.get(name)
    if table is None or not len(table):
        return None
    return _CHARTS[name](table, found, setting)


def trend_picture(figure_id: str, found: Statistics, setting: Setting) -> Picture | None:
    """Return how a figure went through the period, with its target; None where nothing was counted."""
    figure, trend, lang = found.figures[figure_id], found.trend[figure_id], setting.language
    if not len(trend):
        return None
    scale, said = SCALE[figure.unit], setting.say(f"figure.{figure_id}.name")
    marks = [
        Mark(
            name=bucket_name(row["bucket"], found, lang),
            value=float(row["value"]) * scale,
            shown=amount_text(float(row["value"]), figure.unit, lang),
        )
        for row in trend.to_dict("records")
    ]
    runs = found.running is not None and trend["bucket"].iloc[-1] == found.running
    target = next((one for one in TARGETS.get(figure_id, (None, None)) if one is not None), None)
    by = "trend_by_day" if _by_day(found) else "trend_by_week"
    return Picture(
        title=said,
        unit=setting.say(f"chart.{by}", unit=setting.say(f"axis.{figure.unit}")),
        chart=line_chart(
            marks,
            theme=setting.theme,
            title=said,
            language=lang,
            target=None if target is None else target * scale,
            running=setting.say("chart.so_far") if runs else "",
        ),
        table=_table(marks, said),
    )


def bucket_name(day: date, found: Statistics, language: str) -> str:
    """Return what people call a bucket of a trend: a day in short periods, else a week."""
    if _by_day(found):
        return day_text(day, language).rsplit(" ", 1)[0]
    return text("report.week", language, week=str(day.isocalendar().week))


def _by_day(found: Statistics) -> bool:
    return (found.last - found.first).days + 1 <= BY_DAY_DAYS


def _table(marks: Sequence[Mark], what: str) -> pd.DataFrame:
    """Marks as a table of texts: one row for each name, one column for each series."""
    names = list(dict.fromkeys(one.name for one in marks))
    columns = list(dict.fromkeys(one.series or what for one in marks))
    cells = {(one.name, one.series or what): one.shown for one in marks}
    rows = [(name, *(cells.get((name, column), "") for column in columns)) for name in names]
    return pd.DataFrame(rows, columns=["", *columns])


def _drive(table: pd.DataFrame, found: Statistics, setting: Setting) -> Picture:
    lang, title = setting.language, setting.say("chart.drive")
    monday = date(2024, 1, 1)
    marks = [
        Mark(
            name=day_text(monday.replace(day=int(row["weekday"])), lang).split(" ")[0],
            value=float(row[key]),
            shown=number_text(float(row[key]), lang, decimals=1),
            series=setting.say(said),
        )
        for row in table.to_dict("records")
        for key, said in (("planned_min", "chart.planned"), ("actual_min", "chart.actual"))
    ]
    chart = pair_chart(marks, theme=setting.theme, title=title, language=lang)
    return Picture(title=title, unit=setting.say("chart.drive_unit"), chart=chart, table=_table(marks, title))


def _sla(table: pd.DataFrame, found: Statistics, setting: Setting) -> Picture:
    rows, title, lang = table.to_dict("records"), setting.say("chart.sla"), setting.language
    marks = [
        Mark(name=f"P{int(row['priority'])}", value=float(row["share"]), shown=percent_text(float(row["share"]), lang))
        for row in rows
    ]
    targets = [SLA_TARGETS[int(row["priority"])] for row in rows]
    counts = [setting.say("part_of_whole", part=int(row["met"]), whole=int(row["counted"])) for row in rows]
    shown = _table(marks, title)
    shown[setting.say("chart.sla_target")] = [percent_text(one, lang) for one in targets]
    shown[setting.say("chart.sla_counted")] = counts
    chart = target_chart(marks, targets=targets, counts=counts, theme=setting.theme, title=title)
    return Picture(title=title, unit=setting.say("chart.sla_unit"), chart=chart, table=shown)


def _reasons(table: pd.DataFrame, found: Statistics, setting: Setting) -> Picture:
    title = setting.say("chart.reasons")
    marks = [
        Mark(
            name=setting.rules.get(row["reason_code"], row["reason_code"]),
            value=float(row["visits"]),
            shown=number_text(float(row["visits"]), setting.language),
        )
        for row in table.to_dict("records")
    ]
    chart = bar_chart(marks[:5], theme=setting.theme, title=title)
    return Picture(title=title, unit=setting.say("axis.count"), chart=chart, table=_table(marks, title))


_CHARTS: dict[str, Callable[[pd.DataFrame, Statistics, Setting], Picture]] = {
    "weekday_drive": _drive,
    "sla_by_priority": _sla,
    "unassigned_by_reason": _reasons,
}
