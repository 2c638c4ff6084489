"""A complete plan at once: every item goes to its cheapest place, the most pressing first."""

from __future__ import annotations

import random
from collections.abc import Iterable

from planner.solve.ground import Ground
from planner.solve.screen import Screen

__all__ = ["fill", "pressing"]


def pressing(ground: Ground, items: Iterable[int], draw: random.Random, *, shuffled: bool = False) -> list[int]:
    """Return items with the most pressing first: mandatory, dear to leave out, few who may, short windows.

    Parameters
    ----------
    ground, items
        The problem and some of its items.
    draw
        Chance that breaks ties.
    shuffled
        Let chance decide among items that are equally dear to leave out.
    """

    def rank(item: int) -> tuple[int, int, int, float]:
        open_s = min(sum(last - first for first, last in ground.begin[0][item]), 86_400)
        hard = (0, 0) if shuffled else (len(ground.takers[item]), open_s)
        return -ground.drop[item], *hard, draw.random()

    return sorted(sorted(items), key=rank)


def fill(screen: Screen, order: Iterable[int], *, tries: int | None = None) -> None:
    """Put items that are left out into their cheapest places where that lowers the price.

    Parameters
    ----------
    screen
        Places of the fleet.
    order
        Items in the order in which they are tried; those not left out are passed over.
    tries
        See `Screen.best`.
    """
    fleet = screen.fleet
    for item in order:
        spot = screen.best(item, cutoff=fleet.ground.drop[item], tries=tries) if item in fleet.left else None
        if spot:
            fleet.insert(spot.duty, item, spot.at)
