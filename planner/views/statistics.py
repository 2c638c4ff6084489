"""Key figures as people read them: value, change, target, and the rows behind as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from planner.model.catalogue import Catalogue
from planner.model.language import (
    TEAM_ZONE,
    day_text,
    duration_text,
    money_text,
    number_text,
    percent_text,
    render,
    text,
    texts,
)
from planner.model.message import Message
from planner.report import Figure, Statistics
from planner.report.targets import TARGETS, verdict

__all__ = [
    "LEAST_PERSONS",
    "SCALE",
    "amount_text",
    "beside_texts",
    "change_text",
    "parts_text",
    "people_rows",
    "period_text",
    "rows_shown",
    "scope_text",
    "summary_text",
    "target_text",
    "wanted_text",
]

LEAST_PERSONS = 5
"""Groups smaller than this are not shown person by person."""

SCALE = {
    "count": 1.0, "number": 1.0, "factor": 1.0, "share": 100.0, "seconds": 1 / 3600, "minutes": 1 / 60,
    "days": 1 / 86400, "ore": 0.01, "metres": 0.001, "grams": 0.001,
    "index": 1.0,
}  # fmt: skip
"""What a figure's value is multiplied with for the axis of a chart, by its unit; the axis says `report.axis.<unit>`."""

_DECIMALS = {"number": 1, "factor": 2, "index": 2, "minutes": 1, "days": 1}
_COLUMNS = {
    "day": "day", "visit_id": "visit_id", "request_id": "request_id", "title": "title", "kind": "kind",
    "channel": "channel", "line": "line", "job_type_id": "job_type", "customer": "customer", "technician": "technician",
    "priority": "priority", "sla_policy": "sla_policy", "planned_start": "planned_start",
    "planned_service_s": "planned_service", "service_s": "service", "planned_drive_s": "planned_drive",
    "drive_s": "drive", "wait_s": "wait", "distance_m": "distance", "paid_s": "paid", "overtime_s": "overtime",
    "reported": "reported", "outcome": "outcome", "reason": "reason", "created_at": "created_at",
    "responded_at": "responded_at", "response_due": "response_due", "response_met": "response_met",
    "ended_at": "ended_at", "resolution_due": "resolution_due", "resolution_met": "resolution_met",
    "closed_at": "closed_at", "first_closed": "first_closed", "reopened": "reopened", "failed": "failed",
    "response_s": "response_time", "resolution_s": "resolution_time", "promise_from": "promise_from",
    "promise_to": "promise_to", "arrived_at": "arrived_at", "started_at": "started_at", "p80_s": "p80",
    "avoided_m": "avoided", "visits": "visits", "price_ore": "price", "g_km": "g_km", "start": "start", "end": "end",
    "rest_short": "rest_short", "as_planned": "as_planned", "first_visits": "first_visits", "changed": "changed",
    "own_m": "own", "nearest_m": "nearest", "given_m": "given", "night_s": "night", "weekend_s": "weekend",
}  # fmt: skip


_MANY_M = 100_000


def amount_text(value: float | None, unit: str, language: str) -> str:
    """Return a figure's value as people read it; an en dash when there is none.

    Parameters
    ----------
    unit
        One of `SCALE`.
    """
    if value is None:
        return "–"
    if unit == "share":
        return percent_text(value, language, decimals=1)
    if unit == "seconds":
        return duration_text(value, language)
    if unit == "ore":
        return money_text(round(value), language)
    if unit == "metres":
        return f"{number_text(value / 1000, language, decimals=1 if value < _MANY_M else 0)}\N{NO-BREAK SPACE}km"
    shown = number_text(value * SCALE[unit], language, decimals=_DECIMALS.get(unit, 0))
    behind = f"report.behind.{unit}"
    return f"{shown}\N{NO-BREAK SPACE}{text(behind, language)}" if behind in texts() else shown


def period_text(first: date, last: date, language: str) -> str:
    """Return the days of a period, without weekdays: ``9 november–1 december``; of one day, that day.

    The year is said where the period begins in another one than it ends in.
    """
    years = first.year != last.year
    from_, to = (day_text(day, language, year=years).split(" ", 1)[1] for day in (first, last))
    return from_ if first >= last else f"{from_}–{to}"


def target_text(value: float, unit: str, language: str) -> str:
    """Return a target without decimals it was not given with: ``90 %``, ``30 min``."""
    if unit == "share":
        return percent_text(value, language)
    if unit == "minutes":
        return duration_text(value, language)
    return amount_text(value, unit, language)


def change_text(value: float | None, before: float | None, unit: str, language: str) -> str:
    """Return the change against the period before, with its sign; empty when either is missing."""
    if value is None or before is None:
        return ""
    change = value - before
    if unit == "share":
        shown = text("report.points", language, points=number_text(change * 100, language, decimals=1))
    else:
        shown = amount_text(change, unit, language)
    if not any(one in "123456789" for one in shown):
        return f"±{shown}"
    return f"+{shown}" if change > 0 else shown


