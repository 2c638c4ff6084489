"""Several days planned together: duties and windows of each day, the law between them, and the plan of each day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from planner.law import Book, LawSettings, Worked
from planner.model.costs import Weights
from planner.model.places import Place
from planner.model.solution import Route, Solution
from planner.model.team import Hotel, ShiftPattern
from planner.model.words import ShiftKind
from planner.planning import Before, WorkingTime, build_problem, by_day, judged_plan, lawful_days
from planner.rules import check
from planner.travel import GreatCircle
from tests.planning.factory import (
    CATALOGUE,
    DAY,
    HOME,
    OTHER_SITE,
    at,
    built,
    request,
    s,
    team,
    technician,
    tomorrow,
    window,
)

DAY_S = 86_400
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOTEL = Hotel(hotel_id="H1", name="Strand", place=OTHER_SITE, night_ore=90_000)


def together(*requests, days=3, people=None, day=DAY, known=None, before=None):
    return build_problem(
        people or team(), requests, day=day, days=days, weights=Weights(), catalogue=CATALOGUE, travel=GreatCircle(),
        known=known, before=before,
    )  # fmt: skip


def windows(one, **more):
    (visit,) = together(one, **more).problem.visits
    return [(w.earliest_s, w.latest_s) for w in visit.windows]


def test_everybody_has_a_duty_on_each_day_that_they_work():
    duties = together(request()).problem.duties
    assert [(one.day, one.start_s, one.end_s, one.hard_end_s) for one in duties] == [
        (tomorrow(n), n * DAY_S + s(8), n * DAY_S + s(17), n * DAY_S + s(18)) for n in range(3)
    ]
    assert len({one.duty_id for one in duties}) == 3
    assert [one.breaks[0].earliest_s for one in duties] == [n * DAY_S + s(11) for n in range(3)]


def test_weekends_and_clock_changes_are_true_hours():
    """Saturday 24 October 2026 has 24 hours, Sunday 25."""
    people = team(technician(patterns=(ShiftPattern(weekdays=EVERY_DAY, start=time(8), end=time(17)),)))
    duties = together(request(), day=date(2026, 10, 24), people=people).problem.duties
    assert [one.start_s for one in duties] == [s(8), DAY_S + s(9), 2 * DAY_S + s(9)]
    office = together(request(), day=date(2026, 10, 23), days=4).problem.duties
    assert [one.day for one in office] == [date(2026, 10, 23), date(2026, 10, 26)]


@pytest.mark.parametrize(("days", "refused"), [(0, True), (1, False), (5, False), (6, True)])
def test_one_to_five_days_are_planned_together(days, refused):
    if refused:
        with pytest.raises(ValueError, match="expected 1 to 5"):
            together(request(), days=days)
    else:
        assert together(request(), days=days).days == days


def test_one_day_is_the_problem_it_always_was():
    one = request(time_windows=(window(9, 11),))
    assert together(one, days=1).problem == built(one).problem


@pytest.mark.parametrize(
    ("earliest", "expected"),
    [(0, []), (1, [(DAY_S, 3 * DAY_S)]), (2, [(2 * DAY_S, 3 * DAY_S)])],
)
def test_work_begins_on_its_earliest_day(earliest, expected):
    assert windows(request(earliest_date=tomorrow(earliest))) == expected


def test_work_that_is_for_later_than_the_last_day_is_left_out():
    (left,) = together(request(earliest_date=tomorrow(3))).left_out
    assert left.reason.key == "planning.not_before"


def test_every_window_on_every_day_counts():
    one = request(time_windows=(window(9, 10), window(13, 14, day=tomorrow(2)), window(9, 10, day=tomorrow(3))))
    assert windows(one) == [(s(9), s(10)), (2 * DAY_S + s(13), 2 * DAY_S + s(14))]


def test_windows_before_the_earliest_day_fall_away():
    one = request(time_windows=(window(9, 10), window(23, 23, day=tomorrow())), earliest_date=tomorrow())
    assert windows(one) == [(DAY_S + s(23), DAY_S + s(23))]
    late = request(time_windows=(window(9, 10),), earliest_date=tomorrow())
    assert together(late).problem.visits == ()


LONG = ShiftPattern(weekdays=EVERY_DAY, start=time(8), end=time(16), max_overtime_min=600)


def test_rest_lies_between_the_days():
    """13 § ATL: 11 hours before 08:00 of the next day end the overtime at 21:00, not a second later."""
    known = WorkingTime(settings=LawSettings(keeps=("ATL13",)))
    duties = together(request(), people=team(technician(patterns=(LONG,))), known=known).problem.duties
    assert [one.hard_end_s - n * DAY_S for n, one in enumerate(duties)] == [s(21)] * 3


def worked(day, over):
    first, end, last = at(8, day=day), at(16, day=day), over
    return Worked(
        technician_id="T1", day=day, kind=ShiftKind.FIELD, start=first.astimezone(UTC), end=end.astimezone(UTC),
        over=last.astimezone(UTC),
    )  # fmt: skip


@pytest.mark.parametrize(("had_h", "ends"), [(43, [21, 16, 16]), (40, [21, 19, 16]), (33, [21, 21, 21])])
def test_the_days_together_use_up_the_overtime_that_is_left_once(had_h, ends):
    """8 § ATL: 48 hours in four weeks; what the first day may use is no longer there for the second."""
    days = [DAY - timedelta(days=n) for n in range(1, 10)]
    book, left_h = [], had_h
    for day in days:
        more = min(5, left_h)
        left_h -= more
        book.append(worked(day, at(16, day=day) + timedelta(hours=more)))
    known = WorkingTime(
        book=Book(worked=tuple(book), planned=frozenset(days)), settings=LawSettings(keeps=("ATL8", "ATL13"))
    )
    duties = together(request(), people=team(technician(patterns=(LONG,))), known=known).problem.duties
    assert [one.hard_end_s - n * DAY_S for n, one in enumerate(duties)] == [s(hour) for hour in ends]


def solved(found, **routes):
    """The plan of a built problem with the work of each day as given: d0, d1, d2."""
    duties = {f"d{(one.day - found.problem.day).days}": one.duty_id for one in found.problem.duties}
    solution = Solution(routes=tuple(Route(duty_id=duties[day], visit_ids=ids) for day, ids in routes.items()))
    return judged_plan(
        found.problem, solution, plan_id="p", created_at=NOW, left_out=found.left_out, notes=found.notes,
        complete=False,
    )  # fmt: skip


def test_each_day_has_its_plan_and_together_they_cost_what_the_whole_costs():
    found = together(request("R1"), request("R2", place=OTHER_SITE), request("R3", place=OTHER_SITE))
    whole = solved(found, d0=("R1",), d2=("R2", "R3"))
    plans = by_day(found, whole)
    assert [one.day for one in plans] == [tomorrow(n) for n in range(3)]
    assert [[stop.visit_id for stop in one.visit_stops] for one in plans] == [["R1"], [], ["R2", "R3"]]
    assert [len(one.technicians) for one in plans] == [1, 1, 1]
    assert sum(one.price.total_units for one in plans) == whole.price.total_units
    assert [one.violations for one in plans] == [(), (), ()]
    assert {one.run for one in plans} == {"p"}
    assert {one.days for one in plans} == {tuple(tomorrow(n) for n in range(3))}
    assert len({one.plan_id for one in plans}) == 3


def test_what_is_left_out_stands_on_each_day_on_which_it_could_be_done():
    far = request("R3", time_windows=(window(9, 10, day=tomorrow()),))
    found = together(request("R1"), request("R2"), far, request("R4", place=None))
    plans = by_day(found, solved(found, d0=("R1",)))
    assert [{left.request_id for left in one.unassigned} for one in plans] == [{"R2", "R4"}, {"R2", "R3"}, {"R2"}]
    assert all(left.reasons for one in plans for left in one.unassigned)


def test_the_law_judges_each_day_with_the_others():
    """Eight hours of rest between Tuesday and Wednesday are found although neither day is published."""
    night = ShiftPattern(weekdays=(2,), start=time(15), end=time(23))
    early = ShiftPattern(weekdays=(3,), start=time(7), end=time(15))
    people = team(technician(patterns=(night, early)))
    found = together(request("R1"), request("R2"), days=2, people=people)
    plans = by_day(found, solved(found, d0=("R1",), d1=("R2",)))
    rules = [{one.rule for one in plan.law} for plan in lawful_days(plans, people, WorkingTime())]
    assert all("ATL13" in one for one in rules)


def test_the_day_after_a_night_away_begins_at_the_hotel():
    people = team(technician(nights_away=True), hotels=(HOTEL,))
    before = Before(slept={"T1": "H1"}, sleeps={"T1": "H1"})
    problem = together(request(), days=2, people=people, before=before).problem
    first, last = problem.duties
    assert problem.places[first.start_place] == OTHER_SITE
    assert problem.places[first.end_place] == HOME
    assert first.night == ""
    assert problem.places[last.start_place] == HOME
    assert (problem.places[last.end_place], last.night, last.night_ore) == (OTHER_SITE, "H1", 90_000)
    assert [(one.hotel_id, problem.places[one.place], one.night_ore) for one in problem.lodgings] == [
        ("H1", OTHER_SITE, 90_000)
    ]


def test_a_night_that_is_given_is_judged_and_kept_in_the_plan_of_the_day():
    people = team(technician(nights_away=True), hotels=(HOTEL,))
    found = together(request(), days=1, people=people, before=Before(sleeps={"T1": "H1"}))
    plan = solved(found, d0=("R1",))
    assert check(found.problem, plan).violations == ()
    assert [one.night for one in plan.technicians] == ["H1"]
    assert plan.of_duty(plan.technicians[0].duty_id)[-1].place == OTHER_SITE
    assert {term.term: term.ore for term in plan.price.terms}["night"] == 90_000


def test_a_hotel_that_is_gone_is_slept_at_by_nobody():
    problem = together(request(), days=1, before=Before(slept={"T1": "H1"}, sleeps={"T1": "H1"})).problem
    assert [problem.places[one.start_place] for one in problem.duties] == [HOME]


def test_one_day_by_itself_offers_no_hotel():
    people = team(technician(nights_away=True), hotels=(HOTEL,))
    assert together(request(), days=1, people=people).problem.lodgings == ()
    assert together(request(), days=2, people=team(hotels=(HOTEL,))).problem.lodgings == ()


@pytest.mark.parametrize("ends", [Place(lat=59.2, lon=17.6, label="Lager"), None])
def test_days_start_and_end_anywhere(ends):
    """Home, depot and open ends hold for every day of several."""
    people = team(technician(start_place=OTHER_SITE, end_place=ends, starts_from="D1"))
    found = together(request("R1"), request("R2"), days=2, people=people)
    plan = solved(found, d0=("R1",), d1=("R2",))
    assert plan.violations == ()
    for one in by_day(found, plan):
        first, *_, last = one.stops
        assert first.place == OTHER_SITE
        assert last.place == (ends or one.visit_stops[-1].place)
