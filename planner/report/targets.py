"""Targets of the key figures: proposals of ours to start from, not anyone's contract.

A share is 0-1, a duration seconds. `SLA_TARGETS` are by priority. A figure without a target shows none.
"""

from __future__ import annotations

from planner.report.figures import Figure

__all__ = ["SLA_TARGETS", "TARGETS", "verdict"]

TARGETS: dict[str, tuple[float | None, float | None]] = {
    "remote_rate": (0.40, None),
    "sla_resolution": (0.90, None),
    "sla_response": (0.90, None),
    "drive_per_visit": (None, 30 * 60),
    "drive_share": (None, 0.35),
    "utilisation": (0.60, 0.85),
}
"""Lowest and highest wanted value by figure id."""

SLA_TARGETS: dict[int, float] = {1: 0.95, 2: 0.92, 3: 0.90, 4: 0.85, 5: 0.80}
"""Wanted share of requests resolved within the service level, by priority."""


def verdict(figure: Figure) -> str:
    """Return ``meets``, ``inside``, ``misses_low``, ``misses_high``, or an empty text where there is no target."""
    low, high = TARGETS.get(figure.figure_id, (None, None))
    if figure.value is None or (low is None and high is None):
        return ""
    if low is not None and figure.value < low:
        return "misses_low"
    if high is not None and figure.value > high:
        return "misses_high"
    return "inside" if low is not None and high is not None else "meets"
