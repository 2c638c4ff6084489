"""Importing an extract: everything is made beside what is in use, and takes its place in one moment.

A build that is killed leaves the old generation as it was, and a folder that the next build clears away.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from planner.model.errors import FieldProblem, InputError, ServiceError
from planner.model.message import Message, message
from planner.roads.collecting import GraphCollector
from planner.roads.data import POINTER, Manifest, current
from planner.roads.extract import Area, Collector, Node, Way, read_extract
from planner.roads.layers import LayerCollector
from planner.roads.streets import StreetCollector

__all__ = ["COLLECTORS", "build_roads"]

COLLECTORS: tuple[Callable[[], Collector], ...] = (GraphCollector, StreetCollector, LayerCollector)
"""Who collects something of every extract, in the order in which they write."""

_LOCK = ".building"
_GENERATION = re.compile(r"\d{8}T\d{12}-[0-9a-f]{12}")
_CHUNK = 1 << 20


def build_roads(pbf: Path, folder: Path, progress: Callable[[Message], None] | None = None) -> Manifest:
    """Import an extract, and use it from then on.

    Parameters
    ----------
    pbf
        File in one of OpenStreetMap's formats.
    folder
        As of `planner.roads.data.roads_folder`; made where it is missing.
    progress
        Is told in sentences how far it has come.

    Returns
    -------
    Manifest
        Of the new generation; the old one is removed.

    Raises
    ------
    InputError
        If the file cannot be read, is no extract or has no roads, or the folder cannot be written. What was in use
        stays in use.
    ServiceError
        If another import is running on the folder.
    """
    say = progress or (lambda said: None)
    began = time.monotonic()
    sha256 = _hash(pbf)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            _clear(folder)
            generation = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{sha256[:12]}"
            generation.mkdir()
            try:
                manifest = _made(pbf, generation, sha256, began, say)
                _point_to(folder, generation)
            finally:
                _clear(folder)
            return manifest
    except OSError as error:
        said = message("roads.cannot_write", detail=error.strerror or type(error).__name__)
        raise InputError(FieldProblem(source=str(folder), value=str(folder), message=said)) from None


class _Extent:
    """Counts what is there, and where."""

    name = "extent"

    def __init__(self) -> None:
        self.counts = {"nodes": 0, "ways": 0, "areas": 0}
        self.bounds = (90.0, 180.0, -90.0, -180.0)

    def node(self, node: Node) -> None:
        self.counts["nodes"] += 1

    def way(self, way: Way) -> None:
        self.counts["ways"] += 1
        south, west, north, east = self.bounds
        self.bounds = (
            min(south, float(way.lat.min())),
            min(west, float(way.lon.min())),
            max(north, float(way.lat.max())),
            max(east, float(way.lon.max())),
        )

    def area(self, area: Area) -> None:
        self.counts["areas"] += 1

    def write(self, folder: Path) -> dict[str, Any]:
        return {}


def _made(pbf: Path, generation: Path, sha256: str, began: float, say: Callable[[Message], None]) -> Manifest:
    extent, collectors = _Extent(), [make() for make in COLLECTORS]
    say(message("roads.reading", file=pbf.name, count=0))
    read_extract(pbf, [extent, *collectors], progress=lambda n: say(message("roads.reading", file=pbf.name, count=n)))
    facts = {}
    for one in collectors:
        say(message("roads.writing", part=message(f"roads.part.{one.name}")))
        facts[one.name] = one.write(generation)
    manifest = Manifest(
        source=pbf.name,
        sha256=sha256,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        bounds=extent.bounds,
        counts=extent.counts,
        facts=facts,
        seconds=round(time.monotonic() - began, 1),
    )
    manifest.save(generation)
    return manifest


def _hash(pbf: Path) -> str:
    content = hashlib.sha256()
    try:
        with pbf.open("rb") as file:
            while chunk := file.read(_CHUNK):
                content.update(chunk)
    except OSError as error:
        said = message("roads.unreadable", detail=error.strerror or type(error).__name__)
        raise InputError(FieldProblem(source=pbf.name, value=str(pbf), message=said)) from None
    return content.hexdigest()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder; whoever dies lets go of it."""
    import fcntl

    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServiceError(message("roads.busy", folder=str(folder))) from None
        yield


def _point_to(folder: Path, generation: Path) -> None:
    for file in (*generation.iterdir(), generation):
        _to_disk(file)
    new = folder / f"{POINTER}.new"
    new.write_text(generation.name, encoding="utf-8")
    _to_disk(new)
    new.replace(folder / POINTER)
    _to_disk(folder)


def _to_disk(path: Path) -> None:
    """Return when a file, or what a folder holds, has reached the disk: a power failure finds one or the other."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear(folder: Path) -> None:
    """Remove what is not in use: old generations, and what builds that died have left. Nothing else in the folder."""
    kept = current(folder)
    for one in folder.iterdir():
        if one != kept and _GENERATION.fullmatch(one.name) and one.is_dir():
            shutil.rmtree(one, ignore_errors=True)
    (folder / f"{POINTER}.new").unlink(missing_ok=True)
