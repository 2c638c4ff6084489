"""One row to one request: what the file says, and the job type's standards where the file is silent."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, time
from functools import partial
from typing import Any

from planner.files.chains import parse_crew_skills, parse_predecessors
from planner.files.durations import parse_minutes
from planner.files.known import normalised
from planner.files.positions import looks_like_position, parse_lat_lon, parse_position
from planner.files.request_times import lock_of, promise_of, when
from planner.files.request_triage import Context, triage_of
from planner.files.rows import RowReader
from planner.files.values import (
    WrongValueError,
    brief,
    clean,
    parse_id,
    parse_money,
    parse_whole,
    parse_yes,
)
from planner.files.vocabulary import parse_list, parse_needs, parse_one
from planner.model.catalogue import JobType
from planner.model.language import LANGUAGES, texts, truncated
from planner.model.message import message
from planner.model.places import Place
from planner.model.request import PartNeed, Predecessor, Request, SkillNeed

__all__ = ["build_request"]

_TEXTS = (
    "external_ref", "description", "customer_id", "customer", "site_id", "address", "postcode", "city", "contact_name",
    "contact_phone", "access_notes",
)  # fmt: skip
_SPOKEN = "spoken.in_"


def build_request(reader: RowReader, context: Context) -> Request | None:
    """Return the request of a row; None when the row has problems, which the reader then holds.

    Parameters
    ----------
    reader
        The row.
    context
        What the file's rows are read with.
    """
    job = _job_type(reader, context)
    values: dict[str, Any] = {field: reader.text(field) for field in _TEXTS}
    values["request_id"] = _request_id(reader, context)
    values["title"] = _title(reader, job)
    values["place"] = reader.place = _place(reader)
    values |= triage_of(reader, context, job)
    values |= _work(reader, context, job)
    values |= _needs(reader, context, job)
    values |= _people(reader, context)
    values |= when(reader, context.calendar, service_min=values["service_min"])
    values["predecessors"] = _predecessors(reader, values["request_id"])
    values["lock"] = lock_of(reader, context.calendar, context.vocabulary)
    values["promise"] = promise_of(reader, context.calendar)
    return None if reader.problems else Request(**values)


def _request_id(reader: RowReader, context: Context) -> str:
    if not context.has_ids:
        return f"{context.stem}-{reader.row}"
    found = reader.take("request_id", parse_id, "")
    if not found and not reader.has("request_id"):
        reader.wrong("request_id", message("import.no_id"))
    return found


def _title(reader: RowReader, job: JobType | None) -> str:
    """The row's title; else the first line of its description, else its job type's name."""
    if reader.has("title"):
        return clean(reader.text("title"))
    if reader.has("description"):
        return truncated(clean(reader.text("description").splitlines()[0]), 80)
    if job is not None:
        return job.name.sv
    if reader.has("category"):
        return clean(reader.text("category"))
    reader.wrong("title", message("import.no_title"))
    return ""


def _job_type(reader: RowReader, context: Context) -> JobType | None:
    known = context.vocabulary.job_types
    found = reader.take("job_type", lambda text: parse_one(text, known, "job_type"), "")
    if not found and not reader.has("job_type"):
        found = known.get(normalised(reader.text("category")), "")
    return context.catalogue.job_types.get(found)


def _place(reader: RowReader) -> Place | None:
    label = ", ".join(part for part in (reader.text("address"), reader.text("postcode"), reader.text("city")) if part)
    lat, lon = reader.text("lat"), reader.text("lon")
    try:
        if looks_like_position(lat):
            # A pair in one cell: as people paste it, or as the one-click cure writes it.
            degrees = parse_position(lat)
        elif lat or lon:
            degrees = parse_lat_lon(lat, lon) if lat and lon else _half(reader, lat)
        elif reader.has("position"):
            degrees = parse_position(reader.text("position"))
        else:
            return None
    except WrongValueError as wrong:
        field = "lat" if lat else "lon" if lon else "position"
        shown = f"{lat}, {lon}" if lat and lon else None
        reader.wrong(field, wrong.message, value=brief(shown) if shown else None, cure=wrong.cure)
        return None
    return Place(lat=degrees[0], lon=degrees[1], source="file", label=label)


def _half(reader: RowReader, lat: str) -> tuple[float, float]:
    raise WrongValueError(message("import.half_position", value=brief(lat or reader.text("lon"))))


def _work(reader: RowReader, context: Context, job: JobType | None) -> dict[str, Any]:
    standard, p80 = (job.service_min, job.service_p80_min) if job else (60, 90)
    if job:
        standard, p80 = (context.own_times.at(reader.text("customer"), one) for one in (standard, p80))
    service = standard
    for field, unit in (("duration", "min"), ("duration_h", "h"), ("duration_s", "s")):
        service = reader.take(field, partial(parse_minutes, unit=unit), service)
    longer = max(service, round(service * p80 / standard))
    return {
        "job_type_id": job.job_type_id if job else "",
        "service_min": service,
        "service_p80_min": reader.take("duration_p80", parse_minutes, longer),
        "setup_min": reader.take("setup", partial(parse_minutes, low=0), job.setup_min if job else 0),
        "split_min": reader.take("split_min", partial(parse_whole, low=0, high=10_000), 0),
        "crew_size": reader.take("crew_size", partial(parse_whole, low=1, high=20), job.crew_size if job else 1),
        "mandatory": reader.take("mandatory", parse_yes, default=False),
        "drop_cost_ore": reader.take("drop_cost", parse_money, None),
        "created_at": reader.take("created_at", lambda text: _created(text, reader, context), None),
    }


def _created(text: str, reader: RowReader, context: Context) -> datetime:
    calendar = replace(context.calendar, order=reader.orders.get("created_at", ""))
    found = calendar.moment(text)
    if isinstance(found, time):
        raise WrongValueError(message("import.day", value=brief(text)))
    moment = found if isinstance(found, datetime) else calendar.at(found, time(), text)
    return moment.astimezone(UTC)


def _needs(reader: RowReader, context: Context, job: JobType | None) -> dict[str, Any]:
    words = context.vocabulary
    skills = job.required_skills if job else ()
    parts = tuple(need for need, usage in job.parts if usage == "always") if job else ()
    category = reader.text("category")
    if category and not reader.has("job_type", "required_skills") and normalised(category) not in words.job_types:
        if (skill := words.skills.get(normalised(category))) is not None:
            skills = (SkillNeed(skill=skill),)
        else:
            reader.note("category", message("import.category_unknown", value=brief(category)))
    found = reader.take("required_skills", lambda text: parse_needs(text, words.skills, "skill", high=5), None)
    wanted = reader.take("required_parts", lambda text: parse_needs(text, words.parts, "part", high=9_999), None)
    return {
        "required_skills": skills if found is None else tuple(SkillNeed(skill=s, level=n) for s, n in found),
        "required_parts": parts if wanted is None else tuple(PartNeed(part=p, quantity=n) for p, n in wanted),
        "crew_skills": reader.take("crew_skills", lambda text: parse_crew_skills(text, words.skills), ()),
        "required_certificates": reader.take(
            "required_certificates",
            lambda text: parse_list(text, words.certificates, "certificate"),
            job.required_certificates if job else (),
        ),
    }


def _predecessors(reader: RowReader, request_id: str) -> tuple[Predecessor, ...]:
    found = reader.take("predecessors", parse_predecessors, ())
    if any(one.request_id == request_id for one in found):
        reader.wrong("predecessors", message("import.own_predecessor", value=request_id))
        return ()
    return found


def _people(reader: RowReader, context: Context) -> dict[str, Any]:
    known = context.vocabulary.technicians
    found: dict[str, Any] = {}
    for field in ("required_technicians", "forbidden_technicians"):
        found[field] = reader.take(field, lambda text: parse_list(text, known, "technician"), ())
    for field in ("required_languages", "preferred_languages"):
        found[field] = reader.take(field, _languages, ())
    found["territory"] = clean(reader.text("territory"))
    found["same_technician_as"] = reader.take("same_technician_as", parse_id, "")
    found["same_technician_required"] = reader.take("same_technician_required", parse_yes, default=False)
    found["preferred_technicians"] = ()
    if reader.has("preferred_technicians"):
        try:
            found["preferred_technicians"] = parse_list(reader.text("preferred_technicians"), known, "technician")
        except WrongValueError as wrong:
            # Ticket systems put whole departments here; a wish that nobody can fulfil stops nothing.
            reader.note("preferred_technicians", wrong.message)
    return found


def _languages(text: str) -> tuple[str, ...]:
    """Read languages by their code, as ``sv, en``, or by what they are called in either language."""
    named = {
        normalised(names[language]): key.removeprefix(_SPOKEN)
        for key, names in texts().items()
        if key.startswith(_SPOKEN)
        for language in LANGUAGES
    }
    pieces = [piece for piece in re.split(r"[,;|\s]+", text) if piece]
    return tuple(dict.fromkeys(named.get(normalised(piece), piece.lower()) for piece in pieces))
