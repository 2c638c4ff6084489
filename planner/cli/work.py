"""``python -m planner worker``: work on the planning runs of a database, on this machine or another one."""

from __future__ import annotations

import argparse
import logging
import signal
import threading
from collections.abc import Callable

from planner import store
from planner.cli.arguments import Maker
from planner.desk.jobs import Runs
from planner.desk.opening import now, whereabouts
from planner.desk.workers import work

__all__ = ["add"]

_AT_ONCE, _MOST = 2, 64


def add(command: Maker, say: Callable[[str], str]) -> None:
    """Add the command ``worker``."""
    worker = command("worker", _worker)
    worker.add_argument("--at-once", type=_number, default=_AT_ONCE, metavar="N", help=say("help_at_once"))
    worker.add_argument("--database", metavar="URL", help=say("help_database"))


def _worker(chosen: argparse.Namespace) -> int:
    """Work until the process is told to end; runs under way then wait again for somebody else."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    address, var = whereabouts(chosen.database)
    runs = Runs(store=store.open_store(address), clock=now, var=var)
    over = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: over.set())
    try:
        work(runs, at_once=chosen.at_once, over=over)
    finally:
        runs.store.close()
    return 0


def _number(written: str) -> int:
    value = int(written)
    if not 1 <= value <= _MOST:
        raise argparse.ArgumentTypeError(f"{written}: expected 1 to {_MOST}")
    return value
