"""Signing in: cookie flags, a new session each time, five tries, no other site's forms, passwords of one's own."""

from __future__ import annotations

import re

import pytest

from planner import store
from planner.desk import Desk, accounts, signin, tries
from planner.web import SESSION_COOKIE
from planner.web.forms import MOST_BYTES, own_path
from tests.ui.sample import ADAM, PASSWORD
from tests.web.client import Client

NEW = "sju blanka cyklar i regn"


def cookie_line(answer, name: str = SESSION_COOKIE) -> str:
    """The answer's line that sets a cookie, in lower case."""
    (line,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith(f"{name}=")]
    return line.casefold()


def error_of(answer) -> str:
    found = re.search(r'role="alert">([^<]*)<', answer.text)
    return found[1] if found else ""


def test_the_right_pair_signs_in_and_goes_where_somebody_wanted_to_go() -> None:
    client = Client()
    answer = client.sign_in(next="/board?day=2026-11-24")
    assert answer.status_code == 303
    assert client.page(answer.headers["location"]).headers["location"] == "/board?day=2026-11-24"
    assert client.page("/board").text == "behind the gate: /board"


def test_a_login_is_found_however_it_is_written() -> None:
    assert Client().sign_in(login=" MARIA ").status_code == 303


@pytest.mark.parametrize(("form", "name"), [(False, SESSION_COOKIE), (True, "faltplan_form")])
def test_cookies_are_for_this_site_over_a_safe_line_and_no_script(form: bool, name: str) -> None:
    answer = Client().page("/signin") if form else Client().sign_in()
    line = cookie_line(answer, name)
    flags = {one.strip() for one in line.split(";")[1:]}
    assert {"httponly", "secure", "samesite=strict", "path=/"} <= flags
    assert not any(one.startswith("domain") for one in flags)


def test_a_cookie_without_secure_is_given_on_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FALTPLAN_INSECURE_COOKIE", "1")
    assert "secure" not in cookie_line(Client().sign_in())
    assert "secure" in cookie_line(Client(address="192.168.1.9").sign_in())
    proxied = Client()
    token = proxied.form_token()
    fields = {"login": "maria", "password": PASSWORD, "form": token}
    assert "secure" in cookie_line(proxied.post("/signin", fields, x_forwarded_for="10.0.0.1"))


def test_the_database_knows_no_token_and_no_page_tells_it(desk: Desk) -> None:
    client = Client()
    client.sign_in()
    token = client.token
    assert token
    assert len(token) >= 43
    content = b"".join(file.read_bytes() for file in desk.var.iterdir() if file.name.startswith("faltplan"))
    assert token.encode() not in content
    assert PASSWORD.encode() not in content
    assert token not in client.page("/password").text


def test_a_session_that_was_planted_does_not_become_somebodys(desk: Desk) -> None:
    planted = signin.sign_in_known(desk, "T01", client="evil")
    client = Client().holding(planted)
    client.cookies.set("faltplan_form", "secret", domain="127.0.0.1", path="/")
    fields = {"login": "maria", "password": PASSWORD, "form": signin.form_token("secret")}
    assert client.post("/signin", fields).status_code == 303
    assert client.token != planted
    assert signin.signed_in(desk, planted) is None
    made_up = Client().holding("made-up-by-somebody-else")
    made_up.sign_in()
    assert made_up.token != "made-up-by-somebody-else"
    assert signin.signed_in(desk, "made-up-by-somebody-else") is None


@pytest.mark.parametrize(("login", "password"), [("maria", "wrong"), ("nobody", PASSWORD), ("maria", ""), ("", "")])
def test_a_wrong_pair_gets_one_sentence_whatever_is_wrong(login: str, password: str) -> None:
    client = Client()
    answer = client.sign_in(login=login, password=password)
    assert answer.status_code == 403
    assert error_of(answer) == "Inloggning och lösenord hör inte ihop. Försök igen."
    assert client.token is None


def test_a_closed_account_is_answered_like_a_wrong_password(desk: Desk) -> None:
    maria = next(one for one in accounts.list_accounts(desk, ADAM) if one.login == "maria")
    accounts.save_account(desk, ADAM, maria.replace(active=False))
    answer = Client().sign_in()
    assert (answer.status_code, error_of(answer)) == (403, "Inloggning och lösenord hör inte ihop. Försök igen.")


