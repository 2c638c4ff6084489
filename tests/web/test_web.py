"""The other routes: headers on every answer, known hosts only, exports by role, nothing cached."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from starlette.applications import Starlette

from planner import store
from planner.desk import Desk
from planner.model.plan import Plan
from planner.web import ROUTES, export_url
from planner.web.guard import content_security_policy
from tests.web.client import Client, raw


def get(path: str, *, host: str = "127.0.0.1:8501") -> tuple[int, dict[str, str], bytes]:
    """Ask as nobody."""
    answer = Client(host=host).get(path)
    return answer.status_code, dict(answer.headers), answer.content


def get_as(who: str, path: str) -> tuple[int, dict[str, str], bytes]:
    """Ask as somebody of `tests.ui.sample`."""
    answer = Client().as_(who).get(path)
    return answer.status_code, dict(answer.headers), answer.content


@pytest.fixture
def plan_id(desk: Desk) -> str:
    plan = Plan(plan_id="p1", day=desk.today(), created_at=datetime(2026, 11, 24, 7, tzinfo=UTC))
    with desk.store.writing() as db:
        store.plans.add(db, plan)
    return plan.plan_id


def test_health_answers_with_the_security_headers() -> None:
    status, headers, body = get("/healthz")
    assert (status, body) == (200, b'{"ok":true}')
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]


def test_a_page_speaks_with_this_host_only_and_asks_for_no_camera_or_position() -> None:
    _, headers, _ = get("/healthz")
    assert "connect-src 'self';" in headers["content-security-policy"]
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(headers["permissions-policy"].split(", "))
    assert headers["cross-origin-opener-policy"] == "same-origin"


def test_over_tls_a_browser_is_told_to_come_by_tls_only() -> None:
    assert get("/healthz")[1]["strict-transport-security"] == "max-age=31536000"
    (start, *_) = raw("/healthz", headers=((b"host", b"127.0.0.1:8501"),))
    assert start["status"] == 200
    assert b"strict-transport-security" not in dict(start["headers"])


@pytest.mark.parametrize(("language", "sentence"), [("sv", "Databasen svarar inte"), ("en", "does not answer")])
def test_while_the_database_is_away_the_answer_is_a_sentence(desk: Desk, language: str, sentence: str) -> None:
    desk.store.close()
    file = desk.var / "faltplan.sqlite"
    for path in desk.var.glob("faltplan.sqlite*"):
        path.unlink()
    file.mkdir()
    answer = Client().holding("of nobody").get(export_url("p1", "json", language=language))
    file.rmdir()
    assert answer.status_code == 503
    assert sentence in answer.text
    assert (answer.headers["retry-after"], answer.headers["cache-control"]) == ("5", "no-store")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_no_foreign_host_stands_in_the_policy_unless_a_tile_server_is_set() -> None:
    assert "http" not in content_security_policy()
    with_tiles = content_security_policy("https://tiles.example")
    assert with_tiles.count("https://tiles.example") == 1
    assert "img-src 'self' data: blob: https://tiles.example" in with_tiles


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8501", "127.0.0.1.evil.example", ""])
def test_a_foreign_host_name_reads_nothing(host: str) -> None:
    assert get("/healthz", host=host)[0] == 400


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8501", "[::1]:8501"])
def test_loopback_names_are_served(host: str) -> None:
    assert get("/healthz", host=host)[0] == 200


def test_assets_come_with_their_type() -> None:
    status, headers, _ = get("/assets/vendor/leaflet.js")
    assert status == 200
    assert "javascript" in headers["content-type"]


@pytest.mark.parametrize("path", ["/assets/../guard.py", "/assets/%2e%2e/guard.py", "/assets/vendor/../../routes.py"])
def test_nothing_outside_the_assets_is_served(path: str) -> None:
    assert raw(path)[0]["status"] == 404


def test_an_export_is_a_file_that_nobody_keeps(plan_id: str) -> None:
    status, headers, body = get_as("dispatcher", export_url(plan_id, "json", language="sv"))
    assert status == 200
    assert headers["cache-control"] == "no-store"
    assert headers["content-disposition"].startswith("attachment;")
    assert b'"plan_id"' in body


def test_a_page_export_stands_alone_without_an_origin(plan_id: str) -> None:
    status, headers, _ = get_as("dispatcher", export_url(plan_id, "html", language="sv"))
    assert status == 200
    assert headers["content-security-policy"].startswith("sandbox ")
    assert "allow-same-origin" not in headers["content-security-policy"]


@pytest.mark.parametrize("token", [None, "", "made-up"])
def test_an_export_without_a_session_is_refused(plan_id: str, desk: Desk, token: str | None) -> None:
    for path in (export_url(plan_id, "json", language="sv"), "/export/statistics?first=2026-11-01&last=2026-11-30"):
        client = Client() if token is None else Client().holding(token)
        answer = client.get(path)
        assert answer.status_code == 401
        assert answer.headers["cache-control"] == "no-store"
        assert answer.text == "Logga in först."


def test_an_export_asks_for_the_session_itself_and_does_not_trust_the_gate(plan_id: str) -> None:
    ungated = Starlette(routes=list(ROUTES))
    for path in (export_url(plan_id, "json", language="sv"), "/export/statistics?first=2026-11-01&last=2026-11-30"):
        assert Client(app=ungated).holding("made-up").get(path).status_code == 401


def test_who_asks_for_an_export_is_whom_the_cookie_names_whatever_the_address_says(plan_id: str) -> None:
    path = export_url(plan_id, "json", language="sv") + "&as=dispatcher&who=maria"
    assert get_as("technician:T01", path)[0] == 403


def test_a_technician_takes_out_no_whole_plan(plan_id: str) -> None:
    status, _, body = get_as("technician:T01", export_url(plan_id, "json", language="sv"))
    assert status == 403
    assert body.decode() == "Du ser och rapporterar bara din egen dag."


@pytest.mark.parametrize("kind", ["json", "exe", "..%252f..%252fetc"])
def test_an_unknown_plan_or_kind_is_a_sentence(desk: Desk, kind: str) -> None:
    status, headers, body = get_as("dispatcher", f"/export/none/{kind}?lang=en")
    assert status == 404
    assert headers["cache-control"] == "no-store"
    assert b"Traceback" not in body
