"""The day on paper: one technician's order, times, addresses, parts and checklists, with a small map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.model.catalogue import Catalogue
from planner.model.language import day_text, duration_text, km_text, text, time_text
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.request import Request
from planner.model.words import PlanStatus, StopKind
from planner.views.escape import map_text
from planner.views.lateness import late_words_on_site
from planner.views.map_data import people_of, stops_of
from planner.views.sketch import route_sketch
from planner.views.tokens import css_variables, technician_style
from planner.views.whereabouts import place_words

__all__ = ["day_sheet", "day_sheets", "part_names"]

_CSS = Path(__file__).parent / "assets" / "sheet.css"


def day_sheet(
    plan: Plan,
    technician_id: str,
    *,
    language: str = "en",
    requests: Mapping[str, Request] | None = None,
    catalogue: Catalogue | None = None,
    beside: Mapping[str, tuple[str, ...]] | None = None,
) -> str:
    """Return a technician's day as a printable page that loads nothing.

    Parameters
    ----------
    plan, technician_id
        Whose day of which plan; somebody who is not in it gets a page that says so.
    language
        ``sv`` or ``en``.
    requests
        Requests by id: contact, access notes and parts come from them.
    catalogue
        Names of job types and parts, and checklists.
    beside
        Names of those who come to a visit too, by visit id; None: what the plan says.
    """
    others = {s.visit_id or "": plan.beside(s) for s in stops_of(plan, technician_id)} if beside is None else beside
    who = next((one for one in people_of(plan) if one.technician_id == technician_id), None)
    day = day_text(plan.day, language, year=True)
    title = f"{who.name}, {day}" if who else day
    known = _Known(requests or {}, catalogue, others)
    return _page(title, _body(plan, who, language, known) if who else _nothing(technician_id, language), language)


def day_sheets(
    plan: Plan,
    *,
    language: str = "en",
    requests: Mapping[str, Request] | None = None,
    catalogue: Catalogue | None = None,
) -> str:
    """Return the day of everybody who works, each beginning on a page of its own; parameters as in `day_sheet`."""
    beside = {s.visit_id or "": plan.beside(s) for s in plan.stops if s.visit_id}
    known = _Known(requests or {}, catalogue, beside)
    busy = [who for who in people_of(plan) if any(s.visit_id for s in stops_of(plan, who.technician_id))]
    bodies = "".join(f"<section>{_body(plan, who, language, known)}</section>" for who in busy)
    return _page(day_text(plan.day, language, year=True), bodies or _nothing("", language), language)


def _page(title: str, body: str, language: str) -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{map_text(title)}</title>'
        f"<style>:root{{{css_variables('light')}}}{_CSS.read_text(encoding='utf-8')}</style></head>"
        f"<body>{body}</body></html>"
    )


def _nothing(technician_id: str, language: str) -> str:
    return f"<p>{map_text(text('views.sheet.not_in_plan', language, technician=technician_id))}</p>"


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known beside the plan: requests, the catalogue, who comes too."""

    requests: Mapping[str, Request]
    catalogue: Catalogue | None
    beside: Mapping[str, tuple[str, ...]]


def _body(plan: Plan, who: PlanTechnician, language: str, known: _Known) -> str:
    style = technician_style(who.number, "light")
    stops = stops_of(plan, who.technician_id)
    look = f"background:{style.colour};border-radius:{style.radius}"
    draft = text("views.sheet.draft", language) if plan.status is not PlanStatus.PUBLISHED else ""
    summary = text(
        "views.sheet.summary",
        language,
        visits=sum(1 for s in stops if s.kind is StopKind.VISIT),
        remote=sum(1 for s in stops if s.kind is StopKind.REMOTE),
        drive=duration_text(sum(s.travel_s for s in stops), language),
        distance=km_text(sum(s.distance_m for s in stops), language),
        version=plan.version,
    )
    title = text("views.map.title", language, day=day_text(plan.day, language))
    picture = route_sketch(plan, who.technician_id, title=title)
    rows = "".join(_row(plan, s, look, language, known) for s in stops)
    straight = f'<p class="note">{map_text(text("views.map.straight", language))}</p>' if picture else ""
    return (
        f'<header><span class="badge" style="{look}">{who.number}</span><h1>{map_text(who.name)}</h1>'
        f'<span class="day">{map_text(day_text(plan.day, language, year=True))}</span></header>'
        f'<p class="sum">{map_text(summary)} <span class="draft">{map_text(draft)}</span></p>'
        f"{picture}{straight}<ol>{rows}</ol>"
        f"<footer>{map_text(text('views.map.ground', language))}</footer>"
    )


