"""Do we keep what we promise: what was done, whether it was in time, and whether it held."""

from __future__ import annotations

from functools import partial

import numpy as np

from planner.report.columns import NONE
from planner.report.figures.groups import Definition, Flat, Groups, Tally, share

__all__ = ["SERVICE", "visits_of"]

_ASKED = ("request_id", "title", "customer", "priority", "sla_policy", "created_at")
_WENT = ("day", "visit_id", "job_type_id", "customer", "technician", "priority", "outcome")
_MICROS = 1_000_000
_BACK_SOON = 14 * 24 * 3600 * _MICROS
"""Opened again within so many microseconds, a request was not solved."""


def visits_of(groups: Groups) -> Flat:
    """Return which work is a visit; one of a crew counts once, by its first seat."""
    return np.asarray(groups.says("work", "kind", "visit") & (groups.tables["work"]["seat"] == 1))


def visits_done(groups: Groups) -> Tally:
    """Visits reported done / visits planned and due."""
    visits = visits_of(groups)
    reported = visits & groups.says("work", "outcome", "done")
    done, whole = groups.summed("work", reported), groups.summed("work", visits)
    return Tally(value=done, part=done, whole=whole, table="work", mask=visits, against=~reported)


def unassigned(groups: Groups) -> Tally:
    """Visits left out of the valid plans."""
    left = groups.says("work", "kind", "unassigned")
    part = groups.summed("work", left)
    value = np.where(groups.summed("work", groups.everything("work")) > 0, part, np.nan)
    whole = groups.summed("work", groups.tables["work"]["seat"] == 1)
    return Tally(value=value, part=part, whole=whole, table="work", mask=left)


def kept_target(groups: Groups, column: str) -> Tally:
    """Met within target / met, or due and not met."""
    met = groups.tables["requests"][column]
    counted = groups.everything("requests") & (met >= 0)
    return _shared(groups, "requests", met == 1, counted)


def time_taken(groups: Groups, moment: str, seconds: str) -> Tally:
    """Median business time less pauses from arrival to a moment, with mean and P90; counted where it is known."""
    requests = groups.tables["requests"]
    happened = groups.everything("requests") & (requests[moment] != NONE)
    known, took = happened & ~np.isnan(requests[seconds]), requests[seconds]
    median, p90 = groups.quantiles("requests", known, took, 0.5, 0.9)
    return Tally(
        value=median,
        part=groups.summed("requests", known),
        whole=groups.summed("requests", happened),
        table="requests",
        mask=known,
        more={"mean": groups.mean("requests", known, took), "p90": p90},
    )


def appointment_kept(groups: Groups) -> Tally:
    """There in time, and not begun before / promised, of the visits due; mean lateness of those that came late."""
    work = groups.tables["work"]
    promised = visits_of(groups) & (work["promise_to"] != NONE)
    there, begun = work["arrived_at"], work["started_at"]
    there = np.where(there != NONE, there, begun)
    kept = promised & (there != NONE) & (there <= work["promise_to"]) & (begun >= work["promise_from"])
    late = promised & (there != NONE) & (there > work["promise_to"])
    behind = (np.where(late, there, 0) - np.where(late, work["promise_to"], 0)) / _MICROS
    found = _shared(groups, "work", kept, promised)
    return Tally(
        value=found.value, part=found.part, whole=found.whole, table="work", mask=promised, against=~kept,
        more={"late": groups.mean("work", late, behind)},
    )  # fmt: skip


def first_time_fix(groups: Groups) -> Tally:
    """Solved with a visit: on the first visit, and not opened again in 14 days / solved with a visit."""
    over = _over(groups) & groups.tables["requests"]["visited"]
    fixed = over & (groups.tables["requests"]["failed"] == 0) & ~_back_soon(groups)
    return _shared(groups, "requests", fixed, over)


def rework(groups: Groups) -> Tally:
    """Opened again within 14 days / solved."""
    over, back = _over(groups), _back_soon(groups)
    return _shared(groups, "requests", over & back, over, against=back)


def _over(groups: Groups) -> Flat:
    return np.asarray(groups.everything("requests") & (groups.tables["requests"]["ended"] != NONE))


def _back_soon(groups: Groups) -> Flat:
    requests = groups.tables["requests"]
    again = requests["reopened"] != NONE
    waited = np.where(again, requests["reopened"], 0) - np.where(again, requests["first_closed"], 0)
    return np.asarray(again & (waited <= _BACK_SOON))


def no_access(groups: Groups) -> Tally:
    """Nobody there / visits set out to."""
    work = groups.tables["work"]
    out = (work["en_route_at"] != NONE) | (work["arrived_at"] != NONE) | ~groups.says("work", "outcome", "open")
    went = visits_of(groups) & out
    shut = groups.says("work", "outcome", "no_access")
    return _shared(groups, "work", went & shut, went, against=shut)


def _shared(groups: Groups, table: str, chosen: Flat, counted: Flat, *, against: Flat | None = None) -> Tally:
    """The share of some rows; where nothing else is said, the others count against it."""
    part, whole = groups.summed(table, chosen), groups.summed(table, counted)
    return Tally(
        value=share(part, whole), part=part, whole=whole, table=table, mask=counted,
        against=~chosen if against is None else against,
    )  # fmt: skip


_SPREAD = (("mean", "seconds"), ("p90", "seconds"))

SERVICE = (
    Definition(
        figure_id="sla_resolution", theme="service", unit="share", higher_is_better=True,
        tally=partial(kept_target, column="resolution_met"),
        columns=(*_ASKED, "resolution_due", "ended_at", "resolution_met"),
    ),
    Definition(
        figure_id="sla_response", theme="service", unit="share", higher_is_better=True,
        tally=partial(kept_target, column="response_met"),
        columns=(*_ASKED, "response_due", "responded_at", "response_met"),
    ),
    Definition(
        figure_id="time_to_resolve", theme="service", unit="seconds", higher_is_better=False,
        tally=partial(time_taken, moment="ended", seconds="resolution_s"),
        columns=(*_ASKED, "ended_at", "resolution_s"), more=_SPREAD,
    ),
    Definition(
        figure_id="time_to_respond", theme="service", unit="seconds", higher_is_better=False,
        tally=partial(time_taken, moment="responded", seconds="response_s"),
        columns=(*_ASKED, "responded_at", "response_s"), more=_SPREAD,
    ),
    Definition(
        figure_id="appointment_kept", theme="service", unit="share", higher_is_better=True, tally=appointment_kept,
        columns=(*_WENT, "promise_from", "promise_to", "arrived_at", "started_at"), more=(("late", "minutes"),),
    ),
    Definition(
        figure_id="first_time_fix", theme="service", unit="share", higher_is_better=True, tally=first_time_fix,
        columns=(*_ASKED, "ended_at", "failed", "reopened"),
    ),
    Definition(
        figure_id="visits_done", theme="service", unit="count", higher_is_better=True, tally=visits_done,
        columns=(*_WENT, "planned_service_s", "service_s", "planned_drive_s", "drive_s"),
    ),
    Definition(
        figure_id="no_access", theme="service", unit="share", higher_is_better=False, tally=no_access,
        columns=(*_WENT, "arrived_at"),
    ),
    Definition(
        figure_id="rework", theme="service", unit="share", higher_is_better=False, tally=rework,
        columns=(*_ASKED, "first_closed", "reopened", "ended_at"),
    ),
    Definition(
        figure_id="unassigned", theme="service", unit="count", higher_is_better=False, tally=unassigned,
        columns=("day", "visit_id", "customer", "priority", "planned_service_s", "reason"),
    ),
)  # fmt: skip
