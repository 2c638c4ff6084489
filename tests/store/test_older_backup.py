"""A backup of an older release is restored and moved up, in the same unit."""

import zipfile

import pytest
import sqlalchemy as sa

from planner import store as stores
from planner.model.backup import Manifest
from planner.model.codec import dumps
from planner.model.errors import InputError
from planner.model.event import Actor
from planner.model.words import Role
from planner.store import backup, revision_at
from planner.store.engines import engine_for
from planner.store.revision import HEAD
from planner.store.rows import PASSING, content_of, kept_tables, lines
from tests.store.rows import NOW, request
from tests.store.test_migrations import RELEASED, made

DANA = Actor(actor_id="dana", name="Dana", role=Role.DISPATCHER)


@pytest.fixture(params=RELEASED)
def older(request, tmp_path):
    """A backup as the release would have made it."""
    release = request.param
    engine = engine_for(made(f"sqlite:///{tmp_path / 'old.sqlite'}", f"{release}.sqlite.sql", f"{release}.sql"))
    with engine.connect() as db:
        tables = kept_tables(db, set(sa.inspect(db).get_table_names()) - PASSING)
        content_hash, counted = content_of(db, tables)
        said = Manifest(schema=release, made_at=NOW, rows=counted, content_hash=content_hash)
        with zipfile.ZipFile(tmp_path / "old.zip", "w") as packed:
            packed.writestr("manifest.json", dumps(said))
            for table in tables:
                packed.writestr(f"{table.name}.jsonl", "".join(f"{line}\n" for line in lines(db, table)))
        held = tuple(db.scalars(sa.text("SELECT request_id FROM request")))
    engine.dispose()
    return tmp_path / "old.zip", held


def test_a_backup_of_an_older_release_is_moved_up(store, url, older):
    file, held = older
    with store.writing() as db:
        stores.requests.add(db, request("mine"))
    backup.restore(store, file)
    assert revision_at(url) == HEAD
    with store.writing() as db:
        assert sorted(one.request_id for one in stores.requests.find(db)) == sorted(held)
        stores.audit.append(db, DANA, "a.b", (), at=NOW)
        assert stores.audit.head(db)[0] == 1
    assert backup.write(store, file.with_name("new.zip"), at=NOW).schema == HEAD


def test_a_damaged_one_changes_neither_rows_nor_tables(store, url, older):
    file, _ = older
    with store.writing() as db:
        stores.requests.add(db, request("mine"))
    with zipfile.ZipFile(file) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    said = backup.read_manifest(file)
    missing = next(name for name, count in said.rows.items() if not count or name == "meta")
    rows = {name: count for name, count in said.rows.items() if name != missing}
    hashed = backup.ContentHash()
    for name in rows:
        for line in members[f"{name}.jsonl"].decode().split("\n")[:-1]:
            hashed.add(name, line)
    other = Manifest(schema=said.schema, made_at=NOW, rows=rows, content_hash=hashed.text)
    file.unlink()
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in (members | {"manifest.json": dumps(other).encode()}).items():
            packed.writestr(name, content)
    with pytest.raises(InputError, match="does not take the rows"):
        backup.restore(store, file)
    assert revision_at(url) == HEAD
    with store.reading() as db:
        assert stores.requests.get(db, "mine") is not None
