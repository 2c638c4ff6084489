"""Tables for the charts of the statistics: small, by weekday, priority, place, hour, age and term of the price."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from planner.report.columns import NONE
from planner.report.figures.backlog import inflow, open_at, open_counts, outflow
from planner.report.figures.groups import Flat, Groups
from planner.report.figures.service import visits_of

__all__ = ["AGES_DAYS", "CHARTS", "MOST_PLACES", "OF_THEME", "Parts"]

AGES_DAYS = (0, 1, 3, 7, 14, 30)
"""Where the ages of open requests are parted, in days."""
MOST_PLACES = 15
"""So many places with the most requests are in the heat map."""

_DAY = 86_400 * 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A period in one, and in the parts of its trend, which begin on `starts`; as the filters let through."""

    whole: Groups
    split: Groups
    starts: tuple[date, ...]


def weekday_drive(parts: Parts) -> pd.DataFrame:
    """``weekday`` (ISO), ``planned_min``, ``actual_min``: mean minutes of drive to a visit."""
    groups = parts.whole
    work = groups.tables["work"]
    driven = groups.says("work", "kind", "visit") & ~np.isnan(work["drive_s"])
    weekdays = _weekdays(work["day"])
    rows = []
    for weekday in range(1, 8):
        mine = driven & (weekdays == weekday)
        if mine.any():
            rows.append((weekday, *(float(work[one][mine].mean()) / 60 for one in ("planned_drive_s", "drive_s"))))
    return pd.DataFrame(rows, columns=["weekday", "planned_min", "actual_min"])


def paid_time(parts: Parts) -> pd.DataFrame:
    """``part``, ``seconds``, ``share``: where the paid time and overtime of the shifts go; ``free`` is in no plan."""
    groups = parts.whole
    every, shifts = groups.everything("shifts"), groups.tables["shifts"]
    used = {name: shifts[f"{name}_s"] for name in ("service", "drive", "wait")}
    spent = np.add.reduce(list(used.values()))
    used["free"] = np.maximum(shifts["paid_s"] + shifts["overtime_s"] - spent, 0)
    sums = {name: float(seconds[every].sum()) for name, seconds in used.items()}
    whole = sum(sums.values())
    rows = [(name, seconds, seconds / whole) for name, seconds in sums.items()] if whole else []
    return pd.DataFrame(rows, columns=["part", "seconds", "share"])


def sla_by_priority(parts: Parts) -> pd.DataFrame:
    """``priority``, ``met``, ``counted``, ``share`` of the resolution target."""
    requests = parts.whole.tables["requests"]
    counted = (requests["resolution_met"] >= 0) & parts.whole.everything("requests")
    rows = []
    for priority in range(1, 6):
        mine = requests["resolution_met"][counted & (requests["priority"] == priority)]
        if len(mine):
            met = int((mine == 1).sum())
            rows.append((priority, met, len(mine), met / len(mine)))
    return pd.DataFrame(rows, columns=["priority", "met", "counted", "share"])


def unassigned_by_reason(parts: Parts) -> pd.DataFrame:
    """``reason_code``, ``visits``: visits left out, the most frequent reason first."""
    groups = parts.whole
    left = groups.tables["work"]["reason_code"][groups.says("work", "kind", "unassigned")]
    codes, counts = np.unique(left, return_counts=True)
    found = sorted(zip((groups.words.texts[one] for one in codes), counts.tolist(), strict=True), key=_largest)
    return pd.DataFrame(found, columns=["reason_code", "visits"])


def remote_by_line(parts: Parts) -> pd.DataFrame:
    """``line``, ``remote``, ``closed``, ``share``: requests closed without a visit, by first, second and third line."""
    requests = parts.whole.tables["requests"]
    over = parts.whole.everything("requests") & (requests["ended"] != NONE)
    rows = []
    for line in range(1, 4):
        mine = over & (requests["line"] == line)
        if mine.any():
            remote = int((mine & ~requests["visited"]).sum())
            rows.append((line, remote, int(mine.sum()), remote / int(mine.sum())))
    return pd.DataFrame(rows, columns=["line", "remote", "closed", "share"])


def closed_by_channel(parts: Parts) -> pd.DataFrame:
    """``channel``, ``closed``: requests closed by telephone, from afar and with a visit."""
    requests = parts.whole.tables["requests"]
    over = parts.whole.everything("requests") & (requests["ended"] != NONE)
    channels = ((one, int((over & parts.whole.says("requests", "channel", one)).sum())) for one in _CHANNELS)
    return pd.DataFrame([one for one in channels if one[1]], columns=["channel", "closed"])


_CHANNELS = ("phone", "remote", "on_site")


