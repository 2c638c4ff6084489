"""Nobody signs in but by the provider's own, fresh, signed word to us about somebody we know."""

from __future__ import annotations

import logging
import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from planner import store
from planner.desk import accounts, signin, tries
from planner.model.account import Account
from planner.model.words import Role
from planner.web import oidc, proving
from planner.web.cookies import PENDING_COOKIE
from planner.web.provider import BEGIN, CALLBACK
from tests.ui.sample import ADAM
from tests.web.at_provider import (
    AWAY,
    LOST,
    MAIL,
    NOBODY,
    REFUSED,
    answer_of,
    bring,
    refused,
    sign_in,
    tried,
)
from tests.web.client import Client
from tests.web.provider import CLIENT


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"claims": {"nonce": "another"}}, "nonce"),
        ({"without": {"nonce"}}, "nonce"),
        ({"claims": {"aud": "another client"}}, "aud"),
        ({"claims": {"aud": [CLIENT, "another client"]}}, "azp"),
        ({"claims": {"iss": "https://evil.example"}}, "iss"),
        ({"seconds_from_now": {"exp": -300}}, "exp"),
        ({"without": {"exp"}}, "exp"),
        ({"seconds_from_now": {"iat": 3600}}, "iat"),
        ({"claims": {"sub": ""}}, "sub"),
        ({"claims": {"sub": 7}}, "sub"),
        ({"claims": {"at_hash": "of another token"}}, "at_hash"),
        ({"signed_by": "theirs"}, "Signature"),
        ({"algorithm": "none"}, "Algorithm"),
        ({"algorithm": "HS256"}, "Algorithm"),
    ],
    ids=str,
)
def test_a_token_that_is_not_the_providers_fresh_word_to_us_is_refused(
    provider, stina, desk, caplog, changed, why
) -> None:
    for name, value in changed.items():
        if name == "claims":
            provider.claims |= value
        elif name == "seconds_from_now":
            provider.claims |= {claim: int(time.time()) + shift for claim, shift in value.items()}
        else:
            setattr(provider, name, value)
    with caplog.at_level(logging.WARNING):
        refused(sign_in(Client()), REFUSED)
    assert why in caplog.text
    assert MAIL not in caplog.text
    assert tried(desk) == [(tries.ELSEWHERE, False)]


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": "stranger@firma.example"},
        {"email": "maria"},  # somebody's login, but not hers
        {"email": "\u017ftina@firma.example"},  # an s of old print: folds to hers
        {"email": ["stina@firma.example"]},
        {"email": ""},
    ],
    ids=str,
)
def test_a_stranger_gets_a_sentence_and_no_account(provider, stina, desk, claims) -> None:
    provider.claims |= claims
    if claims.get("email") == "maria":
        maria = next(one for one in accounts.list_accounts(desk, ADAM) if one.login == "maria")
        accounts.save_account(desk, ADAM, maria.replace(active=False))
    before = accounts.list_accounts(desk, ADAM)
    refused(sign_in(Client()), NOBODY)
    assert accounts.list_accounts(desk, ADAM) == before


@pytest.mark.parametrize("linked", [False, True])
def test_a_closed_account_is_answered_like_none(provider, stina, desk, linked) -> None:
    if linked:
        sign_in(Client())
    account = next(one for one in accounts.list_accounts(desk, ADAM) if one.login == MAIL)
    accounts.save_account(desk, ADAM, account.replace(active=False))
    refused(sign_in(Client()), NOBODY)


def test_a_demo_account_is_not_entered_by_a_provider(provider, desk) -> None:
    with desk.store.writing() as db:
        demo = Account(account_id="d", login=MAIL, name="D", role=Role.MANAGER, demo=True, created_at=desk.clock())
        store.accounts.add(db, demo, password=None)
    refused(sign_in(Client()), NOBODY)


def test_an_answer_with_another_state_or_to_another_browser_is_refused(provider, stina) -> None:
    client = Client()
    address = answer_of(client)
    state = parse_qs(urlsplit(address).query)["state"][0]
    refused(bring(Client(), address), LOST, 400)
    refused(bring(client, address.replace(state, "x" * len(state))), LOST, 400)
    refused(bring(client, address), LOST, 400)  # what waited is gone with the first answer
    assert provider.asked.count("/token") == 0


def test_an_answer_is_taken_once_whatever_the_browser_kept(provider, stina, desk) -> None:
    client = Client()
    address = answer_of(client)
    kept = client.cookies.get(PENDING_COOKIE)
    assert bring(client, address).status_code == 200
    signin.sign_out(desk, client.token)
    again = Client()
    again.cookies.set(PENDING_COOKIE, kept, domain="127.0.0.1", path="/signin/oidc")
    refused(bring(again, address), LOST, 400)
    assert provider.asked.count("/token") == 1


