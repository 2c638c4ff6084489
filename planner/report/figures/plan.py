"""How good the plans are: whether they are followed and stand, what they gain, and whether they are fair."""

from __future__ import annotations

import numpy as np

from planner.report.columns import NONE
from planner.report.figures.groups import Definition, Flat, Groups, Tally, share

__all__ = ["LEAST_SHARED", "PLAN"]

LEAST_SHARED = 5
"""Among fewer people a figure of how evenly load is shared would say something of each of them."""

_WORK = ("day", "visit_id", "customer", "technician", "priority", "outcome", "planned_start")
_ODD_HOURS = 0.5
"""An hour at night or at the weekend weighs so much more than another."""


def adherence(groups: Groups) -> Tally:
    """Stops carried out by whom and in the order they were planned / stops planned and due."""
    as_planned = groups.tables["work"]["as_planned"]
    due = groups.everything("work") & (as_planned >= 0)
    part, whole = groups.summed("work", as_planned == 1), groups.summed("work", due)
    return Tally(value=share(part, whole), part=part, whole=whole, table="work", mask=due, against=as_planned == 0)


def churn(groups: Groups) -> Tally:
    """Stops first published that a later publication of the day changed / stops first published."""
    plans = groups.tables["plans"]
    every = groups.everything("plans")
    part, whole = (groups.summed("plans", every, plans[one]) for one in ("changed", "first_visits"))
    return Tally(value=share(part, whole), part=part, whole=whole, table="plans", mask=every & (plans["changed"] > 0))


def promises_broken(groups: Groups) -> Tally:
    """Visits whose published plan starts them outside the promised time, or leaves them out / promised for that day."""
    work = groups.tables["work"]
    told = (work["promise_to"] != NONE) & (work["seat"] == 1)
    start = work["planned_start"]
    kept = (start != NONE) & (start >= work["promise_from"]) & (start <= work["promise_to"])
    part, whole = groups.summed("work", told & ~kept), groups.summed("work", told)
    return Tally(
        value=np.where(whole > 0, part, np.nan), part=part, whole=whole, table="work", mask=told & ~kept
    )  # fmt: skip


def planning_gain(groups: Groups) -> Tally:
    """1 - way as planned / way in the order given; against nearest insertion, and the price of driving it saved."""
    plans = groups.tables["plans"]
    known = plans["own_m"] > 0
    own, given, nearest = (groups.summed("plans", known, plans[f"{one}_m"]) for one in ("own", "given", "nearest"))
    priced = known & ~np.isnan(plans["drive_ore"])
    longer = np.divide(plans["given_m"], plans["own_m"], out=np.ones(len(known)), where=known) - 1
    saved = groups.summed("plans", priced, longer * plans["drive_ore"])
    return Tally(
        value=1 - share(own, given), part=own, whole=given, table="plans", mask=known,
        more={
            "nearest": 1 - share(own, nearest),
            "saved": np.where(groups.summed("plans", priced) > 0, saved, np.nan),
        },
    )  # fmt: skip


def fairness(groups: Groups) -> Tally:
    """Gini coefficient of load per hour at hand over who is out, 0: all the same; and the spread of the middle 80 %.

    Shifts on the road alone: whoever answers the telephone has another load. Load is work and travel, with half as
    much again at nights and weekends; at hand is paid time. Not of fewer than five people.

    References
    ----------
    Gini, C. (1912). Variabilità e mutabilità. Bologna.
    """
    shifts = groups.tables["shifts"]
    odd = _ODD_HOURS * (shifts["night_s"] + shifts["weekend_s"])
    load = shifts["service_s"] + shifts["drive_s"] + odd
    counted = groups.everything("shifts") & groups.says("shifts", "kind", "field") & (shifts["paid_s"] > 0)
    gini, spread, people = (np.full(groups.count, np.nan) for _ in range(3))
    for one in range(groups.count):
        mine = np.flatnonzero(counted & (groups.of["shifts"] == one))
        loads = _per_person(shifts["technician_id"][mine], load[mine], shifts["paid_s"][mine])
        people[one] = len(loads)
        if len(loads) >= LEAST_SHARED and loads.sum() > 0:
            gini[one] = _gini(loads)
            spread[one] = np.quantile(loads, 0.9) - np.quantile(loads, 0.1)
    return Tally(
        value=gini, part=people, whole=people, table="shifts", mask=counted, more={"spread": spread}
    )  # fmt: skip


def _per_person(people: Flat, load: Flat, at_hand: Flat) -> Flat:
    _, who = np.unique(people, return_inverse=True)
    return np.asarray(np.bincount(who, weights=load) / np.bincount(who, weights=at_hand)) if len(who) else np.zeros(0)


def _gini(values: Flat) -> float:
    ordered, count = np.sort(values), len(values)
    return float((2 * np.arange(1, count + 1) - count - 1) @ ordered / (count * ordered.sum()))


PLAN = (
    Definition(
        figure_id="adherence", theme="plan", unit="share", higher_is_better=True, tally=adherence,
        columns=(*_WORK, "started_at", "as_planned"),
    ),
    Definition(
        figure_id="churn", theme="plan", unit="share", higher_is_better=False, tally=churn,
        columns=("day", "first_visits", "changed"), filtered=False,
    ),
    Definition(
        figure_id="promises_broken", theme="plan", unit="count", higher_is_better=False, tally=promises_broken,
        columns=(*_WORK, "promise_from", "promise_to"),
    ),
    Definition(
        figure_id="planning_gain", theme="plan", unit="share", higher_is_better=True, tally=planning_gain,
        columns=("day", "visits", "own_m", "nearest_m", "given_m"), filtered=False, parts=("metres", "metres"),
        more=(("nearest", "share"), ("saved", "ore")),
    ),
    Definition(
        figure_id="fairness", theme="plan", unit="index", higher_is_better=False, tally=fairness,
        columns=("day", "service_s", "drive_s", "night_s", "weekend_s", "paid_s"), filtered=False, parts=(),
        more=(("spread", "share"),),
    ),
)  # fmt: skip
