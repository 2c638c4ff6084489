"""A golden town in which drives differ by the clock."""

from __future__ import annotations

from dataclasses import replace

from planner.model.problem import Problem, Window
from planner.model.profile import Profile
from planner.model.solution import Route, Solution
from tests.golden.towns import DAY, MIDNIGHT, Golden, _duty, _visit, clock, street

RUSH = Profile(
    starts_s=(0, clock(7), clock(9), clock(15), clock(18)),
    percents=(100, 200, 100, 150, 100),
)
"""07-09 a drive takes twice, 15-18 half as much again as without traffic."""


def rush_town() -> Problem:
    """Return two technicians and three visits; see `rush_golden`."""
    places, matrix = street(0, 30, -20, 40)
    bo = replace(_duty("bo", 0, 9, 15, 17, ()), end_s=clock(15, 30))
    visits = (
        _visit("V1", 1, 60, windows=(Window(earliest_s=clock(9), latest_s=clock(10)),)),
        _visit("V2", 2, 60, windows=(Window(earliest_s=clock(8), latest_s=clock(10)),), late_after_s=clock(8, 40)),
        _visit("V3", 3, 50, windows=(Window(earliest_s=clock(14), latest_s=clock(15)),), required=("bo",)),
    )
    return Problem(
        day=DAY,
        horizon_start=MIDNIGHT,
        places=places,
        matrix=matrix,
        visits=visits,
        duties=(_duty("anna", 0, 8, 17, 18, ()), bo),
        profile=RUSH,
    )


def rush_golden() -> Golden:
    """Return the rush town with its best plan.

    Anna (from 08:00) needs 40 min for the 20 km to V2 in the rush hour and is there at 08:40, as agreed; at 09:40 she
    is free, and home in 20 min. Bo (from 09:00) begins after the rush hour: V1 after 30 km at 09:30 until 10:30, on to
    V3 in 10 min, where he waits for 14:00 and ends at 14:50. Home are 40 km: 10 of them until 15:00, the other 30 in
    45 min, at 15:45, which is 15 min of overtime. The other way round Anna's 30 km take an hour (30 min back), Bo is
    at V2 at 09:20, 40 min late at 15 kr a minute. Leaving any visit out costs 4 000 kr.

    ========== ============================================== ========
    drive time 40 + 20 and 30 + 10 + 55 = 155 min at 7.50      1 162.50
    distance   20 + 20 and 30 + 10 + 40 = 120 km at 2.50         300.00
    overtime   15 min at 11.25                                  168.75
    total                                                     1 631.25
    ========== ============================================== ========
    """
    return Golden(
        problem=rush_town(),
        best=Solution(
            routes=(Route(duty_id="anna:1", visit_ids=("V2",)), Route(duty_id="bo:1", visit_ids=("V1", "V3")))
        ),
        price={"drive_time": 116_250, "distance": 30_000, "overtime": 16_875},
        left_out=(),
        starts={"V1": clock(9, 30), "V2": clock(8, 40), "V3": clock(14)},
    )
