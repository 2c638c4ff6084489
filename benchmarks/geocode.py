"""How well addresses are found: known positions against what the geocoder claims.

``--set`` is a CSV file with address, postcode, town, lat and lon; streets are taken from the extract that
``PLANNER_BENCHMARK_EXTRACT`` names (``.osm.pbf``), if any. Nobody is asked but the chain without services.
"""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from math import ceil
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.frame import Options, Report
from planner.geocode import AddressQuery, Gazetteer, OfflineChain
from planner.geocode.places_se import metres_between
from planner.model.places import Place
from planner.model.words import Precision
from planner.roads.extract import read_extract
from planner.roads.streets import StreetCollector, StreetIndex

__all__ = ["run"]

_EXTRACT = "PLANNER_BENCHMARK_EXTRACT"
_NAMES = {
    "address": ("adress", "address"), "postcode": ("postalnumber", "postcode"), "city": ("postaltown", "city"),
    "lat": ("lat",), "lon": ("lng", "lon"),
}  # fmt: skip
_CLAIMED = (Precision.PIN, Precision.ADDRESS, Precision.STREET)


@dataclass(frozen=True, slots=True)
class _Case:
    """An address, where it truly is, and where it was found."""

    query: AddressQuery
    place: Place | None
    off_m: float

    @property
    def holds(self) -> bool:
        return self.place is not None and self.off_m <= self.place.radius_m


def run(options: Options) -> Report:
    """Return how many addresses were found, how exactly, and how often the stated radius holds.

    The target is that no place that is claimed to the street or better lies outside its radius.
    """
    if options.set_path is None:
        raise SystemExit("--set: a CSV file of addresses with known positions")
    cases = [*_asked(options.set_path, options.instances)]
    with tempfile.TemporaryDirectory() as folder:
        index, facts = _index(Path(folder))
        chain = OfflineChain(lambda: index, Gazetteer.load())
        began = perf_counter()
        found = [_case(chain, query, at) for query, at in cases]
        each_ms = (perf_counter() - began) / max(1, len(cases)) * 1000
    rows = [_row(str(one), [case for case in found if case.place and case.place.precision is one], len(found))
            for one in Precision if any(case.place and case.place.precision is one for case in found)]  # fmt: skip
    placed = [case for case in found if case.place is not None]
    rows.append(_row("all that were found", placed, len(found)))
    wrong = [case for case in placed if case.place and case.place.precision in _CLAIMED and not case.holds]
    held = sum(case.holds for case in placed)
    summary = (
        f"geocode: {len(placed)} of {len(found)} addresses found ({len(placed) / max(1, len(found)):.1%}); {held} of "
        f"{len(placed)} radii hold; {len(wrong)} outside their radius though claimed to the street or "
        f"better (target 0); {each_ms:.1f} ms each; {facts}"
    )
    return Report(
        headings=("precision", "found", "share", "median m", "P90 m", "radius m", "radius holds"),
        rows=tuple(rows), summary=summary, met=not wrong and bool(placed),
    )  # fmt: skip


def _asked(file: Path, wanted: str) -> list[tuple[AddressQuery, tuple[float, float]]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    named = [{field: next(row[one] for one in names if one in row) for field, names in _NAMES.items()} for row in rows]
    return [
        (
            AddressQuery(address=row["address"], postcode=row["postcode"], city=row["city"]),
            (float(row["lat"]), float(row["lon"])),
        )
        for row in named
        if fnmatch(row["address"], wanted)
    ]


def _index(folder: Path) -> tuple[StreetIndex | None, str]:
    extract = os.environ.get(_EXTRACT, "")
    if not extract:
        return None, f"without streets ({_EXTRACT} names no extract)"
    collector, began = StreetCollector(), perf_counter()
    read_extract(Path(extract), [collector])
    facts = collector.write(folder)
    took = f"{facts['streets']} streets, {facts['doors']} house numbers indexed in {perf_counter() - began:.1f} s"
    return StreetIndex.load(folder), took


def _case(chain: OfflineChain, query: AddressQuery, at: tuple[float, float]) -> _Case:
    place = chain.find(query)
    return _Case(query, place, metres_between(place.lat, place.lon, *at) if place else 0.0)


def _row(name: str, cases: Sequence[_Case], total: int) -> tuple[str, ...]:
    off = sorted(case.off_m for case in cases)
    if not off:
        return (name, "0", "0.0%", "", "", "", "")
    radii = median(case.place.radius_m for case in cases if case.place)
    held = sum(case.holds for case in cases)
    return (
        name, str(len(off)), f"{len(off) / total:.1%}", f"{median(off):.0f}", f"{off[ceil(0.9 * len(off)) - 1]:.0f}",
        f"{radii:.0f}", f"{held} ({held / len(off):.1%})",
    )  # fmt: skip
