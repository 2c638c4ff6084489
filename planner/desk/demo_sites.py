"""Customers of the demo and their sites, spread around the town centres."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import Any

from planner.model import sites
from planner.model.places import Place
from planner.model.words import Precision

__all__ = ["Customer", "Site", "clock", "near", "open_sites", "read_customer"]

_STREETS = (
    "Storgatan", "Skolvägen", "Industrivägen", "Kyrkogatan", "Stationsgatan", "Verkstadsgatan", "Björkvägen",
    "Kvarngatan", "Hantverkargatan", "Parkvägen", "Bergsgatan", "Strandvägen", "Ringvägen", "Lagervägen",
)  # fmt: skip
_M_PER_DEGREE = 111_320
_SPREAD_M = 1_300


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place of work of a customer."""

    site_id: str
    address: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A customer of the demo; opening hours are local, a day that closes at 24:00 has no `closes`."""

    customer_id: str
    name: str
    city: str
    territory: str
    sla: str
    users: int
    opens: time
    closes: time | None
    access: str
    certificates: tuple[str, ...]
    sites: tuple[Site, ...]


def read_customer(row: dict[str, Any], *, seed: int, language: str) -> Customer:
    """Return a customer of the demo's file with one to three sites, by their size."""
    return Customer(
        customer_id=row["id"],
        name=row["name"],
        city=row["locality"],
        territory=row["territory"],
        sla=row["sla"],
        users=row["users"],
        opens=clock(row["opens"]) or time(0),
        closes=clock(row["closes"]),
        access=row["access"][language],
        certificates=tuple(row["certificates"]),
        sites=tuple(_site(row, number, seed) for number in range(1, 2 + (row["users"] >= 40) + (row["users"] >= 140))),
    )


def open_sites(customers: Iterable[Customer]) -> tuple[sites.Site, ...]:
    """Return the sites that are not open around the clock, with their hours from Monday to Friday."""
    return tuple(
        sites.Site(
            site_id=site.site_id,
            name=f"{customer.name}, {site.address}",
            customer=customer.name,
            weekly=(
                sites.OpenHours(
                    weekdays=(1, 2, 3, 4, 5), hours=sites.Hours(opens=customer.opens, closes=customer.closes)
                ),
            ),
        )
        for customer in customers
        for site in customer.sites
        if customer.closes is not None
    )


def _site(row: dict[str, Any], number: int, seed: int) -> Site:
    site_id = f"{row['id']}-{number}"
    chance = random.Random(f"{seed}:{site_id}:address")
    address = f"{chance.choice(_STREETS)} {chance.randint(1, 60)}"
    precision = Precision.ADDRESS if chance.random() < 0.7 else Precision.STREET
    place = near(row["lat"], row["lon"], f"{seed}:{site_id}", precision, f"{address}, {row['locality']}")
    return Site(site_id=site_id, address=address, place=place)


def near(lat: float, lon: float, key: str, precision: Precision, label: str) -> Place:
    """Return a place around a town centre, the same for the same key."""
    chance = random.Random(key)
    north, east = (max(-2.0, min(2.0, chance.gauss(0, 1))) * _SPREAD_M for _ in range(2))
    return Place(
        lat=round(lat + north / _M_PER_DEGREE, 5),
        lon=round(lon + east / (_M_PER_DEGREE * math.cos(math.radians(lat))), 5),
        precision=precision,
        source="demo",
        label=label,
    )


def clock(written: str) -> time | None:
    """Return a time of day; None for the end of the day."""
    return None if written == "24:00" else time.fromisoformat(written)
