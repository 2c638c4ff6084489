"""The team: technicians, their skills, driving licences; depots and vehicles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from planner.model.hours import Absence, BreakRule, Shift, ShiftPattern, shifts_on
from planner.model.language import TEAM_ZONE
from planner.model.licence import Licence, Suspension
from planner.model.places import Place
from planner.model.stock import Amounts, check_amounts
from planner.model.vendors import Vendor

__all__ = [
    "Absence",
    "BreakRule",
    "CertificateHeld",
    "Depot",
    "Hotel",
    "Hotels",
    "Licence",
    "Shift",
    "ShiftPattern",
    "SkillHeld",
    "Suspension",
    "Team",
    "Technician",
    "Vehicle",
    "shifts_on",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillHeld:
    """A skill held at a level (1-5), until `valid_to` (inclusive) where given."""

    skill: str
    level: int
    valid_to: date | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 5:
            raise ValueError(f"skill {self.skill}: level is {self.level}, expected 1 to 5")


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateHeld:
    """A certificate held until `valid_to` (inclusive), for one customer where `customer_id` is given."""

    certificate: str
    valid_to: date | None = None
    customer_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Depot:
    """A store where parts are fetched and technicians may start.

    Parameters
    ----------
    opens, closes
        Local hours of the day; one that closes at 23:59 is always open.
    loading_min
        How long it takes to fetch parts there.
    stock
        How many of each part there are in the morning.
    """

    depot_id: str
    name: str
    place: Place
    opens: time = time(0, 0)
    closes: time = time(23, 59)
    loading_min: int = 10
    stock: Amounts = ()
    version: int = 1

    def __post_init__(self) -> None:
        check_amounts(f"depot {self.depot_id}: stock", self.stock)
        if self.loading_min < 0:
            raise ValueError(f"depot {self.depot_id}: loading takes {self.loading_min} min, expected 0 or more")
        if self.closes <= self.opens:
            raise ValueError(f"depot {self.depot_id}: closes at {self.closes}, opens at {self.opens}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A car or van; whose it is of a day stands with the technician.

    Parameters
    ----------
    range_km, g_co2_km
        How far it goes, and grams of carbon dioxide per kilometre; 0: not known.
    load_l, load_kg
        Most volume (litres) and weight (kilograms) of the parts in it; 0: no limit.
    stock
        How many of each part are in it in the morning.
    """

    vehicle_id: str
    name: str
    kind: str = "car"
    fuel: str = ""
    range_km: int = 0
    g_co2_km: int = 0
    load_l: int = 0
    load_kg: int = 0
    stock: Amounts = ()
    version: int = 1

    def __post_init__(self) -> None:
        check_amounts(f"vehicle {self.vehicle_id}: stock", self.stock)
        for name in ("range_km", "g_co2_km", "load_l", "load_kg"):
            if getattr(self, name) < 0:
                raise ValueError(f"vehicle {self.vehicle_id}: {name} is {getattr(self, name)}, expected 0 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotel:
    """A place where technicians may spend a night between two days' work.

    Parameters
    ----------
    night_ore
        Öre for a night, allowances included.
    """

    hotel_id: str
    name: str
    place: Place
    night_ore: int = 0
    version: int = 1

    def __post_init__(self) -> None:
        if not self.hotel_id:
            raise ValueError(f"hotel {self.name!r} has no id")
        if self.night_ore < 0:
            raise ValueError(f"hotel {self.hotel_id}: a night costs {self.night_ore} öre, expected 0 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotels:
    """All hotels of the firm, as one setting."""

    hotels: tuple[Hotel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Technician:
    """Somebody who does the work.

    Parameters
    ----------
    number
        Lasting number, from 1; chooses colour and pattern on every screen.
    home, start_place, end_place
        `start_place` and `end_place` are where the day begins and ends; None for `end_place`
        means the day ends at the last visit.
    cost_per_hour_ore, overtime_factor
        Overtime costs `cost_per_hour_ore` times `overtime_factor`.
    speed_factor, job_time_factor
        Multiply drive times and service times (1.0: as the standard).
    works_remotely, works_in_van
        May take remote sessions, and do them in the parked van between visits.
    capacity
        Pairs of dimension and amount: what the loads of a day's work come to at most.
    max_drive_min
        Most minutes of driving in a day; None: no limit.
    patterns
        Weekly working hours.
    vendor_id
        Whose they are, where it is a subcontractor; empty: own staff.
    nights_away
        May be planned to spend a night at a hotel between two days.
    rides_with
        Technician in whose car they ride to the work of crews on days without a valid licence; empty: nobody's.
    version
        Counts the saves; a save on an outdated version is refused.
    """

    technician_id: str
    name: str
    number: int = 1
    phone: str = ""
    mail: str = ""
    languages: tuple[str, ...] = ("sv",)
    start_place: Place | None = None
    end_place: Place | None = None
    starts_from: str = "home"
    skills: tuple[SkillHeld, ...] = ()
    certificates: tuple[CertificateHeld, ...] = ()
    licence: Licence = Licence()
    vehicle_id: str = ""
    cost_per_hour_ore: int = 45_000
    overtime_factor: float = 1.5
    speed_factor: float = 1.0
    job_time_factor: float = 1.0
    works_remotely: bool = True
    works_in_van: bool = True
    lines: tuple[int, ...] = (1, 2)
    territories: tuple[str, ...] = ()
    patterns: tuple[ShiftPattern, ...] = ()
    active: bool = True
    note: str = ""
    capacity: tuple[tuple[str, int], ...] = ()
    max_drive_min: int | None = None
    vendor_id: str = ""
    nights_away: bool = False
    rides_with: str = ""
    version: int = 1

    def __post_init__(self) -> None:
        if not self.technician_id:
            raise ValueError(f"technician {self.name!r} has no id")
        if self.max_drive_min is not None and self.max_drive_min < 0:
            raise ValueError(f"technician {self.technician_id}: most driving is {self.max_drive_min} min")
        for name in ("speed_factor", "job_time_factor", "overtime_factor"):
            if not 0.1 <= getattr(self, name) <= 10:
                raise ValueError(
                    f"technician {self.technician_id}: {name} is {getattr(self, name)}, expected 0.1 to 10"
                )

    def level(self, skill: str, day: date) -> int:
        """Return the level (0: none) held in a skill on a day."""
        return max(
            (s.level for s in self.skills if s.skill == skill and (s.valid_to is None or day <= s.valid_to)), default=0
        )

    def replace(self, **changes: Any) -> Technician:
        """Return a copy with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Everybody and everything that can be sent."""

    technicians: tuple[Technician, ...] = ()
    absences: tuple[Absence, ...] = ()
    depots: tuple[Depot, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    vendors: tuple[Vendor, ...] = ()
    hotels: tuple[Hotel, ...] = ()
    time_zone: str = TEAM_ZONE

    def technician(self, technician_id: str) -> Technician | None:
        """Return the technician with an id, or None."""
        return next((t for t in self.technicians if t.technician_id == technician_id), None)

    @property
    def counted(self) -> frozenset[str]:
        """Parts that are counted: some van or depot has a row for them, be it 0."""
        stocks = (*(one.stock for one in self.vehicles), *(one.stock for one in self.depots))
        return frozenset(part for stock in stocks for part, _ in stock)

    def depot(self, depot_id: str) -> Depot | None:
        """Return the depot with an id, or None."""
        return next((d for d in self.depots if d.depot_id == depot_id), None)

    def start_depot(self, one: Technician) -> Depot | None:
        """Return the depot somebody starts at; files say "depot" without which: then it is that at their start."""
        if one.starts_from != "depot" or one.start_place is None:
            return self.depot(one.starts_from)
        here = (one.start_place.lat, one.start_place.lon)
        return next((d for d in self.depots if (d.place.lat, d.place.lon) == here), None)

    def vehicle(self, vehicle_id: str) -> Vehicle | None:
        """Return the vehicle with an id, or None."""
        return next((v for v in self.vehicles if v.vehicle_id == vehicle_id), None)

    def vendor(self, vendor_id: str) -> Vendor | None:
        """Return the subcontractor with an id, or None."""
        return next((v for v in self.vendors if v.vendor_id == vendor_id), None)
