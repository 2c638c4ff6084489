"""A file made on the page as a link that only the reader can open (see `planner.web.handed`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from planner.ui.session import actor, language
from planner.web import HANDED, Paper, file_url

__all__ = ["file_link"]


def file_link(
    label: str,
    filename: str,
    media_type: str,
    make: Callable[[], bytes],
    *,
    key: str,
    type: Literal["primary", "secondary", "tertiary"] = "secondary",  # noqa: A002
) -> None:
    """Draw a link to a file.

    Parameters
    ----------
    label
        What the link says.
    filename, media_type
        As what it is saved.
    make
        Writes the file when somebody follows the link; it runs outside the page, so it asks nothing of Streamlit.
    key
        Names the link on the page; drawn again, it offers the new file under the same address.
    type
        How loud the link is.
    """
    kept = f"fp.file.{key}"
    paper = Paper(owner=actor().actor_id, filename=filename, media_type=media_type, make=make)
    st.session_state[kept] = HANDED.offer(paper, file_id=st.session_state.get(kept, ""))
    st.link_button(label, file_url(st.session_state[kept], language=language()), type=type)
