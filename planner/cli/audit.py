"""``python -m planner audit``: whether the log of changes is whole, and what it says."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import closing

from planner.cli.arguments import Maker
from planner.cli.commands import DONE, NO
from planner.model.audit import AuditEntry
from planner.model.chain import Head, Verification
from planner.model.codec import to_data
from planner.model.language import LANGUAGES, render, text

__all__ = ["add", "list_entries", "verification_lines", "verify"]


def add(command: Maker, say: Callable[[str], str]) -> None:
    """Add ``audit verify`` and ``audit list``."""
    actions = command("audit", verify).add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        one = actions.add_parser(name, help=say(f"audit_{name}"), description=say(f"audit_{name}"))
        one.add_argument("--language", choices=LANGUAGES, default=argparse.SUPPRESS, help=say("help_language"))
        one.add_argument("--database", metavar="URL", help=say("help_database"))
        one.set_defaults(run=run)
        return one

    whole = action("verify", verify)
    whole.add_argument("--expect", type=_head, metavar="NUMBER:HASH", help=say("audit_expect"))
    listed = action("list", list_entries)
    listed.add_argument("--subject", type=_subject, metavar="KIND:ID", help=say("audit_subject"))
    listed.add_argument("--actor", metavar="ID", help=say("audit_actor"))
    listed.add_argument("--limit", type=_count, default=20, metavar="N", help=say("audit_limit"))


def verify(chosen: argparse.Namespace) -> int:
    """Check the log; the answer is no where anything in it is wrong."""
    from planner.desk import audit, open_desk
    from planner.desk.accounts import OPERATOR

    desk = open_desk(chosen.database)
    with closing(desk.store):
        found = audit.verify(desk, OPERATOR, expect=chosen.expect)
    sys.stdout.writelines(f"{line}\n" for line in verification_lines(found, chosen.language))
    return DONE if found.fault is None else NO


def list_entries(chosen: argparse.Namespace) -> int:
    """List the newest entries, oldest of them first, one line each: number, time, who, role, call, changes as JSON."""
    from planner.desk import audit, open_desk
    from planner.desk.accounts import OPERATOR

    kind, subject_id = chosen.subject or (None, None)
    desk = open_desk(chosen.database)
    with closing(desk.store):
        log = audit.entries(desk, OPERATOR, kind=kind, subject_id=subject_id, actor_id=chosen.actor, limit=chosen.limit)
    for entry in reversed(log.entries):
        sys.stdout.write(f"{_line(entry, log.names, chosen.language)}\n")
    return DONE


def verification_lines(found: Verification, language: str) -> list[str]:
    """Return what a check found as sentences; the last one is the end of the log, to be noted elsewhere."""
    if found.fault is not None:
        return [render(found.fault.message, language), text("audit.right_until", language, head=str(found.head))]
    lines = [text("audit.whole", language, entries=found.entries)]
    if found.emptied:
        lines.append(text("audit.some_emptied", language, emptied=found.emptied, newest=found.newest_emptied))
    return [*lines, text("audit.end", language, head=str(found.head))]


def _line(entry: AuditEntry, names: dict[str, str], language: str) -> str:
    who = names[entry.actor_id]
    said = text("audit.emptied", language) if entry.changes is None else json.dumps(
        [to_data(one) for one in entry.changes], ensure_ascii=False
    )  # fmt: skip
    return f"{entry.number}  {entry.at.isoformat(timespec='seconds')}  {who}  {entry.role}  {entry.call}  {said}"


def _head(written: str) -> Head:
    try:
        return Head.parse(written)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _subject(written: str) -> tuple[str, str]:
    kind, _, subject_id = written.partition(":")
    if not kind or not subject_id:
        raise argparse.ArgumentTypeError(f"{written!r} is not KIND:ID")
    return kind, subject_id


def _count(written: str) -> int:
    if not written.isdecimal() or int(written) < 1:
        raise argparse.ArgumentTypeError(f"{written!r}: expected 1 or more")
    return int(written)
