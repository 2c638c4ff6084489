"""How much of a map a width can show: levels of detail, from a street to a country."""

from __future__ import annotations

from dataclasses import dataclass

from planner.roads.mapped import Line

__all__ = ["LEVELS", "Level"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How much detail a width can show.

    Parameters
    ----------
    name
        Of the level.
    tolerance
        Metres by which a line may leave its true place.
    quantum
        Degrees of a written step.
    size
        Degrees of latitude and longitude of a tile.
    lines
        Numbers of the classes (`planner.roads.mapped.Line`) it shows.
    least
        Side in metres of the smallest area it shows.
    """

    name: str
    tolerance: float
    quantum: float
    size: tuple[float, float]
    lines: frozenset[int]
    least: float

    def corner(self, tile: tuple[int, int]) -> tuple[int, int]:
        """Return a tile's south-west corner in quanta."""
        return round(tile[0] * self.size[0] / self.quantum), round(tile[1] * self.size[1] / self.quantum)

    def box(self, tile: tuple[int, int]) -> tuple[float, float, float, float]:
        """Return south, west, north and east of a tile."""
        (i, j), (tall, wide) = tile, self.size
        return i * tall, j * wide, (i + 1) * tall, (j + 1) * wide


_ALL = frozenset(int(one) for one in Line)
_WIDE = frozenset(
    int(one) for one in (Line.MOTORWAY, Line.PRIMARY, Line.SECONDARY, Line.TERTIARY, Line.RAIL, Line.RIVER)
)

LEVELS = (
    Level(name="street", tolerance=2.5, quantum=1e-5, size=(0.02, 0.04), lines=_ALL, least=12),
    Level(
        name="town", tolerance=8, quantum=2e-5, size=(0.1, 0.2), lines=_ALL - {Line.SERVICE, Line.STREAM}, least=60
    ),
    Level(name="region", tolerance=35, quantum=1e-4, size=(0.5, 1.0), lines=_WIDE, least=400),
    Level(
        name="country", tolerance=180, quantum=5e-4, size=(2.0, 4.0), least=2500,
        lines=frozenset((int(Line.MOTORWAY), int(Line.PRIMARY), int(Line.SECONDARY))),
    ),
)  # fmt: skip
"""The finest first."""
