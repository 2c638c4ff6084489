"""Plans out: each kind is a real file of its kind, named here, and a technician gets their own day only."""

import io
import json

import openpyxl
import pytest
from icalendar import Calendar

from planner.desk import plan as plan_desk
from planner.desk.exports import KINDS, export_plan
from planner.model.codec import loads
from planner.model.errors import InputError, NotAllowedError
from planner.model.plan import Plan
from tests.desk.firm import ANNA, DANA, DAY, MAJA, drafted, fill, filled, published, request

PERSONAL = ("daysheet", "ics")


def taken(desk, kind, actor=DANA, language="sv", technician_id="T01"):
    return export_plan(desk, actor, "p1", kind, language=language, technician_id=technician_id)


@pytest.fixture
def planned(desk):
    filled(desk)
    published(desk)
    return desk


def test_json_is_the_plan_itself(planned):
    content = taken(planned, "json").content
    assert json.loads(content)["format"] == "faltplan-plan-1"
    assert loads(Plan, content).stops == plan_desk.published_plan(planned, DANA, DAY).stops


def test_csv_xlsx_and_ics_hold_the_visits(planned):
    assert "R1" in taken(planned, "csv").content.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(taken(planned, "xlsx").content))
    assert any(cell.value == "R1" for row in book.worksheets[0].iter_rows() for cell in row)
    events = Calendar.from_ical(taken(planned, "ics").content).walk("VEVENT")
    assert len(events) == 2


@pytest.mark.parametrize("kind", ["html", "daysheet"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_pages_stand_alone(planned, kind, language):
    page = taken(planned, kind, language=language).content.decode()
    assert page.lower().startswith("<!doctype html")
    assert 'src="http' not in page
    assert "Skrivaren drar snett" in page


def test_a_day_sheet_is_one_persons(planned):
    assert "Name T02" not in taken(planned, "daysheet").content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_names_are_made_here_and_tell_day_and_version(planned, kind):
    name = taken(planned, kind).filename
    assert "2026-11-24-v1" in name
    assert ("t01" in name) == (kind in PERSONAL)
    assert all(letter.isalnum() or letter in "-." for letter in name)


def test_a_name_never_holds_a_path(desk):
    hostile = "../../T:1\\x"
    filled(desk)
    fill(desk, request("R9"), people=())
    with desk.store.writing() as db:
        from planner import store
        from tests.desk.firm import technician

        store.people.save_technician(db, technician("T01").replace(technician_id=hostile, number=9))
    published(desk)
    name = taken(desk, "ics", technician_id=hostile).filename
    assert "/" not in name
    assert ".." not in name
    assert "\\" not in name


@pytest.mark.parametrize("kind", PERSONAL)
def test_a_technician_gets_their_own_published_day(planned, kind):
    assert taken(planned, kind, ANNA, technician_id=None).content == taken(planned, kind, ANNA).content
    with pytest.raises(NotAllowedError):
        taken(planned, kind, ANNA, technician_id="T02")
    with pytest.raises(InputError):
        taken(planned, kind, DANA, technician_id=None)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in PERSONAL])
def test_a_technician_gets_nothing_of_others(planned, kind):
    with pytest.raises(NotAllowedError):
        taken(planned, kind, ANNA)
    assert taken(planned, kind, MAJA).content


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_is_not_for_technicians(desk, kind):
    drafted(filled(desk))
    with pytest.raises(NotAllowedError):
        taken(desk, kind, ANNA)


def test_what_does_not_exist_cannot_be_taken_out(planned):
    for plan_id, kind, whose in (("p9", "json", None), ("p1", "pdf", None), ("p1", "ics", "T77")):
        with pytest.raises(InputError):
            export_plan(planned, DANA, plan_id, kind, language="sv", technician_id=whose)
