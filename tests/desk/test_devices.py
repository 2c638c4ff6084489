"""A technician's device stays signed in for weeks, is seen in a list, and is shut out by one call."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner import store
from planner.desk import accounts, devices, signin
from planner.desk.devices import IDLE, LONGEST, Standing
from planner.model.account import Account
from planner.model.errors import InputError, NotAllowedError
from planner.model.words import Role
from tests.desk.firm import ADAM, ANNA, BO, DANA, MAJA, NOW, fill


@pytest.fixture
def firm(desk):
    """Anna and Bo have accounts."""
    fill(desk)
    with desk.store.writing() as db:
        for one in (ANNA, BO):
            store.accounts.add(
                db,
                Account(account_id=one.actor_id, login=one.actor_id, name=one.name, role=one.role,
                        technician_id=one.technician_id, created_at=NOW),
                password=None,
            )  # fmt: skip
    return desk


def made(desk, actor=ANNA, **more):
    return devices.remember(desk, actor, client="Platta", **more)


def standing(desk, token):
    return devices.on_device(desk, token).standing


def at(desk, moment):
    return replace(desk, clock=lambda: moment)


def test_a_device_stands_for_its_technician(firm):
    found = devices.on_device(firm, made(firm))
    assert found.standing is Standing.OPEN
    assert (found.actor.actor_id, found.actor.role, found.actor.technician_id) == ("anna", Role.TECHNICIAN, "T01")
    assert found.device.client == "Platta"


@pytest.mark.parametrize("token", [None, "", "made-up"])
def test_no_other_token_opens_anything(firm, token):
    made(firm)
    assert devices.on_device(firm, token) == devices.OnDevice(standing=Standing.ENDED)


def test_only_a_hash_of_the_token_is_in_the_database(firm):
    token = made(firm)
    with firm.store.reading() as db:
        (one,) = store.devices.find(db, "T01", holding=NOW)
    assert token not in repr(one)


def test_an_idle_device_holds_thirty_days_and_not_longer(firm):
    token = made(firm)
    assert standing(at(firm, NOW + IDLE - timedelta(seconds=1)), token) is Standing.OPEN
    other = made(firm)
    assert standing(at(firm, NOW + IDLE), other) is Standing.ENDED


def test_a_used_device_holds_half_a_year_and_not_longer(firm):
    token = made(firm)
    day = timedelta(days=1)
    for number in range(1, LONGEST // day):
        assert standing(at(firm, NOW + number * day), token) is Standing.OPEN
    assert standing(at(firm, NOW + LONGEST - timedelta(seconds=1)), token) is Standing.OPEN
    assert standing(at(firm, NOW + LONGEST), token) is Standing.ENDED


@pytest.mark.parametrize("actor", [DANA, ADAM, ANNA])
def test_dispatcher_administrator_and_its_own_person_shut_a_device_out(firm, actor):
    token = made(firm)
    (one,) = devices.list_devices(firm, actor, technician_id="T01")
    devices.shut_out(firm, actor, one.device_id)
    assert standing(firm, token) is Standing.SHUT_OUT
    assert devices.list_devices(firm, actor, technician_id="T01") == ()
    devices.shut_out(firm, actor, one.device_id)  # a second press changes nothing


def test_somebody_elses_device_is_nobodys_business(firm):
    made(firm)
    (one,) = devices.list_devices(firm, ANNA)
    for call in (
        lambda: devices.list_devices(firm, BO, technician_id="T01"),
        lambda: devices.shut_out(firm, BO, one.device_id),
        lambda: devices.shut_out(firm, MAJA, one.device_id),
    ):
        with pytest.raises(NotAllowedError):
            call()
    with pytest.raises(InputError):
        devices.shut_out(firm, DANA, "unknown")
    with pytest.raises(InputError):
        devices.remember(firm, DANA, client="x")


def test_signing_out_forgets_a_device_but_not_that_it_was_shut_out(firm):
    mine, lost = made(firm), made(firm)
    shut, *_ = [
        one
        for one in devices.list_devices(firm, ANNA)
        if one.device_id == devices.on_device(firm, lost).device.device_id
    ]
    devices.shut_out(firm, ANNA, shut.device_id)
    for token in (mine, lost, None):
        devices.sign_out(firm, token)
    assert (standing(firm, mine), standing(firm, lost)) == (Standing.ENDED, Standing.SHUT_OUT)


def test_a_browser_keeps_one_device(firm):
    first = made(firm)
    second = made(firm, instead_of=first)
    assert (standing(firm, first), standing(firm, second)) == (Standing.ENDED, Standing.OPEN)


def closed_account(desk):
    with desk.store.writing() as db:
        store.accounts.save(db, store.accounts.get(db, "anna").replace(active=False))


def other_person(desk):
    with desk.store.writing() as db:
        store.accounts.save(db, store.accounts.get(db, "anna").replace(technician_id="T02"))


def other_role(desk):
    with desk.store.writing() as db:
        store.accounts.save(db, store.accounts.get(db, "anna").replace(role=Role.MANAGER, technician_id=None))


def who_left(desk):
    with desk.store.writing() as db:
        store.people.save_technician(db, store.people.get_technician(db, "T01").replace(active=False))


@pytest.mark.parametrize("change", [closed_account, other_person, other_role, who_left])
def test_whoever_may_not_work_here_any_more_is_shut_out(firm, change):
    token = made(firm)
    change(firm)
    assert standing(firm, token) is Standing.SHUT_OUT


def test_what_ends_every_session_ends_devices_too(firm):
    token = made(firm)
    assert accounts.end_sessions(firm, ADAM, "anna") == 1
    assert standing(firm, token) is Standing.ENDED


def test_expired_devices_are_cleaned_up(firm):
    made(firm)
    signin.clean_up(at(firm, NOW + IDLE))
    with firm.store.reading() as db:
        assert store.devices.find(db, "T01", holding=NOW) == ()


def test_a_device_whose_cookie_was_lost_replaces_its_old_row_and_keeps_its_name(firm):
    made(firm, mark="m" * 32)
    made(firm, mark="n" * 32)  # another tablet of the same make
    made(firm)
    first = next(one for one in devices.list_devices(firm, ANNA) if one.mark == "m" * 32)
    devices.rename(firm, DANA, first.device_id, "  Plattan   i bilen ")
    made(firm, mark="m" * 32)
    found = devices.list_devices(firm, ANNA)
    assert sorted(one.mark for one in found) == ["", "m" * 32, "n" * 32]
    assert [one.name for one in found if one.mark == "m" * 32] == ["Plattan i bilen"]


def test_a_mark_ends_nobody_elses_device(firm):
    theirs = made(firm, BO, mark="m" * 32)
    made(firm, mark="m" * 32)
    assert standing(firm, theirs) is Standing.OPEN


def test_when_a_device_was_there_is_known_to_the_half_minute(firm):
    token = made(firm)
    for seconds, known in ((29, 0), (31, 31), (60, 31), (62, 62)):
        devices.on_device(at(firm, NOW + timedelta(seconds=seconds)), token)
        (one,) = devices.list_devices(firm, ANNA)
        assert one.seen_at == NOW + timedelta(seconds=known)


def test_a_device_is_named_by_those_who_may_shut_it_out(firm):
    token = made(firm)
    (one,) = devices.list_devices(firm, ANNA)
    assert devices.is_held_with(one, token)
    assert not devices.is_held_with(one, None)
    assert not devices.is_held_with(one, token + "x")
    for actor in (BO, MAJA):
        with pytest.raises(NotAllowedError):
            devices.rename(firm, actor, one.device_id, "Min")
    with pytest.raises(InputError):
        devices.rename(firm, DANA, "unknown", "Min")
