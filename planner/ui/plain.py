"""Words of customers and colleagues inside Streamlit's own labels and messages, which read Markdown."""

from __future__ import annotations

import re

__all__ = ["plain"]

_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&@/])")


def plain(words: str) -> str:
    """Return words as Markdown that shows them unchanged: no link, picture, formula, colour, icon or HTML.

    Parameters
    ----------
    words
        Anything somebody wrote.
    """
    return _SIGNS.sub(r"\\\1", " ".join(words.split()))
