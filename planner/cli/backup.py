"""``python -m planner backup`` and ``restore``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from planner.cli.arguments import Maker
from planner.model.backup import Manifest
from planner.model.language import number_text, text

__all__ = ["add"]

_DONE = 0
_SHOWN = 12  # letters of a hash that a person compares


def add(command: Maker, say: Callable[[str], str]) -> None:
    """Add both commands."""
    made = command("backup", _backup)
    made.add_argument("file", metavar="FILE.zip")
    made.add_argument("--database", metavar="URL", help=say("help_database"))
    taken = command("restore", _restore)
    taken.add_argument("file", metavar="FILE.zip")
    taken.add_argument("--replace", action="store_true", help=say("help_replace"))
    taken.add_argument("--database", metavar="URL", help=say("help_database"))


def _backup(chosen: argparse.Namespace) -> int:
    from planner.desk.opening import now, whereabouts
    from planner.store import backup, open_store

    store = open_store(whereabouts(chosen.database)[0])
    try:
        file = Path(chosen.file)
        made = backup.write(store, file, at=now())
    finally:
        store.close()
    size = number_text(file.stat().st_size / 1e6, chosen.language, decimals=1)
    _say(text("backup.made", chosen.language, file=file.name, size=size, **_told(made, chosen.language)))
    return _DONE


def _restore(chosen: argparse.Namespace) -> int:
    from planner.desk.backups import bring_back
    from planner.desk.opening import now, whereabouts
    from planner.store import open_store

    address, var = whereabouts(chosen.database)
    store = open_store(address)
    try:
        taken, before = bring_back(store, Path(chosen.file), replace=chosen.replace, var=var, at=now())
    finally:
        store.close()
    if before is not None:
        _say(text("backup.kept_before", chosen.language, file=str(before)))
    name = Path(chosen.file).name
    _say(text("backup.restored", chosen.language, file=name, **_told(taken, chosen.language)))
    return _DONE


def _told(said: Manifest, language: str) -> dict[str, str]:
    return {"rows": number_text(sum(said.rows.values()), language), "hash": said.content_hash[:_SHOWN]}


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
