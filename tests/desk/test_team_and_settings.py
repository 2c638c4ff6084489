"""Team and settings at the desk."""

from dataclasses import replace
from datetime import time

import pytest

from planner.desk import settings, team
from planner.desk.snapshot import freeze
from planner.model.costs import PROFILES, Weights
from planner.model.errors import InputError, StaleError
from planner.model.periods import DrivePeriods, Period
from planner.model.team import Absence
from tests.desk.firm import ADAM, DANA, DAY, MAJA, at, fill, technician

FILE = "id;namn;starttid;sluttid;lat;lon\nT01;Anna Lind;07:30;16:00;59,43;17,95\nT09;Ingrid B;08:00;14:30;59,20;17,63\n"


def people(desk):
    return {one.technician_id: one for one in team.get_team(desk, MAJA).technicians}


def test_a_technician_is_saved_with_a_version(desk):
    saved = team.save_technician(desk, DANA, technician("T01"))
    again = team.save_technician(desk, DANA, saved.replace(phone="08"))
    assert people(desk) == {"T01": again}
    with pytest.raises(StaleError, match="T01"):
        team.save_technician(desk, DANA, saved)


def test_an_absence_needs_somebody_and_an_order(desk):
    fill(desk)
    absence = team.save_absence(desk, DANA, Absence(technician_id="T01", start=at(8), end=at(12)))
    assert team.get_team(desk, DANA).absences == (absence,)
    for wrong in (
        Absence(technician_id="T99", start=at(8), end=at(12)),
        Absence(technician_id="T01", start=at(12), end=at(12)),
    ):
        with pytest.raises(InputError):
            team.save_absence(desk, DANA, wrong)
    team.remove_absence(desk, DANA, absence)
    assert team.get_team(desk, DANA).absences == ()


def test_a_team_file_keeps_lasting_numbers_and_whoever_is_not_in_it(desk):
    fill(desk)
    team.import_team(desk, DANA, "lag.csv", FILE.encode())
    found = people(desk)
    assert sorted(found) == ["T01", "T02", "T09"]
    assert (found["T01"].name, found["T01"].number) == ("Anna Lind", 1)
    assert found["T09"].number == 3
    assert len({one.number for one in found.values()}) == 3


def test_a_team_file_can_be_read_twice(desk):
    for _ in range(2):
        team.import_team(desk, DANA, "lag.csv", FILE.encode())
    assert {one.number for one in people(desk).values()} == {1, 2}


def test_a_wrong_team_file_names_the_file_and_saves_nobody(desk):
    wrong = FILE + "T10;Johan;sju;16:00;59,52;17,91\n"
    with pytest.raises(InputError) as refused:
        team.import_team(desk, DANA, "../lag.csv", wrong.encode())
    assert refused.value.problems[0].row == 4
    assert people(desk) == {}


def test_weights_are_those_of_customer_first_until_saved(desk):
    first = settings.get_weights(desk, MAJA)
    assert (first.weights, first.version) == (Weights(), 0)
    saved = settings.save_weights(desk, DANA, PROFILES["cheapest"], version=first.version)
    assert settings.get_weights(desk, MAJA) == saved


def test_weights_saved_by_somebody_else_are_not_overwritten(desk):
    for read, theirs in ((0, "cheapest"), (1, "calm_day")):
        settings.save_weights(desk, ADAM, PROFILES[theirs], version=read)
        with pytest.raises(StaleError) as refused:
            settings.save_weights(desk, DANA, Weights(), version=read)
        assert (refused.value.theirs, refused.value.version, refused.value.by) == (PROFILES[theirs], read + 1, "adam")
    assert settings.get_weights(desk, MAJA).weights == PROFILES["calm_day"]


def test_an_absence_changed_by_somebody_else_is_neither_overwritten_nor_removed(desk):
    fill(desk)
    read = team.save_absence(desk, DANA, Absence(technician_id="T01", start=at(8), end=at(12)))
    longer = team.save_absence(desk, ADAM, replace(read, end=at(16)))
    for outdated in (
        lambda: team.save_absence(desk, DANA, replace(read, kind="sick")),
        lambda: team.save_absence(desk, DANA, Absence(technician_id="T01", start=at(8), end=at(10))),
        lambda: team.remove_absence(desk, DANA, read),
    ):
        with pytest.raises(StaleError) as refused:
            outdated()
        assert (refused.value.theirs, refused.value.by) == (longer, "adam")
    assert team.get_team(desk, DANA).absences == (longer,)
    team.remove_absence(desk, DANA, longer)
    team.remove_absence(desk, DANA, longer)
    with pytest.raises(StaleError, match="removed"):
        team.save_absence(desk, DANA, replace(longer, kind="sick"))


def test_travel_by_time_of_day_is_off_until_somebody_turns_it_on_and_then_plans_go_by_it(desk):
    fill(desk)
    stored = settings.get_periods(desk, MAJA)
    assert (stored.periods, stored.version) == (DrivePeriods(), 0)
    before = freeze(desk, DAY)
    assert before.built.problem.profile is None
    saved = settings.save_periods(desk, DANA, stored.periods.replace(on=True), version=stored.version)
    assert settings.get_periods(desk, DANA) == saved
    after = freeze(desk, DAY)
    assert after.built.problem.profile is not None
    # A plan that was begun before is brought to the new drives.
    assert after.basis.settings != before.basis.settings
    with pytest.raises(StaleError):
        settings.save_periods(desk, DANA, DrivePeriods(), version=0)


def test_a_table_that_is_off_concerns_no_plan(desk):
    fill(desk)
    before = freeze(desk, DAY).basis
    table = (Period(name="night", start=time(0), percent=110),)
    settings.save_periods(desk, DANA, DrivePeriods(weekday=table), version=0)
    assert freeze(desk, DAY).basis == before
