"""What a person sees where a page fails in a way it did not expect: a sentence, a number, a way on."""

from __future__ import annotations

import logging
from secrets import token_hex

import streamlit as st

from planner.model.errors import PlannerError
from planner.ui.session import show_error, t

__all__ = ["told"]

_log = logging.getLogger("planner.ui")


def told(error: Exception) -> bool:
    """Show an uncaught exception as a sentence; its trace goes into the log under the number the person sees.

    Parameters
    ----------
    error
        What a page or a fragment did not catch.

    Returns
    -------
    bool
        True: Streamlit need not show it in its own words.
    """
    with st.container(key="fp-fault"):
        if isinstance(error, PlannerError):
            show_error(error)
        else:
            number = token_hex(3)
            _log.error("fault %s", number, exc_info=error)
            st.error(t("shell.fault", number=number), icon=":material/error:")
        st.button(t("shell.try_again"), key="fp-fault-again")
    return True
