"""What a device fetches and sends beside its day: pictures, receipts, the ground of the map, the time of the day."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from planner.desk import devices, pictures, receipts, tablet_ground, timesheet
from planner.desk.tablet_document import day_shown
from planner.desk.timesheet import DayTime
from planner.files.pictures import MOST_BYTES as MOST_OF_A_PICTURE
from planner.model.errors import InputError, NotAllowedError
from planner.model.language import LANGUAGES, render, text
from planner.report.timesheet import Spent
from planner.web.cookies import device_token_of, language_of
from planner.web.day_calls import NOT_KEPT, answer, gone, taken_in
from planner.web.opening import shared_desk

__all__ = ["ALONE", "DAY_FILES"]

# A receipt stands alone: it runs nothing, loads nothing, and cannot be framed.
ALONE = {
    "content-security-policy": "sandbox allow-modals; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
}
_PICTURE = {"content-security-policy": "sandbox; default-src 'none'", "x-content-type-options": "nosniff"}


def show_picture(request: Request) -> Response:
    """Hand out a picture the technician of the device has taken."""
    found = devices.on_device(shared_desk(), device_token_of(request))
    if found.actor is None:
        return gone(found)
    try:
        one = pictures.get_picture(shared_desk(), found.actor, request.query_params.get("id", ""))
    except (InputError, NotAllowedError):
        return answer({"error": "picture"}, 404)
    return Response(one.content, media_type="image/jpeg", headers=NOT_KEPT | _PICTURE)


def _take_picture(request: Request, content: bytes) -> Response:
    """Take a picture in; 409: its report has not come yet, so the device sends it again later."""
    found = devices.on_device(shared_desk(), device_token_of(request))
    if found.actor is None:
        return gone(found)
    picture_id = request.query_params.get("id", "")
    try:
        new = pictures.keep_picture(shared_desk(), found.actor, picture_id, content)
    except NotAllowedError as error:
        return answer({"error": render(error.message, language_of(request))}, 403)
    except InputError as error:
        missing = error.message.key == "pictures.no_report"
        return answer({"error": render(error.message, language_of(request))}, 409 if missing else 422)
    return answer({"stored": new})


def show_receipt(request: Request) -> Response:
    """Show the receipt of a visit of the technician whose device it is."""
    language = language_of(request)
    found = devices.on_device(shared_desk(), device_token_of(request))
    if found.actor is None:
        return PlainTextResponse(text("signin.needed", language), status_code=401, headers=NOT_KEPT)
    try:
        day = date.fromisoformat(request.query_params.get("day", ""))
        visit = request.query_params.get("visit", "")
        made = receipts.receipt(shared_desk(), found.actor, day, visit, language=language)
    except ValueError:
        return PlainTextResponse(text("web.bad_period", language), status_code=404, headers=NOT_KEPT)
    except (InputError, NotAllowedError) as error:
        return PlainTextResponse(render(error.message, language), status_code=404, headers=NOT_KEPT)
    return Response(made.content, media_type=made.media_type, headers=NOT_KEPT | ALONE)


def ground(request: Request) -> Response:
    """Hand out what the map of the day is drawn on."""
    found = devices.on_device(shared_desk(), device_token_of(request))
    if found.actor is None:
        return gone(found)
    kept = tablet_ground.keep_ground(shared_desk(), found.actor)
    return Response(kept.content, media_type="application/json", headers=NOT_KEPT)


def time_of_day(request: Request) -> Response:
    """Hand out the time of the day as reported, with what the law says of it."""
    found = devices.on_device(shared_desk(), device_token_of(request))
    if found.actor is None or found.actor.technician_id is None:
        return gone(found)
    day = day_shown(shared_desk(), found.actor.technician_id)
    return answer({"day": day.isoformat()} | _told(timesheet.time_report(shared_desk(), found.actor, day)))


def _told(time: DayTime) -> dict[str, Any]:
    sheet, handed = time.sheet, time.handed_in
    zone = ZoneInfo(shared_desk().time_zone)
    return {
        "start": sheet.start.isoformat() if sheet else "",
        "end": sheet.end.isoformat() if sheet else "",
        "is_over": bool(sheet and sheet.is_over),
        "sums": {kind.value: sheet.seconds(kind) if sheet else 0 for kind in Spent},
        "on_call_s": round(sum((one.end - one.start).total_seconds() for one in time.call_outs)),
        "overtime_s": time.overtime_s,
        "granted_min": time.granted_min,
        "says": [
            {"hard": one.hard, "said": {lang: render(one.message, lang, zone=zone.key) for lang in LANGUAGES}}
            for one in time.findings
        ],
        "handed": handed.at.isoformat() if handed else "",
    }


DAY_FILES = (
    Route("/day/picture", show_picture, methods=["GET"]),
    Route(
        "/day/picture",
        taken_in(_take_picture, media_type="image/jpeg", most=MOST_OF_A_PICTURE),
        methods=["POST"],
    ),
    Route("/day/receipt", show_receipt),
    Route("/day/ground", ground),
    Route("/day/time", time_of_day),
)
