"""Writers, or the server, killed in the middle of saving: what was acknowledged is there, and all of it is whole."""

import json
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from planner.store import open_store, plans, requests, tables
from planner.store.engines import engine_for
from tests.databases import own_server
from tests.store.rows import DAY

ROOT = Path(__file__).parents[2]
WRITERS, STOPS = 2, 200
WRITER = f"""
import sys
import time
from datetime import date
from planner.model.errors import ServiceError
from planner.store import open_store, plans, requests
from tests.store.rows import plan, request, stop

store = open_store(sys.argv[1])
stops = [stop(str(n), sequence=n) for n in range({STOPS})]
for n in range(100_000):
    name = f"{{sys.argv[2]}}.{{n}}"
    try:
        with store.writing() as db:
            plans.add(db, plan(name, *stops, day=date.fromisoformat(sys.argv[3])))
            requests.add(db, request(name))
    except ServiceError:
        if not sys.argv[1].startswith("sqlite"):
            break  # the server is gone
        continue  # the file was another's for longer than anybody waits: nothing of this one is there
    print(name, flush=True)
    time.sleep(0.005)  # SQLite's wait is a lottery that is lost for seconds against a process that never pauses
"""
MANY = pytest.param(200, marks=[pytest.mark.nightly, pytest.mark.timeout(7_200)])


@pytest.mark.parametrize("rounds", [3, MANY])
def test_a_killed_writer_loses_nothing_acknowledged_and_tears_nothing(url, rounds, record_property):
    chance, kept = random.Random(rounds), 0
    for number in range(rounds):
        kept += _round(url, number, after_s=chance.uniform(0.02, 0.4))
    _sound(url)
    record_property("acknowledged", kept)
    assert kept >= 2 * rounds


@pytest.mark.nightly
@pytest.mark.timeout(7_200)
def test_a_killed_server_loses_nothing_acknowledged_and_tears_nothing(record_property):
    rounds, chance, kept = 40, random.Random(1), 0
    with own_server(durable=True) as server:
        for number in range(rounds):
            kept += _round(server.url, number, after_s=chance.uniform(0.02, 0.4), server=server)
        _sound(server.url)
    record_property("acknowledged", kept)
    assert kept >= 2 * rounds


def _round(url, number, *, after_s, server=None):
    """Kill two writers, or the server under them, and return how much they were told is saved."""
    day = DAY + timedelta(days=number)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, url, f"{number}.{who}", day.isoformat()],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )
        for who in range(WRITERS)
    ]  # fmt: skip
    told = [writer.stdout.readline().strip() for writer in writers]
    assert all(told), "a writer ended before it had saved anything"
    time.sleep(after_s)
    if server is None:
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
    else:
        server.kill()
        server.start()
    for writer in writers:
        told += [line.strip() for line in writer.communicate()[0].splitlines()]
    _whole(url, day, f"{number}.", told)
    return len(told)


def _whole(url, day, mark, told):
    store = open_store(url)
    with store.reading() as db:
        headers = plans.headers(db, day)
        kept = {one.plan_id for one in headers}
        known = {one.request_id for one in requests.find(db) if one.request_id.startswith(mark)}
        bodies = db.scalars(sa.select(tables.plan.c.body).where(tables.plan.c.day == day))
        assert {len(json.loads(body)["stops"]) for body in bodies} == {STOPS}
    store.close()
    assert set(told) <= kept
    assert kept == known, "a unit is kept whole or not at all"
    assert [one.version for one in headers] == list(range(len(headers), 0, -1))
    assert [one.parent for one in headers] == [*(one.plan_id for one in headers[1:]), None]


def _sound(url):
    """The database itself finds nothing wrong with its pages and indexes."""
    engine = engine_for(url)
    with engine.begin() as db:
        if engine.dialect.name == "sqlite":
            assert db.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
        elif db.exec_driver_sql("SELECT count(*) FROM pg_available_extensions WHERE name = 'amcheck'").scalar():
            db.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS amcheck")
            names = [index["name"] for table in sa.inspect(db).get_table_names() for index in _indexes(db, table)]
            assert names
            for name in names:
                db.exec_driver_sql(f"SELECT bt_index_check('{name}'::regclass, true)")
    engine.dispose()


def _indexes(db, table):
    look = sa.inspect(db)
    return [*look.get_indexes(table), look.get_pk_constraint(table)]
