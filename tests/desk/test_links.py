"""A link opens one technician's times and addresses while it holds; nothing else opens anything, ever."""

import string
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier

import pytest
from icalendar import Calendar

from planner import store
from planner.desk import plan as plan_desk
from planner.desk.links import list_links, make_link, open_link, revoke_link
from planner.model.errors import InputError, NotAllowedError
from planner.model.link import Link, LinkKind
from planner.model.places import Place
from tests.desk.firm import (
    ANNA,
    BO,
    DANA,
    DAY,
    HOME,
    MAJA,
    NOW,
    drafted,
    fill,
    published,
    request,
    technician,
)

CALENDAR, DAYSHEET = LinkKind.CALENDAR, LinkKind.DAYSHEET
CLASSES = {
    "lower": string.ascii_lowercase,
    "upper": string.ascii_uppercase,
    "digit": string.digits,
    "of the alphabet": "-_",
    "separator": ".:/",
    "padding": "=",
    "space": " \t\n\0",
    "foreign": "åК\u2028\ud800",
}
SECRETS = ("Sjöviks", "Skrivaren", "Karin", "7654321", "4711", "nyckel", "Bo K", "Bromma", "Anna", "printer", "R1")


@pytest.fixture
def firm(desk):
    """Anna visits R1 and R2, Bo has R3 from his desk; every word of R1 is a secret but its address."""
    told = {
        "customer": "Sjöviks Tryck",
        "contact_name": "Karin",
        "contact_phone": "08-7654321",
        "access_notes": "Kod 4711, nyckel i skåpet",
        "required_technicians": ("T01",),
    }
    fill(
        desk,
        request("R1", address="Kistagången 1", postcode="164 40", city="Kista", **told),
        request("R2", place=HOME, address="", **told),
        request("R3", required_technicians=("T02",), address="Solnavägen 3", place=Place(lat=59.36, lon=18.0)),
    )
    published(desk)
    return desk


def at(desk, moment):
    return replace(desk, clock=lambda: moment)


def calendar_of(firm, actor=ANNA):
    return make_link(firm, actor, CALENDAR)


def sheet_of(firm, actor=ANNA, day=DAY):
    return make_link(firm, actor, DAYSHEET, day=day)


def read(firm, token, kind=CALENDAR):
    return open_link(firm, token, kind, language="sv")


def events(firm, token):
    return Calendar.from_ical(read(firm, token).content).walk("VEVENT")


def test_a_calendar_holds_start_end_and_address_and_nothing_else(firm):
    content = read(firm, calendar_of(firm).token).content.decode()
    assert [word for word in SECRETS if word in content] == []
    for event in (found := events(firm, calendar_of(firm).token)):
        assert set(event) == {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "LOCATION"}
    assert sorted(str(event["LOCATION"]) for event in found) == ["59.34000, 17.94000", "Kistagången 1, 164 40 Kista"]


def test_a_day_sheet_holds_times_and_addresses_and_nothing_else(firm):
    page = read(firm, sheet_of(firm).token, DAYSHEET).content.decode()
    body = page[page.index("<body>") :]
    assert [word for word in SECRETS if word in body] == []
    assert "Kistagången 1, 164 40 Kista" in body
    assert "Solnavägen" not in body
    assert body.count("<li>") == 2


def test_events_keep_their_identity_and_count_the_version(firm):
    token = calendar_of(firm).token
    before = {str(event["UID"]): int(event["SEQUENCE"]) for event in events(firm, token)}
    published(firm, "p2")
    after = {str(event["UID"]): int(event["SEQUENCE"]) for event in events(firm, token)}
    assert before.keys() == after.keys()
    assert (set(before.values()), set(after.values())) == ({1}, {2})


def test_what_is_cancelled_disappears_from_the_calendar(firm):
    token = calendar_of(firm).token
    before = {str(event["LOCATION"]): event["UID"] for event in events(firm, token)}
    with firm.store.writing() as db:
        plan = store.plans.published_on(db, DAY)
        stays = tuple(stop for stop in plan.stops if stop.visit_id != "R1")
        store.plans.publish(db, store.plans.add(db, plan.replace(plan_id="p2", stops=stays)), at=NOW)
    assert [event["UID"] for event in events(firm, token)] == [before["59.34000, 17.94000"]]


