"""A day on a device: own stops only, what the work needs only; what comes back is stored once and never refused."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier

import pytest

from planner import store
from planner.desk import day as day_desk
from planner.desk import tablet, triage
from planner.desk.tablet_document import AFTERWARDS, mail_link
from planner.desk.taps import read_tap
from planner.model.errors import NotAllowedError
from planner.model.language import render
from planner.model.request import PartNeed, Promise
from planner.model.words import PromiseKind, RequestStatus
from tests.desk.firm import ANNA, BO, DANA, DAY, MAJA, NOW, at, fill, filled, later, published, request
from tests.desk.tapping import hand_in, row


@pytest.fixture
def firm(desk):
    """Anna visits R1 and R2, Bo has R3."""
    return published(filled(desk)) and desk


def kept(desk, actor=ANNA):
    return json.loads(tablet.keep_day(desk, actor).content)


def work(desk, visit="R1", actor=ANNA):
    return next(one for one in kept(desk, actor)["stops"] if one.get("visit") == visit)


def events(desk, type_=None):
    with desk.store.reading() as db:
        found = store.events.find(db)
    return [one for one in found if one.source == "tablet" and type_ in (None, one.type)]


def state(desk, visit="R1"):
    return day_desk.my_day(desk, DANA, DAY, technician_id="T01").states.get(visit, "")


def given_to(desk, visit, technician_id, plan_id="p2"):
    """Publish the day anew with a visit at somebody else, or nowhere."""
    with desk.store.writing() as db:
        plan = store.plans.published_on(db, DAY)
        duty = next((one.duty_id for one in plan.technicians if one.technician_id == technician_id), "")
        stops = tuple(
            replace(one, technician_id=technician_id, duty_id=duty) if one.visit_id == visit else one
            for one in plan.stops
            if technician_id or one.visit_id != visit
        )
        store.plans.publish(db, store.plans.add(db, plan.replace(plan_id=plan_id, stops=stops)), at=NOW)


def said(answer):
    return render(answer.said, "sv") if answer.said else ""


def test_a_device_keeps_own_stops_and_nobody_elses(firm):
    mine = kept(firm)
    assert [one["visit"] for one in mine["stops"] if one.get("visit")] == ["R2", "R1"]
    assert [one["visit"] for one in kept(firm, BO)["stops"] if one.get("visit")] == ["R3"]
    assert "R3" not in json.dumps(mine)
    assert (mine["technician"]["id"], mine["plan"], mine["day"]) == ("T01", "p1", DAY.isoformat())
    with pytest.raises(NotAllowedError):
        tablet.keep_day(firm, ANNA, technician_id="T02")


def test_of_a_customer_a_device_keeps_what_the_visit_needs(desk):
    told = {
        "contact_name": "Karin", "contact_phone": "08-765 43 21, karin@sjovik.example", "access_notes": "Kod 4711",
        "required_parts": (PartNeed(part="cat6_patch", quantity=2),), "external_ref": "secret-ref",
        "triage_answers": (("q", "secret-answer"),), "address": "Kistagången 1",
        "promise": Promise(kind=PromiseKind.TOLD,
                           earliest=at(9), latest=at(11)),
    }  # fmt: skip
    fill(desk, request("R1", required_technicians=("T01",), **told))
    published(desk)
    one = work(desk)
    assert (one["contact"], one["tel"], one["mail"]) == ("Karin", "tel:087654321", "mailto:karin@sjovik.example")
    assert one["access"] == "Kod 4711"
    assert [datetime.fromisoformat(moment) for moment in one["promise"]] == [at(9), at(11)]
    assert [(need["part"], need["quantity"]) for need in one["needs"]] == [("cat6_patch", 2)]
    assert [name for name, _ in one["links"]] == ["Google Maps", "Apple Maps", "Waze", "geo:"]
    assert "secret" not in json.dumps(kept(desk))


def test_the_kept_day_is_small_and_has_a_map_of_its_area(firm):
    content = tablet.keep_day(firm, ANNA).content
    assert len(content.encode()) < 60_000
    assert json.loads(content)["map"]["rings"]
    assert json.loads(content)["map"]["labels"]


def test_the_hash_changes_with_the_day_and_not_without(firm):
    before = tablet.keep_day(firm, ANNA).version
    assert tablet.keep_day(firm, ANNA).version == before
    one = triage.get_request(firm, DANA, "R1")
    triage.save_request(firm, DANA, one.replace(access_notes="Ny kod"))
    assert tablet.keep_day(firm, ANNA).version != before


def test_a_day_runs_out_at_its_midnight(firm):
    assert kept(firm)["expires"] == "2026-11-24T23:00:00+00:00"


@pytest.mark.parametrize(("after", "same"), [(-timedelta(seconds=1), True), (timedelta(0), False)])
def test_a_night_duty_stays_an_hour_longer_than_its_last_stop(firm, after, same):
    with firm.store.writing() as db:
        plan = store.plans.published_on(db, DAY)
        ends = at(2, day=DAY + timedelta(days=1))
        night = tuple(replace(one, end=ends) if one.technician_id == "T01" else one for one in plan.stops)
        store.plans.publish(db, store.plans.add(db, plan.replace(plan_id="p2", stops=night)), at=NOW)
    then = replace(firm, clock=lambda: ends + AFTERWARDS + after)
    mine = kept(then)
    assert (mine["day"] == DAY.isoformat()) is same
    assert mine["expires"] == ("2026-11-25T02:00:00+00:00" if same else "2026-11-25T23:00:00+00:00")


@pytest.mark.parametrize(
    ("words", "link"),
    [
        ("karin@sjovik.example", "mailto:karin@sjovik.example"),
        ("Ring Karin (karin.s+it@sub.sjovik.example).", "mailto:karin.s+it@sub.sjovik.example"),
        ("a@b", ""),
        ("kod 4711@", ""),
        ("javascript:alert(1)@x", ""),
        ("", ""),
    ],
)
def test_a_mail_address_becomes_a_link_and_nothing_else_does(words, link):
    assert mail_link("", words) == link


def test_reports_become_the_state_of_visit_and_request_in_the_order_of_the_device(firm):
    rows = [row(1), row(2, "visit.arrived"), row(3, "visit.started"), row(4, "visit.done", note="Bytte kabel")]
    assert [one.result for one in hand_in(firm, *reversed(rows))] == ["stored"] * 4
    assert state(firm) == "visit.done"
    assert triage.get_request(firm, DANA, "R1").status is RequestStatus.DONE
    assert [one[0] for one in work(firm)["stands"]] == ["en_route", "arrived", "started", "done"]


def test_the_same_event_is_stored_once_however_often_it_comes(firm):
    rows = [row(1), row(2, "work.note", note="a")]
    assert [one.result for one in hand_in(firm, *rows)] == ["stored", "stored"]
    assert [one.result for one in hand_in(firm, *rows, *rows)] == ["known"] * 4
    assert len(events(firm)) == 2


def test_two_deliveries_at_the_same_moment_store_each_event_once(firm):
    rows = [row(1), row(2, "visit.arrived"), *(row(seq, "work.note", note=str(seq)) for seq in range(3, 40))]
    gate = Barrier(3)

    def deliver():
        gate.wait()
        return [one.result for one in hand_in(firm, *rows)]

    with ThreadPoolExecutor(3) as threads:
        answers = [one.result() for one in [threads.submit(deliver) for _ in range(3)]]
    assert sorted(result for one in answers for result in one) == ["known"] * 78 + ["stored"] * 39
    assert len(events(firm)) == 39
    assert state(firm) == "visit.arrived"


def test_a_clock_wrong_by_two_hours_loses_nothing_and_both_times_are_kept(firm):
    then = replace(firm, clock=lambda: later(200))
    wrong = timedelta(hours=2)
    rows = [row(seq, kind, at=(later(minute) + wrong).isoformat()) for seq, kind, minute in
            ((1, "visit.en_route", 120), (2, "visit.arrived", 140), (3, "visit.done", 190))]  # fmt: skip
    assert {one.result for one in hand_in(then, *rows, sent_at=later(200) + wrong)} == {"stored"}
    assert [one.at for one in events(firm)] == [later(120), later(140), later(190)]
    assert {one.recorded_at for one in events(firm)} == {later(200)}
    assert events(firm)[0].get("device_at") == (later(120) + wrong).isoformat()
    assert {one.get("clock_s") for one in events(firm)} == {"-7200"}


def test_two_deliveries_keep_the_order_of_a_device_whose_clock_is_measured_otherwise(firm):
    fast, slow = timedelta(seconds=121), timedelta(seconds=119)
    then = replace(firm, clock=lambda: later(60))
    hand_in(then, row(1, at=(later(60) - fast).isoformat()), sent_at=later(60) - fast)
    hand_in(then, row(2, "visit.arrived", at=(later(60) - slow).isoformat()), sent_at=later(60) - slow)
    assert [(one.type, one.at) for one in events(firm)] == [
        ("visit.en_route", later(60)), ("visit.arrived", later(60))
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["1970-01-01T00:00:00Z", "2199-12-31T23:59:59Z", "9999-99-99", "", None, "x" * 999])
def test_no_event_is_refused_for_its_clock(firm, words):
    (answer,) = hand_in(firm, row(1, at=words))
    assert answer.result == "stored"
    (event,) = events(firm)
    assert at(0) <= event.at <= NOW
    assert event.get("device_at") == str(words)[:40]


def test_a_visit_that_went_to_somebody_else_keeps_what_was_done(firm):
    given_to(firm, "R1", "T02")
    rows = [row(1), row(2, "work.note", note="Dörren låst"), row(3, "visit.arrived")]
    answers = hand_in(firm, *rows)
    assert [one.result for one in answers] == ["kept", "stored", "kept"]
    assert said(answers[0]) == "Besöket har gått till Name T02. Det du gjorde är sparat."
    assert all(one.said for one in answers)
    assert [(one.type, one.get("was"), one.request_id) for one in events(firm)] == [
        ("work.kept", "visit.en_route", "R1"), ("work.note", "work.note", "R1"), ("work.kept", "visit.arrived", "R1")
    ]  # fmt: skip
    assert state(firm) == ""
    assert triage.get_request(firm, DANA, "R1").status is not RequestStatus.EN_ROUTE


def test_the_sentence_comes_again_where_the_first_answer_was_lost(firm):
    given_to(firm, "R1", "T02")
    (first,), (second,) = hand_in(firm, row(1)), hand_in(firm, row(1))
    assert (first.result, second.result) == ("kept", "known")
    assert said(second) == said(first) != ""


@pytest.mark.parametrize(("status", "words"), [("cancelled", "avbokat"), ("triaged", "ligger inte kvar")])
def test_a_visit_that_is_gone_is_told_as_what_it_is(firm, status, words):
    given_to(firm, "R1", "")
    with firm.store.writing() as db:
        store.requests.save(db, store.requests.get(db, "R1").replace(status=RequestStatus(status)))
    (answer,) = hand_in(firm, row(1))
    assert (answer.result, words in said(answer)) == ("kept", True)


def test_a_visit_that_is_cancelled_but_still_planned_is_not_begun(firm):
    with firm.store.writing() as db:
        store.requests.save(db, store.requests.get(db, "R1").replace(status=RequestStatus.CANCELLED))
    assert work(firm)["cancelled"]
    (answer,) = hand_in(firm, row(1))
    assert (answer.result, "avbokat" in said(answer)) == ("kept", True)
    assert triage.get_request(firm, DANA, "R1").status is RequestStatus.CANCELLED


def test_what_the_desk_reported_meanwhile_stands_and_the_technician_is_told(firm):
    for type_ in ("visit.arrived", "visit.done"):
        day_desk.report_status(firm, DANA, "R1", type_, client_uuid=f"desk-{type_}", at=NOW, day=DAY)
    first, second = hand_in(firm, row(1), row(2, "visit.done", note="Klart"))
    assert (first.result, second.result) == ("kept", "kept")
    assert said(second) == "Besöket står redan som Klar sedan 06:30. Det du gjorde är sparat."
    assert state(firm) == "visit.done"
    assert events(firm)[1].get("note") == "Klart"


def test_a_report_is_taken_back_by_its_own_id_only(firm):
    hand_in(firm, row(1), row(2, "visit.arrived"))
    (wrong,) = hand_in(firm, row(3, "visit.undone", undoes="tap-000001"))
    assert (wrong.result, state(firm)) == ("kept", "visit.arrived")
    (right,) = hand_in(firm, row(4, "visit.undone", undoes="tap-000002"))
    assert (right.result, state(firm)) == ("stored", "visit.en_route")


def test_taking_back_what_never_stood_changes_nothing_and_needs_no_word(firm):
    day_desk.report_status(firm, DANA, "R1", "visit.started", client_uuid="desk-1", at=NOW, day=DAY)
    first, second = hand_in(firm, row(1), row(2, "visit.undone", undoes="tap-000001"))
    assert (first.result, second.result, second.said) == ("kept", "kept", None)
    assert state(firm) == "visit.started"


def test_a_visit_that_never_was_ones_own_is_kept_without_its_request(firm):
    for visit in ("R3", "R99"):
        (answer,) = hand_in(firm, row(1 if visit == "R3" else 2, "work.note", visit=visit, note="a"))
        assert "har inte varit ditt" in said(answer)
    assert [one.request_id for one in events(firm)] == [None, None]


def test_nobody_hands_in_for_somebody_else(firm):
    with pytest.raises(NotAllowedError):
        tablet.take_events(firm, ANNA, [read_tap(row(1))], sent_at=NOW, technician_id="T02")
    with pytest.raises(NotAllowedError):
        tablet.take_events(firm, MAJA, [read_tap(row(1))], sent_at=NOW)
    given_to(firm, "R1", "T02")
    assert hand_in(firm, row(1))[0].said
    (answer,) = hand_in(firm, row(1), actor=BO)
    assert (answer.result, answer.said) == ("known", None)


def test_a_personal_number_is_taken_out_of_a_note_and_the_rest_stays(firm):
    (answer,) = hand_in(firm, row(1, "work.note", note="Kund 811218-9876, nyckel"))
    assert (answer.result, said(answer)) == ("stored", "Ett personnummer togs bort ur anteckningen.")
    assert events(firm)[0].get("note") == "Kund ••••••-••••, nyckel"


def test_what_is_told_beside_a_status_is_kept(firm):
    hand_in(
        firm,
        row(1, "work.late", minutes=25),
        row(2, "visit.started"),
        row(3, "work.checked", step=2, ticked=True), row(4, "work.checked", step=1, ticked=True),
        row(5, "work.checked", step=2, ticked=False),
        row(6, "work.parts", parts=[{"part": "cat6_patch", "quantity": 2}, {"part": "x,y=1", "quantity": 1}]),
        row(7, "visit.follow_up", note="Beställ", remaining_min=45, parts=[{"part": "ssd", "quantity": 1}]),
        row(8, "work.seen", visit="", version=3),
    )  # fmt: skip
    found = {one.client_uuid[-1]: one for one in events(firm)}
    assert found["1"].get("minutes") == "25"
    assert found["6"].get("parts") == "cat6_patch=2"
    assert (found["7"].get("remaining_min"), found["7"].get("parts")) == ("45", "ssd=1")
    assert (found["8"].get("version"), found["8"].request_id) == ("3", None)
    assert work(firm)["ticked"] == [1]
    assert state(firm) == "visit.follow_up"


def test_a_thousand_events_lose_nothing_and_double_nothing(firm):
    rows = [row(seq, "work.note", note=f"n{seq}") for seq in range(1000)]
    for first in range(0, 1000, 150):
        hand_in(firm, *rows[first : first + 200])  # every batch overlaps the next
    assert [one.get("note") for one in events(firm)] == [f"n{seq}" for seq in range(1000)]


@pytest.mark.parametrize(
    "change",
    [{"uuid": "kort"}, {"uuid": 7}, {"uuid": "a b" * 5}, {"type": "visit.lost"}, {"type": "request.done"}, {"seq": -1},
     {"seq": "1"}, {"seq": True}, {"day": "i dag"}, {"visit": ""}, {"visit": "a\nb"}, {"visit": "x" * 201}],
)  # fmt: skip
def test_what_no_page_of_ours_writes_is_no_event(change):
    assert read_tap(row(1)) is not None
    assert read_tap(row(1) | change) is None


@pytest.mark.parametrize("value", [None, [], "x", 7])
def test_what_is_no_row_is_no_event(value):
    assert read_tap(value) is None


@pytest.mark.parametrize(
    ("name", "most"), [("minutes", 1440), ("remaining_min", 1440), ("step", 99), ("version", 10**6)]
)
def test_numbers_have_their_limits(name, most):
    told = [read_tap(row(1, "work.late", **{name: value})).told for value in (0, most, most + 1, -1, 1.5, True)]
    assert told == [((name, "0"),), ((name, str(most)),), (), (), (), ()]


def test_what_was_told_is_kept_with_its_id_until_it_is_taken_back(firm):
    hand_in(
        firm,
        row(1, "work.late", minutes=25),
        row(2, "work.parts", parts=[{"part": "cat6_patch", "quantity": 2}]),
        row(3, "work.note", note="Porten"),
        row(4, "visit.started"), row(5, "visit.no_access", note="Låst"),
    )  # fmt: skip
    assert [(one["what"], one["id"]) for one in work(firm)["told"]] == [
        ("late", "tap-000001"), ("parts", "tap-000002"), ("note", "tap-000003"), ("no_access", "tap-000005")
    ]  # fmt: skip
    assert work(firm)["told"][1]["parts"] == [{"part": "cat6_patch", "quantity": 2}]
    (answer, _, _) = hand_in(
        firm, row(6, "work.taken_back", undoes="tap-000001"), row(7, "work.taken_back", undoes="tap-000003"),
        row(8, "visit.undone", undoes="tap-000005"),
    )  # fmt: skip
    assert (answer.result, answer.said) == ("stored", None)
    assert [one["what"] for one in work(firm)["told"]] == ["parts"]
    assert len(events(firm)) == 8


def test_a_word_of_a_visit_begun_here_belongs_to_it_whatever_plan_it_names(firm):
    hand_in(firm, row(1, "visit.started"))
    given_to(firm, "R1", "T02")
    (answer,) = hand_in(firm, row(2, "work.note", note="Nyckel", plan="p2"))
    assert "har gått till" in said(answer)
    assert events(firm, "work.note")[0].request_id == "R1"
