"""Choices that outlive their widgets.

Streamlit forgets a widget's value while it is not drawn, and a drawn widget does not follow a value that
was computed anew. Here a widget shows what was computed until somebody chooses by hand; that choice stays,
also while another row is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

__all__ = ["asked", "chosen", "follow", "forget", "keep", "kept"]

_SUFFIX = ".kept"


def keep(key: str) -> None:
    """Remember what was chosen; the `on_change` of a widget."""
    st.session_state[key + _SUFFIX] = st.session_state[key]


def kept(key: str) -> Any:
    """Return what was chosen by hand, or None."""
    return st.session_state.get(key + _SUFFIX)


def chosen(key: str, value: Any) -> Any:
    """Return what was chosen by hand, which may be nothing at all; the value where nobody has chosen."""
    return st.session_state.get(key + _SUFFIX, value)


def asked(draw: Callable[..., Any], label: str, shown: Any, *, key: str, **options: Any) -> None:
    """Draw a widget that shows the choice by hand, else the value, and remembers the next choice.

    Parameters
    ----------
    draw
        What draws it, for example ``st.text_input``.
    shown
        The value.
    options
        Handed on to it.
    """
    follow(key, shown)
    draw(label, key=key, on_change=keep, args=(key,), **options)


def follow(key: str, value: Any) -> None:
    """Let the widget drawn next show the choice by hand, else the value."""
    chosen = st.session_state.get(key + _SUFFIX, value)
    if st.session_state.get(key) != chosen or key not in st.session_state:
        st.session_state[key] = chosen


def forget(prefix: str) -> None:
    """Drop every choice and widget value below a prefix."""
    for key in [key for key in st.session_state if str(key).startswith(prefix + ".")]:
        del st.session_state[key]
