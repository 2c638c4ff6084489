"""What it costs: the price of the published plans, and what driving does to the air."""

from __future__ import annotations

import numpy as np

from planner.model.costs import CASH_TERMS
from planner.report.figures.groups import Definition, Flat, Groups, Tally, share

__all__ = ["COST"]

_PLAN = ("day", "visits", "price_ore")
_SHIFT = ("day", "technician", "drive_s", "distance_m", "g_km")


def cost_per_visit(groups: Groups) -> Tally:
    """Price of the plans, without what visits left out cost / visits planned in them."""
    plans = groups.tables["plans"]
    priced = ~np.isnan(plans["price_ore"])
    part, whole = (groups.summed("plans", priced, plans[one]) for one in ("price_ore", "visits"))
    return Tally(
        value=share(part, whole), part=part, whole=whole, table="plans", mask=priced,
        more={"paid": share(_paid(groups), whole)},
    )  # fmt: skip


def _paid(groups: Groups) -> Flat:
    """What of the price is paid to somebody; the rest weighs in the plan, and wages are not in it."""
    return groups.summed("terms", groups.says("terms", "term", *CASH_TERMS), groups.tables["terms"]["ore"])


def total_cost(groups: Groups) -> Tally:
    """Price of the published plans, without what visits left out cost."""
    plans = groups.tables["plans"]
    priced = ~np.isnan(plans["price_ore"])
    part, days = groups.summed("plans", priced, plans["price_ore"]), groups.summed("plans", priced)
    return Tally(
        value=np.where(days > 0, part, np.nan), part=days, whole=groups.summed("plans", groups.everything("plans")),
        table="plans", mask=priced, more={"paid": np.where(days > 0, _paid(groups), np.nan)},
    )  # fmt: skip


def distance(groups: Groups) -> Tally:
    """Metres of the shifts, home included."""
    every = groups.everything("shifts")
    total, count = groups.summed("shifts", every, groups.tables["shifts"]["distance_m"]), groups.summed("shifts", every)
    return Tally(value=np.where(count > 0, total, np.nan), part=total, whole=total, table="shifts", mask=every)


def co2(groups: Groups) -> Tally:
    """Metres of each shift times the grams of its car; of how many of all metres the car's grams are known."""
    shifts = groups.tables["shifts"]
    known = groups.everything("shifts") & ~np.isnan(shifts["g_km"])
    grams = groups.summed("shifts", known, shifts["distance_m"] / 1000 * shifts["g_km"])
    part = groups.summed("shifts", known, shifts["distance_m"])
    whole = groups.summed("shifts", groups.everything("shifts"), shifts["distance_m"])
    return Tally(value=np.where(part > 0, grams, np.nan), part=part, whole=whole, table="shifts", mask=known)


COST = (
    Definition(
        figure_id="cost_per_visit", theme="cost", unit="ore", higher_is_better=False, tally=cost_per_visit,
        columns=_PLAN, filtered=False, parts=("ore", "count"), more=(("paid", "ore"),),
    ),
    Definition(
        figure_id="total_cost", theme="cost", unit="ore", higher_is_better=False, tally=total_cost,
        columns=_PLAN, filtered=False, more=(("paid", "ore"),),
    ),
    Definition(
        figure_id="distance", theme="cost", unit="metres", higher_is_better=False, tally=distance,
        columns=_SHIFT, filtered=False, parts=(),
    ),
    Definition(
        figure_id="co2", theme="cost", unit="grams", higher_is_better=False, tally=co2,
        columns=_SHIFT, filtered=False, parts=("metres", "metres"),
    ),
)  # fmt: skip
