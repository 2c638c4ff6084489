"""The file of requests under way in this session, and the dialog that begins one."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import streamlit as st

from planner.files import ImportPreview
from planner.model.event import Actor
from planner.ui.draft import Draft
from planner.ui.kept import forget
from planner.ui.net import caught
from planner.ui.session import desk, t

__all__ = ["draft", "drop_file", "file_dialog", "keep_draft", "preview_of", "start_draft"]

_SLOT, _SEEN = "rq.draft", "rq.preview"


def draft() -> Draft | None:
    """Return the file under way, or None."""
    found = st.session_state.get(_SLOT)
    return found if isinstance(found, Draft) else None


def keep_draft(changed: Draft | None) -> None:
    """Go on with a changed draft; None ends it."""
    st.session_state[_SLOT] = changed
    st.session_state.pop(_SEEN, None)


def start_draft(name: str, content: bytes, day: date) -> None:
    """Begin with a file."""
    forget("rq.row")
    keep_draft(Draft(name=name, content=content, day=day))


def preview_of(under_way: Draft, actor: Actor) -> ImportPreview:
    """Return the file as it reads now; read once per change of the draft."""
    seen: tuple[Draft, ImportPreview] | None = st.session_state.get(_SEEN)
    if seen is not None and seen[0] is under_way:
        return seen[1]
    found = under_way.preview(desk(), actor)
    st.session_state[_SEEN] = (under_way, found)
    return found


def drop_file(day: date, *, key: str) -> None:
    """Draw the place to drop a file; a new file begins a new draft."""
    file = st.file_uploader(
        t("requests.drop"), type=["csv", "txt", "tsv", "xlsx", "xlsm"], key=key, label_visibility="collapsed"
    )
    if file is None:
        return
    content = file.getvalue()
    mark = (file.name, sha256(content).hexdigest(), day)
    if st.session_state.get(f"{key}.taken") != mark:
        st.session_state[f"{key}.taken"] = mark
        start_draft(file.name, content, day)
        st.rerun()


def file_dialog(day: date) -> None:
    """Ask for a file, and for the day that its times of day belong to."""

    @st.dialog(t("requests.load_file"), width="medium")
    @caught
    def ask() -> None:
        chosen = st.date_input(t("requests.file_day"), day, format="YYYY-MM-DD", help=t("requests.file_day_help"))
        # A new key each time: a file that was put back may be dropped again.
        drop_file(chosen if isinstance(chosen, date) else day, key=f"rq-file-{st.session_state.get('rq.files', 0)}")
        st.caption(t("requests.file_help"))

    st.session_state["rq.files"] = st.session_state.get("rq.files", 0) + 1
    ask()
