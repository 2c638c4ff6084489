"""What a technician's device hands in: one press or one written word, with the device's own time and order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from planner.desk.reports import STATUS_TYPES
from planner.model.told import TAKEN_BACK, UNDONE

__all__ = ["LONGEST_NOTE", "OF_DAY", "TAP_TYPES", "Tap", "read_moment", "read_tap"]

OF_VISIT = ("work.note", "work.late", "work.checked", "work.parts", "work.photo", "work.report", TAKEN_BACK)
"""A note, minutes of delay, a step of the checklist, parts used, a photo, the report to the customer; one of these but
the step taken back."""
OF_DAY = ("work.seen", "work.break", "work.working", "work.day_over", UNDONE, "work.overtime", "work.time")
"""A changed day that was looked at; break, back at work, end of day, one of these taken back; overtime that is asked
for; the day's working time as the technician proposes it."""
TAP_TYPES = (*STATUS_TYPES, *OF_VISIT, *OF_DAY)
LONGEST_NOTE = 2000
_UUID = re.compile(r"[0-9A-Za-z-]{8,64}")
_ID = re.compile(r"[^\x00-\x1f\x7f]{1,200}")
_WHOLE = {"minutes": 24 * 60, "remaining_min": 24 * 60, "step": 99, "version": 10**6, "break_min": 24 * 60}
_WORDS = {"signed_by": 100, "next_action": 500}
_YES_OR_NO = ("ticked", "drawn", "by_word")
_MOMENTS = ("from", "until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """One thing a device tells.

    Parameters
    ----------
    seq
        Place in the device's order, counted by the device.
    visit_id
        Visit or remote session; empty: of the day.
    at
        Aware moment on the device's clock; None: unreadable.
    said_at
        The same in the device's own words.
    undoes
        Id of what is taken back.
    told
        What it says beside itself, as pairs of name and value.
    """

    client_uuid: str
    seq: int
    type: str
    visit_id: str
    plan_id: str
    day: date
    at: datetime | None
    said_at: str
    note: str = ""
    undoes: str = ""
    told: tuple[tuple[str, str], ...] = ()

    def replace(self, **changes: Any) -> Tap:
        """Return a copy with some fields changed."""
        return replace(self, **changes)


def read_tap(row: object) -> Tap | None:
    """Return what a row of a delivery says; None where it is none of what our pages write."""
    if not isinstance(row, Mapping):
        return None
    client_uuid, type_, day = _word(row, "uuid", _UUID), row.get("type"), _day(row.get("day"))
    visit_id, seq = _word(row, "visit", _ID), row.get("seq")
    if not client_uuid or type_ not in TAP_TYPES or day is None or not _is_count(seq, 2**53):
        return None
    if bool(visit_id) is (type_ in OF_DAY):
        return None
    said_at = str(row.get("at"))[:40]
    return Tap(
        client_uuid=client_uuid,
        seq=int(str(seq)),
        type=str(type_),
        visit_id=visit_id,
        plan_id=_word(row, "plan", _ID),
        day=day,
        at=read_moment(said_at),
        said_at=said_at,
        note=str(row.get("note") or "").strip()[:LONGEST_NOTE],
        undoes=_word(row, "undoes", _UUID),
        told=_told(row),
    )


def read_moment(words: object) -> datetime | None:
    """Return the aware moment of a text in ISO format; None where it is none, or one nobody can compute with."""
    try:
        moment = datetime.fromisoformat(str(words)).astimezone(UTC)
        return moment if datetime(1970, 1, 1, tzinfo=UTC) <= moment < datetime(2200, 1, 1, tzinfo=UTC) else None
    except (ValueError, OverflowError):
        return None


def _word(row: Mapping[Any, Any], name: str, form: re.Pattern[str]) -> str:
    value = row.get(name)
    return value if isinstance(value, str) and form.fullmatch(value) else ""


def _day(words: object) -> date | None:
    try:
        day = date.fromisoformat(str(words))
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day <= date(2199, 1, 1) - timedelta(days=1) else None


def _is_count(value: object, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _told(row: Mapping[Any, Any]) -> tuple[tuple[str, str], ...]:
    found = [(name, str(row[name])) for name, most in _WHOLE.items() if _is_count(row.get(name), most)]
    found += [(name, "1" if row[name] else "0") for name in _YES_OR_NO if isinstance(row.get(name), bool)]
    found += [(name, said) for name, most in _WORDS.items() if (said := _said(row.get(name), most))]
    found += [(name, at.isoformat()) for name in _MOMENTS if (at := read_moment(row.get(name)))]
    parts = row.get("parts")
    if isinstance(parts, list) and (listed := ",".join(filter(None, map(_part, parts[:50])))):
        found.append(("parts", listed))
    return tuple(found)


def _said(value: object, most: int) -> str:
    return " ".join(value.split())[:most] if isinstance(value, str) else ""


def _part(row: object) -> str:
    """A part and how many, as ``cat6_patch=2``; the ids of the catalogue have neither sign."""
    if not isinstance(row, Mapping):
        return ""
    part, quantity = row.get("part"), row.get("quantity")
    if not isinstance(part, str) or not re.fullmatch(r"[^,=\x00-\x1f]{1,100}", part) or not _is_count(quantity, 999):
        return ""
    return f"{part}={quantity}"
