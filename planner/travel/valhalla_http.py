"""Valhalla as a server, over HTTP. It says distances in kilometres."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.model.message import message
from planner.model.places import Place
from planner.travel.http_calls import Caller
from planner.travel.tables import BadAnswerError, Table, numbers

__all__ = ["ValhallaHttp"]

_KM = 1000.0


class ValhallaHttp:
    """Asks a `valhalla_service`; a `Router`.

    Parameters
    ----------
    caller
        The server.
    most
        Places to a side of a table: the square root of its ``max_matrix_location_pairs``.
    data
        Name of the server's data, where its own date is not enough.
    costing
        What is driven.
    """

    name = "valhalla-http"

    def __init__(self, caller: Caller, *, most: int = 50, data: str = "", costing: str = "auto") -> None:
        self.caller, self.side, self._costing = caller, most, costing
        self.source = f"{caller.server.name}{caller.server.folder}|{costing}|{data}"

    def table(self, sources: Sequence[Place], targets: Sequence[Place], *, until_s: float) -> Table:
        """Return drives from sources to targets; see `Router`."""
        asked = {
            "sources": _located(sources),
            "targets": _located(targets),
            "costing": self._costing,
            "units": "kilometers",
            "verbose": False,
        }
        answer = self.caller.ask("/sources_to_targets", asked, until_s=until_s)
        found = _part(answer, "sources_to_targets")
        shape = (len(sources), len(targets))
        drive_s = numbers(found.get("durations"), shape, field="durations")
        distance_m = numbers(found.get("distances"), shape, field="distances", unit=_KM)
        if ((drive_s < 0) != (distance_m < 0)).any():
            raise BadAnswerError(message("travel.bad_field", field="distances"))
        return Table(drive_s=drive_s, distance_m=distance_m, version=self._built(until_s))

    def _built(self, until_s: float) -> str:
        """When the server's tiles were made, in seconds since 1970, as text; empty where it does not say."""
        status = self.caller.ask("/status", until_s=until_s)
        return str(status.get("tileset_last_modified") or "") if isinstance(status, dict) else ""


def _located(places: Sequence[Place]) -> list[dict[str, float]]:
    return [{"lat": round(place.lat, 6), "lon": round(place.lon, 6)} for place in places]


def _part(answer: Any, field: str) -> dict[str, Any]:
    part = answer.get(field) if isinstance(answer, dict) else None
    if not isinstance(part, dict):
        raise BadAnswerError(message("travel.bad_field", field=field))
    return part
