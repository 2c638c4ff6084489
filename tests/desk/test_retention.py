"""What is about persons is kept as long as it is set; positions and personal numbers never."""

import os
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from planner import store
from planner.desk import day as day_desk
from planner.desk import privacy, receive, team, triage
from planner.desk.privacy import Person
from planner.model.errors import InputError, NotAllowedError, StaleError
from planner.model.event import Actor, Event
from planner.model.privacy import LONGEST, POSITIONS, Retention
from planner.model.words import RequestStatus, Role
from planner.store import tables
from tests.desk.firm import ADAM, ANNA, DANA, DAY, NOW, fill, published, request, technician
from tests.desk.persons import chain_holds, content, found


def aged(desk):
    """Two of everything that is let go of: one too old, one just young enough."""
    limits = Retention().limits(NOW)
    fill(desk, people=("T01",))
    with desk.store.writing() as db:
        for old in (True, False):
            name, shift = ("old", -1) if old else ("young", 1)
            long_ago, days, runs = (
                limits[one] + timedelta(minutes=shift) for one in ("notes_months", "session_days", "run_days")
            )
            payload = (("day", "2024-11-24"), ("note", f"{name} note"))
            store.events.add(db, Event(client_uuid=name, at=long_ago, recorded_at=NOW, type="x", payload=payload))
            drawn = {"kind": "photo", "request_id": name, "technician_id": "T01", "at": long_ago, "content": b"x"}
            db.execute(tables.picture.insert().values(picture_id=name, **drawn))
            over = request(name, status=RequestStatus.DONE, created_at=long_ago, contact_name=name, access_notes="kod")
            store.requests.add(db, over)
            store.requests.add(db, over.replace(request_id=f"{name}-open", status=RequestStatus.PAUSED))
            store.audit.append(db, DANA, "a.b", (), at=long_ago)
            db.execute(tables.attempt.insert().values(at=days, login=name, address="::1", succeeded=False))
            values = {"account_id": name, "login": name, "active": True, "demo": False, "body": "{}"}
            db.execute(tables.account.insert().values(values))
            session = {"token_hash": name, "account_id": name, "created_at": days, "seen_at": days, "client": ""}
            db.execute(tables.session.insert().values(**session, expires_at=days))
            device = session | {"device_id": name, "technician_id": "T01"}
            db.execute(tables.device.insert().values(**device, expires_at=days))
            job_row = {"job_id": name, "state": "done", "day": DAY, "time_limit_s": 1.0, "seed": 1, "actor": name}
            db.execute(tables.job.insert().values(**job_row, created_at=runs, input="{}"))
            db.execute(tables.progress.insert().values(job_id=name, elapsed_s=1.0, price_ore=1, planned=1))
            waiting = job_row | {"job_id": f"{name}-waiting", "state": "queued"}
            db.execute(tables.job.insert().values(**waiting, created_at=runs, input="{}"))
    return desk


EACH_ONE = {
    "notes": 1,
    "pictures": 1,
    "contacts": 1,
    "audit": 1,
    "attempts": 1,
    "sessions": 1,
    "devices": 1,
    "runs": 1,
    "logs": 0,
}


def test_what_is_older_than_it_is_kept_is_forgotten_and_nothing_else(desk):
    aged(desk)
    assert privacy.tidy(desk, privacy.UPKEEP) == EACH_ONE
    with desk.store.reading() as db:
        notes = {event.client_uuid: event.get("note") for event in store.events.find(db)}
        assert notes == {"old": None, "young": "young note"}
        assert {one.request_id: one.contact_name for one in store.requests.find(db)} == {
            "old": "", "young": "young", "old-open": "old", "young-open": "young"
        }  # fmt: skip
        assert [one.changes is None for one in store.audit.entries(db)][:2] == [True, False]
        assert db.scalars(sa.select(tables.job.c.job_id)).all() == ["old-waiting", "young", "young-waiting"]
        for table, name in (
            (tables.attempt, "login"), (tables.session, "token_hash"), (tables.device, "device_id"),
            (tables.progress, "job_id"),
        ):  # fmt: skip
            assert db.scalars(sa.select(table.c[name])).all() == ["young"]
    assert chain_holds(desk)
    assert privacy.tidy(desk, privacy.UPKEEP) == dict.fromkeys(EACH_ONE, 0)


