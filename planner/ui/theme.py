"""Look of every screen: colours from the tokens, rules from `theme.css`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import quote

import streamlit as st

from planner.model.language import text
from planner.ui.printed import is_printed
from planner.views.icons import ICONS, icon_svg
from planner.views.tokens import css_variables

__all__ = ["apply", "style_sheet"]

_RULES = Path(__file__).with_suffix(".css")

_PAPER = """
[data-testid="stApp"], [data-testid="stExpander"] :is(details, summary) {
  background: var(--fp-surface) !important; color: var(--fp-text) !important; border-color: var(--fp-line) !important; }
[data-testid="stApp"] :is(h1, h2, h3, summary, p, [data-testid="stMarkdownContainer"]),
[data-testid="stApp"] [data-testid="stText"], [data-testid="stText"] * {
  color: inherit !important; }
"""
"""What Streamlit itself draws in the colours of a dark screen."""


@cache
def style_sheet(theme: str) -> str:
    """Return the rules of the screens with the colours of a theme, ``light`` or ``dark``, as custom properties."""
    return f":root{{{css_variables(theme)}}}\n{_icon_rules()}\n{_RULES.read_text(encoding='utf-8')}"


def _icon_rules() -> str:
    """Icons as masks: Streamlit takes SVG elements out of `st.html`, and a mask has the colour of its words."""
    masks = ((name, quote(icon_svg(name, colour="black", stroke=2.3))) for name in ICONS)
    return "".join(f'.fp-i-{name}{{-webkit-mask-image:url("data:image/svg+xml,{svg}");'
                   f'mask-image:url("data:image/svg+xml,{svg}")}}' for name, svg in masks)  # fmt: skip


def apply(theme: str, language: str) -> None:
    """Put the style sheet on the page; our own constants only, nothing a user wrote."""
    paper = _PAPER if is_printed() else ""
    st.html(f"<style>{style_sheet(theme)}{_words(language)}{paper}</style>")


def _css_text(words: str) -> str:
    r"""Words as a string of a style sheet: CSS knows no ``\u`` and must not meet a closing tag."""
    return '"' + "".join(one if one.isalnum() or one == " " else f"\\{ord(one):x} " for one in words) + '"'


def _words(language: str) -> str:
    """Streamlit's upload button says "Upload" in every language: its word is replaced by ours."""
    button = '[data-testid="stFileUploaderDropzone"] button p'
    return (
        f"{button}{{font-size:0}}{button}::after{{font-size:14px;content:{_css_text(text('shell.upload', language))}}}"
    )
