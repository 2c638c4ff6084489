"""Nobody reports anything: what is published of today is taken to be driven as it says when the day is planned anew."""

from __future__ import annotations

from datetime import timedelta

from planner import worker
from planner.desk import plan as plan_desk
from planner.desk.queue import runs_of
from planner.desk.snapshot import freeze
from planner.model.words import StopKind
from tests.desk.firm import DANA, DAY, at, fill, published, request
from tests.desk.test_live import at_time

NOW = at(10)


def replanned(desk, monkeypatch):
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    plan_desk.start_planning(desk, DANA, DAY, time_limit_s=1)
    (lease,) = runs_of(desk).claim(at_once=1)
    assert worker.run(runs_of(desk), lease) is not None
    return plan_desk.current_plan(desk, DANA, DAY)


def test_a_plan_made_anew_in_the_middle_of_the_day_leaves_the_past_alone_and_begins_now(desk, monkeypatch):
    fill(desk, *(request(f"R{n}", required_technicians=("T01",)) for n in range(1, 6)), people=("T01", "T02"))
    was = published(desk)
    begun = {one.visit_id: one.start for one in was.stops if one.visit_id and one.leave < NOW}
    assert 1 <= len(begun) < 5
    fill(desk, request("U1"), people=())
    plan = replanned(at_time(desk, NOW), monkeypatch)
    there = {one.visit_id: one.start for one in plan.stops if one.visit_id}
    assert {one: there[one] for one in begun} == begun
    assert set(there) == {"R1", "R2", "R3", "R4", "R5", "U1"}
    assert all(start >= NOW for one, start in there.items() if one not in begun)


def test_before_it_is_published_and_on_days_to_come_nothing_is_driven(desk):
    fill(desk, request("R1"))
    later = at_time(desk, NOW)
    assert freeze(later, DAY).built.told.stops == ()
    published(desk)
    assert freeze(later, DAY).built.told.stops != ()
    assert freeze(at_time(desk, NOW - timedelta(days=1)), DAY).built.told.stops == ()


def test_in_the_evening_everybody_has_gone_home_when_the_plan_says(desk, monkeypatch):
    fill(desk, request("R1", required_technicians=("T01",)), request("R2", required_technicians=("T01",)))
    was = published(desk)
    home = next(one for one in was.of_technician("T01") if one.kind is StopKind.END)
    plan = replanned(at_time(desk, at(21)), monkeypatch)
    assert next(one for one in plan.of_technician("T01") if one.kind is StopKind.END).end == home.end
    assert plan.overtime_s == was.overtime_s
