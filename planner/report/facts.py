"""What figures are made from: the plans, requests and events of a period.

The event log is the only truth of what happened; plans say what was meant. The rows made of them keep both
(`planner.report.work`, `planner.report.clocks`), so that a figure can name what it is made of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from planner.law import CallOut
from planner.model.catalogue import Catalogue
from planner.model.event import Event
from planner.model.plan import Plan
from planner.model.request import Request

__all__ = [
    "CalledOut",
    "Facts",
    "Traits",
    "reported_by_day",
    "requests_in",
    "standing",
    "traits_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What of a request its visits are filtered and judged by; `promise`: from and to, as the customer was told."""

    line: int = 1
    territory: str = ""
    came: datetime | None = None
    promise: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledOut:
    """A call-out, and whether the rest after it was shorter than what is owed."""

    call: CallOut
    is_rest_short: bool = False


def traits_of(request: Request) -> Traits:
    """Return the traits of a request."""
    told = request.promise
    promise = None if told is None else (told.earliest, told.latest)
    return Traits(line=request.line, territory=request.territory, came=request.created_at, promise=promise)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the figures of a period are made from.

    Parameters
    ----------
    first, last
        Local days of the period, both inclusive.
    plans
        The valid plan of each day, at most one a day.
    requests
        All of which anything may count: those of the plans, those that came or ended in the period or were open in it.
    events
        Everything reported about them, also what is later than `now`.
    now
        Aware moment up to which is known; a target that fell due before it and was not met is missed.
    traits
        Of the requests in the plans, by id; None: those of `requests`.
    replaced
        The plans of a day that were published before the valid one, in order.
    g_km
        Grams of CO2 a kilometre of the car of each technician, by id; those of whom it is not known are not in it.
    calls
        Call-outs that stand.
    over
        Ids of requests that were over when they came, such as those of an old list.
    """

    first: date
    last: date
    plans: tuple[Plan, ...]
    requests: tuple[Request, ...]
    events: tuple[Event, ...]
    catalogue: Catalogue
    now: datetime
    time_zone: str = "Europe/Stockholm"
    traits: Mapping[str, Traits] | None = None
    replaced: Mapping[date, tuple[Plan, ...]] = field(default_factory=dict)
    g_km: Mapping[str, float] = field(default_factory=dict)
    calls: tuple[CalledOut, ...] = ()
    over: frozenset[str] = frozenset()

    def local_day(self, moment: datetime) -> date:
        """Return the local day of an aware moment."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    def moment(self, day: date) -> datetime:
        """Return when a local day begins."""
        return datetime.combine(day, time(0), ZoneInfo(self.time_zone))

    @property
    def today(self) -> date:
        """The local day that `now` lies in; it is not over."""
        return self.local_day(self.now)

    @property
    def calls_until(self) -> datetime:
        """Until when a call-out must have ended to be known; of a day that is over it may go on into the next."""
        over = self.moment(self.last + timedelta(days=1))
        return self.now if self.now < over else over + timedelta(days=1)

    @property
    def of_requests(self) -> Mapping[str, Traits]:
        """The traits of the requests in the plans, by id."""
        return {one.request_id: traits_of(one) for one in self.requests} if self.traits is None else self.traits

    def earlier(self, days: int) -> Facts:
        """Return what was known a number of days ago, at the same time of day, of the period as long before."""
        zone = ZoneInfo(self.time_zone)
        local = self.now.astimezone(zone)
        now = datetime.combine(local.date() - timedelta(days=days), local.time(), zone)
        return replace(
            self,
            first=self.first - timedelta(days=days),
            last=self.last - timedelta(days=days),
            now=now,
        )


def requests_in(plans: Iterable[Plan]) -> frozenset[str]:
    """Return the ids of all requests that are planned or left out of plans."""
    given = tuple(plans)
    planned = {stop.request_id for plan in given for stop in plan.stops if stop.request_id is not None}
    return frozenset(planned | {left.request_id for plan in given for left in plan.unassigned})


def standing(events: Iterable[Event]) -> list[Event]:
    """Return events in order of time without those that a later ``visit.undone`` of the same visit took back."""
    found: list[Event | None] = []
    reports: dict[str | None, list[int]] = defaultdict(list)
    for event in sorted(events, key=lambda e: e.at):
        if event.type == "visit.undone":
            if own := reports[event.visit_id]:
                found[own.pop()] = None
            continue
        if event.type.startswith("visit."):
            reports[event.visit_id].append(len(found))
        found.append(event)
    return [one for one in found if one is not None]


def reported_by_day(facts: Facts) -> dict[tuple[date, str], dict[str, datetime]]:
    """Moment of each report that stands, by local day and visit; of those who reported it in turn, the last one's.

    Whoever takes a visit over from somebody who was on the way to it begins anew.
    """
    found: dict[tuple[date, str], dict[str, datetime]] = defaultdict(dict)
    last: dict[tuple[date, str], str | None] = {}
    for event in standing(facts.events):
        if event.visit_id is not None and event.type.startswith("visit."):
            key = facts.local_day(event.at), event.visit_id
            if last.get(key) != event.technician_id:
                found[key].clear()
            last[key] = event.technician_id
            found[key][event.type.removeprefix("visit.")] = event.at
    return found
