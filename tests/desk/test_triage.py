"""Triage at the desk: what is saved, by whom first, and where a pin may stand."""

from datetime import date

import pytest

from planner.desk import triage
from planner.model.errors import InputError, StaleError
from planner.model.places import Place
from planner.model.words import Precision, Priority, RequestStatus
from tests.desk.firm import DANA, fill, request

P = Priority


def test_saving_triages_a_new_request_once_it_has_a_job_type(desk):
    fill(desk, request("R1", status=RequestStatus.NEW, job_type_id=""), request("R2", status=RequestStatus.NEW))
    one, two = (triage.get_request(desk, DANA, request_id) for request_id in ("R1", "R2"))
    assert triage.save_request(desk, DANA, one).status is RequestStatus.NEW
    assert triage.save_request(desk, DANA, two).status is RequestStatus.TRIAGED


def test_saving_keeps_a_priority_of_its_own_only_with_a_reason(desk):
    fill(desk, request("R1"))
    one = triage.get_request(desk, DANA, "R1")
    one = triage.save_request(desk, DANA, one.replace(priority=P.P1, priority_override="Vd ringde"))
    assert one.priority is P.P1
    one = triage.save_request(desk, DANA, one.replace(priority_override="  "))
    assert one.priority is desk.catalogue.priority(one.impact, one.urgency) is not P.P1


def test_the_second_of_two_saves_is_refused(desk):
    fill(desk, request("R1"))
    read = triage.get_request(desk, DANA, "R1")
    triage.save_request(desk, DANA, read.replace(title="Först"))
    with pytest.raises(StaleError):
        triage.save_request(desk, DANA, read.replace(title="Sedan"))
    assert triage.get_request(desk, DANA, "R1").title == "Först"


def test_a_request_nobody_knows_cannot_be_saved(desk):
    with pytest.raises(InputError, match="R9"):
        triage.save_request(desk, DANA, request("R9"))


def test_choosing_a_job_type_forgets_the_answers_to_another(desk):
    start = request(job_type_id="printer_fault", triage_answers=(("printer_fault.q1", "yes"),))
    one = triage.choose_job_type(desk, DANA, start, "ups_service")
    assert (one.job_type_id, one.triage_answers) == ("ups_service", ())
    assert one.service_min == desk.catalogue.job_types["ups_service"].service_min
    with pytest.raises(InputError, match="fika"):
        triage.choose_job_type(desk, DANA, start, "fika")


def test_a_proposed_window_lies_on_the_requests_own_day(desk):
    start = request(job_type_id="server_maintenance", earliest_date=date(2026, 12, 1))
    proposal = triage.propose(desk, DANA, start, {"server_maintenance.q4": "evening"})
    assert proposal.request.time_windows[0].earliest_start.date() == date(2026, 12, 1)


def test_a_pin_is_exact_and_a_position_that_cannot_be_right_is_refused(desk):
    fill(desk, request("R1", place=Place(lat=59.3, lon=18.0, precision=Precision.LOCALITY, label="Sveavägen 1")))
    one = triage.set_pin(desk, DANA, "R1", 59.3293, 18.0686)
    assert (one.place.lat, one.place.precision, one.place.radius_m) == (59.3293, Precision.PIN, 0)
    assert (one.place.source, one.place.label) == ("person", "Sveavägen 1")
    for lat, lon in ((0, 0), (18.0686, 59.3293), (48.85, 2.35)):
        with pytest.raises(InputError):
            triage.set_pin(desk, DANA, "R1", lat, lon)
    assert triage.get_request(desk, DANA, "R1") == one
