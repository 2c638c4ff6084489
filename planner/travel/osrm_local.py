"""OSRM in this process: needs Python 3.12 or later and the package of `requirements-osrm.txt`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from planner.model.errors import FieldProblem, InputError, ServiceError
from planner.model.message import message
from planner.model.places import Place
from planner.model.route import Leg
from planner.travel.osrm_answers import legs_of, table_of
from planner.travel.tables import Table

__all__ = ["DATA_SETTING", "OsrmLocal"]

DATA_SETTING = "PLANNER_OSRM_DATA"

_SIDE = 2_000


class OsrmLocal:
    """Asks an `osrm.OSRM` in memory; a `Router`.

    Parameters
    ----------
    library
        The module `osrm`, or what has its `OSRM`, `TableParameters` and `RouteParameters`.
    region
        ``….osrm``, prepared with ``python -m osrm extract``, ``partition`` and ``customize``.
    """

    name, side, stops = "osrm", _SIDE, 100

    def __init__(self, library: Any, region: Path) -> None:
        self._library, self._lock = library, Lock()
        self.source = f"{region.resolve()}|{_stamp(region)}"
        try:
            self._engine = library.OSRM(
                storage_config=str(region),
                use_shared_memory=False,
                algorithm="MLD",
                max_locations_distance_table=-1,
                max_locations_viaroute=-1,
            )
        except Exception as broken:
            raise _wrong(message("travel.osrm_unreadable", value=str(region))) from broken

    @classmethod
    def opened(cls, written: str) -> OsrmLocal:
        """Return the router on prepared data.

        Parameters
        ----------
        written
            Path of the data, as the setting has it.

        Raises
        ------
        InputError
            If the library or the data are missing.
        """
        if not written:
            raise _wrong(message("travel.osrm_no_data"))
        try:
            library = import_module("osrm")
        except ImportError:
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            raise _wrong(message("travel.osrm_missing", version=version)) from None
        return cls(library, Path(written))

    def table(self, sources: Sequence[Place], targets: Sequence[Place], *, until_s: float) -> Table:
        """Return drives from sources to targets; see `Router`. In memory there is nothing to wait for."""
        first, second = list(sources), list(targets)
        same = first == second
        asked: dict[str, Any] = {"annotations": ["duration", "distance"]}
        if not same:
            asked["sources"] = list(range(len(first)))
            asked["destinations"] = list(range(len(first), len(first) + len(second)))
        return table_of(self._asked("Table", first if same else [*first, *second], asked), first, second)

    def way(self, places: Sequence[Place], *, until_s: float) -> tuple[Leg, ...] | None:
        """Return the legs of a way; see `Router`."""
        asked = {"continue_straight": False, "steps": True, "geometries": "geojson", "overview": "full"}
        try:
            answer = self._asked("Route", places, asked)
        except ServiceError as error:
            if "NoRoute" in str(error.__cause__):
                return None
            raise
        return legs_of(answer, places)

    def _asked(self, service: str, places: Sequence[Place], options: Mapping[str, Any]) -> Any:
        where = [(round(place.lon, 6), round(place.lat, 6)) for place in places]
        try:
            with self._lock:
                parameters = getattr(self._library, f"{service}Parameters")(coordinates=where, **options)
                return _plain(getattr(self._engine, service)(parameters))
        except Exception as broken:
            detail = " ".join(str(broken).split())[:120]
            raise ServiceError(message("travel.osrm_failed", detail=detail)) from broken


def _plain(value: Any) -> Any:
    """The library's own objects and arrays as those of JSON; only its objects can be asked what they contain."""
    if isinstance(value, str | int | float | None):
        return value
    if hasattr(value, "__contains__"):
        return {name: _plain(value[name]) for name in value}
    return [_plain(one) for one in value]


def _stamp(region: Path) -> str:
    """Sizes and times of the files the region consists of."""
    parts = sorted(region.parent.glob(f"{region.name}*"))
    return ";".join(f"{part.name},{part.stat().st_size},{part.stat().st_mtime_ns}" for part in parts if part.is_file())


def _wrong(said: Any) -> InputError:
    return InputError(FieldProblem(field=DATA_SETTING, message=said))
