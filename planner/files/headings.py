"""Which column holds which field: known headings first, careful likeness second, and what people chose above all."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from planner.files.known import fields_of, headings, ignored, normalised, system_of
from planner.files.moments import DATE_ORDERS, date_order_hint
from planner.files.positions import looks_like_position
from planner.files.tables import TableRow

__all__ = ["Certainty", "ColumnMap", "heading_row", "map_columns"]

_SAMPLES = 3
_LIKENESS = 0.87
_HEAD_ROWS = 10


_NAMES = frozenset({"contact_name", "contact_phone", "customer", "title", "description", "address", "city", "site_id"})
_TIMES = {"from": "earliest", "to": "latest"}
"""Fields that no time of day can be a value of, and what headings mean above times."""

_HOURS = frozenset({"h", "tim", "timmar", "hours", "hour", "t"})
_CLOCK = re.compile(r"(?:kl\.? ?)?\d{1,2}[:.]\d{2}(?::\d{2})?", re.IGNORECASE)


class Certainty(StrEnum):
    """How a column found its field."""

    EXACT = "exact"
    SIMILAR = "similar"
    CHOSEN = "chosen"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """A column of the file and the field it was understood as.

    Parameters
    ----------
    index
        Column, the first is 0.
    heading
        As written in the file.
    field
        Field name, or None when the column is kept aside.
    samples
        The first different values, for people to judge by.
    date_order
        ``dmy`` or ``mdy`` where people chose how to read days such as 03/04/2026; else empty.
    date_order_hint
        The order that other values of the column prove; offered, never used unasked.
    asks_date_order
        Whether the column holds days that need the choice.
    twin
        Index of the column that got the field this heading also means; None when none did.
    """

    index: int
    heading: str
    field: str | None
    certainty: Certainty
    samples: tuple[str, ...] = ()
    date_order: str = ""
    date_order_hint: str = ""
    asks_date_order: bool = False
    twin: int | None = None


def heading_row(rows: Sequence[TableRow], *, kind: str = "request") -> int:
    """Return the index of the row that holds the headings: the one among the first ten that knows most of them."""
    if not rows:
        return 0
    known = [_known_in(row.cells, kind) for row in rows[:_HEAD_ROWS]]
    return known.index(max(known)) if max(known) > 1 else 0


def map_columns(
    heading: Sequence[str],
    rows: Sequence[TableRow],
    *,
    kind: str = "request",
    mapping: Mapping[str | int, str | None] | None = None,
) -> tuple[ColumnMap, ...]:
    """Return each column with its field; no field is given to two columns.

    Parameters
    ----------
    heading
        Headings of the file.
    rows
        Rows below the headings, for samples and doubtful headings.
    kind
        request or team.
    mapping
        What people chose: field (or None for "not used") by heading or column index; a field of
        days may carry its order, as in ``created_at:dmy``. The rest is found.

    Raises
    ------
    ValueError
        If the mapping names a field that does not exist.
    """
    values = [_values(rows, index) for index in range(len(heading))]
    chosen = _chosen(heading, mapping or {}, kind)
    proposals = _proposals(heading, values, kind, skip=set(chosen))
    wanted = [(index, field) for index, (field, _) in sorted(chosen.items()) if field]
    fields: dict[int, str] = {}
    twins: dict[int, int] = {}
    for index, field in (*wanted, *((rank[-1], proposals[rank]) for rank in sorted(proposals))):
        holder = next((other for other, taken in fields.items() if taken == field), None)
        if holder is None:
            fields[index] = field
        else:
            twins[index] = holder
    exact = {rank[-1] for rank in proposals if rank[0] == 0}
    return tuple(
        _column(index, text, values[index], fields.get(index), chosen, exact, twins.get(index))
        for index, text in enumerate(heading)
    )


def _column(
    index: int,
    text: str,
    values: list[str],
    field: str | None,
    chosen: dict[int, tuple[str | None, str]],
    exact: set[int],
    twin: int | None,
) -> ColumnMap:
    if index in chosen:
        certainty = Certainty.CHOSEN
    elif field is None:
        certainty = Certainty.NONE
    else:
        certainty = Certainty.EXACT if index in exact else Certainty.SIMILAR
    asks, hint = date_order_hint(values)
    return ColumnMap(
        index=index,
        heading=text,
        field=field,
        certainty=certainty,
        samples=tuple(dict.fromkeys(value[:80] for value in values))[:_SAMPLES],
        date_order=chosen.get(index, (None, ""))[1],
        date_order_hint=hint,
        asks_date_order=asks,
        twin=twin,
    )


def _values(rows: Sequence[TableRow], index: int) -> list[str]:
    cells = (row.cells[index].strip() for row in rows if index < len(row.cells))
    return [cell for cell in cells if cell]


def _chosen(
    heading: Sequence[str], mapping: Mapping[str | int, str | None], kind: str
) -> dict[int, tuple[str | None, str]]:
    """Field and date order by column index; a heading that the file does not have is passed over."""
    found: dict[int, tuple[str | None, str]] = {}
    for key, told in mapping.items():
        field, _, order = (told or "").partition(":")
        if (field and field not in fields_of(kind)) or order not in ("", *DATE_ORDERS):
            raise ValueError(f"mapping of {key!r}: {told!r} is no field of {kind}")
        if isinstance(key, int):
            index = key if 0 <= key < len(heading) else None
        elif key in heading:
            index = heading.index(key)
        else:
            index = int(key) if key.isdecimal() and int(key) < len(heading) else None
        if index is not None:
            found[index] = (field or None, order)
    return found


def _proposals(
    heading: Sequence[str], values: Sequence[list[str]], kind: str, skip: set[int]
) -> dict[tuple[int, int, int], str]:
    """Field by (exact 0 or similar 1, rank of the heading in its field, column), best first."""
    system = system_of(tuple(heading)) if kind == "request" else None
    found: dict[tuple[int, int, int], str] = {}
    for index, text in enumerate(heading):
        flat = normalised(text)
        if index in skip or not flat:
            continue
        if system and flat in system.headings:
            found[0, -1, index] = system.headings[flat]
            continue
        doubt, rank, field = _lookup(flat, kind)
        if not field:
            rank, field = _by_parts(text, kind)
            doubt = 1
        if field == "location":
            field = "position" if values[index] and all(map(looks_like_position, values[index])) else "address"
            rank += 100
        elif values[index] and field in _NAMES and all(map(_is_clock, values[index])):
            # Nobody is called 13:00: "From" of a mail program holds a person, "From" beside "To" a time.
            field = _TIMES.get(flat, "")
            rank += 100
        if field:
            found[doubt, rank, index] = field
    return found


def _by_parts(text: str, kind: str) -> tuple[int, str]:
    """Rank and field of a heading that says more than one thing: ``Kund (företag)``, ``Rubrik / vad gäller det``."""
    bare, _, behind = text.partition("(")
    for part in (bare, *re.split(r"[/,;]| - ", bare)):
        doubt, rank, field = _lookup(normalised(part), kind)
        if doubt == 0 and field:
            hours = field == "duration" and normalised(behind.rstrip(") ")) in _HOURS
            return rank + 50, "duration_h" if hours else field
    return 0, ""


def _known_in(cells: Sequence[str], kind: str) -> int:
    return sum(_lookup(normalised(cell), kind)[0] == 0 for cell in cells if cell.strip() and len(cell) < 80)


@lru_cache(maxsize=4096)
def _lookup(flat: str, kind: str) -> tuple[int, int, str]:
    """Doubt (0 known, 1 similar, 2 none), rank and field of a normalised heading."""
    known = headings(kind)
    for form in (flat, _bare(flat), flat.replace(" ", "")):
        if form in known:
            field, rank = known[form]
            return 0, rank, field
    if flat in ignored() or len(flat) < 5:
        return 2, 0, ""
    likely = difflib.get_close_matches(flat, [h for h in (*known, *ignored()) if len(h) > 4], n=3, cutoff=_LIKENESS)
    fields = {known[h][0] if h in known else "" for h in likely}
    if len(fields) != 1 or "" in fields:
        return 2, 0, ""
    return 1, known[likely[0]][1], fields.pop()


def _is_clock(text: str) -> bool:
    return _CLOCK.fullmatch(text) is not None


def _bare(flat: str) -> str:
    """Without the wrapper that Jira puts around own fields, and without a star for required."""
    match = re.fullmatch(r"custom field (.+)", flat)
    return match[1] if match else flat
