"""Who has no valid licence that day rides with the driver they name, where the two days fit; and it is said if not."""

from datetime import UTC, datetime, time

import pytest

from planner.model.language import render
from planner.model.riding import driver_named
from planner.model.team import Absence, Licence, ShiftPattern
from planner.model.words import ShiftKind, StopKind
from planner.planning import plan_problem
from tests.planning.factory import DAY, LICENCE, at, built, request, s, team, technician, tomorrow

NONE = Licence()
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def day(*people, absences=(), requests=(), **more):
    return built(*(requests or (request(),)), team=team(*people, absences=absences), **more)


def pair(driver=None, rider=None, absences=(), **more):
    anna = technician("anna", **(driver or {}))
    bo = technician("bo", **{"licence": NONE, "rides_with": "anna", **(rider or {})})
    return day(anna, bo, absences=absences, **more)


def rider(found):
    (one,) = [duty for duty in found.problem.duties if duty.technician_id == "bo"]
    return one


def said(found):
    return [note.key for note in found.notes if note.key.startswith(("planning.rides", "planning.no_"))]


def test_somebody_without_licence_rides_with_the_driver_they_name():
    found = pair()
    anna, bo = found.problem.duties
    assert (bo.rides_with, bo.drives, bo.breaks) == (anna.duty_id, (), anna.breaks)
    assert (anna.rides_with, bo.takes_remote) == ("", True)
    (note,) = [one for one in found.notes if one.key == "planning.rides"]
    assert "Name bo" in render(note, "en")
    assert "Name anna" in render(note, "sv")
    assert said(found) == ["planning.rides"]


def test_nobody_rides_who_may_drive_or_names_nobody():
    assert rider(pair(rider={"licence": LICENCE})).rides_with == ""
    assert said(pair(rider={"licence": LICENCE})) == []
    assert rider(pair(rider={"rides_with": ""})).rides_with == ""
    assert said(pair(rider={"rides_with": ""})) == ["planning.no_licence"]


def test_the_licence_counts_on_its_day():
    until = Licence(classes=("B",), valid_to=DAY)
    assert rider(pair(rider={"licence": until})).rides_with == ""
    assert rider(pair(rider={"licence": until}, day=tomorrow(1))).rides_with != ""


def test_who_has_no_start_place_starts_where_the_driver_does():
    bo = rider(pair(rider={"start_place": None, "end_place": None, "licence": LICENCE}))
    anna = pair().problem.duties[0]
    assert (bo.rides_with, bo.start_place, bo.end_place) == (anna.duty_id, anna.start_place, anna.end_place)


def shift(start, end, **more):
    return {"patterns": (ShiftPattern(weekdays=(1, 2, 3, 4, 5), start=start, end=end, max_overtime_min=60, **more),)}


OFF = {"patterns": ()}
AWAY = (Absence(technician_id="bo", start=at(10), end=at(11)),)


@pytest.mark.parametrize(
    ("why", "driver", "person", "absences"),
    [
        ("planning.rides_off", OFF, {}, ()),
        ("planning.rides_off", {}, {"rides_with": "nobody"}, ()),
        ("planning.rides_off", shift(time(8), time(17), kind=ShiftKind.PHONE), {}, ()),
        ("planning.rides_undriven", {"licence": NONE}, {}, ()),
        ("planning.rides_undriven", {"start_place": None}, {}, ()),
        ("planning.rides_hours", shift(time(7, 59), time(17)), {}, ()),
        ("planning.rides_hours", {}, shift(time(8), time(13, 44)), ()),
        ("planning.rides_hours", {}, {"job_time_factor": 1.1}, ()),
        ("planning.rides_hours", {}, {}, AWAY),
        ("planning.rides_hours", {}, {}, (Absence(technician_id="anna", start=at(10), end=at(11)),)),
    ],
)  # fmt: skip
def test_it_is_said_why_somebody_cannot_ride(why, driver, person, absences):
    found = pair(driver, person, absences)
    assert rider(found).rides_with == ""
    (note,) = [one for one in found.notes if one.key == "planning.rides_not"]
    assert dict(note.values)["reason"].key == why
    assert "planning.no_licence" in said(found)
    assert all(render(note, one) for one in ("sv", "en"))


def test_the_two_days_fit_to_the_second():
    assert rider(pair({}, shift(time(8), time(13, 45)))).rides_with != ""
    assert rider(pair(shift(time(8), time(17)), shift(time(8), time(9)))).rides_with != ""
    assert rider(pair({"job_time_factor": 1.1}, {"job_time_factor": 1.1})).rides_with != ""


def test_who_takes_somebody_along_sleeps_at_home():
    anna, bo = pair({"nights_away": True}, {"nights_away": True}).problem.duties
    assert (anna.may_stay, bo.may_stay) == (False, False)
    assert day(technician("anna", nights_away=True)).problem.duties[0].may_stay


def test_the_plan_brings_them_together_and_says_so():
    found = pair(requests=(request("R", crew_size=2), request("S")))
    plan = plan_problem(found.problem, time_limit_s=30, iterations=200, engine="kernel", plan_id="p", created_at=NOW)
    assert plan.violations == ()
    assert {one.visit_id for one in plan.stops if one.visit_id} == {"R", "R/2", "S"}
    assert (driver_named(plan, "bo"), driver_named(plan, "anna")) == ("Name anna", "")
    ends = {one.technician_id: one for one in plan.stops if one.kind is StopKind.END}
    assert ends["bo"].arrival == ends["anna"].arrival
    assert ends["bo"].place == ends["anna"].place
    assert s(8) <= found.problem.seconds(ends["bo"].end) <= s(17)
