"""A Saturday on the street of the golden towns: who has had her share of long drives, and who his of weekends."""

from __future__ import annotations

from planner.model.problem import Duty, Problem, Visit
from planner.model.solution import Route, Solution
from tests.golden.towns import ALWAYS, DAY, MIDNIGHT, Golden, clock, street

__all__ = ["fair_golden"]


def fair_golden() -> Golden:
    """Return two technicians at the ends of a street of 40 km, and three visits between them.

    An hour of driving costs Anna 600 kr more (10 kr a kilometre), an hour of work Bo 200 kr more. Anna with A and B
    drives 40 km, 800 kr; Bo with D drives 20 km, 200 kr, and works half an hour, 100 kr: 1 100 kr. Anna alone drives
    60 km, 1 200 kr. Bo alone drives 60 km, 600 kr, and works 3 1/2 h, 700 kr. With B and D he drives 40 km and works
    2 1/2 h, 900 kr, and Anna's A costs 400 kr. Every other way they drive further and work as long.
    """
    places, matrix = street(0, 10, 20, 30, 40)
    anna = _duty("anna", 0, unfair_drive_ore_h=60_000)
    bo = _duty("bo", 4, unfair_weekend_ore_h=20_000)
    visits = (_visit("A", 1, 60), _visit("B", 2, 120), _visit("D", 3, 30))
    problem = Problem(
        day=DAY, horizon_start=MIDNIGHT, places=places, matrix=matrix, visits=visits, duties=(anna, bo)
    )  # fmt: skip
    return Golden(
        problem=problem,
        best=Solution(
            routes=(Route(duty_id="anna:1", visit_ids=("A", "B")), Route(duty_id="bo:1", visit_ids=("D",)))
        ),
        price={"drive_time": 45_000, "distance": 15_000, "unfair_drive": 40_000, "unfair_weekend": 10_000},
        left_out=(),
        starts={"A": clock(8, 10), "B": clock(9, 20), "D": clock(8, 10)},
    )  # fmt: skip


def _duty(name: str, home: int, **more: int) -> Duty:
    return Duty(
        duty_id=f"{name}:1", technician_id=name, name=name.capitalize(), start_place=home, end_place=home,
        start_s=clock(8), end_s=clock(17), hard_end_s=clock(18), drives=ALWAYS, **more,
    )  # fmt: skip


def _visit(visit_id: str, place: int, minutes: int) -> Visit:
    return Visit(visit_id=visit_id, request_id=visit_id, place=place, service_s=minutes * 60, drop_ore=400_000)
