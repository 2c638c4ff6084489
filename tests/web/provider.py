"""A small real OpenID provider on this machine: description, sign-in (without a question unless told), tokens, keys.

What it says can be changed one thing at a time; it checks the code, the client's secret and the PKCE verifier itself.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "faltplan", "a secret of the client"


@cache
def key(name: str) -> RSAKey:
    """A key pair; made once, for that takes its time."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


class FakeProvider:
    """The provider and what tests change of it.

    Parameters
    ----------
    issuer
        Its address.
    """

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.fresh()

    def fresh(self) -> None:
        """Say the truth again."""
        self.claims: dict[str, Any] = {}
        self.without: set[str] = set()
        self.description: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.signed_by, self.algorithm = "ours", "RS256"
        self.refuse, self.broken, self.wait_s = "", False, 0.0
        self.asks = False
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []

    def app(self) -> Starlette:
        """Its routes."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._describe),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/keys", self._keys),
                Route("/userinfo", self._userinfo),
            ]
        )

    async def _describe(self, request: Request) -> Response:
        await self._seen(request)
        said = {name: f"{self.issuer}/{path}" for name, path in _PLACES.items()}
        return self._json({"issuer": self.issuer} | said | self.description)

    async def _authorize(self, request: Request) -> Response:
        await self._seen(request)
        asked = dict(request.query_params)
        answer = {"state": asked["state"]}
        if self.refuse:
            answer["error"] = self.refuse
        else:
            answer["code"] = secrets.token_urlsafe(8)
            self.codes[answer["code"]] = asked
        on = f"{asked['redirect_uri']}?{urlencode(answer)}"
        if self.asks:
            return HTMLResponse(f'<a href="{escape(on)}">It is me</a>')
        return RedirectResponse(on, status_code=302)

    async def _token(self, request: Request) -> Response:
        await self._seen(request)
        form = dict(await request.form())
        asked = self.codes.pop(str(form.get("code")), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = hashlib.sha256(str(form.get("code_verifier")).encode()).digest()
        challenge = _base64(digest)
        if request.headers.get("authorization") != f"Basic {basic}":
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        if asked is None or asked["code_challenge"] != challenge or asked["redirect_uri"] != form.get("redirect_uri"):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        token = {"access_token": "access", "token_type": "Bearer", "expires_in": 60, "id_token": self._signed(asked)}
        return self._json(token)

    def _signed(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": "subject-1", "iat": now, "exp": now + 60,
            "nonce": asked.get("nonce", ""), "email": "maria", "email_verified": True,
        } | self.claims  # fmt: skip
        claims = {name: value for name, value in claims.items() if name not in self.without}
        header = {"alg": self.algorithm, "kid": "ours"}
        if self.algorithm == "RS256":
            return jwt.encode(header, claims, key(self.signed_by))
        signed = f"{_part(header)}.{_part(claims)}"
        if self.algorithm == "none":
            return f"{signed}."
        # HS256, signed with what everybody knows: the public key
        made = hmac.digest(key("ours").as_pem(private=False), signed.encode(), "sha256")
        return f"{signed}.{_base64(made)}"

    async def _keys(self, request: Request) -> Response:
        await self._seen(request)
        return self._json({"keys": [{"kty": "unheard of", "kid": "x"}, key("ours").as_dict(private=False)]})

    async def _userinfo(self, request: Request) -> Response:
        await self._seen(request)
        assert request.headers["authorization"] == "Bearer access"
        return self._json(self.userinfo)

    async def _seen(self, request: Request) -> None:
        self.asked.append(request.url.path)
        await asyncio.sleep(self.wait_s)

    def _json(self, said: dict[str, Any]) -> Response:
        return Response("<html>", status_code=500) if self.broken else JSONResponse(said)


_PLACES = {
    "authorization_endpoint": "authorize",
    "token_endpoint": "token",
    "jwks_uri": "keys",
    "userinfo_endpoint": "userinfo",
}


def _part(said: dict[str, Any]) -> str:
    return _base64(json.dumps(said).encode())


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@contextmanager
def serving() -> Iterator[FakeProvider]:
    """Serve a provider on a free port of this machine."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        provider = FakeProvider(f"http://127.0.0.1:{listening.getsockname()[1]}")
        config = uvicorn.Config(provider.app(), log_config=None, lifespan="off", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield provider
        server.should_exit = True
        thread.join(10)
