"""SWEREF 99 TM, the national grid of Sweden, to latitude and longitude."""

from __future__ import annotations

from math import asin, atan2, cos, cosh, degrees, radians, sin, sinh

__all__ = ["from_sweref99tm"]

_AXIS_M = 6_378_137.0
_FLATTENING = 1 / 298.257222101
_CENTRAL_MERIDIAN = 15.0
_SCALE = 0.9996
_FALSE_EASTING_M = 500_000.0


def from_sweref99tm(northing_m: float, easting_m: float) -> tuple[float, float]:
    """Return (lat, lon) in degrees of a point of the grid.

    Parameters
    ----------
    northing_m, easting_m
        Metres north of the equator and east of the false origin.

    Notes
    -----
    Inverse Gauss-Krüger projection on the GRS 80 ellipsoid, series to the fourth order: exact to less than
    a millimetre in Sweden. SWEREF 99 and WGS84 agree within half a metre.

    References
    ----------
    Krüger, L. (1912). Konforme Abbildung des Erdellipsoids in der Ebene. Teubner.
    """
    n = _FLATTENING / (2 - _FLATTENING)
    radius_m = _AXIS_M / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    xi, eta = northing_m / (_SCALE * radius_m), (easting_m - _FALSE_EASTING_M) / (_SCALE * radius_m)
    terms = (
        n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96 - n**4 / 360,
        n**2 / 48 + n**3 / 15 - 437 * n**4 / 1440,
        17 * n**3 / 480 - 37 * n**4 / 840,
        4397 * n**4 / 161280,
    )
    north = xi - sum(term * sin(2 * k * xi) * cosh(2 * k * eta) for k, term in enumerate(terms, start=1))
    east = eta - sum(term * cos(2 * k * xi) * sinh(2 * k * eta) for k, term in enumerate(terms, start=1))
    conformal = asin(sin(north) / cosh(east))
    lon = radians(_CENTRAL_MERIDIAN) + atan2(sinh(east), cos(north))
    return degrees(_geodetic(conformal)), degrees(lon)


def _geodetic(conformal: float) -> float:
    """Latitude on the ellipsoid of a latitude on the conformal sphere."""
    e2 = _FLATTENING * (2 - _FLATTENING)
    s2 = sin(conformal) ** 2
    series = (
        (e2 + e2**2 + e2**3 + e2**4)
        - (7 * e2**2 + 17 * e2**3 + 30 * e2**4) / 6 * s2
        + (224 * e2**3 + 889 * e2**4) / 120 * s2**2
        - 4279 * e2**4 / 1260 * s2**3
    )
    return conformal + sin(conformal) * cos(conformal) * series
