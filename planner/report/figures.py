"""One key figure, one function: value, the parts it is made of, and the rows behind it.

Formulas are those of the trade (see the README's table). Shares are 0-1, durations seconds.
A figure without anything to count has the value None, never zero.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

__all__ = ["FIGURES", "Figure", "Tables"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The three tables of a period (see `planner.report.facts`)."""

    work: pd.DataFrame
    shifts: pd.DataFrame
    requests: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A key figure.

    Parameters
    ----------
    figure_id
        Key of its texts ``report.figure.<id>``.
    unit
        ``count``, ``share``, ``seconds`` (shown as hours and minutes) or ``minutes`` (seconds shown as minutes).
    value
        None when there is nothing to count.
    part, whole
        What was divided by what; equal units.
    higher_is_better
        None where neither direction is good in itself.
    rows
        The rows behind, one line each.
    all_rows
        How many rows there are, where `rows` holds only the first of them.
    """

    figure_id: str
    unit: str
    value: float | None
    part: float
    whole: float
    higher_is_better: bool | None
    rows: pd.DataFrame
    all_rows: int | None = None

    @property
    def count(self) -> int:
        """How many rows are behind it."""
        return len(self.rows) if self.all_rows is None else self.all_rows


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def visits_done(tables: Tables) -> Figure:
    """Visits reported done / visits planned and due; one of a crew counts once, by its first seat."""
    rows = tables.work[(tables.work["kind"] == "visit") & (tables.work["seat"] == 1)]
    done = int((rows["outcome"] == "done").sum())
    return Figure(
        figure_id="visits_done", unit="count", value=float(done), part=done, whole=len(rows), higher_is_better=True,
        rows=rows,
    )  # fmt: skip


def remote_rate(tables: Tables) -> Figure:
    """Closed without a visit / closed."""
    rows = tables.requests[tables.requests["ended_at"].notna()]
    remote = int((~rows["visited"].astype(bool)).sum())
    return Figure(
        figure_id="remote_rate", unit="share", value=_share(remote, len(rows)), part=remote, whole=len(rows),
        higher_is_better=True, rows=rows,
    )  # fmt: skip


def sla_response(tables: Tables) -> Figure:
    """Responses within target / responses due or given."""
    return _sla(tables, "sla_response", "response_met")


def sla_resolution(tables: Tables) -> Figure:
    """Resolved within target / resolved or overdue."""
    return _sla(tables, "sla_resolution", "resolution_met")


def _sla(tables: Tables, figure_id: str, column: str) -> Figure:
    rows = tables.requests[tables.requests[column].notna()]
    met = int(rows[column].astype(bool).sum())
    return Figure(
        figure_id=figure_id, unit="share", value=_share(met, len(rows)), part=met, whole=len(rows),
        higher_is_better=True, rows=rows,
    )  # fmt: skip


def drive_per_visit(tables: Tables) -> Figure:
    """Drive time, home included / visits of the shifts driven; of a crew all drive, its visit counts once."""
    shifts = tables.shifts
    driven = set(zip(shifts["day"], shifts["technician_id"], strict=True))
    work = tables.work[(tables.work["kind"] == "visit") & (tables.work["seat"] == 1)]
    visits = sum(one in driven for one in zip(work["day"], work["technician_id"], strict=True))
    total = float(shifts["drive_s"].sum())
    return Figure(
        figure_id="drive_per_visit", unit="minutes", value=_share(total, visits), part=total, whole=visits,
        higher_is_better=False, rows=shifts,
    )  # fmt: skip


def drive_share(tables: Tables) -> Figure:
    """Travel / (travel + service + wait)."""
    rows = tables.shifts
    drive = float(rows["drive_s"].sum())
    total = drive + float(rows["service_s"].sum()) + float(rows["wait_s"].sum())
    return Figure(
        figure_id="drive_share", unit="share", value=_share(drive, total), part=drive, whole=total,
        higher_is_better=False, rows=rows,
    )  # fmt: skip


def utilisation(tables: Tables) -> Figure:
    """Service / paid time less breaks and absence."""
    rows = tables.shifts
    service, paid = float(rows["service_s"].sum()), float(rows["paid_s"].sum())
    return Figure(
        figure_id="utilisation", unit="share", value=_share(service, paid), part=service, whole=paid,
        higher_is_better=None, rows=rows,
    )  # fmt: skip


def overtime(tables: Tables) -> Figure:
    """Time past the soft ends of shifts."""
    rows = tables.shifts[tables.shifts["overtime_s"] > 0]
    total = float(rows["overtime_s"].sum())
    value = total if len(tables.shifts) else None
    return Figure(
        figure_id="overtime", unit="seconds", value=value, part=len(rows), whole=len(tables.shifts),
        higher_is_better=False, rows=rows,
    )  # fmt: skip


def unassigned(tables: Tables) -> Figure:
    """Visits left out of the valid plans."""
    rows = tables.work[tables.work["kind"] == "unassigned"]
    value = float(len(rows)) if len(tables.work) else None
    return Figure(
        figure_id="unassigned", unit="count", value=value, part=len(rows), whole=int((tables.work["seat"] == 1).sum()),
        higher_is_better=False, rows=rows,
    )  # fmt: skip


FIGURES: dict[str, Callable[[Tables], Figure]] = {
    "visits_done": visits_done,
    "remote_rate": remote_rate,
    "sla_resolution": sla_resolution,
    "sla_response": sla_response,
    "drive_per_visit": drive_per_visit,
    "drive_share": drive_share,
    "utilisation": utilisation,
    "overtime": overtime,
    "unassigned": unassigned,
}
