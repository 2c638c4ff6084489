"""The shift of a team file's row: weekdays, hours, overtime, breaks."""

from __future__ import annotations

import re
from datetime import time
from functools import partial

from planner.files.durations import parse_minutes
from planner.files.known import normalised, words
from planner.files.moments import parse_clock
from planner.files.rows import RowReader
from planner.files.values import WrongValueError, brief, parse_word
from planner.model.message import message
from planner.model.team import BreakRule, ShiftPattern
from planner.model.words import ShiftKind

__all__ = ["SHIFT_FIELDS", "parse_weekdays", "patterns_of"]

SHIFT_FIELDS = (
    "shift_kind", "weekdays", "shift_start", "shift_end", "max_overtime", "break_earliest", "break_latest", "break_min",
)  # fmt: skip
_WORKING_DAYS = (1, 2, 3, 4, 5)


def patterns_of(reader: RowReader) -> tuple[ShiftPattern, ...]:
    """Return the shift of a row, at most one; none where start and end are blank."""
    if not reader.has("shift_start", "shift_end"):
        return ()
    start = reader.take("shift_start", parse_clock, None)
    end = reader.take("shift_end", parse_clock, None)
    weekdays = reader.take("weekdays", parse_weekdays, _WORKING_DAYS)
    kind = reader.take("shift_kind", lambda text: ShiftKind(parse_word(text, "shift")), ShiftKind.FIELD)
    overtime = reader.take("max_overtime", partial(parse_minutes, low=0), 0)
    breaks = _breaks(reader)
    if start is None or end is None:
        if not reader.problems:
            reader.wrong("shift_end" if start else "shift_start", message("import.half_shift"))
        return ()
    pattern = ShiftPattern(weekdays=weekdays, start=start, end=end, kind=kind, max_overtime_min=overtime, breaks=breaks)
    return (pattern,)


def _breaks(reader: RowReader) -> tuple[BreakRule, ...]:
    """Breaks; several are written with ``|`` between them in each of the three columns."""
    first = reader.take("break_earliest", _clocks, ())
    last = reader.take("break_latest", _clocks, first)
    lengths = reader.take("break_min", _lengths, ())
    if not reader.has("break_earliest", "break_latest", "break_min"):
        return ()
    if not (len(first) == len(last) == len(lengths)):
        if not reader.problems:
            reader.wrong("break_min" if not lengths else "break_earliest", message("import.half_break"))
        return ()
    return tuple(BreakRule(earliest=a, latest=b, minutes=m) for a, b, m in zip(first, last, lengths, strict=True))


def _clocks(text: str) -> tuple[time, ...]:
    return tuple(parse_clock(part) for part in text.split("|"))


def _lengths(text: str) -> tuple[int, ...]:
    return tuple(parse_minutes(part) for part in text.split("|"))


def parse_weekdays(text: str) -> tuple[int, ...]:
    """Read weekdays, 1 is Monday: ``1-5``, ``mån-fre``, ``Sat, Sun``.

    Raises
    ------
    WrongValueError
        If a word is no weekday, or a range goes backwards.
    """
    found: set[int] = set()
    for part in re.split(r"[,;\s]+", re.sub(r"\s*[–-]\s*", "-", text.strip())):
        first, _, last = part.partition("-")
        ends = [_weekday(end, text) for end in (first, last or first)]
        if ends[1] < ends[0]:
            raise WrongValueError(message("import.weekdays", value=brief(text)))
        found.update(range(ends[0], ends[1] + 1))
    return tuple(sorted(found))


def _weekday(word: str, text: str) -> int:
    meaning = word if re.fullmatch("[1-7]", word) else words("weekday").get(normalised(word))
    if meaning is None:
        raise WrongValueError(message("import.weekdays", value=brief(text)))
    return int(meaning)
