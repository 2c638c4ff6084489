"""Why parts cannot be had, and what helps; every cure is made true and tried again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.explain import explain
from planner.model.language import render
from planner.model.message import Text
from planner.model.problem import Window
from planner.model.stock import DepotDay, PartSize, Van
from planner.rules import check, plan_from, time_route
from planner.solve import solve
from tests.explain.street import NOW, duty, plan, town, visit
from tests.golden.towns import clock

SSD = PartSize(part="ssd_1tb", name=Text("SSD", "SSD"), volume_ml=200, weight_g=50)


def stocked(*visits, bo_has=0, opens=7, closes=16, stock=9, load_ml=None, anna=None):
    """Anna with an empty van, Bo with disks; a depot at km 10."""
    duties = (
        duty("anna", van=Van(van_id="C1", name="Bil 1", load_ml=load_ml), **(anna or {})),
        duty("bo", van=Van(van_id="C2", name="Bil 2", stock=(("ssd_1tb", bo_has),))),
    )
    pickups = tuple(
        replace(
            visit(f"D@{one.technician_id}", 1, 10, drop_ore=0, depot="D", required=(one.technician_id,)),
            stock=(("ssd_1tb", stock),) if stock else (),
            windows=(Window(earliest_s=clock(opens), latest_s=clock(closes), end_s=clock(closes)),),
        )
        for one in duties
    )
    depot = DepotDay(
        depot_id="D", name="Lager Solna", place=1, opens_s=clock(opens), closes_s=clock(closes),
        stock=(("ssd_1tb", stock),),
    )  # fmt: skip
    return town(visits, duties).replace(visits=(*visits, *pickups), depots=(depot,), parts=(SSD,))


def need(visit_id="V1", place=2, number=1, **changes):
    return visit(visit_id, place, **{"parts": (("ssd_1tb", number),), **changes})


def why(problem, made=None):
    (left,) = explain(problem, made or plan(problem))
    return left.reasons[0]


def codes(reason):
    return {cure.code for cure in reason.cures}


def test_a_visit_that_only_needs_a_trip_is_overlooked():
    reason = why(stocked(need()))
    assert reason.code == "search_ended"


def test_what_nobody_has_is_said_with_numbers_and_ordered():
    problem = stocked(need(number=3), bo_has=1, stock=1)
    reason = why(problem)
    assert render(reason.message, "en") == "SSD is missing: 3 needed, 2 in van and depot."
    assert reason.code == "parts"
    (order,) = [cure for cure in reason.cures if cure.code == "order_part"]
    assert dict(order.change) == {"part": "ssd_1tb", "quantity": "1"}
    assert why(stocked(need(number=2), bo_has=1, stock=1, anna={"takes_visits": False})).code == "search_ended"


def test_a_depot_closed_all_day_is_named_with_its_hours():
    problem = stocked(need(), opens=18, closes=20)
    pickups = [one for one in problem.visits if one.is_pickup]
    problem = problem.replace(visits=tuple(one for one in problem.visits if one not in pickups))
    reason = why(problem)
    assert reason.code == "depot"
    assert render(reason.message, "en") == (
        "SSD is in no van, and Lager Solna is open 18:00–20:00 on Tue 24 November: "
        "nobody who can do the visit is on duty then."
    )
    assert "load_van" in codes(reason)


def test_a_depot_that_is_missed_is_named_with_minutes_and_may_stay_open():
    """From km 0 nobody is at km 10 before 08:10; the depot closes at 08:15, five minutes before the loading is done."""
    problem = stocked(need(), opens=7, closes=8)
    problem = problem.replace(
        depots=(replace(problem.depots[0], closes_s=clock(8, 15)),),
        visits=tuple(
            replace(one, windows=(Window(earliest_s=clock(7), latest_s=clock(8, 15), end_s=clock(8, 15)),))
            if one.is_pickup
            else one
            for one in problem.visits
        ),
    )
    reason = why(problem)
    assert reason.code == "window"
    assert render(reason.message, "en").startswith("The parts are not in the van, and Anna is at Lager Solna 5")
    (longer,) = [cure for cure in reason.cures if cure.code == "open_depot"]
    assert "08:30" in render(longer.message, "en")
    # The cure is true: with those hours a plan has the visit and costs what the cure says more.
    later = problem.replace(
        depots=(replace(problem.depots[0], closes_s=clock(8, 30)),),
        visits=tuple(
            replace(one, windows=(Window(earliest_s=clock(7), latest_s=clock(8, 30), end_s=clock(8, 30)),))
            if one.is_pickup
            else one
            for one in problem.visits
        ),
    )
    before, after = plan(problem), plan(later, anna=("D@anna", "V1"))
    assert check(later, after).accepted
    assert longer.cost_ore == after.price.total_ore - before.price.total_ore


def test_parts_that_no_van_holds_are_said_by_how_much():
    problem = stocked(need(number=4), load_ml=700)
    problem = problem.replace(duties=problem.duties[:1])
    reason = why(problem)
    assert reason.code == "load"
    assert "Bil 1" in render(reason.message, "sv")
    assert "0,1" in render(reason.message, "sv")
    assert "load_van" not in codes(reason)


def test_what_is_there_for_others_is_said():
    """Bo's only disk is for V2, which cannot be left out."""
    problem = stocked(need("V1", 2), need("V2", 3, drop_ore=None), bo_has=1, stock=0)
    problem = problem.replace(visits=tuple(one for one in problem.visits if not one.is_pickup), depots=())
    reason = why(problem, plan(problem, bo=("V2",)))
    assert reason.code == "parts"
    assert render(reason.message, "en") == "SSD is there, but for other visits; there is too little for V1."
    assert "load_van" in codes(reason)


def test_a_fuller_van_is_true():
    problem = stocked(need("V1", 2), need("V2", 3), bo_has=1, stock=0)
    problem = problem.replace(visits=tuple(one for one in problem.visits if not one.is_pickup), depots=())
    before = plan(problem, bo=("V2",))
    (cure,) = [one for one in why(problem, before).cures if one.code == "load_van"]
    duty_id = dict(cure.change)["duty"]
    fuller = problem.replace(
        duties=tuple(
            replace(one, van=replace(one.van, stock=(("ssd_1tb", dict(one.van.stock).get("ssd_1tb", 0) + 1),)))
            if one.duty_id == duty_id
            else one
            for one in problem.duties
        )
    )
    best = solve(fuller, time_limit_s=60, iterations=40, engine="routing")
    after = plan_from(fuller, best, plan_id="p", created_at=NOW)
    assert check(fuller, after).accepted
    assert cure.cost_ore >= after.price.total_ore - before.price.total_ore
    assert "SSD" in render(cure.message, "sv")


def test_with_others_at_the_depot_less_is_left_for_one():
    """One disk at the depot, which Bo takes for V2; V1 is then out of parts, not overlooked."""
    problem = stocked(need("V1", 2), need("V2", 3), stock=1)
    made = plan(problem, bo=("D@bo", "V2"))
    assert why(problem, made).code == "parts"
    assert time_route(problem, problem.duties[0], ("D@anna", "V1")) is not None


@pytest.mark.parametrize("language", ["sv", "en"])
def test_pickups_are_never_listed_as_left_out(language):
    found = explain(stocked(need()), plan(stocked(need())))
    assert [one.visit_id for one in found] == ["V1"]
    assert render(found[0].reason, language)
