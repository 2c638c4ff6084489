"""Fairness as a price: the overtime of whoever has had more of it than others costs more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from planner.model.problem import Duty
from planner.model.team import Team
from planner.planning.horizon import Horizon
from planner.planning.lawful import WorkingTime
from planner.report.fairness import Balance, balances

__all__ = ["fair_duties", "owed_h"]

_WEEKS = timedelta(weeks=8)
_HOUR_S = 3600
_NIGHT_FROM_S, _NIGHT_TO_S = 22 * _HOUR_S, 6 * _HOUR_S
_SATURDAY = 5


def fair_duties(
    duties: Sequence[Duty], *, team: Team, known: WorkingTime, horizon: Horizon, ore_h: int
) -> tuple[Duty, ...]:
    """Return duties whose overtime costs more by what their technicians have had over their share in eight weeks.

    Parameters
    ----------
    ore_h
        Öre more for an hour of overtime, for each hour over the fair share.
    """
    if not ore_h:
        return tuple(duties)
    had = balances(
        known.book,
        [one.technician_id for one in team.technicians if one.active],
        since=horizon.day - _WEEKS,
        until=horizon.day,
        zone=team.time_zone,
    )
    return tuple(_priced(duty, had.get(duty.technician_id), horizon, ore_h) for duty in duties)


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
