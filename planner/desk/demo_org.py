"""The demo organisation as data: people, customers with their sites, demand; its days moved to the wanted week."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from planner.desk.demo_sites import Customer, clock, near, open_sites, read_customer
from planner.files import load_catalogue
from planner.model.language import TEAM_ZONE
from planner.model.places import Place
from planner.model.sites import Site
from planner.model.team import (
    Absence,
    BreakRule,
    CertificateHeld,
    Depot,
    Licence,
    ShiftPattern,
    SkillHeld,
    Suspension,
    Team,
    Technician,
    Vehicle,
)
from planner.model.words import Precision, ShiftKind

__all__ = ["DEMO_FILE", "Customer", "Organisation", "read_organisation"]

DEMO_FILE = Path(__file__).resolve().parents[2] / "data" / "catalogue" / "demo_org.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Everything the demo is made from: `sites` are those with opening hours, `per_week` the demand by job type."""

    team: Team
    customers: tuple[Customer, ...]
    sites: tuple[Site, ...]
    per_week: Mapping[str, float]


def read_organisation(*, day: date, seed: int, language: str = "sv", file: Path = DEMO_FILE) -> Organisation:
    """Read the demo organisation with its example day moved to `day`.

    Parameters
    ----------
    day
        Day on which the organisation's example day (absences, a licence just withdrawn) falls.
    seed
        Spreads sites and homes around the town centres.
    language
        Language of notes, ``sv`` or ``en``.
    """
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    moved = day - date.fromisoformat(data["organisation"]["demo_day"])
    depots = tuple(_depot(row) for row in data["depots"])
    bases = {row["id"]: row["home_depot"] for row in data["vehicles"]}
    usual = {part: one.van_stock for part, one in load_catalogue().parts.items()}
    people = tuple(
        _technician(
            row,
            number,
            data["shifts"],
            depots,
            bases,
            moved=moved,
            seed=seed,
            language=language,
            nights=tuple(
                _nights(one, day, len(data["on_call"])) for one in data["on_call"] if one["primary"] == row["id"]
            ),
        )
        for number, row in enumerate(data["technicians"], start=1)
    )
    customers = tuple(read_customer(row, seed=seed, language=language) for row in data["customers"])
    return Organisation(
        team=Team(
            technicians=people,
            absences=tuple(_absence(row, moved) for row in data["absences"]),
            depots=depots,
            vehicles=tuple(_vehicle(row, usual, data["van_stock_profile"][row["kind"]]) for row in data["vehicles"]),
            time_zone=data["organisation"]["time_zone"],
        ),
        customers=customers,
        sites=open_sites(customers),
        per_week={row["job_type"]: row["per_week"] for row in data["demand"]},
    )


def _depot(row: dict[str, Any]) -> Depot:
    return Depot(
        depot_id=row["id"],
        name=row["name"],
        place=Place(lat=row["lat"], lon=row["lon"], precision=Precision.ADDRESS, label=row["name"]),
        opens=clock(row["opens"]) or time(0),
        closes=clock(row["closes"]) or time(23, 59),
        loading_min=row["loading_min"],
        stock=tuple(row["stock"].items()),
    )


def _vehicle(row: dict[str, Any], usual: Mapping[str, int], share: float) -> Vehicle:
    """A vehicle with what one of its kind carries as a rule: a share of a van's usual stock."""
    stock = ((part, round(number * share)) for part, number in usual.items())
    return Vehicle(
        vehicle_id=row["id"],
        name=row["name"],
        kind=row["kind"],
        fuel=row["fuel"],
        range_km=row["range_km"],
        g_co2_km=row["g_co2_km"],
        load_l=row["load_l"],
        load_kg=row["load_kg"],
        stock=tuple((part, number) for part, number in stock if number),
    )


def _absence(row: dict[str, Any], moved: timedelta) -> Absence:
    start, end = (_moved(datetime.fromisoformat(str(row[name])), moved) for name in ("from", "to"))
    return Absence(technician_id=row["technician"], start=start, end=end, kind=row["kind"])


