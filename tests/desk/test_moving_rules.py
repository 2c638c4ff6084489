"""A visit moved by hand: what holds when two move at the same moment, and what cannot be wished for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.desk import day, holding, moving
from planner.model.errors import InputError
from planner.model.request import TimeWindow
from planner.model.words import LockKind
from tests.desk.firm import DANA, DAY, SOLNA, at, drafted, fill, published, request
from tests.desk.test_live import at_time
from tests.desk.test_moving import EVA, firm, orders, to

__all__ = ["firm"]


def test_a_colleagues_move_while_one_is_made_is_kept_too(firm, monkeypatch):
    desk, _ = firm
    real, first = moving._made, []

    def meanwhile(*given):
        if not first:
            first.append(True)
            moving.move(desk, EVA, "p1", [to(desk, "R3", "T02")])
        return real(*given)

    monkeypatch.setattr(moving, "_made", meanwhile)
    made = moving.move(desk, DANA, "p1", [to(desk, "R1", "T02")])
    assert {"R1", "R3"} <= set(orders(made)["T02"])
    assert made.version == 3


def test_the_best_place_breaks_nothing_also_where_one_that_does_is_cheaper(desk):
    early = TimeWindow(earliest_start=at(8), latest_start=at(8, 30))
    fill(desk, request("K1"), request("S1", place=SOLNA), request("S2", place=SOLNA, time_windows=(early,)),
         people=("T01",))  # fmt: skip
    plan = drafted(desk, "p1")
    made = moving.move(desk, DANA, plan.plan_id, [to(desk, "K1", "T01"), to(desk, "S1", "T01", after="K1")])
    every = moving.places(desk, DANA, made.plan_id, "S2", "T01")
    cheapest = min(every, key=lambda one: one.added_ore)
    best = moving.best_places(desk, DANA, made, "S2", ["T01"])["T01"]
    assert cheapest.broken
    assert not best.broken


def test_no_time_is_wished_for_what_somebody_is_on_the_way_to(desk):
    fill(desk, request("R1", required_technicians=("T01",)), request("R2", required_technicians=("T01",)))
    plan = published(desk)
    stop = plan.stop_of("R1")
    now = at_time(desk, stop.leave + timedelta(minutes=1))
    day.report_status(now, DANA, "R1", "visit.en_route", client_uuid="x", at=now.clock(), day=DAY)
    one = replace(to(now, "R1", "T01"), timed=True, earliest=stop.start + timedelta(hours=1))
    with pytest.raises(InputError):
        moving.move(now, DANA, plan.plan_id, [one])


def test_a_locked_visit_is_moved_as_before_where_no_time_is_wished_for(firm):
    desk, plan = firm
    who = plan.stop_of("R2").technician_id
    held = holding.hold(desk, DANA, "p1", "R2", LockKind.TECHNICIAN)
    moved = moving.move(desk, DANA, held.plan_id, [replace(to(desk, "R2", who), timed=True)])
    assert orders(moved)[who][0] == "R2"


def test_a_crew_whose_first_seat_is_wished_for_later_begins_together_later(desk):
    fill(desk, request("R1", crew_size=2))
    plan = published(desk)
    stop = plan.stop_of("R1")
    later = stop.start.replace(second=0) + timedelta(hours=2)
    one = replace(to(desk, "R1", stop.technician_id), timed=True, earliest=later)
    made = moving.move(desk, DANA, plan.plan_id, [one])
    assert {seat.start for seat in made.crew_of("R1")} == {later}
    assert made.violations == ()
    freed = moving.move(desk, DANA, made.plan_id, [replace(one, earliest=None)])
    (start,) = {seat.start for seat in freed.crew_of("R1")}
    assert abs(start - stop.start) < timedelta(minutes=1)
