"""How the database is opened: settings that keep what was acknowledged, a private file, the schema's version."""

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from planner.model.errors import ServiceError
from planner.store import open_store, requests, tables
from planner.store.tables import metadata
from tests.store.rows import request


@pytest.fixture
def file(tmp_path):
    return tmp_path / "faltplan.sqlite"


@pytest.fixture
def sqlite(file):
    opened = open_store(f"sqlite:///{file}")
    yield opened
    opened.close()


def test_sqlite_keeps_every_acknowledged_write(sqlite):
    with sqlite.writing() as db:
        found = {
            name: db.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5_000}


def test_the_file_is_its_owners_alone(sqlite, file):
    with sqlite.writing() as db:
        requests.add(db, request())
        modes = {path.name: path.stat().st_mode & 0o777 for path in file.parent.iterdir()}
    assert modes[file.name] == 0o600
    assert set(modes.values()) == {0o600}


def test_a_read_goes_on_while_somebody_writes_and_sees_what_was_there(sqlite):
    with sqlite.writing() as db:
        requests.add(db, request("1"))
        done = threading.Event()
        seen = []

        def read():
            with sqlite.reading() as view:
                seen.append(requests.count(view))
            done.set()

        threading.Thread(target=read).start()
        assert done.wait(2)
    assert seen == [0]


def test_a_writer_takes_the_lock_before_it_reads(sqlite, file):
    with sqlite.writing():
        other = sqlite3.connect(file, timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_opening_twice_finds_the_same_data(sqlite, file):
    with sqlite.writing() as db:
        requests.add(db, request())
    again = open_store(f"sqlite:///{file}")
    with again.reading() as db:
        assert requests.count(db) == 1
    again.close()


def test_a_database_that_cannot_be_opened_is_a_service_that_failed(tmp_path):
    folder = tmp_path / "folder.sqlite"
    folder.mkdir()
    with pytest.raises(ServiceError):
        open_store(f"sqlite:///{folder}")


def test_sqlite_in_memory_is_refused_because_processes_share_the_database():
    with pytest.raises(ValueError, match="needs a file"):
        open_store("sqlite://")


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_can_be_made_on_postgresql(table):
    assert f"CREATE TABLE {table.name}" in str(CreateTable(table).compile(dialect=postgresql.dialect()))


def test_no_statement_is_written_for_one_database_only():
    room = Path(tables.__file__).parent
    own = {path.name: path.read_text(encoding="utf-8") for path in room.glob("*.py") if path.name != "engines.py"}
    spoken = [
        f"{name}: {word}"
        for name, source in own.items()
        for word in (".dialects", "sqlite", "sa.text")
        if word in source
    ]
    assert spoken == []
