"""``python -m planner privacy``: tidy, export, erase."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.arguments import Maker
from planner.cli.places import folder
from planner.model.errors import FieldProblem, InputError
from planner.model.event import Actor
from planner.model.language import number_text, text
from planner.model.message import message
from planner.model.words import Role

if TYPE_CHECKING:
    from planner.desk import Desk
    from planner.desk.privacy import Person

__all__ = ["add"]

_DONE, _NO = 0, 1
_OPERATOR = Actor(actor_id="operator", name="operator", role=Role.ADMINISTRATOR)
"""Whoever may run commands on the machine may read the database file too."""


def add(command: Maker, say: Callable[[str], str]) -> None:
    """Add the command."""
    one = command("privacy", _privacy)
    one.add_argument("what", choices=tuple(_WHAT), metavar="{tidy,export,erase}", help=say("help_privacy_what"))
    one.add_argument("--technician", metavar="ID", help=say("help_technician"))
    one.add_argument("--request", "--contact", nargs="+", metavar="ID", default=[], help=say("help_contact"))
    one.add_argument("--customer", metavar="NAME", help=say("help_customer"))
    one.add_argument("--out", metavar="DIR", help=say("help_out_person"))
    one.add_argument("--dry-run", action="store_true", help=say("help_dry_run"))
    one.add_argument("--yes", action="store_true", help=say("help_yes"))
    one.add_argument("--database", metavar="URL", help=say("help_database"))


def _privacy(chosen: argparse.Namespace) -> int:
    from planner.desk import open_desk

    desk = open_desk(chosen.database)
    try:
        return _WHAT[chosen.what](desk, chosen)
    finally:
        desk.store.close()


def _tidy(desk: Desk, chosen: argparse.Namespace) -> int:
    from planner.desk.privacy import tidy

    found = tidy(desk, _OPERATOR, dry_run=chosen.dry_run)
    _say(text("privacy.would_forget" if chosen.dry_run else "privacy.forgot", chosen.language))
    _counted(found, chosen.language)
    return _DONE


def _export(desk: Desk, chosen: argparse.Namespace) -> int:
    from planner.desk.privacy import export_person
    from planner.views.held import held_page

    person = _person(chosen)
    if not chosen.out:
        raise _wrong("privacy.where_to", "--out")
    found = export_person(desk, _OPERATOR, person)
    target = folder(chosen.out)
    made = desk.clock().isoformat(timespec="minutes")
    page = held_page(found, language=chosen.language, who=_name_of(person), made=made)
    said = {"about": _name_of(person), "made_at": made, "held": found}
    for name, content in (("person.json", json.dumps(said, ensure_ascii=False, indent=1)), ("person.html", page)):
        _write_private(target / name, content)
    _say(text("privacy.exported", chosen.language, folder=str(target)))
    _counted({name: len(rows) for name, rows in found.items()}, chosen.language)
    return _DONE


def _erase(desk: Desk, chosen: argparse.Namespace) -> int:
    from planner.desk.privacy import erase

    tried = chosen.dry_run or not chosen.yes
    done = erase(desk, _OPERATOR, _person(chosen), dry_run=tried)
    left = done.pop("not_compacted", 0)
    _say(text("privacy.would_erase" if tried else "privacy.erased", chosen.language))
    _counted(done, chosen.language)
    if left:
        _say(text("privacy.not_compacted", chosen.language))
    if not tried:
        _say(text("privacy.backups", chosen.language))
    return _NO if tried and not chosen.dry_run else _DONE


_WHAT: Mapping[str, Callable[[Any, argparse.Namespace], int]] = {"tidy": _tidy, "export": _export, "erase": _erase}


def _person(chosen: argparse.Namespace) -> Person:
    from planner.desk.privacy import Person

    try:
        return Person(technician_id=chosen.technician, request_ids=tuple(chosen.request), customer=chosen.customer)
    except ValueError:
        raise _wrong("privacy.whom", "--technician, --request, --customer") from None


def _name_of(person: Person) -> str:
    return person.technician_id or person.customer or ", ".join(person.request_ids)


def _wrong(key: str, field: str) -> InputError:
    return InputError(FieldProblem(field=field, message=message(key)))


def _write_private(file: Path, content: str) -> None:
    try:
        file.unlink(missing_ok=True)
        with os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(content)
    except OSError as error:
        said = message("cli.cannot_write", detail=error.strerror or type(error).__name__)
        raise InputError(FieldProblem(source=str(file), message=said)) from None


def _counted(found: Mapping[str, int], language: str) -> None:
    for name, count in found.items():
        _say(f"  {text(f'privacy.kind.{name}', language):<44} {number_text(count, language):>9}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
