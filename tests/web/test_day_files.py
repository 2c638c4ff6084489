"""What a device sends and fetches beside its day: pictures, receipts, the ground of the map, the time of the day."""

from __future__ import annotations

from datetime import date
from typing import Any

import httpx
import pytest

from planner.desk import Desk, devices
from planner.files.pictures import MOST_BYTES
from tests.files.jpegs import GPS_WORDS, jpeg
from tests.ui.sample import ANNA, MARIA
from tests.web.client import Client
from tests.web.test_day import firm, kept, row, send, tablet

__all__ = ["firm"]

JPEG = {"content-type": "image/jpeg", "origin": "https://127.0.0.1:8501", "sec-fetch-site": "same-origin"}


def picture(client: Client, uuid: str, content: bytes, **headers: str) -> httpx.Response:
    return client._ask("POST", f"/day/picture?id={uuid}", content=content, headers=JPEG | headers)


def shown(client: Client, path: str) -> httpx.Response:
    return client._ask("GET", path)


def reported(client: Client, **more: Any) -> str:
    one = row(client, type="work.photo", **more)
    assert send(client, "/day/sync", {"events": [one]}).json()["results"][0]["result"] == "stored"
    return str(one["uuid"])


def test_a_picture_comes_after_its_report_bare_and_once(firm: Desk) -> None:
    client = tablet()
    assert picture(client, "press-0001", jpeg()).status_code == 409
    uuid = reported(client)
    assert picture(client, uuid, jpeg(camera=True)).json() == {"stored": True}
    assert picture(client, uuid, jpeg(camera=True)).json() == {"stored": False}
    answer = shown(client, f"/day/picture?id={uuid}")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert not any(word in answer.content for word in GPS_WORDS)
    day = kept(client).json()
    assert [one["id"] for stop in day["stops"] for one in stop.get("told", ()) if one["what"] == "photo"] == [uuid]


@pytest.mark.parametrize(
    ("content", "status"), [(b"GIF89a", 422), (b"", 422), (b"x" * (MOST_BYTES + 1), 413)], ids=["gif", "empty", "long"]
)
def test_what_is_no_picture_is_refused(firm: Desk, content: bytes, status: int) -> None:
    client = tablet()
    assert picture(client, reported(client), content).status_code == status


@pytest.mark.parametrize(
    "headers",
    [{"content-type": "application/json"}, {"content-type": "text/plain"}, {"origin": "https://evil.example"},
     {"sec-fetch-site": "cross-site"}],
)  # fmt: skip
def test_a_page_of_another_site_sends_no_picture(firm: Desk, headers: dict[str, str]) -> None:
    client = tablet()
    assert picture(client, reported(client), jpeg(), **headers).status_code == 403


def test_a_colleagues_device_neither_sends_nor_sees_it(firm: Desk) -> None:
    client, other = tablet(), tablet("technician:T02")
    uuid = reported(client)
    assert picture(other, uuid, jpeg()).status_code == 403
    assert picture(client, uuid, jpeg()).status_code == 200
    assert shown(other, f"/day/picture?id={uuid}").status_code == 404


def test_without_a_device_nothing_is_given_or_taken(firm: Desk) -> None:
    uuid = reported(tablet())
    for who in (None, "dispatcher", "technician:T01"):
        client = Client() if who is None else Client().as_(who)
        assert picture(client, uuid, jpeg()).status_code == 401
        for path in (f"/day/picture?id={uuid}", "/day/receipt?day=2026-01-01&visit=V001", "/day/ground", "/day/time"):
            answer = shown(client, path)
            assert answer.status_code == 401, path
            assert answer.headers["cache-control"] == "no-store"


def test_a_device_that_is_shut_out_gets_no_picture_any_more(firm: Desk) -> None:
    client = tablet()
    uuid = reported(client)
    picture(client, uuid, jpeg())
    (one,) = devices.list_devices(firm, ANNA)
    devices.shut_out(firm, MARIA, one.device_id)
    assert shown(client, f"/day/picture?id={uuid}").status_code == 410


def test_a_receipt_is_shown_alone_to_its_technician_and_to_the_desk(firm: Desk) -> None:
    client = tablet()
    uuid = reported(client)
    picture(client, uuid, jpeg())
    day = kept(client).json()
    visit = next(one["visit"] for one in day["stops"] if one.get("told"))
    address = f"day={day['day']}&visit={visit}&lang=en"
    for answer in (
        shown(client, f"/day/receipt?{address}"),
        Client().as_("dispatcher").get(f"/export/receipt?{address}"),
    ):
        assert answer.status_code == 200
        assert f"Receipt for visit {visit}" in answer.text
        policy = answer.headers["content-security-policy"]
        assert "sandbox" in policy
        assert "script" not in policy.replace("allow-scripts", "script")
        assert answer.headers["cache-control"] == "no-store"
    assert shown(tablet("technician:T02"), f"/day/receipt?{address}").status_code == 404
    assert Client().as_("technician:T02").get(f"/export/receipt?{address}").status_code == 403
    assert Client().as_("manager").get(f"/export/receipt?{address}").status_code == 403
    assert Client().as_("dispatcher").get("/export/receipt?day=x").status_code == 404


def test_the_time_of_the_day_comes_with_the_laws_words_in_both_languages(firm: Desk) -> None:
    client = tablet()
    empty = shown(client, "/day/time").json()
    assert (empty["start"], empty["says"], empty["sums"]["work"]) == ("", [], 0)
    one = row(client, type="visit.started")
    send(client, "/day/sync", {"events": [one]})
    told = shown(client, "/day/time").json()
    assert date.fromisoformat(told["day"])
    assert told["start"] < told["end"]
    assert not told["is_over"]
    assert all(set(said["said"]) == {"sv", "en"} for said in told["says"])


def test_the_page_may_ask_where_it_is_and_no_other_page_may(firm: Desk) -> None:
    assert "geolocation=(self)" in Client().as_("technician:T01").page("/day/").headers["permissions-policy"]
    for path in ("/healthz", "/signin"):
        assert "geolocation=()" in Client().get(path).headers["permissions-policy"]
