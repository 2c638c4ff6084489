"""Nights away: a duty ends at a hotel, and the next one of the same person begins there.

A problem says which hotels there are and whose duties may end at one; a plan says which do
(`planner.model.plan.PlanTechnician.night`). `slept` makes the problem in which they do, so that everything else
sees no more than where a duty starts and ends, and what the night costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.model.duty import Duty
    from planner.model.plan import Plan
    from planner.model.problem import Problem

__all__ = ["Lodging", "following", "may_sleep", "nights_of", "slept"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lodging:
    """A hotel of a problem.

    Parameters
    ----------
    place
        Row in the matrix.
    night_ore
        Öre for a night there.
    """

    hotel_id: str
    name: str = ""
    place: int
    night_ore: int = 0

    def __post_init__(self) -> None:
        if not self.hotel_id:
            raise ValueError(f"hotel {self.name!r} has no id")
        if self.night_ore < 0:
            raise ValueError(f"hotel {self.hotel_id}: a night costs {self.night_ore} öre, expected 0 or more")


def following(problem: Problem, duty: Duty) -> Duty | None:
    """Return the first duty of the same person on the next day, or None."""
    if duty.day is None:
        return None
    tomorrow = duty.day + timedelta(days=1)
    coming = (one for one in problem.duties if one.technician_id == duty.technician_id and one.day == tomorrow)
    return min(coming, key=lambda one: one.start_s, default=None)


def may_sleep(problem: Problem, duty: Duty) -> Duty | None:
    """Return the duty that begins at the hotel where a duty ends; None where its holder sleeps at home.

    Both are of somebody who allows nights away and drives, and the first is the last of its day.
    """
    after = following(problem, duty)
    if after is None or not (duty.may_stay and after.may_stay) or None in (duty.start_place, after.start_place):
        return None
    same_day = (one for one in problem.duties if one.technician_id == duty.technician_id and one.day == duty.day)
    return after if max(one.start_s for one in same_day) == duty.start_s else None


def nights_of(plan: Plan) -> dict[str, str]:
    """Return the hotel of every duty of a plan that ends at one, by duty id."""
    return {one.duty_id: one.night for one in plan.technicians if one.night}


def slept(problem: Problem, nights: Mapping[str, str]) -> Problem:
    """Return the problem in which some duties end at a hotel, and those that follow begin there.

    Parameters
    ----------
    nights
        Hotel id by duty id. What is not allowed (`may_sleep`) or not known is left out, so that the judge sees it.
    """
    if not nights:
        return problem
    lodgings = {one.hotel_id: one for one in problem.lodgings}
    changed: dict[str, Duty] = {}
    for duty in problem.duties:
        lodging = lodgings.get(nights.get(duty.duty_id, ""))
        after = may_sleep(problem, duty) if lodging and not duty.night else None
        if lodging is None or after is None:
            continue
        mine, next_one = changed.get(duty.duty_id, duty), changed.get(after.duty_id, after)
        changed[duty.duty_id] = replace(
            mine, end_place=lodging.place, night=lodging.hotel_id, night_ore=lodging.night_ore
        )
        changed[after.duty_id] = replace(next_one, start_place=lodging.place)
    if not changed:
        return problem
    return problem.replace(duties=tuple(changed.get(duty.duty_id, duty) for duty in problem.duties))
