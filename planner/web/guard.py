"""What protects every answer: loopback only, known host names, security headers."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["CONTENT_SECURITY_POLICY", "LOOPBACK", "MIDDLEWARE", "SecurityHeaders", "require_loopback"]

LOOPBACK = ("127.0.0.1", "::1", "localhost")

# Streamlit's own script evaluates strings, st_folium too: 'unsafe-eval' cannot go. No foreign host appears.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "connect-src 'self' ws: wss:",
        "font-src 'self' data:",
        "frame-src 'self' blob: data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)


def require_loopback(address: str | None) -> None:
    """Refuse to start where others could reach the app, because there is no sign-in yet.

    Parameters
    ----------
    address
        Streamlit's ``server.address``; None means every address of the machine.

    Raises
    ------
    SystemExit
        With the sentence that says what to set.
    """
    if address not in LOOPBACK:
        raise SystemExit(
            f"Fältplan: server.address is {address or 'not set (every address)'}, but there is no sign-in yet. "
            "Start with --server.address 127.0.0.1 (or ::1, localhost)."
        )


class SecurityHeaders:
    """ASGI middleware that adds security headers to every HTTP answer that has not set its own."""

    def __init__(self, app: ASGIApp, policy: str = CONTENT_SECURITY_POLICY) -> None:
        self.app = app
        self.headers = {
            "content-security-policy": policy,
            "x-content-type-options": "nosniff",
            "x-frame-options": "SAMEORIGIN",
            "referrer-policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, adding the headers to the start of the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)


# Host names: a page of another site whose name was pointed at 127.0.0.1 must not read anything here.
MIDDLEWARE = (
    Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "::1", "[::1]"]),
    Middleware(SecurityHeaders),
)
