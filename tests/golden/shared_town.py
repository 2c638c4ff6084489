"""A golden town whose price looks at all of the day; worked out by hand like those of `tests.golden.towns`."""

from __future__ import annotations

from dataclasses import replace

from planner.model.costs import Weights
from planner.model.problem import Break, Problem
from planner.model.solution import Route, Solution
from planner.model.words import Priority
from tests.golden.towns import DAY, MIDNIGHT, Golden, M, _duty, _visit, clock, street


def shared_golden() -> Golden:
    """Return a town where the price looks at all of the day: who is latest, and who has least to do.

    Anna and Bo work 08-12 from km 0. *A* (km 10, an hour) needs server, which only Anna has; *B* (km 10, an hour) is
    for either; both should start by 08:00. *C* (remote, half an hour, P4) waits from 08:00 on at 60 kr an hour; Anna
    takes no remote work. A minute of the longest idle time costs 10 kr, of the greatest lateness 50 kr. Bo has a break
    of 10 minutes at 08:30-08:50 that he may miss for 20 kr.

    Each drives to one visit and starts 08:10, 10 min late at 15 kr. Bo would start B at 08:40 or later with the break,
    and misses it; he does C at 09:10, after 70 min. Anna has then worked and driven 80 of 240 min, Bo 110 min. With A
    and B by Anna they would drive 20 km less, for 200 kr, but B would start 70 min late, and Bo have 210 min left.

    ================== ======================================== =======
    drive time         40 min at 7.50                             300.00
    distance           40 km at 2.50                              100.00
    lateness           2 times 10 min at 15                       300.00
    soon               C, 70 min at 1                              70.00
    longest lateness   10 min at 50                               500.00
    missed break       Bo                                          20.00
    longest idle       Anna, 160 min at 10                      1 600.00
    total                                                       2 890.00
    ================== ======================================== =======
    """
    places, matrix = street(0, 10)
    pause = Break(earliest_s=clock(8, 30), latest_s=clock(8, 50), duration_s=10 * M, missed_ore=2_000)
    return Golden(
        problem=Problem(
            day=DAY, horizon_start=MIDNIGHT, places=places, matrix=matrix,
            visits=(
                _visit("A", 1, 60, skills=(("server", 1),), late_after_s=clock(8)),
                _visit("B", 1, 60, late_after_s=clock(8)),
                _visit("C", None, 30, priority=Priority.P4, soon_after_s=clock(8)),
            ),
            duties=(
                replace(_duty("anna", 0, 8, 12, 12, (), skills=(("server", 1),)), takes_remote=False),
                _duty("bo", 0, 8, 12, 12, (pause,)),
            ),
            weights=Weights(
                soon_ore_h=(0, 0, 0, 6_000, 0), longest_lateness_ore_min=5_000, longest_idle_ore_h=60_000
            ),
        ),
        best=Solution(
            routes=(Route(duty_id="anna:1", visit_ids=("A",)), Route(duty_id="bo:1", visit_ids=("B", "C"))),
        ),
        price={
            "drive_time": 30_000, "distance": 10_000, "lateness": 30_000, "soon": 7_000, "longest_lateness": 50_000,
            "missed_break": 2_000, "longest_idle": 160_000,
        },
        left_out=(),
        starts={"A": clock(8, 10), "B": clock(8, 10), "C": clock(9, 10)},
    )  # fmt: skip
