"""``python -m planner simulate`` and ``extract``: a history for trials, and the statistics' extract."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date

from planner.cli.arguments import Maker
from planner.model.language import LANGUAGES, render, text

__all__ = ["add"]

_MOST_YEARS, _MOST_REQUESTS = 20.0, 10_000_000


def add(command: Maker, say: Callable[[str], str]) -> None:
    """Add the commands ``simulate`` and ``extract``."""
    one = command("simulate", _simulate)
    one.add_argument("--years", type=_years, default=3.0, metavar="Y", help=say("help_years"))
    one.add_argument("--requests", type=_requests, default=500_000, metavar="N", help=say("help_simulated_requests"))
    one.add_argument("--last", type=date.fromisoformat, metavar="YYYY-MM-DD", help=say("help_last"))
    one.add_argument("--seed", type=int, default=1, metavar="N", help=say("help_seed"))
    one.add_argument("--database", metavar="URL", help=say("help_database"))
    one.add_argument("--written-in", choices=LANGUAGES, default="sv", help=say("help_written_in"))
    made = command("extract", _extract)
    made.add_argument("--database", metavar="URL", help=say("help_database"))


def _extract(chosen: argparse.Namespace) -> int:
    """Make the extract anew: after a person was erased or a backup restored, nobody has to wait for it then."""
    from planner.desk import open_desk
    from planner.desk.extract import make_extract

    def progress(done: int, count: int) -> None:
        sys.stderr.write(text("simulate.months", chosen.language, done=done, count=count) + "\n")

    desk = open_desk(chosen.database)
    with closing(desk.store):
        made = make_extract(desk, progress=progress)
    sys.stdout.write(text("simulate.extract", chosen.language, requests=made) + "\n")
    return 0


def _simulate(chosen: argparse.Namespace) -> int:
    from planner.desk import open_desk
    from planner.desk.simulated import simulate

    def progress(done: int, count: int) -> None:
        sys.stderr.write(text("simulate.progress", chosen.language, done=done, count=count) + "\n")

    desk = open_desk(chosen.database)
    with closing(desk.store):
        summary = simulate(
            desk,
            years=chosen.years,
            requests=chosen.requests,
            last=chosen.last,
            seed=chosen.seed,
            language=chosen.written_in,
            progress=progress,
        )
    sys.stdout.write(render(summary.message, chosen.language) + "\n")
    return 0


def _years(written: str) -> float:
    value = float(written)
    if not 0.02 <= value <= _MOST_YEARS:
        raise argparse.ArgumentTypeError(f"{written}: expected 0.02 to {_MOST_YEARS:g}")
    return value


def _requests(written: str) -> int:
    value = int(written)
    if not 1 <= value <= _MOST_REQUESTS:
        raise argparse.ArgumentTypeError(f"{written}: expected 1 to {_MOST_REQUESTS}")
    return value
