"""Itemised prices worked out by hand; weights of round numbers make the sums easy.

Driving costs 3 600 öre an hour (1 öre a second), distance 1 000 öre a kilometre (1 öre a metre),
lateness 60 öre a minute for P3 (1 öre a second) and 120 for P2, overtime 7 200 öre an hour.
"""

from dataclasses import dataclass

import numpy as np

from planner.model.costs import Weights
from planner.model.plan import Plan
from planner.model.problem import Matrix, Problem
from planner.model.words import Priority, StopKind
from tests.golden.towns import clock
from tests.rules.bench import bent, delayed, duty, planned, problem, stop, visit, with_duty, with_visit, without

ROUND = Weights(drive_ore_h=3600, distance_ore_km=1000, lateness_ore_min=(1, 120, 60, 1, 1), non_preferred_ore=77)


@dataclass(frozen=True, kw_only=True)
class PriceCase:
    """A plan and the items of its price: term, öre, quantity, visit, technician."""

    name: str
    problem: Problem
    plan: Plan
    items: tuple[tuple[str, int, int, str | None, str | None], ...]


ONE = problem(visit(), duties=(duty(overtime_ore_h=7200),)).replace(weights=ROUND)
PLAN = planned(ONE)  # out 600 s 10 km, work 08:10-09:10, home 600 s 10 km, 09:20
OUT = (("drive_time", 600, 600, "V1", "anna"), ("distance", 10_000, 10_000, "V1", "anna"))
HOME = (("drive_time", 600, 600, None, "anna"), ("distance", 10_000, 10_000, None, "anna"))
BOTH_WAYS = (OUT[0], HOME[0], OUT[1], HOME[1])
LEFT = ("dropped", 400_000, 1, "V1", None)
PAIR = problem(visit(), visit("R1", None, drop_ore=5), duties=(duty(), duty("bo"))).replace(weights=ROUND)


def _priced(name, posed, plan, *items):
    return PriceCase(name=name, problem=posed, plan=plan, items=items)


CASES = (
    _priced("driving there and back", ONE, PLAN, *BOTH_WAYS),
    _priced("a slow driver", with_duty(ONE, speed_factor=1.5), PLAN, ("drive_time", 900, 900, "V1", "anna"),
            ("drive_time", 900, 900, None, "anna"), OUT[1], HOME[1]),
    _priced("what the plan says of its drives is not believed", ONE,
            bent(bent(PLAN, "V1", travel_s=1, distance_m=1), "end", travel_s=1, distance_m=1), *BOTH_WAYS),
    _priced("the day ends at the last visit", with_duty(ONE, end_place=None), PLAN, *OUT),
    _priced("back at the end of the shift", with_duty(ONE, end_s=clock(9, 20)), PLAN, *BOTH_WAYS),
    _priced("back 1 s before the end of the shift", with_duty(ONE, end_s=clock(9, 20) + 1), PLAN, *BOTH_WAYS),
    _priced("back 1 s after the end of the shift", with_duty(ONE, end_s=clock(9, 20) - 1), PLAN, *BOTH_WAYS,
            ("overtime", 2, 1, None, "anna")),
    _priced("overtime in a plan without an end", with_duty(ONE, end_s=clock(9)), without(PLAN, "end"), *OUT,
            ("overtime", 1200, 600, None, "anna")),
    _priced("a break after the end is no overtime", with_duty(ONE, end_s=clock(9, 20)), PLAN.replace(stops=(
        *PLAN.stops, stop(ONE, StopKind.BREAK, clock(10), clock(11), sequence=9))), *BOTH_WAYS),
    _priced("no known way", ONE.replace(matrix=Matrix(np.full((4, 4), -1), np.ones((4, 4)))), PLAN),
    _priced("starts at the agreed time", with_visit(ONE, late_after_s=clock(8, 10)), PLAN, *BOTH_WAYS),
    _priced("starts 1 s early", with_visit(ONE, late_after_s=clock(8, 10) + 1), PLAN, *BOTH_WAYS),
    _priced("starts 1 s late", with_visit(ONE, late_after_s=clock(8, 10) - 1), PLAN, *BOTH_WAYS,
            ("lateness", 1, 1, "V1", "anna")),
    _priced("late at a higher priority, whatever the plan says", with_visit(ONE, late_after_s=0, priority=Priority.P2),
            delayed(PLAN, -clock(8), since=1), *BOTH_WAYS, ("lateness", 1200, 600, "V1", "anna")),
    _priced("left out", ONE, without(PLAN, "V1"), LEFT),
    _priced("left out at no price", with_visit(ONE, drop_ore=0), without(PLAN, "V1"), ("dropped", 0, 1, "V1", None)),
    _priced("mandatory and left out", with_visit(ONE, drop_ore=None), without(PLAN, "V1")),
    _priced("a mandatory visit that is done", with_visit(ONE, drop_ore=None), PLAN, *BOTH_WAYS),
    _priced("done by somebody not preferred", with_visit(ONE, preferred=("bo",)), PLAN, *BOTH_WAYS,
            ("non_preferred", 77, 1, "V1", "anna")),
    _priced("done by one of the preferred", with_visit(ONE, preferred=("bo", "anna")), PLAN, *BOTH_WAYS),
    _priced("an unknown visit costs no drive of its own", ONE, bent(PLAN, "V1", visit_id="X"), LEFT),
    _priced("an unknown shift costs nothing, but the visit is done", ONE, bent(PLAN, "V1", duty_id="X")),
    _priced("a remote session costs nothing", PAIR, planned(PAIR, "R1", duty_id="bo:1"), LEFT),
    _priced("two shifts, term by term", PAIR.replace(visits=(PAIR.visits[0], visit("R1", None, preferred=("anna",)))),
            PLAN.replace(stops=PLAN.stops + planned(PAIR, "R1", duty_id="bo:1").stops), *BOTH_WAYS,
            ("non_preferred", 77, 1, "R1", "bo")),
    _priced("home by a matrix without a way costs nothing", with_duty(ONE, start_place=None), PLAN, *HOME),
)  # fmt: skip
