"""What the statistics look up beside the extract: cars, plans that were replaced, and call-outs with their rest."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from planner import store
from planner.desk import on_call, report
from planner.desk import plan as plan_desk
from planner.desk.extract import bare_facts
from planner.desk.gathering import called_out, cars_of, replaced_on
from planner.model.team import ShiftPattern, Team, Vehicle
from planner.model.words import ShiftKind
from tests.desk.firm import DANA, DAY, MAJA, OFFICE, at, drafted, filled, published, technician
from tests.desk.test_report import evening

DUTY = ShiftPattern(weekdays=(1, 2, 3, 4, 5, 6, 7), start=time(17), end=time(8), kind=ShiftKind.ON_CALL)
NEXT = DAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("car", "known"),
    [({"g_co2_km": 120, "fuel": "petrol"}, {"T01": 120.0}), ({"fuel": "electric"}, {"T01": 0.0}),
     ({"fuel": "petrol"}, {}), ({"fuel": ""}, {})],
)  # fmt: skip
def test_grams_are_known_of_cars_that_say_so_and_of_electric_ones(car, known):
    team = Team(
        technicians=(technician("T01", vehicle_id="V1"), technician("T02")),
        vehicles=(Vehicle(vehicle_id="V1", name="Bil", **car),),
    )
    assert cars_of(team) == known


def test_the_plans_before_the_valid_one_are_those_that_were_published(desk):
    published(filled(desk))
    with desk.store.reading() as db:
        assert replaced_on(db, [DAY]) == {}
    drafted(desk, "p2")
    with desk.store.reading() as db:
        assert replaced_on(db, [DAY]) == {}
    published(desk, "p3")
    with desk.store.reading() as db:
        assert [one.plan_id for one in replaced_on(db, [DAY, NEXT])[DAY]] == ["p1"]


def test_what_a_later_publication_changed_is_counted(desk):
    published(filled(desk))
    there = evening(desk)
    assert report.statistics(there, MAJA, first=DAY, last=DAY).figures["churn"].part == 0
    moved = drafted(desk, "p2")
    stops = tuple(
        replace(one, start=one.start + timedelta(minutes=20), end=one.end + timedelta(minutes=20))
        if one.visit_id == "R1" else one
        for one in moved.stops
    )  # fmt: skip
    with desk.store.writing() as db:
        store.plans.add(db, moved.replace(plan_id="p3", stops=stops))
    plan_desk.publish(desk, DANA, "p3", instead_of="p1")
    churn = report.statistics(there, MAJA, first=DAY, last=DAY).figures["churn"]
    assert (churn.part, churn.whole) == (1, 3)


@pytest.fixture
def called(desk):
    """Anna works by day and is on call at night; she was called out until an hour of the night."""

    def out(end_hour):
        filled(desk)
        with desk.store.writing() as db:
            before = store.people.get_technician(db, "T01")
            store.people.save_technician(db, before.replace(patterns=(OFFICE, DUTY)))
        there = replace(desk, clock=lambda: at(12, day=NEXT))
        start = at(19) if end_hour > 18 else at(end_hour - 1, day=NEXT)
        end = at(end_hour) if end_hour > 18 else at(end_hour, day=NEXT)
        on_call.report_call_out(there, DANA, client_uuid="c-1", start=start, end=end, technician_id="T01")
        return there

    return out


def test_a_call_out_at_night_leaves_too_short_a_rest_before_the_next_shift(called):
    there = called(2)
    figures = report.statistics(there, MAJA, first=DAY, last=NEXT, theme="on_call").figures
    assert (figures["call_outs"].value, figures["call_out_hours"].value, figures["rest_breaches"].value) == (1, 3600, 1)


def test_a_call_out_in_the_evening_leaves_rest_enough(called):
    there = called(20)
    figures = report.statistics(there, MAJA, first=DAY, last=NEXT, theme="on_call").figures
    assert (figures["call_outs"].value, figures["rest_breaches"].value) == (1, 0)


def test_a_call_out_taken_back_or_of_another_day_is_not_counted(called):
    there = called(20)
    with there.store.reading() as db:
        assert len(called_out(db, bare_facts(there, DAY, DAY))) == 1
        assert called_out(db, bare_facts(there, NEXT, NEXT)) == ()
    on_call.withdraw_call_out(there, DANA, "c-1", client_uuid="w-1")
    with there.store.reading() as db:
        assert called_out(db, bare_facts(there, DAY, DAY)) == ()


def test_only_the_call_out_that_cut_a_rest_short_counts_and_each_on_the_day_it_began(called):
    """Monday 19 to 20 leaves twelve hours; Tuesday 23:30 to Wednesday 02:00 does not."""
    there = called(2)
    on_call.withdraw_call_out(there, DANA, "c-1", client_uuid="w-1")
    monday = DAY - timedelta(days=1)
    spans = ((at(19, day=monday), at(20, day=monday)), (at(23, 30), at(2, day=NEXT)))
    for number, (start, end) in enumerate(spans, start=2):
        on_call.report_call_out(there, DANA, client_uuid=f"c-{number}", start=start, end=end, technician_id="T01")
    with there.store.reading() as db:
        assert [one.is_rest_short for one in called_out(db, bare_facts(there, monday, DAY))] == [False, True]
        assert called_out(db, bare_facts(there, NEXT, NEXT)) == ()


def test_a_call_out_after_a_rest_that_was_cut_short_is_not_blamed_for_it(called):
    """Tuesday 23:30 to Wednesday 02:00 cuts the night's rest; Wednesday 19 to 20 leaves twelve hours."""
    there = called(2)
    on_call.withdraw_call_out(there, DANA, "c-1", client_uuid="w-1")
    later = replace(there, clock=lambda: at(12, day=NEXT + timedelta(days=1)))
    for number, (start, end) in enumerate(((at(23, 30), at(2, day=NEXT)), (at(19, day=NEXT), at(20, day=NEXT)))):
        on_call.report_call_out(later, DANA, client_uuid=f"d-{number}", start=start, end=end, technician_id="T01")
    with later.store.reading() as db:
        assert [one.is_rest_short for one in called_out(db, bare_facts(later, DAY, NEXT))] == [True, False]


def test_a_call_out_after_midnight_is_of_the_day_after(called):
    there = called(2)
    with there.store.reading() as db:
        assert called_out(db, bare_facts(there, DAY, DAY)) == ()
        assert len(called_out(db, bare_facts(there, NEXT, NEXT))) == 1


def test_a_call_out_that_was_not_over_then_was_not_known_then(called):
    """In the period before, only what had ended by the same time of day counts."""
    there = called(20)
    with there.store.reading() as db:
        for hour, known in ((20, 1), (19, 0)):
            then = replace(bare_facts(there, DAY, DAY), now=at(hour))
            assert len(called_out(db, then)) == known


def test_the_plans_before_stand_in_the_order_in_which_they_were_published(desk):
    published(filled(desk))
    for number in ("p2", "p3"):
        drafted(desk, number)
        published(desk, f"{number}-out")
    with desk.store.reading() as db:
        assert [one.version for one in replaced_on(db, [DAY])[DAY]] == sorted(
            one.version for one in replaced_on(db, [DAY])[DAY]
        )
        assert [one.plan_id for one in replaced_on(db, [DAY])[DAY]] == ["p1", "p2-out"]
