"""What is solved while the customer is on the telephone: done, without a visit, and counted so."""

import pytest

from planner import store
from planner.desk import phone, report, triage
from planner.model.errors import InputError, NotAllowedError
from planner.model.request import Promise
from planner.model.words import Channel, PromiseKind, RequestStatus
from tests.desk.firm import ANNA, DANA, DAY, MAJA, at, fill, published, request


def caller(**changes):
    return request("N1", **({"status": RequestStatus.NEW} | changes))


def ends(desk):
    with desk.store.reading() as db:
        return [one for one in store.events.find(db, request_ids=("N1",)) if one.type == "request.done"]


def test_a_new_request_is_stored_as_done_by_phone_with_what_helped(desk):
    fill(desk)
    saved = phone.solved_on_the_phone(desk, DANA, caller(), what_helped="Starta om skrivaren")
    assert triage.get_request(desk, DANA, "N1") == saved
    assert (saved.status, saved.channel, saved.remote_attempted) == (RequestStatus.DONE, Channel.PHONE, True)
    (event,) = ends(desk)
    assert (event.get("channel"), event.get("helped"), event.at) == ("phone", "Starta om skrivaren", desk.clock())


def test_a_stored_request_is_saved_as_done(desk):
    fill(desk, caller())
    phone.solved_on_the_phone(desk, DANA, triage.get_request(desk, DANA, "N1"))
    assert triage.get_request(desk, DANA, "N1").status is RequestStatus.DONE
    assert len(ends(desk)) == 1
    assert ends(desk)[0].get("helped") is None


def test_it_counts_as_solved_without_a_visit(desk):
    fill(desk)
    phone.solved_on_the_phone(desk, DANA, caller())
    found = report.statistics(desk, MAJA, first=DAY, last=DAY)
    rate = found.figures["remote_rate"]
    assert (rate.part, rate.whole) == (1, 1)


def test_what_is_promised_or_published_is_not_closed_by_phone(desk):
    told = Promise(kind=PromiseKind.TOLD, earliest=at(9), latest=at(10))
    fill(desk, request("R1"))
    published(desk)
    for one in (caller(promise=told), triage.get_request(desk, DANA, "R1")):
        with pytest.raises(InputError):
            phone.solved_on_the_phone(desk, DANA, one)
    assert triage.get_request(desk, DANA, "N1") is None


def test_a_personal_number_is_refused(desk):
    with pytest.raises(InputError):
        phone.solved_on_the_phone(desk, DANA, caller(title="Gäller 19640823-3234"))


def test_only_the_desk_closes_requests_by_phone(desk):
    for who in (ANNA, MAJA):
        with pytest.raises(NotAllowedError):
            phone.solved_on_the_phone(desk, who, caller())


def test_a_new_number_is_said_as_the_day_and_four_digits_and_nobody_has_it(desk, monkeypatch):
    drawn = iter([11, 11, 27, *range(100, 200)])
    monkeypatch.setattr(phone.secrets, "randbelow", lambda _below: next(drawn))
    fill(desk, request("261124-1011"))
    assert phone.new_number(desk, DANA) == "261124-1027"


def test_a_day_without_free_numbers_says_so(desk, monkeypatch):
    monkeypatch.setattr(phone.secrets, "randbelow", lambda _below: 11)
    fill(desk, request("261124-1011"))
    with pytest.raises(InputError, match="261124-1011"):
        phone.new_number(desk, DANA)


def test_only_the_desk_takes_calls(desk):
    for who in (ANNA, MAJA):
        with pytest.raises(NotAllowedError):
            phone.new_number(desk, who)
