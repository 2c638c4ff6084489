"""Who rides along that day: whoever may not drive the whole shift, with the driver that their technician names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from planner.model.message import Message, message
from planner.model.problem import Duty
from planner.model.team import Team, Technician
from planner.planning.horizon import Horizon
from planner.planning.places import Rows

__all__ = ["riding"]


def riding(
    duties: Sequence[Duty], team: Team, horizon: Horizon, rows: Rows
) -> tuple[tuple[Duty, ...], tuple[Message, ...], frozenset[Message]]:
    """Return the duties, those of riders with their drivers, what has to be said of them, and what need not any more.

    A rider comes to where the driver starts, keeps remote work on days without a ride, and rests when the driver does:
    a rider's duty has the driver's breaks. Whoever takes somebody along sleeps at home.

    Parameters
    ----------
    duties
        Of all days of the horizon.
    team
        Says who rides with whom.
    horizon
        The days.
    rows
        Knows where technicians start.
    """
    found = {duty.duty_id: duty for duty in duties}
    notes, settled = list[Message](), set[Message]()
    for person in (one for one in team.technicians if one.rides_with):
        for duty in [one for one in duties if one.technician_id == person.technician_id and _needs_ride(one)]:
            driver, why = _driver(duty, person, team, duties, rows)
            other = team.technician(person.rides_with)
            day, name = duty.day or horizon.day, other.name if other else person.rides_with
            if driver is None:
                said = message("planning.rides_not", technician=person.name, other_technician=name, day=day, reason=why)
                notes.append(said)
                continue
            found[duty.duty_id] = _beside(duty, driver)
            found[driver.duty_id] = replace(found[driver.duty_id], may_stay=False)
            notes.append(message("planning.rides", technician=person.name, other_technician=name, day=day))
            settled.add(message("planning.no_licence", technician=person.name, day=day))
            settled.add(message("planning.no_start_place", technician=person.name))
    return tuple(found[duty.duty_id] for duty in duties), tuple(notes), frozenset(settled)


def _needs_ride(duty: Duty) -> bool:
    """Whether a shift is for visits and its technician may not drive for all of it."""
    return duty.takes_visits and not duty.may_drive(duty.start_s, duty.hard_end_s)


def _driver(
    duty: Duty, person: Technician, team: Team, duties: Sequence[Duty], rows: Rows
) -> tuple[Duty | None, Message]:
    """Return the duty with which somebody rides; None, and why, where there is none."""
    other = team.technician(person.rides_with)
    name = other.name if other else person.rides_with
    shifts = [
        one for one in duties if one.technician_id == person.rides_with and one.day == duty.day and one.takes_visits
    ]
    if other is None or not shifts:
        return None, message("planning.rides_off", other_technician=name)
    at_home = None if other.start_place is None else rows.row(other.start_place)
    driven = [one for one in shifts if not _needs_ride(one) and one.start_place is not None]
    if not driven:
        return None, message("planning.rides_undriven", other_technician=name)
    fitting = (one for one in driven if one.start_place == at_home and not any(_against(duty, one)))
    return next(fitting, None), message("planning.rides_hours")


def _against(duty: Duty, driver: Duty) -> Iterator[bool]:
    """Yield what keeps somebody from spending the day in a driver's car; see `planner.model.riding`."""
    yield any(one.is_absence for one in (*duty.breaks, *driver.breaks))
    yield any(one.latest_s + one.duration_s > duty.end_s for one in driver.breaks)
    yield duty.start_s > driver.start_s
    yield duty.end_s <= driver.start_s
    yield duty.job_time_factor > driver.job_time_factor


def _beside(duty: Duty, driver: Duty) -> Duty:
    """Return the duty of a rider beside that of the driver."""
    if duty.start_place is None:
        duty = replace(duty, start_place=driver.start_place, end_place=driver.end_place)
    return replace(duty, rides_with=driver.duty_id, breaks=driver.breaks, drives=(), may_stay=False)
