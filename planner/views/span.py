"""The schedule of several days side by side: rows of everybody who works on one of them, bars of every day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from planner.model.language import percent_text
from planner.model.plan import Plan
from planner.model.words import ShiftKind
from planner.views.board import duties_of, paid_s, used_s

__all__ = ["joined"]

_FIRST, _LAST = time(6), time(19)


def joined(
    plans: Sequence[Plan], parts: Sequence[dict[str, Any]], *, days: Sequence[date], language: str
) -> dict[str, Any]:  # fmt: skip
    """Return one schedule of several.

    Parameters
    ----------
    plans
        One of each day that has one, in order of the days.
    parts
        What `planner.views.schedule` says of each; the first names zone, words and colours.
    days
        The days that are shown, also those without a plan.
    language
        ``sv`` or ``en``.
    """
    zone = ZoneInfo(plans[0].time_zone)
    low = datetime.combine(days[0], time(0), zone)
    high = datetime.combine(days[-1] + timedelta(days=1), time(0), zone)
    first, last = _hours(plans, zone)
    rows = {row["id"]: row for part in parts for row in part["rows"]}
    for who, row in rows.items():
        row.update(_filled(plans, who, language))
    bars = {_key(plan, bar): bar | {"id": _key(plan, bar)} for plan, part in zip(plans, parts, strict=True)
            for bar in part["bars"]}  # fmt: skip
    return parts[0] | {
        "plan": "+".join(plan.plan_id for plan in plans),
        "start": datetime.combine(days[0], first, zone).isoformat(),
        "end": datetime.combine(days[-1], last, zone).isoformat(),
        "nights": _nights(days, first, last, zone),
        "day": [low.isoformat(), high.isoformat()],
        "rows": sorted(rows.values(), key=lambda row: (row["number"], row["name"])),
        "grounds": [ground for who in rows for ground in _grounds(plans, who, low, high)],
        "bars": list(bars.values()),
        "legend": list({name: [name, words] for part in parts for name, words in part["legend"]}.values()),
        "days": len(days),
    }


def _hours(plans: Sequence[Plan], zone: ZoneInfo) -> tuple[time, time]:
    """The hours of the day at which anybody works: the nights between are left out, so that a week can be read."""
    local = [
        (duty.start.astimezone(zone), duty.end.astimezone(zone)) for plan in plans for duty in plan.technicians
        if duty.kind is not ShiftKind.ON_CALL
    ]  # fmt: skip
    if any(begin.date() != end.date() for begin, end in local):
        return time(0), time(23, 59)
    begins = [time(begin.hour) for begin, _ in local]
    ends = [time(min(23, end.hour + (end.minute > 0))) for _, end in local]
    return min((_FIRST, *begins)), max((_LAST, *ends))


def _nights(days: Sequence[date], first: time, last: time, zone: ZoneInfo) -> list[list[str]]:
    """What is left out of each day: from midnight to the first hour, and from the last hour to midnight."""
    cuts = [datetime.combine(one, clock, zone) for one in days for clock in (first, last)]
    low = datetime.combine(days[0], time(0), zone)
    high = datetime.combine(days[-1] + timedelta(days=1), time(0), zone)
    edges = [low, *cuts, high]
    return [[begin.isoformat(), end.isoformat()] for begin, end in zip(edges[::2], edges[1::2], strict=True)]


def _key(plan: Plan, bar: dict[str, Any]) -> str:
    """A visit keeps its key, so that it is found in every view; everything else gets its day's."""
    return str(bar["id"]) if bar.get("visit") else f"{plan.day}:{bar['id']}"


def _filled(plans: Sequence[Plan], who: str, language: str) -> dict[str, Any]:
    paid = sum(paid_s(plan, who) for plan in plans)
    fill = sum(used_s(plan, who) for plan in plans) / paid if paid > 0 else None
    return {"fill": None if fill is None else round(min(fill, 1.0), 3), "fill_text": percent_text(fill, language)}


def _grounds(plans: Sequence[Plan], who: str, low: datetime, high: datetime) -> list[dict[str, str]]:
    """The times outside somebody's shifts, over all days."""
    duties = sorted((duty for plan in plans for duty in duties_of(plan, who)), key=lambda duty: duty.start)
    found, at = [], low
    for duty in duties:
        if duty.start > at:
            found.append({"row": who, "start": at.isoformat(), "end": duty.start.isoformat()})
        at = max(at, duty.end)
    if at < high:
        found.append({"row": who, "start": at.isoformat(), "end": high.isoformat()})
    return found
