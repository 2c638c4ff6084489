"""Several chains on one plan: each has a share of it to itself, and the shares are cut anew after a moment.

Large plans have room for that: what is done in one corner does not matter in another for a while. Two chains
that each search the whole plan find much the same; two that share it get on twice as fast.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.solve.generator import Draft, Generator, Orders
from planner.solve.kernel.layout import KIND, ROW, START_ROW, Layout

__all__ = ["Gathered", "Share", "gather", "give_out", "shares"]

Floats = NDArray[np.float64]

_OFF_MIDDLE = 0.15
"""How far from the middle of the work a cut may lie, as a share of the work."""


@dataclass(frozen=True, slots=True)
class Share:
    """Duties and items of one chain, in ascending order."""

    duties: NDArray[np.int64]
    items: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What all chains together have made of a plan: as it is now, and the cheapest; with price units."""

    present: Draft
    present_units: int
    best: Draft
    best_units: int


def shares(layout: Layout, orders: Orders, count: int, chance: np.random.Generator) -> list[Share]:
    """Cut a plan into shares; every duty and every item is in exactly one.

    Parameters
    ----------
    orders
        The plan: who works near each other stays together.
    count
        How many shares.
    chance
        Draws the direction of the cuts and where they lie.
    """
    duties = np.arange(len(orders))
    used = np.array([bool(order) for order in orders])
    across = _across(layout, chance)
    rows = layout.item[0, :, ROW]
    at = np.array([_middle(across, rows[list(order)], start) for order, start in _with_start(layout, orders)])
    weight = np.array([len(order) for order in orders], dtype=np.float64)
    busy = duties[used][np.argsort(at[used], kind="stable")]
    part = np.zeros(len(orders), dtype=np.int64)
    bounds = np.arange(1, count) / count + chance.uniform(-_OFF_MIDDLE, _OFF_MIDDLE, count - 1) / count
    sums = np.cumsum(weight[busy]) / max(1.0, weight.sum())
    part[busy] = np.searchsorted(np.sort(bounds), sums - 0.5 * weight[busy] / max(1.0, weight.sum()))
    _divide_idle(layout, duties[~used], at, part, busy, count)
    return _with_items(layout, orders, part, count, chance)


def _with_start(layout: Layout, orders: Orders) -> list[tuple[tuple[int, ...], int]]:
    return list(zip(orders, layout.duty[:, START_ROW].tolist(), strict=True))


def _across(layout: Layout, chance: np.random.Generator) -> Floats:
    """Return where each row lies along a line between two rows far from each other, as far as the ways tell.

    References
    ----------
    Faloutsos, C. and Lin, K.-I. (1995). FastMap: a fast algorithm for indexing, data-mining and
    visualization of traditional and multimedia datasets. SIGMOD Record 24(2).
    """
    way = layout.way_units[0]
    rows = np.unique(layout.item[0, :, ROW])
    rows = rows[rows >= 0]
    if not len(rows):
        return np.zeros(len(way))
    one = int(chance.choice(rows))
    other = int(rows[np.argmax(way[one, rows])])
    a, b = (way[end].astype(np.float64) for end in (one, other))
    place: Floats = a * a - b * b
    return place


def _middle(across: Floats, rows: NDArray[np.int64], start: int) -> float:
    """Return where a route lies, or where it would begin."""
    rows = rows[rows >= 0]
    if len(rows):
        return float(across[rows].mean())
    return float(across[start]) if start >= 0 else 0.0


def _divide_idle(
    layout: Layout, idle: NDArray[np.int64], at: Floats, part: NDArray[np.int64], busy: NDArray[np.int64], count: int
) -> None:
    """Give idle duties to the shares: of several that are alike each its part, the others where they begin."""
    borders = [at[busy[part[busy] < number + 1]].max(initial=-np.inf) for number in range(count - 1)]
    kinds: dict[int, list[int]] = {}
    for duty in idle.tolist():
        kinds.setdefault(int(layout.duty[duty, KIND]), []).append(duty)
    for alike in kinds.values():
        if len(alike) > 1:
            part[alike] = np.arange(len(alike)) % count
        else:
            part[alike] = np.searchsorted(borders, at[alike])


def _with_items(
    layout: Layout, orders: Orders, part: NDArray[np.int64], count: int, chance: np.random.Generator
) -> list[Share]:
    """Return the shares with the items of their duties; what is left out goes to one that could do it."""
    of_item = np.full(len(layout.near), -1, dtype=np.int64)
    for duty, order in enumerate(orders):
        of_item[list(order)] = part[duty]
    for item in np.flatnonzero(of_item < 0).tolist():
        if of_item[item] >= 0:
            continue
        able = np.unique(part[layout.pay[:, item] >= 0])
        # What is left out of a bond goes to one share together: it is put back together.
        together = (
            np.flatnonzero((layout.bond == layout.bond[item]) & (of_item < 0)) if layout.bond[item] >= 0 else item
        )
        of_item[together] = chance.choice(able) if len(able) else 0
    return [Share(np.flatnonzero(part == number), np.flatnonzero(of_item == number)) for number in range(count)]


def give_out(layout: Layout, chains: Sequence[Generator], draft: Draft, chance: np.random.Generator) -> None:
    """Let every chain go on with a plan, each with a share of it."""
    for chain, share in zip(chains, shares(layout, draft.orders, len(chains), chance), strict=True):
        chain.confine(share.duties, share.items)
        chain.begin(draft)


def gather(chains: Sequence[Generator], draft: Draft, units: int) -> Gathered:
    """Put together what the chains have made of a plan since `give_out`, and let them have all of it again."""
    present, best = (Draft(list(draft.orders), draft.agreed.copy()) for _ in range(2))
    present_units = best_units = units
    for chain in chains:
        now, cheapest = chain.present(), chain.best()
        for whole, part in ((present, now), (best, cheapest)):
            for duty in chain.duties.tolist():
                whole.orders[duty] = part.orders[duty]
            if len(whole.agreed):
                whole.agreed[chain.items] = part.agreed[chain.items]
        present_units += chain.present_units - units
        best_units += chain.units - units
        chain.confine()
    return Gathered(present, present_units, best, best_units)
