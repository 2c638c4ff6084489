"""The app looks after itself: backups by the hour, tidying by the day, and a fault of one chore stops none."""

import threading
import time
from datetime import timedelta

import pytest

from planner.desk import open_desk, risks
from planner.desk.backups import folder_of
from planner.model.errors import ServiceError
from planner.model.message import message
from planner.store import audit
from planner.web import housekeeping
from planner.web.housekeeping import Housekeeping, backs_up, start_housekeeping
from tests.desk.firm import DANA, NOW


class Clock:
    """A clock that is put on by hand."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(tmp_path, clock):
    opened = open_desk(f"sqlite:///{tmp_path / 'faltplan.sqlite'}", var=tmp_path, clock=clock)
    yield opened
    opened.store.close()


def backups(desk):
    return sorted(one.name for one in folder_of(desk.var).iterdir())


def old_entry(desk, years=3):
    with desk.store.writing() as db:
        audit.append(db, DANA, "a.b", (), at=desk.clock() - timedelta(days=365 * years))


def emptied(desk):
    with desk.store.reading() as db:
        return sum(one.changes is None for one in audit.entries(db))


def test_a_backup_each_hour_and_tidying_each_day(desk, clock):
    house = Housekeeping(desk, backups=True)
    old_entry(desk)
    house.go_round()
    house.go_round()
    assert (len(backups(desk)), emptied(desk)) == (1, 1)
    old_entry(desk)
    clock.now += timedelta(hours=1)
    house.go_round()
    assert (len(backups(desk)), emptied(desk)) == (2, 1)
    clock.now += timedelta(hours=23)
    house.go_round()
    assert (len(backups(desk)), emptied(desk)) == (3, 2)


def test_no_backups_where_they_are_off(desk):
    Housekeeping(desk, backups=False).go_round()
    assert backups(desk) == []


def test_a_backup_that_fails_stops_no_tidying_and_is_tried_again(desk, clock, caplog):
    house = Housekeeping(desk, backups=True)
    old_entry(desk)
    (desk.var / "backups").write_text("in the way")
    house.go_round()
    assert emptied(desk) == 1
    assert "backup failed" in caplog.text
    (desk.var / "backups").unlink()
    house.go_round()
    assert len(backups(desk)) == 1


def test_sqlite_is_backed_up_unless_said_otherwise(desk):
    assert backs_up(desk, None)
    assert backs_up(desk, "1")
    assert not backs_up(desk, "0")


def test_the_thread_waits_for_the_database_and_then_keeps_house(desk, monkeypatch):
    monkeypatch.delenv("FALTPLAN_BACKUPS", raising=False)
    asked = []

    def open_it():
        asked.append(1)
        if len(asked) < 3:
            raise ServiceError(message("store.unavailable"))
        return desk

    over = start_housekeeping(open_it, every_s=0.02)
    for _ in range(500):
        if list((desk.var / "backups").glob("faltplan-*.zip")):
            break
        time.sleep(0.02)
    over.set()
    next(one for one in threading.enumerate() if one.name == "housekeeping").join()
    assert len(asked) == 3
    assert backups(desk) == ["faltplan-2026-11-24T05.zip"]


def test_it_learns_once_a_day_and_only_what_no_other_process_has_learned(desk, clock, monkeypatch):
    learned = []

    def learn(one):
        learned.append(one.today())
        return risks.learn_lateness(one)

    monkeypatch.setattr(housekeeping, "learn_lateness", learn)
    house, other = Housekeeping(desk, backups=False), Housekeeping(desk, backups=False)
    for one in (house, house, other):
        one.go_round()
    assert learned == [desk.today()]
    clock.now += timedelta(days=1)
    other.go_round()
    house.go_round()
    assert learned == [desk.today() - timedelta(days=1), desk.today()]
