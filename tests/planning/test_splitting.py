"""Long jobs in parts: when a job is split, into what, and that its parts keep together."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from planner import planning
from planner.model.costs import Weights
from planner.model.links import Link
from planner.model.parts import Part
from planner.model.request import Predecessor
from planner.model.solution import Route, Solution
from planner.model.team import ShiftPattern
from planner.model.words import LockKind, Who
from planner.planning import Before, HeldPart, build_problem, by_day
from planner.planning.splitting import room_s, split
from planner.rules import check, earliest_agreed, plan_from, time_route
from planner.travel import GreatCircle
from tests.planning.factory import CATALOGUE, DAY, HOME, SITE, at, request, s, team, technician, tomorrow, window

H, M, DAY_S = 3600, 60, 86_400
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLAIN = ShiftPattern(weekdays=(1, 2, 3, 4, 5), start=time(8), end=time(17), max_overtime_min=60)
ANNA = technician(patterns=(PLAIN,))


def job(minutes, **changes):
    """A long job next door: nobody drives."""
    return request(**({"place": HOME, "service_min": minutes, "drop_cost_ore": 100_001} | changes))


def together(*requests, days=3, people=(ANNA,), day=DAY, before=None):
    return build_problem(
        team(*people), requests, day=day, days=days, weights=Weights(), catalogue=CATALOGUE, travel=GreatCircle(),
        before=before,
    )  # fmt: skip


def lengths(one, **more):
    return [visit.service_s // M for visit in together(one, **more).problem.visits]


@pytest.mark.parametrize(
    ("service_s", "least_s", "days", "expected"),
    [
        (100, 1, 3, (100,)),
        (101, 1, 3, (51, 50)),
        (200, 1, 2, (100, 100)),
        (201, 1, 3, (67, 67, 67)),
        (201, 1, 2, (201,)),
        (101, 50, 2, (51, 50)),
        (101, 51, 2, (101,)),
    ],
)
def test_parts_are_equal_and_as_few_as_there_can_be(service_s, least_s, days, expected):
    assert split(service_s, 100, least_s=least_s, days=days) == expected


def test_nothing_is_split_for_somebody_who_has_no_room():
    assert split(100, 0, least_s=1, days=3) == (100,)


@pytest.mark.parametrize(
    ("minutes", "split_min", "expected"),
    [(600, 0, [600]), (601, 0, [300, 300]), (540, 60, [540]), (541, 60, [270, 270]), (601, 301, [601])],
)
def test_a_job_is_split_when_it_is_longer_than_a_shift(minutes, split_min, expected):
    """Shifts of 9 hours, with 1 of overtime: only who allows parts is split for overtime's sake."""
    assert lengths(job(minutes, split_min=split_min)) == expected


