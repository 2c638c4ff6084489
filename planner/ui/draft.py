"""A file of requests on its way in: mapping, cells put right, rows triaged; nothing is saved before it is taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from planner.desk import Desk, receive
from planner.files import Certainty, ImportPreview, ImportRow
from planner.model.errors import FieldProblem
from planner.model.event import Actor
from planner.model.request import Request

__all__ = ["Draft", "RowState", "row_counts", "row_state", "rows_of"]

RowState = str
_TWIN = "import.duplicate_id"
_KNOWN = "desk.request_known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A file under way.

    Parameters
    ----------
    name, content
        The file as it was dropped.
    day
        Day that times of day without a date belong to.
    mapping
        Field by heading (by index as text where a heading stands twice); None leaves the column out.
    changes
        New text of cells, by row and heading.
    swapped
        Rows whose latitude and longitude were exchanged.
    triaged
        Requests worked on before they are saved, by row.
    left_out
        Rows that shall not be taken though they are good.
    done
        Rows already taken.
    """

    name: str
    content: bytes = field(repr=False)
    day: date
    mapping: dict[str, str | None] = field(default_factory=dict)
    changes: dict[tuple[int, str], str] = field(default_factory=dict)
    swapped: frozenset[int] = frozenset()
    triaged: dict[int, Request] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()
    done: frozenset[int] = frozenset()

    def preview(self, desk: Desk, actor: Actor) -> ImportPreview:
        """Read the file as corrected so far."""
        found = receive.preview_file(
            desk, actor, self.name, self.content, mapping=self.mapping, day=self.day, changes=self.changes
        )
        for row in sorted(self.swapped):
            found = receive.apply_cure(desk, actor, found, row)
        return replace(found, rows=tuple(self._with_triage(row) for row in found.rows if row.row not in self.done))

    def _with_triage(self, row: ImportRow) -> ImportRow:
        if row.request is None or row.row not in self.triaged:
            return row
        return replace(row, request=self.triaged[row.row])

    def wanted(self, preview: ImportPreview) -> ImportPreview:
        """Return the preview without the rows that were left out."""
        return replace(preview, rows=tuple(row for row in preview.rows if row.row not in self.left_out))

    def map_columns(self, mapping: Mapping[str, str | None]) -> Draft:
        """Correct the mapping; what was triaged on the old reading is forgotten."""
        return replace(self, mapping=dict(mapping), triaged={})

    def put_right(self, row: int, heading: str, value: str) -> Draft:
        """Give a cell a new text; the row is read again, without what was triaged on it."""
        kept = {number: request for number, request in self.triaged.items() if number != row}
        return replace(self, changes=self.changes | {(row, heading): value}, triaged=kept)

    def cure(self, preview: ImportPreview, problem: FieldProblem) -> Draft:
        """Take the value a problem offers: in its cell, or in the position of its row."""
        if problem.row is None or problem.cure is None:
            return self
        if problem.field in {column.heading for column in preview.columns if column.certainty is not Certainty.NONE}:
            return self.put_right(problem.row, problem.field, problem.cure)
        return replace(self, swapped=self.swapped | {problem.row})

    def alike(self, preview: ImportPreview, problem: FieldProblem) -> tuple[int, ...]:
        """Return the rows with the same words in the same column and the same problem, this one among them."""
        return tuple(
            row.row
            for row in preview.rows
            if row.row not in self.left_out
            and any(
                (one.field, one.value, one.message.key) == (problem.field, problem.value, problem.message.key)
                for one in row.problems
            )
        )

    def put_all_right(self, rows: Collection[int], heading: str, value: str) -> Draft:
        """Give a cell of several rows the same new text."""
        changed = self
        for row in rows:
            changed = changed.put_right(row, heading, value)
        return changed

    def triage(self, row: int, request: Request) -> Draft:
        """Keep a triaged request until the file is taken."""
        return replace(self, triaged=self.triaged | {row: request})

    def leave_out(self, row: int) -> Draft:
        """Leave a row out, or take it in again."""
        return replace(self, left_out=self.left_out ^ {row})


def row_state(row: ImportRow) -> RowState:
    """Return how a row stands: ``twin`` (its id exists), ``bad``, ``warn`` or ``ok``."""
    if row.request is None or row.problems:
        twins = [problem for problem in row.problems if problem.message.key in (_TWIN, _KNOWN)]
        return "twin" if twins and len(twins) == len(row.problems) else "bad"
    unplaced = row.request.needs_visit and row.request.place is None
    return "warn" if row.notes or unplaced else "ok"


def rows_of(preview: ImportPreview, states: Collection[RowState], *, words: str = "") -> tuple[ImportRow, ...]:
    """Return the rows in one of some states (none: any) that hold the words."""
    needle = words.casefold().strip()
    return tuple(
        row
        for row in preview.rows
        if (not states or row_state(row) in states) and (not needle or any(needle in c.casefold() for c in row.raw))
    )


def row_counts(preview: ImportPreview, wanted: ImportPreview) -> tuple[tuple[str, str, int], ...]:
    """Return name, tone and number of the rows in each state, those above zero; together they are all rows.

    Parameters
    ----------
    preview
        Every row of the file.
    wanted
        Without the rows that were left out.
    """
    states = [row_state(row) for row in wanted.rows]
    left_out = len(preview.rows) - len(wanted.rows)
    counts = (
        ("good", "ok", states.count("ok")),
        ("check", "warn", states.count("warn")),
        ("bad", "bad", states.count("bad")),
        ("twin", "bad", states.count("twin")),
        ("left_out", "quiet", left_out),
    )
    return tuple(one for one in counts if one[2])
