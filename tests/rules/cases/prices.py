"""Itemised prices worked out by hand; weights of round numbers make the sums easy.

Driving costs 3 600 öre an hour (1 öre a second), distance 1 000 öre a kilometre (1 öre a metre),
lateness 60 öre a minute for P3 (1 öre a second) and 120 for P2, overtime 7 200 öre an hour, and where
waiting has a price it is 3 600 öre an hour (1 öre a second).
"""

from dataclasses import dataclass

import numpy as np

from planner.model.costs import Weights
from planner.model.plan import Plan
from planner.model.problem import Matrix, Problem, Window
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

# Waiting at 1 öre a second: R1 08:00-09:00, V1 10:00-11:00 after a drive of 600 s and set-up of 300 s, V2 next door.
HOURS = problem(
    visit("R1", None), visit("V1", 1, setup_s=300, windows=(Window(earliest_s=clock(10), latest_s=clock(12)),)),
    visit("V2", 1, setup_s=300),
).replace(weights=Weights(drive_ore_h=0, distance_ore_km=0, waiting_ore_h=3600))  # fmt: skip
WAITS = planned(HOURS)
TEA = stop(HOURS, StopKind.BREAK, clock(9), clock(9, 5), sequence=1)
DRIVES = (("drive_time", 0, 600, "V1", "anna"), ("drive_time", 0, 600, None, "anna"),
          ("distance", 0, 10_000, "V1", "anna"), ("distance", 0, 10_000, None, "anna"))  # fmt: skip


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
    _priced("an hour between a session and a visit, less drive and set-up", HOURS, WAITS, *DRIVES,
            ("waiting", 2700, 2700, "V1", "anna")),
    _priced("waiting without a price", HOURS.replace(weights=HOURS.weights.replace(waiting_ore_h=0)), WAITS, *DRIVES),
    _priced("what the plan says of drive and set-up is not believed", HOURS,
            bent(WAITS, "V1", travel_s=0, setup_s=1700), *DRIVES, ("waiting", 2700, 2700, "V1", "anna")),
    _priced("a break is no waiting", HOURS, WAITS.replace(stops=(*WAITS.stops[:2], TEA, *WAITS.stops[2:])), *DRIVES,
            ("waiting", 2400, 2400, "V1", "anna")),
    _priced("neither before the first work nor after the last", HOURS,
            bent(bent(WAITS, "R1", start=600), "end", leave=600, arrival=600, start=600, end=600), *DRIVES,
            ("waiting", 2700, 2700, "V1", "anna")),
    _priced("1 s between two visits next door", HOURS, bent(WAITS, "V2", start=1), *DRIVES,
            ("waiting", 2700, 2700, "V1", "anna"), ("waiting", 1, 1, "V2", "anna")),
    _priced("work that overlaps is no waiting", HOURS, bent(WAITS, "V2", start=-1), *DRIVES,
            ("waiting", 2700, 2700, "V1", "anna")),
    _priced("waiting for what nobody knows", HOURS, bent(WAITS, "V2", start=5, visit_id="X"), *DRIVES,
            ("waiting", 2700, 2700, "V1", "anna"), ("waiting", 5, 5, None, "anna"),
            ("dropped", 400_000, 1, "V2", None)),
    _priced("no known way to the second visit", HOURS.replace(matrix=Matrix(np.full((4, 4), -1), np.ones((4, 4)))),
            WAITS, ("waiting", 3600, 3600, "V1", "anna")),
    _priced("home by a matrix without a way costs nothing", with_duty(ONE, start_place=None), PLAN, *HOME),
)  # fmt: skip
