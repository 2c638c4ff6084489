"""Team and settings at the desk."""

from datetime import timedelta

import pytest

from planner.desk import settings, team
from planner.model.costs import PROFILES, Weights
from planner.model.errors import InputError, StaleError
from planner.model.team import Absence
from tests.desk.firm import DANA, MAJA, at, fill, technician

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
    absence = Absence(technician_id="T01", start=at(8), end=at(12))
    team.save_absence(desk, DANA, absence)
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
    assert settings.get_weights(desk, MAJA) == Weights()
    settings.save_weights(desk, DANA, PROFILES["cheapest"])
    assert settings.get_weights(desk, MAJA) == PROFILES["cheapest"]


def test_an_absence_of_the_same_start_is_replaced(desk):
    fill(desk)
    for hours in (2, 4):
        team.save_absence(desk, DANA, Absence(technician_id="T01", start=at(8), end=at(8) + timedelta(hours=hours)))
    (only,) = team.get_team(desk, DANA).absences
    assert only.end == at(12)
