"""What the routes answer while a service is away: a sentence and when to come again, never a trace."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from planner.model.errors import ServiceError
from planner.model.language import LANGUAGES, render

__all__ = ["Unavailable"]

_AGAIN_S = "5"


class Unavailable:
    """ASGI middleware that answers 503 where a route met a service that does not answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on; routes ask the database before they begin to answer."""
        try:
            await self.app(scope, receive, send)
        except ServiceError as error:
            if scope["type"] != "http":
                raise
            headers = {"retry-after": _AGAIN_S, "cache-control": "no-store"}
            answer = PlainTextResponse(render(error.message, _language(scope)), status_code=503, headers=headers)
            await answer(scope, receive, send)


def _language(scope: Scope) -> str:
    asked = parse_qs(scope["query_string"].decode("ascii", "replace")).get("lang", ["sv"])[0]
    return asked if asked in LANGUAGES else "sv"
