"""Who looks, in which language, on which desk: what every page asks first.

Who looks is whom the browser's cookie stands for, asked of the database on every rerun: nothing that a page keeps or a
browser sends can make somebody else of them. The language lives in the session and in the address (``?lang=en``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Literal, NoReturn
from urllib.parse import urlencode, urlsplit

import streamlit as st

from planner.desk import Desk
from planner.desk import team as team_desk
from planner.desk.signin import SignedIn, signed_in
from planner.model.errors import PlannerError
from planner.model.event import Actor
from planner.model.language import LANGUAGES, render, text
from planner.model.message import Message, Value
from planner.model.words import Role
from planner.report import Filters
from planner.ui.access import HOME
from planner.ui.plain import plain
from planner.ui.printed import is_printed
from planner.web import SESSION_COOKIE, export_url, journal_url, shared_desk, statistics_url

__all__ = [
    "actor",
    "choose_language",
    "chosen_language",
    "desk",
    "export_link",
    "go_to",
    "journal_link",
    "language",
    "read_address",
    "require",
    "say",
    "show_error",
    "statistics_link",
    "t",
    "technicians",
    "theme",
    "token",
    "who",
    "worded",
    "write_address",
]

_PAGES = Path(__file__).resolve().parents[2] / "pages"
_TOKEN, _LANGUAGE = "fp.token", "fp.language"


def desk() -> Desk:
    """Return the desk of this process."""
    return shared_desk()


def actor() -> Actor:
    """Return who looks at the page; where nobody is signed in any more, say so calmly and stop."""
    return who().actor


def who() -> SignedIn:
    """Return account and actor of who looks, as the database has them now; else say so calmly and stop."""
    found = signed_in(desk(), token())
    if found is None or found.account.must_change:
        _ended()
    return found


def token() -> str:
    """Return the token of the browser's cookie; empty where there is none.

    It is the one this session of Streamlit began with: a connection with another cookie that takes the session up
    again would otherwise find what somebody else was doing.
    """
    sent, kept = dict(st.context.cookies).get(SESSION_COOKIE), st.session_state.get(_TOKEN)
    if kept is None and sent:
        st.session_state[_TOKEN] = kept = sent
    return kept if isinstance(kept, str) and sent in (None, kept) else ""


def technicians() -> tuple[tuple[str, str], ...]:
    """Return id and name of everybody active in the team, by lasting number."""
    team = team_desk.get_team(desk(), actor())
    active = sorted((one for one in team.technicians if one.active), key=lambda one: one.number)
    return tuple((one.technician_id, one.name) for one in active)


def language() -> str:
    """Return the language of the screens: the person's choice, else the browser's, else Swedish."""
    if chosen := chosen_language():
        return chosen
    browser = (st.context.locale or "sv").lower()
    return "sv" if browser.startswith("sv") else "en"


def chosen_language() -> str | None:
    """Return the language the person chose, None where the browser's counts."""
    chosen = st.session_state.get(_LANGUAGE)
    return str(chosen) if chosen in LANGUAGES else None


def choose_language(choice: str | None) -> None:
    """Choose ``sv`` or ``en``; None follows the browser again."""
    st.session_state[_LANGUAGE] = choice


def theme() -> Literal["light", "dark"]:
    """Return the theme the browser shows; paper is always light."""
    return "dark" if st.context.theme.type == "dark" and not is_printed() else "light"


def read_address() -> None:
    """Take the language from the address when the session is new."""
    if _LANGUAGE not in st.session_state and st.query_params.get("lang") in LANGUAGES:
        choose_language(st.query_params["lang"])


def write_address() -> None:
    """Keep the language in the address where somebody chose one."""
    chosen = chosen_language()
    if chosen and st.query_params.get("lang") != chosen:
        st.query_params["lang"] = chosen
    elif not chosen and "lang" in st.query_params:
        del st.query_params["lang"]


def t(key: str, /, **values: Value) -> str:
    """Return a text in the reader's language (see `planner.model.language.text`)."""
    return text(key, language(), zone=desk().time_zone, **values)


def worded(options: Iterable[Any], word: Callable[[Any], str]) -> Callable[[Any], str]:
    """Return the words of some options, all found now: a widget may ask for them after the run is over."""
    names = {one: word(one) for one in options}
    return lambda one: names.get(one, str(one))


def say(message: Message) -> str:
    """Return the sentence of a message in the reader's language."""
    return render(message, language(), zone=desk().time_zone)


def require(*roles: Role) -> Actor:
    """Return the actor where their role may see the page; else say so calmly and stop.

    Parameters
    ----------
    *roles
        Roles the page is for.
    """
    found = actor()
    if found.role not in roles:
        _refuse(found)
    return found


def _ended() -> NoReturn:
    with st.container(key="card-ended", border=True):
        st.subheader(t("header.ended_title"), anchor=False)
        st.text(t("header.ended"))
        asked = urlsplit(st.context.url or "/")
        onward = asked.path + (f"?{asked.query}" if asked.query else "")
        address = f"/signin?{urlencode({'next': onward, 'lang': language()})}"
        st.html(f'<a class="fp-go" href="{escape(address)}">{escape(t("header.sign_in"))}</a>')
    st.stop()


def _refuse(found: Actor) -> NoReturn:
    with st.container(key="card-not-yours", border=True):
        st.subheader(t("shell.not_yours_title"), anchor=False)
        st.text(t("shell.not_yours", role=t(f"shell.role.{found.role}")))
        home = HOME[found.role]
        if st.button(t("shell.go_home", page=t(f"shell.nav.{home}")), type="primary", key="fp-home"):
            go_to(home)
    st.stop()


def go_to(page: str, **query: str | None) -> NoReturn:
    """Go to a page by its name, for example ``board``; what the query names goes into its address."""
    # A relative path would be looked for beside the script in planner/ui.
    st.switch_page(_PAGES / f"{page}.py", query_params={name: value for name, value in query.items() if value})


def export_link(plan_id: str, kind: str, *, technician_id: str | None = None) -> str:
    """Return the address at which the actor takes a plan out (kinds as in `planner.desk.exports`)."""
    return export_url(plan_id, kind, language=language(), technician_id=technician_id)


def statistics_link(first: date, last: date, filters: Filters, *, kind: str) -> str:
    """Return the address at which the actor takes the statistics of a period out (kinds: `desk.report_files`)."""
    return statistics_url(first, last, filters, language=language(), kind=kind)


def journal_link(first: date, last: date, *, kind: str, technician_id: str | None = None) -> str:
    """Return the address at which the actor takes a journal of working time out."""
    return journal_url(first, last, language=language(), kind=kind, technician_id=technician_id)


def show_error(error: PlannerError) -> None:
    """Show what went wrong on purpose, in a sentence."""
    st.error(plain(say(error.message)), icon=":material/error:")