def test_a_draft_is_in_no_calendar(firm):
    other = DAY + timedelta(days=1)
    drafted(firm, "p2", other)
    assert {event["DTSTART"].dt.date() for event in events(firm, calendar_of(firm).token)} == {DAY}


@pytest.mark.parametrize(("ahead", "there"), [(-2, False), (-1, True), (14, True), (15, False)])
def test_a_calendar_reaches_from_yesterday_to_two_weeks_ahead(firm, ahead, there):
    token = calendar_of(firm).token
    then = at(firm, NOW - timedelta(days=ahead))
    with firm.store.writing() as db:
        db.exec_driver_sql("update link set created_at = '2026-01-01T00:00:00.000000Z', expires_at = created_at")
        db.exec_driver_sql("update link set created_at = '2026-11-01T00:00:00.000000Z'")
        db.exec_driver_sql("update link set expires_at = '2027-01-20T00:00:00.000000Z'")
    assert bool(events(then, token)) is there


@pytest.mark.parametrize("kind", [CALENDAR, DAYSHEET])
@pytest.mark.parametrize("letters", CLASSES.values(), ids=CLASSES)
def test_no_changed_letter_opens_anything(firm, address, kind, letters):
    token = (calendar_of(firm) if kind is CALENDAR else sheet_of(firm)).token
    assert read(firm, token, kind) is not None
    # Every third letter at every place embedded, on a server every sixth; always the same letter in its other case.
    some = letters[:: 3 if address.startswith("sqlite") else 6]
    tampered = {
        made
        for place in range(len(token) + 1)
        for letter in {*some, *({token[place : place + 1].swapcase()} & {*letters})}
        for made in (token[:place] + letter + token[place + 1 :], token[:place] + letter + token[place:])
    } - {token}
    assert [one for one in tampered if read(firm, one, kind) is not None] == []


def test_no_shortened_swapped_or_joined_token_opens_anything(firm):
    mine, other = calendar_of(firm).token, calendar_of(firm, BO).token
    crossed = f"{mine.partition('.')[0]}.{other.partition('.')[2]}"
    parts = {mine[:end] for end in range(len(mine))} | {mine[begin:] for begin in range(1, len(mine))}
    joined = {crossed, mine + other, mine.upper(), mine.swapcase(), mine[::-1], f"{mine}.{mine}", mine.replace(".", "")}
    assert [one for one in parts | joined if read(firm, one) is not None] == []


@pytest.mark.parametrize(("kind", "holds"), [(CALENDAR, timedelta(days=90)), (DAYSHEET, timedelta(hours=24))])
def test_a_link_opens_until_its_moment_and_not_at_it(firm, kind, holds):
    made = calendar_of(firm) if kind is CALENDAR else sheet_of(firm)
    assert made.link.expires_at == NOW + holds
    assert read(at(firm, NOW + holds - timedelta(microseconds=1)), made.token, kind) is not None
    assert read(at(firm, NOW + holds), made.token, kind) is None
    assert read(at(firm, NOW - timedelta(seconds=1)), made.token, kind) is None


def test_no_link_can_hold_longer_than_its_kind_may():
    for kind, day in ((CALENDAR, None), (DAYSHEET, DAY)):
        with pytest.raises(ValueError, match="expires_at"):
            Link(link_id="x", kind=kind, technician_id="T01", created_at=NOW, created_by="dana", day=day,
                 expires_at=NOW + kind.longest + timedelta(seconds=1))  # fmt: skip


def test_a_link_of_one_kind_does_not_open_the_other(firm):
    assert read(firm, calendar_of(firm).token, DAYSHEET) is None
    assert read(firm, sheet_of(firm).token, CALENDAR) is None


def test_a_revoked_link_is_over_at_once(firm):
    made = calendar_of(firm)
    revoke_link(firm, ANNA, made.link.link_id)
    assert read(firm, made.token) is None
    assert list_links(firm, ANNA) == ()


def test_a_new_link_ends_the_old_one_of_its_kind_and_day(firm):
    first, sheet, tomorrow = calendar_of(firm), sheet_of(firm), sheet_of(firm, day=DAY + timedelta(days=1))
    others = calendar_of(firm, BO)
    second = calendar_of(firm)
    assert read(firm, first.token) is None
    assert read(firm, second.token) is not None
    assert read(firm, others.token) is not None
    assert {one.link_id for one in list_links(firm, ANNA)} == {made.link.link_id for made in (sheet, tomorrow, second)}
    sheet_of(firm)
    assert read(firm, sheet.token, DAYSHEET) is None
    assert read(firm, tomorrow.token, DAYSHEET) is not None


