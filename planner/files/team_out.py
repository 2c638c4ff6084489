"""A team as CSV that reads back to the same technicians."""

from __future__ import annotations

from datetime import time

from planner.files.hotel_rows import HOTEL_FIELDS
from planner.files.sheets import Cell, table_to_csv
from planner.files.team_shifts import SHIFT_FIELDS
from planner.files.vendor_rows import VENDOR_FIELDS
from planner.model.language import text
from planner.model.places import Place
from planner.model.team import Hotel, ShiftPattern, Team, Technician
from planner.model.vendors import Vendor
from planner.model.words import ShiftKind

__all__ = ["team_to_csv", "vendor_cells"]

_PERSON = (
    "technician_id", "name", "number", "phone", "mail", "languages", "skills", "certificates", "licence_classes",
    "licence_valid_to", "licence_checked_on", "suspended", "start_address", "start_lat", "start_lon", "starts_from",
    "ends_at", "end_address", "end_lat", "end_lon", "vehicle_id", "cost_per_hour", "overtime_factor", "speed_factor",
    "job_time_factor",
    "works_remotely", "works_in_van", "lines", "territories", "active", "note", "vendor_id", "nights_away",
    "rides_with",
)  # fmt: skip


def team_to_csv(team: Team, *, language: str) -> bytes:
    """Return a team's technicians as CSV with headings of the language; `read_team` reads it back.

    Parameters
    ----------
    team
        Whose technicians. A technician with several shifts has a row for each, the further ones with the id only.
        The first of a subcontractor's people says what is known of the firm; one without people stays out.
        Hotels are rows of their own after the people. Absences, depots, vehicles and the precision of places stay out.
    language
        ``sv`` or ``en``.
    """
    fields = (*_PERSON, *SHIFT_FIELDS, *VENDOR_FIELDS, *(HOTEL_FIELDS if team.hotels else ()))
    headers = [text(f"import.field.{name}", language) for name in fields]
    rows: list[list[Cell]] = []
    told: set[str] = set()
    for technician in team.technicians:
        first, *others = technician.patterns or (None,)
        vendor = None if technician.vendor_id in told else team.vendor(technician.vendor_id)
        told.add(technician.vendor_id)
        rows.append([*_person(technician), *_shift(first), *_vendor(vendor)])
        rows.extend([technician.technician_id, *[None] * (len(_PERSON) - 1), *_shift(pattern)] for pattern in others)
    rows.extend([*[None] * (len(fields) - len(HOTEL_FIELDS)), *_hotel(hotel)] for hotel in team.hotels)
    return table_to_csv(
        headers, [[*row, *[None] * (len(fields) - len(row))] for row in rows], language=language, zone=team.time_zone
    )


def _person(one: Technician) -> list[Cell]:
    start, end = one.start_place, one.end_place
    skills = (f"{held.skill}:{held.level}" + (f":{held.valid_to}" if held.valid_to else "") for held in one.skills)
    held = (":".join((c.certificate, str(c.valid_to or ""), c.customer_id)).rstrip(":") for c in one.certificates)
    cells: dict[str, Cell] = {
        "technician_id": one.technician_id,
        "name": one.name,
        "number": one.number,
        "phone": one.phone,
        "mail": one.mail,
        "languages": " ".join(one.languages),
        "skills": " ".join(skills),
        "certificates": " ".join(held),
        "licence_classes": " ".join(one.licence.classes),
        "licence_valid_to": one.licence.valid_to,
        "licence_checked_on": one.licence.checked_on,
        "suspended": ", ".join(f"{span.first}/{span.last}" for span in one.licence.suspensions),
        "starts_from": one.starts_from,
        "ends_at": "open" if end is None else "start" if end == start else "place",
        "vehicle_id": one.vehicle_id,
        "cost_per_hour": one.cost_per_hour_ore / 100,
        "overtime_factor": one.overtime_factor,
        "speed_factor": one.speed_factor,
        "job_time_factor": one.job_time_factor,
        "works_remotely": one.works_remotely,
        "works_in_van": one.works_in_van,
        "lines": " ".join(map(str, one.lines)),
        "territories": " ".join(one.territories),
        "active": one.active,
        "note": one.note,
        "vendor_id": one.vendor_id,
        "nights_away": one.nights_away,
        "rides_with": one.rides_with,
        **_place("start", start),
        **_place("end", None if end == start else end),
    }
    return [cells[name] for name in _PERSON]


def _place(which: str, place: Place | None) -> dict[str, Cell]:
    label, lat, lon = (place.label, place.lat, place.lon) if place else (None, None, None)
    return {f"{which}_address": label, f"{which}_lat": lat, f"{which}_lon": lon}


def _shift(pattern: ShiftPattern | None) -> list[Cell]:
    if pattern is None:
        return [None] * len(SHIFT_FIELDS)
    kind = pattern.kind.value if pattern.kind is not ShiftKind.FIELD else ""
    return [
        kind,
        ",".join(map(str, pattern.weekdays)),
        _clock(pattern.start),
        _clock(pattern.end),
        pattern.max_overtime_min,
        "|".join(_clock(rule.earliest) for rule in pattern.breaks),
        "|".join(_clock(rule.latest) for rule in pattern.breaks),
        "|".join(str(rule.minutes) for rule in pattern.breaks),
    ]


def _vendor(vendor: Vendor | None) -> list[Cell]:
    return [None] * len(VENDOR_FIELDS) if vendor is None else vendor_cells(vendor)


def vendor_cells(vendor: Vendor) -> list[Cell]:
    """Return what is known of a subcontractor, in the order of `planner.files.vendor_rows.VENDOR_FIELDS`."""
    prices = vendor.prices
    return [
        vendor.name,
        vendor.contact_name,
        vendor.phone,
        vendor.mail,
        prices.call_out_ore / 100,
        prices.visit_ore / 100,
        "; ".join(f"{job}:{fee / 100:.2f}" for job, fee in prices.visit_ore_by_job),
        prices.hour_ore / 100,
        prices.km_ore / 100,
        f"{vendor.lead_min / 60:.4f}",
        ", ".join(vendor.job_types),
        vendor.active,
        vendor.note,
    ]


def _hotel(hotel: Hotel) -> list[Cell]:
    return [
        hotel.hotel_id,
        hotel.name,
        hotel.place.label,
        hotel.place.lat,
        hotel.place.lon,
        hotel.night_ore / 100,
    ]


def _clock(clock: time) -> str:
    return f"{clock:%H:%M:%S}" if clock.second else f"{clock:%H:%M}"