def test_drive_setup_and_breaks_are_part_of_the_shift():
    problem = together(request(place=SITE, service_min=600, setup_min=20), people=(technician(),)).problem
    duty, visit = problem.duties[0], replace(problem.visits[0], part=None, service_s=600 * M)
    most_s = room_s(problem, duty, visit)

    def fits(service_s):
        alone = problem.replace(visits=(replace(visit, service_s=service_s),), duties=(duty,), links=())
        timed = time_route(alone, duty, (visit.visit_id,))
        return timed is not None and timed.end_s <= duty.end_s

    assert fits(most_s)
    assert not fits(most_s + M)
    assert len(problem.visits) == -(-600 * M // most_s)


def test_parts_are_visits_of_their_own_that_share_what_the_job_costs_once():
    parts = together(job(1_250, time_windows=(window(8, 9),), load=(("box", 2),))).problem.visits
    assert [one.visit_id for one in parts] == ["R1#1", "R1#2", "R1#3"]
    assert {one.request_id for one in parts} == {"R1"}
    assert [one.part for one in parts] == [Part(number=n, count=3, service_s=25_000) for n in (1, 2, 3)]
    assert sum(one.drop_ore for one in parts) == 100_001
    assert [one.load for one in parts] == [(("box", 2),), (), ()]
    assert [bool(one.windows) for one in parts] == [True, True, True]


def test_an_appointment_and_a_lock_in_time_are_for_the_first_part():
    from planner.model.request import Lock, Promise
    from planner.model.words import PromiseKind

    promise = Promise(kind=PromiseKind.TOLD, earliest=at(8), latest=at(9))
    lock = Lock(kind=LockKind.BOTH, technician_id="T1", earliest=at(8), latest=at(9))
    first, second = together(job(700, promise=promise, lock=lock)).problem.visits
    assert [(w.earliest_s, w.latest_s) for w in first.windows] == [(s(8), s(9))]
    assert second.windows == ()
    assert (first.lock.kind, second.lock.kind, second.lock.technician_id) == (
        LockKind.BOTH, LockKind.TECHNICIAN, "T1",
    )  # fmt: skip


def test_parts_lie_on_successive_days_with_one_technician_all_or_none():
    links = together(job(1_250)).problem.links
    assert links == (
        Link(first="R1#1", second="R1#2", min_s=12 * H, max_s=36 * H, who=Who.SAME, both=True),
        Link(first="R1#2", second="R1#3", min_s=12 * H, max_s=36 * H, who=Who.SAME, both=True),
    )


def test_over_a_weekend_the_next_day_is_monday():
    friday = date(2026, 11, 27)
    (link,) = together(job(700), day=friday, days=4).problem.links
    assert (link.min_s, link.max_s) == (12 * H, (36 + 48) * H)


def test_what_comes_before_is_before_the_first_part_and_what_follows_after_the_last():
    follower = request("R2", place=HOME, predecessors=(Predecessor(request_id="R1"),))
    long_one = job(700, predecessors=(Predecessor(request_id="R0"),))
    links = together(request("R0", place=HOME), long_one, follower).problem.links
    assert {(one.first, one.second) for one in links} == {("R0", "R1#1"), ("R1#2", "R2"), ("R1#1", "R1#2")}


@pytest.mark.parametrize(("days", "parts"), [(1, 1), (2, 2)])
def test_a_job_that_is_too_long_for_the_days_is_said_to_be(days, parts):
    found = together(job(700), days=days)
    assert len(found.problem.visits) == parts
    said = [dict(note.values) for note in found.notes if note.key == "planning.too_long"]
    assert said == ([{"visit": "R1", "days": 2}] if parts == 1 else [])


def test_days_on_which_somebody_else_works_do_not_help():
    """Two people with a day each: nobody has two days for one job."""
    tuesday, wednesday = (replace(PLAIN, weekdays=(day,)) for day in (2, 3))
    people = technician("T1", patterns=(tuesday,)), technician("T2", patterns=(wednesday,))
    assert lengths(job(700), days=2, people=people) == [700]


def test_a_crew_is_not_split():
    people = (ANNA, technician("T2", patterns=(PLAIN,)))
    assert lengths(job(700, crew_size=2), people=people) == [700, 700]


def plan_of(found, **routes):
    """A plan with the parts as given on d0, d1, d2 of the first technician, or e0, e1, e2 of the second."""
    people = {"d": "T1", "e": "T2"}
    named = {
        f"{letter}{(one.day - found.problem.day).days}": one.duty_id
        for one in found.problem.duties
        for letter, who in people.items()
        if one.technician_id == who
    }
    work = tuple(Route(duty_id=named[day], visit_ids=ids) for day, ids in routes.items())
    solution = Solution(routes=work, agreed=earliest_agreed(found.problem, work))
    return plan_from(found.problem, solution, plan_id="p", created_at=NOW)


@pytest.mark.parametrize(
    ("routes", "lawful"),
    [
        ({"d0": ("R1#1",), "d1": ("R1#2",)}, True),
        ({"d1": ("R1#1",), "d2": ("R1#2",)}, True),
        ({"d0": ("R1#1",), "d2": ("R1#2",)}, False),
        ({"d1": ("R1#1",), "d0": ("R1#2",)}, False),
        ({"d0": ("R1#1",), "e1": ("R1#2",)}, False),
        ({"d0": ("R1#1",)}, False),
        ({"d0": ("R1#2",)}, False),
        ({}, True),
    ],
)
def test_the_judge_sees_that_parts_keep_together(routes, lawful):
    found = together(job(700), people=(ANNA, technician("T2", patterns=(PLAIN,))))
    verdict = check(found.problem, plan_of(found, **routes))
    assert verdict.accepted is lawful
    # The wrong order is timed as links ask for, and so past the shift's end.
    rules = {one.rule for one in verdict.violations}
    assert rules == set() if lawful else rules in ({"link"}, {"shift"})


def test_the_plan_of_each_day_names_its_part():
    found = together(job(700), days=2)
    plans = by_day(found, plan_of(found, d0=("R1#1",), d1=("R1#2",)))
    stops = [plan.visit_stops[0] for plan in plans]
    assert [stop.named("en") for stop in stops] == [
        "Printer stands still (part 1 of 2)", "Printer stands still (part 2 of 2)",
    ]  # fmt: skip
    assert stops[0].named("sv").endswith("(del 1 av 2)")
    assert [plan.violations for plan in plans] == [(), ()]
    assert [plan.beside(stop) for plan, stop in zip(plans, stops, strict=True)] == [(), ()]


def searched(found):
    return planning.plan_problem(
        found.problem, time_limit_s=5, iterations=300, created_at=NOW, left_out=found.left_out, notes=found.notes
    )  # fmt: skip


def test_the_search_plans_all_parts_with_one_technician_on_successive_days():
    found = together(job(1_250), request("R2", place=HOME), people=(ANNA, technician("T2", patterns=(PLAIN,))))
    plan = searched(found)
    assert plan.violations == ()
    parts = sorted((stop for stop in plan.visit_stops if stop.part), key=lambda stop: stop.start)
    assert [stop.part.number for stop in parts] == [1, 2, 3]
    assert len({stop.technician_id for stop in parts}) == 1
    assert [stop.start.astimezone(UTC).date() - DAY for stop in parts] == [timedelta(days=n) for n in range(3)]


def test_the_search_plans_no_part_where_it_cannot_plan_all():
    """Wednesday is taken by work that must be done."""
    taken = request("R2", place=HOME, service_min=500, mandatory=True, time_windows=(window(8, 9, day=tomorrow()),))
    found = together(job(700), taken, days=2)
    assert len([one for one in found.problem.visits if one.part]) == 2
    plan = searched(found)
    assert plan.violations == ()
    assert [stop.visit_id for stop in plan.visit_stops] == ["R2"]
    assert {one.visit_id for one in plan.unassigned} == {"R1#1", "R1#2"}
    assert [one.request_id for one in plan.left_requests] == ["R1"]
    assert {reason.message.key for one in plan.unassigned for reason in one.reasons} == {"explain.parts"}


def test_what_is_done_is_not_split_again():
    one = job(900, parts_done=1, done_min=300)
    (rest,) = together(one).problem.visits
    assert (rest.visit_id, rest.service_s, rest.part) == ("R1#2", 600 * M, Part(number=2, count=2, service_s=600 * M))
    first, last = together(job(901, parts_done=1, done_min=300)).problem.visits
    assert (first.part.number, last.part.number, last.part.count) == (2, 3, 3)


def held(number, day, *, start=None):
    part = Part(number=number, count=3, service_s=300 * M)
    return HeldPart(part=part, day=day, technician_id="T2", start=start)


def test_a_part_stays_on_its_day_while_others_are_planned_elsewhere():
    people = (ANNA, technician("T2", patterns=(PLAIN,)))
    before = Before(parts={"R1": (held(2, tomorrow()),)})
    found = together(job(900), days=2, people=people, before=before)
    (visit,) = found.problem.visits
    assert (visit.visit_id, visit.service_s, visit.required) == ("R1#2", 300 * M, ("T2",))
    assert [(w.earliest_s, w.latest_s) for w in visit.windows] == [(DAY_S, 2 * DAY_S - 1)]
    assert found.problem.links == ()


def test_a_part_that_was_done_stays_where_it_was_and_the_rest_is_split():
    people = (ANNA, technician("T2", patterns=(PLAIN,)))
    before = Before(parts={"R1": (held(1, DAY, start=at(9)),)}, done_by={"R1": "T2"})
    done, *rest = together(job(1_000, parts_done=1, done_min=300), people=people, before=before).problem.visits
    assert (done.visit_id, done.lock.kind, done.lock.technician_id, done.drop_ore) == (
        "R1#1", LockKind.BOTH, "T2", None,
    )  # fmt: skip
    assert (done.lock.earliest_s, done.lock.latest_s) == (s(9), s(9))
    assert [(one.visit_id, one.service_s) for one in rest] == [("R1#2", 350 * M), ("R1#3", 350 * M)]
    assert [one.same_as for one in rest] == ["T2", ""]
