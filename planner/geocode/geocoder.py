"""What every geocoder can do, and what it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from planner.model.places import Place

__all__ = ["AddressQuery", "Geocoder", "Searching", "State"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressQuery:
    """An address as people write it; every part may be empty or stand in another part.

    Parameters
    ----------
    address
        Street and number, or the whole address in one line.
    postcode
        Five digits in any usual writing: ``163 70``, ``SE-16370``.
    city
        Postal town, suburb or municipality.
    county
        Swedish county (län), by its letter or name, where it is known.
    """

    address: str = ""
    postcode: str = ""
    city: str = ""
    county: str = ""


class Geocoder(Protocol):
    """Answers where an address is."""

    def find(self, query: AddressQuery) -> Place | None:
        """Return the place with its precision and radius, or None where it cannot be told.

        Parameters
        ----------
        query
            The address.

        Raises
        ------
        ServiceError
            If a service was asked and did not answer.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How a geocoder is doing.

    Parameters
    ----------
    provider
        ``offline``, ``nominatim``, ``photon`` or ``pelias``.
    streets
        Whether streets of an extract are imported.
    public
        Whether the service belongs to everybody and may not be asked for lists.
    failed_at
        When the service last failed to answer; None: it answered, or was not asked. Until it answers, the offline chain
        does.
    detail
        What failed, for people.
    """

    provider: str
    streets: bool = False
    public: bool = False
    failed_at: datetime | None = None
    detail: str = ""


@runtime_checkable
class Searching(Geocoder, Protocol):
    """A geocoder that a person can search with."""

    def candidates(self, query: AddressQuery) -> tuple[Place, ...]:
        """Return what an address may mean, for a person to choose from."""
        ...

    def for_lists(self) -> Geocoder:
        """Return what answers for many addresses in a row, without burdening a service that forbids it."""
        ...

    def state(self) -> State:
        """Return how it is doing."""
        ...
