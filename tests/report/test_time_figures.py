"""Where the time goes, and what on-call duty and driving cost, against the two days of `test_statistics`."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.law import CallOut
from planner.model.costs import PRICE_UNITS_PER_ORE
from planner.model.price import Price, PriceItem
from planner.model.words import ShiftKind, StopKind
from planner.report import Filters, statistics
from planner.report.facts import CalledOut
from planner.report.fairness import night_and_weekend
from tests.report.test_service_figures import event, night, with_events
from tests.report.test_statistics import THURSDAY, TUESDAY, WEDNESDAY, at, duty, facts, stop

SERVICE = 5400 + 600 + 900 + 3600
DRIVE = 1500 + 600 + 900 + 2000


def figure(name, given, **asked):
    return statistics(given, **asked).figures[name]


def test_waiting_is_from_arrival_to_the_start_of_the_work():
    """V1's technician waits from 08:30 to 08:45."""
    found = figure("wait_share", with_events(event("V1", "visit.started", at("8:45"))))
    assert (found.part, found.whole) == (900, DRIVE + SERVICE - 900 + 900)
    assert figure("wait_share", facts()).part == 0


def test_distance_is_the_plans_with_the_way_home():
    """Ten metres a second: 27 km on Tuesday, 20 km on Wednesday, three visits."""
    found = figure("km_per_visit", facts())
    assert (found.part, found.whole, found.value) == (47_000, 3, pytest.approx(47_000 / 3))
    assert figure("distance", facts()).value == 47_000


def test_visits_per_day_counts_each_day_of_a_technician_on_the_road_once():
    assert figure("visits_per_day", facts()).value == 3 / 2
    tuesday, wednesday = facts().plans
    second = replace(duty(TUESDAY), duty_id="T1:late")
    twice = tuesday.replace(technicians=(*tuesday.technicians, second))
    desk = replace(duty(WEDNESDAY), technician_id="T2", duty_id="T2", kind=ShiftKind.PHONE)
    phone = wednesday.replace(technicians=(*wednesday.technicians, desk))
    assert figure("visits_per_day", facts(plans=(twice, phone))).whole == 2


def test_figures_of_whole_shifts_do_not_follow_a_filter():
    chosen = statistics(facts(), filters=Filters(priorities=(2,)))
    whole = statistics(facts())
    for name, one in whole.figures.items():
        if not one.definition.filtered:
            assert (chosen.figures[name].value, chosen.figures[name].whole) == (one.value, one.whole), name
    assert chosen.figures["visits_done"].whole == 1


def test_work_is_measured_against_what_was_planned_for_it():
    """V1 took 5 400 of 3 600 s, R3 900 of 1 800 s; V2 was not done, V5 not reported."""
    found = figure("service_estimate", facts())
    assert (found.value, found.part, found.whole) == (1.0, 2, 2)
    assert list(found.rows["visit_id"]) == ["V1", "R3"]


def test_a_drive_is_measured_against_what_was_planned_for_it():
    """1 500 of 1 200 s; V2 was not done; R3 was not driven to."""
    found = figure("drive_estimate", facts())
    assert (found.value, found.part, found.whole) == (1.25, 1, 1)


@pytest.mark.parametrize(("p80", "inside"), [(90, 2), (89, 1), (60, 1)])
def test_inside_p80_is_measured_by_the_job_types_own_spread(p80, inside):
    """Planned 3 600 and 1 800 s; with a P50 of 60 and a P80 of 90 min these are 5 400 and 2 700 s."""
    job = type("Job", (), {"service_min": 60, "service_p80_min": p80})
    given = facts()
    given = replace(given, catalogue=replace(given.catalogue, job_types={"printer_fault": job}))
    found = figure("inside_p80", given)
    assert (found.part, found.whole) == (inside, 2)
    assert figure("inside_p80", facts()).value is None


def priced(amounts):
    items = tuple(PriceItem(term=term, units=ore * PRICE_UNITS_PER_ORE, visit_id=visit) for term, ore, visit in amounts)
    return facts().plans[0].replace(price=Price(items=items))


AMOUNTS = (("drive_time", 3000, "V1"), ("distance", 1000, "V1"), ("drive_time", 2000, None), ("dropped", 50_000, "V4"))


def test_cost_is_that_of_plans_with_a_price_without_what_was_left_out():
    """6 000 öre for the two visits of Tuesday; Wednesday's plan has no price."""
    given = facts(plans=(priced(AMOUNTS), facts().plans[1]))
    found = statistics(given)
    assert (found.figures["cost_per_visit"].value, found.figures["cost_per_visit"].whole) == (3000, 2)
    total = found.figures["total_cost"]
    assert (total.value, total.part, total.whole) == (6000, 1, 2)
    # Of them the kilometres alone are paid: 1 000 öre, 500 a visit.
    assert (total.more["paid"], found.figures["cost_per_visit"].more["paid"]) == (1000, 500)
    assert found.charts["cost_by_term"].to_dict("records") == [
        {"term": "dropped", "ore": 50_000.0},
        {"term": "drive_time", "ore": 5000.0},
        {"term": "distance", "ore": 1000.0},
    ]  # fmt: skip
    assert figure("total_cost", facts()).value is None
    assert figure("total_cost", facts()).more["paid"] is None


