"""The routes of the day on a device: who gets what, once, and what a page of another site gets."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from planner.desk import Desk, accounts, devices
from planner.desk import plan as plan_desk
from planner.model.language import texts
from planner.web.cookies import DEVICE_COOKIE
from planner.web.day import MOST_AT_ONCE, MOST_BYTES
from planner.web.day_shell import MODULES
from planner.web.day_words import PAGE
from planner.web.routes import STATIC
from tests.ui.days import planned
from tests.ui.sample import ADAM, MARIA, add_work
from tests.web.client import Client

HERE = {"content-type": "application/json", "origin": "https://127.0.0.1:8501", "sec-fetch-site": "same-origin"}
SCRIPTS = {path.stem: path.read_text(encoding="utf-8") for path in (STATIC / "day").glob("*.js")}


@pytest.fixture
def firm(desk: Desk) -> Desk:
    """The small firm with its day published."""
    add_work(desk)
    plan_desk.publish(desk, MARIA, planned(desk).plan_id)
    return desk


def send(client: Client, path: str, body: Any, **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client._ask("POST", path, content=content, headers=HERE | headers)


def tablet(who: str = "technician:T01") -> Client:
    """A device that is somebody's."""
    client = Client().as_(who)
    assert send(client, "/day/device", {}).status_code == 200
    return client


def kept(client: Client, **headers: str) -> httpx.Response:
    return client._ask("GET", "/day/data", headers=headers)


def row(client: Client, seq: int = 1, **more: Any) -> dict[str, Any]:
    day = kept(client).json()
    visit = next(one["visit"] for one in day["stops"] if one.get("visit"))
    plain = {"uuid": f"press-{seq:04d}", "seq": seq, "type": "work.note", "visit": visit, "plan": day["plan"]}
    return plain | {"day": day["day"], "at": "2026-01-01T00:00:00Z", "note": "a"} | more


def test_the_page_is_for_technicians_and_says_nothing_of_anybody(firm: Desk) -> None:
    assert Client().page("/day/").headers["location"] == "/signin?next=/day/"
    assert Client().as_("dispatcher").page("/day/").status_code == 403
    answer = Client().as_("technician:T01").page("/day/")
    assert answer.status_code == 200
    assert answer.content == Client().as_("technician:T02").page("/day/").content
    assert "Anna" not in answer.text
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "<script>" not in answer.text


def test_who_must_choose_a_password_does_that_first(firm: Desk) -> None:
    accounts.new_password(firm, ADAM, "T01")
    client = Client().as_("technician:T01")
    assert client.page("/day/").headers["location"] == "/password?next=/day/"
    assert send(client, "/day/device", {}).status_code == 401


def test_a_device_outlives_the_session_it_was_made_with(firm: Desk) -> None:
    client = tablet()
    client.cookies.delete("faltplan_session")
    assert client.page("/day/").status_code == 200
    assert kept(client).json()["technician"]["id"] == "T01"


def test_its_cookie_is_for_this_site_over_a_safe_line_and_no_script(firm: Desk) -> None:
    cookie = send(Client().as_("technician:T01"), "/day/device", {}).headers["set-cookie"]
    assert cookie.startswith(f"{DEVICE_COOKIE}=")
    for word in ("HttpOnly", "Secure", "SameSite=strict", f"Max-Age={int(devices.LONGEST.total_seconds())}"):
        assert word in cookie


def test_a_browser_stays_one_device_and_changes_with_its_user(firm: Desk) -> None:
    client = tablet()
    held = client.cookies.get(DEVICE_COOKIE)
    assert send(client, "/day/device", {}).json() == {"technician": "T01"}
    assert client.cookies.get(DEVICE_COOKIE) == held
    client.as_("technician:T02")
    assert send(client, "/day/device", {}).json() == {"technician": "T02"}
    assert devices.list_devices(firm, MARIA, technician_id="T01") == ()
    client.as_("dispatcher")
    assert send(client, "/day/device", {}).json() == {"technician": "T02"}


@pytest.mark.parametrize("who", [None, "dispatcher", "manager", "administrator"])
def test_nobody_else_becomes_a_device_or_gets_a_day(firm: Desk, who: str | None) -> None:
    client = Client() if who is None else Client().as_(who)
    for answer in (send(client, "/day/device", {}), kept(client), send(client, "/day/sync", {"events": []})):
        assert (answer.status_code, answer.json()) == (401, {"standing": "ended"})
        assert answer.headers["cache-control"] == "no-store"


def test_the_day_is_given_once_and_anew_when_it_changed(firm: Desk) -> None:
    client = tablet()
    first = kept(client)
    assert first.headers["cache-control"] == "no-store"
    again = kept(client, **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["fp-now"]
    send(client, "/day/sync", {"events": [row(client)]})
    assert kept(client, **{"if-none-match": first.headers["etag"]}).status_code == 200


def test_events_are_answered_one_by_one_in_their_order(firm: Desk) -> None:
    client = tablet()
    good = row(client)
    answer = send(client, "/day/sync", {"sent_at": "x", "events": [good, {"uuid": "short"}, 7, good]}).json()
    assert [one["result"] for one in answer["results"]] == ["known", "refused", "refused", "known"]
    assert [one["uuid"] for one in answer["results"]] == [good["uuid"], "short", "", good["uuid"]]
    assert set(answer["results"][1]["said"]) == {"sv", "en"}


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 400), ([], 400), (b"{", 400), (b"[" * 100_000, 400), ({"events": {}}, 400), (b"", 400),
     ({"events": [{}] * MOST_AT_ONCE}, 200), ({"events": [{}] * (MOST_AT_ONCE + 1)}, 400),
     (b" " * MOST_BYTES, 400), (b" " * (MOST_BYTES + 1), 413)],
)  # fmt: skip
def test_a_delivery_that_is_none_is_refused(firm: Desk, body: Any, status: int) -> None:
    assert send(tablet(), "/day/sync", body).status_code == status


