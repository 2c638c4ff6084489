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
)
from planner.model.message import Message

__all__ = ["LEAST_PERSONS", "amount_text", "change_text", "people_rows", "rows_shown", "target_text"]

LEAST_PERSONS = 5
"""Groups smaller than this are not shown person by person."""

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
_DECIMALS: dict[str, tuple[float, int]] = {
    "number": (1, 1), "days": (86_400, 1), "factor": (1, 2), "index": (1, 2), "grams": (1000, 0),
}  # fmt: skip
"""By unit: through what it is divided, and decimals."""


def amount_text(value: float | None, unit: str, language: str) -> str:
    """Return a figure's value as people read it; an en dash when there is none."""
    if value is None:
        return "–"
    if unit == "share":
        return percent_text(value, language, decimals=1)
    if unit == "minutes":
        return f"{number_text(value / 60, language, decimals=1)}\N{NO-BREAK SPACE}min"
    if unit == "seconds":
        return duration_text(value, language)
    if unit == "ore":
        return money_text(round(value), language)
    if unit == "metres":
        return f"{number_text(value / 1000, language, decimals=1 if value < _MANY_M else 0)}\N{NO-BREAK SPACE}km"
    if unit in _DECIMALS:
        scale, decimals = _DECIMALS[unit]
        number = number_text(value / scale, language, decimals=decimals)
        return text(f"report.amount.{unit}", language, value=number) if unit in ("days", "grams") else number
    return number_text(value, language)


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
    sign = "+" if change > 0 else "±" if change == 0 else ""
    if unit == "share":
        return sign + text("report.points", language, points=number_text(change * 100, language, decimals=1))
    return sign + amount_text(change, unit, language)


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
