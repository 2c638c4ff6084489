"""The gate: every path and the websocket need a session, but for a short list."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from planner.desk import signin
from planner.model.errors import ServiceError
from planner.model.language import render, text
from planner.web.cookies import drop_session, language_of, token_of
from planner.web.opening import shared_desk
from planner.web.small_pages import sentence_page

__all__ = ["OPEN", "OPEN_BELOW", "Gate"]

OPEN: Final = frozenset({"/signin", "/signin/demo", "/signout", "/signout-everywhere", "/password"}) | {
    "/signin/oidc",
    "/signin/oidc/callback",
    "/healthz",
    "/readyz",
    "/_stcore/health",
    "/day/",
    "/day/data",
    "/day/device",
    "/day/ground",
    "/day/ground.js",
    "/day/look.css",
    "/day/manifest.webmanifest",
    "/day/picture",
    "/day/receipt",
    "/day/signout",
    "/day/sw.js",
    "/day/sync",
    "/day/time",
    "/day/words.json",
}
"""Open to everybody: these ask for a session or a device themselves where they need one, or have nothing to hide."""
OPEN_BELOW: Final = ("/assets/", "/static/", "/l/")
"""Our style, pictures and libraries, Streamlit's own scripts (both public), and links that carry their own proof."""


class Gate:
    """ASGI middleware that lets nobody past without a session.

    A page that is opened goes to the sign-in and comes back; everything else is answered 401, a websocket 403.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, or answer it."""
        if scope["type"] not in ("http", "websocket") or _open(scope["path"]):
            await self.app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        try:
            found = await run_in_threadpool(signin.signed_in, shared_desk(), token_of(request))
        except ServiceError as error:
            await _answer(scope, receive, send, _away(request, error))
            return
        if found is not None and not found.account.must_change:
            await self.app(scope, receive, send)
        elif found is not None:
            await _answer(scope, receive, send, _must_change(request))
        else:
            await _answer(scope, receive, send, _sign_in_first(request))


def _open(path: str) -> bool:
    return path in OPEN or path.startswith(OPEN_BELOW)


async def _answer(scope: Scope, receive: Receive, send: Send, response: Response) -> None:
    if scope["type"] == "websocket":
        # Closed before it was accepted: the server answers the handshake with 403.
        await send({"type": "websocket.close", "code": 1008})
    else:
        await response(scope, receive, send)


def _sign_in_first(request: HTTPConnection) -> Response:
    if not _is_page(request):
        return _sentence(text("signin.needed", language_of(request)), 401)
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if token_of(request) is None and request.headers.get("sec-fetch-site") == "cross-site":
        # The link stood in a mail or on another site: the cookie comes when our own page asks again.
        language = language_of(request)
        return sentence_page(text("signin.opening", language), language, again=quote(asked, safe="/?&=%~:+,;@!$'()*"))
    answer = RedirectResponse(f"/signin?{urlencode({'next': asked})}", status_code=303, headers=_NOT_KEPT)
    if token_of(request) is not None:
        drop_session(answer, request)
    return answer


def _must_change(request: HTTPConnection) -> Response:
    if _is_page(request):
        return RedirectResponse(
            f"/password?{urlencode({'next': request.url.path})}", status_code=303, headers=_NOT_KEPT
        )
    return _sentence(text("signin.forced", language_of(request)), 403)


def _away(request: HTTPConnection, error: ServiceError) -> Response:
    language = language_of(request)
    said = render(error.message, language)
    page = _is_page(request)
    answer = sentence_page(said, language, status=503, link=request.url.path) if page else _sentence(said, 503)
    answer.headers["retry-after"] = "5"
    return answer


def _is_page(request: HTTPConnection) -> bool:
    """Whether somebody opens a page, rather than a script asking for something."""
    if request.scope["type"] != "http" or request.scope["method"] not in ("GET", "HEAD"):
        return False
    mode = request.headers.get("sec-fetch-mode")
    return mode == "navigate" if mode else "text/html" in request.headers.get("accept", "")


_NOT_KEPT: Final = {"cache-control": "no-store"}


def _sentence(said: str, status: int) -> Response:
    return PlainTextResponse(said, status_code=status, headers=_NOT_KEPT)
