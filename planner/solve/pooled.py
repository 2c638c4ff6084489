"""Between the kernel and the master: routes of pools as columns, and a choice of columns as a plan."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from planner.solve.generator import Draft, Orders, Routes
from planner.solve.kernel.layout import DROP, KIND, Layout
from planner.solve.master import Columns

__all__ = ["columns_of", "seated", "unlinked"]


def columns_of(layout: Layout, pools: Sequence[Routes]) -> Columns:
    """Return the routes of some pools, one after the other, as columns."""
    duty, units, size, items = (np.concatenate(parts) for parts in zip(*pools, strict=True))
    return Columns(
        kind=layout.duty[duty, KIND],
        units=units,
        size=size,
        items=items,
        count=np.bincount(layout.duty[:, KIND]),
        drop=layout.item[0, :, DROP],
    )


def unlinked(layout: Layout, routes: Routes) -> Routes:
    """Return the routes without linked items: when these began is not kept with a route."""
    if not len(layout.link):
        return routes
    linked = np.append(layout.bond >= 0, False)
    inside = np.arange(routes[3].shape[1])[None, :] < routes[2][:, None]
    free = ~linked[np.where(inside, routes[3], -1)].any(axis=1)
    duty, units, size, items = routes
    return duty[free], units[free], size[free], items[free]


def seated(layout: Layout, chosen: Sequence[int], columns: Columns, agreed: NDArray[np.int64]) -> Draft:
    """Return the plan of the master: each route with a duty of its kind; linked items begin when that is agreed."""
    free: dict[int, list[int]] = {}
    for duty, kind in enumerate(layout.duty[:, KIND].tolist()):
        free.setdefault(kind, []).append(duty)
    plan: Orders = [() for _ in range(len(layout.duty))]
    for column in chosen:
        order = columns.items[column, : columns.size[column]].tolist()
        plan[free[int(columns.kind[column])].pop()] = tuple(order)
    return Draft(plan, agreed)
