"""Limits of a day: loads at, below and above the capacity, driving at, below and above the most allowed."""

import numpy as np

from planner.model.problem import Matrix
from planner.model.words import StopKind
from tests.rules.bench import Case, bent, duty, planned, problem, visit, with_duty, without

LOADED = problem(
    visit("V1", 1, load=(("boxes", 3), ("kg", 5))),
    visit("R1", None, load=(("boxes", 4),)),
    visit("V2", 2, load=(("boxes", 2),)),
    duties=(duty(), duty("bo")),
)
DAY = planned(LOADED)  # 9 boxes, 5 kg; drives 10 + 10 + 20 min
OVER = "capacity -/anna rule.capacity.violation technician=Anna dimension={} quantity={} limit={}"
FAR = "max_drive -/anna rule.max_drive.violation technician=Anna minutes={} limit={}"


def _capacity(name, capacity, *expected, plan=DAY):
    return Case(
        name=name, rule="capacity", problem=with_duty(LOADED, capacity=capacity), plan=plan, expected=expected
    )  # fmt: skip


def _drive(name, most_s, *expected, plan=DAY, posed=LOADED, **more):
    changed = with_duty(posed, max_drive_s=most_s, **more)
    return Case(name=name, rule="max_drive", problem=changed, plan=plan, expected=expected)


CAPACITY = (
    _capacity("no dimension is named", ()),
    _capacity("another dimension is named", (("m", 0),)),
    _capacity("just enough", (("boxes", 9),)),
    _capacity("one more than needed", (("boxes", 10),)),
    _capacity("one too little", (("boxes", 8),), OVER.format("boxes", 9, 8)),
    _capacity("nothing at all", (("kg", 0),), OVER.format("kg", 5, 0)),
    _capacity("one of two dimensions", (("boxes", 9), ("kg", 4)), OVER.format("kg", 5, 4)),
    _capacity("two dimensions", (("boxes", 1), ("kg", 1)), OVER.format("boxes", 9, 1), OVER.format("kg", 5, 1)),
    _capacity("without the session it is enough", (("boxes", 5),), plan=without(DAY, "R1")),
    _capacity("an unknown visit weighs nothing", (("boxes", 6),), plan=bent(DAY, "V1", visit_id="X")),
    _capacity("the load of somebody else", (("boxes", 1),), plan=planned(LOADED, duty_id="bo:1")),
    _capacity("a shift nobody knows", (("boxes", 1),), plan=bent(DAY, "V1", duty_id="X").replace(
        stops=bent(DAY, "V1", duty_id="X").stops[1:2])),
)  # fmt: skip

NO_WAY = LOADED.replace(matrix=Matrix(np.full((4, 4), -1), np.ones((4, 4))))
DRIVE = (
    _drive("no limit", None),
    _drive("just enough", 2400),
    _drive("1 s more than needed", 2401),
    _drive("1 s too little", 2399, FAR.format(40, 39)),
    _drive("a minute and a second too little", 2339, FAR.format(40, 38)),
    _drive("a slow driver", 3599, FAR.format(60, 59), speed_factor=1.5),
    _drive("a slow driver, just enough", 3600, speed_factor=1.5),
    _drive("a very slow driver", 6000, FAR.format(160, 100), speed_factor=4.0),
    _drive("the day ends at the last visit", 1200, end_place=None),
    _drive("a plan that keeps silent about a drive", 2399, FAR.format(40, 39), plan=bent(DAY, "V1", travel_s=0)),
    _drive("no drive at all", 0, posed=problem(visit("R1", None)), plan=planned(problem(visit("R1", None)))),
    _drive("no known way", 0, posed=NO_WAY),
    _drive("half of it has no known way", 1199, FAR.format(20, 19), plan=without(DAY, StopKind.END)),
    _drive("somebody else drives", 0, plan=planned(LOADED, duty_id="bo:1")),
)

CASES = CAPACITY + DRIVE
