"""What a dragged visit would be in somebody's day, asked by the board's script while the visit is being dragged.

A rerun of the page takes longer than a hand waits; this answers in some tens of milliseconds, with words that are
ready to be shown. The move itself goes through the page.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from planner.desk import moving
from planner.desk.signin import actor_of
from planner.model.errors import InputError, NotAllowedError, StaleError
from planner.model.language import LANGUAGES, duration_text, money_text, render, text, time_text
from planner.planning import Place
from planner.planning.trial_place import Broken
from planner.web.cookies import token_of
from planner.web.opening import shared_desk

__all__ = ["DRAG_ROUTES", "place_lines", "place_tone"]

_NOT_KEPT = {"cache-control": "no-store"}
_NOTICED_S = 60
_BY = ("licence", "window", "opening", "shift", "max_drive", "break")
"""Rules of which a time alone does not say what it is."""


def ask(request: Request) -> Response:
    """Answer every place of a visit in a technician's day; a plain function, so that Starlette runs it in a thread."""
    query = request.query_params
    language = query.get("lang", "sv") if query.get("lang", "sv") in LANGUAGES else "sv"
    desk = shared_desk()
    actor = actor_of(desk, token_of(request))
    if actor is None:
        return _refusal(text("signin.needed", language), 401)
    plan, visit, who = (query.get(one, "") for one in ("plan", "visit", "technician"))
    try:
        at = _moment(query.get("at", ""))
        if at is None:
            found = moving.places(desk, actor, plan, visit, who)
        else:
            found = moving.place_at(desk, actor, plan, visit, who, at)
    except NotAllowedError as error:
        return _refusal(render(error.message, language), 403)
    except (StaleError, InputError) as error:
        # A colleague was faster: nothing went wrong, so that the browser's console has no error to tell of.
        return JSONResponse({"said": render(error.message, language)}, headers=_NOT_KEPT)
    return JSONResponse([_written(one, desk.time_zone, language) for one in found], headers=_NOT_KEPT)


def _moment(written: str) -> datetime | None:
    """Read an aware moment; anything else is none."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo else None


def place_tone(place: Place) -> str:
    """Return ``bad`` where a place breaks a rule, ``warn`` where somebody pays for it in time, else ``ok``."""
    if place.broken:
        return "bad"
    late = place.late_s >= _NOTICED_S or place.overtime_s >= _NOTICED_S
    return "warn" if late or not place.is_exact else "ok"


def place_lines(place: Place, language: str, *, zone: str) -> list[str]:
    """Return when it begins at the earliest, and what a place would break and make later, a line each."""
    lines = []
    if place.earliest is not None:
        lines.append(text("moving.earliest", language, time=time_text(place.earliest, zone=zone)))
    for one in place.broken:
        lines.append(_broken_line(one, language))
    if place.late_s >= _NOTICED_S:
        lines.append(text("moving.later", language, late=duration_text(place.late_s, language)))
    if place.overtime_s >= _NOTICED_S:
        lines.append(text("moving.overtime", language, overtime=duration_text(place.overtime_s, language)))
    if not place.is_exact:
        lines.append(text("moving.with_others", language))
    return list(dict.fromkeys(lines))


def _broken_line(one: Broken, language: str) -> str:
    """Return which rule is broken, and by how much of what where it is time."""
    name = text(f"rule.{one.rule}.name", language)
    if not one.seconds:
        return name
    over = duration_text(one.seconds, language)
    if one.rule in _BY:
        return text(f"moving.by.{one.rule}", language, over=over)
    return text("moving.breaks_by", language, rule=name, over=over)


def _written(place: Place, zone: str, language: str) -> dict[str, Any]:
    told = "–".join(time_text(one, zone=zone) for one in (place.start, place.end) if one)
    return {
        "duty": place.duty_id,
        "after": place.after,
        "earliest": place.earliest.isoformat() if place.earliest else None,
        "stands": place.stands,
        "start": place.start.isoformat() if place.start else None,
        "end": place.end.isoformat() if place.end else None,
        "tone": place_tone(place),
        "time": told,
        "price": money_text(place.added_ore, language, signed=True) if place.start else "",
        "lines": place_lines(place, language, zone=zone),
    }


def _refusal(sentence: str, status: int) -> Response:
    return PlainTextResponse(sentence, status_code=status, headers=_NOT_KEPT)


DRAG_ROUTES = (Route("/board/places", ask),)
