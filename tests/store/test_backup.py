"""A backup is one moment of the database, whole or not at all, and the same on every database."""

import json
import random
import stat
import threading
import time
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from planner import store as stores
from planner.model.errors import InputError, ServiceError
from planner.model.event import Event
from planner.store import backup, open_store, tables
from planner.store.rows import PASSING, content_of, fill, kept_tables
from tests.desk.firm import NOW, request
from tests.store.year import fill_year


def rows_in(opened):
    """Content hash and row counts of everything a backup holds."""
    with opened.reading() as db:
        return content_of(db, kept_tables(db))


def everything(opened):
    """At least one row in every table, words that are hard to write among them."""
    fill_year(opened, days=2, technicians=2, visits=2)
    odd = request("Å\u2028\"'\\", title='{"a": "b\nc\t"} 🖨 null', description="\u00a0\u2603")
    with opened.writing() as db:
        stores.requests.add(db, odd)
        stores.settings.save(db, "weights", {"a": 1.5})
        for statement, values in (
            (tables.absence, {"technician_id": "T01", "starts": NOW, "ends": NOW, "body": "{}"}),
            (tables.picture, {"picture_id": "P", "technician_id": "T01", "at": NOW, "content": bytes(range(256))}),
            (tables.depot, {"depot_id": "D", "body": "{}"}),
            (tables.vehicle, {"vehicle_id": "V", "body": "{}"}),
            (tables.vendor, {"vendor_id": "M", "body": "{}"}),
            (tables.site, {"site_id": "S", "body": "{}"}),
            (
                tables.account,
                {"account_id": "a1", "login": "bo", "active": True, "demo": False, "password": "$argon2$x"},
            ),
            (tables.identity, {"issuer": "https://id.example", "subject": "s1", "account_id": "a1", "linked_at": NOW}),
            (tables.session, {"token_hash": "h", "account_id": "a1", "created_at": NOW, "seen_at": NOW, "client": ""}),
            (tables.device, {"device_id": "d1", "token_hash": "t", "account_id": "a1", "technician_id": "T01"}),
            (tables.attempt, {"at": NOW, "login": "bo", "address": "::1", "succeeded": True}),
            (tables.job, {"job_id": "j1", "state": "done", "day": NOW.date(), "time_limit_s": 0.1, "seed": 1}),
            (tables.progress, {"job_id": "j1", "elapsed_s": 1 / 3, "price_ore": 2**40, "planned": 3}),
            (tables.link, {"link_id": "l1", "kind": "ics", "technician_id": "T01", "created_at": NOW}),
            (tables.audit, {"number": 1, "at": NOW, "actor_id": "x", "role": "dispatcher", "call": "c.d"}),
            (tables.secret, {"name": "links", "value": "key"}),
            (tables.audit_subject, {"number": 1, "kind": "request", "subject_id": "R1"}),
        ):
            needed = {c.name: _filler(c) for c in statement.c if not c.nullable and c.name not in values}
            db.execute(statement.insert().values(**values, **{k: v for k, v in needed.items() if v is not None}))
    return opened


def _filler(column):
    if column.server_default is not None or column.default is not None or column.autoincrement is True:
        return None
    return NOW if isinstance(column.type, tables.Moment) else "x"


@pytest.fixture
def lived_in(tmp_path):
    opened = everything(open_store(f"sqlite:///{tmp_path / 'lived.sqlite'}"))
    yield opened
    opened.close()


@pytest.fixture
def file(lived_in, tmp_path):
    backup.write(lived_in, tmp_path / "b.zip", at=NOW)
    return tmp_path / "b.zip"


def test_every_table_but_the_passing_ones_is_in_a_backup(file):
    said = backup.read_manifest(file)
    assert set(said.rows) == set(tables.metadata.tables) - {"session", "device", "attempt", "extract"}
    assert all(said.rows.values())
    with zipfile.ZipFile(file) as packed:
        assert not PASSING & {name.removesuffix(".jsonl") for name in packed.namelist()}


def test_a_backup_moves_an_organisation_to_another_database_and_back(lived_in, file, store, tmp_path):
    said = backup.restore(store, file)
    assert rows_in(store) == rows_in(lived_in) == (said.content_hash, said.rows)
    again = backup.write(store, tmp_path / "again.zip", at=NOW)
    assert again.content_hash == said.content_hash
    home = open_store(f"sqlite:///{tmp_path / 'home.sqlite'}")
    backup.restore(home, tmp_path / "again.zip")
    assert rows_in(home) == rows_in(lived_in)
    home.close()


