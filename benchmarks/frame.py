"""What all benchmarks share: their options, and the table they answer with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Benchmark", "Options", "Report", "table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a benchmark is asked.

    Parameters
    ----------
    set_path
        Folder or file with the instances; None: what the benchmark can make itself.
    seconds
        Seconds of search for each instance.
    seeds
        Runs of each instance, with seeds from 1.
    workers
        Chains or threads a solver may use.
    instances
        Only instances whose name matches.
    solvers
        Only these solvers beside ours, separated by commas; empty: all that are installed.
    """

    set_path: Path | None = None
    seconds: float = 10.0
    seeds: int = 5
    workers: int = 1
    instances: str = "*"
    solvers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The answer: headings, rows of text, one sentence, and whether all targets were met."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    summary: str
    met: bool = True


Benchmark = Callable[[Options], Report]


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a plain table; the first column is text, the others are figures."""
    widths = [max(len(line[n]) for line in (headings, *rows)) for n in range(len(headings))]
    lines = []
    for line in (headings, ["-" * width for width in widths], *rows):
        cells = [
            cell.rjust(width) if n else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
