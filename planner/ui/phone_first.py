"""What to try while the customer is on the telephone, and the end of a call that needed nobody to go."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from planner.desk.phone import solved_on_the_phone
from planner.model.errors import PlannerError
from planner.model.event import Actor
from planner.model.message import Message, message
from planner.model.request import Request
from planner.ui.kept import follow, keep, kept
from planner.ui.session import desk, language, show_error, t

__all__ = ["draw_first", "tried"]


def tried(job_type_id: str, *, key: str) -> tuple[int, ...]:
    """Return the numbers of what was ticked as tried, in order."""
    job_type = desk().catalogue.job_types.get(job_type_id)
    steps = range(len(job_type.try_first) if job_type else 0)
    return tuple(number for number in steps if kept(_widget(job_type_id, number, key)))


def draw_first(actor: Actor, request: Request, job_type_id: str, *, key: str, done: Callable[[Message], None]) -> None:
    """Draw the card: a tick for each thing that was tried, and the button for what it solved.

    Parameters
    ----------
    done
        Called with what is told to the customer.
    """
    job_type = desk().catalogue.job_types[job_type_id]
    with st.container(border=True, key="card-call-first", gap="small"):
        st.subheader(t("phone.try_first"), anchor=False)
        if not job_type.try_first:
            st.caption(t("phone.nothing_to_try"))
            return
        for number, step in enumerate(job_type.try_first):
            widget = _widget(job_type_id, number, key)
            follow(widget, False)
            st.checkbox(step[language()], key=widget, on_change=keep, args=(widget,))
        if st.button(t("phone.solved"), icon=":material/check:", key="call-solved", width="stretch"):
            ticked = tried(job_type_id, key=key)
            helped = job_type.try_first[ticked[-1]][language()] if ticked else ""
            try:
                saved = solved_on_the_phone(desk(), actor, request, what_helped=helped)
            except PlannerError as error:
                show_error(error)
                return
            done(message("phone.solved_said", id=saved.request_id))


def _widget(job_type_id: str, number: int, key: str) -> str:
    return f"{key}.try.{job_type_id}.{number}"
