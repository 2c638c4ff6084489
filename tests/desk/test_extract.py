"""The extract in the database: always what the log says, whoever changed it, and gone with whoever is erased."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner import store
from planner.desk import day as day_desk
from planner.desk import extract as extract_desk
from planner.desk import privacy, receive, report, triage
from planner.desk.extract import extract_of, make_extract
from planner.desk.report import facts_of
from planner.model.words import Priority
from planner.report import statistics
from planner.report.statistics import weeks_back
from planner.store import extracts
from tests.desk.firm import ADAM, ANNA, DANA, DAY, MAJA, at, filled, published, request
from tests.desk.test_report import evening


@pytest.fixture(autouse=True)
def no_memory():
    """Each test is a process that has just started."""
    extract_desk._KEPT.clear()


def same(desk, first=DAY, last=DAY):
    """Assert that the statistics are those of the facts, and return them."""
    earliest = first - timedelta(days=weeks_back(first, last))
    with desk.store.reading() as db:
        everything = {"requests": store.requests.find(db), "events": store.events.find(db)}
    meant = statistics(replace(facts_of(desk, first, last, earliest=earliest), **everything))
    found = report.statistics(desk, MAJA, first=first, last=last)
    for name, figure in meant.figures.items():
        other = found.figures[name]
        assert (other.value, other.part, other.whole, other.count) == (
            pytest.approx(figure.value), pytest.approx(figure.part), pytest.approx(figure.whole), len(figure.rows)
        ), name  # fmt: skip
    assert (found.customers, found.days_planned) == (meant.customers, meant.days_planned)
    return found


def reported(desk, request_id="R1", words=("en_route", "arrived", "done"), start=8):
    for number, word in enumerate(words):
        moment = at(start, 10 * number)
        uuid = f"{request_id}-{start}-{word}"
        day_desk.report_status(desk, ANNA, request_id, f"visit.{word}", client_uuid=uuid, at=moment)


def test_every_change_is_seen_at_once(desk):
    filled(desk)
    same(evening(desk))
    published(desk)
    assert same(evening(desk)).figures["visits_done"].whole == 2
    reported(desk)
    assert same(evening(desk)).figures["visits_done"].value == 1
    reported(desk, words=("undone",), start=9)
    assert same(evening(desk)).figures["visits_done"].value == 0
    with desk.store.reading() as db:
        one = store.requests.get(db, "R1")
    triage.save_request(desk, DANA, one.replace(priority=Priority.P1, priority_override="the server room"))
    same(evening(desk))
    receive.add_request(desk, DANA, request("R9"))
    same(evening(desk))


def test_days_pass(desk):
    published(filled(desk))
    reported(desk)
    for later in range(-1, 40, 7):
        there = replace(desk, clock=lambda late=later: at(9, day=DAY + timedelta(days=late)))
        same(there, DAY - timedelta(days=7), DAY + timedelta(days=6))
        same(there, DAY, DAY)


def test_the_next_process_reads_what_was_saved_and_what_came_since(desk):
    published(filled(desk))
    there = evening(desk)
    same(there)
    with desk.store.reading() as db:
        saved = extracts.head(db)
    assert saved is not None
    extract_desk._KEPT.clear()
    reported(desk)
    assert same(there).figures["visits_done"].value == 1
    with desk.store.reading() as db:
        assert extracts.head(db) == saved


def test_what_somebody_else_saved_is_read_again(desk):
    published(filled(desk))
    there = evening(desk)
    same(there)
    kept = dict(extract_desk._KEPT)
    extract_desk._KEPT.clear()
    make_extract(there)
    extract_desk._KEPT.clear()
    extract_desk._KEPT.update(kept)
    same(there)


def test_who_comes_second_saves_nothing(desk):
    head = extracts.Head(meaning="m", number=1, upto="2026-01-01")
    with desk.store.writing() as db:
        assert extracts.save(db, {("work", "2026-01"): b"x"}, head, seen=None, all_of_it=True)
        assert not extracts.save(db, {("work", "2026-01"): b"y"}, head, seen=None, all_of_it=True)
        assert extracts.load(db) == {("work", "2026-01"): b"x"}
        newer = replace(head, number=2)
        assert extracts.save(db, {("work", "2026-02"): b"z"}, newer, seen=head, all_of_it=False)
        assert set(extracts.load(db)) == {("work", "2026-01"), ("work", "2026-02")}


def test_other_service_levels_make_it_anew(desk):
    published(filled(desk))
    same(evening(desk))
    extract_desk._KEPT.clear()
    same(replace(evening(desk), catalogue=replace(desk.catalogue, sla_policies={})))


def test_an_extract_in_an_older_format_is_made_anew(desk, monkeypatch):
    published(filled(desk))
    same(evening(desk))
    with desk.store.reading() as db:
        before = extracts.head(db)
    extract_desk._KEPT.clear()
    monkeypatch.setattr(extract_desk, "_FORMAT", extract_desk._FORMAT + 1)
    same(evening(desk))
    with desk.store.reading() as db:
        assert extracts.head(db).meaning != before.meaning


@pytest.mark.parametrize("person", [{"customer": "Kund R1"}, {"request_ids": ("R1",)}, {"technician_id": "T01"}])
def test_whoever_is_erased_is_in_no_part_of_it(desk, person):
    published(filled(desk))
    reported(desk)
    there = evening(desk)
    with desk.store.reading() as db:
        if "customer" in person:
            person = {"customer": store.requests.get(db, "R1").customer}
    named = same(there).customers
    privacy.erase(desk, ADAM, privacy.Person(**person), dry_run=False)
    with desk.store.reading() as db:
        assert (extracts.head(db), extracts.load(db)) == (None, {})
    told = same(there)
    if "customer" in person:
        assert person["customer"] in named
        assert person["customer"] not in told.customers
        made = extract_of(there)
        assert person["customer"] not in {made.words.texts[one] for one in set(made.work["customer"].tolist())}


def test_names_titles_and_addresses_are_not_in_it(desk):
    published(filled(desk))
    extract = extract_of(evening(desk))
    with desk.store.reading() as db:
        people, known = store.people.get_team(db).technicians, store.requests.find(db)
    texts = set(extract.words.texts) | set(extract.requests["request_id"]) | set(extract.work["visit_id"])
    assert not (texts - {""}) & (
        {one.name for one in people} | {one.title for one in known} | {one.address for one in known}
    )


def test_homes_and_sites_are_known_to_a_kilometre_and_drives_are_nobodys(desk):
    published(filled(desk))
    extract = extract_of(evening(desk))
    for table, names in (("legs", ("lat", "lon", "to_lat", "to_lon")), ("work", ("lat", "lon"))):
        columns = getattr(extract, table)
        assert len(columns["day"]), table
        for name in names:
            known = columns[name][columns[name] == columns[name]]
            assert (known == known.round(2)).all(), (table, name)
    assert extract.legs.keys() == {"day", "lat", "lon", "to_lat", "to_lon", "detour"}


def test_a_database_that_cannot_be_written_is_counted_all_the_same(desk):
    """Somebody holds the only right to write there is, for longer than anybody waits."""
    if not desk.store.url.startswith("sqlite"):
        pytest.skip("PostgreSQL lets many write")
    published(filled(desk))
    with closing(sqlite3.connect(desk.store.url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert report.statistics(evening(desk), MAJA, first=DAY, last=DAY).days_planned == 1
        other.execute("ROLLBACK")
    with desk.store.reading() as db:
        assert extracts.head(db) is None


def test_an_empty_database_has_an_empty_extract(desk):
    assert make_extract(desk) == 0
    assert report.statistics(desk, MAJA, first=date(2026, 1, 1), last=DAY).days_planned == 0
