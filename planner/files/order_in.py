"""A plan made by hand, from a file: who does what, row by row in order.

A plan exported as CSV or workbook is such a file: move its rows, or give them to somebody else, and judge it anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from planner.files.grid import Grid, read_grid
from planner.files.rows import RowReader
from planner.files.tables import read_file
from planner.files.values import parse_whole
from planner.model.errors import FieldProblem, InputError
from planner.model.message import message
from planner.model.problem import Problem
from planner.model.solution import Route, Solution
from planner.rules import earliest_agreed

__all__ = ["read_order"]


_SAID = {
    "technician_id": ("import.no_duty", "import.several_duty"),
    "request_id": ("import.no_visit", "import.several_visit"),
}
"""What is said of a cell that names nobody or nothing, and of one that names several."""


@dataclass(slots=True)
class _Known:
    """What the rows may name: duties by their ids and technicians' ids, visits by their ids and requests'."""

    duties: dict[str, list[str]] = field(default_factory=dict)
    visits: dict[str, list[str]] = field(default_factory=dict)
    seated: dict[str, int] = field(default_factory=dict)

    def seat(self, reader: RowReader) -> str:
        """Return the visit of a row, of a crew the seat it names or the next; empty where the reader says why not."""
        value = reader.text("request_id")
        seats = self.visits.get(value, [])
        if len(seats) < 2 or seats[0] != value:
            return _one(reader, "request_id", self.visits)
        named = reader.take("seat", lambda text: parse_whole(text, low=1, high=len(seats)), 0)
        number = named or self.seated.get(value, 0) + 1
        self.seated[value] = number
        if number > len(seats):
            reader.wrong("request_id", message("import.no_seat", value=value, count=len(seats)))
            return ""
        return seats[number - 1]

    @classmethod
    def of(cls, problem: Problem) -> _Known:
        known = cls()
        for duty in problem.duties:
            for name in dict.fromkeys((duty.duty_id, duty.technician_id)):
                known.duties.setdefault(name, []).append(duty.duty_id)
        for visit in problem.visits:
            for name in dict.fromkeys((visit.visit_id, visit.request_id or visit.visit_id)):
                known.visits.setdefault(name, []).append(visit.visit_id)
        return known


def read_order(path: str | Path, problem: Problem) -> Solution:
    """Return a plan made by hand from a CSV or XLSX file with a column for the technician and one for the request.

    Parameters
    ----------
    path
        The file. Rows of a technician are done in their order; rows without a request (breaks, the way home) are
        passed over, for they follow from the rest. Ids may be those of duties and visits too. A request for a crew
        is named once for each seat, with the seat where the file has such a column, else in the order of the seats;
        they begin as soon as all of them can.
    problem
        Of whose day it is.

    Raises
    ------
    InputError
        If a row names nobody or nothing of the problem: every problem with file, row, column and value. What rules
        the order breaks is not asked here, nor whether something is in it twice: that is the judge's to say.
    """
    name, content = read_file(path)
    grid = read_grid(name, content, kind="order")
    fields = {column.field for column in grid.columns}
    problems = list(grid.problems)
    if not problems and not {"technician_id", "request_id"} <= fields:
        seen = ", ".join(column.heading for column in grid.columns if column.heading)[:200]
        problems.append(FieldProblem(source=name, message=message("import.no_order_columns", value=seen), value=seen))
    routes: dict[str, list[str]] = {}
    if not problems:
        problems = _rows(grid, _Known.of(problem), routes)
    if problems:
        raise InputError(*problems)
    orders = tuple(Route(duty_id=duty, visit_ids=tuple(visits)) for duty, visits in routes.items())
    return Solution(routes=orders, agreed=earliest_agreed(problem, orders))


def _rows(grid: Grid, known: _Known, routes: dict[str, list[str]]) -> list[FieldProblem]:
    """Fill the routes from the rows; return what is wrong with them."""
    problems: list[FieldProblem] = []
    used = {column.field: column for column in grid.columns if column.field}
    for row in grid.rows:
        reader = RowReader(
            source=grid.name,
            row=row.row,
            cells={name: row.cells[column.index] for name, column in used.items()},
            headings={name: column.heading for name, column in used.items()},
            orders={},
        )
        if row.problems or not reader.has("request_id"):
            problems += row.problems
            continue
        duty = _one(reader, "technician_id", known.duties)
        visit = known.seat(reader)
        if duty and visit:
            routes.setdefault(duty, []).append(visit)
        problems += reader.problems
    return problems


def _one(reader: RowReader, name: str, known: dict[str, list[str]]) -> str:
    """Return the one that a cell names; empty if there is none, or several, and the reader then says so."""
    value = reader.text(name)
    found = known.get(value, [])
    if len(found) == 1:
        return found[0]
    some = ", ".join(found or sorted(known)[:5])
    none, several = _SAID[name]
    reader.wrong(name, message(several if found else none, value=value, names=some))
    return ""