def test_the_sixth_try_in_a_quarter_of_an_hour_is_429_even_with_the_right_password() -> None:
    client = Client()
    assert [client.sign_in(password="wrong").status_code for _ in range(5)] == [403] * 5
    answer = client.sign_in()
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= tries.WINDOW.total_seconds()
    assert re.match(r"För många försök. Försök igen efter \d\d:\d\d\.", error_of(answer))
    assert client.token is None
    elsewhere = Client(address="10.1.1.1")
    assert elsewhere.sign_in().status_code == 429
    assert elsewhere.sign_in("manager").status_code == 303


def test_an_unknown_login_is_closed_as_well_and_an_address_after_twenty_names() -> None:
    client = Client()
    assert [client.sign_in(login="nobody").status_code for _ in range(6)] == [403] * 5 + [429]
    others = [client.sign_in(login=f"nobody{number}").status_code for number in range(16)]
    assert others == [403] * 15 + [429]
    assert Client(address="10.1.1.1").sign_in().status_code == 303


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_form_without_our_token_signs_nobody_in(token: str) -> None:
    client = Client()
    assert client.sign_in(form=token).status_code == 403
    assert client.token is None


def test_a_form_of_another_browser_signs_nobody_in() -> None:
    stolen, client = Client().form_token(), Client()
    client.page("/signin")
    assert client.sign_in(form=stolen).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "", "origin": "https://evil.example"},
        {"sec_fetch_site": "", "origin": "null"},
    ],
)
def test_a_form_sent_by_another_site_does_nothing(desk: Desk, headers: dict[str, str]) -> None:
    client = Client()
    fields = {"login": "maria", "password": PASSWORD, "form": client.form_token()}
    assert client.post("/signin", fields, **headers).status_code == 403
    assert client.token is None
    known = Client().as_("dispatcher")
    fields = {"form": signin.form_token(known.token or "")}
    assert known.post("/signout", fields, **headers).status_code == 403
    changed = known.post("/password", fields | {"old": PASSWORD, "new": NEW, "again": NEW}, **headers)
    assert changed.status_code == 403
    assert signin.signed_in(desk, known.token) is not None


def test_a_browser_that_kept_no_cookie_is_told_so() -> None:
    fields = {"login": "maria", "password": PASSWORD, "form": "0" * 64}
    answer = Client().post("/signin", fields)
    assert (answer.status_code, "sparade inte" in error_of(answer)) == (400, True)
    answer = Client().sign_in()
    assert "sparade inte" in error_of(Client().page(answer.headers["location"]))


def test_a_form_without_end_is_not_read() -> None:
    client = Client()
    assert client.sign_in(password="x" * (MOST_BYTES + 1)).status_code == 413


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\\/evil", "board", "",
     "/%0d%0a\r\nx", "/a\\b", "/signin?next=/x", "/signout", "/ /x", "/" + "x" * 600, None],
)  # fmt: skip
def test_nobody_is_sent_to_another_site(wanted: str | None) -> None:
    assert own_path(wanted) == "/"


@pytest.mark.parametrize("wanted", ["/", "/board?day=2026-11-24&lang=sv", "/my_day", "/export/p%2F1/json?lang=en"])
def test_a_path_of_this_site_is_kept(wanted: str) -> None:
    assert own_path(wanted) == wanted


