"""What changes in a team and a catalogue, and when a difference over days is clear: worked out by hand."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from planner import files
from planner.model.hours import BreakRule
from planner.model.language import render
from planner.model.parts import Part
from planner.model.places import Place
from planner.model.plan import Plan, Stop
from planner.model.request import Lock, Promise, Request, TimeWindow
from planner.model.scenario import (
    Answer,
    DayFigures,
    DayPair,
    NewStart,
    NewTarget,
    NewTechnician,
    Scenario,
    Training,
)
from planner.model.team import Depot, ShiftPattern, SkillHeld, Team, Technician
from planner.model.words import LockKind, Priority, PromiseKind, RequestStatus, StopKind
from planner.planning import (
    Horizon,
    as_it_stood,
    difference,
    money_ore,
    one_of_each,
    rows_of,
    said_of,
    with_scenario,
    with_targets,
)
from planner.planning.what_if import FEWEST_DAYS, MOST_DAYS_TRIED

DAY, ZONE = date(2026, 11, 24), "Europe/Stockholm"
OLD, NEW = Place(lat=59.0, lon=18.0, label="Old"), Place(lat=60.0, lon=18.0, label="New")
LUNCH = BreakRule(earliest=time(11), latest=time(13), minutes=45)
ANNA = Technician(
    technician_id="anna",
    name="Anna",
    start_place=OLD,
    end_place=OLD,
    starts_from="south",
    skills=(SkillHeld(skill="wifi", level=4),),
    patterns=(ShiftPattern(weekdays=(1,), start=time(7), end=time(16), max_overtime_min=30, breaks=(LUNCH,)),),
    vehicle_id="van",
)
BO = ANNA.replace(technician_id="bo", name="Bo", number=2, starts_from="home", end_place=None, skills=())
TEAM = Team(technicians=(ANNA, BO), depots=(Depot(depot_id="south", name="South", place=OLD),))


def at(hour, day=DAY):
    return datetime.combine(day, time(hour), ZoneInfo(ZONE))


def test_without_a_change_the_team_is_the_same():
    assert with_scenario(TEAM, Scenario()) == TEAM


def test_somebody_new_has_the_skills_of_another_and_hours_of_their_own():
    new = NewTechnician(like="anna", weekdays=(2, 3), start=time(9), end=time(15), cost_per_hour_ore=50_000)
    (*others, added) = with_scenario(TEAM, Scenario(added=(new,))).technicians
    assert tuple(others) == TEAM.technicians
    assert (added.skills, added.start_place, added.cost_per_hour_ore) == (ANNA.skills, OLD, 50_000)
    (shift,) = added.patterns
    assert (shift.weekdays, shift.start, shift.end) == ((2, 3), time(9), time(15))
    assert (shift.breaks, shift.max_overtime_min) == ((LUNCH,), 30)
    assert added.vehicle_id == ""
    assert added.licence.allows(DAY)


def test_a_level_that_is_higher_already_stays():
    learns = Scenario(trained=(Training(technician_id="anna", skill="wifi", level=2),))
    assert with_scenario(TEAM, learns).technicians[0].level("wifi", DAY) == 4


def test_a_skill_that_has_run_out_is_learned_anew():
    old = ANNA.replace(skills=(SkillHeld(skill="wifi", level=2, valid_to=date(2020, 1, 1)),))
    learns = Scenario(trained=(Training(technician_id="anna", skill="wifi", level=3),))
    assert with_scenario(Team(technicians=(old,)), learns).technicians[0].level("wifi", DAY) == 3


def test_who_starts_at_a_depot_by_the_word_of_a_file_goes_along_when_it_moves():
    """Files say "depot" without which: it is the one where the day begins."""
    team = Team(technicians=(ANNA.replace(starts_from="depot"), BO.replace(starts_from="depot", start_place=NEW)),
                depots=TEAM.depots)  # fmt: skip
    assert [one and one.depot_id for one in map(team.start_depot, team.technicians)] == ["south", None]
    assert TEAM.start_depot(BO) is None
    far = Place(lat=61.0, lon=18.0)
    anna, bo = with_scenario(team, Scenario(moved=(NewStart(depot_id="south", place=far),))).technicians
    assert (anna.start_place, bo.start_place) == (far, NEW)


def test_a_depot_that_moves_takes_along_who_starts_there_and_its_stock():
    moved = with_scenario(TEAM, Scenario(moved=(NewStart(depot_id="south", place=NEW),)))
    anna, bo = moved.technicians
    assert (anna.start_place, anna.end_place, moved.depots[0].place) == (NEW, NEW, NEW)
    assert bo == BO


def test_a_day_that_ends_at_the_last_visit_still_does():
    bo = with_scenario(TEAM, Scenario(moved=(NewStart(technician_id="bo", to_depot_id="south"),))).technicians[1]
    assert bo.starts_from == "south"
    assert (bo.start_place, bo.end_place) == (OLD, None)


def test_a_target_is_of_one_service_level_and_one_priority():
    catalogue = files.load_catalogue()
    target = NewTarget(policy_id="standard", priority=Priority.P2, resolution_min=77)
    changed = with_targets(catalogue, Scenario(targets=(target,))).sla_policies
    now, then = (dict(one["standard"].targets) for one in (catalogue.sla_policies, changed))
    assert then.pop(Priority.P2).resolution_min == 77
    assert now.pop(Priority.P2).resolution_min != 77
    assert now == then
    assert changed["basic"] == catalogue.sla_policies["basic"]


def stop(**changes):
    plain = {"technician_id": "anna", "duty_id": "d", "sequence": 1, "kind": StopKind.VISIT, "visit_id": "R1"}
    times = {name: at(10) for name in ("leave", "arrival", "start")}
    return Stop(**(plain | {"request_id": "R1", "end": at(12)} | times | changes))


def test_what_was_done_is_open_again_and_free_of_locks():
    lock = Lock(kind=LockKind.TECHNICIAN, technician_id="anna")
    today = Promise(kind=PromiseKind.TOLD, earliest=at(9), latest=at(10))
    done = Request(request_id="R1", title="x", status=RequestStatus.DONE, lock=lock, promise=today)
    plan = Plan(plan_id="p", day=DAY, created_at=at(6), stops=(stop(),))
    stood = as_it_stood(done, plan, Horizon(day=DAY, zone=ZONE))
    assert (stood.status, stood.lock, stood.promise) == (RequestStatus.TRIAGED, Lock(), today)
    tomorrow = Promise(kind=PromiseKind.TOLD, earliest=at(9) + timedelta(days=1), latest=at(10) + timedelta(days=1))
    assert as_it_stood(done.replace(promise=tomorrow), plan, Horizon(day=DAY, zone=ZONE)).promise is None


@pytest.mark.parametrize(
    ("status", "in_plan", "then"),
    [
        (RequestStatus.PAUSED, True, RequestStatus.TRIAGED),
        (RequestStatus.PAUSED, False, RequestStatus.PAUSED),
        (RequestStatus.NEW, False, RequestStatus.NEW),
        (RequestStatus.CANCELLED, True, RequestStatus.CANCELLED),
        (RequestStatus.NO_ACCESS, False, RequestStatus.TRIAGED),
    ],
)
def test_what_never_was_open_stays_so(status, in_plan, then):
    plan = Plan(plan_id="p", day=DAY, created_at=at(6), stops=(stop(),) if in_plan else ())
    one = Request(request_id="R1", title="x", status=status)
    assert as_it_stood(one, plan, Horizon(day=DAY, zone=ZONE)).status is then


def test_what_was_moved_to_a_later_day_since_may_be_done_on_this_one():
    plan, horizon = Plan(plan_id="p", day=DAY, created_at=at(6), stops=(stop(),)), Horizon(day=DAY, zone=ZONE)
    here, there = (
        TimeWindow(earliest_start=at(9) + timedelta(days=days), latest_start=at(10) + timedelta(days=days))
        for days in (0, 1)
    )
    one = Request(request_id="R1", title="x", earliest_date=DAY, time_windows=(here, there))
    stood = as_it_stood(one, plan, horizon)
    assert (stood.earliest_date, stood.time_windows) == (DAY, (here, there))
    stood = as_it_stood(one.replace(time_windows=(there,)), plan, horizon)
    assert (stood.earliest_date, stood.time_windows) == (None, ())
    stood = as_it_stood(one.replace(earliest_date=DAY + timedelta(days=1), time_windows=()), plan, horizon)
    assert stood.earliest_date is None


def test_a_part_of_a_long_job_is_a_job_of_its_length():
    long = Request(request_id="R1", title="x", service_min=900, service_p80_min=960, done_min=900, parts_done=2,
                   status=RequestStatus.DONE)  # fmt: skip
    part = stop(part=Part(number=1, count=2, service_s=7_200))
    plan = Plan(plan_id="p", day=DAY, created_at=at(6), stops=(part,))
    stood = as_it_stood(long, plan, Horizon(day=DAY, zone=ZONE))
    assert (stood.service_min, stood.left_min, stood.service_p80_min) == (120, 120, 180)


def test_the_interval_is_that_of_paired_differences():
    found = difference((1, 1, 1, 1), (2, 3, 4, 3))
    # Differences 1, 2, 3, 2: mean 2, standard deviation sqrt(2/3), 3.182 * 0.8165 / 2 = 1.299.
    assert (found.mean, found.low, found.high) == (2, pytest.approx(0.701, abs=0.001), pytest.approx(3.299, abs=0.001))
    assert found.is_clear is True


def test_an_interval_that_covers_zero_is_no_clear_difference():
    assert difference((0, 0, 0), (5, -1, 2)).is_clear is False
    assert difference((3, 3, 3), (3, 3, 3)).is_clear is False
    assert difference((3, 3, 3), (1, 1, 1)).is_clear is True


def test_of_too_few_days_nothing_is_said():
    few = (1,) * (FEWEST_DAYS - 1)
    assert difference(few, tuple(9 for _ in few)).is_clear is None


def test_money_is_what_is_paid_and_every_term_has_one_place():
    before = DayFigures(planned=1, wages_ore=1_000, terms=(("overtime", 200), ("dropped", 5_000), ("distance", 30)))
    after = DayFigures(planned=3, wages_ore=1_500, terms=(("drive_time", 70),))
    assert (money_ore(before), money_ore(after)) == (1_230, 1_500)
    rows = {one.name: one for one in rows_of(Answer(pairs=(DayPair(day=DAY, present=before, changed=after),) * 3))}
    assert (rows["planned"].present, rows["planned"].changed, rows["planned"].difference.mean) == (3, 9, 2)
    assert (rows["money"].present, rows["money"].changed) == (3 * 1_230, 4_500)
    assert (rows["price"].present, rows["price"].changed) == (3 * 5_230, 210)
    priced = [one for one in rows.values() if one.unit == "ore"]
    assert [one.name for one in priced] == [
        "wages_ore", "overtime", "distance", "money", "drive_time", "dropped", "price",
    ]  # fmt: skip
    assert {one.name for one in priced if one.group == "price"} == {"drive_time", "dropped", "price"}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_change_is_said_in_words(language):
    scenario = Scenario(
        added=(NewTechnician(like="anna"), NewTechnician(like="bo", depot_id="south")),
        removed=("anna",),
        moved=(NewStart(technician_id="bo", to_depot_id="south"), NewStart(depot_id="south", place=NEW)),
        trained=(Training(technician_id="gone", skill="wifi", level=3),),
        targets=(NewTarget(policy_id="basic", priority=Priority.P2, resolution_min=90),),
    )
    said = [render(one, language) for one in said_of(scenario, TEAM, files.load_catalogue())]
    assert len(said) == scenario.size == 7
    for words, sentence in zip(("08:00–17:00", "South", "Anna", "Bo", "New", "gone", "90"), said, strict=True):
        assert words in sentence


@pytest.mark.parametrize("weekdays", [range(5), range(6), range(7)])
@pytest.mark.parametrize("missing", [(), (0, 7)])
def test_one_of_each_weekday_is_one_of_each_of_different_weeks(weekdays, missing):
    monday = date(2026, 11, 2)
    days = [monday + timedelta(days=7 * week + day) for week in range(4) for day in weekdays]
    days = [one for one in days if (one - monday).days not in missing]
    found = one_of_each(days)
    assert sorted(one.weekday() for one in found) == list(weekdays)
    assert len({one.isocalendar().week for one in found}) == 4
    assert list(found) == sorted(found)
    assert one_of_each(()) == ()


def test_there_is_an_interval_for_as_many_days_as_can_be_tried():
    for count in range(FEWEST_DAYS, MOST_DAYS_TRIED + 1):
        found = difference([0] * count, [one % 2 for one in range(count)])
        assert found.low < found.mean < found.high
    # Student's t with 27 degrees of freedom, of 28 differences that are 0 and 1 in turn: 2.052 * 0.5092 / sqrt(28).
    assert found.high - found.mean == pytest.approx(0.19746, abs=1e-4)
