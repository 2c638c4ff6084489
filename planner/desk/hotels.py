"""The hotels at which technicians may spend a night between two days."""

from __future__ import annotations

from dataclasses import dataclass

from planner import store
from planner.desk.opening import Desk
from planner.desk.personal import refuse_personal_numbers
from planner.desk.problems import refusal
from planner.desk.roles import check
from planner.desk.unit import changing
from planner.geocode import check_position
from planner.model.event import Actor
from planner.model.team import Hotel, Hotels

__all__ = ["StoredHotels", "added", "get_hotels", "save_hotels"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredHotels:
    """The hotels, and the version that whoever changes them has read; 0 while nobody has saved any."""

    hotels: tuple[Hotel, ...]
    version: int


def get_hotels(desk: Desk, actor: Actor) -> StoredHotels:
    """Return the hotels."""
    check(actor, "hotels.get_hotels")
    with desk.store.reading() as db:
        found, version = store.settings.read(db, store.people.HOTELS, Hotels, Hotels())
    return StoredHotels(hotels=found.hotels, version=version)


def save_hotels(desk: Desk, actor: Actor, hotels: tuple[Hotel, ...], *, version: int) -> StoredHotels:
    """Save all hotels, for every plan from now on.

    Parameters
    ----------
    version
        Version that was read.

    Raises
    ------
    InputError
        If an id is there twice, a hotel lies nowhere, or a personal identity number stands in a name.
    StaleError
        If somebody saved others since.
    """
    check(actor, "hotels.save_hotels")
    ids = [one.hotel_id for one in hotels]
    for one in hotels:
        if ids.count(one.hotel_id) > 1:
            raise refusal("import.hotel_twice", field="hotel_id", value=one.hotel_id)
        wrong = check_position(one.place.lat, one.place.lon)
        if wrong is not None and wrong.code in ("swapped", "zero"):
            raise refusal("import.hotel_place", field="hotel_lat", value=one.hotel_id)
        refuse_personal_numbers(one, ("name",), today=desk.today())
    with changing(desk, "hotels.save_hotels", by=actor) as db:
        saved = store.settings.save(db, store.people.HOTELS, Hotels(hotels=hotels), version=version)
    return StoredHotels(hotels=hotels, version=saved)


def added(db: store.Connection, hotels: tuple[Hotel, ...]) -> None:
    """Add hotels of a team file to those that are there; one with the same id takes its place."""
    if not hotels:
        return
    present, version = store.settings.read(db, store.people.HOTELS, Hotels, Hotels())
    every = {one.hotel_id: one for one in (*present.hotels, *hotels)}
    store.settings.save(db, store.people.HOTELS, Hotels(hotels=tuple(every.values())), version=version)