def test_what_was_forgotten_is_in_the_audit_by_number_only(desk):
    aged(desk)
    privacy.tidy(desk, privacy.UPKEEP)
    with desk.store.reading() as db:
        last = next(store.audit.entries(db, newest_first=True))
        count = store.audit.head(db)[0]
    assert (last.actor_id, last.call) == ("upkeep", "privacy.tidy")
    assert {one.subject_id: one.after["rows"] for one in last.changes} == {k: v for k, v in EACH_ONE.items() if v}
    privacy.tidy(desk, privacy.UPKEEP)
    with desk.store.reading() as db:
        assert store.audit.head(db)[0] == count


def test_a_dry_run_of_tidying_changes_nothing(desk):
    aged(desk)
    with desk.store.reading() as db:
        before = content(db)
    assert privacy.tidy(desk, ADAM, dry_run=True) == EACH_ONE
    with desk.store.reading() as db:
        assert content(db) == before


def test_old_logs_of_runs_go_too(desk):
    folder = desk.var / "jobs"
    folder.mkdir()
    limit = Retention().limits(NOW)["run_days"].timestamp()
    for name, at in (("old", limit - 60), ("young", limit + 60)):
        (folder / f"{name}.log").write_text("x")
        os.utime(folder / f"{name}.log", (at, at))
    assert privacy.tidy(desk, ADAM, dry_run=True)["logs"] == privacy.tidy(desk, ADAM)["logs"] == 1
    assert [one.name for one in folder.iterdir()] == ["young.log"]


def test_the_times_are_settings_of_administrators_and_count(desk):
    aged(desk)
    assert privacy.get_retention(desk, DANA).kept == Retention()
    longest = Retention(notes_months=120, audit_months=120, session_days=730, run_days=365)
    privacy.save_retention(desk, ADAM, longest, version=0)
    with pytest.raises(StaleError):
        privacy.save_retention(desk, ADAM, Retention(), version=0)
    assert privacy.tidy(desk, ADAM, dry_run=True) == dict.fromkeys(EACH_ONE, 0)


def test_times_have_limits():
    for name, most in LONGEST.items():
        for value in (0, most + 1):
            with pytest.raises(ValueError, match=name):
                Retention(**{name: value})


def test_a_month_is_a_month_of_the_calendar():
    limits = Retention(notes_months=1, audit_months=12).limits(datetime(2028, 3, 31, 12, tzinfo=UTC))
    assert limits["notes_months"] == datetime(2028, 2, 29, 12, tzinfo=UTC)
    assert limits["audit_months"] == datetime(2027, 3, 31, 12, tzinfo=UTC)


def test_no_event_can_carry_where_a_person_is():
    for name in POSITIONS:
        with pytest.raises(ValueError, match="position of a person"):
            Event(client_uuid="e", at=NOW, recorded_at=NOW, type="x", payload=((name.upper(), "59.3"),))


NUMBER = "811228-9874"


def test_a_personal_number_in_free_text_is_refused_and_shown_masked(desk):
    fill(desk, request("R1", required_technicians=("T01",)))
    published(desk)
    for field in ("title", "description", "access_notes", "contact_name"):
        with pytest.raises(InputError) as refused:
            receive.add_request(desk, DANA, request("R2", **{field: f"Patient {NUMBER}"}))
        assert NUMBER not in str(refused.value)
        with pytest.raises(InputError):
            triage.save_request(desk, DANA, triage.get_request(desk, DANA, "R1").replace(**{field: NUMBER}))
    with pytest.raises(InputError):
        team.save_technician(desk, DANA, technician("T05", note=NUMBER))
    with pytest.raises(InputError):
        day_desk.report_status(desk, ANNA, "R1", "visit.en_route", client_uuid="e", at=NOW, note=NUMBER)
    assert found(desk, NUMBER) == []


def test_only_administrators_touch_what_is_about_persons(desk):
    for role in (Role.DISPATCHER, Role.MANAGER):
        who = Actor(actor_id="x", name="X", role=role)
        for call in (
            lambda who=who: privacy.tidy(desk, who),
            lambda who=who: privacy.save_retention(desk, who, Retention(), version=0),
            lambda who=who: privacy.erase(desk, who, Person(technician_id="T01"), dry_run=True),
        ):
            with pytest.raises(NotAllowedError):
                call()