def demand_by_hour(parts: Parts) -> pd.DataFrame:
    """``weekday`` (ISO), ``hour``, ``requests``: when requests come, by local time."""
    requests, came = _came(parts)
    slots = _weekdays(requests["created_day"][came]).astype(np.int64) * 24 + requests["hour"][came]
    found, counts = np.unique(slots, return_counts=True)
    rows = [(int(slot) // 24, int(slot) % 24, int(count)) for slot, count in zip(found, counts, strict=True)]
    return pd.DataFrame(rows, columns=["weekday", "hour", "requests"])


def demand_by_place(parts: Parts) -> pd.DataFrame:
    """``place``, ``hour``, ``requests``: where and at which local hour requests come, of the places with the most."""
    requests, came = _came(parts)
    areas, hours = requests["area"][came].astype(np.int64), requests["hour"][came]
    places, counts = np.unique(areas[areas > 0], return_counts=True)
    most = places[np.argsort(-counts, kind="stable")[:MOST_PLACES]]
    kept = np.isin(areas, most)
    found, counts = np.unique(areas[kept] * 24 + hours[kept], return_counts=True)
    texts = parts.whole.words.texts
    rows = [(texts[slot // 24], slot % 24, count) for slot, count in zip(found.tolist(), counts.tolist(), strict=True)]
    return pd.DataFrame(sorted(rows), columns=["place", "hour", "requests"])


def _came(parts: Parts) -> tuple[dict[str, Flat], Flat]:
    """The requests, and which of them came in the period."""
    requests, groups = parts.whole.tables["requests"], parts.whole
    came = (requests["created"] >= groups.begins[0]) & (requests["created"] < groups.ends[0])
    return requests, np.asarray(came & (requests["hour"] >= 0))


def visits_by_cost(parts: Parts) -> pd.DataFrame:
    """``lat``, ``lon`` (about a kilometre), ``visits``, ``cost_ore``: mean of what the plan's price has for a visit.

    That is the drive to it, waiting, lateness and the like; not the way home, overtime, or the day of the technician.
    """
    groups = parts.whole
    work = groups.tables["work"]
    mine = visits_of(groups) & ~np.isnan(work["lat"])
    cells = np.stack([work["lat"][mine], work["lon"][mine]], axis=1)
    places, which, counts = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    costs = work["cost_ore"][mine]
    known = ~np.isnan(costs)
    which = which.reshape(-1)
    sums, priced = (np.bincount(which[known], weights=one, minlength=len(places)) for one in (costs[known], None))
    means = np.divide(sums, priced, out=np.full(len(places), np.nan), where=priced > 0)
    return pd.DataFrame({"lat": places[:, 0], "lon": places[:, 1], "visits": counts, "cost_ore": means})


def backlog_ages(parts: Parts) -> pd.DataFrame:
    """``from_days``, ``to_days`` (not a number: no end), ``requests``, ``overdue``: how old open requests are."""
    requests, end = parts.whole.tables["requests"], int(parts.whole.ends[0])
    is_open = open_at(requests, end)
    ages = (end - requests["created"][is_open]) / _DAY
    due = requests["resolution_due"][is_open]
    overdue = (due != NONE) & (due <= end)
    rows = []
    for low, high in zip(AGES_DAYS, (*AGES_DAYS[1:], np.nan), strict=True):
        mine = (ages >= low) & ~(ages >= high)
        rows.append((low, high, int(mine.sum()), int((mine & overdue).sum())))
    return pd.DataFrame(rows, columns=["from_days", "to_days", "requests", "overdue"])


def flow(parts: Parts) -> pd.DataFrame:
    """``bucket`` (first day), ``came``, ``went``, ``open``: requests that came and went, and those open at its end."""
    came, went, at_end = inflow(parts.split).part, outflow(parts.split).part, open_counts(parts.split)
    rows = [
        (start, int(a), int(b), int(c)) for start, a, b, c in zip(parts.starts, came, went, at_end, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["bucket", "came", "went", "open"])


def cost_by_term(parts: Parts) -> pd.DataFrame:
    """``term``, ``ore``: what each term of the price costs in the published plans, the dearest first."""
    terms = parts.whole.tables["terms"]
    texts = parts.whole.words.texts
    sums = [(float(terms["ore"][terms["term"] == one].sum()), texts[one]) for one in np.unique(terms["term"])]
    rows = [(term, ore) for ore, term in sorted(sums, key=lambda one: (-one[0], one[1]))]
    return pd.DataFrame(rows, columns=["term", "ore"])


def _weekdays(days: Flat) -> Flat:
    return np.asarray((days - 1) % 7 + 1)  # day 1 of the calendar was a Monday


def _largest(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


CHARTS: dict[str, Callable[[Parts], pd.DataFrame]] = {
    "weekday_drive": weekday_drive,
    "paid_time": paid_time,
    "sla_by_priority": sla_by_priority,
    "unassigned_by_reason": unassigned_by_reason,
    "remote_by_line": remote_by_line,
    "closed_by_channel": closed_by_channel,
    "demand_by_hour": demand_by_hour,
    "demand_by_place": demand_by_place,
    "visits_by_cost": visits_by_cost,
    "backlog_ages": backlog_ages,
    "flow": flow,
    "cost_by_term": cost_by_term,
}
"""Every table by its name."""

OF_THEME: dict[str, tuple[str, ...]] = {
    "overview": ("weekday_drive", "sla_by_priority", "demand_by_hour"),
    "service": ("sla_by_priority", "unassigned_by_reason", "demand_by_hour"),
    "time": ("paid_time", "weekday_drive"),
    "remote": ("remote_by_line", "closed_by_channel"),
    "backlog": ("flow", "backlog_ages", "demand_by_hour", "demand_by_place"),
    "cost": ("cost_by_term", "visits_by_cost"),
    "plan": ("unassigned_by_reason",),
}
"""Names of the tables that a theme shows."""
