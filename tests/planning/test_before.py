"""What was before a plan: earlier technicians, the published plan, and subcontractors by their terms and lead time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.model.costs import Weights
from planner.model.team import Absence, Licence, Team
from planner.model.vendors import PriceList, Vendor
from planner.planning import Before, Told, build_problem
from planner.travel import GreatCircle
from tests.planning.factory import DAY, LICENCE, at, request, s, technician

FEES = PriceList(call_out_ore=95_000, hour_ore=80_000, km_ore=450)
FIRM = Vendor(vendor_id="malar", name="Mälar AB", prices=FEES, lead_min=24 * 60, job_types=("printer",))
STANDARD = Weights()
OWN, HIRED = technician("T1"), technician("S1", vendor_id="malar", licence=Licence())


def built(*requests, people=(OWN, HIRED), vendors=(FIRM,), absences=(), weights=STANDARD, **before):
    team = Team(technicians=people, vendors=vendors, absences=absences)
    return build_problem(
        team, requests, day=DAY, weights=weights, catalogue=None, travel=GreatCircle(), before=Before(**before)
    )


def keys(found):
    return [note.key for note in found.notes]


def test_a_subcontractor_works_on_their_terms_and_answers_for_who_drives():
    own, firm = built().problem.duties
    assert own.vendor is None
    assert (firm.vendor.vendor_id, firm.vendor.name, firm.vendor.prices) == ("malar", "Mälar AB", FEES)
    assert (firm.vendor.job_types, firm.vendor.ordered, firm.overtime_ore_h) == (("printer",), None, 0)
    assert firm.may_drive(firm.start_s, firm.hard_end_s)
    assert own.overtime_ore_h > 0


def test_own_staff_without_a_licence_does_not_drive_nor_a_subcontractor_whose_licence_is_over():
    over = replace(LICENCE, valid_to=DAY - timedelta(days=1))
    people = (technician("T1", licence=Licence()), technician("S1", vendor_id="malar", licence=over))
    assert [duty.drives for duty in built(people=people).problem.duties] == [(), ()]


@pytest.mark.parametrize(("minute", "away"), [(-1, None), (0, None), (1, (s(8), 60))])
def test_their_day_begins_no_sooner_than_the_lead_time(minute, away):
    """Their shift begins at 08:00; ordered at 08:00 the day before is just in time."""
    now = at(8, day=DAY - timedelta(days=1)) + timedelta(minutes=minute)
    _, firm = built(at=now).problem.duties
    gone = [(pause.earliest_s, pause.duration_s) for pause in firm.breaks if pause.is_absence]
    assert gone == ([] if away is None else [away])


@pytest.mark.parametrize(("minute", "comes"), [(-1, True), (0, False), (1, False)])
def test_too_late_for_the_whole_day_they_do_not_come(minute, comes):
    found = built(at=at(17, day=DAY - timedelta(days=1)) + timedelta(minutes=minute))
    assert ("S1" in {duty.technician_id for duty in found.problem.duties}) is comes
    assert ("planning.too_late_to_order" in keys(found)) is not comes
    assert "planning.absent_all_day" not in keys(found)


def test_who_is_absent_is_not_said_to_be_ordered_too_late():
    gone = (Absence(technician_id="S1", start=at(7), end=at(19)),)
    found = built(absences=gone, at=at(8, day=DAY - timedelta(days=3)))
    assert "planning.absent_all_day" in keys(found)
    assert "planning.too_late_to_order" not in keys(found)


def test_what_is_ordered_stays_with_them_and_nothing_is_added():
    told = {
        "R1": Told(technician_id="S1", day=DAY),
        "R2": Told(technician_id="S1", day=DAY + timedelta(days=1)),
        "R3": Told(technician_id="T1", day=DAY),
    }
    late = built(at=at(9), told=told).problem.duties[1]
    assert late.vendor.ordered == ("R1",)
    assert not any(pause.is_absence for pause in late.breaks)
    assert built(at=at(8, day=DAY - timedelta(days=1)), told=told).problem.duties[1].vendor.ordered is None


def test_without_a_present_there_is_always_time():
    assert built().problem.duties[1].vendor.ordered is None


def test_people_of_firms_that_are_unknown_or_no_longer_hired_are_not_planned():
    ended = built(vendors=(FIRM.replace(active=False),))
    unknown = built(vendors=())
    for found, key in ((ended, "planning.vendor_inactive"), (unknown, "planning.vendor_unknown")):
        assert [duty.technician_id for duty in found.problem.duties] == ["T1"]
        assert key in keys(found)


def test_the_technician_of_an_earlier_request_is_looked_up():
    wish, demand = (
        request(name, same_technician_as="R0", same_technician_required=hard) for name, hard in (("R1", 0), ("R2", 1))
    )
    found = built(wish, demand, done_by={"R0": "T1"}).problem.visits
    assert [(one.same_as, bool(one.same_required)) for one in found] == [("T1", False), ("T1", True)]
    assert [one.same_as for one in built(wish, demand).problem.visits] == ["", ""]


def test_a_required_technician_of_an_earlier_request_who_is_off_is_said_so():
    off = technician("T9", patterns=())
    people = (OWN, off)
    demand = request("R1", same_technician_as="R0", same_technician_required=True)
    wish = request("R2", same_technician_as="R0")
    found = built(demand, wish, people=people, done_by={"R0": "T9"})
    assert [(one.visit_id, one.reasons[0].code) for one in found.left_out] == [("R1", "same_technician")]
    assert dict(found.left_out[0].reasons[0].message.values)["other_technician"] == "Name T9"
    assert [one.visit_id for one in found.problem.visits] == ["R2"]


def test_the_published_plan_is_in_the_visits_and_the_day_in_the_duties():
    told = {"R1": Told(technician_id="T1", day=date(2026, 11, 23))}
    first, second = built(request("R1"), request("R2"), told=told).problem.visits
    assert (first.told_technician, first.told_day) == ("T1", date(2026, 11, 23))
    assert (second.told_technician, second.told_day) == ("", None)
    assert {duty.day for duty in built().problem.duties} == {DAY}


@pytest.mark.parametrize("hard", [False, True])
def test_languages_and_territories_reach_the_problem(hard):
    asked = request("R1", required_languages=("en",), preferred_languages=("fi",), territory="north")
    people = (technician("T1", languages=("sv", "en"), territories=("west",)),)
    found = built(asked, people=people, weights=Weights(territory_hard=hard)).problem
    one, duty = found.visits[0], found.duties[0]
    assert (one.languages, one.wished_languages, one.territory, one.in_territory) == (("en",), ("fi",), "north", hard)
    assert (duty.languages, duty.territories) == (("sv", "en"), ("west",))
