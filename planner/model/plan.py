"""The plan: who does what, where and when, what it costs, and what was left out and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import ceil
from typing import Any

from planner.model.costs import PRICE_UNITS_PER_ORE
from planner.model.finding import Finding
from planner.model.language import duration_text, km_text, money_text, percent_text, text
from planner.model.matrix import BY_CLOCK, TravelLabel
from planner.model.message import Message
from planner.model.parts import Part
from planner.model.places import Place
from planner.model.price import Price
from planner.model.reasons import Unassigned, Violation, hard_ones
from planner.model.solution import SolverInfo
from planner.model.stock import Taken
from planner.model.words import Due, PlanStatus, Priority, ShiftKind, StopKind

__all__ = ["Plan", "PlanTechnician", "Stop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One thing a technician does; aware moments in UTC.

    Parameters
    ----------
    sequence
        Order in the duty, 0 is the start.
    number
        Number among the visits of the duty as shown on map and schedule, from 1; 0 for anything else.
    leave
        When the drive to this stop begins (the departure from the stop before); equals `arrival` without a drive.
    arrival, start, end
        Arrival, start and end of service (or break, session).
    travel_s, distance_m
        Of the drive that ends here. A break taken on the road has the part of the drive before it.
    setup_s
        Seconds of set-up, from the arrival on. A break taken meanwhile has the part of the set-up before it.
    lateness_s
        Seconds of start after the preferred or agreed time.
    late_against
        What that time comes from; None for a stop in time, or where the problem does not say.
    taken
        What is taken up at a depot, and for which visits.
    part
        Which part of a job it is that is done on several days; None: all of it.
    """

    technician_id: str
    duty_id: str
    sequence: int
    kind: StopKind
    number: int = 0
    visit_id: str | None = None
    request_id: str | None = None
    title: str = ""
    customer: str = ""
    job_type_id: str = ""
    priority: Priority | None = None
    place: Place | None = None
    leave: datetime
    arrival: datetime
    start: datetime
    end: datetime
    travel_s: int = 0
    distance_m: int = 0
    setup_s: int = 0
    lateness_s: int = 0
    late_against: Due | None = None
    locked: bool = False
    reason: Message | None = None
    taken: tuple[Taken, ...] = ()
    part: Part | None = None

    def named(self, language: str) -> str:
        """Return what it is called: the title, else the id, and of a job in parts which, as ``part 1 of 3``."""
        name, part = self.title or self.visit_id or "", self.part
        return f"{name} ({text('plan.part_of', language, number=part.number, count=part.count)})" if part else name

    @property
    def wait_s(self) -> int:
        """Seconds between arrival and start that are not set-up."""
        return round((self.start - self.arrival).total_seconds()) - self.setup_s

    @property
    def work_s(self) -> int:
        """Seconds between start and end."""
        return round((self.end - self.start).total_seconds())


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTechnician:
    """A technician's duty as the plan shows it; aware moments in UTC.

    Parameters
    ----------
    night
        Id of the hotel where the night after the duty is spent; empty: at home.
    rides_with
        Technician in whose car they ride to their visits; empty: nobody's.
    """

    technician_id: str
    duty_id: str
    name: str
    number: int
    kind: ShiftKind = ShiftKind.FIELD
    start: datetime
    end: datetime
    hard_end: datetime
    drives: bool = True
    start_place: Place | None = None
    end_place: Place | None = None
    night: str = ""
    rides_with: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A judged plan version of a day; immutable, complete in itself for showing.

    Parameters
    ----------
    version, parent
        Version number of the day, and the plan id it builds on.
    problem_hash
        Content hash of the problem it answers.
    violations
        What the judge found (empty for an accepted plan).
    law
        What the working-time law says of it, judged with the days before and after.
    run, days
        Mark of the run that planned several days together, and these days; empty where one day was planned by itself.
    """

    plan_id: str
    day: date
    version: int = 1
    parent: str | None = None
    status: PlanStatus = PlanStatus.DRAFT
    created_at: datetime
    created_by: str = ""
    time_zone: str = "Europe/Stockholm"
    problem_hash: str = ""
    technicians: tuple[PlanTechnician, ...] = ()
    stops: tuple[Stop, ...] = ()
    unassigned: tuple[Unassigned, ...] = ()
    price: Price = Price()
    violations: tuple[Violation, ...] = ()
    solver: SolverInfo = SolverInfo()
    travel: TravelLabel = TravelLabel()
    notes: tuple[Message, ...] = ()
    law: tuple[Finding, ...] = ()
    run: str = ""
    days: tuple[date, ...] = ()
    format: str = "faltplan-plan-1"

    def whose(self, stop: Stop) -> PlanTechnician | None:
        """Return the duty that a stop is of, or None."""
        return next((one for one in self.technicians if one.duty_id == stop.duty_id), None)

    def of_duty(self, duty_id: str) -> tuple[Stop, ...]:
        """Return the stops of one duty in order."""
        return tuple(s for s in self.stops if s.duty_id == duty_id)

    def of_technician(self, technician_id: str) -> tuple[Stop, ...]:
        """Return the stops of one technician in order of time."""
        return tuple(
            sorted((s for s in self.stops if s.technician_id == technician_id), key=lambda s: (s.duty_id, s.sequence))
        )

    def stop_of(self, visit_id: str) -> Stop | None:
        """Return the stop of a visit, or None."""
        return next((s for s in self.stops if s.visit_id == visit_id), None)

    def crew_of(self, request_id: str | None) -> tuple[Stop, ...]:
        """Return the stops of a request, one for each seat of its crew, the first seat first."""
        seats = (s for s in self.stops if s.request_id == request_id and request_id is not None)
        return tuple(sorted(seats, key=lambda s: (s.visit_id != request_id, s.visit_id or "")))

    @property
    def crews(self) -> dict[str, tuple[Stop, ...]]:
        """The stops of every crew of two and more, the first seat first, by request id."""
        seats = Counter(one.request_id for one in self.stops if one.request_id is not None and one.part is None)
        return {one: self.crew_of(one) for one, count in seats.items() if count > 1}

    def beside(self, stop: Stop) -> tuple[str, ...]:
        """Return the names of the others who come to a stop; none where one person comes alone."""
        names = {t.technician_id: t.name or t.technician_id for t in self.technicians}
        seats = self.crew_of(stop.request_id) if stop.part is None else ()
        others = (one for one in seats if one.visit_id != stop.visit_id)
        return tuple(names.get(one.technician_id, one.technician_id) for one in others)

    @property
    def requests_done(self) -> int:
        """How many requests are planned; one for which a crew comes counts once."""
        return len({s.request_id or s.visit_id for s in self.stops if s.visit_id and s.kind is not StopKind.DEPOT})

    @property
    def request_ids(self) -> frozenset[str]:
        """Ids of all requests it speaks of, planned or left out."""
        both = (*(one.request_id for one in self.stops), *(one.request_id for one in self.unassigned))
        return frozenset(one for one in both if one)

    @property
    def left_requests(self) -> tuple[Unassigned, ...]:
        """What is not planned, each request once: of a crew the first seat that is left out, with its reasons."""
        once: dict[str, Unassigned] = {}
        for left in self.unassigned:
            once.setdefault(left.request_id, left)
        return tuple(once.values())

    @property
    def visit_stops(self) -> tuple[Stop, ...]:
        """All stops that are visits."""
        return tuple(s for s in self.stops if s.kind is StopKind.VISIT)

    @property
    def remote_stops(self) -> tuple[Stop, ...]:
        """All remote sessions."""
        return tuple(s for s in self.stops if s.kind is StopKind.REMOTE)

    @property
    def drive_s(self) -> int:
        """Seconds of driving."""
        return sum(s.travel_s for s in self.stops)

    @property
    def distance_m(self) -> int:
        """Metres of driving."""
        return sum(s.distance_m for s in self.stops)

    @property
    def overtime_s(self) -> int:
        """Seconds worked past the soft ends."""
        ends = {s.duty_id: s.end for s in self.stops if s.kind is StopKind.END}
        late = (round((ends[t.duty_id] - t.end).total_seconds()) for t in self.technicians if t.duty_id in ends)
        return sum(max(0, seconds) for seconds in late)

    @property
    def gap(self) -> float | None:
        """By which share of it at most the price exceeds that of the best possible plan; None: not known.

        A bound speaks of the problem it was proven for, and of plans that keep the rules.
        """
        bound, price = self.solver.bound_units, self.price.total_units
        if bound is None or self.solver.bound_of != self.problem_hash or hard_ones(self.violations) or price < bound:
            return None
        if price - bound < PRICE_UNITS_PER_ORE:
            return 0.0
        return (price - bound) / bound if bound > 0 else None

    def quality_text(self, language: str) -> str:
        """Return how good the travel times are, and whether they go by the clock."""
        quality = text(f"plan.quality_{self.travel.quality}", language)
        return text("plan.quality_by_clock", language, quality=quality) if self.travel.period == BY_CLOCK else quality

    def gap_text(self, language: str = "en") -> str:
        """Return in a few words how far the price is from the best possible plan's; empty where nothing is planned."""
        if not self.visit_stops and not self.remote_stops:
            return ""
        gap = self.gap
        if gap is None:
            return text("plan.gap_unknown", language)
        # Rounded up: it says "at most".
        share = percent_text(ceil(gap * 1_000) / 1_000, language, decimals=1)
        return text("plan.gap_most", language, share=share) if gap else text("plan.gap_proven", language)

    def replace(self, **changes: Any) -> Plan:
        """Return a copy with some fields changed."""
        return replace(self, **changes)

    def summary(self, language: str = "en") -> str:
        """Return a few lines: how much is planned, driving, overtime, price, and how far that is from the best.

        Parameters
        ----------
        language
            ``sv`` or ``en``.
        """
        planned, left = self.requests_done, len(self.left_requests)
        lines = [
            text("plan.summary_planned", language, day=self.day, planned=planned, total=planned + left,
                 remote=len(self.remote_stops), left=left),
            text("plan.summary_drive", language, drive=duration_text(self.drive_s, language),
                 distance=km_text(self.distance_m, language), overtime=duration_text(self.overtime_s, language),
                 quality=self.quality_text(language)),
            text("plan.summary_price", language, price=money_text(self.price.total_ore, language),
                 violations=len(self.violations)),
        ]  # fmt: skip
        if said := self.gap_text(language):
            lines.append(f"{said}.")
        return "\n".join(lines)
