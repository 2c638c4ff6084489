"""Requests: what a customer wants, when, where, and what it takes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from planner.model.message import Text
from planner.model.places import Place
from planner.model.words import Channel, LockKind, Priority, PromiseKind, RequestStatus, Source, Who

__all__ = ["Lock", "PartNeed", "Predecessor", "Promise", "Request", "SkillNeed", "TimeWindow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillNeed:
    """A skill and the least level (1-5) that is needed."""

    skill: str
    level: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 5:
            raise ValueError(f"skill {self.skill}: level is {self.level}, expected 1 to 5")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartNeed:
    """A part and how many are needed."""

    part: str
    quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWindow:
    """When the work may start and must be over.

    Parameters
    ----------
    earliest_start, latest_start
        Aware moments; service starts between them, both inclusive.
    latest_end
        Aware moment by which service is over; None: no limit but the latest start.
    hard
        A preferred (not hard) window is waited for at its start, and a start after its
        latest start costs per minute.
    """

    earliest_start: datetime
    latest_start: datetime
    latest_end: datetime | None = None
    hard: bool = True

    def __post_init__(self) -> None:
        for name in ("earliest_start", "latest_start", "latest_end"):
            moment = getattr(self, name)
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"window: {name} {moment!r} has no time zone")
        if self.latest_start < self.earliest_start:
            raise ValueError(f"window: latest start {self.latest_start} is before earliest start {self.earliest_start}")
        if self.latest_end is not None and self.latest_end < self.earliest_start:
            raise ValueError(f"window: latest end {self.latest_end} is before earliest start {self.earliest_start}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What of the planned stop is locked; times are aware moments of service start.

    Parameters
    ----------
    technician_id
        Of a crew: who has the first seat.
    others
        Who has the other seats of a crew, in order; empty: anybody.
    """

    kind: LockKind = LockKind.NONE
    technician_id: str | None = None
    earliest: datetime | None = None
    latest: datetime | None = None
    others: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        needs_technician = self.kind in (LockKind.TECHNICIAN, LockKind.BOTH)
        needs_time = self.kind in (LockKind.TIME, LockKind.BOTH, LockKind.TIME_RANGE)
        if needs_technician and self.technician_id is None:
            raise ValueError(f"lock {self.kind}: no technician")
        if needs_time and (self.earliest is None or self.latest is None):
            raise ValueError(f"lock {self.kind}: no time")
        if self.kind is LockKind.EARLIEST and self.earliest is None:
            raise ValueError(f"lock {self.kind}: no time")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The appointment the customer was told: service starts between the two moments."""

    kind: PromiseKind
    earliest: datetime
    latest: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Predecessor:
    """A request that has to be done before another one begins.

    Parameters
    ----------
    request_id
        The one that comes first.
    least_min, most_min
        Minutes from its end to the start of the other, at least and (None: without limit) at most.
    who
        Whether the same technician does both, two different ones do, or anybody may.
    """

    request_id: str
    least_min: int = 0
    most_min: int | None = None
    who: Who = Who.ANY

    def __post_init__(self) -> None:
        if not self.request_id:
            raise ValueError("a predecessor has no id")
        if self.least_min < 0:
            raise ValueError(f"predecessor {self.request_id}: at least {self.least_min} min, expected 0 or more")
        if self.most_min is not None and self.most_min < self.least_min:
            raise ValueError(
                f"predecessor {self.request_id}: at most {self.most_min} min is less than {self.least_min} min"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a customer wants.

    Parameters
    ----------
    request_id
        The customer's own id, kept as written (``007`` stays ``007``).
    title, description
        In the customer's words; untrusted text.
    job_type_id
        Key of the catalogue's job type; empty until triage has said.
    place
        Where the work is; None while the address is not located.
    located_at
        When that place was found or set; None: it came with the request.
    service_min, service_p80_min, setup_min
        Minutes of work: median, 80th percentile, and set-up at the site for whoever comes from another place.
    impact, urgency
        1 (lowest) to 5; the priority follows from the matrix unless `priority_override` says so.
    drop_cost_ore
        Price in öre of not planning it; None: by priority.
    mandatory
        A mandatory request has no drop price: leaving it out breaks a rule.
    pause_reason
        Why a paused request waits (key of the catalogue's pause reasons).
    crew_size
        Persons needed at the same time, each on a seat of the crew.
    crew_skills
        What the second seat needs, the third, and so on; a seat that is not named needs what the request requires.
    predecessors
        Requests that have to be done before this one begins.
    follow_ups
        Job types to be done after this request.
    notes
        Notes that triage added for whoever does the work.
    load
        Pairs of dimension and amount: what it takes of a technician's `capacity`.
    required_languages, preferred_languages
        One of the first must be spoken by who comes, one of the others should be (codes as ``sv``, ``en``).
    territory
        District of the site; empty: none.
    same_technician_as, same_technician_required
        Id of an earlier request whose technician should do this one too, and whether nobody else may.
    needs_desk
        Whether its remote session cannot be done in a parked van.
    split_min
        May be done in parts of at least so many minutes on several days; 0: only where it is longer than any shift.
    parts_done, done_min
        How many parts are done, and the minutes of work in them.
    version
        Counts the saves; a save on an outdated version is refused.
    """

    request_id: str
    title: str
    description: str = ""
    external_ref: str = ""
    source: Source = Source.IMPORT
    job_type_id: str = ""
    customer_id: str = ""
    customer: str = ""
    site_id: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    place: Place | None = None
    located_at: datetime | None = None
    contact_name: str = ""
    contact_phone: str = ""
    access_notes: str = ""
    status: RequestStatus = RequestStatus.NEW
    line: int = 1
    channel: Channel = Channel.ON_SITE
    remote_possible: bool = False
    remote_attempted: bool = False
    impact: int = 3
    urgency: int = 3
    priority: Priority = Priority.P3
    priority_override: str = ""
    is_major: bool = False
    created_at: datetime | None = None
    sla_policy: str = ""
    time_windows: tuple[TimeWindow, ...] = ()
    service_min: int = 60
    service_p80_min: int = 90
    setup_min: int = 0
    earliest_date: date | None = None
    due_date: date | None = None
    required_skills: tuple[SkillNeed, ...] = ()
    required_certificates: tuple[str, ...] = ()
    preferred_technicians: tuple[str, ...] = ()
    required_technicians: tuple[str, ...] = ()
    forbidden_technicians: tuple[str, ...] = ()
    required_parts: tuple[PartNeed, ...] = ()
    lock: Lock = field(default_factory=Lock)
    promise: Promise | None = None
    mandatory: bool = False
    drop_cost_ore: int | None = None
    triage_answers: tuple[tuple[str, str], ...] = ()
    pause_reason: str = ""
    crew_size: int = 1
    crew_skills: tuple[tuple[SkillNeed, ...], ...] = ()
    predecessors: tuple[Predecessor, ...] = ()
    follow_ups: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()
    load: tuple[tuple[str, int], ...] = ()
    required_languages: tuple[str, ...] = ()
    preferred_languages: tuple[str, ...] = ()
    territory: str = ""
    same_technician_as: str = ""
    same_technician_required: bool = False
    needs_desk: bool = False
    split_min: int = 0
    parts_done: int = 0
    done_min: int = 0
    version: int = 1

    def __post_init__(self) -> None:
        if not self.request_id:
            raise ValueError(f"request {self.title!r} has no id")
        for name in ("impact", "urgency"):
            if not 1 <= getattr(self, name) <= 5:
                raise ValueError(f"request {self.request_id}: {name} is {getattr(self, name)}, expected 1 to 5")
        if not 1 <= self.line <= 3:
            raise ValueError(f"request {self.request_id}: line is {self.line}, expected 1 to 3")
        if self.service_min <= 0:
            raise ValueError(f"request {self.request_id}: service is {self.service_min} min, expected more than 0")
        if min(self.split_min, self.parts_done, self.done_min) < 0:
            told = f"parts of {self.split_min} min, {self.parts_done} done in {self.done_min} min"
            raise ValueError(f"request {self.request_id}: {told}, expected 0 or more")
        if any(one.request_id == self.request_id for one in self.predecessors):
            raise ValueError(f"request {self.request_id} is its own predecessor")
        if self.service_p80_min < self.service_min:
            object.__setattr__(self, "service_p80_min", self.service_min)

    @property
    def left_min(self) -> int:
        """Minutes of work that are left: all of it, less the parts that are done; 1 at least while it is not done."""
        return max(1, self.service_min - self.done_min)

    @property
    def needs_visit(self) -> bool:
        """Whether somebody has to go there."""
        return self.channel is Channel.ON_SITE

    def skills_of_seat(self, seat: int) -> tuple[SkillNeed, ...]:
        """Return what a seat of the crew needs; 1 is the first."""
        named = self.crew_skills[: max(0, self.crew_size - 1)]
        return named[seat - 2] if 2 <= seat <= len(named) + 1 else self.required_skills

    def replace(self, **changes: Any) -> Request:
        """Return a copy with some fields changed."""
        return replace(self, **changes)
