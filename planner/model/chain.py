"""Checking the audit's chain: the first entry that is wrong, and what is wrong with it.

What the chain proves: no entry was changed, taken out, moved or put in between. Whoever may write to the database
can still write a well-formed entry at the end, or cut the end off and move the head back; against the second helps
a number with its hash, noted elsewhere (`expect`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from planner.model.audit import FIRST_HASH, chained, digest_of
from planner.model.message import Message, message

__all__ = ["Fault", "Head", "Verification", "WrittenEntry", "check_chain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of the chain: number and hash of the last entry; 0 and `FIRST_HASH` while there is none."""

    number: int
    hash: str

    @classmethod
    def parse(cls, written: str) -> Head:
        """Read ``NUMBER:HASH``.

        Raises
        ------
        ValueError
            If it is something else.
        """
        number, _, own = written.strip().partition(":")
        if not number.isdecimal() or len(own) != len(FIRST_HASH) or set(own) - set("0123456789abcdef"):
            raise ValueError(f"{written!r} is not NUMBER:HASH")
        return cls(number=int(number), hash=own)

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenEntry:
    """An entry as it stands in the database, believed in nothing.

    Parameters
    ----------
    at
        None where the time is not written as it should be.
    content
        JSON text; None where it was emptied.
    subjects
        Kind and id of what it is about, by the index beside the log.
    """

    number: int
    at: datetime | None
    actor_id: str
    role: str
    call: str
    content: str | None
    digest: str
    previous: str
    hash: str
    subjects: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """The first entry that is wrong, and a sentence that says how."""

    number: int
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a check of the log found.

    Parameters
    ----------
    entries
        How many were read and found right.
    emptied
        Of these, whose content is gone because the time to keep it is over.
    newest_emptied
        Number of the newest of them, 0 where there is none.
    head
        The last right entry; its number and hash, noted elsewhere, prove later that nothing was cut off.
    fault
        What is wrong; None where the log is whole.
    """

    entries: int
    emptied: int
    newest_emptied: int
    head: Head
    fault: Fault | None = None


def check_chain(rows: Iterable[WrittenEntry], *, head: Head | None, expect: Head | None = None) -> Verification:
    """Recompute the chain from its first entry to its head.

    Parameters
    ----------
    rows
        All entries by number.
    head
        What the database says is the end; None where it does not say.
    expect
        An end that was noted earlier.
    """
    last, emptied, newest_emptied, noted = Head(number=0, hash=FIRST_HASH), 0, 0, FIRST_HASH
    fault = None
    for row in rows:
        if (wrong := _wrong(row, last)) is not None:
            fault = _fault(min(row.number, last.number + 1), wrong)
            break
        last = Head(number=row.number, hash=row.hash)
        if expect is not None and row.number == expect.number:
            noted = row.hash
        if row.content is None:
            emptied, newest_emptied = emptied + 1, row.number
    fault = fault or _wrong_end(last, head) or _wrong_memory(last, expect, noted)
    return Verification(entries=last.number, emptied=emptied, newest_emptied=newest_emptied, head=last, fault=fault)


def _wrong(row: WrittenEntry, last: Head) -> str | None:
    """What is wrong with an entry that follows on another; None where all is right."""
    if row.number != last.number + 1:
        return "missing" if row.number > last.number else "number"
    if row.previous != last.hash:
        return "previous"
    if row.content is not None and digest_of(row.content) != row.digest:
        return "content"
    if row.at is None or row.hash != _hash(row, row.at):
        return "hash"
    return "index" if row.content is not None and row.subjects != _subjects(row.content) else None


def _hash(row: WrittenEntry, at: datetime) -> str:
    return chained(
        number=row.number,
        at=at,
        actor_id=row.actor_id,
        role=row.role,
        call=row.call,
        digest=row.digest,
        previous=row.previous,
    )


def _subjects(content: str) -> frozenset[tuple[str, str]]:
    return frozenset((one["kind"], one["subject_id"]) for one in json.loads(content)["changes"])


def _wrong_end(last: Head, head: Head | None) -> Fault | None:
    if head is None:
        return _fault(last.number, "no_head")
    if last.number != head.number:
        return _fault(last.number + 1, "missing") if last.number < head.number else _fault(head.number + 1, "beyond")
    return None if last.hash == head.hash else _fault(last.number, "head")


def _wrong_memory(last: Head, expect: Head | None, noted: str) -> Fault | None:
    if expect is None:
        return None
    if expect.number > last.number:
        return _fault(last.number + 1, "cut")
    return None if noted == expect.hash else _fault(expect.number, "other")


def _fault(number: int, wrong: str) -> Fault:
    return Fault(number=number, message=message(f"audit.fault.{wrong}", number=number))
