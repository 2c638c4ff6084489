"""The day as a device keeps it: one JSON value with everything the page needs without network, and nothing else.

Words that depend on the language come in both, so that the language can be changed offline. Of a customer it holds
what the visit needs, of colleagues the names of those who come too, of plans and prices nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from planner import store
from planner.desk.bringing import fetched_at, is_aboard
from planner.desk.day import MyDay
from planner.desk.opening import Desk
from planner.desk.reports import STATUS_TYPES, next_types, standing
from planner.desk.tablet_around import Around, day_parts, visit_parts
from planner.desk.tablet_parts import bring_rows, part_name, parts_of_van, taken_rows
from planner.model.catalogue import Catalogue
from planner.model.event import Event
from planner.model.language import LANGUAGES, day_text, text
from planner.model.message import Text
from planner.model.plan import Stop
from planner.model.request import Request
from planner.model.told import counting
from planner.model.words import PromiseKind, RequestStatus, StopKind
from planner.views.day import call_link, navigation_links
from planner.views.ground import Box, box_around, labels_in, outlines_in
from planner.views.lateness import Chance, lateness_on_site
from planner.views.tokens import THEMES, technician_style
from planner.views.whereabouts import place_words

__all__ = ["AFTERWARDS", "FORMAT", "KeptDay", "box_of", "day_shown", "document_of", "mail_link", "shown_day"]

FORMAT = "faltplan-day-1"
AFTERWARDS = timedelta(hours=1)
"""So long after the last stop a night duty's day is still the day of the device."""
_WORK = (StopKind.VISIT, StopKind.REMOTE)
_MAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9][A-Za-z0-9.-]{0,200}\.[A-Za-z]{2,24}(?![\w-])")
_LABELS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDay:
    """A day as JSON text, and the hash it is known by."""

    content: str
    version: str


def shown_day(db: store.Connection, technician_id: str, *, now: datetime, zone: ZoneInfo) -> date:
    """Return the day a device shows: today's, or yesterday's until a night duty of it is over."""
    today = now.astimezone(zone).date()
    yesterday = store.plans.published_on(db, today - timedelta(days=1))
    ends = [stop.end for stop in yesterday.of_technician(technician_id)] if yesterday else []
    night = bool(ends) and max(ends).astimezone(zone).date() == today
    return today - timedelta(days=1) if night and now < max(ends) + AFTERWARDS else today


def day_shown(desk: Desk, technician_id: str) -> date:
    """Return the day a device shows now."""
    with desk.store.reading() as db:
        return shown_day(db, technician_id, now=desk.clock(), zone=ZoneInfo(desk.time_zone))


def box_of(points: Iterable[tuple[float, float]]) -> Box:
    """Return what a device's map shows around the day's places."""
    return box_around(points).grown(0.4, 0.04)


def document_of(
    mine: MyDay,
    day: date,
    *,
    catalogue: Catalogue,
    zone: ZoneInfo,
    around: Around,
    chances: Mapping[str, Chance] | None = None,
    ahead: tuple[MyDay, Around] | None = None,
) -> KeptDay:
    """Return a technician's day as a device keeps it.

    Parameters
    ----------
    mine
        The published day.
    catalogue
        Says what parts and checklists are called.
    zone
        Of the team: the device shows its times, and keeps the day until its midnight.
    around
        What is known beside the plan.
    chances
        How likely work begins too late, by visit id.
    ahead
        The next day as published, and what is known beside it: the device takes it when this day is over, also
        without network. None: nothing of it is published.
    """
    content = _content(mine, day, catalogue, zone, around, chances or {})
    if ahead is not None:
        content["ahead"] = _content(ahead[0], day + timedelta(days=1), catalogue, zone, ahead[1], {})
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    return KeptDay(content=written, version=hashlib.sha256(written.encode()).hexdigest()[:32])


