"""What reported work teaches of standard times: how long it takes against what was planned, and how it spreads.

Of a group with n reports its own mean weighs n / (n + k) beside what is believed without it, k being the variance
inside groups over the variance between them: of few reports little is believed, and no group of one stands out.

References
----------
Bühlmann, H. (1967). Experience rating and credibility. ASTIN Bulletin 4 (3), 199-207. Bühlmann, H. and Gisler, A.
(2005). A Course in Credibility Theory, Springer, chapter 4.2: the estimators of the two variances.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.report.columns import NONE, Columns, Words
from planner.report.lateness import Spread, Spreads

__all__ = ["Learned", "learned_spreads", "learned_times", "rates"]

_Z80 = 0.8416
_LEAST_S, _MOST_TIMES = 120.0, 4.0
"""Shorter work, or four times as long as planned and longer, is a button pressed late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What the reports of a group say.

    Parameters
    ----------
    group
        Job type or customer.
    count
        How many reports it is learned from.
    own, factor
        Median of actual over planned: that of its own reports, and drawn towards that of all.
    sigma
        Standard deviation of the logarithm, drawn towards that of all likewise.
    credibility
        Weight of its own reports, 0 to 1.
    """

    group: str
    count: int
    own: float
    factor: float
    sigma: float
    credibility: float

    def times_min(self, planned_min: float) -> tuple[int, int]:
        """Return the median and the 80th percentile in whole minutes of what is planned with so many."""
        median = planned_min * self.factor
        return max(1, round(median)), max(1, round(median * float(np.exp(_Z80 * self.sigma))))


def _reported(work: Columns, words: Words) -> np.ndarray:
    """Which rows are work that was done, with a time that can be believed; each seat of a crew is one."""
    ratio = np.divide(work["service_s"], work["planned_service_s"], out=np.full(len(work["day"]), np.nan),
                      where=work["planned_service_s"] > 0)  # fmt: skip
    done = work["outcome"] == words.number("done")
    with np.errstate(invalid="ignore"):
        believed = (work["service_s"] >= _LEAST_S) & (ratio <= _MOST_TIMES) & (ratio >= 1 / _MOST_TIMES)
    return np.asarray(done & believed)


def learned_times(work: Columns, words: Words, *, by: str) -> tuple[Learned, ...]:
    """Return what the reports of each group say, the largest group first.

    Parameters
    ----------
    work
        Work of a period, as in an extract.
    by
        ``job_type_id`` or ``customer``. People are no group: nobody is ranked by speed.
    """
    if by not in ("job_type_id", "customer"):
        raise ValueError(f"{by} is no group that is learned of")
    mine = np.flatnonzero(_reported(work, words))
    logs = np.log(work["service_s"][mine] / work["planned_service_s"][mine])
    groups, index = np.unique(work[by][mine], return_inverse=True)
    if not len(groups):
        return ()
    counts = np.bincount(index)
    means = np.bincount(index, weights=logs) / counts
    squares = np.bincount(index, weights=(logs - means[index]) ** 2)
    inside, k = _structure(counts, means, squares)
    weights = counts / (counts + k) if np.isfinite(k) else np.zeros(len(groups))
    middle = float((weights * means).sum() / weights.sum()) if weights.sum() else float(logs.mean())
    drawn = weights * means + (1 - weights) * middle
    variances = (squares + 20 * inside) / (counts + 20)
    found = [
        Learned(
            group=words.texts[group], count=int(counts[at]), own=float(np.exp(means[at])),
            factor=float(np.exp(drawn[at])), sigma=float(np.sqrt(variances[at])), credibility=float(weights[at]),
        )
        for at, group in enumerate(groups)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.count, one.group)))


def _structure(counts: np.ndarray, means: np.ndarray, squares: np.ndarray) -> tuple[float, float]:
    """Return the variance inside groups, and k; k is infinite where groups do not differ more than by chance."""
    total, groups = float(counts.sum()), len(counts)
    inside = float(squares.sum() / max(1.0, total - groups))
    overall = float((counts * means).sum() / total)
    spare = total - float((counts**2).sum()) / total
    if groups < 2 or spare <= 0:
        return inside, np.inf
    between = (float((counts * (means - overall) ** 2).sum()) - (groups - 1) * inside) / spare
    return inside, inside / between if between > 0 else np.inf


def learned_spreads(work: Columns, words: Words, *, ahead_s: float = 0.0) -> Spreads:
    """Return spreads for `risk_of_lateness` from what was reported.

    Parameters
    ----------
    ahead_s
        By how much work may begin before its planned start.
    """
    by_job = learned_times(work, words, by="job_type_id")
    driven = work["drive_s"] / np.where(work["planned_drive_s"] >= 180, work["planned_drive_s"], np.nan)
    with np.errstate(invalid="ignore"):
        logs = np.log(driven[(driven > 1 / 3) & (driven < 3)])
    wait = (work["wait_s"] - work["planned_setup_s"])[work["started_at"] != NONE]
    wait = wait[(wait >= 0) & (wait <= 900)]
    total = sum(one.count for one in by_job)
    other = Spread(
        factor=float(np.exp(sum(one.count * np.log(one.factor) for one in by_job) / total)),
        sigma=float(np.sqrt(sum(one.count * one.sigma**2 for one in by_job) / total)),
    ) if total else Spread()  # fmt: skip
    return Spreads(
        work={one.group: Spread(factor=one.factor, sigma=one.sigma) for one in by_job},
        other=other,
        drive=Spread(factor=float(np.exp(logs.mean())), sigma=float(logs.std())) if len(logs) > 1 else Spread(),
        handover_s=float(np.median(wait)) if len(wait) else 0.0,
        ahead_s=ahead_s,
    )


def rates(work: Columns, words: Words, *, customers: Sequence[str] = ()) -> dict[str, tuple[int, int]]:
    """Return how many of how many: ``no_access`` of the visits reported, ``overrun`` of the work done.

    Parameters
    ----------
    customers
        Only theirs; empty: all.
    """
    mine = np.ones(len(work["day"]), dtype=bool)
    if customers:
        mine = np.isin(work["customer"], words.known(customers))
    visits = mine & (work["kind"] == words.number("visit")) & (work["seat"] == 1)
    ended = visits & np.isin(work["outcome"], words.known(("done", "no_access", "follow_up")))
    shut = ended & (work["outcome"] == words.number("no_access"))
    timed = mine & _reported(work, words)
    over = timed & (work["service_s"] > work["planned_service_s"])
    return {"no_access": (int(shut.sum()), int(ended.sum())), "overrun": (int(over.sum()), int(timed.sum()))}
