"""The board for paper: what is folded on the screen is open in it."""

from __future__ import annotations

import streamlit as st

__all__ = ["PRINTED", "is_printed"]

PRINTED = "print"


def is_printed() -> bool:
    """Whether the address asks for the board as it goes on paper."""
    return bool(st.query_params.get(PRINTED))
