"""The other routes: headers on every answer, known hosts only, exports by role, nothing cached."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette

from planner import store
from planner.desk import Desk
from planner.model.plan import Plan
from planner.web import MIDDLEWARE, ROUTES, export_url, require_loopback, shared_desk
from planner.web.guard import content_security_policy

APP = Starlette(routes=list(ROUTES), middleware=list(MIDDLEWARE))


def get(path: str, *, host: str = "127.0.0.1:8501", scheme: str = "http") -> tuple[int, dict[str, str], bytes]:
    """Ask the app without a server."""
    parts, sent = urlsplit(path), []
    scope = {
        "type": "http",
        "method": "GET",
        "path": parts.path,
        "raw_path": parts.path.encode(),
        "root_path": "",
        "query_string": parts.query.encode(),
        "headers": [(b"host", host.encode())],
        "http_version": "1.1",
        "asgi": {"spec_version": "2.4"},
        "scheme": scheme,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8501),
    }

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    # In a thread of its own: browser tests of the same run leave a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(APP(scope, receive, send))).result()  # type: ignore[arg-type]
    start = next(m for m in sent if m["type"] == "http.response.start")
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], headers, b"".join(m.get("body", b"") for m in sent)  # type: ignore[return-value,misc]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("FALTPLAN_VAR", str(tmp_path))
    opened = shared_desk()
    yield opened
    opened.store.close()


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
    assert get("/healthz", scheme="https")[1]["strict-transport-security"] == "max-age=31536000"
    assert "strict-transport-security" not in get("/healthz")[1]


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
    assert get(path)[0] == 404


def test_an_export_is_a_file_that_nobody_keeps(plan_id: str) -> None:
    status, headers, body = get(export_url(plan_id, "json", who="dispatcher", language="sv"))
    assert status == 200
    assert headers["cache-control"] == "no-store"
    assert headers["content-disposition"].startswith("attachment;")
    assert b'"plan_id"' in body


def test_a_page_export_stands_alone_without_an_origin(plan_id: str) -> None:
    status, headers, _ = get(export_url(plan_id, "html", who="dispatcher", language="sv"))
    assert status == 200
    assert headers["content-security-policy"].startswith("sandbox ")
    assert "allow-same-origin" not in headers["content-security-policy"]


def test_a_technician_takes_out_no_whole_plan(plan_id: str) -> None:
    status, _, body = get(export_url(plan_id, "json", who="technician:T01", language="sv"))
    assert status == 403
    assert body.decode() == "Du ser och rapporterar bara din egen dag."


@pytest.mark.parametrize("kind", ["json", "exe", "..%2f..%2fetc"])
def test_an_unknown_plan_or_kind_is_a_sentence(desk: Desk, kind: str) -> None:
    status, headers, body = get(f"/export/none/{kind}?lang=en")
    assert status == 404
    assert headers["cache-control"] == "no-store"
    assert b"Traceback" not in body


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "192.168.1.4", "planner.example"])
def test_the_app_refuses_to_listen_where_others_reach_it(address: str | None) -> None:
    with pytest.raises(SystemExit, match=r"--server\.address 127\.0\.0\.1"):
        require_loopback(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost"])
def test_the_app_starts_on_loopback(address: str) -> None:
    require_loopback(address)
