"""A complete plan at once: every item goes to its cheapest place, the most pressing first."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from planner.solve.ground import Ground
from planner.solve.routing.screen import Screen

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


def fill(
    screen: Screen,
    order: Iterable[int],
    *,
    tries: int | None = None,
    duties_near: Callable[[int], NDArray[np.bool_] | None] = lambda _: None,
) -> None:
    """Put items that are left out into their cheapest places where that lowers the price.

    Parameters
    ----------
    screen
        Places of the fleet.
    order
        Items in the order in which they are tried; those not left out are passed over.
    tries, duties_near
        See `Screen.best`; `duties_near` marks the duties to look at for an item.
    """
    fleet = screen.fleet
    for item in order:
        if item not in fleet.left:
            continue
        spot = screen.best(item, cutoff=fleet.ground.drop[item], tries=tries, duties=duties_near(item))
        if spot:
            fleet.insert(spot.duty, item, spot.at)
