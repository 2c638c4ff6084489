"""The addresses of links, handed files and readiness: one answer for everything wrong, and nothing kept on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from planner import store
from planner.desk import Desk, readiness
from planner.desk import links as links_desk
from planner.desk import plan as plan_desk
from planner.model.link import LinkKind
from planner.web import HANDED, Paper, file_url, link_path
from planner.web import links as links_web
from planner.web.handed import Handed
from planner.web.misses import Misses
from tests.ui.days import planned
from tests.ui.sample import MARIA, add_work
from tests.web.test_web import get, get_as

CALENDAR, DAYSHEET = LinkKind.CALENDAR, LinkKind.DAYSHEET


@pytest.fixture
def firm(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The small firm with its day published, and nobody has knocked yet."""
    monkeypatch.setattr(links_web, "_MISSES", Misses())
    add_work(desk)
    plan_desk.publish(desk, MARIA, planned(desk).plan_id)
    return desk


def made(desk: Desk, kind: LinkKind = CALENDAR, whose: str = "T01") -> links_desk.MadeLink:
    day = desk.today() if kind is DAYSHEET else None
    return links_desk.make_link(desk, MARIA, kind, technician_id=whose, day=day)


def path(desk: Desk, kind: LinkKind = CALENDAR, whose: str = "T01") -> str:
    return link_path(made(desk, kind, whose).token, kind, language="sv")


@pytest.mark.parametrize(("kind", "media"), [(CALENDAR, "text/calendar"), (DAYSHEET, "text/html")])
def test_a_link_opens_without_a_sign_in_and_leaves_no_trace_on_the_way(firm: Desk, kind: LinkKind, media: str) -> None:
    status, headers, body = get(path(firm, kind))
    assert status == 200
    assert headers["content-type"].startswith(media)
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-robots-tag"] == "noindex"
    assert headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert body


def test_the_calendar_is_one_that_calendars_read(firm: Desk) -> None:
    calendar = Calendar.from_ical(get(path(firm))[2])
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar.walk("VEVENT")
    assert [error for part in calendar.walk() for error in part.errors] == []


def left(desk: Desk) -> str:
    made_before = path(desk)
    with desk.store.writing() as db:
        anna = store.people.get_technician(db, "T01")
        assert anna is not None
        store.people.save_technician(db, anna.replace(active=False))
    return made_before


def revoked(desk: Desk) -> str:
    link = made(desk)
    links_desk.revoke_link(desk, MARIA, link.link.link_id)
    return link_path(link.token, CALENDAR, language="sv")


def expired(desk: Desk) -> str:
    before = replace(desk, clock=lambda: desk.clock() - timedelta(days=91))
    return path(before)


WRONG: dict[str, Callable[[Desk], str]] = {
    "tampered": lambda desk: path(desk).replace(".ics", "A.ics"),
    "unknown": lambda _desk: "/l/nothing.ics",
    "expired": expired,
    "revoked": revoked,
    "other kind": lambda desk: path(desk).replace(".ics", ""),
    "who left": left,
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_whatever_is_wrong_the_answer_is_the_same(firm: Desk, wrong: Callable[[Desk], str]) -> None:
    _, plain, said = get("/l/nothing")
    status, headers, body = get(wrong(firm))
    assert (status, headers, body) == (404, plain, said)
    assert headers["cache-control"] == "no-store"


def test_who_knocks_in_vain_too_often_waits(firm: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(links_web, "_MISSES", Misses(clock=lambda: now[0]))
    good = path(firm)
    assert [get(f"/l/{number}.ics")[0] for number in range(31)] == [404] * 30 + [429]
    assert get(good)[0] == 429
    now[0] = 60.0
    assert get(good)[0] == 200


def test_one_address_that_knocks_in_vain_does_not_shut_out_another() -> None:
    misses = Misses(most=2)
    for _ in range(2):
        misses.add("192.0.2.1")
    assert misses.too_many("192.0.2.1")
    assert not misses.too_many("192.0.2.2")


def test_the_counter_of_misses_does_not_grow_without_end() -> None:
    misses = Misses(most=1, addresses=10)
    for number in range(50):
        misses.add(str(number))
    assert [number for number in range(50) if misses.too_many(str(number))] == list(range(40, 50))


def offered(content: bytes = b"a;b") -> str:
    paper = Paper(owner=MARIA.actor_id, filename="fel.csv", media_type="text/csv", make=lambda: content)
    return HANDED.offer(paper)


def test_a_file_made_on_a_page_is_for_whom_it_was_made(firm: Desk) -> None:
    address = file_url(offered(), language="sv")
    status, headers, body = get_as("dispatcher", address)
    assert (status, body) == (200, b"a;b")
    assert headers["cache-control"] == "no-store"
    assert headers["content-disposition"].startswith("attachment;")
    for who in ("manager", "technician:T01"):
        status, _, body = get_as(who, address)
        assert status == 404
        assert b"a;b" not in body
    assert get_as("dispatcher", file_url("guessed", language="sv"))[0] == 404


def test_no_file_leaves_without_a_session(firm: Desk) -> None:
    for address in (file_url(offered(), language="sv"), "/export/p1/json", "/export/p1/ics?technician=T01"):
        status, headers, body = get(address)
        assert status == 401, address
        assert headers["cache-control"] == "no-store"
        assert b"a;b" not in body


def test_a_file_waits_a_while_and_keeps_its_address_while_it_is_offered_again() -> None:
    now = [0.0]
    handed = Handed(keep_s=10, most=2, clock=lambda: now[0])
    old, new = (Paper(owner="m", filename=name, media_type="text/csv", make=bytes) for name in ("a", "b"))
    file_id = handed.offer(old)
    now[0] = 9
    assert handed.offer(new, file_id=file_id) == file_id
    now[0] = 19
    assert handed.take(file_id, owner="m") == new
    now[0] = 19.1
    assert handed.take(file_id, owner="m") is None


def test_files_that_wait_do_not_fill_the_memory() -> None:
    handed = Handed(most=2)
    ids = [handed.offer(Paper(owner="m", filename="a", media_type="text/csv", make=bytes)) for _ in range(3)]
    assert [handed.take(one, owner="m") is not None for one in ids] == [False, True, True]


def test_the_app_is_ready_when_its_database_answers(firm: Desk) -> None:
    status, headers, body = get("/readyz")
    assert (status, body) == (200, b'{"ready":true}')
    assert headers["cache-control"] == "no-store"


def test_a_database_of_another_release_is_not_ready(firm: Desk) -> None:
    with firm.store.writing() as db:
        db.exec_driver_sql("update alembic_version set version_num = '0001'")
    status, _, body = get("/readyz")
    assert (status, body) == (503, b'{"ready":false,"failed":"schema"}')


def test_a_database_that_is_away_is_not_ready_and_its_address_stays_unsaid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://faltplan:secret@127.0.0.1:1/faltplan")
    status, _, body = get("/readyz")
    assert (status, body) == (503, b'{"ready":false,"failed":"database"}')
    assert get("/healthz")[0] == 200


def test_a_full_disk_is_not_ready(firm: Desk) -> None:
    assert readiness.first_failure(firm, room_bytes=1) is None
    assert readiness.first_failure(firm, room_bytes=10**18) == "disk"
