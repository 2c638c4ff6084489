"""How long drives take on each kind of road, beside what the map says: the setting of a firm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from planner.model.profile import LEAST_PERCENT, MOST_PERCENT

__all__ = ["KINDS", "RoadFactors"]

KINDS = ("motorway", "main", "town", "small")
"""Kinds of roads: motorways and trunk roads; primary and secondary roads; tertiary and unclassified ones; streets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadFactors:
    """Percent of the map's time that driving takes, by kind of road.

    Parameters
    ----------
    on
        Whether plans are made by it. False: every drive takes what the map says.
    motorway, main, town, small
        Percent by kind, as in `KINDS`; junctions and ferries keep their time.

    Raises
    ------
    ValueError
        If a percentage is outside 50 to 400.
    """

    on: bool = False
    motorway: int = 100
    main: int = 100
    town: int = 100
    small: int = 100

    def __post_init__(self) -> None:
        for kind in KINDS:
            if not LEAST_PERCENT <= self.of(kind) <= MOST_PERCENT:
                raise ValueError(f"roads {kind}: {self.of(kind)} %, expected {LEAST_PERCENT} to {MOST_PERCENT}")

    def of(self, kind: str) -> int:
        """Return the percentage of a kind."""
        return int(getattr(self, kind))

    @property
    def multipliers(self) -> dict[str, float]:
        """What the map's time is multiplied by, for each kind that is not as on the map; empty while it is off."""
        return {kind: self.of(kind) / 100 for kind in KINDS if self.on and self.of(kind) != 100}

    def replace(self, **changes: Any) -> RoadFactors:
        """Return a copy with some fields changed."""
        return replace(self, **changes)
