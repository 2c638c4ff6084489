"""Routes to sign in, out, change the password, and enter the demo: real forms, answered by this process."""

from __future__ import annotations

import math
import secrets
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from planner.desk import Desk, accounts, devices, signin
from planner.desk.demo_accounts import demo_accounts, sign_in_demo
from planner.desk.tries import TooManyTriesError
from planner.model.errors import NotAllowedError, PlannerError, ServiceError
from planner.model.language import LANGUAGES, render, text
from planner.web.cookies import (
    FORM_COOKIE,
    SESSION_COOKIE,
    device_token_of,
    drop_device,
    drop_session,
    keep,
    language_of,
    on_this_machine,
    token_of,
)
from planner.web.forms import ours, own_path, read_form
from planner.web.opening import shared_desk
from planner.web.provider import Provider
from planner.web.small_pages import password_page, sentence_page, sign_in_page

__all__ = ["SIGN_IN_ROUTES", "browser_of", "form_answer", "onward_path", "signed_in_answer"]


async def show_sign_in(request: Request) -> Response:
    """Show the form; who is signed in already goes on."""
    onward, language = own_path(request.query_params.get("next")), language_of(request)
    found = await run_in_threadpool(signin.signed_in, shared_desk(), token_of(request))
    if found is not None:
        return _go(f"/password?{urlencode({'next': onward})}" if found.account.must_change else onward)
    said = {name: request.query_params.get(name) for name in ("kept", "out", "ended")}
    return await form_answer(
        request,
        language,
        onward=onward,
        error=text("signin.cookie_lost", language) if said["kept"] else "",
        note=text("signin.signed_out" if said["out"] else "signin.ended", language)
        if said["out"] or said["ended"]
        else "",
    )


async def sign_in(request: Request) -> Response:
    """Judge login and password; a right pair gets a new session, whatever the browser held before."""
    form = await read_form(request)
    language = _language(request, form)
    if refused := await _refused(request, form, request.cookies.get(FORM_COOKIE), language):
        return refused
    assert form is not None
    login, onward = form.get("login", ""), own_path(form.get("next"))
    try:
        token = await run_in_threadpool(
            _sign_in, shared_desk(), token_of(request), login, form.get("password", ""), *browser_of(request)
        )
    except TooManyTriesError as error:
        return await form_answer(request, language, onward=onward, login=login, error=error, status=429)
    except NotAllowedError as error:
        return await form_answer(request, language, onward=onward, login=login, error=error, status=403)
    return signed_in_answer(request, token, onward=onward, language=language)


async def enter_demo(request: Request) -> Response:
    """Sign in as one of the demo's people, or change places with another of them; only on this machine."""
    form, held = await read_form(request), token_of(request)
    language = _language(request, form)
    if not on_this_machine(request):
        return sentence_page(text("signin.only_here", language), language, status=403)
    secret = held if form and form.get("held") == "1" else request.cookies.get(FORM_COOKIE)
    if refused := await _refused(request, form, secret, language):
        return refused
    assert form is not None
    try:
        token = await run_in_threadpool(
            _enter, shared_desk(), held, form.get("account", ""), form.get("technician") or None, browser_of(request)[1]
        )
    except NotAllowedError as error:
        return sentence_page(render(error.message, language), language, status=403, link="/signin")
    return signed_in_answer(request, token, onward=own_path(form.get("next")), language=language)


async def sign_out(request: Request) -> Response:
    """End this session, or with ``/signout-everywhere`` all of the person's."""
    form, held = await read_form(request), token_of(request)
    language = _language(request, form)
    everywhere = request.url.path.endswith("everywhere")
    if await run_in_threadpool(signin.signed_in, shared_desk(), held) is not None:
        if form is None or not ours(request, form, held):
            return sentence_page(text("signin.not_ours", language), language, status=403, link="/")
        await run_in_threadpool(signin.sign_out_everywhere if everywhere else signin.sign_out, shared_desk(), held)
        await run_in_threadpool(devices.sign_out, shared_desk(), device_token_of(request))
    answer = _go(f"/signin?{urlencode({'out': 1, 'lang': language})}")
    drop_session(answer, request)
    drop_device(answer, request)
    return answer


async def show_password(request: Request) -> Response:
    """Show the form for a new password."""
    found = await run_in_threadpool(signin.signed_in, shared_desk(), token_of(request))
    if found is None:
        return _go("/signin?next=/")
    return _password_form(request, found, language_of(request), own_path(request.query_params.get("next")))