def _moved(moment: datetime, moved: timedelta) -> datetime:
    """The same time of day on another day, whatever the clocks do in between."""
    local = moment.astimezone(ZoneInfo(TEAM_ZONE))
    return datetime.combine(local.date() + moved, local.time(), ZoneInfo(TEAM_ZONE))


def _technician(
    row: dict[str, Any],
    number: int,
    shifts: list[dict[str, Any]],
    depots: tuple[Depot, ...],
    bases: Mapping[str, str],
    *,
    moved: timedelta,
    seed: int,
    language: str,
    nights: tuple[ShiftPattern, ...],
) -> Technician:
    start = _start_place(row, depots, bases, seed)
    return Technician(
        technician_id=row["id"],
        name=row["name"],
        number=number,
        languages=tuple(row["languages"]),
        start_place=start,
        end_place=start,
        starts_from=row["start_end"],
        skills=tuple(SkillHeld(skill=one["skill"], level=one["level"]) for one in row["skills"]),
        certificates=tuple(_certificate(one, moved) for one in row["certificates"]),
        licence=_licence(row["licence"], moved),
        vehicle_id=row["vehicle"] or "",
        cost_per_hour_ore=row["cost_per_hour_kr"] * 100,
        job_time_factor=row["job_time_factor"],
        works_remotely=row["remote"],
        lines=tuple(row["lines"]),
        territories=tuple(row["territories"]),
        patterns=tuple(_pattern(one) for one in shifts if one["technician"] == row["id"]) + nights,
        note=row["note"][language],
    )


def _start_place(row: dict[str, Any], depots: tuple[Depot, ...], bases: Mapping[str, str], seed: int) -> Place:
    """Home is shown as an area, as everybody's home is; a depot is the vehicle's, else the nearest."""
    if row["start_end"] == "home":
        return near(row["lat"], row["lon"], f"{seed}:{row['id']}", Precision.STREET, row["locality"])
    base = bases.get(row["vehicle"] or "")
    nearest = min(depots, key=lambda one: math.hypot(one.place.lat - row["lat"], (one.place.lon - row["lon"]) / 2))
    return next((one.place for one in depots if one.depot_id == base), nearest.place)


def _certificate(row: dict[str, Any], moved: timedelta) -> CertificateHeld:
    valid_to = date.fromisoformat(row["valid_to"]) + moved
    return CertificateHeld(certificate=row["certificate"], valid_to=valid_to, customer_id=row.get("customer", ""))


def _licence(row: dict[str, Any], moved: timedelta) -> Licence:
    return Licence(
        classes=tuple(row["classes"]),
        valid_to=_day(row["valid_to"], moved),
        checked_on=_day(row["checked_on"], moved),
        suspensions=tuple(
            Suspension(first=date.fromisoformat(one["from"]) + moved, last=date.fromisoformat(one["to"]) + moved)
            for one in row["suspended"]
        ),
    )


def _day(written: str | None, moved: timedelta) -> date | None:
    return None if written is None else date.fromisoformat(written) + moved


def _nights(row: dict[str, Any], day: date, weeks: int) -> ShiftPattern:
    """The nights of a week on call; the rota begins in the week of the demo's day, so that somebody is on call then."""
    return ShiftPattern(
        weekdays=(1, 2, 3, 4, 5, 6, 7),
        start=time.fromisoformat(row["from"]["time"]),
        end=time.fromisoformat(row["to"]["time"]),
        kind=ShiftKind.ON_CALL,
        every_weeks=weeks,
        from_day=day + timedelta(weeks=row["week"] - 1),
        response_min=row["response_min"],
    )


def _pattern(row: dict[str, Any]) -> ShiftPattern:
    start, end, hard_end = (time.fromisoformat(row[name]) for name in ("start", "soft_end", "hard_end"))
    pause = BreakRule(
        earliest=time.fromisoformat(row["break_earliest"]),
        latest=time.fromisoformat(row["break_latest"]),
        minutes=row["break_min"],
    )
    return ShiftPattern(
        weekdays=tuple(row["weekdays"]),
        start=start,
        end=end,
        kind=ShiftKind(row["kind"]),
        max_overtime_min=(hard_end.hour - end.hour) * 60 + hard_end.minute - end.minute,
        breaks=(pause,),
    )
