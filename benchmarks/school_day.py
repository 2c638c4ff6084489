"""A day of IT work at real sites: requests and technicians drawn with a seed, written as files the product reads.

``python -m benchmarks.school_day SITES.csv --out DIR [--requests N] [--technicians N] [--seed N]``

The sites are the only real thing: a CSV with title, address, postal code, town, latitude and longitude.
Without one they are scattered around the suburbs of Stockholm. What is asked, when, how urgent it is and
who can do it is drawn.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

__all__ = ["DAY", "Site", "read_sites", "scattered_sites", "write_day"]

DAY = date(2026, 11, 24)

_SUBURBS = Path(__file__).resolve().parents[1] / "data" / "geo_se" / "suburbs.csv"
_VISITS_A_DAY = 8
_PRIORITIES = {"P1": 4, "P2": 11, "P3": 35, "P4": 38, "P5": 12}
_JOBS = {
    "workstation_fault": 22,
    "printer_fault": 16,
    "hardware_repair": 12,
    "workstation_install": 10,
    "wifi_fault": 10,
    "network_fault_lan": 8,
    "meeting_room_av": 8,
    "telephony_fault": 5,
    "application_install": 5,
    "acceptance_test": 4,
}
_REMOTE = {"application_install": 0.9, "telephony_fault": 0.5, "workstation_fault": 0.25}
_PROFILES = (
    ("windows_client:4", "pc_hardware:4", "printing:3", "business_apps:2", "meeting_av:3", "lan_switching:1"),
    ("windows_client:3", "pc_hardware:3", "printing:4", "telephony:3", "business_apps:3", "acceptance_testing:3"),
    ("lan_switching:4", "wifi:4", "routing_wan:3", "telephony:3", "windows_client:2", "pc_hardware:2", "meeting_av:3"),
    ("lan_switching:3", "wifi:3", "windows_client:3", "pc_hardware:3", "printing:2", "acceptance_testing:3"),
    ("windows_client:2", "pc_hardware:3", "printing:2", "meeting_av:4", "lan_switching:2", "user_training:3"),
)
_SHIFTS = (("07:00", "15:45"), ("07:30", "16:15"), ("08:00", "16:45"), ("08:30", "17:15"))
_REQUEST_COLUMNS = (
    "request_id", "title", "customer", "address", "postcode", "city", "lat", "lon", "job_type", "channel", "priority",
    "day", "window", "duration",
)  # fmt: skip
_TEAM_COLUMNS = (
    "technician_id", "name", "skills", "certificates", "licence_classes", "licence_valid_to", "start_lat", "start_lon",
    "shift_kind", "weekdays", "shift_start", "shift_end", "max_overtime_min", "break_earliest", "break_latest",
    "break_min",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place of work."""

    name: str
    address: str
    postcode: str
    city: str
    lat: float
    lon: float


def read_sites(path: Path) -> tuple[Site, ...]:
    """Return the sites of a CSV file with title, adress, postalnumber, postaltown, lat and lng; or of such a folder."""
    file = path / "stockholm_school_sites.csv" if path.is_dir() else path
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Site(
                name=row["title"],
                address=row["adress"],
                postcode=row["postalnumber"],
                city=row["postaltown"],
                lat=float(row["lat"]),
                lon=float(row["lng"]),
            )
            for row in csv.DictReader(lines)
        )


def scattered_sites(count: int = 600, *, seed: int = 1) -> tuple[Site, ...]:
    """Return invented sites around the suburbs of Stockholm."""
    chance = random.Random(f"sites:{seed}")
    with _SUBURBS.open(encoding="utf-8", newline="") as lines:
        around = [row for row in csv.DictReader(lines) if row["county"] == "AB" and int(row["radius_m"]) <= 4_000]
    return tuple(_scattered(chance, chance.choice(around), number) for number in range(1, count + 1))


def _scattered(chance: random.Random, suburb: dict[str, str], number: int) -> Site:
    spread = int(suburb["radius_m"]) / 2 / 111_000
    return Site(
        name=f"Kund {number}",
        address=f"Storgatan {number}",
        postcode="",
        city=suburb["name"],
        lat=round(float(suburb["lat"]) + chance.gauss(0, spread), 6),
        lon=round(float(suburb["lon"]) + 2 * chance.gauss(0, spread), 6),
    )


