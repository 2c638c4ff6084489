"""What on-call duty asks of people: call-outs, their hours, and the rest they cut short."""

from __future__ import annotations

import numpy as np

from planner.report.figures.groups import Definition, Groups, Tally

__all__ = ["ON_CALL"]

_CALL = ("day", "technician", "start", "end", "request_id")
_REST = ("day", "start", "end", "request_id", "rest_short")
"""What the law says of somebody's rest is for those who make the schedules: no names."""
_MICROS = 1_000_000


def call_outs(groups: Groups) -> Tally:
    """Call-outs that began in the period."""
    every = groups.everything("calls")
    count = groups.summed("calls", every)
    return Tally(value=count, part=count, whole=count, table="calls", mask=every)


def call_out_hours(groups: Groups) -> Tally:
    """Time of the call-outs, travel included, on the day on which each began."""
    every, calls = groups.everything("calls"), groups.tables["calls"]
    total = groups.summed("calls", every, (calls["end"] - calls["start"]) / _MICROS)
    count = groups.summed("calls", every)
    return Tally(value=np.where(count > 0, total, np.nan), part=count, whole=count, table="calls", mask=every)


def rest_breaches(groups: Groups) -> Tally:
    """Call-outs after which the rest was shorter than the law or the agreement asks / call-outs."""
    every, short = groups.everything("calls"), groups.tables["calls"]["rest_short"]
    part, whole = groups.summed("calls", every & short), groups.summed("calls", every)
    return Tally(value=part, part=part, whole=whole, table="calls", mask=every & short)


ON_CALL = (
    Definition(
        figure_id="call_outs", theme="on_call", unit="count", higher_is_better=False, tally=call_outs,
        columns=_CALL, filtered=False, parts=(),
    ),
    Definition(
        figure_id="call_out_hours", theme="on_call", unit="seconds", higher_is_better=False, tally=call_out_hours,
        columns=_CALL, filtered=False, parts=(),
    ),
    Definition(
        figure_id="rest_breaches", theme="on_call", unit="count", higher_is_better=False, tally=rest_breaches,
        columns=_REST, filtered=False,
    ),
)  # fmt: skip
