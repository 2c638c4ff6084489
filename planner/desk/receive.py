"""Requests in: look at a file before anything is saved, then take what is good, all or nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4
from zoneinfo import ZoneInfo

from planner import files, store
from planner.desk.locating import for_lists, located, mended, position_problem, vague_note
from planner.desk.opening import Desk
from planner.desk.personal import REQUEST_TEXTS, refuse_personal_numbers
from planner.desk.problems import refusal
from planner.desk.roles import check
from planner.desk.standards import with_standards
from planner.desk.unit import changing
from planner.desk.work_times import own_times
from planner.model.errors import FieldProblem, InputError
from planner.model.event import Actor, Event
from planner.model.message import message
from planner.model.request import Predecessor, Request
from planner.model.sites import Site
from planner.model.words import RequestStatus, Source

__all__ = ["Received", "accept", "add_follow_ups", "add_request", "apply_cure", "preview_file", "received"]


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
    name, content, mapping, day, changes
        As in `planner.files.preview_requests`; *tomorrow* follows on today.
    """
    check(actor, "receive.preview_file")
    own = own_times(desk)
    with desk.store.reading() as db:
        team = store.people.get_team(db)
    preview = files.preview_requests(
        name,
        content,
        mapping=mapping,
        day=day,
        today=desk.today(),
        catalogue=own.on(desk.catalogue),
        team=team,
        changes=changes,
        own_times=own,
    )
    with desk.store.reading() as db:
        taken = store.requests.known_ids(db, {row.request_id for row in preview.rows if row.request_id})
        sites = _sites_of(db, [row.request for row in preview.rows if row.request])
    located_rows = (_placed(desk, row, sites) for row in preview.rows)
    return replace(preview, rows=tuple(_examined(desk, preview, row, taken) for row in located_rows))


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
            received(db, desk, actor, _ready(desk, request, source=preview.name, works=works))
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
    with desk.store.reading() as db:
        site = _sites_of(db, [request]).get(request.site_id)
    placed = located(desk.geocoder, request, at=desk.clock(), site=site)  # a service may be slow: nothing is held
    with changing(desk, "receive.add_request", by=actor) as db:
        _refuse_known(db, [request.request_id])
        return received(db, desk, actor, placed)


def _sites_of(db: store.Connection, requests: Iterable[Request]) -> dict[str, Site]:
    ids = {one.site_id for one in requests if one.site_id}
    return {one.site_id: one for one in store.sites.find(db, ids=ids)} if ids else {}


def _placed(desk: Desk, row: files.ImportRow, sites: Mapping[str, Site]) -> files.ImportRow:
    """A row with the place of its request: lists are not asked of a public service."""
    if row.request is None:
        return row
    site = sites.get(row.request.site_id)
    return replace(row, request=located(for_lists(desk.geocoder), row.request, at=desk.clock(), site=site))


def received(db: store.Connection, desk: Desk, actor: Actor, request: Request) -> Request:
    """Save a new request, and the event that it came; return it with its version."""
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


def add_follow_ups(desk: Desk, actor: Actor, request_id: str) -> tuple[Request, ...]:
    """Save a request for each follow-up that triage found, with the request it follows on as its predecessor.

    Each has the customer, the place and the contact, and the standards of its own job type; its id is that of the
    request with ``-F1``, ``-F2`` … What was made before is not made again.

    Returns
    -------
    tuple of Request
        Those that are new.

    Raises
    ------
    InputError
        If the request is unknown.
    """
    check(actor, "receive.add_follow_ups")
    with changing(desk, "receive.add_follow_ups", by=actor) as db:
        first = store.requests.get(db, request_id, alone=True)
        if first is None:
            raise refusal("desk.unknown_request", field="request_id", value=request_id)
        wanted = [_follow_up(desk, first, job, n) for n, job in enumerate(first.follow_ups, start=1)]
        known = store.requests.known_ids(db, [one.request_id for one in wanted])
        return tuple(received(db, desk, actor, one) for one in wanted if one.request_id not in known)


