"""Which travel engine the settings want, and which answer in its stead."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from planner.model.errors import FieldProblem, InputError
from planner.model.message import message
from planner.roads.data import Manifest, current, roads_folder
from planner.roads.graph import RoadGraph
from planner.travel.asked import AskedEngine
from planner.travel.breaker import Breaker
from planner.travel.by_road import ByRoad, RoadMultipliers
from planner.travel.engine import TravelEngine
from planner.travel.falling_back import FallingBack, Stage
from planner.travel.graph_engine import GraphEngine
from planner.travel.great_circle import GreatCircle
from planner.travel.http_calls import Caller
from planner.travel.kept import kept_on_disk
from planner.travel.osrm_http import OsrmHttp
from planner.travel.osrm_local import DATA_SETTING, OsrmLocal
from planner.travel.scaled import Scaled
from planner.travel.server import Server
from planner.travel.valhalla_http import ValhallaHttp

__all__ = ["ROUTERS", "chosen_engine", "map_engine"]

_log = logging.getLogger(__name__)

ROUTERS = ("auto", "estimate", "graph", "osrm", "osrm-http", "valhalla-http")
"""Values of the setting ``PLANNER_ROUTER``."""

_SECONDS = re.compile(r"[0-9]{9,10}")
_TIMEOUT_S = 10.0
_BUDGET = 6
"""All questions of one matrix together may take so many times as long as one."""


def chosen_engine(var: Path | None = None, *, multipliers: RoadMultipliers = dict) -> TravelEngine:
    """Return the travel engine of the settings, with those that answer where it fails.

    ``auto`` is an OSRM server where an address is set, else the road graph where one has been built, else the
    estimate. Behind a server or OSRM stand the graph, where there is one, and the estimate.

    Parameters
    ----------
    var
        Data folder: drives are kept there, and a road graph is looked for. None: `FALTPLAN_VAR`, else ``.var``;
        then nothing is kept on disk unless the folder is there.
    multipliers
        Returns what the road graph's times are multiplied by now, by kind of road.

    Raises
    ------
    InputError
        If a setting is wrong, or what it asks for is missing.
    """
    folder = var or Path(os.environ.get("FALTPLAN_VAR") or ".var")
    name = _chosen(folder)
    estimate = GreatCircle.from_settings()
    if name == "estimate":
        return estimate
    stages = [_FIRST[name](folder) if name != "graph" else _graph(folder, multipliers)]
    if name != "graph" and current(roads_folder(folder)):
        stages.append(_graph(folder, multipliers))
    stages = [_finished(stage, folder, estimate.factor) for stage in stages]
    return FallingBack([*stages, Stage(engine=estimate)])


def _chosen(folder: Path) -> str:
    name = os.environ.get("PLANNER_ROUTER", "").strip() or "auto"
    if name not in ROUTERS:
        raise _wrong("PLANNER_ROUTER", name, "travel.router_unknown", routers=ROUTERS)
    if name != "auto":
        return name
    if os.environ.get("PLANNER_ROUTER_URL", "").strip():
        return "osrm-http"
    return "graph" if current(roads_folder(folder)) else "estimate"


def _finished(stage: Stage, folder: Path, factor: float) -> Stage:
    """Drives are kept as the engine says them, so that they outlive a change of the factor."""
    engine = kept_on_disk(stage.engine, folder / "travel.sqlite") if folder.is_dir() else stage.engine
    return replace(stage, engine=engine if factor == 1 else Scaled(engine, factor))


def _graph(folder: Path, multipliers: RoadMultipliers) -> Stage:
    if current(roads_folder(folder)) is None:
        raise _wrong("PLANNER_ROUTER", "graph", "travel.graph_missing")
    imported = _Imported(folder)
    return Stage(engine=ByRoad(imported.engine, multipliers), data=imported.data)


class _Imported:
    """The roads of the import in use; one that cannot be read, or is gone, leaves those that were read before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read = _loaded(current(roads_folder(folder)) or folder)

    def engine(self) -> GraphEngine:
        """Return the roads as the map has them."""
        generation = current(roads_folder(self._folder))
        if generation is not None:
            try:
                self._read = _loaded(generation)
            except InputError as error:
                _log.warning("the roads that were imported last are not used: %s", error)
        return self._read[0]

    def data(self) -> str:
        """Return their name and date."""
        return self._read[1]


