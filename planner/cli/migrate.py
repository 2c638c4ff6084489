"""``python -m planner migrate``: bring a database to the tables of this release, or say what it has."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from planner.cli.arguments import Maker
from planner.model.errors import FieldProblem, InputError
from planner.model.language import render
from planner.model.message import message

__all__ = ["add"]


def add(command: Maker, say: Callable[[str], str]) -> None:
    """Add the command."""
    one = command("migrate", migrate)
    one.add_argument("--database", metavar="URL", help=say("help_database"))
    one.add_argument("--check", action="store_true", help=say("help_migrate_check"))
    one.add_argument("--to", metavar="REVISION", help=say("help_migrate_to"))


def migrate(chosen: argparse.Namespace) -> int:
    """Bring a database to a revision and say from which; with ``--check`` only say whether that is needed."""
    from planner import store
    from planner.desk.opening import whereabouts

    address, _ = whereabouts(chosen.database)
    wanted = chosen.to or store.HEAD
    if wanted not in store.REVISIONS:
        sentence = message("cli.unknown_revision", value=wanted, known=", ".join(store.REVISIONS))
        raise InputError(FieldProblem(message=sentence, field="--to", value=wanted))
    if chosen.check:
        found = store.revision_at(address)
        key = "cli.is_empty" if found is None else "cli.to_be_moved"
    else:
        found = store.migrate(address, to=wanted)
        key = "cli.made" if found is None else "cli.moved"
    at_home = found == wanted
    sentence = message("cli.nothing_to_move" if at_home else key, found=found or "", expected=wanted)
    sys.stdout.write(f"{render(sentence, chosen.language)}\n")
    return int(chosen.check and not at_home)
