"""Look of every screen: colours from the tokens, rules from `theme.css`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from planner.views.tokens import css_variables

__all__ = ["apply", "style_sheet"]

_RULES = Path(__file__).with_suffix(".css")


@cache
def style_sheet(theme: str) -> str:
    """Return the rules of the screens with the colours of a theme, ``light`` or ``dark``, as custom properties."""
    return f":root{{{css_variables(theme)}}}\n{_RULES.read_text(encoding='utf-8')}"


def apply(theme: str) -> None:
    """Put the style sheet on the page; our own constants only, nothing a user wrote."""
    st.html(f"<style>{style_sheet(theme)}</style>")
