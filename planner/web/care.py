"""What the app does as long as it is up, whoever looks at a page: runs are cared for, backups made."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from planner.desk.queue import runs_of
from planner.desk.workers import care_for
from planner.model.errors import PlannerError
from planner.web.housekeeping import start_housekeeping
from planner.web.opening import shared_desk

__all__ = ["lifespan"]

_AGAIN_S = 5.0
_log = logging.getLogger("planner.web")


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Care for planning runs, and keep house, as long as the app is up."""
    over = threading.Event()
    thread = threading.Thread(target=_care, args=(over,), daemon=True, name="care")
    thread.start()
    kept = start_housekeeping(shared_desk)
    try:
        yield
    finally:
        over.set()
        kept.set()


def _care(over: threading.Event) -> None:
    """Wait until the database answers, then care for its runs."""
    while not over.is_set():
        try:
            care_for(runs_of(shared_desk()), over=over)
        except PlannerError as error:
            _log.info("the database does not answer yet: %s", error)
            over.wait(_AGAIN_S)
