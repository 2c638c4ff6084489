"""Routes to sign in at an OpenID provider: off to it with what its answer must match, and back with its proof.

What must match (state, nonce, verifier) waits in the browser, signed with a key of this process, for ten minutes and
for one answer. The answer signs in as a password does: the same session, the same cookie.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import sha256
from hmac import compare_digest
from typing import Final, TypeVar

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from planner.desk import identities, signin, tries
from planner.model.errors import NotAllowedError, ServiceError
from planner.model.language import text
from planner.model.message import message
from planner.web.cookies import PENDING_COOKIE, SESSION_COOKIE, drop_pending, keep, keep_pending, language_of, token_of
from planner.web.forms import own_path
from planner.web.opening import shared_desk
from planner.web.provider import BEGIN, CALLBACK, Provider
from planner.web.proving import address_to_sign_in, proof_of
from planner.web.signin import browser_of, form_answer, onward_path
from planner.web.small_pages import sentence_page

__all__ = ["LONGEST_S", "OIDC_ROUTES"]

LONGEST_S: Final = 600
"""How long somebody may be at the provider."""
_WAIT_S: Final = 15.0
_NOT_KEPT: Final = {"cache-control": "no-store"}
_LOG = logging.getLogger(__name__)
# Of this process: who is at the provider while it is started anew begins again.
_SEAL = URLSafeTimedSerializer(
    secrets.token_bytes(32), salt="faltplan.pending", signer_kwargs={"digest_method": sha256}
)
# Threads of their own: a provider that hangs must not take those that ask the database who somebody is.
_THREADS = ThreadPoolExecutor(4, thread_name_prefix="openid")
_MOST_USED: Final = 10_000
_used: dict[str, float] = {}
"""States that were answered, oldest first; those beyond the most lose nothing, for a provider takes a code once too."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What waits for a provider's answer, and where to go afterwards."""

    state: str
    nonce: str
    verifier: str
    onward: str
    language: str


async def begin(request: Request) -> Response:
    """Send somebody to the provider; who is signed in already goes on."""
    if (provider := Provider.from_environment()) is None:
        return _nothing()
    onward, language = own_path(request.query_params.get("next")), language_of(request)
    if await run_in_threadpool(signin.signed_in, shared_desk(), token_of(request)) is not None:
        return _go(onward)
    state, nonce, verifier = (secrets.token_urlsafe(40) for _ in range(3))
    try:
        address = await _elsewhere(partial(address_to_sign_in, provider, state=state, nonce=nonce, verifier=verifier))
    except ServiceError as error:
        return await form_answer(request, language, onward=onward, error=error, status=503)
    answer = _go(address)
    waiting = Pending(state=state, nonce=nonce, verifier=verifier, onward=onward, language=language)
    keep_pending(answer, request, str(_SEAL.dumps(asdict(waiting))), max_age_s=LONGEST_S)
    return answer


async def come_back(request: Request) -> Response:
    """Judge the provider's answer; whatever it is, it is judged once."""
    if (provider := Provider.from_environment()) is None:
        return _nothing()
    waiting = _taken(request.cookies.get(PENDING_COOKIE), request.query_params.get("state"))
    if waiting is None:
        language = language_of(request)
        answer = await form_answer(request, language, error=text("signin.oidc_lost", language), status=400)
    else:
        answer = await _judged(request, provider, waiting)
    drop_pending(answer, request)
    return answer


async def _judged(request: Request, provider: Provider, waiting: Pending) -> Response:
    refused = partial(form_answer, request, waiting.language, onward=waiting.onward)
    try:
        token = await _signed_in(request, provider, waiting)
    except tries.TooManyTriesError as error:
        return await refused(error=error, status=429)
    except NotAllowedError as error:
        return await refused(error=error, status=403)
    except _AwayError as error:
        return await refused(error=error, status=503)
    # The cookie is Strict and this request came from the provider's site: only a page of ours goes on with it.
    on = onward_path(waiting.onward, waiting.language)
    answer = sentence_page(text("signin.opening", waiting.language), waiting.language, link=on, again=on)
    keep(answer, request, SESSION_COOKIE, token)
    return answer


async def _signed_in(request: Request, provider: Provider, waiting: Pending) -> str:
    desk, (address, client) = shared_desk(), browser_of(request)
    code = _code(request, provider)
    attempt_id = await run_in_threadpool(tries.begun_elsewhere, desk, address)
    asked = partial(proof_of, provider, code=code, nonce=waiting.nonce, verifier=waiting.verifier)
    try:
        proof = await _elsewhere(asked)
    except _AwayError:
        await run_in_threadpool(tries.given_back, desk, attempt_id)
        raise
    try:
        return await run_in_threadpool(identities.sign_in, desk, proof, attempt_id, client=client)
    except NotAllowedError:
        _LOG.warning("No open account for who signed in, with%s a verified mail address", "" if proof.mail else "out")
        raise


def _code(request: Request, provider: Provider) -> str:
    """The code in an answer that is this provider's (RFC 9207) and no refusal."""
    said = request.query_params
    issuer, code = said.get("iss", provider.issuer), said.get("code", "")
    if "error" in said or not code or issuer.rstrip("/") != provider.issuer.rstrip("/"):
        raise NotAllowedError(message("signin.oidc_refused"))
    return code


def _taken(sealed: str | None, state: str | None) -> Pending | None:
    """What waited for this answer, once; None where nothing did, or no longer, or in another browser."""
    if not sealed or not state:
        return None
    try:
        waiting = Pending(**_SEAL.loads(sealed, max_age=LONGEST_S))
    except (BadData, TypeError):
        return None
    if not compare_digest(waiting.state.encode(), state.encode("utf-8", "replace")) or state in _used:
        return None
    now = time.monotonic()
    while _used and (len(_used) >= _MOST_USED or now - next(iter(_used.values())) > LONGEST_S):
        del _used[next(iter(_used))]
    _used[state] = now
    return waiting


class _AwayError(ServiceError):
    """The provider, and not the database, does not answer."""


async def _elsewhere(ask: Callable[[], _T]) -> _T:
    """Ask the provider without holding up anybody else, and no longer than a person waits."""
    loop = asyncio.get_running_loop()
    try:
        return await asyncio.wait_for(loop.run_in_executor(_THREADS, ask), _WAIT_S)
    except ServiceError as error:
        raise _AwayError(error.message) from error
    except TimeoutError as error:
        raise _AwayError(message("signin.oidc_away")) from error


def _nothing() -> Response:
    return PlainTextResponse("Not Found", status_code=404, headers=_NOT_KEPT)


def _go(address: str) -> RedirectResponse:
    return RedirectResponse(address, status_code=303, headers=_NOT_KEPT)


OIDC_ROUTES: Final = (
    Route(BEGIN, begin, methods=["GET"]),
    Route(CALLBACK, come_back, methods=["GET"]),
)
