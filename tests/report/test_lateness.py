"""P(late) of stops: what can be reckoned by hand, and what must hold of any day."""

import math
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.words import StopKind
from planner.report import lateness
from planner.report.lateness import Seen, Spread, Spreads

DAY = date(2026, 10, 25)  # the clocks go back in the night before
EIGHT = datetime(2026, 10, 25, 7, tzinfo=UTC)


def at(minute):
    return EIGHT + timedelta(minutes=minute)


def stop(name, start, work, *, drive=10, kind=StopKind.VISIT, who="T1", sequence=1, setup=0, arrive=None, late=0):
    arrival = start - setup if arrive is None else arrive
    return Stop(
        technician_id=who, duty_id=who, sequence=sequence, kind=kind, visit_id=name, request_id=name, job_type_id="job",
        leave=at(arrival - drive), arrival=at(arrival), start=at(start), end=at(start + work), travel_s=drive * 60,
        setup_s=setup * 60, lateness_s=late * 60,
    )  # fmt: skip


def plan(*stops, people=("T1",)):
    duties = tuple(
        PlanTechnician(technician_id=who, duty_id=who, name=who, number=1, start=EIGHT, end=at(480), hard_end=at(600))
        for who in people
    )
    return Plan(plan_id="p", day=DAY, created_at=EIGHT, technicians=duties, stops=stops)


def risk_of_lateness(*given, **more):
    """The probabilities alone."""
    return {one: risk.late for one, risk in lateness.risk_of_lateness(*given, **more).items()}


def test_a_day_that_goes_as_planned_is_late_nowhere():
    day = plan(stop("A", 15, 30, setup=5), stop("B", 60, 30, sequence=2, drive=15))
    assert risk_of_lateness(day, Spreads(), runs=10) == {"A": 0.0, "B": 0.0}


def test_what_surely_takes_longer_is_surely_late():
    day = plan(stop("A", 10, 30), stop("B", 50, 30, sequence=2))
    assert risk_of_lateness(day, Spreads(work={"job": Spread(factor=1.1)}), runs=10) == {"A": 0.0, "B": 1.0}
    assert risk_of_lateness(day, Spreads(work={"other": Spread(factor=2)}), runs=10) == {"A": 0.0, "B": 0.0}
    assert risk_of_lateness(day, Spreads(drive=Spread(factor=1.2)), runs=10) == {"A": 1.0, "B": 1.0}


def test_a_slack_is_not_minded_on_its_last_second():
    day = plan(stop("A", 10, 30), stop("B", 50, 30, sequence=2))
    longer = Spreads(work={"job": Spread(factor=1.1)})  # B begins three minutes late
    assert risk_of_lateness(day, longer, runs=5, slack_s=180)["B"] == 0.0
    assert risk_of_lateness(day, longer, runs=5, slack_s=178)["B"] == 1.0


def test_the_probability_is_that_of_the_lognormal_distribution():
    """B is late if A takes more than 1.2 times its 60 minutes: 1 - Phi(ln 1.2 / 0.3) = 0.2717."""
    day = plan(stop("A", 10, 60), stop("B", 92, 30, sequence=2))
    found = risk_of_lateness(day, Spreads(work={"job": Spread(sigma=0.3)}), runs=40_000)["B"]
    meant = 0.5 * math.erfc(math.log(1.2) / 0.3 / math.sqrt(2))
    assert found == pytest.approx(meant, abs=0.01)


def test_lateness_of_one_person_is_not_anothers():
    day = plan(stop("A", 10, 30), stop("B", 50, 30, sequence=2), stop("C", 50, 30, who="T2"), people=("T1", "T2"))
    found = risk_of_lateness(day, Spreads(work={"job": Spread(factor=1.5)}), runs=5)
    assert (found["B"], found["C"]) == (1.0, 0.0)


def test_a_break_takes_its_time_and_a_gap_takes_lateness_up():
    rest = replace(stop("x", 40, 30, drive=0, kind=StopKind.BREAK, sequence=2), visit_id=None)
    day = plan(stop("A", 10, 30), rest, stop("B", 80, 30, sequence=3), stop("C", 140, 30, sequence=4))
    found = risk_of_lateness(day, Spreads(work={"job": Spread(factor=1.2)}), runs=5)
    assert (found["B"], found["C"]) == (1.0, 0.0)


def test_work_that_begins_before_its_time_gives_a_reserve():
    day = plan(stop("A", 40, 30), stop("B", 80, 30, sequence=2))
    longer = {"job": Spread(factor=1.2)}
    assert risk_of_lateness(day, Spreads(work=longer), runs=5)["B"] == 1.0
    assert risk_of_lateness(day, Spreads(work=longer, ahead_s=600), runs=5)["B"] == 0.0


def test_what_no_plan_counts_at_the_door_makes_late():
    day = plan(stop("A", 10, 30))
    assert risk_of_lateness(day, Spreads(handover_s=60), runs=5) == {"A": 1.0}


def test_a_stop_that_is_late_by_plan_is_measured_against_its_own_time():
    assert risk_of_lateness(plan(stop("A", 10, 30, late=5)), Spreads(), runs=5) == {"A": 1.0}


def test_the_same_seed_says_the_same_and_nobody_is_asked_for_no_runs():
    day = plan(stop("A", 10, 60), stop("B", 75, 30, sequence=2))
    spread = Spreads(work={"job": Spread(sigma=0.4)}, drive=Spread(sigma=0.2))
    assert risk_of_lateness(day, spread, seed=3) == risk_of_lateness(day, spread, seed=3)
    assert risk_of_lateness(day, spread, seed=3) != risk_of_lateness(day, spread, seed=4)
    with pytest.raises(ValueError, match="0 runs"):
        risk_of_lateness(day, spread, runs=0)
    with pytest.raises(ValueError, match="factor 0"):
        Spread(factor=0)
    assert risk_of_lateness(plan(people=()), spread) == {}


def test_fifteen_people_and_120_visits_take_less_than_a_second():
    people = tuple(f"T{n}" for n in range(15))
    stops = tuple(stop(f"{who}-{n}", 60 * n + 10, 45, who=who, sequence=n) for who in people for n in range(8))
    began = time.process_time()
    found = risk_of_lateness(plan(*stops, people=people), Spreads(other=Spread(sigma=0.3)), runs=1_000)
    assert time.process_time() - began < 1.0
    assert len(found) == 120