def write_day(folder: Path, sites: Sequence[Site], *, requests: int, technicians: int, seed: int) -> tuple[Path, Path]:
    """Write ``requests.csv`` and ``team.csv`` of a drawn day and return their paths; same seed, same files.

    Parameters
    ----------
    folder
        Where to, made if it is missing.
    sites
        Where work is and where technicians start.
    requests, technicians
        How many. Where a technician has more than eight visits, they are shorter in proportion: a full day, not a
        hopeless one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    asked, staff = folder / "requests.csv", folder / "team.csv"
    pace = min(1.0, _VISITS_A_DAY * technicians / max(1, requests))
    _write(asked, _REQUEST_COLUMNS, _requests(sites, requests, random.Random(f"requests:{seed}"), pace=pace))
    _write(staff, _TEAM_COLUMNS, _team(sites, technicians, random.Random(f"team:{seed}")))
    return asked, staff


def _write(path: Path, columns: Sequence[str], rows: Iterator[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _drawn(chance: random.Random, weights: dict[str, int]) -> str:
    return chance.choices(list(weights), weights=list(weights.values()))[0]


def _requests(sites: Sequence[Site], count: int, chance: random.Random, *, pace: float) -> Iterator[dict[str, object]]:
    for number in range(1, count + 1):
        site, job = chance.choice(sites), _drawn(chance, _JOBS)
        yield {
            "request_id": f"R{number:04d}",
            "title": job.replace("_", " "),
            "customer": site.name,
            "address": site.address,
            "postcode": site.postcode,
            "city": site.city,
            "lat": site.lat,
            "lon": site.lon,
            "job_type": job,
            "channel": "remote" if chance.random() < _REMOTE.get(job, 0.0) else "on_site",
            "priority": _drawn(chance, _PRIORITIES),
            "day": DAY.isoformat(),
            "window": _window(chance),
            "duration": round(chance.choice((20, 25, 30, 30, 40, 45, 60, 75)) * pace),
        }


def _window(chance: random.Random) -> str:
    """Two hours, half a day, a wish (marked ~), two windows, or any time."""
    kind, hour = chance.random(), chance.randint(8, 14)
    if kind < 0.30:
        return f"{hour:02d}:00–{hour + 2:02d}:00"
    if kind < 0.50:
        return chance.choice(("08:00–12:00", "12:30–16:00"))
    if kind < 0.65:
        return f"~{hour:02d}:00–{hour + 1:02d}:00"
    return "08:00–10:00; 14:00–16:00" if kind < 0.70 else ""


def _team(sites: Sequence[Site], count: int, chance: random.Random) -> Iterator[dict[str, object]]:
    for number in range(1, count + 1):
        home, (start, end) = chance.choice(sites), chance.choice(_SHIFTS)
        walks = number % 15 == 0
        yield {
            "technician_id": f"T{number:02d}",
            "name": f"Tekniker {number}",
            "skills": " ".join(_PROFILES[number % len(_PROFILES)]),
            "certificates": "" if number % 4 == 0 else "esd_handling:2030-12-31",
            "licence_classes": "" if walks else "B",
            "licence_valid_to": "" if walks else "2031-05-31",
            "start_lat": home.lat,
            "start_lon": home.lon,
            "shift_kind": "remote" if walks else "field",
            "weekdays": "1-5",
            "shift_start": start,
            "shift_end": end,
            "max_overtime_min": chance.choice((60, 90, 120)),
            "break_earliest": "11:00",
            "break_latest": "13:00",
            "break_min": 45,
        }


def main() -> None:
    """Write a day from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.school_day", description=__doc__)
    parser.add_argument("sites", type=Path, nargs="?", help="CSV of sites; without it they are invented")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--requests", type=int, default=120, metavar="N")
    parser.add_argument("--technicians", type=int, default=15, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    chosen = parser.parse_args()
    sites = read_sites(chosen.sites) if chosen.sites else scattered_sites()
    made = write_day(chosen.out, sites, requests=chosen.requests, technicians=chosen.technicians, seed=chosen.seed)
    print(*made, sep="\n")


if __name__ == "__main__":
    main()
