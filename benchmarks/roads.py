"""Roads of an extract: what the import takes, what matrices take, and how far off they are from OSRM.

OSRM runs in a Python of its own that has ``osrm-bindings`` (3.12 or newer): the one ``PLANNER_OSRM_PYTHON`` names,
else one on the PATH. Without one the error is not measured, and the summary says so.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.frame import Options, Report
from planner.model.places import Place
from planner.roads.data import Manifest, current
from planner.roads.graph import RoadGraph
from planner.travel import GraphEngine

__all__ = ["run"]

_SIZES = (100, 300, 500)
_MOST_ERROR = 0.06
_SHORTEST_S = 60
"""Shorter drives are parking and pulling out: their relative error says nothing."""

_PYTHONS = ("python3.14", "python3.13", "python3.12")

_OSRM = """
import json, subprocess, sys, time
from importlib.util import find_spec
from pathlib import Path
import osrm
pbf, folder, points = sys.argv[1], Path(sys.argv[2]), json.load(sys.stdin)
profile = next(Path(find_spec("osrm").origin).parent.rglob("car.lua"))
copy = folder / "region.osm.pbf"
copy.write_bytes(Path(pbf).read_bytes())
began = time.monotonic()
for words in (["extract", "-p", str(profile), str(copy)], ["partition", str(folder / "region.osrm")],
              ["customize", str(folder / "region.osrm")]):
    subprocess.run([sys.executable, "-m", "osrm", *words], check=True, stdout=sys.stderr)
built = time.monotonic() - began
engine = osrm.OSRM(storage_config=str(folder / "region.osrm"), use_shared_memory=False, algorithm="MLD",
                   max_locations_distance_table=-1)
began = time.monotonic()
table = engine.Table(osrm.TableParameters(coordinates=[(lon, lat) for lat, lon in points],
                                          annotations=["duration", "distance"]))
