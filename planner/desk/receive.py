"""Requests in: look at a file before anything is saved, then take what is good, all or nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from planner import files, store
from planner.desk.locating import located, mended, position_problem, vague_note
from planner.desk.opening import Desk
from planner.desk.personal import REQUEST_TEXTS, refuse_personal_numbers
from planner.desk.roles import check
from planner.desk.unit import changing
from planner.model.errors import FieldProblem, InputError
from planner.model.event import Actor, Event
from planner.model.message import message
from planner.model.request import Request
from planner.model.words import RequestStatus, Source

__all__ = ["Received", "accept", "add_request", "apply_cure", "preview_file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What an import took and what it left.

    Parameters
    ----------
    taken
        Ids of the requests that were saved.
    skipped
        Rows (as the user counts them) that were left out for their problems.
    """

    taken: tuple[str, ...]
    skipped: tuple[int, ...] = ()


def preview_file(
    desk: Desk,
    actor: Actor,
    name: str,
    content: bytes,
    *,
    mapping: Mapping[str, str | None] | None = None,
    day: date,
    changes: Mapping[tuple[int, str], str] | None = None,
) -> files.ImportPreview:
    """Read a file of requests without saving: columns, rows, problems; places located and checked.

    Parameters
    ----------
    name, content
        The file as it was dropped.
    mapping
        Column heading to field, where the dispatcher corrected the automatic mapping.
    day
        Day that times of day without a date belong to.
    changes
        New text of a cell by row and column heading: a `cure` taken with one click.
    """
    check(actor, "receive.preview_file")
    with desk.store.reading() as db:
        team = store.people.get_team(db)
    preview = files.preview_requests(
        name, content, mapping=mapping, day=day, catalogue=desk.catalogue, team=team, changes=changes
    )
    with desk.store.reading() as db:
        taken = store.requests.known_ids(db, {one.request_id for one in preview.good})
    return replace(preview, rows=tuple(_examined(desk, preview.name, row, taken) for row in preview.rows))


def apply_cure(desk: Desk, actor: Actor, preview: files.ImportPreview, row: int) -> files.ImportPreview:
    """Return the preview with the position of a row put right: swapped back, or the place of its address.

    Parameters
    ----------
    row
        Row as the user counts it (the heading is row 1).
    """
    check(actor, "receive.apply_cure")
    return replace(preview, rows=tuple(_cured(desk, one) if one.row == row else one for one in preview.rows))


def accept(desk: Desk, actor: Actor, preview: files.ImportPreview, *, only_good: bool) -> Received:
    """Save the requests of a preview in one transaction.

    Parameters
    ----------
    only_good
        Take the rows without problems and leave the others; False: any problem refuses the whole file.

    Raises
    ------
    InputError
        If there are problems and `only_good` is False, or an id has been taken meanwhile; nothing is saved.
    """
    check(actor, "receive.accept")
    good = preview.good
    if preview.all_problems and not only_good:
        raise InputError(*preview.all_problems)
    skipped = tuple(row.row for row in preview.rows if row.request is None or row.problems)
    works = not _WORK.isdisjoint(column.field for column in preview.columns)
    with changing(desk, "receive.accept", by=actor) as db:
        _refuse_known(db, [one.request_id for one in good])
        for request in good:
            _add(db, desk, actor, _ready(desk, request, source=preview.name, works=works))
    return Received(taken=tuple(one.request_id for one in good), skipped=skipped)


def add_request(desk: Desk, actor: Actor, request: Request) -> Request:
    """Save one new request, for example one taken by telephone; located where it has an address only.

    Raises
    ------
    InputError
        If the id is taken, or a personal identity number stands in it.
    """
    check(actor, "receive.add_request")
    refuse_personal_numbers(request, REQUEST_TEXTS, today=desk.today())
    with changing(desk, "receive.add_request", by=actor) as db:
        _refuse_known(db, [request.request_id])
        return _add(db, desk, actor, located(desk.geocoder, request))


_WORK = frozenset({"duration", "duration_h", "duration_s", "required_skills"})
"""Columns that say what the work is, as a job type would."""


def _examined(desk: Desk, source: str, row: files.ImportRow, taken: Collection[str]) -> files.ImportRow:
    """A row with its place, and with what only the desk can know to be wrong with it."""
    if row.request is None:
        return row
    request, found, notes = located(desk.geocoder, row.request), list(row.problems), list(row.notes)
    if (vague := vague_note(request)) is not None:
        notes.append(replace(vague, source=source, row=row.row))
    if request.place is not None and (wrong := position_problem(request.place.lat, request.place.lon)) is not None:
        found.append(replace(_curable(desk, request, wrong), source=source, row=row.row))
    if request.request_id in taken:
        found.append(replace(_known(request.request_id), source=source, row=row.row))
    return replace(row, request=request, problems=tuple(found), notes=tuple(notes))


def _curable(desk: Desk, request: Request, wrong: FieldProblem) -> FieldProblem:
    """The problem of a position with what it can be mended to: degrees, or the name of the address's place."""
    better = None if wrong.cure else mended(desk.geocoder, request)
    return wrong if better is None or better.place is None else replace(wrong, cure=better.place.label)


def _cured(desk: Desk, row: files.ImportRow) -> files.ImportRow:
    better = None if row.request is None else mended(desk.geocoder, row.request)
    if better is None or not any(one.field == "position" for one in row.problems):
        return row
    return replace(row, request=better, problems=tuple(one for one in row.problems if one.field != "position"))


def _ready(desk: Desk, request: Request, *, source: str, works: bool) -> Request:
    """An imported request as it is kept: what the file says of priority and work counts as triage."""
    if not request.priority_override and request.priority != desk.catalogue.priority(request.impact, request.urgency):
        request = request.replace(priority_override=source)
    if request.status is RequestStatus.NEW and (request.job_type_id or works):
        request = request.replace(status=RequestStatus.TRIAGED)
    return request


def _add(db: store.Connection, desk: Desk, actor: Actor, request: Request) -> Request:
    now = desk.clock()
    request = request.replace(version=1, created_at=request.created_at or now)
    event = Event(
        client_uuid=str(uuid4()),
        at=request.created_at or now,
        recorded_at=now,
        type="request.received",
        request_id=request.request_id,
        actor=actor.actor_id,
        source="import" if request.source is Source.IMPORT else "desk",
        payload=(("source", request.source.value),),
    )
    store.events.add(db, event)
    return store.requests.add(db, request)


def _refuse_known(db: store.Connection, ids: list[str]) -> None:
    if known := sorted(store.requests.known_ids(db, ids)):
        raise InputError(*(_known(one) for one in known))


def _known(request_id: str) -> FieldProblem:
    return FieldProblem(message=message("desk.request_known", value=request_id), field="request_id", value=request_id)
