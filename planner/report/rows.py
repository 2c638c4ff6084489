"""The rows behind a figure as people's tables have them: values of the model instead of numbers, and names."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from planner.report.asof import Names
from planner.report.columns import CALLS, NONE, SEEN, TABLES, Columns, Words

__all__ = ["rows_behind"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SAID = {"created": "created_at", "responded": "responded_at", "ended": "ended_at", "closed": "closed_at"}
_HIDDEN = frozenset({"order", "undone", "live", "last", "created_day", "ended_day", "due_day", "ends_at"})
_KINDS = TABLES | {"requests": SEEN, "calls": CALLS}
_UNKNOWN = {"response_met", "resolution_met", "as_planned", "hour"}
_PEOPLE = {
    "work": ("technician", "reason"),
    "shifts": ("technician",),
    "calls": ("technician",),
    "requests": ("title",),
}


def rows_behind(table: str, columns: Columns, words: Words, names: Names) -> pd.DataFrame:
    """Return rows of a table, each column with the values of the model; unknown values are None.

    Parameters
    ----------
    table
        Name of the table.
    columns
        The rows to show, in their order.
    names
        Gives names, titles and reasons, which are not in the columns.
    """
    kinds = {name: kind for name, kind in _KINDS[table].items() if name not in _HIDDEN}
    shown = {_SAID.get(name, name): _plain(name, kind, columns[name], words) for name, kind in kinds.items()}
    told = _told(table, shown, names) or {name: [] for name in _PEOPLE.get(table, ())}
    return pd.DataFrame(shown | told)


def _plain(name: str, kind: str, values: np.ndarray, words: Words) -> list[Any]:
    """A column as the values of the model."""
    if name == "day":
        return [date.fromordinal(int(one)) for one in values]
    if kind == "word":
        return [words.texts[one] or None for one in values]
    if name in _UNKNOWN:
        return [None if one < 0 else int(one) if name == "hour" else bool(one) for one in values]
    if kind == "i8":
        return [None if one == NONE else _EPOCH + timedelta(microseconds=int(one)) for one in values]
    return list(values.tolist())


def _told(table: str, shown: dict[str, list[Any]], names: Names) -> dict[str, list[Any]]:
    """What only people need to know, asked for the rows that they see."""
    if not shown["day"]:
        return {}
    if table == "requests":
        titles = names.titles_of(shown["request_id"])
        return {"title": [titles.get(one) for one in shown["request_id"]]}
    if "technician_id" not in shown:
        return {}
    known = names.names()
    told: dict[str, list[Any]] = {"technician": [known.get(one, one) for one in shown["technician_id"]]}
    if table == "work":
        left = {day for day, kind in zip(shown["day"], shown["kind"], strict=True) if kind == "unassigned"}
        reasons = names.reasons_of(left) if left else {}
        told["reason"] = [reasons.get(one) for one in zip(shown["day"], shown["visit_id"], strict=True)]
    return told
