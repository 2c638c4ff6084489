"""What the app looks after by itself, quietly: backups every hour; once a day it lets go of what is old, and learns."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta

from planner.desk import Desk
from planner.desk.backups import keep
from planner.desk.privacy import UPKEEP, tidy
from planner.desk.risks import is_due, learn_lateness
from planner.model.errors import PlannerError

__all__ = ["Housekeeping", "backs_up", "start_housekeeping"]

_DAILY = timedelta(days=1)
_log = logging.getLogger("planner.web.housekeeping")


def start_housekeeping(open_it: Callable[[], Desk], *, every_s: float = 60.0) -> threading.Event:
    """Start the thread that keeps house; it ends with the process, or when the event that is returned is set.

    Parameters
    ----------
    open_it
        Returns the desk; asked in the thread, so that the app starts without waiting.
    every_s
        Seconds between two looks at what is due, and before the first.
    """
    over = threading.Event()
    threading.Thread(target=_keep_house, args=(open_it, over, every_s), daemon=True, name="housekeeping").start()
    return over


def backs_up(desk: Desk, setting: str | None) -> bool:
    """Whether the app makes backups: `FALTPLAN_BACKUPS` 0 or 1; not set, of an SQLite file only."""
    if setting in ("0", "1"):
        return setting == "1"
    return desk.store.url.startswith("sqlite")


class Housekeeping:
    """Chores of a desk, each when its time has come; one that fails is tried again next time.

    Parameters
    ----------
    desk
        Whose database; its clock tells the time.
    backups
        Whether to make backups.
    """

    def __init__(self, desk: Desk, *, backups: bool) -> None:
        self._desk, self._backups = desk, backups
        self._tidied: datetime | None = None
        self._learned: date | None = None

    def go_round(self) -> None:
        """Do what is due."""
        now = self._desk.clock()
        if self._backups:
            _tried("backup", lambda: keep(self._desk.store, self._desk.var, at=now))
        due = self._tidied is None or now - self._tidied >= _DAILY
        if due and _tried("tidying", lambda: tidy(self._desk, UPKEEP)):
            self._tidied = now
        _tried("learning", self._learn)

    def _learn(self) -> None:
        """Learn how late work becomes, once a day; where several apps share a database, the first one does."""
        today = self._desk.today()
        if self._learned != today and is_due(self._desk):
            learn_lateness(self._desk)
        self._learned = today


def _keep_house(open_it: Callable[[], Desk], over: threading.Event, every_s: float) -> None:
    house: Housekeeping | None = None
    while not over.wait(every_s):
        try:
            if house is None:
                desk = open_it()
                house = Housekeeping(desk, backups=backs_up(desk, os.environ.get("FALTPLAN_BACKUPS")))
        except PlannerError as error:
            _log.warning("the database cannot be looked after: %s", error)
            continue
        house.go_round()


def _tried(what: str, chore: Callable[[], object]) -> bool:
    try:
        chore()
    except PlannerError as error:
        _log.warning("%s failed: %s", what, error)
        return False
    except Exception:
        # The thread must outlive a fault of one chore; the next round tries again.
        _log.exception("%s failed", what)
        return False
    return True
