"""The cookies: who is signed in, whose day a device keeps, a secret for a form, what a provider's answer must match.

Always Secure: browsers keep such a cookie on https and, Chromium and Firefox, on this machine's own addresses. Always
SameSite=Strict: no other site's link, form, picture or websocket carries it. A link in a mail still works: its first
request comes without the cookie and is answered by a page of ours that asks again (see `planner.web.gate`). Only what
waits for a provider's answer is Lax: the answer is a link of the provider's site. It signs nobody in.
"""

from __future__ import annotations

import os
from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

from planner.desk import devices
from planner.desk.signin import LONGEST
from planner.model.language import LANGUAGES

__all__ = [
    "DEVICE_COOKIE",
    "FORM_COOKIE",
    "LOOPBACK",
    "PENDING_COOKIE",
    "SESSION_COOKIE",
    "device_token_of",
    "drop_device",
    "drop_pending",
    "drop_session",
    "keep",
    "keep_device",
    "keep_pending",
    "language_of",
    "on_this_machine",
    "token_of",
]

SESSION_COOKIE: Final = "faltplan_session"
FORM_COOKIE: Final = "faltplan_form"
DEVICE_COOKIE: Final = "faltplan_device"
PENDING_COOKIE: Final = "faltplan_pending"
PENDING_BELOW: Final = "/signin/oidc"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def token_of(request: HTTPConnection) -> str | None:
    """Return the session's token that the browser sent."""
    return request.cookies.get(SESSION_COOKIE)


def keep(response: Response, request: HTTPConnection, name: str, value: str) -> None:
    """Give the browser a cookie that only this site gets back and no script reads."""
    response.set_cookie(
        name,
        value,
        # The database decides when a session ends; the browser may forget it a little later.
        max_age=int(LONGEST.total_seconds()),
        path="/",
        secure=not _insecure(request),
        httponly=True,
        samesite="strict",
    )


def drop_session(response: Response, request: HTTPConnection) -> None:
    """Take the session's cookie back."""
    response.delete_cookie(
        SESSION_COOKIE, path="/", secure=not _insecure(request), httponly=True, samesite="strict"
    )  # fmt: skip


def device_token_of(request: HTTPConnection) -> str | None:
    """Return the token of the device that keeps a technician's day."""
    return request.cookies.get(DEVICE_COOKIE)


def keep_device(response: Response, request: HTTPConnection, value: str) -> None:
    """Give a technician's device the cookie it keeps the day with."""
    response.set_cookie(
        DEVICE_COOKIE,
        value,
        max_age=int(devices.LONGEST.total_seconds()),
        path="/",
        secure=not _insecure(request),
        httponly=True,
        samesite="strict",
    )


def drop_device(response: Response, request: HTTPConnection) -> None:
    """Take the device's cookie back."""
    response.delete_cookie(
        DEVICE_COOKIE, path="/", secure=not _insecure(request), httponly=True, samesite="strict"
    )  # fmt: skip


def keep_pending(response: Response, request: HTTPConnection, value: str, *, max_age_s: int) -> None:
    """Give the browser what the answer of a provider must match, for as long as that may take."""
    response.set_cookie(
        PENDING_COOKIE,
        value,
        max_age=max_age_s,
        path=PENDING_BELOW,
        secure=not _insecure(request),
        httponly=True,
        samesite="lax",
    )


def drop_pending(response: Response, request: HTTPConnection) -> None:
    """Take back what waited for a provider's answer."""
    response.delete_cookie(
        PENDING_COOKIE, path=PENDING_BELOW, secure=not _insecure(request), httponly=True, samesite="lax"
    )  # fmt: skip


def on_this_machine(request: HTTPConnection) -> bool:
    """Whether a request was made on this machine, for one of its own names, and passed on by nobody."""
    near = request.client is not None and request.client.host in LOOPBACK
    named = (request.url.hostname or "") in LOOPBACK
    return near and named and not any(name in request.headers for name in _FORWARDED)


def language_of(request: HTTPConnection) -> str:
    """Return ``sv`` or ``en``: asked for in the address, else the browser's first choice, else Swedish."""
    if (asked := request.query_params.get("lang")) in LANGUAGES:
        return str(asked)
    first = request.headers.get("accept-language", "sv").split(",")[0].strip().lower()
    return "sv" if first.startswith("sv") or not first else "en"


def _insecure(request: HTTPConnection) -> bool:
    """For browsers that keep no Secure cookie on this machine (Safari): only there, and only when asked for."""
    return os.environ.get("FALTPLAN_INSECURE_COOKIE") == "1" and on_this_machine(request)
