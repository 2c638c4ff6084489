"""The gate: without a session nothing is answered but a short list, whatever the path looks like."""

from __future__ import annotations

import pytest
from starlette.routing import Route

from planner.desk import Desk, accounts, signin
from planner.model.errors import ServiceError
from planner.model.message import message
from planner.ui.access import ACCESS
from planner.web import ROUTES, SESSION_COOKIE
from planner.web.gate import OPEN, OPEN_BELOW
from tests.ui.sample import ADAM
from tests.web.client import Client, raw

SHUT = (
    "/_stcore/metrics",
    "/_stcore/host-config",
    "/_stcore/message",
    "/_stcore/upload_file/session/file",
    "/media/3b2f1c.csv",
    "/media/3b2f1c.png",
    "/component/streamlit_folium.st_folium/index.html",
    "/export/p1/json",
    "/export/journal",
    "/export/statistics",
    "/favicon.png",
    "/auth/login",
    "/anything",
)


@pytest.mark.parametrize("path", SHUT)
def test_without_a_session_nothing_is_given_out(path: str) -> None:
    for client in (Client(), Client().holding("made-up")):
        answer = client.get(path)
        assert answer.status_code == 401
        assert answer.headers["cache-control"] == "no-store"
        assert "behind the gate" not in answer.text


def test_nothing_is_taken_in_without_a_session() -> None:
    assert Client().put("/_stcore/upload_file/session/file", b"x").status_code == 401


@pytest.mark.parametrize("page", ["", *ACCESS])
def test_a_page_that_is_opened_without_a_session_leads_to_the_sign_in_and_back(page: str) -> None:
    answer = Client().page(f"/{page}?day=2026-11-24")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/signin?next=%2F{page}%3Fday%3D2026-11-24"
    assert Client().as_("dispatcher").page(f"/{page}").text == f"behind the gate: /{page}"


@pytest.mark.parametrize("path", ["/signin", "/healthz", "/_stcore/health", "/assets/logo.svg", "/static/js/index.js"])
def test_what_stands_open_is_open(path: str) -> None:
    assert Client().get(path).status_code == 200


def test_the_list_of_what_stands_open_is_as_short_as_we_know_it() -> None:
    assert len(OPEN) == 24
    assert OPEN_BELOW == ("/assets/", "/static/", "/l/")
    ours = {route.path for route in ROUTES if isinstance(route, Route)}
    shut = {path for path in ours if path not in OPEN and not path.startswith(OPEN_BELOW)}
    assert shut == {
        "/board/places",
        "/export/journal",
        "/export/receipt",
        "/export/statistics",
        "/export/{plan_id}/{kind}",
        "/file/{file_id}",
    }


@pytest.mark.parametrize("path", ["//media/x", "/media//x", "/./media/x", "/signin/../media/x", "/MEDIA/x", "/healthz/",
                                  "/_stcore/health/../metrics", "/_stcore/healthx", "/assetsx", "/l",
                                  "/day", "/day/x", "/day/data/", "/day/../media/x"])  # fmt: skip
def test_a_path_that_only_looks_open_is_shut(path: str) -> None:
    assert raw(path)[0]["status"] == 401


def test_a_websocket_without_a_session_is_refused_before_it_is_accepted(desk: Desk) -> None:
    for cookie in (None, "made-up", signin.sign_in_known(desk, "maria", client="x")[:-1] + "!"):
        headers = () if cookie is None else ((b"cookie", f"{SESSION_COOKIE}={cookie}".encode()),)
        (sent,) = raw("/_stcore/stream", kind="websocket", headers=headers)
        assert sent["type"] == "websocket.close"


def test_a_websocket_with_a_session_is_let_through(desk: Desk) -> None:
    token = signin.sign_in_known(desk, "maria", client="x")
    sent = raw("/_stcore/stream", kind="websocket", headers=((b"cookie", f"{SESSION_COOKIE}={token}".encode()),))
    assert sent[0]["type"] == "websocket.accept"


def test_who_must_choose_a_password_has_no_websocket(desk: Desk) -> None:
    accounts.new_password(desk, ADAM, "maria")
    token = signin.sign_in_known(desk, "maria", client="x")
    sent = raw("/_stcore/stream", kind="websocket", headers=((b"cookie", f"{SESSION_COOKIE}={token}".encode()),))
    assert sent[0]["type"] == "websocket.close"


def test_a_link_from_a_mail_opens_though_the_cookie_comes_late() -> None:
    client = Client()
    answer = client.page('/board?day=2026-11-24&x="><script>', sec_fetch_site="cross-site")
    assert answer.status_code == 200
    assert 'content="0;url=/board?day=2026-11-24&amp;x=%22%3E%3Cscript%3E"' in answer.text
    assert "<script" not in answer.text
    again = client.page("/board?day=2026-11-24", sec_fetch_site="same-origin")
    assert again.headers["location"].startswith("/signin?next=")


def test_a_database_that_is_away_is_a_sentence_with_a_way_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_arguments: object) -> None:
        raise ServiceError(message("store.unavailable"))

    client = Client().as_("dispatcher")
    monkeypatch.setattr(signin, "signed_in", away)
    answer = client.page("/board")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert "Databasen svarar inte. Försök igen." in answer.text
    assert 'href="/board"' in answer.text
    assert client.get("/media/x").status_code == 503
    cookie = (b"cookie", f"{SESSION_COOKIE}={client.token}".encode())
    assert raw("/_stcore/stream", kind="websocket", headers=(cookie,))[0]["type"] == "websocket.close"
