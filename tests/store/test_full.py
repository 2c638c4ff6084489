"""A full disk: said in words, what is saved stays and is read, and with room writing goes on."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from planner.model.errors import ServiceError
from planner.store import events, open_store, requests
from tests.databases import own_server
from tests.store.rows import event, request

ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "faltplan.sqlite"


@pytest.fixture
def small(file):
    """A store that may grow by a few pages only, and what gives it room again."""
    opened = open_store(f"sqlite:///{file}")
    room = {"pages": 20}

    @sa.event.listens_for(opened._engine, "checkout")
    def on_checkout(connection, _record, _proxy):
        used = connection.execute("PRAGMA page_count").fetchone()[0]
        room.setdefault("most", used + room["pages"])
        connection.execute(f"PRAGMA max_page_count={room['most']}")

    yield opened, room
    opened.close()


def filled_up(store):
    """Save until nothing fits any more; return the ids that were acknowledged and the refusal."""
    saved = []
    for number in range(10_000):
        try:
            with store.writing() as db:
                requests.add(db, request(f"r{number}", description="x" * 2_000))
                events.add(db, event(f"e{number}", request_id=f"r{number}"))
            saved.append(f"r{number}")
        except ServiceError as refused:
            return saved, refused
    raise AssertionError("the disk never became full")


def kept(store):
    with store.reading() as db:
        assert {one.client_uuid for one in events.find(db)} == {f"e{one.request_id[1:]}" for one in requests.find(db)}
        return [one.request_id for one in sorted(requests.find(db), key=lambda one: int(one.request_id[1:]))]


def test_a_full_disk_is_said_and_nothing_acknowledged_is_lost(small):
    store, _ = small
    saved, refused = filled_up(store)
    assert refused.message.key == "store.full"
    assert saved
    assert kept(store) == saved
    with pytest.raises(ServiceError, match="disk is full"), store.writing() as db:
        requests.add(db, request("again", description="x" * 100_000))
    assert kept(store) == saved


def test_with_room_again_writing_goes_on_without_a_restart(small):
    store, room = small
    saved, _ = filled_up(store)
    room["most"] += 200
    with store.writing() as db:
        requests.add(db, request("r99999", description="x" * 2_000))
        events.add(db, event("e99999", request_id="r99999"))
    assert kept(store) == [*saved, "r99999"]


def test_another_process_reads_the_full_database(small, file):
    store, _ = small
    saved, _ = filled_up(store)
    reader = "import sys; from planner.store import open_store, requests\n"
    reader += "with open_store(sys.argv[1]).reading() as db: print(requests.count(db))"
    done = subprocess.run(
        [sys.executable, "-c", reader, f"sqlite:///{file}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == len(saved)


@contextmanager
def tiny_disk(folder, size):
    """A disk of some bytes; skip where it may not be made."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0777", "tmpfs", folder], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip(f"no small disk can be mounted here: {made.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def fills_and_goes_on(store, disk):
    """Fill the rest of a disk, then make room on it."""
    ballast = disk / "ballast"
    ballast.write_bytes(b"\0" * 1_000_000)
    saved, refused = filled_up(store)
    assert refused.message.key == "store.full"
    assert kept(store) == saved
    ballast.unlink()
    with store.writing() as db:
        requests.add(db, request("r99999", description="x" * 2_000))
        events.add(db, event("e99999", request_id="r99999"))
    assert kept(store) == [*saved, "r99999"]
    store.close()


@pytest.mark.nightly
def test_a_disk_that_is_really_full(tmp_path):
    with tiny_disk(tmp_path / "disk", "3m") as disk:
        fills_and_goes_on(open_store(f"sqlite:///{disk / 'faltplan.sqlite'}"), disk)


@pytest.mark.nightly
def test_a_server_whose_disk_is_full():
    with own_server() as server, tiny_disk(server.home / "disk", "4m") as disk:
        place = disk / "space"
        place.mkdir()
        os.chown(place, server.home.stat().st_uid, server.home.stat().st_gid)
        admin = sa.create_engine(server.url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with admin.connect() as db:
            db.exec_driver_sql(f"CREATE TABLESPACE tiny LOCATION '{place}'")
            db.exec_driver_sql("ALTER ROLE postgres SET default_tablespace = 'tiny'")
        fills_and_goes_on(open_store(server.url), disk)
