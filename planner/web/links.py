"""What a signed link opens, without a sign-in: a calendar at ``/l/<token>.ics``, a day sheet at ``/l/<token>``.

Whatever is wrong with a link (tampered, unknown, expired, revoked, of another kind, of somebody who left), the answer
is the same. Who knocks in vain too often from one address waits until the minute is over.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from planner.desk.links import open_link
from planner.model.errors import ServiceError
from planner.model.language import render, text
from planner.model.link import LinkKind
from planner.web.cookies import language_of
from planner.web.misses import Misses
from planner.web.opening import shared_desk

__all__ = ["LINK_ROUTES", "link_path"]

_MISSES = Misses()
_HEADERS = {"cache-control": "no-store", "referrer-policy": "no-referrer", "x-robots-tag": "noindex"}
# The page runs nothing, loads nothing, and cannot be framed.
_BARE = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def link_path(token: str, kind: LinkKind, *, language: str) -> str:
    """Return the address of a link below the app's own.

    Parameters
    ----------
    token
        As `planner.desk.links.make_link` gave it.
    language
        ``sv`` or ``en``, of what is opened.
    """
    ending = ".ics" if kind is LinkKind.CALENDAR else ""
    return f"/l/{token}{ending}?lang={language}"


def calendar(request: Request) -> Response:
    """Hand out the calendar of a link."""
    return _opened(request, LinkKind.CALENDAR)


def day_sheet(request: Request) -> Response:
    """Hand out the day sheet of a link."""
    return _opened(request, LinkKind.DAYSHEET)


def _opened(request: Request, kind: LinkKind) -> Response:
    language = language_of(request)
    # Behind a proxy the server has put the real address here, as far as the proxy is trusted (docs/deployment.md).
    address = request.client.host if request.client else ""
    if _MISSES.too_many(address):
        return _said(text("links.too_many", language), 429, {"retry-after": "60"})
    try:
        found = open_link(shared_desk(), request.path_params["token"], kind, language=language)
    except ServiceError as error:
        return _said(render(error.message, language), 503, {"retry-after": "60"})
    if found is None:
        _MISSES.add(address)
        return _said(text("links.wrong", language), 404)
    shown = {"content-disposition": f'inline; filename="{found.filename}"', "content-security-policy": _BARE}
    return Response(found.content, media_type=found.media_type, headers=_HEADERS | shown)


def _said(sentence: str, status: int, more: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(sentence, status_code=status, headers=_HEADERS | (more or {}))


LINK_ROUTES = (Route("/l/{token}.ics", calendar), Route("/l/{token}", day_sheet))
