"""Fairness as a price: whoever has had more overtime, nights, weekends or long drives than others costs more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from planner.model.costs import Weights
from planner.model.problem import Duty
from planner.model.team import Team
from planner.planning.horizon import Horizon
from planner.planning.lawful import WorkingTime
from planner.report.fairness import Balance, balances

__all__ = ["fair_duties", "night_share", "owed_h", "weekend_share"]

_WEEKS = timedelta(weeks=8)
_HOUR_S = 3600
_NIGHT_FROM_H, _NIGHT_TO_H = 22, 6
_NIGHT_FROM_S, _NIGHT_TO_S = _NIGHT_FROM_H * _HOUR_S, _NIGHT_TO_H * _HOUR_S
_DAY = timedelta(days=1)
_SATURDAY = 5


def fair_duties(
    duties: Sequence[Duty], *, team: Team, known: WorkingTime, horizon: Horizon, weights: Weights
) -> tuple[Duty, ...]:
    """Return duties that cost more by what their technicians have had over their share in eight weeks.

    Overtime costs more by all burdens (`owed_h`); work by nights and weekends, each by the part of the shift that
    lies there; driving by long drives. Subcontractors have a price list, and no share.

    Parameters
    ----------
    weights
        Öre more for an hour, for each hour over the fair share; where all are 0 nobody is compared.
    """
    asked = (weights.unfair_night_ore_h, weights.unfair_weekend_ore_h, weights.unfair_drive_ore_h)
    if not any((weights.unfairness_ore_h, *asked)):
        return tuple(duties)
    had = balances(
        known.book,
        [one.technician_id for one in team.technicians if one.active],
        since=horizon.day - _WEEKS,
        until=horizon.day,
        zone=team.time_zone,
    )
    priced = (_priced(duty, had.get(duty.technician_id), horizon, weights.unfairness_ore_h) for duty in duties)
    return tuple(_burdened(duty, had.get(duty.technician_id), horizon, weights) for duty in priced)


def owed_h(balance: Balance, duty: Duty, horizon: Horizon) -> float:
    """Return the hours over the fair share that count for a duty.

    Overtime and long drives always count, nights and weekends where the overtime of the duty would be such.
    """
    late = duty.hard_end_s - horizon.first_s > _NIGHT_FROM_S or duty.start_s - horizon.first_s < _NIGHT_TO_S
    weekend = horizon.day.weekday() >= _SATURDAY
    found = balance.overtime_s + balance.long_drive_s
    found += balance.night_s * late + balance.weekend_s * weekend
    return max(0, found) / _HOUR_S


def _priced(duty: Duty, balance: Balance | None, horizon: Horizon, ore_h: int) -> Duty:
    more = 0 if balance is None else round(owed_h(balance, duty, horizon) * ore_h)
    return replace(duty, overtime_ore_h=duty.overtime_ore_h + more, unfair_ore_h=more) if more else duty


def _burdened(duty: Duty, balance: Balance | None, horizon: Horizon, weights: Weights) -> Duty:
    """A duty whose work and driving cost more by what its technician has had of nights, weekends and long drives."""
    if balance is None or duty.vendor is not None:
        return duty
    return replace(
        duty,
        unfair_night_ore_h=_more(balance.night_s, weights.unfair_night_ore_h, night_share(duty, horizon)),
        unfair_weekend_ore_h=_more(balance.weekend_s, weights.unfair_weekend_ore_h, weekend_share(duty, horizon)),
        unfair_drive_ore_h=_more(balance.long_drive_s, weights.unfair_drive_ore_h, 1.0),
    )


def _more(over_s: int, ore_h: int, share: float) -> int:
    """Öre more for an hour, by whole hours over the share: technicians with the same price drive by one table."""
    return round(max(0, over_s) // _HOUR_S * ore_h * share)


def night_share(duty: Duty, horizon: Horizon) -> float:
    """Return the part of a shift, overtime left aside, that lies between 22 and 06."""
    return _share(
        duty, horizon, lambda day: (horizon.clock(day, _NIGHT_FROM_H), horizon.clock(day + _DAY, _NIGHT_TO_H))
    )


def weekend_share(duty: Duty, horizon: Horizon) -> float:
    """Return the part of a shift, overtime left aside, that lies on a Saturday or Sunday."""

    def weekend(day: date) -> tuple[int, int]:
        first_s = horizon.clock(day, 0)
        return (first_s, horizon.clock(day + _DAY, 0)) if day.weekday() >= _SATURDAY else (first_s, first_s)

    return _share(duty, horizon, weekend)


def _share(duty: Duty, horizon: Horizon, span_of: Callable[[date], tuple[int, int]]) -> float:
    first, last = (horizon.local_day(horizon.start + timedelta(seconds=s)) for s in (duty.start_s, duty.end_s))
    days = (first + timedelta(days=n) for n in range(-1, (last - first).days + 1))
    inside = sum(max(0, min(end, duty.end_s) - max(start, duty.start_s)) for start, end in map(span_of, days))
    return inside / (duty.end_s - duty.start_s)