def test_what_was_restored_can_be_read_and_written_on(file, store):
    backup.restore(store, file)
    with store.writing() as db:
        odd = stores.requests.get(db, "Å\u2028\"'\\")
        assert odd.title == '{"a": "b\nc\t"} 🖨 null'
        last = db.scalar(sa.select(sa.func.max(tables.event.c.event_id)))
        stores.events.add(db, Event(client_uuid="new", at=NOW, recorded_at=NOW, type="visit.done"))
        assert db.scalar(sa.select(sa.func.max(tables.event.c.event_id))) > last
        stores.requests.save(db, odd.replace(title="saved on"))


def test_restoring_signs_everybody_out_and_leaves_nothing_of_before(lived_in, file):
    with lived_in.writing() as db:
        stores.requests.add(db, request("after the backup"))
    backup.restore(lived_in, file)
    with lived_in.reading() as db:
        for table in (tables.session, tables.device):
            assert db.scalar(sa.select(sa.func.count()).select_from(table)) == 0
        assert stores.requests.get(db, "after the backup") is None


def test_a_backup_is_for_its_owner_only_and_replaces_one_that_is_there(lived_in, tmp_path):
    file = tmp_path / "b.zip"
    file.write_text("older")
    file.chmod(0o644)
    backup.write(lived_in, file, at=NOW)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert backup.verify(file).made_at == NOW
    assert not list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*.part"))


def test_a_backup_that_cannot_be_finished_leaves_the_one_before(lived_in, file):
    before = file.read_bytes()
    with lived_in.writing() as db:
        db.execute(sa.text("ALTER TABLE vehicle RENAME TO gone"))
    with pytest.raises(LookupError):
        backup.write(lived_in, file, at=NOW + timedelta(hours=1))
    assert file.read_bytes() == before
    assert not list(file.parent.glob(".*.part"))


