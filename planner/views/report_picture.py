"""A picture of the statistics: a chart with its heading, its unit and its table; and how a figure went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from planner.model.language import day_text, text, texts
from planner.report import Statistics
from planner.report.statistics import BY_DAY_DAYS
from planner.report.targets import TARGETS
from planner.views.charts import Mark, line_chart
from planner.views.statistics import SCALE, amount_text

__all__ = ["Picture", "Setting", "bucket_name", "table_of_marks", "trend_picture"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a chart is shown: theme of colours and language."""

    theme: str
    language: str

    def say(self, key: str, **values: Any) -> str:
        """Return a text of the statistics."""
        return text(f"report.{key}", self.language, **values)

    def rule(self, code: str) -> str:
        """Return what people call the rule that kept a visit out."""
        key = f"rule.{code}.name"
        return text(key, self.language) if key in texts() else code


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart with its heading, its unit, and the same numbers as a table."""

    title: str
    unit: str
    chart: alt.LayerChart
    table: pd.DataFrame


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
        table=table_of_marks(marks, said),
    )


def bucket_name(day: date, found: Statistics, language: str) -> str:
    """Return what people call a bucket of a trend: a day in short periods, else a week."""
    if _by_day(found):
        return day_text(day, language).rsplit(" ", 1)[0]
    return text("report.week", language, week=str(day.isocalendar().week))


def _by_day(found: Statistics) -> bool:
    return (found.last - found.first).days + 1 <= BY_DAY_DAYS


def table_of_marks(marks: Sequence[Mark], what: str) -> pd.DataFrame:
    """Return marks as a table of texts: one row for each name, one column for each series."""
    names = list(dict.fromkeys(one.name for one in marks))
    columns = list(dict.fromkeys(one.series or what for one in marks))
    cells = {(one.name, one.series or what): one.shown for one in marks}
    rows = [(name, *(cells.get((name, column), "") for column in columns)) for name in names]
    return pd.DataFrame(rows, columns=["", *columns])
