"""What is solved without anybody driving there."""

from __future__ import annotations

from planner.report.columns import NONE
from planner.report.figures.groups import Definition, Groups, Tally, share

__all__ = ["REMOTE"]


def remote_rate(groups: Groups) -> Tally:
    """Closed without a visit / closed."""
    requests = groups.tables["requests"]
    over = groups.everything("requests") & (requests["ended"] != NONE)
    part, whole = groups.summed("requests", over & ~requests["visited"]), groups.summed("requests", over)
    return Tally(value=share(part, whole), part=part, whole=whole, table="requests", mask=over)


REMOTE = (
    Definition(
        figure_id="remote_rate", theme="remote", unit="share", higher_is_better=True, tally=remote_rate,
        columns=("request_id", "title", "job_type_id", "customer", "priority", "line", "channel", "created_at",
                 "ended_at"),
    ),
)  # fmt: skip
