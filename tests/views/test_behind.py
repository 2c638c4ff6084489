"""What stands behind a figure and a term of the price."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.model.costs import ore_units
from planner.model.language import LANGUAGES
from planner.model.parts import Part
from planner.model.price import Price, PriceItem
from planner.views.behind import FIGURES, behind_figure, behind_term
from planner.views.summary import broken_promises, key_figures
from tests.views.plans import clock, small_plan

PLAN = small_plan()
PROMISES = {
    "V101": (clock(8), clock(9)),
    "V103": (clock(13), clock(14)),
    "V999": (clock(10) + timedelta(days=1), clock(12) + timedelta(days=1)),
}


def priced(*items):
    return PLAN.replace(price=Price(items=tuple(PriceItem(**one) for one in items)))


def cost(term, kronor, quantity=0, **whose):
    return {"term": term, "units": ore_units(kronor * 100), "quantity": quantity, **whose}


def test_late_visits_say_when_who_and_how_late_and_can_be_put_in_focus():
    (row,) = behind_figure(PLAN, "late", language="sv", promises={})
    assert row.label == "12:30 · Skolan Glänta · Anna L."
    assert (row.amount, row.visit_id, row.technician_id) == ("30\u00a0min sent", "V102", "t1")


def test_overtime_names_the_people():
    (row,) = behind_figure(PLAN, "overtime", language="sv", promises={})
    assert (row.label, row.technician_id) == ("1 Anna L.", "t1")


def test_broken_promises_are_those_of_the_figure_the_earliest_first():
    assert broken_promises(PLAN, PROMISES) == ("V103", "V999")
    moved, left = behind_figure(PLAN, "promises", language="sv", promises=PROMISES)
    assert (moved.label, moved.amount) == ("14:30 · Skolan Glänta · Anna L.", "utlovat 13:00–14:00")
    assert left.label == "Kafferosteriet · inte planerat"
    assert left.amount == "utlovat ons 25 november 10:00–12:00"
    assert left.visit_id == "V999"
    figure = next(one for one in key_figures(PLAN, language="sv", promises=PROMISES) if one.name == "promises")
    assert figure.value.startswith("1 ")


def test_of_a_job_in_parts_the_part_of_the_day_keeps_the_promise():
    parts = PLAN.replace(stops=tuple(
        replace(one, visit_id="V103#1", part=Part(number=1, count=2, service_s=600)) if one.visit_id == "V103" else one
        for one in PLAN.stops
    ))  # fmt: skip
    start = parts.stop_of("V103#1").start
    assert broken_promises(parts, {"V103": (start, start)}) == ()
    (row,) = behind_figure(parts, "promises", language="sv", promises={"V103": (start - timedelta(hours=2),) * 2})
    assert row.visit_id == "V103#1"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FIGURES)
def test_what_can_be_pressed_has_rows_in_both_languages(name, language):
    shown = {one.name: one for one in key_figures(PLAN, language=language, promises=PROMISES)}
    assert shown[name].tone in ("warn", "bad")
    assert all(one.label and one.amount for one in behind_figure(PLAN, name, language=language, promises=PROMISES))
    assert behind_figure(PLAN, name, language=language, promises=PROMISES)


def test_a_term_of_the_price_is_itemised_the_dearest_first_and_adds_up():
    plan = priced(
        cost("lateness", 100, 600, visit_id="V101", technician_id="t1"),
        cost("lateness", 400, 1_800, visit_id="V102", technician_id="t1"),
        cost("drive_time", 70, 60, visit_id="V101", technician_id="t1"),
    )
    rows = behind_term(plan, "lateness", language="sv")
    assert [(one.visit_id, one.amount) for one in rows] == [
        ("V102", "400\u00a0kr (30\u00a0min)"), ("V101", "100\u00a0kr (10\u00a0min)"),
    ]  # fmt: skip
    assert not any(one.change for one in rows)


def test_drives_are_told_by_person():
    plan = priced(
        cost("drive_time", 70, 60, visit_id="V101", technician_id="t1"),
        cost("drive_time", 30, 60, visit_id="V102", technician_id="t1"),
    )
    (row,) = behind_term(plan, "drive_time", language="sv")
    assert (row.label, row.visit_id, row.technician_id) == ("1 Anna L.", None, "t1")
    assert row.amount.startswith("100\u00a0kr")


def test_what_cost_something_before_and_nothing_now_is_shown_as_gone():
    before = priced(cost("change_day", 2_100, 1, visit_id="V102"), cost("change_day", 50, 1, visit_id="V101"))
    now = priced(cost("change_day", 100, 1, visit_id="V101"))
    stays, gone = behind_term(now, "change_day", language="sv", against=before)
    assert (stays.visit_id, stays.change) == ("V101", "+50\u00a0kr")
    assert (gone.visit_id, gone.amount, gone.change) == ("V102", "0\u00a0kr", "\N{MINUS SIGN}2\u00a0100\u00a0kr")


def test_a_cost_of_nobody_in_particular_is_of_the_whole_plan():
    (row,) = behind_term(priced(cost("unfairness", 9)), "unfairness", language="en")
    assert (row.label, row.visit_id, row.technician_id) == ("The whole plan", None, None)
