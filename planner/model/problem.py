"""The planning problem of one horizon: integer seconds from its start, integer metres, öre.

A `Problem` is a value. It holds everything the solver, the judge and the explainer may look at,
can be written to a file, sent to another process and read again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from planner.model.costs import Weights
from planner.model.duty import Break, Duty, Span
from planner.model.links import Link, check_links
from planner.model.locks import VisitLock
from planner.model.matrix import Matrix, TravelLabel
from planner.model.nights import Lodging
from planner.model.parts import Part
from planner.model.places import Place
from planner.model.profile import Profile
from planner.model.stock import Amounts, DepotDay, PartSize, check_amounts
from planner.model.words import Channel, Due, Priority

__all__ = ["Break", "Duty", "Lodging", "Matrix", "Problem", "Span", "TravelLabel", "Visit", "VisitLock", "Window"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Service starts at `earliest_s` to `latest_s` (both inclusive) and is over by `end_s` where given.

    A start in it after `late_after_s` is late; None: what the visit says of lateness holds.
    """

    earliest_s: int
    latest_s: int
    end_s: int | None = None
    late_after_s: int | None = None

    def __post_init__(self) -> None:
        if self.latest_s < self.earliest_s:
            raise ValueError(f"window: latest {self.latest_s} s is before earliest {self.earliest_s} s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Work to be placed: a visit (with a place) or a remote session (without).

    Parameters
    ----------
    visit_id, request_id
        Own id and that of the request it belongs to.
    place
        Row in the matrix; None for remote sessions.
    own_place
        Address as its own request says it, where another place of the same position has given the row its name.
    service_s
        Seconds of work for a job-time factor of 1, without set-up.
    setup_s
        Seconds of set-up (parking, signing in, finding the room) between arrival and start for whoever was at
        another place before. No job-time factor scales it; a remote session has none.
    windows
        Hard windows, any of them; empty: any time.
    opening
        When the site is open, any of it; a span with an end wants the work to be over by then. Empty: always.
    late_after_s, late_against
        A service start after this second costs by priority, and what it comes from; None: never late. A window may
        say otherwise.
    soon_after_s
        From when on every second of waiting for it costs by priority; None: it may wait. Not where `told_s` is given.
    drop_ore
        Price in öre of leaving it out; None: mandatory.
    skills
        Pairs of skill id and least level.
    preferred, required, forbidden
        Technician ids; empty `preferred` and `required` mean anybody.
    load
        Pairs of dimension and amount: what it takes of a duty's `capacity`.
    languages, wished_languages
        One of the first must be spoken, one of the others should be; empty: any language.
    territory, in_territory
        Territory of the site (empty: none), and whether only who works there may come.
    same_as, same_required
        Technician who did an earlier request (empty: nobody), and whether only they may come.
    parts
        Parts it needs that are counted, with their numbers.
    depot, stock
        The depot where parts are fetched, and what may be taken there: then it is a pick-up, which serves other
        visits and may always be left out. Empty: it is a visit.
    desk
        Of a remote session: whether it needs a desk, so that it cannot be done in the parked van.
    told_technician, told_day, told_s
        Who does it, on which day and from which second on by the published plan; empty and None where it is in none.
        A later start costs by the minute.
    part
        Which part of a job it is that is done on several days; None: all of it.
    """

    visit_id: str
    request_id: str
    title: str = ""
    customer: str = ""
    job_type_id: str = ""
    channel: Channel = Channel.ON_SITE
    place: int | None = None
    own_place: Place | None = None
    service_s: int
    service_p80_s: int = 0
    windows: tuple[Window, ...] = ()
    opening: tuple[Window, ...] = ()
    late_after_s: int | None = None
    late_against: Due | None = None
    soon_after_s: int | None = None
    priority: Priority = Priority.P3
    drop_ore: int | None = None
    skills: tuple[tuple[str, int], ...] = ()
    certificates: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    lock: VisitLock = VisitLock()
    setup_s: int = 0
    load: tuple[tuple[str, int], ...] = ()
    languages: tuple[str, ...] = ()
    wished_languages: tuple[str, ...] = ()
    territory: str = ""
    in_territory: bool = False
    same_as: str = ""
    same_required: bool = False
    desk: bool = False
    told_technician: str = ""
    told_day: date | None = None
    parts: Amounts = ()
    depot: str = ""
    stock: Amounts = ()
    told_s: int | None = None
    part: Part | None = None

    def __post_init__(self) -> None:
        for what, amounts in (("load", self.load), ("parts", self.parts), ("stock", self.stock)):
            check_amounts(f"visit {self.visit_id}: {what}", amounts)
        if self.is_pickup and (self.place is None or self.drop_ore != 0 or self.parts):
            raise ValueError(f"pick-up {self.visit_id}: expected a place, no parts of its own, and 0 as its drop price")
        if self.setup_s < 0:
            raise ValueError(f"visit {self.visit_id}: set-up is {self.setup_s} s, expected 0 or more")
        if self.service_s <= 0:
            raise ValueError(f"visit {self.visit_id}: service is {self.service_s} s, expected more than 0")
        if (self.place is None) is (self.channel is Channel.ON_SITE):
            raise ValueError(f"visit {self.visit_id}: channel is {self.channel}, place is {self.place}")

    @property
    def is_remote(self) -> bool:
        """Whether nobody has to go there."""
        return self.place is None

    @property
    def is_pickup(self) -> bool:
        """Whether parts are fetched there, for other visits."""
        return bool(self.depot)

    def late_after(self, start_s: int) -> int | None:
        """Return the second after which a start is late if it is in the windows that hold then; None: never late.

        Of several windows the most patient counts.
        """
        own = {w.late_after_s for w in self.windows if w.earliest_s <= start_s <= w.latest_s}
        if own <= {None}:
            return self.late_after_s
        lates = [self.late_after_s if second is None else second for second in own]
        return None if None in lates else max(second for second in lates if second is not None)

    def lateness_s(self, start_s: int) -> int:
        """Return by how many seconds a start is late."""
        after = self.late_after(start_s)
        return 0 if after is None else max(0, start_s - after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is to be planned.

    Parameters
    ----------
    horizon_start
        Aware moment at which second 0 lies (UTC).
    places
        Places by matrix row.
    matrix
        Seconds and metres between them.
    links
        What holds between visits: crews, chains, gaps.
    depots
        Depots where parts can be fetched on the day.
    parts
        Names and sizes of the parts that visits need.
    profile
        How drives differ from the matrix by the time of day; None: they never do.
    lodgings
        Hotels at which a duty may end and the next one begin.
    """

    day: date
    horizon_start: datetime
    time_zone: str = "Europe/Stockholm"
    places: tuple[Place, ...] = ()
    matrix: Matrix
    visits: tuple[Visit, ...] = ()
    duties: tuple[Duty, ...] = ()
    links: tuple[Link, ...] = ()
    depots: tuple[DepotDay, ...] = ()
    parts: tuple[PartSize, ...] = ()
    lodgings: tuple[Lodging, ...] = ()
    weights: Weights = field(default_factory=Weights)
    profile: Profile | None = None
    format: str = "faltplan-problem-1"

    def __post_init__(self) -> None:
        if self.horizon_start.tzinfo is None:
            raise ValueError(f"problem {self.day}: horizon start {self.horizon_start!r} has no time zone")
        if not 1900 < self.horizon_start.year < 2200:
            raise ValueError(f"problem {self.day}: horizon start {self.horizon_start} is not in our time")
        if len(self.places) != len(self.matrix):
            raise ValueError(f"problem {self.day}: {len(self.places)} places but a matrix of {len(self.matrix)}")
        # Moments of one zone subtract by the wall clock, which is wrong on days with a clock change; UTC is not.
        object.__setattr__(self, "horizon_start", self.horizon_start.astimezone(UTC))
        named = [(f"visit {visit.visit_id}", visit.place) for visit in self.visits]
        named += [(f"hotel {one.hotel_id}", one.place) for one in self.lodgings]
        named += [(f"duty {duty.duty_id}", at) for duty in self.duties for at in (duty.start_place, duty.end_place)]
        named += [(f"depot {depot.depot_id}", depot.place) for depot in self.depots]
        for who, place in named:
            if place is not None and place not in range(len(self.places)):
                raise ValueError(f"{who}: place {place} is not a row of the matrix")
        check_links(self.links, self.visits)
        known = {depot.depot_id for depot in self.depots}
        for visit in self.visits:
            if visit.is_pickup and visit.depot not in known:
                raise ValueError(f"pick-up {visit.visit_id}: there is no depot {visit.depot!r}")
        ids_of = {
            "visit": [v.visit_id for v in self.visits],
            "duty": [d.duty_id for d in self.duties],
            "depot": [d.depot_id for d in self.depots],
            "hotel": [one.hotel_id for one in self.lodgings],
        }
        for kind, ids in ids_of.items():
            twice = sorted({one for one in ids if ids.count(one) > 1}) if len(ids) != len(set(ids)) else []
            if twice:
                raise ValueError(f"problem {self.day}: {kind} id {twice[0]!r} occurs more than once")

    def visit(self, visit_id: str) -> Visit | None:
        """Return the visit with an id, or None."""
        return next((v for v in self.visits if v.visit_id == visit_id), None)

    def duty(self, duty_id: str) -> Duty | None:
        """Return the duty with an id, or None."""
        return next((d for d in self.duties if d.duty_id == duty_id), None)

    def place_of(self, visit: Visit) -> Place | None:
        """Return where a visit is, with the name its own request gives the place; None for remote sessions."""
        return None if visit.place is None else visit.own_place or self.places[visit.place]

    def moment(self, seconds: int) -> datetime:
        """Return the aware moment (UTC) of a second of the horizon."""
        return self.horizon_start + timedelta(seconds=seconds)

    def seconds(self, moment: datetime) -> int:
        """Return the second of the horizon of an aware moment."""
        return round((moment - self.horizon_start).total_seconds())

    def content_hash(self) -> str:
        """Return a hash of everything in the problem, for the plan to name what it was made from."""
        from planner.model.codec import dumps

        aside = {"matrix"} if self.profile else {"matrix", "profile"}
        named = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in aside}
        hashed = hashlib.sha256(dumps({**named, "label": self.matrix.label}).encode())
        # A large day has tens of millions of numbers here: their bytes, as their text takes seconds and gigabytes.
        for table in (self.matrix.drive_s, self.matrix.distance_m):
            hashed.update(np.ascontiguousarray(table, dtype="<i8").data)
        return hashed.hexdigest()[:16]

    def replace(self, **changes: Any) -> Problem:
        """Return a copy with some fields changed."""
        return replace(self, **changes)
