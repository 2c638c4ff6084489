"""What stands behind a figure or a term of the price of a plan: which visits, whose time, how much of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from planner.model.costs import ore
from planner.model.language import day_text, duration_text, money_text, text, time_text
from planner.model.plan import Plan
from planner.model.price import PriceItem
from planner.views.lateness import late_words
from planner.views.summary import broken_promises, overtime_by_duty, quantity_text

__all__ = ["FIGURES", "Behind", "behind_figure", "behind_term"]

FIGURES = ("overtime", "late", "promises")
"""Figures of the board that consist of visits or people one has to do something about."""

_BY_PERSON = frozenset({"drive_time", "distance", "waiting"})
"""Terms of which a whole day is told, not each drive."""

_Key = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """One row: what it is, how much of it, and what can be put in focus."""

    label: str
    amount: str
    visit_id: str | None = None
    technician_id: str | None = None
    change: str = ""


def behind_figure(
    plan: Plan, name: str, *, language: str, promises: Mapping[str, tuple[datetime, datetime]]
) -> tuple[Behind, ...]:
    """Return what a figure of the board consists of, the worst first.

    Parameters
    ----------
    name
        One of `FIGURES`.
    promises
        What customers were told, by request id.
    """
    if name == "overtime":
        duties = {one.duty_id: one for one in plan.technicians}
        most = sorted(overtime_by_duty(plan).items(), key=lambda pair: -pair[1])
        return tuple(
            Behind(label=f"{duties[duty_id].number} {duties[duty_id].name}", amount=duration_text(seconds, language),
                   technician_id=duties[duty_id].technician_id)
            for duty_id, seconds in most
        )  # fmt: skip
    if name == "late":
        late = sorted((one for one in plan.stops if one.lateness_s > 0), key=lambda one: -one.lateness_s)
        return tuple(
            _of_visit(plan, one.visit_id, language, amount=late_words(one, language)) for one in late if one.visit_id
        )
    return tuple(_broken(plan, promises, language))


def behind_term(plan: Plan, term: str, *, language: str, against: Plan | None = None) -> tuple[Behind, ...]:
    """Return what a term of the price consists of, the dearest first; with the change against an earlier version.

    What cost something in the earlier version alone comes with the amount of nothing.
    """
    now, before = _amounts(plan, term), _amounts(against, term) if against else {}
    rows = []
    for key in sorted({**now, **before}, key=lambda one: (-now.get(one, (0, 0))[0], before.get(one, (0, 0))[0])):
        (units, quantity), (was, _) = now.get(key, (0, 0)), before.get(key, (0, 0))
        change = money_text(ore(units - was), language, signed=True) if against else ""
        amount = money_text(ore(units), language)
        if quantity and (told := quantity_text(term, quantity, language)):
            amount = f"{amount} ({told})"
        known = plan if key in now or against is None else against
        rows.append(_row(known, key, language, amount=amount, change=change))
    return tuple(rows)


def _amounts(plan: Plan, term: str) -> dict[_Key, tuple[int, int]]:
    sums: dict[_Key, list[int]] = defaultdict(lambda: [0, 0])
    for item in plan.price.items:
        if item.term == term:
            total = sums[_key(item)]
            total[0] += item.units
            total[1] += item.quantity
    return {key: (units, quantity) for key, (units, quantity) in sums.items() if units}


def _key(item: PriceItem) -> _Key:
    if item.visit_id is not None and item.term not in _BY_PERSON:
        return item.visit_id, None
    return None, item.technician_id


def _row(plan: Plan, key: _Key, language: str, *, amount: str, change: str) -> Behind:
    visit_id, technician_id = key
    if visit_id is not None:
        return _of_visit(plan, visit_id, language, amount=amount, change=change)
    who = next((one for one in plan.technicians if one.technician_id == technician_id), None)
    label = f"{who.number} {who.name}" if who else technician_id or text("views.behind.whole", language)
    return Behind(label=label, amount=amount, technician_id=technician_id, change=change)


def _of_visit(plan: Plan, visit_id: str, language: str, *, amount: str, change: str = "") -> Behind:
    stop = plan.stop_of(visit_id)
    if stop is not None:
        who = plan.whose(stop)
        told = (
            time_text(stop.start, zone=plan.time_zone),
            stop.customer or stop.named(language),
            who.name if who else "",
        )
        return Behind(label=_joined(told), amount=amount, visit_id=visit_id, technician_id=stop.technician_id,
                      change=change)  # fmt: skip
    left = next((one for one in plan.unassigned if one.visit_id == visit_id), None)
    if left is None:
        return Behind(label=visit_id, amount=amount, change=change)
    said = (left.customer or left.title or visit_id, text("views.behind.left_out", language))
    return Behind(label=_joined(said), amount=amount, visit_id=visit_id, change=change)


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(filter(None, parts))


def _broken(plan: Plan, promises: Mapping[str, tuple[datetime, datetime]], language: str) -> Iterable[Behind]:
    """The promises that the plan does not keep, the earliest first."""
    for request_id in broken_promises(plan, promises):
        first, last = (time_text(one, zone=plan.time_zone) for one in promises[request_id])
        day = promises[request_id][0].astimezone(ZoneInfo(plan.time_zone)).date()
        when = f"{first}–{last}" if day == plan.day else f"{day_text(day, language)} {first}–{last}"
        crew = plan.crew_of(request_id)
        visit_id = crew[0].visit_id if crew else None
        yield _of_visit(plan, visit_id or request_id, language, amount=text("views.behind.told", language, when=when))
