"""The file of results: one section a benchmark, with date, versions and machine, so that figures can be compared."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.frame import Options, Report, table

__all__ = ["keep"]

_TITLE = "# Results\n\nWritten by `python -m benchmarks NAME --results FILE`; not edited by hand.\n"
_PACKAGES = ("numpy", "numba", "ortools", "distributed", "pyvrp", "pyvroom")


def keep(path: Path, name: str, options: Options, report: Report) -> None:
    """Put the answer of a benchmark into the file of results, in the place of what it answered before.

    Parameters
    ----------
    path
        The file; made where it is missing.
    name
        Of the benchmark and what tells its runs apart.
    options, report
        What was asked and what came out.
    """
    before = path.read_text(encoding="utf-8") if path.exists() else _TITLE
    title, *old = re.split(r"^(?=## )", before, flags=re.M)
    sections = {section.split("\n", 1)[0][3:]: section.strip() for section in old}
    sections[name] = _section(name, options, report)
    whole = "\n\n".join([title.strip(), *(sections[one] for one in sorted(sections))])
    path.write_text(whole + "\n", encoding="utf-8")


def _section(name: str, options: Options, report: Report) -> str:
    asked = f"{options.seconds:g} s, {options.seeds} seeds, {options.workers} workers, instances `{options.instances}`"
    # The name of the set tells enough: where it lies on this machine is nobody's business.
    where = f", set {options.set_path.name}" if options.set_path else ""
    return (
        f"## {name}\n\n{datetime.now(UTC):%Y-%m-%d}; {asked}{where}.\n{_machine()}; {_versions()}.\n\n"
        f"```\n{table(report.headings, report.rows)}\n```\n\n{report.summary}"
    )


def _machine() -> str:
    """Return kind and number of processors, memory and system, in general words."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        found = re.search(r"^model name\s*: (.+)$", told, re.M)
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    except (OSError, ValueError):
        found, memory = None, ""
    model = found[1].strip() if found else platform.machine()
    load = f", load {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} processors {model}{memory}, {platform.system()} {platform.machine()}{load}"


def _versions() -> str:
    said = [f"Python {platform.python_version()}"]
    for package in _PACKAGES:
        try:
            said.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return ", ".join(said)
