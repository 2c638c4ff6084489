"""Text from customers made inert for maps and printed pages, and the check that a page loads nothing foreign.

Why not only `html.escape`: folium writes popups and tooltips into JavaScript template literals, where
``${…}`` runs although every angle bracket is escaped; and branca renders what an element wrote as a Jinja
template once more, on the server, so that ``{{ … }}`` in a customer's name would run Python. `map_text` is
safe in markup, in attributes and in both kinds of template; `script_json` is safe inside a script.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

__all__ = ["map_text", "remote_refs", "script_json"]

_LITERAL = {"\\": "&#92;", "`": "&#96;", "$": "&#36;", "{": "&#123;", "}": "&#125;", "\u2028": " ", "\u2029": " "}
_SCRIPT = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "$": "\\u0024",
    "`": "\\u0060",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}
_TEMPLATE = re.compile(r"\{(?=[{%#])")
"""Start of a Jinja tag. JSON itself never has two braces in a row: an object begins with a quote or ends."""
_REMOTE = re.compile(
    r"""(?:\b(?:src|href|action|data|poster|srcset|content)\s*=\s*["']?|url\(\s*["']?|@import\s+["']?"""
    r"""|\bimport\s*\(?\s*["']|\bfetch\s*\(\s*["'])\s*((?:https?:)?//[^"'\s)>]+)""",
    re.IGNORECASE,
)


def map_text(value: object) -> str:
    """Return text that shows itself literally in markup, attributes and JavaScript template literals.

    Parameters
    ----------
    value
        Anything; its `str` is taken.
    """
    safe = html.escape(str(value), quote=True)
    return "".join(_LITERAL.get(char, char) for char in safe)


def script_json(data: Any) -> str:
    """Return JSON that can stand in a ``<script>`` of a folium map: never ends it, and is no template of any kind."""
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _TEMPLATE.sub(r"\\u007b", "".join(_SCRIPT.get(char, char) for char in plain))


def remote_refs(page: str) -> list[str]:
    """Return every foreign address that a page would load or link to; a test asserts none for each builder."""
    return _REMOTE.findall(page)