def _content(
    mine: MyDay, day: date, catalogue: Catalogue, zone: ZoneInfo, around: Around, chances: Mapping[str, Chance]
) -> dict[str, Any]:
    one, stops = mine.technician, mine.stops
    return {
        "format": FORMAT,
        "technician": {"id": one.technician_id, "name": one.name, "number": one.number, "look": _look(one.number)},
        "day": day.isoformat(),
        "named": _both(lambda language: day_text(day, language)),
        "zone": zone.key,
        "plan": mine.plan.plan_id if mine.plan else "",
        "version": mine.plan.version if mine.plan else 0,
        "expires": _expires(stops, day, zone).isoformat(),
        "stops": [_stop(mine, stop, catalogue, around, chances.get(stop.visit_id or "")) for stop in stops],
        "ground": around.ground,
        **day_parts(mine, around),
        "next": {kind: _next(remote=kind == "remote") for kind in ("visit", "remote")},
        "parts": parts_of_van(mine, catalogue, around.stock),
        "bring": bring_rows(mine, catalogue),
        "map": _ground(stops),
    }


def mail_link(*words: str) -> str:
    """Return the first mail address in some texts as a link that opens the device's mail; empty without one."""
    found = next((hit for text_ in words if (hit := _MAIL.search(text_))), None)
    return f"mailto:{found[0]}" if found else ""


def _both(say: Callable[[str], str]) -> dict[str, str]:
    return {language: say(language) for language in LANGUAGES}


def _named(name: Text) -> dict[str, str]:
    return _both(lambda language: name[language])


def _look(number: int) -> dict[str, Any]:
    styles = {theme: technician_style(number, theme) for theme in THEMES}
    first = styles["light"]
    colours = {theme: [style.colour, style.text] for theme, style in styles.items()}
    return {"colours": colours, "dash": first.dash or "", "shape": first.shape}


def _expires(stops: tuple[Stop, ...], day: date, zone: ZoneInfo) -> datetime:
    midnight = datetime.combine(day + timedelta(days=1), time(0), zone)
    return max([midnight, *(stop.end + AFTERWARDS for stop in stops)]).astimezone(ZoneInfo("UTC"))


def _next(*, remote: bool) -> dict[str, list[str]]:
    """What can be reported after each state; the device asks the same table as the desk."""
    return {state: list(next_types(state, remote=remote)) for state in ("", *STATUS_TYPES)}


def _stop(mine: MyDay, stop: Stop, catalogue: Catalogue, around: Around, chance: Chance | None) -> dict[str, Any]:
    who = mine.plan.whose(stop) if mine.plan else None
    found = {
        "kind": str(stop.kind),
        "title": _both(lambda language: _title(stop, language)),
        "where": _both(lambda language: place_words(stop, who, language)),
        "leave": stop.leave.isoformat(),
        "arrival": stop.arrival.isoformat(),
        "start": stop.start.isoformat(),
        "end": stop.end.isoformat(),
        "drive_s": stop.travel_s,
        "metres": stop.distance_m,
    }
    if stop.place is not None and stop.kind is not StopKind.REMOTE:
        found["at"] = [round(stop.place.lat, 6), round(stop.place.lon, 6)]
    found |= taken_rows(stop, catalogue)
    if stop.kind in _WORK and stop.visit_id:
        own = [event for event in mine.events if event.visit_id == stop.visit_id]
        found |= _work(mine, stop, catalogue, own) | visit_parts(stop, own, around)
        zone = mine.plan.time_zone if mine.plan else ""
        found["late"] = _both(lambda language: lateness_on_site(stop, chance, zone=zone, language=language))
    return found


def _title(stop: Stop, language: str) -> str:
    if stop.kind in _WORK:
        return stop.named(language)
    if stop.kind is StopKind.END and stop.place is not None:
        return text("my_day.home", language)
    return stop.title or text(f"views.stop.{stop.kind}", language)