def map_engine(var: Path) -> GraphEngine | None:
    """Return the roads of the last import as the map has them, without what was learned; None where there is none.

    Parameters
    ----------
    var
        Data folder.

    Raises
    ------
    InputError
        If they cannot be read.
    """
    generation = current(roads_folder(var))
    return None if generation is None else _loaded(generation)[0]


@lru_cache(maxsize=1)
def _loaded(generation: Path) -> tuple[GraphEngine, str]:
    """The roads of an import, and its name and date; read once in a process."""
    try:
        engine, made = GraphEngine(RoadGraph.load(generation)), Manifest.load(generation)
    except (OSError, EOFError, ValueError, KeyError, BadZipFile):
        raise _wrong("PLANNER_ROUTER", "graph", "travel.graph_unreadable") from None
    return engine, f"{made.source}, {made.made_at[:10]}"


def _osrm(_folder: Path) -> Stage:
    written = os.environ.get(DATA_SETTING, "").strip()
    engine = AskedEngine(OsrmLocal.opened(written), budget_s=_TIMEOUT_S * _BUDGET)
    return Stage(engine=engine, data=lambda: Path(written).name)


def _osrm_http(_folder: Path) -> Stage:
    caller = _caller("osrm-http")
    return _server(OsrmHttp(caller, most=_most_table(100), data=_data()), caller)


def _valhalla_http(_folder: Path) -> Stage:
    caller = _caller("valhalla-http")
    return _server(ValhallaHttp(caller, most=_most_table(50), data=_data()), caller)


def _server(router: OsrmHttp | ValhallaHttp, caller: Caller) -> Stage:
    engine, named = AskedEngine(router, budget_s=caller.timeout_s * _BUDGET), _data()

    def data() -> str:
        return ", ".join(filter(None, (caller.server.name, named, _dated(engine.version))))

    return Stage(engine=engine, breaker=caller.breaker, data=data)


def _dated(version: str) -> str:
    """What a server says of its data, to be read: Valhalla counts seconds, OSRM has what its builder wrote."""
    return datetime.fromtimestamp(int(version), UTC).date().isoformat() if _SECONDS.fullmatch(version) else version


def _caller(name: str) -> Caller:
    url = os.environ.get("PLANNER_ROUTER_URL", "").strip()
    if not url:
        raise _wrong("PLANNER_ROUTER_URL", "", "travel.url_missing", router=name)
    server = Server.at(url, field="PLANNER_ROUTER_URL")
    return Caller(server, timeout_s=_number("PLANNER_ROUTER_TIMEOUT", _TIMEOUT_S, 0.1, 600), breaker=Breaker())


def _most_table(usual: int) -> int:
    return int(_number("PLANNER_ROUTER_MAX_TABLE", usual, 1, 10_000))


def _data() -> str:
    return os.environ.get("PLANNER_ROUTER_DATA", "").strip()


def _number(setting: str, usual: float, least: float, most: float) -> float:
    written = os.environ.get(setting, "").strip()
    try:
        value = float(written.replace(",", ".")) if written else usual
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise _wrong(setting, written, "travel.number_wrong", setting=setting, least=least, most=most)
    return value


def _wrong(field: str, written: str, key: str, **values: Any) -> InputError:
    said = message(key, value=written, **values)
    return InputError(FieldProblem(field=field, value=written, message=said))


_FIRST: dict[str, Callable[[Path], Stage]] = {
    "osrm": _osrm,
    "osrm-http": _osrm_http,
    "valhalla-http": _valhalla_http,
}