async def change_password(request: Request) -> Response:
    """Change the password, end every session of the person, and begin a new one here."""
    form, held = await read_form(request), token_of(request)
    language = _language(request, form)
    found = await run_in_threadpool(signin.signed_in, shared_desk(), held)
    if found is None:
        return _go("/signin?ended=1")
    if form is None or not ours(request, form, held):
        return sentence_page(text("signin.not_ours", language), language, status=403, link="/password")
    onward = own_path(form.get("next"))
    if form.get("new") != form.get("again"):
        return _password_form(request, found, language, onward, error=text("signin.differ", language), status=400)
    try:
        token = await run_in_threadpool(_change, shared_desk(), found, form, *browser_of(request))
    except PlannerError as error:
        status = 429 if isinstance(error, TooManyTriesError) else 503 if isinstance(error, ServiceError) else 400
        said = render(error.message, language, zone=shared_desk().time_zone)
        return _password_form(request, found, language, onward, error=said, status=status)
    return signed_in_answer(request, token, onward=onward, language=language)


def signed_in_answer(request: Request, token: str, *, onward: str, language: str) -> Response:
    """Give the browser its session and send it through the page that notices when it was not kept."""
    answer = _go(onward_path(onward, language))
    keep(answer, request, SESSION_COOKIE, token)
    return answer


def onward_path(onward: str, language: str) -> str:
    """Return the address of the page that goes on, or says that the browser kept no cookie."""
    return f"/signin?{urlencode({'kept': 1, 'next': onward, 'lang': language})}"


def _sign_in(desk: Desk, held: str | None, login: str, password: str, address: str, client: str) -> str:
    token = signin.sign_in(desk, login, password, address, client)
    signin.sign_out(desk, held)
    return token


def _enter(desk: Desk, held: str | None, account_id: str, technician_id: str | None, client: str) -> str:
    token = sign_in_demo(desk, account_id, client=client, technician_id=technician_id)
    signin.sign_out(desk, held)
    return token


def _change(desk: Desk, found: signin.SignedIn, form: dict[str, str], address: str, client: str) -> str:
    old = None if found.account.must_change else form.get("old", "")
    accounts.change_password(desk, found.actor, old=old, new=form.get("new", ""), address=address)
    return signin.sign_in_known(desk, found.account.account_id, client=client)


async def _refused(request: Request, form: dict[str, str] | None, secret: str | None, language: str) -> Response | None:
    """Return the answer to a form that is not ours or too long; None where it may be judged."""
    if form is None:
        return sentence_page(text("signin.too_long", language), language, status=413, link="/signin")
    if secret is None:
        return await form_answer(request, language, error=text("signin.cookie_lost", language), status=400)
    if not ours(request, form, secret):
        return await form_answer(request, language, error=text("signin.not_ours", language), status=403)
    return None


async def form_answer(
    request: Request,
    language: str,
    *,
    onward: str = "/",
    login: str = "",
    error: str | PlannerError = "",
    note: str = "",
    status: int = 200,
) -> Response:
    """Return the page to sign in on, with what went wrong or was done; arguments as in `sign_in_page`."""
    desk = shared_desk()
    secret = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(32)
    answer = sign_in_page(
        secret,
        language,
        onward=onward,
        demo=await run_in_threadpool(demo_accounts, desk) if on_this_machine(request) else (),
        provider=Provider.offered(onward, language),
        login=login[:200],
        error=error if isinstance(error, str) else render(error.message, language, zone=desk.time_zone),
        note=note,
        status=status,
    )
    keep(answer, request, FORM_COOKIE, secret)
    if isinstance(error, TooManyTriesError):
        answer.headers["retry-after"] = str(max(1, math.ceil((error.until - desk.clock()).total_seconds())))
    return answer


def _password_form(
    request: Request, found: signin.SignedIn, language: str, onward: str, *, error: str = "", status: int = 200
) -> Response:
    account = found.account
    if account.demo:
        said = text("account.demo_has_no_password", language, value=account.login)
        return sentence_page(said, language, link=onward)
    return password_page(
        token_of(request) or "",
        language,
        onward=onward,
        forced=account.must_change,
        login=account.login,
        error=error,
        status=status,
    )


def _language(request: Request, form: dict[str, str] | None) -> str:
    asked = (form or {}).get("lang")
    return asked if asked in LANGUAGES else language_of(request)


def browser_of(request: Request) -> tuple[str, str]:
    """Address and name of the browser."""
    address = request.client.host if request.client else ""
    return address, request.headers.get("user-agent", "")[:200]


def _go(path: str) -> RedirectResponse:
    return RedirectResponse(path, status_code=303, headers={"cache-control": "no-store"})


SIGN_IN_ROUTES = (
    Route("/signin", show_sign_in, methods=["GET"]),
    Route("/signin", sign_in, methods=["POST"]),
    Route("/signin/demo", enter_demo, methods=["POST"]),
    Route("/signout", sign_out, methods=["POST"]),
    Route("/signout-everywhere", sign_out, methods=["POST"]),
    Route("/password", show_password, methods=["GET"]),
    Route("/password", change_password, methods=["POST"]),
)
