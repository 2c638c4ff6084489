"""What is learned of travel by time of day: which drives are known, and what they say."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from planner.model.event import Event
from planner.model.periods import DrivePeriods, Period
from planner.model.places import Place
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.words import StopKind
from planner.report import Facts
from planner.report.drives import Drive, learned, learned_periods, reported_drives
from tests.report.test_statistics import catalogue

TUESDAY = date(2026, 3, 3)
HOME, NORTH, SOUTH = (Place(lat=lat, lon=18.0, label=label) for lat, label in ((59.3, "h"), (59.4, "n"), (59.2, "s")))
ZONE = "Europe/Stockholm"


def at(clock, day=TUESDAY):
    hours, minutes = clock.split(":")
    return datetime(day.year, day.month, day.day, int(hours) - 1, int(minutes), tzinfo=UTC)


def stop(visit_id, place, sequence, kind=StopKind.VISIT):
    moment = at("8:00")
    return Stop(
        technician_id="T1", duty_id="T1", sequence=sequence, kind=kind, visit_id=visit_id, request_id=visit_id,
        place=place, leave=moment, arrival=moment, start=moment, end=moment,
    )  # fmt: skip


def facts(*said, stops=None):
    person = PlanTechnician(
        technician_id="T1", duty_id="T1", name="Anna", number=1, start=at("8:00"), end=at("16:00"),
        hard_end=at("18:00"), start_place=HOME,
    )  # fmt: skip
    both = (stop("N", NORTH, 1), stop("S", SOUTH, 2))
    events = tuple(
        Event(
            client_uuid=str(number), at=at(clock), recorded_at=at(clock), type=f"visit.{word}", request_id=visit,
            technician_id=who[0] if who else "T1",
        )
        for number, (visit, word, clock, *who) in enumerate(said)
    )  # fmt: skip
    plan = Plan(plan_id="p", day=TUESDAY, created_at=at("7:00"), technicians=(person,), stops=stops or both)
    return Facts(
        first=TUESDAY, last=TUESDAY, plans=(plan,), requests=(), events=events, catalogue=catalogue(),
        now=at("23:00"), time_zone=ZONE,
    )  # fmt: skip


def ways(found):
    return [(one.origin.label + one.goal.label, one.took_s / 60) for one in found]


DAY = (
    ("N", "en_route", "8:00"), ("N", "arrived", "8:20"), ("N", "started", "8:25"), ("N", "done", "9:00"),
    ("S", "en_route", "9:05"), ("S", "arrived", "9:50"), ("S", "done", "11:00"),
)  # fmt: skip


def test_a_drive_goes_from_where_the_day_begins_or_from_the_visit_ended_last():
    assert ways(reported_drives(facts(*DAY))) == [("hn", 20), ("ns", 45)]


def test_the_order_is_the_one_driven_not_the_one_planned():
    turned = tuple(({"N": "S", "S": "N"}[visit], word, clock) for visit, word, clock in DAY)
    assert ways(reported_drives(facts(*turned))) == [("hs", 20), ("sn", 45)]


def test_a_drive_from_a_visit_whose_end_was_not_reported_is_not_known():
    assert ways(reported_drives(facts(*(one for one in DAY if one[:2] != ("N", "done"))))) == [("hn", 20)]


def test_a_drive_without_arrival_is_not_known_and_the_next_one_is():
    assert ways(reported_drives(facts(*(one for one in DAY if one[:2] != ("N", "arrived"))))) == [("ns", 45)]


def test_a_report_taken_back_did_not_happen():
    undone = (*DAY[:2], ("N", "undone", "8:21"), ("N", "arrived", "8:30"), *DAY[3:])
    assert ways(reported_drives(facts(*undone))) == [("hn", 30), ("ns", 45)]


def test_that_a_colleague_was_on_the_way_before_is_nobodys_drive():
    taken_over = (("N", "en_route", "7:30", "T2"), *DAY[1:])
    assert ways(reported_drives(facts(*taken_over))) == [("ns", 45)]


@pytest.mark.parametrize("kind", [StopKind.REMOTE, StopKind.DEPOT])
def test_after_a_remote_session_or_a_depot_on_the_way_nobody_knows_where_a_drive_began(kind):
    between = stop("R" if kind is StopKind.REMOTE else None, SOUTH, 2, kind)
    stops = (stop("N", NORTH, 1), between, stop("S", SOUTH, 3))
    said = (*DAY[:4], ("R", "started", "9:01"), ("R", "done", "9:04"), *DAY[4:])
    assert ways(reported_drives(facts(*said, stops=stops))) == [("hn", 20)]


def test_the_drive_after_a_depot_detour_is_known_again():
    stops = (stop(None, SOUTH, 0, StopKind.DEPOT), stop("N", NORTH, 1), stop("S", SOUTH, 2))
    assert ways(reported_drives(facts(*DAY, stops=stops))) == [("ns", 45)]


# What drives say --------------------------------------------------------------------------------------------------

TABLE = DrivePeriods(
    weekday=(Period(name="night", start=time(0)), Period(name="morning", start=time(7), percent=120)),
    weekend=(Period(name="night", start=time(0), percent=90),),
)


def drive(clock, minutes, day=TUESDAY):
    return Drive(origin=HOME, goal=NORTH, left_at=at(clock, day), took_s=60 * minutes)


def said(*drives, map_s=600.0):
    return learned_periods(drives, [map_s] * len(drives), TABLE, time_zone=ZONE)


def test_without_drives_the_table_stands():
    assert [(one.percent, one.drives, one.low) for one in said()] == [(100, 0, None), (120, 0, None), (90, 0, None)]


def test_a_percentage_is_drawn_towards_the_table_by_the_weight_of_twenty_drives():
    # 20 drives of 15 minutes where the map says 10: 150 %, and 20 times the table's 120 %: the middle is 135 %.
    morning = said(*[drive("8:00", 15)] * 20)[1]
    assert (morning.percent, morning.drives, morning.low, morning.high) == (135, 20, 150, 150)
    # 60 of them weigh three quarters: 0.75 * 150 + 0.25 * 120 = 142.5.
    assert said(*[drive("8:00", 15)] * 60)[1].percent == 142


def test_long_drives_weigh_by_their_time():
    # 10 minutes for 10, and 60 for 30: 70 over 40 minutes are 175 %; (2 * 175 + 20 * 120) / 22 = 125.
    found = learned_periods([drive("8:00", 10), drive("9:00", 60)], [600, 1800], TABLE, time_zone=ZONE)
    assert found[1].percent == 125


def test_a_drive_belongs_to_the_part_of_the_day_its_middle_lies_in():
    assert [one.drives for one in said(drive("6:50", 18), drive("6:50", 20), drive("6:50", 22))] == [1, 2, 0]


def test_a_saturday_teaches_the_weekend():
    assert [one.drives for one in said(drive("8:00", 12, TUESDAY + timedelta(days=4)))] == [0, 0, 1]


def test_buttons_pressed_late_and_the_shortest_drives_teach_nothing():
    found = said(drive("8:00", 30), drive("8:00", 31), drive("8:00", 3.33), drive("8:00", 3.34))
    assert (found[1].drives, found[1].aside) == (2, 2)
    assert said(drive("8:00", 4), map_s=179)[1] == said()[1]
    assert said(drive("8:00", 4), map_s=180)[1].drives == 1
    assert said(drive("8:00", 4), map_s=-1)[1] == said()[1]


def test_taking_it_over_writes_the_table_and_switches_it_on():
    found = learned(TABLE, said(*[drive("8:00", 15)] * 20))
    assert found.on
    assert [(one.name, one.start, one.percent) for one in found.weekday] == [
        ("night", time(0), 100), ("morning", time(7), 135),
    ]  # fmt: skip
    assert [one.percent for one in found.weekend] == [90]