def test_co2_is_of_the_kilometres_of_cars_whose_grams_are_known():
    """27 km and 20 km of T1 at 100 g; nothing is known of anybody else's car."""
    found = figure("co2", facts(g_km={"T1": 100.0}))
    assert (found.value, found.part, found.whole) == (4700, 47_000, 47_000)
    electric = figure("co2", facts(g_km={"T1": 0.0}))
    assert (electric.value, electric.part) == (0, 47_000)
    unknown = figure("co2", facts(g_km={"T2": 100.0}))
    assert (unknown.value, unknown.part, unknown.whole) == (None, 0, 47_000)


def calls(*spans):
    return tuple(
        CalledOut(
            call=CallOut(call_out_id=f"c{n}", technician_id="T1", start=start, end=end), is_rest_short=short
        )
        for n, (start, end, short) in enumerate(spans)
    )  # fmt: skip


def test_a_call_out_counts_on_the_day_it_began_with_all_of_its_time():
    given = facts(
        first=TUESDAY, last=TUESDAY,
        calls=calls((at("23:30"), at("1:00", WEDNESDAY), True), (at("3:00", WEDNESDAY), at("4:00", WEDNESDAY), False)),
    )  # fmt: skip
    found = statistics(given, theme="on_call").figures
    assert (found["call_outs"].value, found["call_out_hours"].value) == (1, 5400)
    assert (found["rest_breaches"].value, found["rest_breaches"].whole) == (1, 1)
    assert "technician" not in found["rest_breaches"].definition.columns
    both = statistics(replace(given, last=WEDNESDAY), theme="on_call").figures
    assert (both["call_outs"].value, both["call_out_hours"].value, both["rest_breaches"].value) == (2, 9000, 1)


def test_a_call_out_over_the_clock_change_has_the_hours_that_passed():
    """From 01:30 to 03:30 on the night in which the clocks go back are three hours."""
    night_of = date(2026, 10, 25)
    start = at("0:30", night_of)  # 23:30 UTC of the day before, 01:30 in summer
    given = facts(first=night_of, last=night_of, plans=(), requests=(), events=(), now=start + timedelta(days=2),
                  calls=calls((start, start + timedelta(hours=3), False)))  # fmt: skip
    assert statistics(given, theme="on_call").figures["call_out_hours"].value == 3 * 3600


def test_a_call_out_that_is_not_known_yet_is_not_counted():
    given = facts(now=at("23:45"), calls=calls((at("23:00"), at("23:50"), False)))
    found = statistics(given, theme="on_call").figures
    assert (found["call_outs"].value, found["call_out_hours"].value) == (0, None)


def test_a_visit_after_midnight_is_work_of_the_shift_it_belongs_to():
    shifts = figure("utilisation", night(at("6:00", WEDNESDAY))).rows
    assert shifts["service_s"].sum() == 5400 + 600 + 900 + 40 * 60


@pytest.mark.parametrize(
    ("day", "start", "end", "over_s", "night_s", "weekend_s"),
    [
        (TUESDAY, "20:00", "23:00", 0, 3600, 0),
        (TUESDAY, "20:00", "22:00", 1800, 1800, 0),
        (date(2026, 11, 28), "8:00", "12:00", 0, 0, 4 * 3600),
        (date(2026, 11, 28), "5:00", "6:00", 600, 3600, 4200),
    ],
)
def test_nights_and_weekends_of_a_shift(day, start, end, over_s, night_s, weekend_s):
    found = night_and_weekend(at(start, day), at(end, day), over_s, zone="Europe/Stockholm")
    assert found == (night_s, weekend_s)


def test_a_night_with_a_clock_change_has_nine_hours():
    """From Saturday 22:00 to Sunday 06:00 on the night in which the clocks go back; Saturday is weekend too."""
    start = at("21:00", date(2026, 10, 24))
    night_s, weekend_s = night_and_weekend(start, start + timedelta(hours=9), 0, zone="Europe/Stockholm")
    assert (night_s, weekend_s) == (9 * 3600, 9 * 3600)


def test_a_break_on_the_road_is_no_visit():
    plan = facts().plans[0]
    more = plan.replace(stops=(*plan.stops, stop(None, StopKind.DEPOT, "11:00", "11:10", drive=60, sequence=7)))
    assert figure("km_per_visit", facts(plans=(more,), last=TUESDAY, now=at("0:00", THURSDAY))).whole == 2


def test_the_paid_time_is_work_driving_waiting_and_what_nobody_booked():
    """Shares of paid time and overtime of both shifts, by the rows behind utilisation; what is left is in no plan."""
    found = statistics(facts())
    rows = found.figures["utilisation"].rows
    parts = {row["part"]: row for row in found.charts["paid_time"].to_dict("records")}
    for name in ("service", "drive", "wait"):
        assert parts[name]["seconds"] == rows[f"{name}_s"].sum()
    left = rows["paid_s"] + rows["overtime_s"] - rows["service_s"] - rows["drive_s"] - rows["wait_s"]
    assert parts["free"]["seconds"] == left.clip(lower=0).sum() > 0
    assert sum(row["share"] for row in parts.values()) == pytest.approx(1)
    assert statistics(facts(plans=())).charts["paid_time"].empty
