"""A way through several places in order: leg by leg, with what it takes and the line it follows."""

from __future__ import annotations

from dataclasses import dataclass, field

from planner.model.matrix import TravelLabel

__all__ = ["Leg", "Route", "Shape"]

Shape = tuple[tuple[float, float], ...]
"""Points of a line: (lat, lon) in degrees, WGS84, in the direction of travel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """The drive from one place to the next.

    Parameters
    ----------
    drive_s, distance_m
        Whole seconds and metres as in the matrix of the same engine; both -1 where there is no way.
    shape
        The line, at least two points; none where there is no way.

    Raises
    ------
    ValueError
        If only one of both numbers is negative, or the shape does not fit them.
    """

    drive_s: int
    distance_m: int
    shape: Shape = ()

    def __post_init__(self) -> None:
        if (self.drive_s < 0) != (self.distance_m < 0):
            raise ValueError(f"leg: {self.drive_s} s and {self.distance_m} m, expected both or none negative")
        if self.is_reachable != (len(self.shape) >= 2):
            raise ValueError(f"leg of {self.drive_s} s: {len(self.shape)} points in its shape")

    @property
    def is_reachable(self) -> bool:
        """Whether there is a way."""
        return self.drive_s >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """All legs, one fewer than places.

    Parameters
    ----------
    legs
        In the order of the places.
    label
        Where numbers and lines come from; ``estimated``: the lines are straight.
    """

    legs: tuple[Leg, ...] = ()
    label: TravelLabel = field(default_factory=TravelLabel)

    @property
    def is_reachable(self) -> bool:
        """Whether every leg has a way."""
        return all(leg.is_reachable for leg in self.legs)

    @property
    def drive_s(self) -> int:
        """Seconds of the legs that have a way."""
        return sum(leg.drive_s for leg in self.legs if leg.is_reachable)

    @property
    def distance_m(self) -> int:
        """Metres of the legs that have a way."""
        return sum(leg.distance_m for leg in self.legs if leg.is_reachable)
