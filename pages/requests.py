"""Requests: take a file in, put its rows right, sort what came, and hand the day to planning."""

from __future__ import annotations

from planner.model.words import Role
from planner.ui.import_view import draw_import
from planner.ui.phone_call import call_is_open, draw_call
from planner.ui.request_list import draw_list
from planner.ui.session import require
from planner.ui.unsettled_view import draw_unsettled, list_is_open
from planner.ui.uploads import draft


def page() -> None:
    """Draw the page: the call or the file under way, else the requests of the day."""
    actor = require(Role.DISPATCHER, Role.ADMINISTRATOR)
    under_way = draft()
    if call_is_open():
        draw_call(actor)
    elif under_way is not None:
        draw_import(actor, under_way)
    elif list_is_open():
        draw_unsettled(actor)
    else:
        draw_list(actor)


page()
