"""How long a user waits: from files to the first complete judged plan, and the memory it takes."""

from __future__ import annotations

import fnmatch
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.frame import Options, Report
from benchmarks.school_day import DAY, Site, read_sites, scattered_sites, write_day

__all__ = ["CASES", "Case", "Run", "run", "run_of"]

_HEADINGS = (
    "case", "median s", "min", "max", "target", "cpu s", "read", "built", "solved", "judged", "MB", "planned",
    "left", "violations",
)  # fmt: skip
_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A day of a size, with the seconds and megabytes within which it must have a first plan."""

    name: str
    requests: int
    technicians: int
    target_s: float
    target_mb: int


CASES = (
    Case(name="120x15", requests=120, technicians=15, target_s=5.0, target_mb=2_000),
    Case(name="1000x80", requests=1_000, technicians=80, target_s=30.0, target_mb=2_000),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one child process took and found."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    figures: dict[str, Any]


def run(options: Options) -> Report:
    """Measure every case once for each seed, one after the other, each in a fresh process."""
    sites = read_sites(options.set_path) if options.set_path else scattered_sites()
    cases = [case for case in CASES if fnmatch.fnmatch(case.name, options.instances)]
    measured = {case: [_measured(case, sites, seed) for seed in range(1, options.seeds + 1)] for case in cases}
    rows = tuple(_row(case, runs) for case, runs in measured.items())
    missed = [case.name for case, runs in measured.items() if not _met(case, runs)]
    said = ", ".join(f"{case.name} {_median(runs):.1f} s" for case, runs in measured.items())
    return Report(
        headings=_HEADINGS,
        rows=rows,
        summary=f"File to first judged plan, median of {options.seeds}: {said}; "
        + (f"missed: {', '.join(missed)}" if missed else "all targets met"),
        met=not missed,
    )


def _measured(case: Case, sites: tuple[Site, ...], seed: int) -> Run:
    with tempfile.TemporaryDirectory(prefix="faltplan-bench-") as name:
        asked, staff = write_day(Path(name), sites, requests=case.requests, technicians=case.technicians, seed=seed)
        return run_of(
            [sys.executable, "-m", "benchmarks.first_plan", str(asked), str(staff), DAY.isoformat(), str(seed)]
        )


def run_of(words: Sequence[str]) -> Run:
    """Run a child process that writes its figures as JSON; return them with the time and memory it took."""
    begun = time.perf_counter()
    with subprocess.Popen(words, cwd=_ROOT, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        output = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(words[1:])}: the run ended with exit code {child.returncode}")
    return Run(
        wall_s=time.perf_counter() - begun,
        cpu_s=usage.ru_utime + usage.ru_stime,
        peak_mb=usage.ru_maxrss / 1_024,
        figures=json.loads(output),
    )


def _median(runs: list[Run]) -> float:
    return statistics.median(one.wall_s for one in runs)


def _met(case: Case, runs: list[Run]) -> bool:
    clean = all(one.figures["violations"] == 0 for one in runs)
    return clean and _median(runs) <= case.target_s and max(one.peak_mb for one in runs) < case.target_mb


def _row(case: Case, runs: list[Run]) -> tuple[str, ...]:
    walls = [one.wall_s for one in runs]
    marks = [
        f"{statistics.median(one.figures['marks'][mark] for one in runs):.1f}"
        for mark in ("read", "built", "solved", "judged")
    ]
    counts = [
        f"{statistics.median(one.figures[name] for one in runs):.0f}"
        for name in ("planned", "unassigned", "violations")
    ]
    return (
        case.name,
        f"{_median(runs):.1f}",
        f"{min(walls):.1f}",
        f"{max(walls):.1f}",
        f"{case.target_s:.0f}",
        f"{statistics.median(one.cpu_s for one in runs):.1f}",
        *marks,
        f"{max(one.peak_mb for one in runs):.0f}",
        *counts,
    )
