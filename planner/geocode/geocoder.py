"""What every geocoder can do, and what it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from planner.model.places import Place

__all__ = ["AddressQuery", "Geocoder"]


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
