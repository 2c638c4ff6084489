"""What reports teach of a setting: looked at on request, shown beside what holds now, taken over with a press."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from planner.model.errors import PlannerError
from planner.ui.session import show_error, t

__all__ = ["learned_part", "take_over"]

L = TypeVar("L")


def learned_part(
    name: str,
    *,
    words: tuple[str, str, str, str],
    learn: Callable[[], L],
    kind: type[L],
    still: Callable[[L], bool],
    shown: Callable[[L], None],
    icon: str = ":material/route:",
) -> None:
    """Draw the part: a press looks, and what was found stays until the setting is another one.

    Parameters
    ----------
    name
        Of what is learned; keys of the part begin with it.
    words
        Title, help, label of the button, and what is said meanwhile.
    learn
        Asks the desk.
    kind
        What the desk answers with.
    still
        Whether an answer is of the setting on the screen: what was learned beside another one is not shown any more.
    shown
        Draws an answer.
    """
    title, help_, look, looking = words
    with st.expander(title, key=f"{name}-learned", icon=icon):
        st.caption(help_)
        if st.button(look, key=f"{name}-look"):
            with st.spinner(looking):
                try:
                    st.session_state[f"learned-{name}"] = learn()
                except PlannerError as error:
                    show_error(error)
        found = st.session_state.get(f"learned-{name}")
        if isinstance(found, kind) and still(found):
            shown(found)


def take_over(save: Callable[[], object], *, said: str) -> None:
    """Save what was chosen, say so, and draw the page anew; a refusal is said, and nothing is lost."""
    try:
        save()
    except PlannerError as error:
        show_error(error)
        return
    st.toast(t(said), icon=":material/check:")
    st.rerun()
