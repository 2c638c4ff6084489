"""Tables of a server: in which blocks they are asked, and whether what comes back can be true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.model.message import Message, message

__all__ = ["NO_WAY", "BadAnswerError", "Table", "blocks", "number", "numbers"]

NO_WAY = -1
"""Seconds and metres where a server knows no way."""

_MOST = 10_000_000
"""No drive takes so many seconds (four months) or metres (a quarter of the earth)."""


class BadAnswerError(Exception):
    """An answer cannot be true; the message says what is wrong with it."""

    def __init__(self, said: Message) -> None:
        super().__init__(said)
        self.said = said


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Part of a matrix.

    Parameters
    ----------
    drive_s, distance_m
        Whole numbers, sources by targets; `NO_WAY` where there is no way.
    version
        Of the server's data; empty where it does not say.
    """

    drive_s: NDArray[np.int64]
    distance_m: NDArray[np.int64]
    version: str = ""


def blocks(sources: Sequence[int], targets: Sequence[int], side: int) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Yield sources and targets of tables that together are all pairs, each once.

    Parameters
    ----------
    side
        How many sources, and how many targets, a table has at most.
    """
    if side < 1:
        raise ValueError(f"a table of {side} places, expected at least 1")
    yield from product(_cut(sources, side), _cut(targets, side))


def _cut(rows: Sequence[int], side: int) -> list[Sequence[int]]:
    return [rows[first : first + side] for first in range(0, len(rows), side)]


def numbers(values: Any, shape: tuple[int, int], *, field: str, unit: float = 1.0) -> NDArray[np.int64]:
    """Return a table of an answer as whole numbers, null as `NO_WAY`.

    Parameters
    ----------
    values
        A list of rows as JSON gave it.
    shape
        Sources and targets that were asked for.
    field
        How the answer calls it, for the sentence.
    unit
        What one of its units is in seconds or metres.

    Raises
    ------
    BadAnswerError
        If it is no such table, or holds anything but null and numbers from 0 to what a drive can be.
    """
    if values is None:
        raise BadAnswerError(message("travel.bad_field", field=field))
    rows, columns = shape
    if not isinstance(values, list) or len(values) != rows:
        raise BadAnswerError(message("travel.bad_shape", field=field, rows=rows, columns=columns))
    found = np.empty(shape, dtype=np.int64)
    for row, line in enumerate(values):
        if not isinstance(line, list) or len(line) != columns:
            raise BadAnswerError(message("travel.bad_shape", field=field, rows=rows, columns=columns))
        found[row] = [NO_WAY if value is None else number(value, field=field, unit=unit) for value in line]
    return found


def number(value: Any, *, field: str, unit: float = 1.0) -> int:
    """Return one number of an answer as whole seconds or metres.

    Raises
    ------
    BadAnswerError
        If it is no number from 0 to what a drive can be.
    """
    if value is None:
        raise BadAnswerError(message("travel.bad_field", field=field))
    # True is a number for Python, and NaN fails every comparison.
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value * unit <= _MOST:
        raise BadAnswerError(message("travel.bad_number", field=field, value=str(value)[:24]))
    return round(value * unit)