def _follow_up(desk: Desk, first: Request, job_type_id: str, number: int) -> Request:
    bare = Request(
        request_id=f"{first.request_id}-F{number}",
        title=desk.catalogue.job_types[job_type_id].name.sv,
        source=first.source,
        customer_id=first.customer_id,
        customer=first.customer,
        site_id=first.site_id,
        address=first.address,
        postcode=first.postcode,
        city=first.city,
        place=first.place,
        located_at=first.located_at,
        contact_name=first.contact_name,
        contact_phone=first.contact_phone,
        access_notes=first.access_notes,
        sla_policy=first.sla_policy,
        earliest_date=first.earliest_date,
        status=RequestStatus.TRIAGED,
        predecessors=(Predecessor(request_id=first.request_id),),
    )
    return with_standards(own_times(desk).on(desk.catalogue, customer=first.customer), bare, job_type_id)


_WORK = frozenset({"duration", "duration_h", "duration_s", "required_skills"})
"""Columns that say what the work is, as a job type would."""


def _examined(
    desk: Desk, preview: files.ImportPreview, row: files.ImportRow, taken: Collection[str]
) -> files.ImportRow:
    """A row with everything that only the desk can know to be wrong with it."""
    request = row.request
    place = request.place if request else row.place
    found, notes = list(row.problems), list(row.notes)
    if place is not None and (wrong := position_problem(place.lat, place.lon)) is not None:
        if request is not None:
            found.append(_at(preview, row, _curable(desk, request, wrong)))
        elif wrong.message.key not in {problem.message.key for problem in found}:
            found.append(_at(preview, row, replace(wrong, field=_heading(preview, "lat", "position"))))
    if row.request_id in taken and all(one.message.key != "import.duplicate_id" for one in found):
        found.append(_at(preview, row, replace(_known(row.request_id), field=_heading(preview, "request_id"))))
    if request is not None:
        seen = (vague_note(request), _past_note(desk, preview, request))
        notes += [_at(preview, row, note) for note in seen if note is not None]
    return replace(row, request=request, problems=tuple(found), notes=tuple(notes))


def _at(preview: files.ImportPreview, row: files.ImportRow, problem: FieldProblem) -> FieldProblem:
    return replace(problem, source=preview.name, row=row.row)


def _heading(preview: files.ImportPreview, *fields: str) -> str:
    """The user's heading of the first of some fields that the file has; else the field's own name."""
    headings = {column.field: column.heading for column in preview.columns if column.field}
    return next((headings[field] for field in fields if field in headings), fields[0])


def _past_note(desk: Desk, preview: files.ImportPreview, request: Request) -> FieldProblem | None:
    """What people should know of a request whose time is over; what is done or cancelled has had its time."""
    last = max(request.time_windows, key=lambda window: window.latest_start, default=None)
    over = request.status in (RequestStatus.DONE, RequestStatus.CANCELLED)
    if last is None or over or last.latest_start >= desk.clock():
        return None
    said = message("desk.window_past", day=last.latest_start.astimezone(ZoneInfo(desk.time_zone)).date(),
                   from_=last.earliest_start, to=last.latest_start)  # fmt: skip
    return FieldProblem(message=said, field=_heading(preview, "window", "earliest", "latest", "latest_end", "day"))


def _curable(desk: Desk, request: Request, wrong: FieldProblem) -> FieldProblem:
    """The problem of a position with what it can be mended to: degrees, or the name of the address's place."""
    better = None if wrong.cure else mended(for_lists(desk.geocoder), request)
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


def _refuse_known(db: store.Connection, ids: list[str]) -> None:
    if known := sorted(store.requests.known_ids(db, ids)):
        raise InputError(*(_known(one) for one in known))


def _known(request_id: str) -> FieldProblem:
    return FieldProblem(message=message("desk.request_known", value=request_id), field="request_id", value=request_id)
