"""The technician's day: what is next follows from what was reported."""

import pytest

from planner.model.places import Place
from planner.views.day import call_link, current_stop, navigation_links, order_rows
from planner.views.lateness import Chance


def _mine(plan):
    return plan.of_technician("t1")


@pytest.mark.parametrize(
    ("states", "current"),
    [
        ({}, "V101"),
        ({"V101": "visit.en_route"}, "V101"),
        ({"V101": "visit.done"}, "V102"),
        ({"V101": "visit.no_access"}, "V102"),
        ({"V102": "visit.arrived"}, "V102"),
        ({"V101": "visit.done", "V102": "visit.follow_up"}, "V103"),
    ],
)
def test_next_is_what_is_under_way_else_the_first_that_is_not_over(plan, states, current):
    assert current_stop(_mine(plan), states).visit_id == current


def test_a_finished_day_has_no_next(plan):
    assert current_stop(_mine(plan), dict.fromkeys(("V101", "V102", "V103"), "visit.done")) is None


def test_the_order_has_drives_between_and_the_way_home(plan):
    rows = order_rows(_mine(plan), {}, language="sv", zone=plan.time_zone, current="V101")
    kinds = ["drive", "visit", "break", "drive", "visit", "drive", "visit", "drive", "end"]
    assert [row["kind"] for row in rows] == kinds
    assert rows[-1] | {"text": "Hemma", "time": "16:45", "sub": "Hemma hos Anna"} == rows[-1]


def test_only_the_next_visit_is_called_next(plan):
    rows = order_rows(_mine(plan), {}, language="sv", zone=plan.time_zone, current="V102")
    assert [row["id"] for row in rows if row.get("next")] == ["V102"]


def test_a_report_shows_its_word_and_hides_the_planned_lateness(plan):
    before = order_rows(_mine(plan), {}, language="sv", zone=plan.time_zone)
    after = order_rows(_mine(plan), {"V102": "visit.done"}, language="sv", zone=plan.time_zone)
    late, done = (next(row for row in rows if row.get("id") == "V102") for rows in (before, after))
    assert (late["late"], late["state"], late["over"]) == ("30\u00a0min sent", "", False)
    assert (done["late"], done["state"], done["over"]) == ("", "Klar", True)


def test_the_place_opens_in_every_map_app():
    links = navigation_links(Place(lat=59.3326, lon=18.0649))
    assert [link.name for link in links] == ["Google Maps", "Apple Maps", "Waze", "geo:"]
    assert all("59.332600,18.064900" in link.url for link in links)


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        ("070-123 45 67", "tel:0701234567"),
        ("+46 (0)8 12", "tel:+460812"),
        ("", ""),
        ("saknas", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_a_number_can_be_called_and_nothing_else(phone, link):
    assert call_link(phone) == link


def test_a_visit_that_may_become_late_says_so_until_something_is_reported(plan):
    latest = plan.visit_stops[0].start
    chances = {"V101": Chance(late=0.4, start_p80=latest, latest=latest, against="promise")}
    rows = order_rows(_mine(plan), {}, language="sv", zone=plan.time_zone, chances=chances)
    said = {row["id"]: row["late"] for row in rows if row.get("id")}
    assert "40" in said["V101"]
    told = order_rows(_mine(plan), {"V101": "visit.en_route"}, language="sv", zone=plan.time_zone, chances=chances)
    assert {row["late"] for row in told if row.get("id") == "V101"} == {""}
