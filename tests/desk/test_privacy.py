"""What is about persons is kept as long as it is set, can be taken out, and can be erased without a trace."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from planner import store, views
from planner.cli import main
from planner.desk import day as day_desk
from planner.desk import pictures, privacy, receive, report, team, triage
from planner.desk import plan as plan_desk
from planner.desk.demo import build_demo
from planner.desk.privacy import Person
from planner.desk.snapshot import freeze
from planner.model.codec import dumps
from planner.model.errors import InputError
from planner.model.job import Job, JobState
from planner.model.message import Text
from planner.model.places import Place
from planner.model.privacy import POSITIONS
from planner.model.team import Absence, Licence
from planner.model.words import Precision
from planner.store import tables
from planner.views.held import held_page
from tests.desk.firm import ADAM, ANNA, DANA, DAY, KISTA, NOW, drafted, fill, published, request, technician
from tests.desk.persons import chain_holds, content, found, raw
from tests.desk.tapping import hand_in, row
from tests.files.jpegs import jpeg

WHO = "Kanarina Fågelsång"
PHONE, MAIL, STREET, NOTE = (
    "070-555 66 77",
    "kanarina@example.se",
    "Burgränd 17, Solna",
    'Nyckeln "ligger" under mattan',
)
SUBJECT = "what-a-provider-calls-her"
HOME = Place(lat=59.361234, lon=18.012345, label=STREET)


def account(desk, technician_id="T01", **words):
    body = {"account_id": "a7f3", "login": MAIL, "name": WHO, "technician_id": technician_id, "active": True} | words
    with desk.store.writing() as db:
        db.execute(
            tables.account.insert().values(
                account_id="a7f3",
                login=MAIL,
                active=True,
                demo=False,
                password="$argon2id$canary",
                body=json.dumps(body),
            )
        )
        moments = {"created_at": NOW, "seen_at": NOW, "expires_at": NOW + timedelta(days=1)}
        db.execute(tables.session.insert().values(token_hash="h", account_id="a7f3", client="Firefox", **moments))
        device = {"device_id": "d1", "token_hash": "t", "technician_id": technician_id, "client": f"{WHO}s platta"}
        db.execute(tables.device.insert().values(account_id="a7f3", **device, **moments))
        db.execute(tables.attempt.insert().values(at=NOW, login=MAIL, address="::1", succeeded=True))
        link = {"issuer": "https://id.example", "subject": SUBJECT}
        db.execute(tables.identity.insert().values(account_id="a7f3", linked_at=NOW, **link))
        link = {"link_id": "l1", "kind": "ics", "technician_id": technician_id, "created_by": WHO}
        db.execute(tables.link.insert().values(**link, created_at=NOW, expires_at=NOW + timedelta(days=1)))


def job(desk, state=JobState.QUEUED, by="Dana"):
    content = dumps(freeze(desk, DAY))
    with desk.store.writing() as db:
        one = Job(job_id="j1", day=DAY, state=state, actor=by, created_at=NOW)
        store.jobs.add(db, one, content=content)


GONE_TOO = ("planning_gain", "avoided_km", "co2")
"""Figures reckoned from homes, sites and cars: these are gone with whoever is erased."""


def figures(desk):
    told = report.statistics(desk, ADAM, first=DAY, last=DAY)
    return {name: (one.value, one.part, one.whole) for name, one in told.figures.items() if name not in GONE_TOO}


def photograph(desk):
    """A picture of the visit, as a device hands it in."""
    hand_in(desk, row(1, "work.photo"))
    assert pictures.keep_picture(desk, ANNA, "tap-000001", jpeg())


@pytest.fixture
def with_a_person(desk):
    """A technician whose name, home, phone, notes and absence have gone through the desk into every table."""
    own = {"required_technicians": ("T01",)}
    fill(desk, request("R1", **own), request("R2", place=KISTA, **own), people=("T02",))
    person = technician(
        "T01", name=WHO, phone=PHONE, mail=MAIL, note=NOTE, start_place=HOME, end_place=HOME,
        licence=Licence(classes=("B",), valid_to=date(2031, 1, 1), checked_on=date(2026, 1, 1)),
    )  # fmt: skip
    saved = team.save_technician(desk, DANA, person)
    team.save_technician(desk, DANA, saved.replace(note=NOTE + "."))
    team.save_absence(
        desk, DANA, Absence(technician_id="T01", start=NOW + timedelta(days=9), end=NOW + timedelta(days=10))
    )
    gone = Absence(technician_id="T01", start=NOW + timedelta(days=19), end=NOW + timedelta(days=20))
    team.save_absence(desk, DANA, gone)
    team.remove_absence(desk, DANA, team.get_team(desk, DANA).absences[-1])
    receive.add_request(desk, DANA, request("R4", description=f"Be {WHO.upper()} ringa, 0705556677"))
    published(desk)
    event = {"client_uuid": "e1", "at": NOW + timedelta(hours=3)}
    day_desk.report_status(desk, ANNA, "R1", "visit.en_route", note=f"{WHO}: {NOTE}", **event)
    photograph(desk)
    account(desk)
    job(desk)
    return desk


CANARIES = (WHO, PHONE, "0705556677", MAIL, STREET, "59.361234", "mattan", "$argon2id$canary", SUBJECT)


def test_an_erased_technician_is_in_no_byte_of_the_database(with_a_person):
    desk = with_a_person
    assert found(desk, *CANARIES) == list(CANARIES)
    before = figures(desk)
    privacy.erase(desk, ADAM, Person(technician_id="T01"), dry_run=False)
    assert found(desk, *CANARIES) == []
    assert chain_holds(desk)
    assert figures(desk) == before
    with desk.store.reading() as db:
        left = store.people.get_technician(db, "T01")
        assert (left.name, left.active, left.licence, left.start_place) == ("T01", False, Licence(), None)
        assert store.jobs.get(db, "j1").state is JobState.CANCELLED
        gone = (tables.session, tables.device, tables.attempt, tables.identity, tables.link, tables.absence)
        for table in (*gone, tables.picture):
            assert db.scalar(sa.select(sa.func.count()).select_from(table)) == 0
        assert db.execute(sa.select(tables.account.c.active, tables.account.c.password)).one() == (False, None)


def test_plans_and_days_of_an_erased_technician_can_still_be_shown(with_a_person):
    desk = with_a_person
    privacy.erase(desk, ADAM, Person(technician_id="T01"), dry_run=False)
    plan = plan_desk.published_plan(desk, DANA, DAY)
    assert plan.of_technician("T01")
    assert "T01" in views.map_html(plan, language="sv", theme="light", assets=None)
    assert day_desk.my_day(desk, DANA, DAY, technician_id="T01").stops
    assert receive.add_request(desk, DANA, request("R9")).request_id == "R9"


def test_an_unerased_colleague_keeps_everything(with_a_person):
    desk = with_a_person
    with desk.store.reading() as db:
        before = store.people.get_technician(db, "T02")
    privacy.erase(desk, ADAM, Person(technician_id="T01"), dry_run=False)
    with desk.store.reading() as db:
        assert store.people.get_technician(db, "T02") == before
        assert store.requests.get(db, "R4").description == "Be T01 ringa, […]"
        assert store.requests.get(db, "R1").title == "Skrivaren drar snett"


@pytest.fixture
def with_a_contact(desk):
    """A customer who is a person, in requests, plans, reports, runs and the audit."""
    fill(desk, people=("T01", "T02"))
    for number, request_id in enumerate(("R1", "R2")):
        one = request(
            request_id, customer=WHO, contact_name=WHO, contact_phone=PHONE, address=STREET, postcode="171 77",
            access_notes=NOTE, description=f"{WHO} har ont", place=HOME, notes=(Text(sv=NOTE, en=NOTE),),
            title=f"Ring {WHO} på {PHONE}", required_technicians=("T01",),
        )  # fmt: skip
        saved = receive.add_request(desk, DANA, one)
        triage.save_request(desk, DANA, saved.replace(urgency=4 + number % 1))
    receive.add_request(desk, DANA, request("R3", title=f"Åt {WHO.lower()}s granne", required_technicians=("T02",)))
    impossible = request("R5", customer=WHO, title=f"Hos {WHO}", contact_name=WHO, place=HOME)
    receive.add_request(desk, DANA, impossible.replace(required_technicians=("T09",)))
    published(desk)
    event = {"client_uuid": "e1", "at": NOW + timedelta(hours=3)}
    day_desk.report_status(desk, ANNA, "R1", "visit.en_route", note=NOTE, **event)
    photograph(desk)
    job(desk, by=WHO)
    return desk


@pytest.mark.parametrize(
    "person", [Person(customer=WHO.upper()), Person(request_ids=("R1", "R2", "R5"))], ids=("customer", "requests")
)
def test_an_erased_contact_is_in_no_byte_of_the_database(with_a_contact, person):
    desk = with_a_contact
    canaries = (WHO, PHONE, STREET, "59.361234", "mattan", "har ont", "171 77")
    assert found(desk, *canaries) == list(canaries)
    before = figures(desk)
    privacy.erase(desk, ADAM, person, dry_run=False)
    assert found(desk, *canaries) == []
    assert chain_holds(desk)
    assert figures(desk) == before
    with desk.store.reading() as db:
        one = store.requests.get(db, "R1")
        assert one.place == Place(lat=59.36, lon=18.01, precision=Precision.LOCALITY, source="erased")
        assert db.scalar(sa.select(sa.func.count()).select_from(tables.picture)) == 0
        plan = store.plans.published_on(db, DAY)
    assert {stop.request_id for stop in plan.visit_stops} >= {"R1", "R2"}
    assert views.map_html(plan, language="sv", theme="light", assets=None)


def test_a_customer_keeps_one_alias_so_that_figures_keep_their_groups(with_a_contact):
    desk = with_a_contact
    privacy.erase(desk, ADAM, Person(customer=WHO), dry_run=False)
    with desk.store.reading() as db:
        names = {store.requests.get(db, one).customer for one in ("R1", "R2", "R5")}
        plan = store.plans.published_on(db, DAY)
    assert len(names) == 1
    assert {stop.customer for stop in plan.visit_stops if stop.request_id in ("R1", "R2")} == names
    assert WHO not in names


def test_a_trial_counts_and_leaves_everything(with_a_person):
    desk = with_a_person
    with desk.store.reading() as db:
        before = content(db)
    counted = privacy.erase(desk, ADAM, Person(technician_id="T01"), dry_run=True)
    with desk.store.reading() as db:
        assert content(db) == before
    done = privacy.erase(desk, ADAM, Person(technician_id="T01"), dry_run=False)
    assert done == counted
    assert all(done.values())


def test_erasing_is_itself_in_the_audit_without_the_person(with_a_person):
    privacy.erase(with_a_person, ADAM, Person(technician_id="T01"), dry_run=False)
    with with_a_person.store.reading() as db:
        last = next(store.audit.entries(db, newest_first=True))
    assert (last.actor_id, last.call) == ("adam", "privacy.erase")
    assert [(one.kind, one.subject_id, one.after) for one in last.changes] == [("technician", "T01", {"erased": True})]


@pytest.mark.parametrize(
    "person", [Person(technician_id="T77"), Person(request_ids=("R77",)), Person(customer="Nobody")]
)
def test_nobody_is_a_sentence(with_a_person, person):
    with pytest.raises(InputError):
        privacy.erase(with_a_person, ADAM, person, dry_run=False)
    with pytest.raises(InputError):
        privacy.export_person(with_a_person, ADAM, person)


@pytest.mark.parametrize("words", [{}, {"technician_id": "T01", "customer": "A"}, {"customer": ""}])
def test_a_wish_is_about_exactly_one(words):
    with pytest.raises(ValueError, match="a person is"):
        Person(**words)


def test_short_names_and_towns_are_not_taken_out_of_other_words(desk):
    fill(desk, request("R1", title="Bosse i Bromma, boende"), people=("T02",))
    team.save_technician(
        desk, DANA, technician("T01", name="Bo", start_place=Place(lat=59.3, lon=17.9, label="Bromma"))
    )
    privacy.erase(desk, ADAM, Person(technician_id="T01"), dry_run=False)
    with desk.store.reading() as db:
        assert store.requests.get(db, "R1").title == "Bosse i Bromma, boende"


def test_everything_held_about_a_technician_is_taken_out_and_no_secret(with_a_person):
    held = privacy.export_person(with_a_person, ADAM, Person(technician_id="T01"))
    told = json.dumps(held, ensure_ascii=False)
    for canary in (WHO, PHONE, MAIL, STREET, "mattan", "59.361234"):
        assert canary in told
    assert "$argon2id" not in told
    assert "token_hash" not in told
    assert "Sjöviks Tryck" not in json.dumps(held["work"], ensure_ascii=False)
    assert all(held[kind] for kind in held if kind != "changes_by")


def test_everything_held_about_a_contact_is_taken_out_as_a_page_too(with_a_contact):
    held = privacy.export_person(with_a_contact, ADAM, Person(customer=WHO))
    page = held_page(held | {"requests": [{"title": "<script>x</script>"}]}, language="sv", who="<b>", made="nu")
    assert all(held.values())
    assert "mattan" in page
    assert "<script>" not in page
    assert "<b>" not in page


def test_the_demo_can_be_erased_person_by_person(desk):
    """Real amounts: four weeks of plans, and afterwards the same figures."""
    build_demo(desk, day=DAY, history_days=5)
    first = DAY - timedelta(days=7)
    before = report.statistics(desk, ADAM, first=first, last=DAY)
    with desk.store.reading() as db:
        one = store.people.get_team(db).technicians[0]
    privacy.erase(desk, ADAM, Person(technician_id=one.technician_id), dry_run=False)
    after = report.statistics(desk, ADAM, first=first, last=DAY)
    assert {n: f.value for n, f in after.figures.items() if n not in GONE_TOO} == {
        n: f.value for n, f in before.figures.items() if n not in GONE_TOO
    }
    assert found(desk, one.name, one.phone or one.name) == []


def test_the_commands_tidy_export_and_erase(with_a_person, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("FALTPLAN_VAR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", with_a_person.store.url)
    assert main(["privacy", "tidy", "--dry-run"]) == 0
    assert main(["privacy", "export", "--technician", "T01", "--out", str(tmp_path / "out"), "--language", "sv"]) == 0
    for name in ("person.json", "person.html"):
        file: Path = tmp_path / "out" / name
        assert WHO in file.read_text(encoding="utf-8")
        assert file.stat().st_mode & 0o077 == 0
    assert main(["privacy", "erase", "--technician", "T01"]) == 1
    assert "--yes" in capsys.readouterr().out
    assert WHO in raw(with_a_person)
    assert main(["privacy", "erase", "--technician", "T01", "--yes"]) == 0
    assert "Backups made before" in capsys.readouterr().out
    assert found(with_a_person, *CANARIES) == []
    assert main(["privacy", "erase"]) == 2
    assert main(["privacy", "export", "--technician", "T01"]) == 2
    assert main(["privacy", "erase", "--contact", "R1", "R2", "--yes"]) == 0
    capsys.readouterr()


def test_drafts_are_erased_too(with_a_person):
    drafted(with_a_person, plan_id="p2")
    privacy.erase(with_a_person, ADAM, Person(technician_id="T01"), dry_run=False)
    assert found(with_a_person, *CANARIES) == []


def test_no_table_has_a_column_for_where_a_person_is(with_a_person):
    columns = {column.name for table in tables.metadata.tables.values() for column in table.c}
    assert not columns & POSITIONS
    with with_a_person.store.reading() as db:
        names = {name for event in store.events.find(db) for name, _ in event.payload}
    assert names <= {
        "day",
        "plan_id",
        "note",
        "version",
        "source",
        "status",
        "channel",
        "line",
        "priority",
        "job_type_id",
        "device",
        "device_at",
        "seq",
        "was",
    }
