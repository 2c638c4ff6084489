"""How good plans are, and what a solution from afar saves, worked out by hand on a line of places."""

from dataclasses import replace
from datetime import timedelta
from math import cos, radians

import numpy as np
import pytest

from planner.model.costs import PRICE_UNITS_PER_ORE
from planner.model.places import Place
from planner.model.price import Price, PriceItem
from planner.model.request import Promise
from planner.model.words import PromiseKind, ShiftKind, StopKind
from planner.report import THEMES, statistics
from planner.report.charts import OF_THEME
from planner.report.facts import traits_of
from planner.report.gain import ways_of
from tests.report.test_service_figures import event, with_events
from tests.report.test_statistics import TUESDAY, WEDNESDAY, at, duty, facts, stop

DEGREE_M = 111_195.0


def figure(name, given, **asked):
    return statistics(given, **asked).figures[name]


def placed(lat, lon=18.0):
    return Place(lat=lat, lon=lon)


def test_the_plan_was_followed_by_whom_and_in_the_order_it_was_planned():
    """V1, V2 and R3 were begun in their order on Tuesday; V5 was not done."""
    found = figure("adherence", facts())
    assert (found.part, found.whole, found.value) == (3, 4, 0.75)


def test_what_is_done_before_what_was_planned_before_it_is_out_of_order():
    """R3 begun at 12:55, before V2 was arrived at: V2 comes too early in nobody's eyes, R3 after V1; V2 is late."""
    early = tuple(replace(one, at=at("12:40")) if (one.request_id, one.type) == ("R3", "visit.started") else one
                  for one in facts().events)  # fmt: skip
    rows = figure("adherence", facts(events=early)).rows.set_index("visit_id")["as_planned"]
    assert rows.to_dict() == {"V1": True, "V2": True, "R3": False, "V5": False}


def test_what_somebody_else_did_was_not_done_as_planned():
    other = tuple(replace(one, technician_id="T2") if one.type == "visit.done" else one for one in facts().events)
    own = tuple(replace(one, technician_id="T1") if one.type == "visit.done" else one for one in facts().events)
    assert figure("adherence", facts(events=other)).part == 1
    assert figure("adherence", facts(events=own)).part == 3


def earlier(**moved):
    """The plan of Tuesday as it was published first, with some stops otherwise."""
    plan = facts().plans[0]
    stops = tuple(replace(one, **moved.get(one.visit_id or "", {})) for one in plan.stops)
    return plan.replace(plan_id="p0", stops=stops)


@pytest.mark.parametrize(
    ("moved", "changed"),
    [
        ({}, 0),
        ({"V1": {"technician_id": "T2"}}, 1),
        ({"V1": {"start": at("8:16")}, "V2": {"start": at("12:46")}}, 0),
        ({"V1": {"start": at("8:15")}, "V2": {"start": at("13:15")}}, 2),
        ({"V1": {"visit_id": "V9"}}, 1),
    ],
)
def test_a_change_is_another_technician_a_quarter_of_an_hour_or_no_place(moved, changed):
    """Three stops were first published on Tuesday, and one on Wednesday."""
    found = figure("churn", facts(replaced={TUESDAY: (earlier(**moved),)}))
    assert (found.part, found.whole) == (changed, 4)


def test_what_was_changed_and_changed_back_was_changed():
    replaced = {TUESDAY: (earlier(), earlier(V1={"technician_id": "T2"}))}
    assert figure("churn", facts(replaced=replaced)).part == 1


@pytest.mark.parametrize(
    ("first", "last", "visit", "broken"),
    [("8:30", "9:00", "V1", 0), ("8:00", "8:30", "V1", 0), ("8:31", "9:00", "V1", 1), ("8:00", "8:29", "V1", 1),
     ("8:00", "9:00", "V4", 1)],
)  # fmt: skip
def test_a_promise_is_broken_by_a_plan_that_starts_at_another_time_or_leaves_it_out(first, last, visit, broken):
    told = Promise(kind=PromiseKind.TOLD, earliest=at(first), latest=at(last))
    given = tuple(one.replace(promise=told) if one.request_id == visit else one for one in facts().requests)
    found = figure("promises_broken", facts(requests=given))
    assert (found.value, found.whole) == (broken, 1)
    assert figure("promises_broken", facts()).value is None


