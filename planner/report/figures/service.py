"""Do we keep what we promise: what was done, and whether it was in time."""

from __future__ import annotations

import numpy as np

from planner.report.figures.groups import Definition, Flat, Groups, Tally, share

__all__ = ["SERVICE", "visits_of"]

_ASKED = ("request_id", "title", "customer", "priority", "sla_policy", "created_at")


def visits_of(groups: Groups) -> Flat:
    """Return which work is a visit; one of a crew counts once, by its first seat."""
    return np.asarray(groups.says("work", "kind", "visit") & (groups.tables["work"]["seat"] == 1))


def visits_done(groups: Groups) -> Tally:
    """Visits reported done / visits planned and due."""
    visits = visits_of(groups)
    done = groups.summed("work", visits & groups.says("work", "outcome", "done"))
    return Tally(value=done, part=done, whole=groups.summed("work", visits), table="work", mask=visits)


def unassigned(groups: Groups) -> Tally:
    """Visits left out of the valid plans."""
    left = groups.says("work", "kind", "unassigned")
    part = groups.summed("work", left)
    value = np.where(groups.summed("work", groups.everything("work")) > 0, part, np.nan)
    whole = groups.summed("work", groups.tables["work"]["seat"] == 1)
    return Tally(value=value, part=part, whole=whole, table="work", mask=left)


def sla_response(groups: Groups) -> Tally:
    """Responses within target / responses due or given."""
    return _kept(groups, "response_met")


def sla_resolution(groups: Groups) -> Tally:
    """Resolved within target / resolved or overdue."""
    return _kept(groups, "resolution_met")


def _kept(groups: Groups, column: str) -> Tally:
    met = groups.tables["requests"][column]
    counted = groups.everything("requests") & (met >= 0)
    part, whole = groups.summed("requests", met == 1), groups.summed("requests", counted)
    return Tally(value=share(part, whole), part=part, whole=whole, table="requests", mask=counted)


SERVICE = (
    Definition(
        figure_id="visits_done", theme="service", unit="count", higher_is_better=True, tally=visits_done,
        columns=("day", "visit_id", "job_type_id", "customer", "technician", "priority", "outcome",
                 "planned_service_s", "service_s", "planned_drive_s", "drive_s"),
    ),
    Definition(
        figure_id="sla_resolution", theme="service", unit="share", higher_is_better=True, tally=sla_resolution,
        columns=(*_ASKED, "resolution_due", "ended_at", "resolution_met"),
    ),
    Definition(
        figure_id="sla_response", theme="service", unit="share", higher_is_better=True, tally=sla_response,
        columns=(*_ASKED, "response_due", "responded_at", "response_met"),
    ),
    Definition(
        figure_id="unassigned", theme="service", unit="count", higher_is_better=False, tally=unassigned,
        columns=("day", "visit_id", "customer", "priority", "planned_service_s", "reason"),
    ),
)  # fmt: skip
