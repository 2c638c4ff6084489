"""The net below everything a page does: what fails on purpose ends in a sentence, never in a trace.

The shell holds it under the page. A fragment that draws itself anew and a callback run without the page, so
they need their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

import streamlit as st

from planner.model.errors import PlannerError
from planner.model.language import render, text
from planner.ui import session
from planner.ui.plain import plain

__all__ = ["caught", "fragment", "net"]

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def net(key: str = "fp-again") -> Iterator[None]:
    """Show what fails on purpose as a sentence, with a button to try again; what was entered stays.

    Parameters
    ----------
    key
        Of the button: several nets on one page need different ones.
    """
    try:
        yield
    except PlannerError as error:
        _say(error)
        st.button(text("shell.try_again", session.language()), key=key)
        # A run that ends early lets Streamlit forget no field that was not drawn: what was entered stays.
        st.stop()


def caught(function: Callable[P, object]) -> Callable[P, None]:
    """Return a callback that ends in a sentence when it fails on purpose."""

    @wraps(function)
    def safe(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            function(*args, **kwargs)
        except PlannerError as error:
            _say(error)

    return safe


def fragment(function: Callable[P, object], *, run_every: float | None = None) -> Callable[P, None]:
    """Return a part of a page that draws itself anew, on its own also over the net.

    Parameters
    ----------
    run_every
        Seconds after which it does so by itself; None: only when somebody does something in it.
    """

    @wraps(function)
    def safe(*args: P.args, **kwargs: P.kwargs) -> None:
        with net(f"fp-again-{function.__module__}.{function.__qualname__}"):
            function(*args, **kwargs)

    drawn: Callable[P, None] = st.fragment(safe, run_every=run_every)
    return drawn


def _say(error: PlannerError) -> None:
    # By no way that asks the desk: it may be the database that is away.
    st.error(plain(render(error.message, session.language())), icon=":material/error:")
