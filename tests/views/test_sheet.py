"""The day on paper: complete, loads nothing, runs nothing."""

import pytest

from planner.files import load_catalogue
from planner.model.request import PartNeed, Request
from planner.model.words import PlanStatus
from planner.views.escape import remote_refs
from planner.views.map_data import people_of
from planner.views.sheet import day_sheet, day_sheets
from planner.views.sketch import route_sketch, spread
from tests.views.hostile import PAYLOADS, hostile_plan


def _request(**changes):
    values = {
        "request_id": "V101",
        "title": "Serverbyte",
        "contact_name": "Lars N.",
        "contact_phone": "070-123",
        "access_notes": "Plan −1",
    }
    return Request(**(values | changes))


def test_the_sheet_has_every_visit_with_time_place_and_contact(plan):
    page = day_sheet(plan, "t1", language="sv", requests={"V101": _request()})
    for words in ("08:00–09:30", "Serverbyte", "Hamngatan 1", "Lars N. 070-123", "Plan −1", "11:30–12:00", "16:45"):
        assert words in page


def test_parts_and_checklist_come_from_the_catalogue(plan):
    catalogue = load_catalogue()
    part, job = next(iter(catalogue.parts)), next(j for j in catalogue.job_types.values() if j.checklist)
    stops = tuple(s if s.visit_id != "V101" else _job(s, job.job_type_id) for s in plan.stops)
    request = _request(required_parts=(PartNeed(part=part, quantity=2),))
    page = day_sheet(plan.replace(stops=stops), "t1", language="sv", requests={"V101": request}, catalogue=catalogue)
    assert f"2 × {catalogue.parts[part].name.sv}" in page
    assert job.checklist[0].sv in page


def _job(stop, job_type_id):
    from dataclasses import replace

    return replace(stop, job_type_id=job_type_id)


def test_a_draft_says_so_and_a_published_plan_does_not(plan):
    assert "Utkast, inte publicerad" in day_sheet(plan, "t1", language="sv")
    assert "Utkast" not in day_sheet(plan.replace(status=PlanStatus.PUBLISHED), "t1", language="sv")


def test_nobody_elses_visits_are_on_it(plan):
    assert "Skrivare" not in day_sheet(plan, "t1", language="sv")


def test_somebody_without_a_shift_gets_a_sentence(plan):
    assert "har inget pass" in day_sheet(plan, "nobody", language="sv")


def test_the_sheet_loads_nothing_and_holds_no_script(plan):
    page = day_sheet(plan, "t1", language="en")
    assert remote_refs(page.replace('xmlns="http://www.w3.org/2000/svg"', "")) == []
    assert "<script" not in page


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_are_printed_as_words(payload):
    page = day_sheet(hostile_plan(payload), "t1", language="sv", requests={"V101": _request(description=payload)})
    if set(payload) & set("<>"):
        assert payload not in page


def test_a_day_without_visits_has_no_picture(plan):
    assert route_sketch(plan, "t2") == ""
    assert route_sketch(plan, "t1", title="Karta").count("<rect") == 4  # ground and three badges


def test_close_badges_move_apart_but_never_far():
    home = [(10.0, 10.0)] * 3 + [(200.0, 10.0)]
    moved = spread(home, near=22, far=26)
    assert moved[3] == (200.0, 10.0)
    assert len({(round(x), round(y)) for x, y in moved[:3]}) == 3
    assert all(((x - 10) ** 2 + (y - 10) ** 2) ** 0.5 <= 26.01 for x, y in moved[:3])


def test_everybodys_sheets_begin_on_pages_of_their_own_and_hold_what_each_sheet_holds(plan):
    together = day_sheets(plan, language="sv")
    busy = [who for who in people_of(plan) if any(s.visit_id for s in plan.of_technician(who.technician_id))]
    assert together.count("<section>") == len(busy) > 1
    assert "section+section{break-before:page" in together
    for who in busy:
        own = day_sheet(plan, who.technician_id, language="sv")
        assert own.split("<body>")[1].removesuffix("</body></html>") in together
