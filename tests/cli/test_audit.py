"""``audit verify`` and ``audit list``: exit codes, the end to be noted, the first entry that is wrong."""

import json
import re

import pytest
import sqlalchemy as sa

from planner.cli import main
from planner.desk import open_desk, receive, triage
from tests.desk.firm import ADAM, DANA, request


@pytest.fixture
def database(tmp_path, monkeypatch):
    """A database with three audited changes: two of R1 by Dana, one of R2 by Adam."""
    monkeypatch.setenv("FALTPLAN_VAR", str(tmp_path))
    desk = open_desk()
    one = receive.add_request(desk, DANA, request("R1"))
    triage.save_request(desk, DANA, one.replace(title="Ny rubrik"))
    receive.add_request(desk, ADAM, request("R2"))
    yield desk
    desk.store.close()


def run(*words, capsys):
    code = main(["audit", *words])
    return code, capsys.readouterr().out.splitlines()


def tampered(desk, statement):
    with desk.store.writing() as db:
        db.execute(sa.text(statement))


def test_a_whole_log_is_confirmed_with_its_end(database, capsys):
    code, (whole, end) = run("verify", capsys=capsys)
    assert (code, whole) == (0, "The log is whole: 3 entries.")
    assert re.fullmatch(r"End: 3:[0-9a-f]{64}", end)
    noted = end.removeprefix("End: ")
    assert run("verify", "--expect", noted, capsys=capsys)[0] == 0


def test_a_changed_entry_is_named_and_the_answer_is_no(database, capsys):
    tampered(database, "UPDATE audit SET actor_id = 'adam' WHERE number = 2")
    code, (wrong, until) = run("verify", "--language", "sv", capsys=capsys)
    assert code == 1
    assert wrong.startswith("Post 2 är ändrad")
    assert until.startswith("Rätt fram till 1:")


def test_a_log_cut_off_since_it_was_noted_is_found(database, capsys):
    noted = run("verify", capsys=capsys)[1][1].removeprefix("End: ")
    second = run("list", "--limit", "3", capsys=capsys)
    assert second[0] == 0
    tampered(database, "DELETE FROM audit_subject WHERE number = 3")
    tampered(database, "DELETE FROM audit WHERE number = 3")
    tampered(database, "UPDATE audit_head SET number = 2, hash = (SELECT hash FROM audit WHERE number = 2)")
    assert run("verify", capsys=capsys)[0] == 0
    code, lines = run("verify", "--expect", noted, capsys=capsys)
    assert (code, lines[0]) == (1, "The log was cut off: entry 3 was there and is missing.")


def test_emptied_contents_are_told(database, capsys):
    tampered(database, "UPDATE audit SET content = NULL WHERE number <= 2")
    code, lines = run("verify", capsys=capsys)
    assert (code, lines[1]) == (0, "2 of them have been emptied, the newest is 2.")
    assert "The content is gone" in run("list", capsys=capsys)[1][0]


def test_entries_are_listed_oldest_first_by_thing_and_person(database, capsys):
    code, lines = run("list", capsys=capsys)
    assert code == 0
    assert [line.split("  ")[0] for line in lines] == ["1", "2", "3"]
    _, (of_adam,) = run("list", "--actor", "adam", capsys=capsys)
    assert "receive.add_request" in of_adam
    _, about = run("list", "--subject", "request:R1", "--limit", "1", capsys=capsys)
    number, _, who, role, call, said = about[0].split("  ", 5)
    assert (number, who, role, call) == ("2", "dana", "dispatcher", "triage.save_request")
    assert json.loads(said)[0]["after"] == {"title": "Ny rubrik"}


@pytest.mark.parametrize(
    "words",
    [("verify", "--expect", "3"), ("list", "--subject", "R1"), ("list", "--limit", "0"), ("list", "--limit", "-1"), ()],
)
def test_what_cannot_be_meant_is_an_input_error(words, capsys):
    with pytest.raises(SystemExit) as refused:
        main(["audit", *words])
    assert refused.value.code == 2
    assert "Traceback" not in capsys.readouterr().err
