"""Pages outside Streamlit: sign-in, password, a sentence. Plain HTML, no script, one style sheet inside."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from starlette.responses import HTMLResponse

from planner.desk.passwords import LEAST_CHARACTERS
from planner.desk.signin import form_token
from planner.model.account import Account
from planner.model.language import LANGUAGES, TEAM_ZONE, text
from planner.model.message import Value
from planner.views.tokens import css_variables

__all__ = ["page", "password_page", "sentence_page", "sign_in_page"]

_STYLE = (
    f":root{{color-scheme:light;{css_variables('light')}}}"
    f"@media (prefers-color-scheme:dark){{:root{{color-scheme:dark;{css_variables('dark')}}}}}"
    + Path(__file__).with_name("small_pages.css").read_text(encoding="utf-8")
)
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": _POLICY,
    "x-frame-options": "DENY",
    "cache-control": "no-store",
    "vary": "accept-language, cookie",
}


def page(title: str, body: str, language: str, *, status: int = 200, again: str = "") -> HTMLResponse:
    """Return a small page.

    Parameters
    ----------
    title
        Of the window; escaped here.
    body
        HTML, with everything foreign escaped already.
    again
        Address of ours that the browser asks for at once, or an empty text.
    """
    refresh = f'<meta http-equiv="refresh" content="0;url={escape(again)}">' if again else ""
    return HTMLResponse(
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">{refresh}'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)} · Fältplan</title>"
        f'<link rel="icon" href="/assets/logo.svg" type="image/svg+xml"><style>{_STYLE}</style></head>'
        '<body><main><p class="brand"><img src="/assets/logo.svg" alt="" width="28" height="28">Fältplan</p>'
        f"{body}</main></body></html>",
        status_code=status,
        headers=HEADERS,
    )


def sentence_page(sentence: str, language: str, *, status: int = 200, link: str = "", again: str = "") -> HTMLResponse:
    """Return a page with one sentence and, where given, a link to go on."""
    on = f'<p><a class="button" href="{escape(link)}">{_t("go_on", language)}</a></p>' if link else ""
    body = f'<section class="card"><p role="status">{escape(sentence)}</p>{on}</section>'
    return page(_t("short_title", language), body, language, status=status, again=again)


def sign_in_page(
    secret: str,
    language: str,
    *,
    onward: str,
    demo: tuple[Account, ...] = (),
    provider: tuple[str, str] | None = None,
    login: str = "",
    error: str = "",
    note: str = "",
    status: int = 200,
) -> HTMLResponse:
    """Return the page to sign in on.

    Parameters
    ----------
    secret
        The form cookie's value.
    onward
        Path of ours to go to afterwards.
    demo
        People who may be entered as without a password.
    provider
        Words and address of the way in by an OpenID provider.
    login
        What was written before, shown again.
    error, note
        Sentences above the form: what went wrong, what was done.
    """
    hidden = _hidden(form=form_token(secret), next=onward, lang=language)
    body = f"<h1>{_t('title', language)}</h1>{_said(error, note)}"
    if demo:
        body += _demo_card(demo, hidden, language)
    if provider:
        words, address = provider
        body += f'<p class="beside"><a class="button" href="{escape(address)}">{escape(words)}</a></p>'
    body += (
        f'<form class="card" method="post" action="/signin">{hidden}'
        + (f"<h2>{_t('own_account', language)}</h2>" if demo else "")
        + _field(
            "login", _t("login", language), value=login, kind="text", complete="username", focus=not login and not demo
        )
        + _field("password", _t("password", language), complete="current-password", focus=bool(login))
        + f'<button class="primary">{_t("sign_in", language)}</button></form>'
    )
    return page(_t("title", language), body + _languages("/signin", onward, language), language, status=status)


def password_page(
    secret: str, language: str, *, onward: str, forced: bool, login: str, error: str = "", status: int = 200
) -> HTMLResponse:
    """Return the page for a new password.

    Parameters
    ----------
    secret
        The session's token.
    forced
        The one-time password was just written: it is not asked again, and there is no other way on.
    """
    hidden = _hidden(form=form_token(secret), next=onward, lang=language)
    help_ = _t("forced" if forced else "ends_sessions", language)
    body = (
        f"<h1>{_t('new_title', language)}</h1>{_said(error, '')}"
        f'<form class="card" method="post" action="/password">{hidden}<p>{help_}</p>'
        # Password managers want to know whose it is.
        f'<input type="text" name="login" value="{escape(login)}" autocomplete="username" hidden>'
        + ("" if forced else _field("old", _t("old", language), complete="current-password", focus=True))
        + _field("new", _t("new", language), complete="new-password", least=LEAST_CHARACTERS, focus=forced)
        + f'<p class="hint">{_t("hint", language, least=LEAST_CHARACTERS)}</p>'
        + _field("again", _t("again", language), complete="new-password", least=LEAST_CHARACTERS)
        + f'<button class="primary">{_t("save", language)}</button></form>'
    )
    if forced:
        out = _hidden(form=form_token(secret), lang=language)
        body += (
            f'<form class="beside" method="post" action="/signout">{out}<button>{_t("out", language)}</button></form>'
        )
    else:
        body += f'<p class="beside"><a class="button" href="{escape(onward)}">{_t("back", language)}</a></p>'
    return page(_t("new_title", language), body + _languages("/password", onward, language), language, status=status)


def _demo_card(demo: tuple[Account, ...], hidden: str, language: str) -> str:
    rows = "".join(
        f'<form method="post" action="/signin/demo">{hidden}{_hidden(account=one.account_id)}'
        f'<button class="wide"><span>{_t("enter_as", language, name=one.name)}</span>'
        f"<small>{escape(text(f'shell.role.{one.role}', language))}</small></button></form>"
        for one in demo
    )
    return (
        f'<section class="card demo"><h2><mark>{_t("demo", language)}</mark></h2>'
        f"<p>{_t('demo_help', language)}</p>{rows}</section>"
    )


def _field(
    name: str,
    label: str,
    *,
    value: str = "",
    kind: str = "password",
    complete: str,
    focus: bool = False,
    least: int | None = None,
) -> str:
    more = (" autofocus" if focus else "") + (f' minlength="{least}"' if least else "")
    return (
        f'<label>{label}<input type="{kind}" name="{name}" value="{escape(value)}" autocomplete="{complete}" '
        f'autocapitalize="none" spellcheck="false" maxlength="200" required{more}></label>'
    )


def _hidden(**values: str) -> str:
    return "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in values.items())


def _said(error: str, note: str) -> str:
    shown = f'<p class="error" role="alert">{escape(error)}</p>' if error else ""
    return shown + (f'<p class="note" role="status">{escape(note)}</p>' if note else "")


def _languages(path: str, onward: str, language: str) -> str:
    other = next(one for one in LANGUAGES if one != language)
    query = escape(urlencode({"lang": other, "next": onward}))
    return f'<p class="foot"><a href="{path}?{query}" lang="{other}" hreflang="{other}">{_t("language", other)}</a></p>'


def _t(key: str, language: str, **values: Value) -> str:
    return escape(text(f"signin.{key}", language, zone=TEAM_ZONE, **values))
