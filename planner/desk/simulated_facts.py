"""What an incident log of an IT company says of a desk, and what we assume where it is silent.

References
----------
Amaral, Fantinato, Peres (2018): "Incident management process enriched event log", UCI Machine Learning Repository,
CC BY 4.0; its first 5 998 entries, 890 incidents of 29 February to 2 March 2016. `tools/incident_facts.py` computes
these figures from the file. The log is of a desk: it knows no visits, no drives and, in these rows, only three working
days; what is said of weekdays, visits, drives and the work itself is our own assumption and marked so.
"""

from __future__ import annotations

__all__ = [
    "DRIVE_FACTOR",
    "ENTRIES",
    "HOURS",
    "LATE_HOURS",
    "MISSED",
    "PRIORITIES",
    "REASSIGNED",
    "REOPENED",
    "WAITED",
    "WAIT_HOURS",
    "WEEKDAYS",
]

HOURS = (
    0.0022, 0.0067, 0.0056, 0.0022, 0.0022, 0.0034, 0.0056, 0.0169, 0.0921, 0.1247, 0.1169, 0.1191,
    0.0921, 0.0775, 0.1124, 0.0955, 0.0382, 0.0270, 0.0101, 0.0191, 0.0124, 0.0079, 0.0045, 0.0056,
)  # fmt: skip
"""Share of the incidents that came in each hour of the day."""

PRIORITIES = (0.0169, 0.0371, 0.8506, 0.0955)
"""Share of priorities 1 to 4."""

MISSED = (0.933, 1.0, 0.398, 0.553)
"""Share that missed its target, by priority: 44 % of all."""

REASSIGNED = (0.5607, 0.2292, 0.1034, 0.0371, 0.0180, 0.0157, 0.0124, 0.0079, 0.0056, 0.0034, 0.0034, 0.0, 0.0034)
"""Share that was given to another group 0, 1, 2 ... times; 12 stands for 12 and more."""

ENTRIES = (
    0.0315, 0.1292, 0.1888, 0.1292, 0.1270, 0.1000, 0.0674, 0.0461, 0.0438, 0.0247, 0.0225, 0.0169, 0.0146, 0.0090,
    0.0090, 0.0112, 0.0079, 0.0067, 0.0045, 0.0022, 0.0034, 0.0, 0.0045,
)  # fmt: skip
"""Share that has 2, 3, 4 ... entries in the log; 24 stands for 24 and more."""

WAITED = 0.352
"""Share that waited for somebody outside at least once."""

WAIT_HOURS = (0.0, 0.02, 0.11, 1.91, 7.78, 21.99, 40.78, 71.45, 124.73, 291.19, 600.0)
"""Deciles of such waits in hours; the ends are cut."""

LATE_HOURS = (24.0, 117.98, 150.35, 189.73, 243.02, 358.2, 417.99, 516.09, 840.28, 1434.64, 2000.0)
"""Deciles of the hours until those were solved that missed their target; the ends are cut."""

REOPENED = 0.0112
"""Share that was opened again."""

WEEKDAYS = (0.24, 0.19, 0.19, 0.18, 0.16, 0.025, 0.015)
"""Our assumption: share of a week's requests that come from Monday to Sunday."""

DRIVE_FACTOR = (1.0, 1.25, 1.05, 1.2, 0.98)
"""Our assumption: how much longer drives take than the map says from 00, 07, 09, 15 and 18 o'clock on."""
