"""Signing in at an OpenID provider: an ordinary session for whom it vouches for, and the settings it takes."""

from __future__ import annotations

import logging
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from planner import store
from planner.cli import main
from planner.desk import accounts, identities, signin
from planner.desk.accounts import OPERATOR
from planner.model.errors import InputError
from planner.model.words import Role
from planner.web import SESSION_COOKIE
from planner.web.cookies import PENDING_COOKIE
from planner.web.provider import BEGIN, CALLBACK, Provider, is_safe
from tests.ui.sample import ADAM, PASSWORD
from tests.web.at_provider import (
    BASE,
    MAIL,
    NOBODY,
    REFUSED,
    off,
    refused,
    sign_in,
    tried,
)
from tests.web.client import Client
from tests.web.provider import CLIENT, SECRET


def test_whom_the_provider_vouches_for_gets_an_ordinary_session_and_the_page_they_wanted(provider, stina, desk) -> None:
    client = Client()
    answer = sign_in(client)
    assert answer.status_code == 200
    (line,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith(SESSION_COOKIE)]
    assert {"httponly", "secure", "samesite=strict", "path=/"} <= {one.strip() for one in line.casefold().split(";")}
    (on,) = re.findall(r'content="0;url=([^"]+)"', answer.text)
    assert "script" not in answer.text
    seen = client.page(on.replace("&amp;", "&"), sec_fetch_site="same-origin")
    assert seen.headers["location"] == "/board?day=2026-11-24"
    assert client.page("/board").text == "behind the gate: /board"
    found = signin.signed_in(desk, client.token)
    assert (found.actor.name, found.actor.role) == ("Stina S", Role.DISPATCHER)
    assert tried(desk) == [(MAIL, True)]
    with desk.store.reading() as db:
        newest = next(store.audit.entries(db, newest_first=True))
    assert (newest.call, newest.actor_id) == ("identities.sign_in", stina.account.account_id)


def test_the_way_there_asks_for_a_code_with_pkce_state_and_nonce_and_comes_back_to_the_address_that_is_set(
    provider,
) -> None:
    client = Client(host="localhost:8501")
    answer = client.page(BEGIN)
    asked = {name: value[0] for name, value in parse_qs(urlsplit(answer.headers["location"]).query).items()}
    assert answer.headers["location"].startswith(f"{provider.issuer}/authorize?")
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == BASE + CALLBACK
    assert asked["client_id"] == CLIENT
    assert set(asked["scope"].split()) == {"openid", "email"}
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    (line,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith(PENDING_COOKIE)]
    flags = {one.strip() for one in line.casefold().split(";")}
    assert {"httponly", "secure", "samesite=lax", "path=/signin/oidc", "max-age=600"} <= flags
    again = parse_qs(urlsplit(off(Client())).query)
    assert all(again[name][0] != asked[name] for name in ("state", "nonce", "code_challenge"))


def test_a_person_once_linked_is_known_by_subject_and_no_longer_by_mail(provider, stina, desk) -> None:
    sign_in(Client())
    provider.claims |= {"email": "new@name.example", "email_verified": False}
    client = Client()
    assert sign_in(client).status_code == 200
    assert signin.signed_in(desk, client.token).account.account_id == stina.account.account_id
    with desk.store.reading() as db:
        assert [one.call for one in store.audit.entries(db)].count("identities.sign_in") == 1


def test_an_address_of_somebody_who_is_linked_already_opens_nothing_to_another_person(provider, stina, desk) -> None:
    sign_in(Client())
    signin.sign_out_everywhere(desk, signin.sign_in_known(desk, stina.account.account_id, client="x"))
    provider.claims["sub"] = "subject-2"
    refused(sign_in(Client()), NOBODY)


def test_a_one_time_password_is_void_once_its_owner_came_by_the_provider(provider, stina, desk) -> None:
    handed = Client()
    handed.sign_in(login=MAIL, password=stina.password)
    assert handed.page("/board").headers["location"].startswith("/password")
    client = Client()
    sign_in(client)
    assert client.page("/board").text == "behind the gate: /board"
    assert signin.signed_in(desk, handed.token) is None
    assert Client().sign_in(login=MAIL, password=stina.password).status_code == 403


def test_a_password_of_ones_own_goes_on_working(provider, desk) -> None:
    provider.claims["email"] = "maria@firma.example"
    made = accounts.add_account(desk, OPERATOR, login="maria@firma.example", name="M", role=Role.MANAGER).account
    accounts.change_password(desk, made.actor, old=None, new=PASSWORD, address="0")
    assert sign_in(Client()).status_code == 200
    assert Client().sign_in(login="maria@firma.example").status_code == 303


def test_a_role_that_changes_ends_the_session_as_any_other(provider, stina, desk) -> None:
    client = Client()
    sign_in(client)
    account = signin.signed_in(desk, client.token).account
    accounts.save_account(desk, ADAM, account.replace(role=Role.MANAGER))
    assert client.page("/board").headers["location"].startswith("/signin")
    sign_in(client)
    assert signin.signed_in(desk, client.token).actor.role is Role.MANAGER


