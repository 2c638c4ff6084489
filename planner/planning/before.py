"""What was before a plan: who did earlier requests, what is published, and from when on a subcontractor can come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from planner.model.duty import Duty
from planner.model.message import Message, message
from planner.model.parts import Part
from planner.model.team import Team, Technician
from planner.model.vendors import Terms, Vendor
from planner.planning.horizon import Horizon

__all__ = ["Before", "HeldPart", "Told", "hired", "lead_absence", "vendor_notes", "works_for_us"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """By whom, on which day and from when on a request is done in the published plan."""

    technician_id: str
    day: date
    start: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPart:
    """A part that stays on its day with its technician: it is done, or others of the job lie on days not planned.

    Parameters
    ----------
    start
        Aware moment at which it was done or is under way, where it stays at its time too.
    rest_elsewhere
        Whether what is left of the job lies on days that are not planned, so that nothing more of it is planned here.
    """

    part: Part
    day: date
    technician_id: str
    start: datetime | None = None
    rest_elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What was before.

    Parameters
    ----------
    done_by
        Technician by request: who has done it, or does it by the plan of today.
    told
        The published plan, by request.
    at
        Present moment, from which lead times of subcontractors count; None: they count for nothing.
    parts
        Parts of long jobs that stay where the plans of the days have them, by request.
    slept, sleeps
        Hotel by technician: where the night before the first day is spent, and the night after the last, by the plans
        of the days around.
    """

    done_by: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, Told] = field(default_factory=dict)
    at: datetime | None = None
    parts: Mapping[str, tuple[HeldPart, ...]] = field(default_factory=dict)
    slept: Mapping[str, str] = field(default_factory=dict)
    sleeps: Mapping[str, str] = field(default_factory=dict)


def lead_absence(
    technician: Technician, vendor: Vendor | None, before: Before, horizon: Horizon, *, start_s: int
) -> tuple[int, int] | None:
    """Return the seconds from the start of a shift in which a subcontractor cannot come yet, or None.

    Whoever has orders on the day keeps the whole shift for them (see `hired`).
    """
    last_s = _earliest_s(vendor, before, horizon)
    if last_s is None or last_s <= start_s or _ordered(technician, before, horizon.day):
        return None
    return start_s, last_s


def hired(duty: Duty, vendor: Vendor | None, technician: Technician, before: Before, horizon: Horizon) -> Duty:
    """Return a duty on the terms of the subcontractor whose it is; own staff's as it is.

    Sooner than the lead time, what is ordered stays with them and nothing is added.
    """
    if vendor is None:
        return duty
    last_s = _earliest_s(vendor, before, horizon)
    ordered = _ordered(technician, before, horizon.day)
    late = last_s is not None and last_s > duty.start_s and bool(ordered)
    terms = Terms(
        vendor_id=vendor.vendor_id,
        name=vendor.name,
        prices=vendor.prices,
        job_types=vendor.job_types,
        ordered=ordered if late else None,
    )
    return replace(duty, vendor=terms, overtime_ore_h=0)


def works_for_us(team: Team, technician: Technician) -> bool:
    """Whether somebody is own staff, or of a subcontractor that is known and active."""
    vendor = team.vendor(technician.vendor_id)
    return not technician.vendor_id or (vendor is not None and vendor.active)


def vendor_notes(team: Team, technicians: Sequence[Technician]) -> Iterator[Message]:
    """Yield what has to be said of people of subcontractors that nobody knows or that work for us no more."""
    for one in technicians:
        if not works_for_us(team, one):
            vendor = team.vendor(one.vendor_id)
            key = "planning.vendor_inactive" if vendor else "planning.vendor_unknown"
            yield message(key, technician=one.name, vendor=vendor.name if vendor else one.vendor_id)


def _earliest_s(vendor: Vendor | None, before: Before, horizon: Horizon) -> int | None:
    if vendor is None or before.at is None:
        return None
    return horizon.seconds(before.at) + vendor.lead_min * 60


def _ordered(technician: Technician, before: Before, day: date) -> tuple[str, ...]:
    """Return the requests that are published with a technician on a day."""
    mine = technician.technician_id, day
    told = before.told.items()
    return tuple(sorted(request_id for request_id, one in told if (one.technician_id, one.day) == mine))