def line_of_visits():
    """Home at 59.0; V1 a degree north, V2 two degrees, in that order. V2 came first."""
    tuesday = facts().plans[0]
    where = {"V1": 60.0, "V2": 61.0}
    stops = tuple(replace(one, place=placed(where[one.visit_id])) if one.visit_id in where else one
                  for one in tuesday.stops)  # fmt: skip
    shift = replace(duty(TUESDAY), start_place=placed(59.0), end_place=placed(59.0))
    price = Price(items=(PriceItem(term="drive_time", units=900 * PRICE_UNITS_PER_ORE),))
    plan = tuesday.replace(stops=stops, technicians=(shift,), price=price)
    asked = tuple(
        one.replace(created_at=at("7:00")) if one.request_id == "V2" else one for one in facts().requests
    )  # fmt: skip
    return facts(plans=(plan,), requests=asked)


def test_the_gain_is_the_way_against_that_in_the_order_given():
    """Planned 1 + 1 + 2 degrees; V2 first: 2 + 1 + 1, as long. With a third visit at 60.5 that came first it is not."""
    found = figure("planning_gain", line_of_visits())
    assert found.value == pytest.approx(0)
    given = line_of_visits()
    (plan,) = given.plans
    third = replace(stop("V8", StopKind.VISIT, "13:00", "13:30", sequence=4), place=placed(60.5))
    longer = replace(given, plans=(plan.replace(stops=(*plan.stops[:2], third, *plan.stops[2:])),))
    found = figure("planning_gain", longer)
    assert found.part == pytest.approx(4 * DEGREE_M, rel=1e-3)  # 60, 60.5, 61, home
    assert found.whole == pytest.approx((2 + 1 + 0.5 + 1.5) * DEGREE_M, rel=1e-3)  # V2, V1, V8, home
    assert found.value == pytest.approx(1 - 4 / 5, rel=1e-3)
    assert found.more["nearest"] == pytest.approx(0, abs=1e-9)
    assert found.more["saved"] == pytest.approx(900 / 4, rel=1e-3)


def test_nearest_insertion_may_be_longer_than_the_plan():
    """South 1, north 1, south 1.2: each is put where it lengthens least, and nobody looks again."""
    given = line_of_visits()
    ways = ways_of(given.plans[0], {one.request_id: traits_of(one) for one in given.requests})
    assert ways.own_m == pytest.approx(ways.nearest_m)
    assert figure("planning_gain", facts()).value is None


def shift_of(number, hours, *, kind=ShiftKind.FIELD, day=TUESDAY):
    """A visit of some hours of a technician whose paid time is eight hours."""
    who = f"T{number}"
    done = stop(f"X{number}", StopKind.VISIT, "8:00", f"{8 + hours}:00", day=day)
    one = replace(duty(day), technician_id=who, duty_id=who, kind=kind)
    return one, replace(done, technician_id=who, duty_id=who)


def shared(*hours, **changes):
    pairs = [shift_of(number, one, **changes) for number, one in enumerate(hours)]
    plan = (
        facts()
        .plans[0]
        .replace(technicians=tuple(one for one, _ in pairs), stops=tuple(one for _, one in pairs), unassigned=())
    )
    return facts(plans=(plan,), last=TUESDAY, requests=(), events=())


def test_fairness_is_the_gini_of_load_per_hour_at_hand():
    """Equal loads: 0. Loads of 1, 1, 1, 1 and 6 of 10 hours: (2 x (1 + 2 + 3 + 4 + 5 x 6) / (5 x 10)) - 6 / 5 = 0.4."""
    assert figure("fairness", shared(4, 4, 4, 4, 4)).value == pytest.approx(0)
    found = figure("fairness", shared(1, 1, 1, 1, 6))
    assert found.value == pytest.approx(0.4)
    assert found.more["spread"] == pytest.approx((4 - 1) / 8)  # P90 lies between 1 and 6 hours, at 4


def test_fairness_is_said_of_nobody_where_fewer_than_five_are_out():
    assert figure("fairness", shared(1, 1, 1, 6)).value is None
    assert figure("fairness", shared(1, 1, 1, 1, 6, kind=ShiftKind.PHONE)).value is None
    assert "technician" not in figure("fairness", shared(1, 1, 1, 1, 6)).definition.columns