def test_of_links_made_at_once_one_holds(firm):
    for _ in range(6):
        begin = Barrier(4)

        def make(_number, begin=begin):
            begin.wait()
            calendar_of(firm)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(make, range(4)))
        assert len(list_links(firm, ANNA)) == 1


def test_a_link_shows_its_technicians_work_only(firm):
    (event,) = events(firm, calendar_of(firm, BO).token)
    assert event["LOCATION"] == "Solnavägen 3"


def test_who_left_has_no_link_any_more(firm):
    token = calendar_of(firm).token
    with firm.store.writing() as db:
        anna = store.people.get_technician(db, "T01")
        store.people.save_technician(db, anna.replace(active=False))
    assert read(firm, token) is None
    with pytest.raises(InputError):
        calendar_of(firm)


def test_a_token_of_another_database_opens_nothing(firm):
    token = calendar_of(firm).token
    with firm.store.writing() as db:
        db.exec_driver_sql("update secret set value = 'another' where name = 'link_secret'")
    assert read(firm, token) is None


def test_nothing_opens_where_no_link_was_ever_made(desk):
    assert read(desk, "x.y") is None


def test_a_technician_makes_sees_and_ends_their_own_links_only(firm):
    made = calendar_of(firm, BO)
    for forbidden in (
        lambda: make_link(firm, ANNA, CALENDAR, technician_id="T02"),
        lambda: list_links(firm, ANNA, technician_id="T02"),
        lambda: revoke_link(firm, ANNA, made.link.link_id),
        lambda: make_link(firm, MAJA, CALENDAR, technician_id="T02"),
    ):
        with pytest.raises(NotAllowedError):
            forbidden()
    assert read(firm, made.token) is not None


def test_a_dispatcher_names_whose_link_it_is(firm):
    assert read(firm, make_link(firm, DANA, CALENDAR, technician_id="T01").token) is not None
    for asked in ({}, {"technician_id": "T77"}):
        with pytest.raises(InputError):
            make_link(firm, DANA, CALENDAR, **asked)
    with pytest.raises(InputError):
        revoke_link(firm, DANA, "nothing")


@pytest.mark.parametrize(("kind", "day"), [(CALENDAR, DAY), (DAYSHEET, None)])
def test_a_day_sheet_has_a_day_and_a_calendar_none(firm, kind, day):
    with pytest.raises(InputError):
        make_link(firm, ANNA, kind, day=day)


def test_a_day_without_a_plan_is_a_sheet_that_says_so(firm):
    made = sheet_of(firm, day=date(2026, 12, 24))
    assert "Inget är planerat" in read(firm, made.token, DAYSHEET).content.decode()


def test_the_last_use_is_written_at_most_once_a_minute(firm):
    token = calendar_of(firm).token
    for seconds, known in ((0, 0), (59, 0), (60, 60), (90, 60)):
        read(at(firm, NOW + timedelta(seconds=seconds)), token)
        (link,) = list_links(firm, ANNA)
        assert link.used_at == NOW + timedelta(seconds=known)


def test_making_and_ending_stand_in_the_audit_but_neither_token_nor_secret(firm):
    made = calendar_of(firm)
    revoke_link(firm, DANA, made.link.link_id)
    with firm.store.reading() as db:
        calls = [(one.call, one.actor_id) for one in store.audit.entries(db)]
        kept = str([one.changes for one in store.audit.entries(db)])
        secret = store.links.secret(db)
    assert calls[-2:] == [("links.make_link", "anna"), ("links.revoke_link", "dana")]
    assert made.token.partition(".")[2] not in kept
    assert secret not in kept


def test_nobody_reads_the_secret_among_the_settings(firm):
    calendar_of(firm)
    with firm.store.reading() as db:
        assert "link" not in str(db.exec_driver_sql("select * from setting").all())


def test_a_technicians_home_gives_no_name_to_a_customer_at_the_same_place(firm):
    """R2 lies where Anna starts: the plan knows the place by the name of her home."""
    assert technician().start_place == HOME
    plan = plan_desk.published_plan(firm, DANA, DAY)
    assert plan.stop_of("R2").place.label == "Bromma"
    assert "Bromma" not in read(firm, calendar_of(firm).token).content.decode()
