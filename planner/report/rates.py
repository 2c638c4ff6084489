"""How often a door stays shut and how often work takes longer than planned, of all and group by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.report.columns import Columns, Words
from planner.report.learning import reported

__all__ = ["LEAST_OF", "Rate", "rates", "rates_by"]

LEAST_OF = 10
"""Of fewer visits a share says nothing: such groups are counted together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How often something happened in a group.

    Parameters
    ----------
    group
        Job type or customer; empty: all groups too small to be told apart.
    no_access, overrun
        How many of how many: shut doors of the visits reported, work over its planned time of the work done.
    """

    group: str
    no_access: tuple[int, int]
    overrun: tuple[int, int]


def rates(work: Columns, words: Words, *, customers: Sequence[str] = ()) -> dict[str, tuple[int, int]]:
    """Return how many of how many: ``no_access`` of the visits reported, ``overrun`` of the work done.

    Parameters
    ----------
    customers
        Only theirs; empty: all.
    """
    mine = np.isin(work["customer"], words.known(customers)) if customers else np.ones(len(work["day"]), dtype=bool)
    shut, ended, over, timed = (int(one[mine].sum()) for one in _marks(work, words))
    return {"no_access": (shut, ended), "overrun": (over, timed)}


def rates_by(work: Columns, words: Words, *, by: str) -> tuple[Rate, ...]:
    """Return the rates of each group with `LEAST_OF` visits or pieces of work, the largest first, then of the others.

    Parameters
    ----------
    by
        ``job_type_id`` or ``customer``; people are no group.
    """
    if by not in ("job_type_id", "customer"):
        raise ValueError(f"{by} is no group that rates are told of")
    groups, index = np.unique(work[by], return_inverse=True)
    counts = np.array(
        [np.bincount(index, weights=one, minlength=len(groups)) for one in _marks(work, words)], dtype=int
    )
    large = (np.maximum(counts[1], counts[3]) >= LEAST_OF) & (groups != words.number(""))
    found = [_rate(words.texts[groups[at]], counts[:, at]) for at in np.flatnonzero(large)]
    found.sort(key=lambda one: (-max(one.no_access[1], one.overrun[1]), one.group))
    rest = counts[:, ~large].sum(axis=1)
    return (*found, _rate("", rest)) if rest.any() else tuple(found)


def _rate(group: str, counts: np.ndarray) -> Rate:
    shut, ended, over, timed = (int(one) for one in counts)
    return Rate(group=group, no_access=(shut, ended), overrun=(over, timed))


def _marks(work: Columns, words: Words) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of each row whether the door was shut, of a visit that ended; whether it took longer, of work that was timed."""
    visits = (work["kind"] == words.number("visit")) & (work["seat"] == 1)
    ended = visits & np.isin(work["outcome"], words.known(("done", "no_access", "follow_up")))
    timed = reported(work, words)
    over = timed & (work["service_s"] > work["planned_service_s"])
    return ended & (work["outcome"] == words.number("no_access")), ended, over, timed