def parts_text(figure: Figure, language: str) -> str:
    """Return what was divided by what, in words; empty where nothing was divided."""
    if not figure.definition.parts:
        return ""
    part, whole = (
        amount_text(value, unit, language)
        for value, unit in zip((figure.part, figure.whole), figure.definition.parts, strict=True)
    )
    key = f"report.figure.{figure.figure_id}.part"
    if key in texts():
        return text(key, language, part=part, whole=whole)
    same = len(set(figure.definition.parts)) == 1
    return text("report.part_of_whole" if same else "report.part_by_whole", language, part=part, whole=whole)


def beside_texts(figure: Figure, language: str) -> tuple[str, ...]:
    """Return what is said beside a figure, such as mean and P90: a few words each, of what is known."""
    return tuple(
        text(f"report.figure.{figure.figure_id}.{name}", language, value=amount_text(figure.more[name], unit, language))
        for name, unit in figure.definition.more
        if figure.more.get(name) is not None
    )


def wanted_text(figure: Figure, language: str) -> str:
    """Return the target of a figure, ``mål 60–85 %``; empty where it has none."""
    wanted = TARGETS.get(figure.figure_id, (None, None))
    ends = [target_text(one, figure.unit, language) for one in wanted if one is not None]
    if len(ends) == 2:  # the unit once: 60–85 %
        ends[0] = ends[0].rstrip("%\N{NO-BREAK SPACE}")
    return text("report.target", language, target="–".join(ends)) if ends else ""


def scope_text(found: Statistics, figure: Figure, language: str) -> str:
    """Return that a figure is of the whole team though a filter is set; empty where it is what was asked for."""
    return text("report.whole_team", language) if found.filters.count and not figure.definition.filtered else ""


def summary_text(found: Statistics, language: str) -> str:
    """Return in a sentence or two which targets are met and which not; empty where nothing has a target.

    Under a filter those of the whole team are not judged: they are no answer to what was asked.
    """
    judged = [(one, verdict(one)) for one in found.figures.values() if not scope_text(found, one, language)]
    judged = [(one, said) for one, said in judged if said]
    if not judged:
        return ""
    missed = [one for one, said in judged if said.startswith("misses")]
    met = text("report.summary.met", language, met=len(judged) - len(missed), all=len(judged))
    if not missed:
        return met
    named = ", ".join(
        f"{text(f'report.figure.{one.figure_id}.name', language)} {amount_text(one.value, one.unit, language)} "
        f"({wanted_text(one, language)})"
        for one in missed
    )
    return f"{met} {text('report.summary.missed', language, figures=named)}"


def people_rows(rows: pd.DataFrame) -> bool:
    """Whether the rows may name persons: at least `LEAST_PERSONS` of them, so nobody stands out."""
    return "technician_id" in rows and rows["technician_id"].nunique() >= LEAST_PERSONS


def rows_shown(
    columns: Sequence[str], rows: pd.DataFrame, catalogue: Catalogue, *, language: str, zone: str = TEAM_ZONE
) -> pd.DataFrame:
    """Return the rows behind a figure with headings and values as people read them.

    Parameters
    ----------
    columns
        What to show, in order, as the figure's definition has it.
    rows
        The rows as `planner.report` gives them. Names of persons are left out where too few are in it.
    catalogue
        Names of job types and service levels.
    language
        ``sv`` or ``en``.
    zone
        Time zone of the moments shown.
    """
    chosen = [name for name in columns if name in rows]
    if not people_rows(rows):
        chosen = [name for name in chosen if name != "technician"]
    shown = {
        text(f"report.column.{_COLUMNS[name]}", language): [
            _cell(name, value, catalogue, language, zone) for value in rows[name]
        ]
        for name in chosen
    }
    return pd.DataFrame(shown)


def _cell(name: str, value: Any, catalogue: Catalogue, language: str, zone: str) -> Any:
    if value is None or (not isinstance(value, Message) and pd.isna(value)):
        return None
    for suffix, show in _BY_SUFFIX.items():
        if name.endswith(suffix):
            return show(value)
    if isinstance(value, Message):
        return render(value, language, zone=zone)
    if isinstance(value, datetime):
        local = value.astimezone(ZoneInfo(zone))
        return f"{local:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return day_text(value, language)
    return _word(name, value, catalogue, language)


_BY_SUFFIX: dict[str, Callable[[Any], Any]] = {
    "_s": lambda seconds: round(float(seconds) / 60),
    "_m": lambda metres: round(float(metres) / 1000, 1),
    "_ore": lambda ore: round(float(ore) / 100),
}


def _word(name: str, value: Any, catalogue: Catalogue, language: str) -> Any:
    if name == "job_type_id":
        known = catalogue.job_types.get(str(value))
        return known.name[language] if known else str(value)
    if name == "sla_policy":
        policy = catalogue.sla_policies.get(str(value))
        return policy.label[language] if policy else str(value)
    if name == "priority":
        return f"P{int(value)}"
    if name in ("kind", "channel"):
        return text(f"report.kind.{value}", language)
    if name == "outcome":
        return text(f"report.outcome.{value}", language)
    if name.endswith("_met") or name in ("reported", "as_planned", "rest_short"):
        return text("report.yes" if value else "report.no", language)
    return value
