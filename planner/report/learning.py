"""What reported work teaches of standard times: how long it takes against what was planned, and how it spreads.

Of a group with n reports its own mean weighs n / (n + k) beside what is believed without it, k being the variance
inside groups over the variance between them: of few reports little is believed, and no group of one stands out.

References
----------
Bühlmann, H. (1967). Experience rating and credibility. ASTIN Bulletin 4 (3), 199-207. Bühlmann, H. and Gisler, A.
(2005). A Course in Credibility Theory, Springer, chapter 4.2: the estimators of the two variances.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from planner.report.columns import NONE, Columns, Words
from planner.report.lateness import Spread, Spreads

__all__ = [
    "LEAST_PEOPLE",
    "Learned",
    "as_planned_now",
    "learned_spreads",
    "learned_times",
    "own_times",
    "put_off",
    "reported",
]

LEAST_PEOPLE = 5
"""Of fewer people nothing is told that is drawn from all of them."""
_Z80 = 0.8416
_LEAST_S, _MOST_TIMES = 120.0, 4.0
"""Shorter work, or four times as long as planned and longer, is a button pressed late."""
_LEAST_DRIVE_S, _WEIGHT_OF_ALL = 180.0, 20
"""Of shorter drives the parking is most. What drives of an hour say weighs n / (n + 20) beside what all say."""
_ON_TIME_S, _MOST_AHEAD_S, _LEAST_EARLY = 60.0, 3600.0, 20
"""Work that began a minute to an hour before its time shows how far ahead of the plan people go on; from 20 on."""


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


def reported(work: Columns, words: Words) -> np.ndarray:
    """Return which rows are work that was done, with a time that can be believed; each seat of a crew is one."""
    ratio = np.divide(work["service_s"], work["planned_service_s"], out=np.full(len(work["day"]), np.nan),
                      where=work["planned_service_s"] > 0)  # fmt: skip
    done = work["outcome"] == words.number("done")
    with np.errstate(invalid="ignore"):
        believed = (work["service_s"] >= _LEAST_S) & (ratio <= _MOST_TIMES) & (ratio >= 1 / _MOST_TIMES)
    return np.asarray(done & believed)


def learned_times(
    work: Columns, words: Words, *, by: str, beside: Mapping[str, float] | None = None
) -> tuple[Learned, ...]:
    """Return what the reports of each group say, the largest group first.

    Parameters
    ----------
    work
        Work of a period, as in an extract.
    by
        ``job_type_id`` or ``customer``. People are no group: nobody is ranked by speed.
    beside
        Factors of job types: what a group's work takes is then told beside what work of its types takes anyway.
    """
    if by not in ("job_type_id", "customer"):
        raise ValueError(f"{by} is no group that is learned of")
    mine = np.flatnonzero(reported(work, words))
    return _learned(work[by][mine], _logs(work, words, mine, beside or {}), words)


def own_times(work: Columns, words: Words, technician_id: str, *, beside: Mapping[str, float]) -> Learned | None:
    """Return what one person's reports say beside what work of its types takes anyway; None: they have reported none.

    It is for that person alone. The factor is drawn towards that of all only where `LEAST_PEOPLE` or more have
    reported; of fewer it would tell what a colleague needs, and is the person's own.
    """
    mine = np.flatnonzero(reported(work, words))
    whose = work["technician_id"][mine]
    found = _learned(whose, _logs(work, words, mine, beside), words)
    own = next((one for one in found if one.group == technician_id), None)
    if own is None or len(found) >= LEAST_PEOPLE:
        return own
    sigma = float(_logs(work, words, mine, beside)[whose == words.number(technician_id)].std())
    return replace(own, factor=own.own, sigma=sigma, credibility=1.0)


def _logs(work: Columns, words: Words, mine: np.ndarray, beside: Mapping[str, float]) -> np.ndarray:
    """Logarithms of actual over planned, of some rows."""
    logs = np.log(work["service_s"][mine] / work["planned_service_s"][mine])
    if beside:
        jobs, index = np.unique(work["job_type_id"][mine], return_inverse=True)
        logs = logs - np.log([beside.get(words.texts[job], 1.0) for job in jobs])[index]
    return np.asarray(logs)


def _learned(column: np.ndarray, logs: np.ndarray, words: Words) -> tuple[Learned, ...]:
    groups, index = np.unique(column, return_inverse=True)
    if not len(groups):
        return ()
    counts = np.bincount(index)
    means = np.bincount(index, weights=logs) / counts
    squares = np.bincount(index, weights=(logs - means[index]) ** 2)
    inside, between = _variances(counts, means, squares)
    weights = counts / (counts + inside / between) if between > 0 else np.zeros(len(groups))
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


def _variances(counts: np.ndarray, means: np.ndarray, squares: np.ndarray) -> tuple[float, float]:
    """Return the variance inside groups and between them; 0 where groups do not differ more than by chance."""
    total, groups = float(counts.sum()), len(counts)
    inside = float(squares.sum() / max(1.0, total - groups))
    overall = float((counts * means).sum() / total)
    spare = total - float((counts**2).sum()) / total
    if groups < 2 or spare <= 0:
        return inside, 0.0
    between = (float((counts * (means - overall) ** 2).sum()) - (groups - 1) * inside) / spare
    return inside, max(0.0, between)


def as_planned_now(work: Columns, words: Words, *, by: str, since: Mapping[str, date]) -> Columns:
    """Return work as if it had been planned with the times that were taken over since.

    What a group's work took before the day its time was taken over is set against what it took on the whole: that is
    what has been planned since.

    Parameters
    ----------
    by
        ``job_type_id`` or ``customer``.
    since
        Day of the takeover by group.
    """
    planned, mine = work["planned_service_s"].copy(), reported(work, words)
    for group, day in since.items():
        for number in words.known([group]):
            before = (work[by] == number) & (work["day"] < day.toordinal())
            if (told := before & mine).any():
                planned[before] *= np.exp(np.log(work["service_s"][told] / planned[told]).mean())
    return work | {"planned_service_s": planned}


def learned_spreads(work: Columns, words: Words, *, zone: str) -> Spreads:
    """Return spreads for `risk_of_lateness` from what was reported.

    Parameters
    ----------
    zone
        Time zone of the hours of the day.
    """
    by_job = learned_times(work, words, by="job_type_id")
    pace = _pace(work, words, {one.group: one.factor for one in by_job})
    drive, hours = _drives(work, zone)
    wait = (work["wait_s"] - work["planned_setup_s"])[work["started_at"] != NONE]
    wait = wait[(wait >= 0) & (wait <= 900)]
    early = (work["planned_start"] - work["started_at"])[work["started_at"] != NONE] / 1e6
    early = early[(early > _ON_TIME_S) & (early <= _MOST_AHEAD_S)]
    total = sum(one.count for one in by_job)
    other = Spread(
        factor=float(np.exp(sum(one.count * np.log(one.factor) for one in by_job) / total)),
        sigma=float(np.sqrt(sum(one.count * one.sigma**2 for one in by_job) / total)),
    ) if total else Spread()  # fmt: skip
    return Spreads(
        work={one.group: Spread(factor=one.factor, sigma=_beside(pace, one.sigma)) for one in by_job},
        other=replace(other, sigma=_beside(pace, other.sigma)),
        drive=drive,
        hours=hours,
        pace=pace,
        handover_s=float(np.median(wait)) if len(wait) else 0.0,
        ahead_s=float(np.quantile(early, 0.9)) if len(early) >= _LEAST_EARLY else 0.0,
    )


def put_off(work: Columns) -> list[tuple[int, str]]:
    """Return day, as an ordinal, and visit of what nobody set out for, and which the plan of a later day has too."""
    _, request = np.unique(work["request_id"], return_inverse=True)
    last = np.zeros(request.max(initial=-1) + 1, dtype=work["day"].dtype)
    np.maximum.at(last, request, work["day"])
    never = np.all([work[name] == NONE for name in ("en_route_at", "arrived_at", "started_at")], axis=0)
    never &= (last[request] > work["day"]) & (work["planned_start"] != NONE)
    return list(zip(work["day"][never].tolist(), work["visit_id"][never].tolist(), strict=True))


def _pace(work: Columns, words: Words, beside: Mapping[str, float]) -> float:
    """How much what all work of somebody's day has in common spreads: nobody's name is kept, nor how they differ."""
    mine = np.flatnonzero(reported(work, words))
    if not len(mine):
        return 0.0
    logs = _logs(work, words, mine, beside)
    days = np.stack([work["technician_id"][mine], work["day"][mine]], axis=1)
    index = np.unique(days, axis=0, return_inverse=True)[1].ravel()
    counts = np.bincount(index)
    means = np.bincount(index, weights=logs) / counts
    _, between = _variances(counts, means, np.bincount(index, weights=(logs - means[index]) ** 2))
    return float(np.sqrt(between))


def _beside(pace: float, sigma: float) -> float:
    """What spreads of a piece of work by itself, where so much is common to all of the day; half of it at least."""
    return float(np.sqrt(max(sigma**2 - pace**2, (sigma / 2) ** 2)))


def _drives(work: Columns, zone: str) -> tuple[Spread, tuple[float, ...]]:
    """How drives differ from what was planned, and by how much more at each hour of leaving; few drives say little."""
    planned = np.where(work["planned_drive_s"] >= _LEAST_DRIVE_S, work["planned_drive_s"], np.nan)
    with np.errstate(invalid="ignore"):
        ratio = work["drive_s"] / planned
        mine = np.flatnonzero((ratio > 1 / 3) & (ratio < 3) & (work["en_route_at"] != NONE))
    if len(mine) < 2:
        return Spread(), ()
    logs, middle = np.log(ratio[mine]), float(np.log(ratio[mine]).mean())
    hours = _hours(work["en_route_at"][mine], zone)
    counts = np.bincount(hours, minlength=24)
    more = np.bincount(hours, weights=logs - middle, minlength=24) / (counts + _WEIGHT_OF_ALL)
    sigma = float((logs - middle - more[hours]).std())
    return Spread(factor=float(np.exp(middle)), sigma=sigma), tuple(float(one) for one in np.exp(more))


def _hours(moments: np.ndarray, zone: str) -> np.ndarray:
    """The local hours of moments in microseconds."""
    local = pd.to_datetime(moments, unit="us", utc=True).tz_convert(zone)
    return np.asarray(local.hour)
