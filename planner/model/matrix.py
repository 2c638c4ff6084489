"""The travel matrix: seconds and metres between places, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["BY_CLOCK", "Matrix", "TravelLabel"]

BY_CLOCK = "by_clock"
"""Period of travel times that depend on when a drive begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelLabel:
    """Where travel times come from: engine, quality (``estimated``, ``road``), data hash, period.

    Parameters
    ----------
    period
        Times of which part of the day they are; ``by_clock`` in a plan whose drives depend on when they begin.
    """

    engine: str = "estimate"
    quality: str = "estimated"
    data_hash: str = ""
    period: str = "day"


class Matrix:
    """Seconds and metres between places, row to column; asymmetric in general.

    Parameters
    ----------
    drive_s, distance_m
        Arrays of shape (places, places), whole numbers, zero on the diagonal. Negative means unreachable.
    label
        Where the numbers come from.
    """

    __slots__ = ("distance_m", "drive_s", "label")

    def __init__(self, drive_s: NDArray[Any], distance_m: NDArray[Any], label: TravelLabel | None = None) -> None:
        seconds, metres = np.asarray(drive_s, dtype=np.int64), np.asarray(distance_m, dtype=np.int64)
        if seconds.ndim != 2 or seconds.shape[0] != seconds.shape[1] or seconds.shape != metres.shape:
            raise ValueError(f"matrix: shapes are {seconds.shape} and {metres.shape}, expected two equal squares")
        seconds.setflags(write=False)
        metres.setflags(write=False)
        self.drive_s = seconds
        self.distance_m = metres
        self.label = label or TravelLabel()

    def __len__(self) -> int:
        return int(self.drive_s.shape[0])

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Matrix)
            and self.label == other.label
            and np.array_equal(self.drive_s, other.drive_s)
            and np.array_equal(self.distance_m, other.distance_m)
        )

    def __hash__(self) -> int:
        return hash((self.label, self.drive_s.tobytes(), self.distance_m.tobytes()))

    def to_json(self) -> dict[str, Any]:
        """Return the matrix as JSON data."""
        label = self.label
        return {
            "label": {
                "engine": label.engine,
                "quality": label.quality,
                "data_hash": label.data_hash,
                "period": label.period,
            },
            "drive_s": self.drive_s.tolist(),
            "distance_m": self.distance_m.tolist(),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Matrix:
        """Read a matrix from what `to_json` wrote."""
        # A day without places has an empty list, which numpy would read as one-dimensional.
        shape = (len(data["drive_s"]), len(data["drive_s"]))
        seconds, metres = (np.array(data[name], dtype=np.int64) for name in ("drive_s", "distance_m"))
        return cls(seconds.reshape(shape), metres.reshape(shape), TravelLabel(**data["label"]))
