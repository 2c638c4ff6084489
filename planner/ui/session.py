"""Who looks, in which language, on which desk: what every page asks first.

Until sign-in exists the header has a role switch; the choice lives in the session and in the address
(``?as=technician:T03&lang=en``), so that a reload and a shared link keep it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, Literal, NoReturn

import streamlit as st

from planner.desk import Desk
from planner.desk import team as team_desk
from planner.model.errors import PlannerError, ServiceError
from planner.model.event import Actor
from planner.model.language import LANGUAGES, render, text
from planner.model.message import Message, Value
from planner.model.words import Role
from planner.report import Filters
from planner.ui.access import HOME
from planner.ui.plain import plain
from planner.web import DEMO_ROLES, demo_actor, export_url, shared_desk, statistics_url

__all__ = [
    "actor",
    "choose_language",
    "choose_role",
    "chosen_language",
    "desk",
    "export_link",
    "go_to",
    "language",
    "read_address",
    "require",
    "role_choice",
    "say",
    "show_error",
    "statistics_link",
    "t",
    "technicians",
    "theme",
    "worded",
    "write_address",
]

_PAGES = Path(__file__).resolve().parents[2] / "pages"
_ROLE, _LANGUAGE = "fp.role", "fp.language"


def desk() -> Desk:
    """Return the desk of this process."""
    return shared_desk()


def actor() -> Actor:
    """Return who looks at the page."""
    found = demo_actor(role_choice())
    if found.role is not Role.TECHNICIAN:
        return found
    names = dict(technicians())
    return Actor(
        actor_id=found.actor_id,
        name=names.get(found.actor_id, found.actor_id),
        role=found.role,
        technician_id=found.technician_id,
    )


def technicians() -> tuple[tuple[str, str], ...]:
    """Return id and name of everybody active in the team, by lasting number; nobody while the database is away."""
    try:
        return _names(id(desk()))
    except ServiceError:
        return ()


# Asked on every rerun of every session; a new name may wait some seconds. The desk lives as long as the process.
@st.cache_data(ttl=5, max_entries=4, show_spinner=False)
def _names(database: int) -> tuple[tuple[str, str], ...]:
    team = team_desk.get_team(desk(), DEMO_ROLES["dispatcher"])
    active = sorted((one for one in team.technicians if one.active), key=lambda one: one.number)
    return tuple((one.technician_id, one.name) for one in active)


def role_choice() -> str:
    """Return the choice of the role switch, ``dispatcher``, ``manager`` or ``technician:<id>``."""
    return str(st.session_state.get(_ROLE, "dispatcher"))


def choose_role(choice: str) -> None:
    """Become somebody else (role switch)."""
    st.session_state[_ROLE] = choice


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
    """Return the theme the browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


def read_address() -> None:
    """Take role and language from the address when the session is new."""
    asked = st.query_params.get("as")
    if _ROLE not in st.session_state and asked:
        role, _, technician_id = asked.partition(":")
        known = role in ("dispatcher", "manager") or technician_id in dict(technicians())
        choose_role(asked if known else "dispatcher")
    if _LANGUAGE not in st.session_state and st.query_params.get("lang") in LANGUAGES:
        choose_language(st.query_params["lang"])


def write_address() -> None:
    """Keep role and language in the address where they differ from the default."""
    wanted = {"as": "" if role_choice() == "dispatcher" else role_choice(), "lang": st.session_state.get(_LANGUAGE)}
    for name, value in wanted.items():
        if value and st.query_params.get(name) != value:
            st.query_params[name] = value
        elif not value and name in st.query_params:
            del st.query_params[name]


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
    who = actor()
    if who.role not in roles:
        _refuse(who)
    return who


def _refuse(who: Actor) -> NoReturn:
    with st.container(key="card-not-yours", border=True):
        st.subheader(t("shell.not_yours_title"), anchor=False)
        st.text(t("shell.not_yours", role=t(f"shell.role.{who.role}")))
        home = HOME[who.role]
        if st.button(t("shell.go_home", page=t(f"shell.nav.{home}")), type="primary", key="fp-home"):
            go_to(home)
    st.stop()


def go_to(page: str) -> NoReturn:
    """Go to a page by its name, for example ``board``."""
    # A relative path would be looked for beside the script in planner/ui.
    st.switch_page(_PAGES / f"{page}.py")


def export_link(plan_id: str, kind: str, *, technician_id: str | None = None) -> str:
    """Return the address at which the actor takes a plan out (kinds as in `planner.desk.exports`)."""
    return export_url(plan_id, kind, who=role_choice(), language=language(), technician_id=technician_id)


def statistics_link(first: date, last: date, filters: Filters) -> str:
    """Return the address at which the actor takes the statistics of a period out."""
    return statistics_url(first, last, filters, who=role_choice(), language=language())


def show_error(error: PlannerError) -> None:
    """Show what went wrong on purpose, in a sentence."""
    st.error(plain(say(error.message)), icon=":material/error:")
