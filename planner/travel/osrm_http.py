"""OSRM as a server: `osrm-routed` over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from planner.model.places import Place
from planner.model.route import Leg
from planner.travel.http_calls import Caller, RefusedError
from planner.travel.osrm_answers import legs_of, table_of
from planner.travel.tables import Table

__all__ = ["OsrmHttp"]

Read = TypeVar("Read")

_MOST_SIDE = 250
"""Places to a side where a table is cut: both sides stand in the address, 20 letters a place, 10 kB were tried."""


class OsrmHttp:
    """Asks an `osrm-routed`; a `Router`.

    Parameters
    ----------
    caller
        The server.
    most
        Its ``--max-table-size``: it takes that many sources times that many targets.
    data
        Name of the server's data, for servers that do not say their version themselves.
    profile
        What is driven, as the server's addresses call it.
    """

    name, stops = "osrm-http", 100

    def __init__(self, caller: Caller, *, most: int = 100, data: str = "", profile: str = "driving") -> None:
        self.caller, self.side, self._profile = caller, min(most, _MOST_SIDE), profile
        self.source = f"{caller.server.name}{caller.server.folder}|{profile}|{data}"

    def table(self, sources: Sequence[Place], targets: Sequence[Place], *, until_s: float) -> Table:
        """Return drives from sources to targets; see `Router`."""
        first, second = list(sources), list(targets)
        asked = {"annotations": "duration,distance"}
        if first == second:
            places = first
        else:
            places = [*first, *second]
            asked["sources"] = ";".join(map(str, range(len(first))))
            asked["destinations"] = ";".join(map(str, range(len(first), len(places))))
        return self._asked("table", places, asked, lambda answer: table_of(answer, first, second), until_s)

    def way(self, places: Sequence[Place], *, until_s: float) -> tuple[Leg, ...] | None:
        """Return the legs of a way; see `Router`."""
        # Without the first a drive may not turn where it stops, which the table of the same server allows.
        asked = {"continue_straight": "false", "steps": "true", "geometries": "geojson", "overview": "false"}
        try:
            return self._asked("route", places, asked, lambda answer: legs_of(answer, places), until_s)
        except RefusedError as refused:
            if refused.code == "NoRoute":
                return None
            raise

    def _asked(
        self,
        service: str,
        places: Sequence[Place],
        options: dict[str, str],
        read: Callable[[Any], Read],
        until_s: float,
    ) -> Read:
        where = ";".join(f"{place.lon:.6f},{place.lat:.6f}" for place in places)
        told = "&".join(f"{name}={value}" for name, value in options.items())
        return self.caller.ask(f"/{service}/v1/{self._profile}/{where}?{told}", read=read, until_s=until_s)
