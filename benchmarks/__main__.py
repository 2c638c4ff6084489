"""Run a benchmark by name."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

from benchmarks.frame import Benchmark, Options, table
from benchmarks.results import keep

NAMES = {
    "audit": "benchmarks.audit",
    "bound": "benchmarks.bound",
    "everything": "benchmarks.everything",
    "geocode": "benchmarks.geocode",
    "hhcrsp": "benchmarks.hhcrsp",
    "days": "benchmarks.days",
    "lateness": "benchmarks.lateness",
    "load": "benchmarks.load",
    "national": "benchmarks.national",
    "offers": "benchmarks.offers",
    "pages": "benchmarks.pages",
    "periods": "benchmarks.periods",
    "profile": "benchmarks.profile",
    "replay": "benchmarks.replay",
    "roads": "benchmarks.roads",
    "scale": "benchmarks.scale",
    "speed": "benchmarks.speed",
    "statistics": "benchmarks.statistics",
    "technician": "benchmarks.technician",
    "trsp": "benchmarks.trsp",
    "uhhc": "benchmarks.uhhc",
    "vrptw": "benchmarks.vrptw",
}
"""Benchmarks by name: modules with ``run(options) -> Report``."""


def main(arguments: list[str] | None = None) -> int:
    """Run one benchmark, print its table and summary; exit code 1 if a target was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", choices=sorted(NAMES))
    parser.add_argument("--set", dest="set_path", type=Path, metavar="PATH", help="folder or file with the instances")
    parser.add_argument("--seconds", type=float, default=10.0, metavar="S", help="search for each instance (10)")
    parser.add_argument("--seeds", type=int, default=5, metavar="N", help="runs of each instance (5)")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="chains or threads a solver may use (1)")
    parser.add_argument("--instances", default="*", metavar="GLOB", help="only instances whose name matches")
    parser.add_argument("--solvers", default="", metavar="A,B", help="only these beside ours (all that are installed)")
    parser.add_argument("--results", type=Path, metavar="FILE", help="keep the answer there, in a section of its own")
    chosen = vars(parser.parse_args(arguments))
    name, results = chosen.pop("name"), chosen.pop("results")
    run: Benchmark = import_module(NAMES[name]).run
    report = run(Options(**chosen))
    if results:
        which = f"{name} {chosen['set_path'].stem} {chosen['seconds']:g} s" if chosen["set_path"] else name
        keep(results, which, Options(**chosen), report)
    print(table(report.headings, report.rows))
    print(report.summary)
    return 0 if report.met else 1


if __name__ == "__main__":
    sys.exit(main())
