"""Requests as rows: of a file under way, and of the working day."""

from __future__ import annotations

from datetime import date
from typing import Any

from planner.files import ImportPreview, ImportRow
from planner.model.errors import FieldProblem
from planner.model.request import Request
from planner.model.words import RequestStatus
from planner.ui.draft import row_state
from planner.ui.heading_words import field_words
from planner.ui.request_words import channel_icon, time_wanted
from planner.ui.rows import Action, Column, Note, Row, priority_cell
from planner.ui.session import desk, language, say, t

__all__ = ["columns", "file_row", "needs_triage", "request_row"]

_ICON = {"ok": "check", "warn": "triangle", "bad": "cross-square", "twin": "cross-square"}
_FIELD_OF_CELL = {
    "title": ("title",),
    "customer": ("customer",),
    "address": ("address", "postcode", "city", "lat", "lon", "position"),
    "priority": ("priority",),
    "time": ("window", "earliest", "latest", "latest_end", "day", "earliest_date", "due_date"),
    "channel": ("channel",),
}


def columns(first: str) -> tuple[Column, ...]:
    """Return the columns of both lists; `first` is the heading of row number or id."""
    return (
        Column(id="state", label="", width="36px", align="mid"),
        Column(id="id", label=first, align="num tight"),
        Column(id="title", label=t("requests.column.title"), width="25%"),
        Column(id="customer", label=t("requests.column.customer"), width="19%", hide="medium"),
        Column(id="address", label=t("requests.column.address"), width="19%", hide="wide"),
        Column(id="priority", label=t("requests.column.priority")),
        Column(id="time", label=t("requests.column.time"), align="tight"),
        Column(id="channel", label=t("requests.column.channel"), align="tight brief"),
    )


def _cells(request: Request, day: date) -> dict[str, Any]:
    wanted = time_wanted(request, day, language=language(), zone=desk().time_zone, all_day=t("requests.all_day"))
    town = f"{request.postcode} {request.city}".strip()
    channel = request.channel
    return {
        "title": {"text": request.title, "strong": True},
        "customer": request.customer,
        "address": {"text": request.address or town} | _placed(request),
        "priority": priority_cell(request.priority),
        "time": wanted,
        "channel": {"icon": channel_icon(channel), "text": t(f"requests.channel_{channel}")},
    }


def _placed(request: Request) -> dict[str, Any]:
    if not request.needs_visit or (request.place and request.place.is_exact):
        return {}
    if request.place is None:
        return {"wavy": "bad", "title": t("shell.place.unknown")}
    return {"wavy": "warn", "title": t(f"shell.place.precision.{request.place.precision}")}


def request_row(request: Request, day: date) -> Row:
    """Return a stored request as a row of the working day."""
    notes = []
    if request.needs_visit and request.place is None:
        notes.append(_note("warn", t("requests.check"), t("requests.no_place")))
    elif needs_triage(request):
        words = t("requests.answer" if request.job_type_id else "requests.no_type")
        notes.append(_note("quiet", t("requests.to_sort"), words))
    icon = {"icon": "triangle", "tone": "warn"} if notes and notes[0].tone == "warn" else _status_icon(request)
    cells = {"state": icon, "id": request.request_id} | _cells(request, day)
    return Row(id=request.request_id, cells=cells, notes=tuple(notes))


def needs_triage(request: Request) -> bool:
    """Whether nobody has said yet what the request is."""
    return request.status is RequestStatus.NEW or not request.job_type_id


def _status_icon(request: Request) -> dict[str, Any]:
    if needs_triage(request):
        return {"icon": "note", "tone": "info", "title": t("requests.to_sort")}
    if request.status is RequestStatus.PAUSED:
        return {"icon": "pause", "tone": "quiet", "title": t("requests.status.paused")}
    return {"icon": "check", "tone": "ok", "title": t(f"requests.status.{request.status}")}


def file_row(row: ImportRow, preview: ImportPreview, day: date, *, left_out: bool) -> Row:
    """Return a row of the file with its problems and their cures under it."""
    state = row_state(row)
    raw = _written(row, preview)
    cells: dict[str, Any] = dict(raw)
    if row.request is not None:
        cells = _cells(row.request, day)
    for problem in row.problems:
        if (cell := _cell_of(problem, preview)) is not None:
            cells[cell] = {"text": problem.value or raw.get(cell, ""), "wavy": "bad"}
    tone = {"ok": "ok", "warn": "warn"}.get(state, "bad")
    icon = {"icon": "bar", "tone": "quiet"} if left_out else {"icon": _ICON[state], "tone": tone}
    cells |= {"state": icon, "id": str(row.row)}
    return Row(
        id=str(row.row),
        cells=cells,
        tone="bad" if tone == "bad" else "",
        notes=tuple(_row_notes(row, preview, left_out=left_out)),
    )


def _written(row: ImportRow, preview: ImportPreview) -> dict[str, str]:
    """What stands in the file for each column of the list."""
    by_field = {one.field: row.raw[one.index] for one in preview.columns if one.field and one.index < len(row.raw)}
    return {
        cell: next((by_field[name] for name in fields if by_field.get(name)), "")
        for cell, fields in _FIELD_OF_CELL.items()
    }


def _cell_of(problem: FieldProblem, preview: ImportPreview) -> str | None:
    field = next((one.field for one in preview.columns if one.heading == problem.field), problem.field)
    return next((cell for cell, fields in _FIELD_OF_CELL.items() if field in fields), None)


def _row_notes(row: ImportRow, preview: ImportPreview, *, left_out: bool) -> list[Note]:
    take = (Action(id="leave", label=t("requests.take_again" if left_out else "requests.leave_out")),)
    if left_out:
        return [Note(tone="quiet", label=t("requests.left_out"), text="", actions=take)]
    found = [_problem(problem, preview, number, "bad") for number, problem in enumerate(row.problems)]
    found += [_problem(note, preview, number, "warn") for number, note in enumerate(row.notes)]
    request = row.request
    if request is not None and request.needs_visit and request.place is None and not row.notes:
        found.append(_note("warn", t("requests.check"), t("requests.no_place")))
    return found


def _problem(problem: FieldProblem, preview: ImportPreview, number: int, tone: str) -> Note:
    words = t("requests.error" if tone == "bad" else "requests.check")
    label = " · ".join(part for part in (words, field_words(preview, problem.field)) if part)
    actions: tuple[Action, ...] = ()
    if problem.cure is not None:
        name = "cure" if tone == "bad" else "cure-note"
        actions = (Action(id=f"{name}:{number}", label=t("requests.cure", value=problem.cure)),)
    return Note(tone=tone, label=f"{label}:", text=say(problem.message), actions=actions)


def _note(tone: str, label: str, words: str) -> Note:
    return Note(tone=tone, label=f"{label}:", text=words)
