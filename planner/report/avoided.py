"""Kilometres that a solution from afar saved: what the cheapest visit on that day's routes would have driven more."""

from __future__ import annotations

import numpy as np

from planner.report.columns import NONE, Columns
from planner.report.days import METRES_A_DEGREE

__all__ = ["avoided_m"]


def avoided_m(requests: Columns, legs: Columns, which: np.ndarray) -> np.ndarray:
    """Return the metres by road that each request would have lengthened the routes of the day on which it ended.

    Estimated: positions are known to about a kilometre, drives are taken straight and times the detour that the
    drives of that day made. Not a number where the request had a visit, is open, has no place, or nobody drove.

    Parameters
    ----------
    requests, legs
        Columns as of `planner.report.columns.SEEN` and ``LEGS``.
    which
        Mask of the requests that are asked for.
    """
    found = np.full(len(requests["ended"]), np.nan)
    asked = which & (requests["ended"] != NONE) & ~requests["visited"] & ~np.isnan(requests["lat"])
    at = np.flatnonzero(asked)
    at = at[np.argsort(requests["ended_day"][at], kind="stable")]
    order = np.argsort(legs["day"], kind="stable")
    of_legs, of_requests = legs["day"][order], requests["ended_day"][at]
    for day in np.unique(of_requests):
        ways = order[np.searchsorted(of_legs, day) : np.searchsorted(of_legs, day, side="right")]
        mine = at[np.searchsorted(of_requests, day) : np.searchsorted(of_requests, day, side="right")]
        if len(ways):
            found[mine] = _cheapest(
                requests["lat"][mine], requests["lon"][mine], {name: one[ways] for name, one in legs.items()}
            )
    return found


def _cheapest(lat: np.ndarray, lon: np.ndarray, legs: Columns) -> np.ndarray:
    """Metres more by the cheapest insertion between two places, of every point."""
    east = np.cos(np.radians(legs["lat"].mean()))
    ax, ay, bx, by = (
        (legs[name] * scale * METRES_A_DEGREE).astype(np.float32)[None, :]
        for name, scale in (("lon", east), ("lat", 1.0), ("to_lon", east), ("to_lat", 1.0))
    )
    x, y = ((one * METRES_A_DEGREE).astype(np.float32)[:, None] for one in (lon * east, lat))
    longer = _metres(x - ax, y - ay) + _metres(bx - x, by - y) - _metres(bx - ax, by - ay)
    return np.asarray(np.maximum(longer.min(axis=1), 0) * legs["detour"][0], dtype=np.float64)


def _metres(east: np.ndarray, north: np.ndarray) -> np.ndarray:
    """Length of flat ways: `np.hypot` takes several times as long, and nothing here is near its limits."""
    return np.asarray(np.sqrt(east * east + north * north))