def test_a_folder_that_is_not_there_is_a_sentence(lived_in, tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        backup.write(lived_in, tmp_path / "none" / "b.zip", at=NOW)


def test_a_backup_while_two_write_is_one_moment_and_comes_back_the_same(store, tmp_path):
    """Each unit of the writers adds a request and its event; a torn moment would hold one without the other."""
    fill_year(store, days=10)
    over, done = threading.Event(), [0, 0]

    def write_on(who):
        while not over.is_set():
            name = f"w{who}-{done[who]}"
            try:
                with store.writing() as db:
                    stores.requests.add(db, request(name))
                    stores.events.add(db, Event(client_uuid=name, at=NOW, recorded_at=NOW, type="x", request_id=name))
                done[who] += 1
            except ServiceError:
                continue  # the other one held the lock too long; nothing was acknowledged

    writers = [threading.Thread(target=write_on, args=(who,)) for who in (0, 1)]
    for one in writers:
        one.start()
    while min(done) < 3:
        time.sleep(0.01)
    before = list(done)
    said = backup.write(store, tmp_path / "busy.zip", at=NOW)
    after = list(done)
    over.set()
    for one in writers:
        one.join()
    assert sum(after) > sum(before), "nobody wrote while the backup was made"
    elsewhere = open_store(f"sqlite:///{tmp_path / 'elsewhere.sqlite'}")
    backup.restore(elsewhere, tmp_path / "busy.zip")
    assert rows_in(elsewhere) == (said.content_hash, said.rows)
    with elsewhere.reading() as db:
        wrote = {one.request_id for one in stores.events.find(db) if one.type == "x"}
        assert {one.request_id for one in stores.requests.find(db) if one.request_id.startswith("w")} == wrote
        assert sum(before) <= len(wrote) <= sum(after) + 2  # acknowledged before it began, never later than it ended
    elsewhere.close()


def changed(file, change):
    """The same backup with its members changed by hand."""
    with zipfile.ZipFile(file) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    change(members)
    other = file.with_name("changed.zip")
    with zipfile.ZipFile(other, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return other


def manifest(**values):
    def change(members):
        said = json.loads(members["manifest.json"])
        rows = said["rows"] | values.pop("rows", {})
        members["manifest.json"] = json.dumps(said | values | {"rows": rows}).encode()

    return change


def without(name):
    return lambda members: members.pop(name)


def tampered(members):
    members["depot.jsonl"] = members["depot.jsonl"].replace(b'"D"', b'"E"')


def shorter(members):
    members["event.jsonl"] = b"".join(members["event.jsonl"].splitlines(keepends=True)[:-1])


def not_json(members):
    members["manifest.json"] = b"{"


WRONG = [
    (manifest(format="faltplan-backup-9"), "format faltplan-backup-9"),
    (manifest(schema="999"), "newer version"),
    (manifest(rows={"session": 1}), "damaged"),
    (manifest(content_hash="0" * 64), "not what was saved"),
    (manifest(rows={"stranger": 0}), "damaged"),
    (without("manifest.json"), "damaged"),
    (without("plan.jsonl"), "damaged"),
    (tampered, "not what was saved"),
    (shorter, "has 31 rows, expected 32"),
    (not_json, "damaged"),
]


@pytest.mark.parametrize(("change", "sentence"), WRONG)
def test_a_wrong_file_is_refused_with_a_sentence_and_nothing_changes(lived_in, file, change, sentence):
    before, wrong = rows_in(lived_in), changed(file, change)
    with pytest.raises(InputError, match=sentence):
        backup.restore(lived_in, wrong)
    if change in (tampered, shorter):
        with pytest.raises(InputError, match=sentence):
            backup.verify(wrong)
    assert rows_in(lived_in) == before


def test_what_is_no_file_or_no_zip_is_a_sentence(lived_in, tmp_path):
    (tmp_path / "text.zip").write_text("hello")
    (tmp_path / "nothing.zip").write_bytes(b"")
    for name, sentence in (("text.zip", "damaged"), ("nothing.zip", "damaged"), ("none.zip", "read"), (".", "read")):
        with pytest.raises(InputError, match=sentence):
            backup.restore(lived_in, tmp_path / name)


@pytest.mark.parametrize("trials", [21, pytest.param(300, marks=pytest.mark.nightly)])
def test_a_damaged_byte_or_a_cut_never_changes_anything(lived_in, file, trials):
    """Every damage is refused, or did not touch the content (a zip file has a few idle bytes)."""
    before, whole, chance = rows_in(lived_in), file.read_bytes(), random.Random(7)
    refused = 0
    for trial in range(trials):
        at = chance.randrange(len(whole))
        hurt = (
            whole[:at] if trial % 3 == 0 else whole[:at] + bytes([whole[at] ^ chance.randint(1, 255)]) + whole[at + 1 :]
        )
        file.write_bytes(hurt)
        try:
            backup.restore(lived_in, file)
        except InputError:
            refused += 1
        assert rows_in(lived_in) == before
    assert refused > trials * 3 // 4


def test_a_database_that_keeps_something_else_rolls_everything_back(file, tmp_path):
    target = open_store(f"sqlite:///{tmp_path / 'target.sqlite'}")
    with target.writing() as db:
        stores.requests.add(db, request("mine"))
        db.exec_driver_sql(
            "CREATE TRIGGER alters AFTER INSERT ON depot "
            "BEGIN UPDATE depot SET body = '[]' WHERE depot_id = NEW.depot_id; END"
        )
    before = rows_in(target)
    with pytest.raises(InputError, match="not what was saved"):
        backup.restore(target, file)
    assert rows_in(target) == before
    target.close()


def test_rows_that_point_at_nothing_are_not_taken(store, lived_in, file):
    def orphan(members):
        line = json.loads(members["published.jsonl"].splitlines()[0]) | {"plan_id": "nowhere"}
        rest = members["published.jsonl"].splitlines()[1:]
        members["published.jsonl"] = b"\n".join([json.dumps(line, separators=(",", ":")).encode(), *rest]) + b"\n"
        hashed = backup.ContentHash()
        for name in json.loads(members["manifest.json"])["rows"]:
            for text in members[f"{name}.jsonl"].decode().split("\n")[:-1]:
                hashed.add(name, text)
        manifest(content_hash=hashed.text)(members)

    before = rows_in(store)
    with pytest.raises(InputError, match="does not take the rows"):
        backup.restore(store, changed(file, orphan))
    assert rows_in(store) == before


def test_a_line_with_other_columns_is_no_row(store):
    with store.writing() as db:
        depot = next(table for table in kept_tables(db) if table.name == "depot")
        for line in ('{"depot_id": "D"}', "[]", '{"depot_id": "D", "version": 1, "body": "", "more": 1}', "{"):
            with pytest.raises(ValueError):  # noqa: PT011 - of json or of ours
                fill(db, depot, [line])


@pytest.mark.parametrize("days", [15, pytest.param(250, marks=pytest.mark.nightly)])
def test_a_year_is_back_within_ten_minutes(store, tmp_path: Path, days):
    """250 days of 15 technicians: 113 000 rows (R15; the smaller one has a share of the time)."""
    source = open_store(f"sqlite:///{tmp_path / 'year.sqlite'}")
    fill_year(source, days=days)
    backup.write(source, tmp_path / "year.zip", at=NOW)
    source.close()
    begun = time.monotonic()
    said = backup.restore(store, tmp_path / "year.zip")
    assert time.monotonic() - begun < 600 * days / 250
    assert said.rows["plan"] == days
