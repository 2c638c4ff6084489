"""Sessions and tries by the clock: what ends when, who waits how long, and that closed means closed for everybody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from planner import store
from planner.desk import Desk, accounts, open_desk, passwords, signin, tries
from planner.desk.accounts import OPERATOR
from planner.desk.first_start import first_administrator
from planner.model.account import Account
from planner.model.errors import InputError, NotAllowedError, StaleError
from planner.model.words import Role
from planner.store.tables import account as account_table
from tests.desk.firm import NOW, fill

PASSWORD = "fyra hästar dricker te"


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(address: str, tmp_path: Path, clock: Clock):
    opened = open_desk(address, var=tmp_path, clock=clock)
    fill(opened)
    yield opened
    opened.store.close()


def person(desk: Desk, login: str = "maria", role: Role = Role.DISPATCHER, technician_id: str | None = None) -> Account:
    """An account whose password was chosen already."""
    made = accounts.add_account(desk, OPERATOR, login=login, name=login, role=role, technician_id=technician_id).account
    changed = accounts.change_password(desk, made.actor, old=None, new=PASSWORD, address="0")
    assert not changed.must_change
    return changed


def enter(desk: Desk, login: str = "maria", password: str = PASSWORD, address: str = "10.0.0.1") -> str:
    return signin.sign_in(desk, login, password, address, "browser")


def refused(desk: Desk, **what: str) -> None:
    with pytest.raises(NotAllowedError):
        enter(desk, **({"password": "wrong"} | what))


def test_a_session_nobody_uses_ends_after_a_working_day(desk: Desk, clock: Clock) -> None:
    person(desk)
    token = enter(desk)
    clock.later(hours=12, seconds=-1)
    assert signin.actor_of(desk, token) is not None
    clock.later(hours=12)
    assert signin.actor_of(desk, token) is None


def test_a_session_that_is_used_lives_on_but_not_for_ever(desk: Desk, clock: Clock) -> None:
    person(desk)
    token = enter(desk)
    begun = clock.now
    while signin.actor_of(desk, token) is not None:
        clock.later(hours=8)
    assert signin.LONGEST <= clock.now - begun <= signin.LONGEST + timedelta(hours=8)


def test_looking_at_a_session_writes_now_and_then_only(desk: Desk, clock: Clock) -> None:
    person(desk)
    token = enter(desk)

    def seen() -> datetime:
        with desk.store.reading() as db:
            found = store.sessions.get(db, store.sessions.hash_of(token))
        assert found is not None
        return found.seen_at

    clock.later(minutes=4)
    signin.actor_of(desk, token)
    assert seen() == NOW
    clock.later(minutes=2)
    signin.actor_of(desk, token)
    assert seen() == clock.now


def test_the_door_opens_again_a_quarter_of_an_hour_after_the_first_wrong_try(desk: Desk, clock: Clock) -> None:
    person(desk)
    for _ in range(5):
        refused(desk)
        clock.later(minutes=1)
    with pytest.raises(tries.TooManyTriesError) as closed:
        enter(desk)
    assert closed.value.until == NOW + tries.WINDOW
    clock.now = closed.value.until - timedelta(seconds=1)
    with pytest.raises(tries.TooManyTriesError):
        enter(desk)
    clock.later(seconds=2)
    assert enter(desk)


def test_a_right_password_forgives_the_wrong_ones_before(desk: Desk, clock: Clock) -> None:
    person(desk)
    for _ in range(3):
        for _ in range(4):
            refused(desk)
        clock.later(seconds=1)
        assert enter(desk)
        clock.later(seconds=1)


def test_a_right_password_of_ones_own_forgives_no_wrong_ones_of_others(desk: Desk, clock: Clock) -> None:
    person(desk)
    for number in range(tries.ADDRESS_TRIES):
        clock.later(seconds=1)
        if number % 5 == 4:
            enter(desk)
        refused(desk, login=f"nobody{number}")
    with pytest.raises(tries.TooManyTriesError):
        enter(desk)


def test_tries_at_the_same_moment_are_counted_too(desk: Desk) -> None:
    person(desk)

    def tried(_number: int) -> str:
        try:
            return enter(desk, password="wrong")
        except NotAllowedError:
            return "wrong"
        except tries.TooManyTriesError:
            return "closed"

    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(tried, range(24)))
    assert answers.count("wrong") == tries.LOGIN_TRIES
    assert answers.count("closed") == 24 - tries.LOGIN_TRIES


def test_unknown_logins_and_accounts_without_a_password_cost_the_same_work(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(desk)
    judged = []
    real = passwords.verified
    monkeypatch.setattr(passwords, "verified", lambda stored, password: judged.append(stored) or real(stored, password))
    refused(desk)
    refused(desk, login="nobody")
    assert [one is None for one in judged] == [False, True]
    assert (
        passwords._nobodys().split("$")[1:4]
        == str(judged[0]).split("$")[1:4]
        == ["argon2id", "v=19", "m=19456,t=2,p=1"]
    )
    assert not real(None, "anything")


def test_a_password_that_is_replaced_while_it_is_judged_opens_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = person(desk)
    real = passwords.verified

    def replaced(stored: str | None, password: str) -> bool:
        right = real(stored, password)
        monkeypatch.undo()
        accounts.new_password(desk, OPERATOR, one.account_id)
        return right

    monkeypatch.setattr(passwords, "verified", replaced)
    with pytest.raises(NotAllowedError):
        enter(desk)


def test_old_sessions_and_tries_are_forgotten(desk: Desk, clock: Clock) -> None:
    person(desk)
    token = enter(desk)
    refused(desk)
    clock.later(days=91)
    signin.clean_up(desk)
    with desk.store.reading() as db:
        assert store.sessions.get(db, store.sessions.hash_of(token)) is None
        assert store.sessions.failures(db, since=NOW - timedelta(days=1), login="maria") == ()


@pytest.mark.parametrize(
    "changes", [{"active": False}, {"role": Role.MANAGER}, {"role": Role.TECHNICIAN, "technician_id": "T01"}]
)
def test_another_access_ends_every_session(desk: Desk, changes: dict[str, object]) -> None:
    one = person(desk)
    person(desk, "eva", Role.ADMINISTRATOR)
    tokens = [enter(desk) for _ in range(3)]
    accounts.save_account(desk, OPERATOR, one.replace(**changes))
    with desk.store.reading() as db:
        assert all(store.sessions.get(db, store.sessions.hash_of(token)) is None for token in tokens)


def test_another_name_ends_nothing(desk: Desk) -> None:
    one = person(desk)
    person(desk, "eva", Role.ADMINISTRATOR)
    token = enter(desk)
    accounts.save_account(desk, OPERATOR, one.replace(name="Maria Ek"))
    found = signin.actor_of(desk, token)
    assert found is not None
    assert found.name == "Maria Ek"


def test_an_outdated_save_of_an_account_is_refused(desk: Desk) -> None:
    one = person(desk)
    person(desk, "eva", Role.ADMINISTRATOR)
    accounts.save_account(desk, OPERATOR, one.replace(name="Maria Ek"))
    with pytest.raises(StaleError):
        accounts.save_account(desk, OPERATOR, one.replace(name="Maria Al"))


def test_every_change_of_an_account_is_in_the_audit_and_no_secret_is(desk: Desk) -> None:
    one = person(desk)
    person(desk, "eva", Role.ADMINISTRATOR)
    enter(desk)
    handed = accounts.new_password(desk, OPERATOR, one.account_id)
    accounts.end_sessions(desk, OPERATOR, one.account_id)
    accounts.save_account(desk, OPERATOR, handed.account.replace(active=False))
    with desk.store.reading() as db:
        entries = list(store.audit.entries(db, subject_id=one.account_id))
        hashes = db.scalars(account_table.select().with_only_columns(account_table.c.password)).all()
    assert [e.call.split(".")[1] for e in entries] == ["add_account", "change_password", "new_password", "save_account"]
    told = repr(entries)
    assert "argon2" not in told
    assert PASSWORD not in told
    assert handed.password not in told
    assert all(one and one.startswith("$argon2id$") for one in hashes)
    password = {"before": {"password": "old"}, "after": {"password": "new"}}
    assert password in [{"before": c.before, "after": c.after} for c in entries[1].changes or ()]


def test_an_account_that_cannot_be_is_refused_with_a_sentence(desk: Desk) -> None:
    person(desk)
    wrong = [
        ("x", "X", Role.MANAGER, None, "2–100"),
        ("a b", "X", Role.MANAGER, None, "2–100"),
        ("MARIA", "X", Role.MANAGER, None, "exists already"),
        ("xenia", "  ", Role.MANAGER, None, "name"),
        ("xenia", "X", Role.TECHNICIAN, None, "who in the team"),
        ("xenia", "X", Role.TECHNICIAN, "T99", "no technician T99"),
    ]
    for login, name, role, technician_id, says in wrong:
        with pytest.raises(InputError, match=says):
            accounts.add_account(desk, OPERATOR, login=login, name=name, role=role, technician_id=technician_id)


def test_some_administrator_always_remains(desk: Desk) -> None:
    eva = person(desk, "eva", Role.ADMINISTRATOR)
    person(desk)
    for changes in ({"active": False}, {"role": Role.MANAGER}):
        with pytest.raises(InputError, match="Some administrator"):
            accounts.save_account(desk, OPERATOR, eva.replace(**changes))
    person(desk, "ada", Role.ADMINISTRATOR)
    assert not accounts.save_account(desk, OPERATOR, eva.replace(active=False)).active


def test_the_first_administrator_is_made_once_and_by_one_process_only(address: str, tmp_path: Path) -> None:
    desks = [open_desk(address, var=tmp_path) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        made = [one for one in threads.map(first_administrator, desks) if one is not None]
    assert len(made) == 1
    assert first_administrator(desks[0]) is None
    assert signin.sign_in(desks[1], "admin", made[0].password, "1", "x")
    for desk in desks:
        desk.store.close()


def test_a_session_of_the_demo_plays_nobody_once_the_account_is_real(desk: Desk) -> None:
    one = person(desk, "anna", Role.TECHNICIAN, "T01")
    token = signin.sign_in_known(desk, one.account_id, client="x")
    with desk.store.writing() as db:
        known = store.sessions.get(db, store.sessions.hash_of(token))
        assert known is not None
        store.sessions.end(db, known.token_hash)
        store.sessions.add(db, replace(known, technician_id="T02"))
    found = signin.actor_of(desk, token)
    assert found is not None
    assert found.technician_id == "T01"
