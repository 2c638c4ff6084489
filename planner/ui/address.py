"""Choices that live in the address, in words of no language: a link shows a colleague the same view."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import streamlit as st

__all__ = ["asked", "asked_one", "keep", "kept"]


def asked(name: str) -> tuple[str, ...]:
    """Return what the address says of a choice of several, each value once."""
    return tuple(dict.fromkeys(one for one in st.query_params.get_all(name) if one))


def asked_one(name: str, options: Iterable[str], default: str) -> str:
    """Return what the address says of a choice of one; what is no option is the default."""
    found = st.query_params.get(name, default)
    return found if found in tuple(options) else default


def keep(name: str, values: Iterable[object], *, default: str = "") -> None:
    """Write a choice into the address; nothing chosen, or the default, leaves it."""
    said = [str(one) for one in values]
    if said and said != [default]:
        st.query_params[name] = said
    else:
        st.query_params.pop(name, None)


def kept(name: str, key: str, *, default: str = "") -> Callable[[], None]:
    """Return what a widget does when it changes: its choice goes into the address."""

    def take() -> None:
        chosen = st.session_state.get(key)
        keep(
            name, chosen if isinstance(chosen, (list, tuple)) else () if chosen is None else (chosen,), default=default
        )

    return take
