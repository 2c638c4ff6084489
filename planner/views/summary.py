"""Key figures and price of a plan as people read them, with the change against an earlier version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from planner.model.language import duration_text, km_text, money_text, number_text, percent_text, text
from planner.model.plan import Plan
from planner.model.words import ShiftKind, StopKind
from planner.views.board import paid_s, used_s
from planner.views.lateness import late_counts
from planner.views.map_data import people_of

__all__ = [
    "Figure",
    "PriceRow",
    "broken_promises",
    "key_figures",
    "overtime_by_duty",
    "price_rows",
    "price_total",
    "quantity_text",
    "utilisation",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of the strip: label, value, caption, the caption's tone (ok, warn, bad or quiet), and a detail."""

    name: str
    label: str
    value: str
    caption: str = ""
    tone: str = "quiet"
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow:
    """One term of the price: its name, öre, share of the dearest term (0-1), the quantity behind, the change."""

    term: str
    label: str
    ore: int
    amount: str
    share: float
    quantity: str
    change: str = ""


def key_figures(
    plan: Plan,
    *,
    language: str,
    promises: Mapping[str, tuple[datetime, datetime]] | None = None,
    against: Plan | None = None,
) -> tuple[Figure, ...]:
    """Return the eight figures of the board.

    Parameters
    ----------
    plan
        The plan.
    language
        ``sv`` or ``en``.
    promises
        What customers were told, by request id.
    against
        An earlier version; its difference becomes the caption of driving and distance. Less is good where no fewer
        requests are planned.
    """
    planned, remote, left = plan.requests_done, len(plan.remote_stops), len(plan.left_requests)
    return (
        _figure("planned", language, number_text(planned, language),
                caption=text("views.figure.of", language, total=planned + left),
                tone="warn" if left else "quiet"),
        _figure("remote", language, number_text(remote, language), caption=text("views.figure.no_travel", language)),
        _drive(plan, language, against),
        _distance(plan, language, against),
        _figure("utilisation", language, percent_text(utilisation(plan), language),
                caption=text("views.figure.people", language, people=len(people_of(plan)))),
        _overtime(plan, language),
        _late(plan, language),
        _promises(plan, promises or {}, language),
    )  # fmt: skip


def utilisation(plan: Plan) -> float | None:
    """Return work and driving of everybody over their paid time less breaks and absence; None without any."""
    people = [who.technician_id for who in people_of(plan)]
    paid = sum(paid_s(plan, one) for one in people)
    return sum(used_s(plan, one) for one in people) / paid if paid > 0 else None


def overtime_by_duty(plan: Plan) -> dict[str, int]:
    """Return seconds of overtime by duty, those above zero only."""
    ends = {s.duty_id: s.end for s in plan.stops if s.kind is StopKind.END}
    late = {
        t.duty_id: round((ends[t.duty_id] - t.end).total_seconds())
        for t in plan.technicians
        if t.duty_id in ends and t.kind is not ShiftKind.ON_CALL
    }
    return {duty_id: seconds for duty_id, seconds in late.items() if seconds > 0}


def _figure(
    name: str, language: str, value: str, *, caption: str = "", tone: str = "quiet", detail: str = ""
) -> Figure:
    label = text(f"views.figure.{name}", language)
    return Figure(name=name, label=label, value=value, caption=caption, tone=tone, detail=detail)


def _drive(plan: Plan, language: str, against: Plan | None) -> Figure:
    caption, tone = plan.quality_text(language), "quiet"
    if against is not None:
        change = plan.drive_s - against.drive_s
        shown = _signed(change, duration_text(change, language))
        caption = text("views.figure.against", language, change=shown, version=against.version)
        tone = _tone(change, plan, against)
    return _figure("drive", language, duration_text(plan.drive_s, language), caption=caption, tone=tone)


def _distance(plan: Plan, language: str, against: Plan | None) -> Figure:
    caption, tone = plan.quality_text(language), "quiet"
    if against is not None:
        change = plan.distance_m - against.distance_m
        caption, tone = _signed(change, km_text(change, language)), _tone(change, plan, against)
    return _figure("distance", language, km_text(plan.distance_m, language), caption=caption, tone=tone)


