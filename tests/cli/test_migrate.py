"""``migrate`` says from where to where, ``--check`` changes nothing, and no address ends in a trace."""

import pytest

from planner.cli import main
from planner.store import HEAD, open_store, revision_at


@pytest.fixture
def address(tmp_path):
    return f"sqlite:///{tmp_path / 'faltplan.sqlite'}"


def said(capsys, *words):
    code = main(["migrate", "--language", "en", *words])
    spoken = capsys.readouterr()
    return code, (spoken.out + spoken.err).strip()


def test_an_empty_database_is_made_and_then_there_is_nothing_to_do(address, capsys):
    assert said(capsys, "--database", address) == (0, f"The database was empty and has schema {HEAD} now.")
    assert said(capsys, "--database", address) == (0, f"The database has schema {HEAD} already.")


def test_check_says_whether_it_is_needed_and_changes_nothing(address, tmp_path, capsys):
    code, sentence = said(capsys, "--check", "--database", address)
    assert (code, "empty" in sentence) == (1, True)
    assert list(tmp_path.glob("faltplan*")) == []
    open_store(address).close()
    assert said(capsys, "--check", "--database", address)[0] == 0
    said(capsys, "--to", "0001", "--database", address)
    code, sentence = said(capsys, "--check", "--database", address)
    assert (code, sentence.split(".")[0]) == (1, f"The database has schema 0001, expected is {HEAD}")
    assert revision_at(address) == "0001"


def test_it_goes_back_and_forth_and_says_so(address, capsys):
    open_store(address).close()
    assert said(capsys, "--to", "0001", "--database", address) == (
        0, f"The database is moved from schema {HEAD} to 0001.",
    )  # fmt: skip
    assert said(capsys, "--database", address)[1] == f"The database is moved from schema 0001 to {HEAD}."


def test_a_schema_nobody_knows_is_the_fault_of_the_input(address, capsys):
    code, sentence = said(capsys, "--to", "7777", "--database", address)
    assert (code, "7777" in sentence, HEAD in sentence) == (2, True, True)


@pytest.mark.parametrize("wrong", ["mysql://name:secret@server/base", "no address", "postgresql+nothing://server/base"])
def test_an_address_that_is_none_is_said_without_what_may_be_secret(wrong, capsys):
    code, sentence = said(capsys, "--database", wrong)
    assert code == 2
    assert "no address of a database" in sentence
    assert "secret" not in sentence


def test_a_server_that_is_not_there_is_a_service_that_failed(capsys):
    code, sentence = said(capsys, "--database", "postgres://name:secret@127.0.0.1:1/base")
    assert (code, sentence) == (3, "The database does not answer. Try again.")
