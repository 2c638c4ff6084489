"""Backups by themselves: one an hour, the old ones go; and nothing is lost by bringing one back."""

from datetime import UTC, datetime, timedelta

import pytest

from planner import store as stores
from planner.cli import main
from planner.desk.backups import bring_back, folder_of, keep
from planner.model.errors import InputError
from planner.store import backup, open_store
from tests.desk.firm import NOW, filled, request


def names(var):
    return sorted(one.name for one in folder_of(var).iterdir())


def test_one_backup_an_hour(desk, tmp_path):
    assert keep(desk.store, tmp_path, at=NOW).name == "faltplan-2026-11-24T05.zip"
    assert keep(desk.store, tmp_path, at=NOW + timedelta(minutes=29)) is None
    assert keep(desk.store, tmp_path, at=NOW + timedelta(minutes=30)) is not None
    assert folder_of(tmp_path).stat().st_mode & 0o077 == 0


def test_the_last_48_stay_and_the_last_of_each_of_14_days(desk, tmp_path):
    end = datetime(2026, 11, 24, 23, tzinfo=UTC)
    folder = folder_of(tmp_path)
    for hour in range(24 * 30):
        (folder / f"faltplan-{end - timedelta(hours=hour):%Y-%m-%dT%H}.zip").touch()
    for stranger in ("before-restore-2026-01-01T000000.zip", "own.zip", "faltplan-2020.zip"):
        (folder / stranger).touch()
    keep(desk.store, tmp_path, at=end + timedelta(hours=1))
    kept = [one for one in names(tmp_path) if one.startswith("faltplan-2026")]
    assert len(kept) == 48 + 11  # the newest 48 hold the last of three days, one of them just begun
    assert kept[0] == "faltplan-2026-11-12T23.zip"
    assert kept[-1] == "faltplan-2026-11-25T00.zip"
    assert {"before-restore-2026-01-01T000000.zip", "own.zip", "faltplan-2020.zip"} <= set(names(tmp_path))


def test_a_filled_database_is_replaced_only_when_asked_and_kept_before(desk, tmp_path):
    filled(desk)
    backup.write(desk.store, tmp_path / "b.zip", at=NOW)
    with desk.store.writing() as db:
        stores.requests.add(db, request("later"))
    with pytest.raises(InputError, match="not empty"):
        bring_back(desk.store, tmp_path / "b.zip", replace=False, var=tmp_path, at=NOW)
    _, before = bring_back(desk.store, tmp_path / "b.zip", replace=True, var=tmp_path, at=NOW)
    with desk.store.reading() as db:
        assert stores.requests.get(db, "later") is None
    bring_back(desk.store, before, replace=True, var=tmp_path, at=NOW + timedelta(seconds=1))
    with desk.store.reading() as db:
        assert stores.requests.get(db, "later") is not None


def test_a_damaged_file_makes_no_safety_backup(desk, tmp_path):
    filled(desk)
    (tmp_path / "b.zip").write_bytes(b"PK")
    with pytest.raises(InputError, match="damaged"):
        bring_back(desk.store, tmp_path / "b.zip", replace=True, var=tmp_path, at=NOW)
    assert names(tmp_path) == []


def test_the_commands_make_and_restore_a_backup(desk, tmp_path, capsys, monkeypatch):
    filled(desk)
    monkeypatch.setenv("FALTPLAN_VAR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", desk.store.url)
    file, other = str(tmp_path / "b.zip"), f"sqlite:///{tmp_path / 'other.sqlite'}"
    assert main(["backup", file, "--language", "sv"]) == 0
    made = capsys.readouterr().out
    assert "b.zip: " in made
    assert main(["restore", file, "--database", other]) == 0
    restored = capsys.readouterr().out
    assert backup.read_manifest(tmp_path / "b.zip").content_hash[:12] in made
    assert backup.read_manifest(tmp_path / "b.zip").content_hash[:12] in restored
    assert main(["restore", file, "--database", other]) == 2
    assert "--replace" in capsys.readouterr().err
    assert main(["restore", file, "--database", other, "--replace"]) == 0
    assert "before-restore" in capsys.readouterr().out
    assert main(["restore", str(tmp_path / "none.zip")]) == 2
    opened = open_store(other)
    with opened.reading() as db:
        assert stores.requests.count(db) == 3
    opened.close()
