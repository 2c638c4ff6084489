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


def test_what_a_day_has_in_common_adds_up_instead_of_evening_out():
    """C is late if the day's factor is above 1.2, whatever A and B have each: 1 - Phi(ln 1.2 / 0.2) = 0.181."""
    day = plan(stop("A", 10, 60), stop("B", 80, 60, sequence=2), stop("C", 174, 30, sequence=3))
    found = risk_of_lateness(day, Spreads(pace=0.2), runs=40_000)["C"]
    assert found == pytest.approx(0.5 * math.erfc(math.log(1.2) / 0.2 / math.sqrt(2)), abs=0.01)
    alone = risk_of_lateness(day, Spreads(work={"job": Spread(sigma=0.2)}), runs=40_000)["C"]
    assert alone < found - 0.05


def test_drives_take_longer_in_the_hour_in_which_they_begin_by_the_local_clock():
    """EIGHT is 08 in the local winter time that began in the night before."""
    day = plan(stop("A", 10, 30), stop("B", 120, 30, sequence=2))
    eight = tuple(1.5 if hour == 8 else 1.0 for hour in range(24))
    assert risk_of_lateness(day, Spreads(hours=eight), runs=5) == {"A": 1.0, "B": 0.0}


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


def test_the_last_moment_is_that_of_the_customer_where_there_is_one():
    day = plan(stop("A", 10, 30), stop("B", 50, 30, sequence=2))
    longer = Spreads(work={"job": Spread(factor=1.1)})  # B begins three minutes late
    assert risk_of_lateness(day, longer, runs=5, due={"B": at(53)})["B"] == 0.0
    assert risk_of_lateness(day, longer, runs=5, due={"B": at(52)})["B"] == 1.0


def test_a_technicians_day_alone_says_the_same_as_everybodys():
    both = plan(
        stop("A", 10, 60), stop("B", 80, 30, sequence=2), stop("C", 10, 60, who="T2"),
        stop("D", 80, 30, who="T2", sequence=2), people=("T1", "T2"),
    )  # fmt: skip
    alone = both.replace(technicians=both.technicians[1:], stops=both.of_technician("T2"))
    spread = Spreads(work={"job": Spread(sigma=0.4)})
    found = risk_of_lateness(both, spread)
    assert risk_of_lateness(alone, spread)["D"] == found["D"] != found["B"]


def test_four_of_five_begin_before_the_p80():
    """A ends at 70 minutes times exp(0.3 z) of work; B follows after a drive of ten: P80 is 60 exp(0.8416 x 0.3)."""
    day = plan(stop("A", 10, 60), stop("B", 80, 30, sequence=2))
    found = lateness.risk_of_lateness(day, Spreads(work={"job": Spread(sigma=0.3)}), runs=40_000)["B"].start_p80
    meant = EIGHT + timedelta(minutes=20 + 60 * math.exp(0.8416 * 0.3))
    assert abs((found - meant).total_seconds()) < 60


class TestUnderWay:
    """A day that is driven: what was reported stands, nothing else begins before now."""

    day = plan(stop("A", 10, 30), stop("B", 50, 30, sequence=2), stop("C", 90, 30, sequence=3))

    def risks(self, minute, **seen):
        return risk_of_lateness(self.day, Spreads(), runs=5, seen=seen, now=at(minute))

    def test_what_ended_late_makes_the_next_late_and_is_not_told_of_itself(self):
        seen = Seen(left=at(0), start=at(10), end=at(41))
        assert self.risks(41, A=seen) == {"B": 1.0, "C": 1.0}
        assert self.risks(40, A=Seen(start=at(10), end=at(40))) == {"B": 0.0, "C": 0.0}

    def test_nobody_leaves_before_now(self):
        assert self.risks(0)["A"] == 0.0
        assert self.risks(1)["A"] == 1.0

    def test_who_is_on_the_way_left_when_they_said(self):
        assert self.risks(5, A=Seen(left=at(0)))["A"] == 0.0
        assert self.risks(11, A=Seen(left=at(0)))["A"] == 1.0  # should have been there a minute ago

    def test_who_said_they_will_be_late_is(self):
        assert self.risks(0, B=Seen(not_before=at(51))) == {"A": 0.0, "B": 1.0, "C": 1.0}

    def test_work_that_was_begun_out_of_order_is_before_the_rest(self):
        """C was done first: A and B come now, and D after them, not at its time after C."""
        day = self.day.replace(stops=(*self.day.stops, stop("D", 130, 30, sequence=4)))
        seen = {"C": Seen(left=at(0), start=at(10), end=at(40))}
        found = risk_of_lateness(day, Spreads(), runs=5, seen=seen, now=at(41))
        assert found == {"A": 1.0, "B": 1.0, "D": 1.0}

    def test_a_break_before_what_was_begun_is_over(self):
        rest = replace(stop("x", 40, 30, drive=0, kind=StopKind.BREAK, sequence=2), visit_id=None)
        day = plan(stop("A", 10, 30), rest, stop("B", 80, 30, sequence=3), stop("C", 120, 30, sequence=4))
        seen = {"A": Seen(start=at(10), end=at(40)), "B": Seen(start=at(80))}
        assert risk_of_lateness(day, Spreads(), runs=5, seen=seen, now=at(90)) == {"C": 0.0}

    def test_work_that_goes_on_takes_longer_than_it_has_taken(self):
        """A has taken 60 of its 30 minutes, spread 0.5: of all that take so long, one in five takes 87 or more."""
        seen = {"A": Seen(start=at(10))}
        spread = Spreads(work={"job": Spread(sigma=0.5)})
        found = lateness.risk_of_lateness(self.day, spread, runs=20_000, seen=seen, now=at(70))["B"]
        # Beyond ln 2 / 0.5 = 1.386 lie 8.29 %, beyond its P80 a fifth of them: z = 2.130; then a drive of ten minutes.
        meant = at(10 + 10) + timedelta(minutes=30 * math.exp(0.5 * 2.130))
        assert abs((found.start_p80 - meant).total_seconds()) < 120
        assert found.late == 1.0

    def test_work_that_takes_longer_than_anybody_knows_ends_soon(self):
        found = lateness.risk_of_lateness(self.day, Spreads(), runs=500, seen={"A": Seen(start=at(10))}, now=at(70))
        assert at(80) < found["B"].start_p80 < at(88)
