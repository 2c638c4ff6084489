"""Places on the earth, WGS84, always (lat, lon), with how well they are known."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from planner.model.words import Precision

__all__ = ["RADIUS_M", "Place"]

RADIUS_M = {
    Precision.PIN: 0,
    Precision.ADDRESS: 30,
    Precision.STREET: 300,
    Precision.POSTCODE: 1_500,
    Precision.LOCALITY: 5_000,
    Precision.MUNICIPALITY: 15_000,
}
"""Radius in metres within which the true place is expected, by precision (design values)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A position with its precision.

    Parameters
    ----------
    lat, lon
        Degrees, WGS84.
    precision
        How the position was found.
    radius_m
        Metres within which the true place is expected; the default is that of the precision.
    source
        Who says so: ``file``, ``gazetteer``, ``person``, a provider's name.
    label
        Address or name as people say it.
    """

    lat: float
    lon: float
    precision: Precision = Precision.PIN
    radius_m: int = -1
    source: str = "file"
    label: str = ""

    def __post_init__(self) -> None:
        if not (isfinite(self.lat) and -90 <= self.lat <= 90):
            raise ValueError(f"place {self.label!r}: lat is {self.lat!r}, expected -90 to 90")
        if not (isfinite(self.lon) and -180 <= self.lon <= 180):
            raise ValueError(f"place {self.label!r}: lon is {self.lon!r}, expected -180 to 180")
        # Whole numbers are written without a point and read as floats: made one kind here, a value has one hash.
        object.__setattr__(self, "lat", float(self.lat))
        object.__setattr__(self, "lon", float(self.lon))
        if self.radius_m < 0:
            object.__setattr__(self, "radius_m", RADIUS_M[self.precision])

    @property
    def is_exact(self) -> bool:
        """Whether the place is known at least to the street address."""
        return self.precision in (Precision.PIN, Precision.ADDRESS)

    @property
    def is_near_enough(self) -> bool:
        """Whether somebody can be sent there: known at least to the street, and no farther off than a postcode is."""
        return (self.is_exact or self.precision is Precision.STREET) and self.radius_m <= RADIUS_M[Precision.POSTCODE]