def test_an_hour_at_the_weekend_weighs_half_as_much_again():
    saturday = TUESDAY + timedelta(days=4)
    weekend = shared(1, 1, 1, 1, 1, day=saturday)
    week = shared(1, 1, 1, 1, 1)
    plan = week.plans[0].replace(
        technicians=(*week.plans[0].technicians[:4], weekend.plans[0].technicians[4]),
        stops=(*week.plans[0].stops[:4], weekend.plans[0].stops[4]),
    )
    found = figure("fairness", replace(week, plans=(plan,), now=at("0:00", saturday + timedelta(days=1))))
    loads = np.array([1, 1, 1, 1, 1 + 8 / 2])
    ordered = (2 * np.arange(1, 6) - 6) @ loads
    assert found.value == pytest.approx(ordered / (5 * loads.sum()))


def test_a_solution_from_afar_saves_the_cheapest_insertion_into_the_ways_of_its_day():
    """Home 59 to V1 at 60, V2 at 61 and home; R3 lies at 60.5, 0.2 degrees to the east of the way."""
    given = line_of_visits()
    east = 0.2
    asked = tuple(
        one.replace(place=placed(60.5, 18.0 + east)) if one.request_id == "R3" else one for one in given.requests
    )
    found = figure("avoided_km", replace(given, requests=asked))
    aside = east * cos(radians(60.0))  # the middle of the ways of that day
    home = (1.5**2 + aside**2) ** 0.5 + (0.5**2 + aside**2) ** 0.5 - 2  # on the way home; on the way there it is more
    extra = home * DEGREE_M
    assert found.value == pytest.approx(extra, rel=1e-3)
    assert (found.part, found.whole) == (1, 1)
    assert figure("avoided_km", given).value is None


def test_what_had_a_visit_or_is_open_saved_nothing():
    given = line_of_visits()
    everywhere = tuple(one.replace(place=placed(60.5)) for one in given.requests)
    found = figure("avoided_km", replace(given, requests=everywhere))
    assert list(found.rows["request_id"]) == ["R3"]


def test_remote_solutions_are_told_by_line_and_channel():
    given = facts()
    lines = tuple(one.replace(line=2) if one.request_id == "R3" else one for one in given.requests)
    charts = statistics(replace(given, requests=lines), theme="remote").charts
    assert charts["remote_by_line"].to_dict("records") == [
        {"line": 1, "remote": 0, "closed": 1, "share": 0.0}, {"line": 2, "remote": 1, "closed": 1, "share": 1.0},
    ]  # fmt: skip
    assert {row.channel: row.closed for row in charts["closed_by_channel"].itertuples()} == {"remote": 1, "on_site": 1}


def test_the_cost_of_visits_is_told_by_square_kilometre():
    """V1 at 60.001 and V2 at 60.004 are one place of the map; the price has 3 000 öre for V1 and 1 000 for V2."""
    tuesday = facts().plans[0]
    where = {"V1": 60.001, "V2": 60.004, "R3": 60.002}  # a session from afar is no visit
    stops = tuple(replace(one, place=placed(where[one.visit_id])) if one.visit_id in where else one
                  for one in tuesday.stops)  # fmt: skip
    items = tuple(PriceItem(term="drive_time", units=ore * PRICE_UNITS_PER_ORE, visit_id=visit)
                  for visit, ore in (("V1", 3000), ("V2", 1000), (None, 500)))  # fmt: skip
    plan = tuesday.replace(stops=stops, price=Price(items=items))
    chart = statistics(facts(plans=(plan, facts().plans[1])), theme="cost").charts["visits_by_cost"]
    assert chart.to_dict("records") == [{"lat": 60.0, "lon": 18.0, "visits": 2, "cost_ore": 2000.0}]


def test_a_crew_that_is_reported_by_its_first_seat_alone_is_one_appointment():
    told = with_events(event("V5", "visit.arrived", at("9:00", WEDNESDAY)))
    assert figure("visits_done", told).whole == 3


def test_a_page_asks_for_its_theme_and_the_rows_of_what_is_open():
    given = line_of_visits()
    everything = statistics(given)
    for theme, ids in THEMES.items():
        found = statistics(given, theme=theme)
        assert tuple(found.figures) == tuple(found.trend) == ids
        assert found.charts.keys() == set(OF_THEME.get(theme, ()))
        for name, one in found.figures.items():
            assert (one.value, one.part, one.count) == (
                everything.figures[name].value, everything.figures[name].part, everything.figures[name].count,
            ), name  # fmt: skip
    one_open = statistics(given, theme="service", rows_of=("no_access",))
    assert len(one_open.figures["no_access"].rows) == one_open.figures["no_access"].count == 2
    assert (len(one_open.figures["visits_done"].rows), one_open.figures["visits_done"].count) == (0, 2)