def test_an_address_the_provider_tells_only_when_asked_is_taken_of_the_same_person_only(
    provider, stina, caplog
) -> None:
    provider.without = {"email", "email_verified"}
    provider.userinfo = {"sub": "subject-2", "email": MAIL, "email_verified": True}
    refused(sign_in(Client()), REFUSED)
    assert "InvalidClaimError sub" in caplog.text
    provider.userinfo["sub"] = "subject-1"
    assert sign_in(Client()).status_code == 200


def test_who_is_signed_in_already_goes_on(provider) -> None:
    answer = Client().as_("dispatcher").page(f"{BEGIN}?next=/board", sec_fetch_site="same-origin")
    assert answer.headers["location"] == "/board"


def test_without_a_provider_there_is_no_way_in_and_no_button(monkeypatch) -> None:
    monkeypatch.delenv("FALTPLAN_OIDC_ISSUER", raising=False)
    for path in (BEGIN, CALLBACK, f"{CALLBACK}?code=x&state=y"):
        assert Client().page(path).status_code == 404
    assert BEGIN not in Client().page("/signin").text


def test_the_button_has_our_own_address_the_page_that_was_wanted_and_a_name(provider, monkeypatch) -> None:
    page = Client(host="localhost:8501").page("/signin?next=/board").text
    assert f'href="{BASE}/signin/oidc?next=%2Fboard&amp;lang=sv">Logga in med organisationens konto</a>' in page
    monkeypatch.setenv("FALTPLAN_OIDC_NAME", "Firma & <Co>")
    assert "Logga in med Firma &amp; &lt;Co&gt;</a>" in Client().page("/signin").text
    assert "Sign in with Firma" in Client().page("/signin?lang=en").text
    monkeypatch.delenv("FALTPLAN_OIDC_CLIENT_SECRET")
    assert BEGIN not in Client().page("/signin").text


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("FALTPLAN_OIDC_ISSUER", "http://id.example", "https"),
        ("FALTPLAN_OIDC_ISSUER", "id.example", "https"),
        ("FALTPLAN_OIDC_ISSUER", "https://id.example?tenant=1", "https"),
        ("FALTPLAN_PUBLIC_URL", "http://planner.example", "without a path"),
        ("FALTPLAN_PUBLIC_URL", "https://planner.example/app", "without a path"),
        ("FALTPLAN_PUBLIC_URL", "https://other.example", "FALTPLAN_HOSTS"),
    ],
)
def test_settings_that_cannot_work_are_refused_at_the_start(provider, monkeypatch, name, value, says) -> None:
    hosts = ("127.0.0.1", "planner.example", "*.firma.example")
    Provider.check(hosts)
    monkeypatch.setenv("FALTPLAN_PUBLIC_URL", "https://plan.firma.example")
    Provider.check(hosts)
    monkeypatch.setenv(name, value)
    with pytest.raises(InputError, match=says) as told:
        Provider.check(hosts)
    assert name in str(told.value)


def test_a_setting_that_is_missing_is_named_in_the_log_and_no_secret_is(provider, monkeypatch, caplog) -> None:
    monkeypatch.delenv("FALTPLAN_PUBLIC_URL")
    with caplog.at_level(logging.WARNING):
        Provider.check(("127.0.0.1",))
    assert "FALTPLAN_PUBLIC_URL not set" in caplog.text
    monkeypatch.setenv("FALTPLAN_PUBLIC_URL", BASE)
    assert SECRET not in repr(Provider.from_environment())


@pytest.mark.parametrize(
    "address", ["https://a:b@id.example", "https://id.example#x", "https://", "http://[", "ftp://127.0.0.1", ""]
)
def test_an_address_that_is_none_is_not_safe(address: str) -> None:
    assert not is_safe(address)


def test_an_administrator_unlinks_an_account_and_its_sessions_end(provider, stina, desk, capsys) -> None:
    client = Client()
    sign_in(client)
    account_id = stina.account.account_id
    assert main(["user", "list", "--language", "sv"]) == 0
    (line,) = [one for one in capsys.readouterr().out.splitlines() if MAIL in one]
    assert line.endswith("Stina S  kopplat")
    assert identities.linked(desk, ADAM) == {account_id}
    assert main(["user", "unlink", MAIL.upper(), "--language", "sv"]) == 0
    assert capsys.readouterr().out == f"Inte längre kopplat: {MAIL}.\n"
    assert signin.signed_in(desk, client.token) is None
    assert identities.linked(desk, ADAM) == frozenset()
    assert identities.unlink(desk, ADAM, account_id) == 0
    with pytest.raises(InputError):
        identities.unlink(desk, ADAM, "nobody")
    provider.claims |= {"sub": "subject-2"}
    assert sign_in(Client()).status_code == 200
