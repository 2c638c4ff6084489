"""What the working-time law says of a day, told to the one whose day it is, in whole minutes."""

from __future__ import annotations

import math
from dataclasses import replace

from planner.model.finding import Finding
from planner.model.language import duration_text
from planner.model.message import Message, Text, message

__all__ = ["in_own_words"]

_LEAST = frozenset({"law.said.least", "law.said.night"})


def in_own_words(found: Finding) -> Finding:
    """Return a finding of somebody's own day with its sentence said to them.

    What is more than allowed is rounded up to the minute, and what is less down, so that it never reads as allowed.
    """
    said = _said(found)
    return found if said is None else replace(found, message=said)


def _said(found: Finding) -> Message | None:
    if found.unit != "s" or found.message.key not in ("law.said.most", "law.said.least", "law.said.average"):
        return None
    least = found.message.key in _LEAST
    told = {"measured": _length(found.measured, up=not least), "limit": _length(found.limit, up=least)}
    match found.rule:
        case "ATL15":
            return message("timesheet.own.in_a_row", **told)
        case "ATL13":
            return message("timesheet.own.daily_rest", **told)
        case "ATL14":
            return message("timesheet.own.weekly_rest", **told)
        case "ATL5":
            return message("timesheet.own.ordinary", **told)
        case "ATL8":
            return message("timesheet.own.overtime", **told)
        case "ATL10b":
            return message("timesheet.own.total", **told)
    rule = dict(found.message.values)["law_rule"]
    key = "timesheet.own.least" if least else "timesheet.own.most"
    return message(key, law_rule=rule, **told)


def _length(seconds: float, *, up: bool) -> Text:
    whole = 60 * (math.ceil(seconds / 60) if up else math.floor(seconds / 60))
    return Text(sv=duration_text(whole, "sv"), en=duration_text(whole, "en"))
