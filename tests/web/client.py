"""A browser without a window: asks the routes and the gate in this process, keeps cookies, sends forms."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from planner.web import MIDDLEWARE, ROUTES, SESSION_COOKIE, shared_desk
from tests.ui.sample import PASSWORD, PEOPLE, login_of, token_for

__all__ = ["APP", "Client", "raw"]


async def _streamlit(request: Request) -> Response:
    """Stands where Streamlit's own routes stand behind the gate."""
    return HTMLResponse(f"behind the gate: {request.url.path}")


async def _stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("behind the gate")
    await socket.close()


ROOMS = ("_stcore", "media", "static", "component", "auth")
APP = Starlette(
    routes=[
        *ROUTES,
        WebSocketRoute("/_stcore/stream", _stream),
        Route("/", _streamlit),
        Route("/{page}", _streamlit),
        *(Route(f"/{room}/{{path:path}}", _streamlit, methods=["GET", "PUT"]) for room in ROOMS),
    ],
    middleware=list(MIDDLEWARE),
)
PAGE = {"accept": "text/html", "sec-fetch-mode": "navigate", "sec-fetch-site": "none", "accept-language": "sv-SE"}


class Client:
    """Somebody's browser.

    Parameters
    ----------
    address
        Network address it comes from.
    host
        Name the app is called by.
    """

    def __init__(self, *, address: str = "127.0.0.1", host: str = "127.0.0.1:8501", app: Any = APP) -> None:
        self.host, self.cookies, self.app, self.address = host, httpx.Cookies(), app, address

    def as_(self, who: str) -> Client:
        """Hold a session of somebody of `tests.ui.sample`, made in the database."""
        return self.holding(token_for(shared_desk(), who))

    def holding(self, token: str) -> Client:
        """Hold a token as the session's cookie."""
        self.cookies.set(SESSION_COOKIE, token, domain=self.host.split(":")[0], path="/")
        return self

    @property
    def token(self) -> str | None:
        """What the session's cookie holds."""
        return self.cookies.get(SESSION_COOKIE)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask for a path."""
        return self._ask("GET", path, headers=_named(headers))

    def page(self, path: str, **headers: str) -> httpx.Response:
        """Open a path as a page."""
        return self._ask("GET", path, headers=PAGE | _named(headers))

    def put(self, path: str, content: bytes) -> httpx.Response:
        """Put something at a path."""
        return self._ask("PUT", path, content=content)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> httpx.Response:
        """Send a form as a page of ours would; headers of None are left out."""
        sent = {"origin": f"https://{self.host}", "sec-fetch-site": "same-origin"} | PAGE_OF_A_FORM | _named(headers)
        return self._ask("POST", path, data=fields, headers={k: v for k, v in sent.items() if v})

    def form_token(self, path: str = "/signin") -> str:
        """Open a page and return the token of its form."""
        found = re.search(r'name="form" value="([0-9a-f]{64})"', self.page(path).text)
        assert found is not None
        return found[1]

    def sign_in(self, who: str = "dispatcher", password: str = PASSWORD, **fields: str) -> httpx.Response:
        """Sign in through the form."""
        values = {"login": login_of(PEOPLE[who]), "password": password, "form": self.form_token()}
        return self.post("/signin", values | fields)

    def _ask(self, method: str, path: str, **what: Any) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, client=(self.address, 50_000))
            base = f"https://{self.host}"
            async with httpx.AsyncClient(transport=transport, base_url=base, cookies=self.cookies) as client:
                answer = await client.request(method, path, **what)
                self.cookies = client.cookies
                return answer

        # In a thread of its own: browser tests of the same run leave a loop running in this one.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(asked())).result()


def raw(path: str, *, kind: str = "http", headers: tuple[tuple[bytes, bytes], ...] = ()) -> list[dict[str, Any]]:
    """Ask for a path exactly as written, and return what the app sent."""
    sent: list[dict[str, Any]] = []
    scope = {
        "type": kind,
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1:8501"), *headers],
        "http_version": "1.1",
        "asgi": {"spec_version": "2.4"},
        "scheme": "ws" if kind == "websocket" else "http",
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8501),
        "subprotocols": [],
    }

    async def receive() -> dict[str, object]:
        return {"type": "websocket.connect" if kind == "websocket" else "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(APP(scope, receive, send))).result()  # type: ignore[arg-type]
    return sent


PAGE_OF_A_FORM = {"accept": "text/html", "accept-language": "sv-SE", "user-agent": "test"}


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
