"""The technician's day on a device, at ``/day/``: a page that works without network, and the two calls it lives on.

The page itself says nothing of anybody. What it shows comes from ``/day/data`` and goes back to ``/day/sync``, both for
a device that a signed-in technician made theirs (``/day/device``). A device that was shut out is answered 410 and
deletes what it keeps; one whose time is over is answered 401.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from planner.desk import devices, signin, tablet
from planner.desk.devices import OnDevice, Standing
from planner.desk.taps import read_moment, read_tap
from planner.model.language import LANGUAGES, render, text
from planner.model.message import Message, message
from planner.model.words import Role
from planner.web.cookies import device_token_of, drop_device, drop_session, keep_device, language_of, token_of
from planner.web.day_shell import HEADERS, look, manifest, page, script, words
from planner.web.forms import from_here
from planner.web.opening import shared_desk
from planner.web.small_pages import sentence_page

__all__ = ["DAY_ROUTES", "MOST_AT_ONCE", "MOST_BYTES"]

MOST_BYTES = 1_000_000
MOST_AT_ONCE = 200
"""Events of one delivery; a device sends the rest in the next."""
_STATUS = {Standing.ENDED: 401, Standing.SHUT_OUT: 410}
_NOT_KEPT = {"cache-control": "no-store"}


def show(request: Request) -> Response:
    """Show the page to a device that keeps a day, and to a technician who is signed in."""
    if devices.on_device(shared_desk(), device_token_of(request)).standing is Standing.OPEN:
        return page()
    found = signin.signed_in(shared_desk(), token_of(request))
    language = language_of(request)
    if found is None or found.account.must_change:
        asks = "/signin?next=/day/" if found is None else "/password?next=/day/"
        return RedirectResponse(asks, status_code=303, headers=_NOT_KEPT)
    if found.actor.role is not Role.TECHNICIAN or found.actor.technician_id is None:
        return sentence_page(text("tablet.technicians_only", language), language, status=403, link="/")
    return page()


def data(request: Request) -> Response:
    """Hand out the day, or nothing where the device has it already."""
    found = devices.on_device(shared_desk(), device_token_of(request))
    if found.actor is None:
        return _gone(found)
    kept = tablet.keep_day(shared_desk(), found.actor)
    headers = _NOT_KEPT | {"etag": f'"{kept.version}"', "fp-now": _now()}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(kept.content, media_type="application/json", headers=headers)


def _remember(request: Request, _body: object) -> Response:
    """Make the browser the device of the technician who is signed in in it; one that is theirs already stays."""
    desk, held = shared_desk(), device_token_of(request)
    found, session = devices.on_device(desk, held), signin.signed_in(desk, token_of(request))
    signed_in = None if session is None or session.account.must_change else session.actor
    whose = signed_in.technician_id if signed_in and signed_in.role is Role.TECHNICIAN else None
    if signed_in is None or whose is None or (found.actor and found.actor.technician_id == whose):
        if found.actor is None:
            return _gone(found)
        return _answer({"technician": found.actor.technician_id})
    token = devices.remember(desk, signed_in, client=request.headers.get("user-agent", ""), instead_of=held)
    answer = _answer({"technician": whose})
    keep_device(answer, request, token)
    return answer


def _sync(request: Request, body: object) -> Response:
    """Take what the device tells and answer each event."""
    found = devices.on_device(shared_desk(), device_token_of(request))
    if found.actor is None or found.device is None:
        return _gone(found)
    rows = body.get("events") if isinstance(body, dict) else None
    if not isinstance(rows, list) or len(rows) > MOST_AT_ONCE:
        return _answer({"error": "events"}, 400)
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
    return _answer({"now": _now(), "results": answers})


def _sign_out(request: Request, _body: object) -> Response:
    """Forget the device, and end the session of its browser."""
    devices.sign_out(shared_desk(), device_token_of(request))
    signin.sign_out(shared_desk(), token_of(request))
    answer = _answer({"out": True})
    drop_device(answer, request)
    drop_session(answer, request)
    return answer


def _posted(call: Callable[[Request, object], Response]) -> Callable[[Request], Awaitable[Response]]:
    """A call that our page sends JSON to; other sites' pages cannot send that type without asking, and are refused."""

    async def answered(request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0] != "application/json" or not from_here(request):
            return _answer({"error": "origin"}, 403)
        content = bytearray()
        async for piece in request.stream():
            content += piece
            if len(content) > MOST_BYTES:
                return _answer({"error": "length"}, 413)
        try:
            body = json.loads(content or b"null")
        except (ValueError, RecursionError):
            return _answer({"error": "json"}, 400)
        return await run_in_threadpool(call, request, body)

    return answered


def _unreadable(row: object) -> dict[str, Any]:
    uuid = row.get("uuid") if isinstance(row, dict) else None
    said = _said(message("tablet.said.unreadable"))
    return {"uuid": uuid if isinstance(uuid, str) else "", "result": "refused", "said": said}


def _said(one: Message | None) -> dict[str, str] | None:
    zone = shared_desk().time_zone
    return None if one is None else {language: render(one, language, zone=zone) for language in LANGUAGES}


def _gone(found: OnDevice) -> Response:
    return _answer({"standing": found.standing.value}, _STATUS[found.standing])


def _answer(content: dict[str, Any], status: int = 200) -> Response:
    return JSONResponse(content, status_code=status, headers=_NOT_KEPT)


def _now() -> str:
    return shared_desk().clock().isoformat()


def _shown(made: Callable[[], tuple[str, str]]) -> Callable[[Request], Response]:
    """A file of the page that is the same for everybody."""

    def answered(_request: Request) -> Response:
        content, media_type = made()
        return Response(content, media_type=media_type, headers=HEADERS)

    return answered


DAY_ROUTES = (
    Route("/day/", show),
    Route("/day/data", data),
    Route("/day/device", _posted(_remember), methods=["POST"]),
    Route("/day/sync", _posted(_sync), methods=["POST"]),
    Route("/day/signout", _posted(_sign_out), methods=["POST"]),
    Route("/day/sw.js", _shown(script)),
    Route("/day/look.css", _shown(look)),
    Route("/day/manifest.webmanifest", _shown(manifest)),
    Route("/day/words.json", _shown(words)),
)