@pytest.mark.parametrize("path", ["/day/device", "/day/sync", "/day/signout"])
@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"content-type": "text/plain"},
     {"content-type": "application/x-www-form-urlencoded"}],
)  # fmt: skip
def test_a_page_of_another_site_can_send_nothing(firm: Desk, path: str, headers: dict[str, str]) -> None:
    client = tablet()
    assert send(client, path, {"events": []}, **headers).status_code == 403
    assert kept(client).status_code == 200


def test_a_device_that_is_shut_out_is_told_so_and_a_new_sign_in_opens_it(firm: Desk) -> None:
    client = tablet()
    (one,) = devices.list_devices(firm, MARIA, technician_id="T01")
    devices.shut_out(firm, MARIA, one.device_id)
    # The session that may be open on the lost device is over too.
    for answer in (kept(client), send(client, "/day/device", {}), send(client, "/day/sync", {"events": []})):
        assert (answer.status_code, answer.json()) == (410, {"standing": "shut_out"})
    assert client.page("/day/").status_code == 303
    client.as_("technician:T01")
    assert send(client, "/day/device", {}).status_code == 200
    assert kept(client).status_code == 200


def test_signing_out_ends_the_device_here_and_in_the_header(firm: Desk) -> None:
    client = tablet()
    assert send(client, "/day/signout", {}).json() == {"out": True}
    assert kept(client).status_code == 401
    assert client.cookies.get(DEVICE_COOKIE) is None
    client = tablet()
    token = client.form_token("/password")
    client.post("/signout", {"form": token})
    assert devices.list_devices(firm, MARIA, technician_id="T01") == ()
    assert kept(client).status_code == 401


def test_a_device_whose_time_is_over_is_asked_to_sign_in(firm: Desk) -> None:
    early = replace(firm, clock=lambda: firm.clock() - devices.IDLE - timedelta(minutes=1))
    anna = replace(MARIA, actor_id="T01", role=type(MARIA.role).TECHNICIAN, technician_id="T01")
    client = Client()
    client.cookies.set(DEVICE_COOKIE, devices.remember(early, anna, client="x"), domain="127.0.0.1", path="/")
    assert kept(client).json() == {"standing": "ended"}


def test_every_file_the_device_keeps_is_there_and_open(firm: Desk) -> None:
    script = Client().get("/day/sw.js").text
    files = json.loads(re.search(r"const FILES = (\[.*?\]);", script)[1])  # type: ignore[index]
    assert set(SCRIPTS) == {*MODULES, "sw"}
    imported = {name for code in SCRIPTS.values() for name in re.findall(r"from '\./(\w+)\.js'", code)}
    assert imported | {"app"} == set(MODULES)
    fonts = [one for one in files if one.startswith("/static/media/")]
    for file in set(files) - {"/day/", *fonts}:
        assert Client().get(file).status_code == 200, file
    assert len(fonts) == 1


def test_the_page_can_be_installed(firm: Desk) -> None:
    made = Client().get("/day/manifest.webmanifest").json()
    assert (made["scope"], made["start_url"], made["display"]) == ("/day/", "/day/", "standalone")
    assert made["icons"][-1]["sizes"] == "any"


def test_the_scripts_know_their_words_and_every_word_is_theirs() -> None:
    code = "\n".join(SCRIPTS.values())
    asked = {f"tablet.ui.{one}" for one in re.findall(r"""'([a-z_]+(?:\.[a-z_]+)?)'""", code)}
    for part in re.findall(r"`([a-z_]+[._](?:\w+\.)?)\$\{", code):
        asked |= {one for one in texts() if one.startswith(f"tablet.ui.{part}")}
    asked |= {f"tablet.ui.{one}_one" for one in re.findall(r"count\('([a-z_]+)'", code)}
    own = {f"tablet.ui.{one}" for one in PAGE}
    assert own == {one for one in texts() if one.startswith("tablet.ui.")}
    assert own - asked == set()
    said = {f"tablet.ui.{one}" for one in re.findall(r"""say\('([\w.]+)'""", code)}
    assert said - own == set()


def test_a_browser_that_lost_its_cookie_is_the_same_device_and_a_touched_mac_an_ipad(firm: Desk) -> None:
    mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15"
    for mark in ("a" * 32, "a" * 32, "b" * 32, "<b>"):
        client = Client().as_("technician:T01")
        send(client, "/day/device", {"mark": mark, "touch": True}, **{"user-agent": mac})
    found = devices.list_devices(firm, MARIA, technician_id="T01")
    assert sorted(one.mark for one in found) == ["", "a" * 32, "b" * 32]
    assert all(one.client.startswith("iPad ") for one in found)