took = time.monotonic() - began
rows = {name: [list(row) for row in table[name]] for name in ("durations", "distances")}
json.dump({"built_s": built, "took_s": took, **rows}, sys.stdout)
"""


def run(options: Options) -> Report:
    """Import the extract, ask for matrices, and compare with OSRM where there is one."""
    headings = ("what", "figure")
    if options.set_path is None:
        return Report(headings=headings, rows=(), summary="roads: name an extract, --set FILE.osm.pbf", met=False)
    with tempfile.TemporaryDirectory(prefix="faltplan-bench-") as name:
        folder = Path(name)
        rows = _built(options.set_path, folder / "roads")
        generation = current(folder / "roads")
        assert generation is not None, "a build that ended well is in use"
        graph = RoadGraph.load(generation)
        engine, places = GraphEngine(graph), _places(graph, max(_SIZES))
        more, slowest_s = _matrices(engine, places, options.seeds)
        error, told = _against_osrm(options.set_path, folder, engine, places)
    said = f"{options.set_path.name}: {max(_SIZES)} x {max(_SIZES)} in {slowest_s:.2f} s of processor, {error}"
    return Report(
        headings=headings, rows=(*rows, *more, *told[1:]), summary=f"roads {said}", met=told[0] == ("met", "yes")
    )


def _built(pbf: Path, folder: Path) -> list[tuple[str, str]]:
    """Import in a process of its own, whose memory can be told apart."""
    began = time.monotonic()
    words = [sys.executable, "-m", "planner", "roads", "build", str(pbf), "--folder", str(folder), "--language", "en"]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    took = time.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    generation = current(folder)
    assert generation is not None, "a build that ended well is in use"
    sizes = [
        ("file " + file.name + " kB", f"{file.stat().st_size / 1_000:.0f}") for file in sorted(generation.iterdir())
    ]
    facts = Manifest.load(generation).facts["graph"]
    return [
        ("import s", f"{took:.1f}"),
        ("import s of processor", f"{used.ru_utime + used.ru_stime:.1f}"),
        ("import MB at most", f"{used.ru_maxrss / 1_024:.0f}"),
        *sizes,
        *((name, f"{facts[name]:,}") for name in ("ways", "nodes", "edges", "island_edges", "road_km")),
    ]


def _places(graph: RoadGraph, count: int) -> list[Place]:
    """Return places some 30 m around junctions, the same in every run."""
    chance = random.Random("roads")
    at = graph.node_at[[chance.randrange(len(graph)) for _ in range(count)]]
    return [
        Place(lat=round(lat + chance.gauss(0, 0.00015), 6), lon=round(lon + chance.gauss(0, 0.0003), 6))
        for lat, lon in at.tolist()
    ]


def _matrices(engine: GraphEngine, places: Sequence[Place], runs: int) -> tuple[list[tuple[str, str]], float]:
    engine.matrix(places[:2])  # what is made once, is
    rows, used_s = [], 0.0
    for size in _SIZES:
        walls, used = [], []
        for _ in range(runs):
            wall, cpu = time.monotonic(), time.process_time()
            found = engine.matrix(places[:size])
            walls.append(time.monotonic() - wall)
            used.append(time.process_time() - cpu)
        used_s = statistics.median(used)
        rows += [
            (f"{size} x {size} s, median of {runs}", f"{statistics.median(walls):.3f}"),
            (f"{size} x {size} s of processor", f"{used_s:.3f}"),
            (f"{size} x {size} unreachable %", f"{100 * float((found.drive_s < 0).mean()):.2f}"),
        ]
    cpu = time.process_time()
    engine.extended(engine.matrix(places[:1]), places[:1], places[1])
    rows.append(("row and column s of processor", f"{time.process_time() - cpu:.3f}"))
    return rows, used_s


def _against_osrm(
    pbf: Path, folder: Path, engine: GraphEngine, places: Sequence[Place]
) -> tuple[str, list[tuple[str, str]]]:
    """Return a sentence, and rows of which the first says whether the target is met or was not measured."""
    python = _python()
    if python is None:
        return "error not measured: no Python with osrm-bindings was found (PLANNER_OSRM_PYTHON)", [("met", "yes")]
    asked = json.dumps([(place.lat, place.lon) for place in places])
    made = folder / "osrm"
    made.mkdir()
    done = subprocess.run(
        [python, "-c", _OSRM, str(pbf), str(made)], input=asked, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no word"]
        return f"error not measured: OSRM failed ({last[0]})", [("met", "no")]
    answer = json.loads(done.stdout)
    ours = engine.matrix(places)
    theirs = np.array(answer["durations"], dtype=np.float64)  # None becomes nan: no way
    both = (ours.drive_s > 0) & (theirs >= _SHORTEST_S)
    ratio = ours.drive_s[both] / theirs[both]
    metres = ours.distance_m[both] / np.array(answer["distances"], dtype=np.float64)[both]
    mean = float(np.abs(ratio - 1).mean())
    rows = [
        ("met", "yes" if mean <= _MOST_ERROR else "no"),
        ("OSRM import s", f"{answer['built_s']:.1f}"),
        (f"OSRM {len(places)} x {len(places)} s", f"{answer['took_s']:.3f}"),
        ("drives compared", f"{int(both.sum()):,}"),
        ("error mean %", f"{100 * mean:.1f}"),
        ("error 90 % within %", f"{100 * float(np.percentile(np.abs(ratio - 1), 90)):.1f}"),
        ("bias %", f"{100 * float(ratio.mean() - 1):+.1f}"),
        ("metres error mean %", f"{100 * float(np.abs(metres - 1).mean()):.1f}"),
        ("way for one of both only %", f"{100 * float(((ours.drive_s < 0) != np.isnan(theirs)).mean()):.2f}"),
    ]
    return f"mean error against OSRM {100 * mean:.1f} %", rows


def _python() -> str | None:
    """Return a Python that has OSRM; None where there is none."""
    named = os.environ.get("PLANNER_OSRM_PYTHON", "").strip()
    for one in [named] if named else [path for name in _PYTHONS if (path := shutil.which(name))]:
        tried = subprocess.run([one, "-c", "import osrm"], capture_output=True, check=False)
        if not tried.returncode:
            return one
    return None