def _work(mine: MyDay, stop: Stop, catalogue: Catalogue, own: list[Event]) -> dict[str, Any]:
    request = mine.requests.get(stop.request_id or "")
    job = catalogue.job_types.get(stop.job_type_id)
    place = stop.place if stop.kind is StopKind.VISIT else None
    found: dict[str, Any] = {
        "visit": stop.visit_id,
        "n": stop.number,
        "customer": stop.customer,
        "priority": int(stop.priority) if stop.priority is not None else 0,
        "driver": mine.driver if stop.kind is StopKind.VISIT else "",
        "beside": list(mine.beside.get(stop.visit_id or "", ())),
        "unsure_m": place.radius_m if place and not place.is_exact else 0,
        "links": [[link.name, link.url] for link in navigation_links(place)] if place else [],
        "job": _named(job.name) if job else {},
        "checklist": [_named(step) for step in job.checklist] if job else [],
        "stands": [
            [one.type.removeprefix("visit."), one.client_uuid, one.at.isoformat(), one.source]
            for one in counting(standing(own), stop.technician_id)
        ],
        "ticked": _ticked(own),
    }
    return found | (_of_request(mine, stop, request, catalogue) if request else {})


def _of_request(mine: MyDay, stop: Stop, request: Request, catalogue: Catalogue) -> dict[str, Any]:
    promise = request.promise if request.promise and request.promise.kind is not PromiseKind.NONE else None
    contact = (request.contact_phone, request.contact_name, request.access_notes, request.description)
    return {
        "cancelled": request.status is RequestStatus.CANCELLED,
        "contact": request.contact_name,
        "tel": call_link(request.contact_phone),
        "mail": mail_link(*contact),
        "access": request.access_notes,
        "description": request.description,
        "hints": [_named(one) for one in request.notes],
        "promise": [promise.earliest.isoformat(), promise.latest.isoformat()] if promise else [],
        "needs": [_need(mine, stop, need.part, need.quantity, catalogue) for need in request.required_parts],
    }


def _need(mine: MyDay, stop: Stop, part: str, quantity: int, catalogue: Catalogue) -> dict[str, Any]:
    depot = fetched_at(mine.stops, stop.visit_id, part)
    aboard = depot is None and is_aboard(catalogue, mine.counted, part, quantity)
    return {
        "part": part,
        "name": part_name(catalogue, part),
        "quantity": quantity,
        "aboard": aboard,
        "fetch": [depot.title, depot.start.isoformat()] if depot else [],
    }


def _ticked(events: list[Any]) -> list[int]:
    """Steps of the checklist that are ticked, the last word about each."""
    last = {one.get("step"): one.get("ticked") for one in events if one.type == "work.checked" and one.get("step")}
    return sorted(int(step) for step, ticked in last.items() if step is not None and ticked == "1")


def _ground(stops: tuple[Stop, ...]) -> dict[str, Any]:
    """Outlines and names around the day's places, a few kilobytes."""
    points = [(stop.place.lat, stop.place.lon) for stop in stops if stop.place and stop.kind is not StopKind.REMOTE]
    if not points:
        return {"rings": [], "labels": []}
    box = box_of(points)
    features = outlines_in(box)["features"]
    polygons = [polygon for one in features for polygon in one["geometry"]["coordinates"]]
    rings = [[[lat, lon] for lon, lat in ring] for polygon in polygons for ring in polygon]
    near = [ring for ring in rings if box_around((lat, lon) for lat, lon in ring).meets(box)]
    return {"rings": near, "labels": _apart(labels_in(box, limit=4 * _LABELS), box)[:_LABELS]}


def _apart(names: tuple[tuple[str, float, float, int], ...], box: Box) -> list[list[Any]]:
    """The most populous places whose names do not lie on each other: a sixth of the width, a twelfth of the height."""
    wide, tall = (box.east - box.west) / 6, (box.north - box.south) / 12
    kept: list[list[Any]] = []
    for name, lat, lon, _ in names:
        if all(abs(lat - there[1]) > tall or abs(lon - there[2]) > wide for there in kept):
            kept.append([name, lat, lon])
    return kept
