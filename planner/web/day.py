"""The technician's day on a device, at ``/day/``: a page that works without network, and the two calls it lives on.

The page itself says nothing of anybody. What it shows comes from ``/day/data`` and goes back to ``/day/sync``, both for
a device that a signed-in technician made theirs (``/day/device``). A device that was shut out is answered 410 and
deletes what it keeps; one whose time is over is answered 401.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from planner.desk import devices, signin, tablet
from planner.desk.devices import Standing
from planner.desk.taps import read_moment, read_tap
from planner.model.language import LANGUAGES, render, text
from planner.model.message import Message, message
from planner.model.words import Role
from planner.web.cookies import device_token_of, drop_device, drop_session, keep_device, language_of, token_of
from planner.web.day_calls import MOST_BYTES, NOT_KEPT, answer, client_of, gone, now, posted
from planner.web.day_files import DAY_FILES
from planner.web.day_shell import HEADERS, ground_script, look, manifest, page, script, words
from planner.web.opening import shared_desk
from planner.web.small_pages import sentence_page

__all__ = ["DAY_ROUTES", "MOST_AT_ONCE", "MOST_BYTES"]

MOST_AT_ONCE = 200
"""Events of one delivery; a device sends the rest in the next."""


def show(request: Request) -> Response:
    """Show the page to a device that keeps a day, and to a technician who is signed in."""
    if devices.on_device(shared_desk(), device_token_of(request)).standing is Standing.OPEN:
        return page()
    found = signin.signed_in(shared_desk(), token_of(request))
    language = language_of(request)
    if found is None or found.account.must_change:
        asks = "/signin?next=/day/" if found is None else "/password?next=/day/"
        return RedirectResponse(asks, status_code=303, headers=NOT_KEPT)
    if found.actor.role is not Role.TECHNICIAN or found.actor.technician_id is None:
        return sentence_page(text("tablet.technicians_only", language), language, status=403, link="/")
    return page()


def data(request: Request) -> Response:
    """Hand out the day, or nothing where the device has it already."""
    found = devices.on_device(shared_desk(), device_token_of(request))
    if found.actor is None:
        return gone(found)
    kept = tablet.keep_day(shared_desk(), found.actor)
    headers = NOT_KEPT | {"etag": f'"{kept.version}"', "fp-now": now()}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(kept.content, media_type="application/json", headers=headers)


def _remember(request: Request, body: object) -> Response:
    """Make the browser the device of the technician who is signed in in it; one that is theirs already stays."""
    desk, held = shared_desk(), device_token_of(request)
    found, session = devices.on_device(desk, held), signin.signed_in(desk, token_of(request))
    signed_in = None if session is None or session.account.must_change else session.actor
    whose = signed_in.technician_id if signed_in and signed_in.role is Role.TECHNICIAN else None
    if signed_in is None or whose is None or (found.actor and found.actor.technician_id == whose):
        if found.actor is None:
            return gone(found)
        return answer({"technician": found.actor.technician_id})
    client, mark = client_of(request, body)
    token = devices.remember(desk, signed_in, client=client, mark=mark, instead_of=held)
    told = answer({"technician": whose})
    keep_device(told, request, token)
    return told


def _sync(request: Request, body: object) -> Response:
    """Take what the device tells and answer each event."""
    found = devices.on_device(shared_desk(), device_token_of(request))
    if found.actor is None or found.device is None:
        return gone(found)
    rows = body.get("events") if isinstance(body, dict) else None
    if not isinstance(rows, list) or len(rows) > MOST_AT_ONCE:
        return answer({"error": "events"}, 400)
    taps = [read_tap(row) for row in rows]
    sent_at = read_moment(body.get("sent_at")) if isinstance(body, dict) else None
    told = {
        one.client_uuid: {"uuid": one.client_uuid, "result": one.result, "said": _said(one.said)}
        for one in tablet.take_events(
            shared_desk(),
            found.actor,
            [tap for tap in taps if tap is not None],
            sent_at=sent_at,
            device_id=found.device.device_id,
        )
    }
    answers = [told[tap.client_uuid] if tap else _unreadable(row) for tap, row in zip(taps, rows, strict=True)]
    return answer({"now": now(), "results": answers})


def _sign_out(request: Request, _body: object) -> Response:
    """Forget the device, and end the session of its browser."""
    devices.sign_out(shared_desk(), device_token_of(request))
    signin.sign_out(shared_desk(), token_of(request))
    told = answer({"out": True})
    drop_device(told, request)
    drop_session(told, request)
    return told


def _unreadable(row: object) -> dict[str, Any]:
    uuid = row.get("uuid") if isinstance(row, dict) else None
    said = _said(message("tablet.said.unreadable"))
    return {"uuid": uuid if isinstance(uuid, str) else "", "result": "refused", "said": said}


def _said(one: Message | None) -> dict[str, str] | None:
    zone = shared_desk().time_zone
    return None if one is None else {language: render(one, language, zone=zone) for language in LANGUAGES}


def _shown(made: Callable[[], tuple[str, str]]) -> Callable[[Request], Response]:
    """A file of the page that is the same for everybody."""

    def answered(_request: Request) -> Response:
        content, media_type = made()
        return Response(content, media_type=media_type, headers=HEADERS)

    return answered


DAY_ROUTES = (
    Route("/day/", show),
    Route("/day/data", data),
    Route("/day/device", posted(_remember), methods=["POST"]),
    Route("/day/sync", posted(_sync), methods=["POST"]),
    Route("/day/signout", posted(_sign_out), methods=["POST"]),
    Route("/day/sw.js", _shown(script)),
    Route("/day/look.css", _shown(look)),
    Route("/day/manifest.webmanifest", _shown(manifest)),
    Route("/day/words.json", _shown(words)),
    Route("/day/ground.js", _shown(ground_script)),
    *DAY_FILES,
)
