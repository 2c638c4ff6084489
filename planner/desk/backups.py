"""Backups by themselves, every hour; and bringing one back without losing what is there."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from planner.desk.problems import refusal
from planner.model.backup import Manifest
from planner.store import Store, backup

__all__ = ["EVERY", "bring_back", "folder_of", "keep"]

EVERY = timedelta(hours=1)
"""As much work can be lost at most where nothing but these backups is left."""

_HOURLY, _DAILY = 48, 14
_NAME = re.compile(r"faltplan-(\d{4}-\d{2}-\d{2})T\d{2}\.zip")


def folder_of(var: Path) -> Path:
    """Return the folder of the backups, made where it is missing; for its owner only."""
    folder = var / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def keep(store: Store, var: Path, *, at: datetime) -> Path | None:
    """Make the backup of this hour (UTC) unless it is there, and let go of the oldest ones.

    The last 48 are kept, and the last one of each of the last 14 days that have any.

    Returns
    -------
    Path or None
        The new backup; None where there was one already.

    Raises
    ------
    InputError, ServiceError
        If it cannot be written, or the database cannot be read.
    """
    folder = folder_of(var)
    file = folder / f"faltplan-{at.astimezone(UTC):%Y-%m-%dT%H}.zip"
    if file.exists():
        return None
    backup.write(store, file, at=at)
    for old in _too_many(folder):
        old.unlink(missing_ok=True)
    return file


def _too_many(folder: Path) -> list[Path]:
    newest_first = sorted((one for one in folder.iterdir() if _NAME.fullmatch(one.name)), reverse=True)
    last_of_day: dict[str, Path] = {}
    for one in newest_first:
        last_of_day.setdefault(one.name[:19], one)
    kept = {*newest_first[:_HOURLY], *list(last_of_day.values())[:_DAILY]}
    return [one for one in newest_first if one not in kept]


def bring_back(store: Store, file: Path, *, replace: bool, var: Path, at: datetime) -> tuple[Manifest, Path | None]:
    """Restore a backup and return what it says of itself, and where what was there before is kept.

    Parameters
    ----------
    replace
        Replace what is in the database; it is backed up first. False: only an empty database is filled.

    Raises
    ------
    InputError
        If the database is not empty and nothing is to be replaced, or the backup cannot be taken; nothing is changed.
    """
    backup.verify(file)
    with store.reading() as db:
        filled = not backup.is_empty(db)
    if filled and not replace:
        raise refusal("backup.not_empty")
    before = folder_of(var) / f"before-restore-{at.astimezone(UTC):%Y-%m-%dT%H%M%S}.zip" if filled else None
    if before is not None:
        backup.write(store, before, at=at)
    return backup.restore(store, file), before
