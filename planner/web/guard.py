"""What protects every answer: known host names, security headers, and the gate."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from planner.views.ground import Tiles
from planner.web.gate import Gate
from planner.web.opening import hosts
from planner.web.unavailable import Unavailable

__all__ = ["MIDDLEWARE", "SecurityHeaders", "content_security_policy"]

_WITH_SCHEDULE = ("/", "/board")
_EARLY = "</assets/vendor/vis-timeline-graph2d.min.mjs>; rel=modulepreload"
"""The schedule's library comes with the page instead of after it: half a second earlier on a slow machine."""


def content_security_policy(tiles: str = "") -> str:
    """Return the policy of every page: our own host, and the host of a tile server for pictures where one is set.

    Parameters
    ----------
    tiles
        Origin of the tile server, for example ``https://tiles.example``; empty for none.
    """
    return "; ".join(
        (
            "default-src 'self'",
            # Streamlit's own script evaluates strings: 'unsafe-eval' cannot go.
            "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob: {tiles}".rstrip(),
            # 'self' covers the websocket of the same host, plain and secured: no other server can be spoken to.
            "connect-src 'self'",
            "font-src 'self' data:",
            "frame-src 'self' blob: data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


class SecurityHeaders:
    """ASGI middleware that adds security headers to every HTTP answer that has not set its own."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self.app = app
        self.headers = {
            "content-security-policy": policy,
            "x-content-type-options": "nosniff",
            "x-frame-options": "SAMEORIGIN",
            "referrer-policy": "same-origin",
            # What no page of the app asks a browser for; positions of people are not taken.
            "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
            "cross-origin-opener-policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, adding the headers to the start of the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if scope["path"] in _WITH_SCHEDULE:
                    headers.setdefault("link", _EARLY)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                if scope["scheme"] == "https":
                    # A browser that came once by https never comes by http again, for a year.
                    headers.setdefault("strict-transport-security", "max-age=31536000")
            await send(message)

        await self.app(scope, receive, with_headers)


def _middleware() -> tuple[Middleware, ...]:
    tiles = Tiles.from_environment()
    return (
        # A page of another site whose name was pointed at 127.0.0.1 must not read anything here.
        Middleware(TrustedHostMiddleware, allowed_hosts=hosts()),
        Middleware(SecurityHeaders, policy=content_security_policy(tiles.host if tiles else "")),
        Middleware(Unavailable),
        Middleware(Gate),
    )


MIDDLEWARE = _middleware()
