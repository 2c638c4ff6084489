"""Tables for the charts of the statistics: small, by weekday, priority, reason, place and hour."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from planner.report.figures.groups import Groups

__all__ = ["CHARTS", "OF_THEME"]


def weekday_drive(groups: Groups) -> pd.DataFrame:
    """``weekday`` (ISO), ``planned_min``, ``actual_min``: mean minutes of drive to a visit."""
    work = groups.tables["work"]
    driven = groups.says("work", "kind", "visit") & ~np.isnan(work["drive_s"])
    weekdays = (work["day"] - 1) % 7 + 1  # day 1 of the calendar was a Monday
    rows = []
    for weekday in range(1, 8):
        mine = driven & (weekdays == weekday)
        if mine.any():
            rows.append((weekday, *(float(work[one][mine].mean()) / 60 for one in ("planned_drive_s", "drive_s"))))
    return pd.DataFrame(rows, columns=["weekday", "planned_min", "actual_min"])


def sla_by_priority(groups: Groups) -> pd.DataFrame:
    """``priority``, ``met``, ``counted``, ``share`` of the resolution target."""
    requests = groups.tables["requests"]
    counted = (requests["resolution_met"] >= 0) & (groups.of["requests"] >= 0)
    rows = []
    for priority in range(1, 6):
        mine = requests["resolution_met"][counted & (requests["priority"] == priority)]
        if len(mine):
            met = int((mine == 1).sum())
            rows.append((priority, met, len(mine), met / len(mine)))
    return pd.DataFrame(rows, columns=["priority", "met", "counted", "share"])


def unassigned_by_reason(groups: Groups) -> pd.DataFrame:
    """``reason_code``, ``visits``: visits left out, the most frequent reason first."""
    left = groups.tables["work"]["reason_code"][groups.says("work", "kind", "unassigned")]
    codes, counts = np.unique(left, return_counts=True)
    found = sorted(zip((groups.words.texts[one] for one in codes), counts.tolist(), strict=True), key=_largest)
    return pd.DataFrame(found, columns=["reason_code", "visits"])


def _largest(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


CHARTS: dict[str, Callable[[Groups], pd.DataFrame]] = {
    "weekday_drive": weekday_drive,
    "sla_by_priority": sla_by_priority,
    "unassigned_by_reason": unassigned_by_reason,
}
"""Every table by its name."""

OF_THEME: dict[str, tuple[str, ...]] = {
    "overview": ("weekday_drive", "sla_by_priority", "unassigned_by_reason"),
    "service": ("sla_by_priority", "unassigned_by_reason"),
    "time": ("weekday_drive",),
}
"""Names of the tables that a theme shows."""
