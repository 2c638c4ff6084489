"""Where somebody is on a day that is driven, and what they have begun: by their reports, by the plan without any.

The one reading of the reports of a day: what is expected, what a replan leaves alone and who is near all ask here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.model.places import Place
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.words import StopKind
from planner.views.actual import Actual

__all__ = ["Begun", "Whereabouts", "begun_of", "driven_by", "whereabouts"]

_WORK = (StopKind.VISIT, StopKind.REMOTE)
_ON_ROAD = (StopKind.VISIT, StopKind.DEPOT)
_A_MOMENT = timedelta(seconds=1)
_TO_KNOW = timedelta(minutes=5)
"""So long after a plan was made people go by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Published work that is over, under way or driven to.

    Parameters
    ----------
    told
        What was reported of it; None: whoever has it has reported nothing all day, and is taken to be where the plan
        says.
    """

    stop: Stop
    told: Actual | None

    @property
    def is_there(self) -> bool:
        """Whether somebody has said that they are or were there."""
        return self.told is not None and (self.told.start is not None or self.told.end is not None)

    @property
    def is_open(self) -> bool:
        """Whether somebody is on the way there and has not begun."""
        return self.told is not None and not self.is_there


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where somebody is.

    Parameters
    ----------
    place
        The visit they came to last, else where the day begins; None: that is not known.
    is_reported
        Whether somebody said that they are there; else the plan does.
    """

    place: Place | None
    is_reported: bool = False


def driven_by(stop: Stop, reports: Mapping[str, Actual]) -> Actual | None:
    """Return what was reported of a stop by whoever it is of, or None."""
    told = reports.get(stop.visit_id or "")
    return told if told and told.technician_id in (None, stop.technician_id) else None


def begun_of(
    stops: Iterable[Stop],
    reports: Mapping[str, Actual],
    *,
    now: datetime,
    late: Collection[str] = (),
    known_since: datetime | None = None,
) -> tuple[Begun, ...]:
    """Return what somebody has begun of their published stops, in the order of the plan.

    Who has reported anything has begun what they reported, and nothing else; who has not, what the plan has begun
    before now and before the first stop they said they will be late at.

    Parameters
    ----------
    stops
        Of one duty.
    reports
        By visit id.
    late
        Ids of visits somebody said they will be late at.
    known_since
        When the plan was made: what it lets them set out for some minutes after that, and before now, is begun too;
        None: it is not.
    """
    work = [(stop, driven_by(stop, reports)) for stop in stops if stop.kind in _WORK and stop.visit_id]
    said = any(told for _, told in work)
    last = min((now, *(stop.start for stop, _ in work if stop.visit_id in late)))

    def is_begun(stop: Stop) -> bool:
        is_on_the_way = known_since is not None and known_since + _TO_KNOW <= stop.leave < last
        return stop.start < last or (is_on_the_way and stop.visit_id not in late)

    return tuple(Begun(stop=stop, told=told) for stop, told in work if told or (not said and is_begun(stop)))


def whereabouts(
    plan: Plan, shift: PlanTechnician, reports: Mapping[str, Actual], *, now: datetime, late: Collection[str] = ()
) -> Whereabouts:
    """Return where somebody is now; no position of a device is asked.

    Parameters
    ----------
    plan
        The plan that is driven.
    shift
        Whose, on which duty.
    reports, late
        As in `begun_of`.
    """
    stops = plan.of_duty(shift.duty_id)
    told = [one for one in begun_of(stops, reports, now=now) if one.told]
    there = [one for one in told if one.is_there and one.stop.kind is StopKind.VISIT and one.stop.place]
    if there:
        return Whereabouts(place=max(there, key=_came).stop.place, is_reported=True)
    last = min((now, *(stop.arrival - _A_MOMENT for stop in stops if stop.visit_id in late)))
    planned = [one for one in stops if one.kind in _ON_ROAD and one.place and one.arrival <= last] if not told else []
    return Whereabouts(place=planned[-1].place if planned else shift.start_place)


def _came(one: Begun) -> datetime:
    assert one.told is not None
    moment = one.told.start or one.told.end
    assert moment is not None
    return moment
