"""What a page has drawn as HTML, whichever way."""

from __future__ import annotations

import json

from streamlit.testing.v1 import AppTest

__all__ = ["html"]


def html(at: AppTest) -> str:
    """Return all HTML of a page, also what can be pressed."""
    pressable = (one.proto for one in at.get("bidi_component") if one.proto.component_name == "faltplan_pressable")
    return " ".join(
        [*(str(one.proto.body) for one in at.get("html")), *(json.loads(one.json)["html"] for one in pressable)]
    )
