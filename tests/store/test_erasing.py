"""Forgetting and erasing work on every database alike."""

import sqlalchemy as sa

from planner import store as stores
from planner.model.places import Place
from planner.model.privacy import Retention
from planner.model.words import StopKind
from planner.store import erasing, plans, retention, tables
from planner.store.forgetting import Words
from planner.store.rows import kept_tables, lines
from tests.desk.firm import NOW
from tests.store.year import FIRST, fill_year

CUSTOMER = "Kund 1 AB"


def told(store):
    with store.reading() as db:
        return "\n".join(line for table in kept_tables(db) for line in lines(db, table))


def test_a_technician_is_erased(store):
    fill_year(store, days=3, technicians=2, visits=2)
    with store.writing() as db:
        done = erasing.erase_technician(db, "T01")
    store.compact()
    assert "Tekniker 1" not in told(store)
    assert "Tekniker 2" in told(store)
    assert done["plans"] == 3


def test_a_customer_is_erased_and_nobody_else(store):
    fill_year(store, days=3, technicians=2, visits=2)
    with store.writing() as db:
        ids = erasing.requests_of(db, " kund 1 ab ")
        done = erasing.erase_requests(db, ids, customer=CUSTOMER, alias="#alias1")
    assert (len(ids), done["requests"], done["plans"]) == (6, 6, 3)
    held = told(store)
    assert CUSTOMER not in held
    assert "Storgatan 1, Solna" not in held
    assert "Kund 0 AB" in held
    assert "Storgatan 0, Solna" in held


def test_a_break_at_the_customers_gives_no_place_away(store):
    fill_year(store, days=1, technicians=1, visits=1)
    exact = Place(lat=59.3123456, lon=18.0123456, label="Gränd 3")
    with store.writing() as db:
        one = plans.published_on(db, FIRST)
        visit = erasing._with(one.stops[0], place=exact)
        rest = erasing._with(visit, kind=StopKind.BREAK, request_id=None, visit_id=None)
        erasing._rewrite_plan(db, one.replace(stops=(visit, rest)))
        erasing.erase_requests(db, (visit.request_id,), customer=None, alias="")
    assert "59.3123456" not in told(store)


def test_old_runs_go_with_their_progress_where_foreign_keys_are_watched(store):
    with store.writing() as db:
        values = {"job_id": "j", "state": "done", "day": NOW.date(), "time_limit_s": 1.0, "seed": 1, "actor": "a"}
        db.execute(tables.job.insert().values(**values, created_at=NOW.replace(year=2020), input=""))
        db.execute(tables.progress.insert().values(job_id="j", elapsed_s=1.0, price_ore=1, planned=1))
        assert retention.forget(db, Retention().limits(NOW), dry_run=False)["runs"] == 1
        assert db.scalar(sa.select(sa.func.count()).select_from(tables.progress)) == 0


def test_compacting_leaves_a_database_that_works(store):
    fill_year(store, days=1, technicians=1, visits=1)
    before = told(store)
    store.compact()
    store.compact()
    assert told(store) == before
    with store.writing() as db:
        assert stores.requests.count(db) == 1


def test_words_are_found_as_people_write_them():
    words = Words({"Anna Ek": "T01", "070-123 45 67": "-", "a@b.se": "-", "Bo": "no", "": "no", 'say "x"': "-"})
    for text, expected in (
        ("ANNA  EK och Anna Eks bil", "T01 och T01s bil"),
        ("Hanna Ekman, Anna Ekman", "Hanna Ekman, Anna Ekman"),
        ("ring 0701234567 / 070 123 4567", "ring - / -"),
        ("10701234567", "10701234567"),
        ("Bo bor", "Bo bor"),
        ('{"a": ["say \\"x\\"", {"Anna Ek": "Anna Ek"}], "n": 1.5}', '{"a": ["-", {"Anna Ek": "T01"}], "n": 1.5}'),
        ("[Anna Ek] a@b.se", "[T01] -"),
    ):
        assert words.out_of(text) == expected
        assert words.stand_in(text) or text == expected
    assert not Words({}).stand_in("x")
    assert Words({}).out_of("x") == "x"
