"""Text that a spreadsheet would take for a formula: made safe with an apostrophe, and read back without it."""

from __future__ import annotations

import re

__all__ = ["protected", "unprotected"]

# The full-width signs count as formulas in some spreadsheets; a line feed is dropped by some before they look.
_DANGER = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def protected(text: str) -> str:
    """Return text that no spreadsheet runs: an apostrophe before ``= + - @``, tab and line breaks at the start."""
    return f"'{text}" if _DANGER.match(text) else text


def unprotected(text: str) -> str:
    """Return what `protected` was given."""
    return text[1:] if text.startswith("'") and _DANGER.match(text) else text