def _row(plan: Plan, stop: Stop, look: str, language: str, known: _Known) -> str:
    zone = plan.time_zone
    times = f"{time_text(stop.start, zone=zone)}–{time_text(stop.end, zone=zone)}"
    if stop.kind not in (StopKind.VISIT, StopKind.REMOTE):
        clock = time_text(stop.end if stop.kind is StopKind.END else stop.start, zone=zone)
        label = " · ".join(
            filter(None, (text(f"views.stop.{stop.kind}", language), _place(stop), _drive(stop, language)))
        )
        shown = times if stop.work_s else clock
        fetched = f"<br>{map_text(', '.join(_fetched(stop, language, known.catalogue)))}" if stop.taken else ""
        return f'<li class="quiet"><span class="time">{shown}</span><span></span><p>{map_text(label)}{fetched}</p></li>'
    number = f'<span class="n" style="{look}">{stop.number}</span>' if stop.number else "<span></span>"
    late = ""
    if words := late_words_on_site(stop, language):
        late = f' <span class="late">{map_text(words)}</span>'
    details = "".join(
        f"<dt>{map_text(label)}</dt><dd>{map_text(value)}</dd>" for label, value in _facts(stop, language, known)
    )
    return (
        f'<li><span class="time">{times}</span>{number}<div><h2>{map_text(stop.named(language))}'
        f"<small>{map_text(stop.visit_id)}</small></h2><p>{map_text(_line(plan, stop, language))}{late}</p>"
        f"<dl>{details}</dl>{_checklist(stop, language, known.catalogue)}</div></li>"
    )


def _place(stop: Stop) -> str:
    return stop.place.label if stop.place else ""


def _drive(stop: Stop, language: str) -> str:
    if not stop.travel_s:
        return ""
    drive, distance = duration_text(stop.travel_s, language), km_text(stop.distance_m, language)
    return text("views.schedule.drive_of", language, drive=drive, distance=distance)


def _line(plan: Plan, stop: Stop, language: str) -> str:
    return " · ".join(
        filter(None, (stop.customer, place_words(stop, plan.whose(stop), language), _drive(stop, language)))
    )


def _facts(stop: Stop, language: str, known: _Known) -> Iterable[tuple[str, str]]:
    request = known.requests.get(stop.request_id or "")
    if beside := known.beside.get(stop.visit_id or ""):
        yield text("views.sheet.beside", language), ", ".join(beside)
    if stop.place and not stop.place.is_exact and stop.kind is StopKind.VISIT:
        yield text("views.sheet.place", language), text("views.map.uncertain", language)
    if request is None:
        return
    contact = " ".join(filter(None, (request.contact_name, request.contact_phone)))
    for name, value in (
        ("contact", contact),
        ("access", request.access_notes),
        ("parts", ", ".join(part_names(request, language, known.catalogue))),
        ("about", request.description),
    ):
        if value:
            yield text(f"views.sheet.{name}", language), value


def _fetched(stop: Stop, language: str, catalogue: Catalogue | None) -> Iterable[str]:
    """What is taken up at a depot, as ``2 × SSD 960 GB (V1, V2)``."""
    for part in dict.fromkeys(one.part for one in stop.taken):
        rows = [one for one in stop.taken if one.part == part]
        known = catalogue.parts.get(part) if catalogue else None
        visits = ", ".join(dict.fromkeys(one.visit_id for one in rows))
        yield f"{sum(one.quantity for one in rows)} × {known.name[language] if known else part} ({visits})"


def part_names(request: Request, language: str, catalogue: Catalogue | None) -> tuple[str, ...]:
    """Return the parts of a request as ``2 × SSD 960 GB``."""
    names = []
    for need in request.required_parts:
        known = catalogue.parts.get(need.part) if catalogue else None
        names.append(f"{need.quantity} × {known.name[language] if known else need.part}")
    return tuple(names)


def _checklist(stop: Stop, language: str, catalogue: Catalogue | None) -> str:
    job = catalogue.job_types.get(stop.job_type_id) if catalogue else None
    if job is None or not job.checklist:
        return ""
    return "<ul>" + "".join(f"<li>{map_text(step[language])}</li>" for step in job.checklist) + "</ul>"
