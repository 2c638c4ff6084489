"""Who may do a request and how many come together: folded groups of fields, read back with what is wrong in them.

A group that says nothing is closed and short: most requests need one person, whoever can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from planner import planning
from planner.files.chains import parse_crew_skills
from planner.files.values import WrongValueError
from planner.files.vocabulary import vocabulary
from planner.model.message import Message, message
from planner.model.request import Request, SkillNeed
from planner.model.team import Team
from planner.ui.kept import asked, chosen
from planner.ui.language_words import language_name, spoken_languages
from planner.ui.plain import plain
from planner.ui.session import desk, language, say, t, technicians

__all__ = ["Read", "crew_group", "folded", "people_group", "read_crew", "read_people"]

Read = tuple[dict[str, Any], tuple[Message, ...]]
"""Fields that were changed by hand, ready for `Request.replace`, and what is wrong with others."""

_PEOPLE = ("required_technicians", "preferred_technicians", "forbidden_technicians")
_LANGUAGES = ("required_languages", "preferred_languages")


def folded(name: str, said: str, draw: Callable[[], None], *, key: str) -> None:
    """Draw a group that opens on demand; its title says in short what stands in it."""
    title = t(f"requests.group.{name}")
    with st.expander(f"{title} · {plain(said)}" if said else title, key=f"{key}.g.{name}"):
        draw()


def crew_group(request: Request, *, key: str) -> None:
    """Draw how many come together, and what each of the others has to know."""
    said = t("requests.group_crew_said", count=request.crew_size) if request.crew_size > 1 else ""
    folded("crew", said, lambda: _crew(request, key), key=key)


def _crew(request: Request, key: str) -> None:
    most = max(planning.MOST_SEATS, request.crew_size)
    asked(
        st.number_input, t("requests.field.crew_size"), request.crew_size, key=f"{key}.f.crew_size",
        min_value=1, max_value=most, step=1,
    )  # fmt: skip
    for seat in range(2, _size(request, key) + 1):
        asked(
            st.text_input, t("requests.seat", number=seat), _written(request, seat), key=f"{key}.f.seat.{seat}",
            placeholder=t("requests.seat_same"), help=t("requests.seat_help"),
        )  # fmt: skip
    _tell(read_crew(request, key=key)[1])


def _size(request: Request, key: str) -> int:
    return int(chosen(f"{key}.f.crew_size", request.crew_size) or 1)


def _written(request: Request, seat: int) -> str:
    """What a seat needs as `read_crew` reads it; empty where it needs what the request needs."""
    if seat - 2 >= len(request.crew_skills):
        return ""
    needs = request.crew_skills[seat - 2]
    names = desk().catalogue.skill_name
    return ", ".join(f"{names(one.skill)[language()]} {one.level}" for one in needs) or t("requests.seat_nothing")


def read_crew(request: Request, *, key: str) -> Read:
    """Return what was changed of the crew by hand."""
    changes: dict[str, Any] = {}
    size = _size(request, key)
    if size != request.crew_size:
        changes["crew_size"] = size
    seats, wrong, touched = [], [], False
    for seat in range(2, size + 1):
        present = _written(request, seat)
        written = chosen(f"{key}.f.seat.{seat}", present)
        touched = touched or written != present
        try:
            seats.append(_needs(str(written)))
        except WrongValueError as error:
            seats.append(None)
            wrong.append(message("requests.seat_wrong", number=seat, problem=error.message))
    if touched and not wrong:
        changes["crew_skills"] = _named(request, seats)
    return changes, tuple(wrong)


def _needs(written: str) -> tuple[SkillNeed, ...] | None:
    """The needs of a seat; None where nothing is written."""
    if not written.strip():
        return None
    return parse_crew_skills(written.replace("|", ","), vocabulary(desk().catalogue).skills)[0]


def _named(request: Request, seats: list[tuple[SkillNeed, ...] | None]) -> tuple[tuple[SkillNeed, ...], ...]:
    """The seats as a request keeps them: up to the last that needs something of its own."""
    last = max((number for number, needs in enumerate(seats, start=1) if needs is not None), default=0)
    return tuple(request.required_skills if needs is None else needs for needs in seats[:last])


def people_group(request: Request, team: Team, others: Iterable[Request], *, key: str) -> None:
    """Draw who may come, which languages they speak, and where they work."""
    folded("people", _people_said(request, team), lambda: _people(request, team, others, key), key=key)


def _people_said(request: Request, team: Team) -> str:
    names = _names(team)
    said = [
        ", ".join(names.get(one, one) for one in (*request.required_technicians, *request.preferred_technicians)),
        ", ".join(language_name(one) for one in (*request.required_languages, *request.preferred_languages)),
        request.territory,
        t("requests.group_people_without", count=len(request.forbidden_technicians))
        if request.forbidden_technicians
        else "",
        t("requests.group_people_same", id=request.same_technician_as) if request.same_technician_as else "",
    ]
    return ", ".join(one for one in said if one)


def _names(team: Team) -> dict[str, str]:
    people = sorted(team.technicians, key=lambda one: one.number)
    return {one.technician_id: f"{one.number} {one.name}" for one in people}


def _people(request: Request, team: Team, others: Iterable[Request], key: str) -> None:
    names = _names(team)
    active = [one.technician_id for one in team.technicians if one.active]
    for name in _PEOPLE:
        held = getattr(request, name)
        options = [one for one in names if one in active or one in held] + [one for one in held if one not in names]
        asked(
            st.multiselect, t(f"requests.field.{name}"), list(held), key=f"{key}.f.{name}", options=options,
            format_func=lambda one: names.get(one, one), placeholder=t(f"requests.nobody.{name}"),
        )  # fmt: skip
    for name, box in zip(_LANGUAGES, st.columns(2), strict=True):
        held = getattr(request, name)
        options = spoken_languages(team, *held)
        words = {one: language_name(one) for one in options}
        asked(
            box.multiselect, t(f"requests.field.{name}"), list(held), key=f"{key}.f.{name}", options=options,
            format_func=lambda one, words=words: words.get(one, one), placeholder=t("requests.any_language"),
        )  # fmt: skip
    territories = sorted({one for person in team.technicians for one in person.territories} - {""})
    held = (request.territory,) if request.territory else ()
    asked(
        st.selectbox, t("requests.field.territory"), request.territory or None, key=f"{key}.f.territory",
        options=list(dict.fromkeys((*held, *territories))), index=None, accept_new_options=True,
        placeholder=t("requests.no_territory"), help=t("requests.territory_help"),
    )  # fmt: skip
    _same(request, others, key)
    _tell(read_people(request, key=key)[1])


def _same(request: Request, others: Iterable[Request], key: str) -> None:
    """Whose technician comes again, and whether nobody else may."""
    known = {one.request_id: one for one in others if one.request_id != request.request_id}
    held = (request.same_technician_as,) if request.same_technician_as else ()
    words = {one: f"{one} · {known[one].title}" if one in known else one for one in (*held, *known)}
    asked(
        st.selectbox, t("requests.field.same_technician_as"), request.same_technician_as or None,
        key=f"{key}.f.same_technician_as", options=list(words), index=None, accept_new_options=True,
        format_func=lambda one: words.get(one, one), placeholder=t("requests.any_technician"),
    )  # fmt: skip
    if chosen(f"{key}.f.same_technician_as", request.same_technician_as):
        asked(
            st.toggle, t("requests.field.same_technician_required"), request.same_technician_required,
            key=f"{key}.f.same_technician_required",
        )  # fmt: skip


def read_people(request: Request, *, key: str) -> Read:
    """Return what was changed by hand of who may come."""
    now = {name: tuple(chosen(f"{key}.f.{name}", getattr(request, name)) or ()) for name in (*_PEOPLE, *_LANGUAGES)}
    texts = {
        name: str(chosen(f"{key}.f.{name}", getattr(request, name)) or "").strip()
        for name in ("territory", "same_technician_as")
    }
    found: dict[str, Any] = now | texts
    required = chosen(f"{key}.f.same_technician_required", request.same_technician_required)
    found["same_technician_required"] = bool(required) and bool(texts["same_technician_as"])
    wrong = []
    if both := set(now["forbidden_technicians"]) & {*now["required_technicians"], *now["preferred_technicians"]}:
        names = dict(technicians())
        people = tuple(names.get(one, one) for one in sorted(both))
        wrong.append(message("requests.wished_and_excluded", technicians=people))
    if texts["same_technician_as"] == request.request_id:
        wrong.append(message("requests.same_as_itself"))
    if wrong:
        return {}, tuple(wrong)
    return {name: value for name, value in found.items() if value != getattr(request, name)}, ()


def _tell(wrong: Iterable[Message]) -> None:
    for one in wrong:
        st.error(plain(say(one)))
