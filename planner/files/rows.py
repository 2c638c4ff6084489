"""Reading one row: cells by field, and every problem with its file, row, column and value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from planner.files.values import WrongValueError, brief
from planner.model.errors import FieldProblem
from planner.model.message import Message
from planner.model.places import Place

__all__ = ["RowReader"]

T = TypeVar("T")
D = TypeVar("D")


class RowReader:
    """A row's cells by field; `problems`, `notes` and `place` fill while it is read.

    Parameters
    ----------
    source
        File name.
    row
        Number as the user counts it.
    cells
        Text by field, blank cells left out.
    headings
        Column heading by field, as the user sees it.
    orders
        Order of numeric days (``dmy``, ``mdy``) by field, where people chose one.
    """

    def __init__(
        self, *, source: str, row: int, cells: Mapping[str, str], headings: Mapping[str, str], orders: Mapping[str, str]
    ) -> None:
        self.source, self.row, self.headings, self.orders = source, row, headings, orders
        self.cells = {field: text for field, text in cells.items() if text.strip()}
        self.problems: list[FieldProblem] = []
        self.notes: list[FieldProblem] = []
        self.place: Place | None = None

    def has(self, *fields: str) -> bool:
        """Whether one of the fields has a cell that is not blank."""
        return any(field in self.cells for field in fields)

    def text(self, field: str) -> str:
        """Return the text of a field without blanks at its ends; empty when there is none."""
        return self.cells.get(field, "").strip()

    def take(self, field: str, parse: Callable[[str], T], default: D) -> T | D:
        """Return the value of a field; the default when it is blank or wrong (then the problem is kept)."""
        if field not in self.cells:
            return default
        try:
            return parse(self.text(field))
        except WrongValueError as wrong:
            self.wrong(field, wrong.message, cure=wrong.cure)
            return default

    def wrong(self, field: str, why: Message, *, value: str | None = None, cure: str | None = None) -> None:
        """Keep a problem of a field."""
        self.problems.append(self._problem(field, why, value, cure))

    def note(self, field: str, what: Message, *, cure: str | None = None) -> None:
        """Keep something people should know that does not stop the row, with what they may have meant."""
        self.notes.append(self._problem(field, what, None, cure))

    def _problem(self, field: str, why: Message, value: str | None, cure: str | None) -> FieldProblem:
        return FieldProblem(
            source=self.source,
            row=self.row,
            field=self.headings.get(field, field),
            value=brief(self.text(field)) if value is None else value,
            message=why,
            cure=cure,
        )