def test_an_answer_that_comes_too_late_is_refused(provider, stina, monkeypatch) -> None:
    client = Client()
    address = answer_of(client)
    monkeypatch.setattr(oidc, "LONGEST_S", -1)
    refused(bring(client, address), LOST, 400)


@pytest.mark.parametrize("sealed", ["", "x", "eyJzdGF0ZSI6ICJ4In0.aaaa.bbbb"])
def test_what_waits_cannot_be_made_up(provider, sealed) -> None:
    client = Client()
    client.cookies.set(PENDING_COOKIE, sealed, domain="127.0.0.1", path="/signin/oidc")
    refused(client.page(f"{CALLBACK}?code=c&state=x"), LOST, 400)
    refused(Client().page(CALLBACK), LOST, 400)


def test_a_code_of_another_sign_in_is_refused_by_its_verifier(provider, stina) -> None:
    mine, theirs = Client(), Client()
    address, other = answer_of(mine), answer_of(theirs)
    code, stolen = (parse_qs(urlsplit(one).query)["code"][0] for one in (address, other))
    refused(bring(mine, address.replace(code, stolen)), REFUSED)


def test_an_answer_in_the_name_of_another_provider_is_refused(provider, stina) -> None:
    client = Client()
    refused(bring(client, answer_of(client) + "&iss=https%3A%2F%2Fevil.example"), REFUSED)


def test_a_refusal_of_the_provider_is_a_sentence(provider, stina, desk) -> None:
    provider.refuse = "access_denied"
    refused(sign_in(Client()), REFUSED)
    assert tried(desk) == []


@pytest.mark.parametrize(
    "wanted", ["https://evil.example", "//evil.example", "/%5Cevil.example", "/signin?next=/x", "%0d%0a//evil.example"]
)
def test_nobody_is_sent_to_another_site_afterwards(provider, stina, wanted) -> None:
    client = Client()
    answer = sign_in(client, wanted)
    (on,) = re.findall(r'content="0;url=([^"]+)"', answer.text)
    assert on == "/signin?kept=1&amp;next=%2F&amp;lang=sv"


def test_a_provider_that_is_down_is_a_sentence_and_counts_as_no_try(provider, stina, desk, monkeypatch) -> None:
    client = Client()
    address = answer_of(client)
    provider.broken = True
    refused(bring(client, address), AWAY, 503)
    proving.forget()
    refused(Client().page(BEGIN), AWAY, 503)
    monkeypatch.setenv("FALTPLAN_OIDC_ISSUER", "http://127.0.0.1:9")
    refused(Client().page(BEGIN), AWAY, 503)
    assert tried(desk) == []


def test_a_provider_that_hangs_is_a_sentence_and_holds_up_nobody(provider, monkeypatch) -> None:
    monkeypatch.setattr(oidc, "_WAIT_S", 0.2)
    provider.wait_s = 3.0
    begun = time.monotonic()
    refused(Client().page(BEGIN), AWAY, 503)
    assert time.monotonic() - begun < 2.5
    monkeypatch.setattr(proving, "ASK_S", 0.1)
    monkeypatch.setattr(oidc, "_WAIT_S", 5)
    refused(Client().page(BEGIN), AWAY, 503)


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": "http://evil.example/authorize"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
    ],
    ids=str,
)
def test_a_provider_that_describes_another_or_a_bare_line_is_not_followed(provider, described) -> None:
    provider.description = described
    refused(Client().page(BEGIN), AWAY, 503)


def test_the_provider_does_not_send_the_server_on_to_another_address(provider, stina) -> None:
    keys = f"{provider.issuer}/authorize?state=x&redirect_uri={provider.issuer}/keys"
    provider.description = {"jwks_uri": keys}
    refused(sign_in(Client()), AWAY, 503)


def test_strangers_use_up_the_tries_of_their_address(provider, stina, desk) -> None:
    provider.claims["email"] = "stranger@firma.example"
    client = Client()
    for _ in range(tries.ADDRESS_TRIES):
        tries.begun_elsewhere(desk, "127.0.0.1")
    assert sign_in(client).status_code == 429
    assert provider.asked.count("/token") == 0
    elsewhere = Client(address="10.1.1.1")
    assert sign_in(elsewhere).status_code == 403


def test_wrong_passwords_of_others_keep_nobody_from_the_provider(provider, stina) -> None:
    assert [Client(address="10.9.9.9").sign_in(login=MAIL, password="x").status_code for _ in range(6)][-1] == 429
    assert sign_in(Client()).status_code == 200