def test_no_page_of_ours_is_kept_or_framed_or_runs_a_script() -> None:
    for answer in (Client().page("/signin"), Client().as_("dispatcher").page("/password")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "script-src" not in answer.headers["content-security-policy"]
        assert "<script" not in answer.text


def test_what_somebody_wrote_comes_back_as_text() -> None:
    answer = Client().sign_in(login='"><script>x</script>', password="wrong", next='/"><script>')
    assert "<script" not in answer.text
    answer = Client().page('/signin?next=/"><script>x</script>&lang="><script>')
    assert "<script" not in answer.text


def test_signing_out_ends_the_session_on_the_server(desk: Desk) -> None:
    client = Client().as_("dispatcher")
    token, other = client.token or "", signin.sign_in_known(desk, "maria", client="other")
    answer = client.post("/signout", {"form": signin.form_token(token)})
    assert answer.status_code == 303
    assert "max-age=0" in cookie_line(answer)
    assert signin.signed_in(desk, token) is None
    assert signin.signed_in(desk, other) is not None
    assert Client().holding(token).get("/export/p/json").status_code == 401


def test_signing_out_everywhere_ends_every_session_and_is_in_the_audit(desk: Desk) -> None:
    client = Client().as_("dispatcher")
    other, foreign = (signin.sign_in_known(desk, one, client="other") for one in ("maria", "olof"))
    client.post("/signout-everywhere", {"form": signin.form_token(client.token or "")})
    assert signin.signed_in(desk, other) is None
    assert signin.signed_in(desk, foreign) is not None
    with desk.store.reading() as db:
        assert next(store.audit.entries(db, newest_first=True)).call == "signin.sign_out_everywhere"


@pytest.mark.parametrize("path", ["/signout", "/signout-everywhere", "/signin/demo"])
def test_reading_an_address_signs_nobody_in_or_out(desk: Desk, path: str) -> None:
    client = Client().as_("dispatcher")
    client.page(path)
    assert signin.signed_in(desk, client.token) is not None


def test_who_has_a_password_for_one_time_gets_nowhere_but_to_a_new_one(desk: Desk) -> None:
    handed = accounts.new_password(desk, ADAM, "maria")
    client = Client()
    client.sign_in(password=handed.password)
    assert client.page("/board").headers["location"].startswith("/password")
    assert client.get("/export/p/json").status_code == 403
    assert client.get("/media/x.csv").status_code == 403
    form = client.form_token("/password")
    assert 'name="old"' not in client.page("/password").text
    answer = client.post("/password", {"new": NEW, "again": NEW, "form": form, "next": "/board"})
    assert answer.status_code == 303
    assert client.page("/board").text == "behind the gate: /board"
    assert Client().sign_in(password=handed.password).status_code == 403
    assert Client().sign_in(password=NEW).status_code == 303


@pytest.mark.parametrize(
    ("new", "says"),
    [("short", "minst 12"), ("maria" * 4, "för lätt"), ("aaaabbbbaaaabbbb", "för lätt"), (PASSWORD, "annat lösenord"),
     ("x1y2z" * 50, "högst 200")],
)  # fmt: skip
def test_a_password_that_is_too_easy_is_refused_with_what_to_do(desk: Desk, new: str, says: str) -> None:
    client = Client().as_("dispatcher")
    form = client.form_token("/password")
    answer = client.post("/password", {"old": PASSWORD, "new": new, "again": new, "form": form})
    assert answer.status_code == 400
    assert says in error_of(answer)
    assert signin.signed_in(desk, client.token) is not None


def test_a_new_password_needs_the_old_one_and_ends_every_other_session(desk: Desk) -> None:
    client, other = Client().as_("dispatcher"), signin.sign_in_known(desk, "maria", client="other")
    before, form = client.token, client.form_token("/password")
    fields = {"new": NEW, "again": NEW, "form": form}
    assert error_of(client.post("/password", fields | {"old": "wrong"})) == "Nuvarande lösenord stämmer inte."
    assert "skiljer sig" in error_of(client.post("/password", fields | {"old": PASSWORD, "again": "x"}))
    assert client.post("/password", fields | {"old": PASSWORD}).status_code == 303
    assert client.token != before
    assert signin.signed_in(desk, before) is None
    assert signin.signed_in(desk, other) is None
    assert signin.signed_in(desk, client.token) is not None


def test_wrong_old_passwords_are_counted_as_tries() -> None:
    client = Client().as_("dispatcher")
    fields = {"new": NEW, "again": NEW, "form": client.form_token("/password")}
    answers = [client.post("/password", fields | {"old": "wrong"}).status_code for _ in range(5)]
    assert answers == [400] * 5
    assert client.post("/password", fields | {"old": PASSWORD}).status_code == 429


def test_outside_the_demo_nobody_enters_without_a_password(desk: Desk) -> None:
    client = Client()
    for account in ("maria", "demo-maria", "", "adam"):
        answer = client.post("/signin/demo", {"account": account, "form": client.form_token()})
        assert answer.status_code == 403
        assert client.token is None
    assert "Gå in som" not in client.page("/signin").text
