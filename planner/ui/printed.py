"""The board for paper: what is folded on the screen is open in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

__all__ = ["PRINTED", "is_printed", "printed_table"]

PRINTED = "print"


def is_printed() -> bool:
    """Whether the address asks for the board as it goes on paper."""
    return bool(st.query_params.get(PRINTED))


def printed_table(columns: Mapping[str, Sequence[object]]) -> None:
    """Draw a table with all its rows: a grid draws only those on the screen."""
    heads = "".join(f"<th>{escape(one)}</th>" for one in columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>"
        for row in zip(*columns.values(), strict=True)
    )
    st.html(f'<div class="fp-diff fp-paper"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>')
