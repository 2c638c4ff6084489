"""Nights that are settled: by the plans of the days around somebody wakes up, or goes to sleep, at a hotel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.model.nights import Lodging
from planner.model.problem import Duty
from planner.model.team import Team
from planner.planning.before import Before
from planner.planning.horizon import Horizon
from planner.planning.places import Rows

__all__ = ["at_hotels", "lodgings_of"]


def lodgings_of(team: Team, duties: Sequence[Duty], rows: Rows) -> tuple[Lodging, ...]:
    """Return the hotels at which some of the duties may end; none where nobody stays away."""
    if not any(duty.may_stay for duty in duties):
        return ()
    return tuple(
        Lodging(hotel_id=one.hotel_id, name=one.name, place=rows.row(one.place), night_ore=one.night_ore)
        for one in team.hotels
    )


def at_hotels(duties: tuple[Duty, ...], team: Team, horizon: Horizon, rows: Rows, before: Before) -> tuple[Duty, ...]:
    """Return duties of which the first of a technician begins, and the last ends, where the days around say.

    Parameters
    ----------
    duties
        Of the days of the horizon.
    rows
        Takes up the hotels.
    before
        Who sleeps where. A hotel that is gone is slept at by nobody: the night is at home.
    """
    hotels = {one.hotel_id: one for one in team.hotels}
    changed: dict[str, Duty] = {}
    for technician_id, hotel_id in before.slept.items():
        first = _at_edge(duties, technician_id, horizon, is_last=False)
        if first is not None and (hotel := hotels.get(hotel_id)):
            changed[first.duty_id] = replace(first, start_place=rows.row(hotel.place))
    for technician_id, hotel_id in before.sleeps.items():
        last = _at_edge(duties, technician_id, horizon, is_last=True)
        if last is not None and (hotel := hotels.get(hotel_id)):
            last = changed.get(last.duty_id, last)
            row = rows.row(hotel.place)
            changed[last.duty_id] = replace(last, end_place=row, night=hotel_id, night_ore=hotel.night_ore)
    return tuple(changed.get(duty.duty_id, duty) for duty in duties)


def _at_edge(duties: Sequence[Duty], technician_id: str, horizon: Horizon, *, is_last: bool) -> Duty | None:
    """Return somebody's first duty of the first day, or the last duty of the last day."""
    day = horizon.last_day if is_last else horizon.day
    own = [
        duty
        for duty in duties
        if duty.technician_id == technician_id and duty.day == day and duty.start_place is not None
    ]
    if not own:
        return None
    return max(own, key=lambda duty: duty.start_s) if is_last else min(own, key=lambda duty: duty.start_s)
