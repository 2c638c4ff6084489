"""What a page has drawn as HTML, whichever way."""

from __future__ import annotations

import json

from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest

__all__ = ["html", "values_of"]


def html(at: AppTest) -> str:
    """Return all HTML of a page, also what can be pressed."""
    pressable = (one.proto for one in at.get("bidi_component") if one.proto.component_name == "faltplan_pressable")
    return " ".join(
        [*(str(one.proto.body) for one in at.get("html")), *(json.loads(one.json)["html"] for one in pressable)]
    )


def values_of(at: AppTest) -> WidgetStates:
    """Return what a browser knows of the widgets drawn: the values, and no button, since none is pressed."""
    known = at._tree.get_widget_states()
    return WidgetStates(widgets=[one for one in known.widgets if not one.HasField("trigger_value")])
