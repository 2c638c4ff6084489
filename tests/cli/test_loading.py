"""``loading``: what each van takes along, on the screen and as a file; the answer is no where there is no plan."""

import pytest

from planner.cli import main
from planner.desk import open_desk
from tests.desk.firm import published
from tests.desk.test_stores import stocked


@pytest.fixture
def database(tmp_path, monkeypatch):
    """A database with a published day on which something is fetched."""
    monkeypatch.setenv("FALTPLAN_VAR", str(tmp_path))
    desk = stocked(open_desk())
    published(desk)
    yield desk
    desk.store.close()


def run(*words, capsys):
    code = main(["loading", *words])
    return code, capsys.readouterr().out.splitlines()


def test_each_van_has_its_list(database, capsys):
    code, (head, who, depot, van) = run("--day", "2026-11-24", "--language", "en", capsys=capsys)
    assert code == 0
    assert head.endswith("plan version 1")
    assert who == "Name T01 (Bil 1)"
    assert depot.startswith("  1 × UPS")
    assert "fetch at Lager Solna" in depot
    assert van.endswith("in the van, for R1")


def test_a_day_without_a_plan_is_a_no(database, capsys):
    code, lines = run("--day", "2026-11-25", "--language", "sv", capsys=capsys)
    assert (code, len(lines)) == (1, 1)


@pytest.mark.parametrize(("name", "begins"), [("l.csv", b"\xef\xbb\xbf"), ("l.xlsx", b"PK")])
def test_the_list_is_a_file_too(database, capsys, tmp_path, name, begins):
    code, _ = run("--day", "2026-11-24", "--out", str(tmp_path / name), capsys=capsys)
    assert code == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_day_that_is_none_is_the_inputs_fault(database, capsys):
    with pytest.raises(SystemExit) as ended:
        run("--day", "tomorrow", capsys=capsys)
    assert ended.value.code == 2
