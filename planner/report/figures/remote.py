"""What is solved without anybody driving there."""

from __future__ import annotations

import numpy as np

from planner.report.columns import NONE
from planner.report.figures.groups import Definition, Groups, Tally, share

__all__ = ["REMOTE"]

_ASKED = (
    "request_id", "title", "job_type_id", "customer", "priority", "line", "channel", "created_at", "ended_at",
)  # fmt: skip


def remote_rate(groups: Groups) -> Tally:
    """Closed without a visit / closed."""
    requests = groups.tables["requests"]
    over = groups.everything("requests") & (requests["ended"] != NONE)
    part, whole = groups.summed("requests", over & ~requests["visited"]), groups.summed("requests", over)
    return Tally(
        value=share(part, whole), part=part, whole=whole, table="requests", mask=over, against=requests["visited"]
    )  # fmt: skip


def avoided_km(groups: Groups) -> Tally:
    """Sum of what the cheapest visit on that day's routes would have driven more, of those closed without a visit."""
    requests = groups.tables["requests"]
    remote = groups.everything("requests") & (requests["ended"] != NONE) & ~requests["visited"]
    known = groups.everything("requests") & ~np.isnan(requests["avoided_m"])
    total, part = groups.summed("requests", known, requests["avoided_m"]), groups.summed("requests", known)
    return Tally(
        value=np.where(part > 0, total, np.nan), part=part, whole=groups.summed("requests", remote),
        table="requests", mask=known,
    )  # fmt: skip


REMOTE = (
    Definition(
        figure_id="remote_rate", theme="remote", unit="share", higher_is_better=True, tally=remote_rate,
        columns=_ASKED,
    ),
    Definition(
        figure_id="avoided_km", theme="remote", unit="metres", higher_is_better=True, tally=avoided_km,
        columns=(*_ASKED, "avoided_m"),
    ),
)  # fmt: skip