def _tone(change: int, plan: Plan, against: Plan) -> str:
    """Less is no gain where work fell out."""
    return "ok" if change < 0 and plan.requests_done >= against.requests_done else "quiet"


def _signed(change: float, shown: str) -> str:
    return f"+{shown}" if change > 0 else shown if change < 0 else f"±{shown}"


def _overtime(plan: Plan, language: str) -> Figure:
    duties = overtime_by_duty(plan)
    caption = text("views.figure.people", language, people=len(duties)) if duties else ""
    return _figure("overtime", language, duration_text(sum(duties.values()), language), caption=caption,
                   tone="warn" if duties else "quiet")  # fmt: skip


def _late(plan: Plan, language: str) -> Figure:
    late = [s.lateness_s for s in plan.stops if s.lateness_s > 0]
    worst = text("views.figure.worst", language, worst=duration_text(max(late), language)) if late else ""
    against = late_counts(plan, language)
    value = text("views.figure.visits", language, visits=len(late))
    return _figure("late", language, value, caption=against or worst or text("views.figure.none", language),
                   detail=worst, tone="warn" if late else "quiet")  # fmt: skip


def _promises(plan: Plan, promises: Mapping[str, tuple[datetime, datetime]], language: str) -> Figure:
    if not promises:
        return _figure("promises", language, "0", caption=text("views.figure.no_promises", language))
    broken = len(broken_promises(plan, promises))
    value = text("views.figure.kept", language, kept=len(promises) - broken, total=len(promises))
    caption = text("views.figure.all_kept" if not broken else "views.figure.broken", language, broken=broken)
    return _figure("promises", language, value, caption=caption, tone="ok" if not broken else "bad")


def broken_promises(plan: Plan, promises: Mapping[str, tuple[datetime, datetime]]) -> tuple[str, ...]:
    """Return the requests that a plan begins at another time than customers were told, by id, the earliest first."""

    def is_kept(request_id: str) -> bool:
        crew, (earliest, latest) = plan.crew_of(request_id), promises[request_id]
        return bool(crew) and earliest <= crew[0].start <= latest

    return tuple(one for one in sorted(promises, key=promises.__getitem__) if not is_kept(one))


def price_total(plan: Plan, language: str) -> str:
    """Return the plan's price."""
    return money_text(plan.price.total_ore, language)


def price_rows(plan: Plan, *, language: str, against: Plan | None = None) -> tuple[PriceRow, ...]:
    """Return the price by term, dearest first; terms that cost nothing are left out.

    Parameters
    ----------
    plan
        The plan.
    language
        ``sv`` or ``en``.
    against
        An earlier version for the column of changes.
    """
    before = {term.term: term.ore for term in against.price.terms} if against else {}
    now = {term.term: term for term in plan.price.terms}
    names = [name for name in (*now, *before) if (name in now and now[name].ore) or before.get(name)]
    amounts = {name: now[name].ore if name in now else 0 for name in dict.fromkeys(names)}
    dearest = max(amounts.values(), default=0)
    return tuple(
        PriceRow(
            term=name,
            label=text(f"views.price.{name}", language),
            ore=ore,
            amount=money_text(ore, language),
            share=ore / dearest if dearest else 0.0,
            quantity=quantity_text(name, now[name].quantity if name in now else 0, language),
            change=money_text(ore - before.get(name, 0), language, signed=True) if against else "",
        )
        for name, ore in sorted(amounts.items(), key=lambda pair: -pair[1])
    )


def quantity_text(term: str, quantity: int, language: str) -> str:
    """Return how much of something a term of the price is for: time, kilometres or a number."""
    match term:
        case "drive_time" | "overtime" | "lateness":
            return duration_text(quantity, language)
        case "distance":
            return km_text(quantity, language)
        case _:
            return number_text(quantity, language)
