"""Which column holds which field: Swedish, English, and the systems people export from."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

import pytest

from planner.files import fields_of, preview_requests
from planner.files.headings import Certainty, ColumnMap, map_columns
from planner.files.known import headings, normalised
from planner.files.tables import TableRow
from planner.model.language import LANGUAGES, TEAM_ZONE, text
from tests.files.making import DAY, csv_bytes, preview, xlsx_bytes

ZONE = ZoneInfo(TEAM_ZONE)

JIRA = (
    "Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Project name", "Project type",
    "Project lead", "Project description", "Project url", "Priority", "Resolution", "Assignee", "Reporter",
    "Creator", "Created", "Updated", "Last Viewed", "Resolved", "Fix versions", "Components", "Due date", "Votes",
    "Labels", "Description", "Environment", "Watchers", "Log Work", "Original Estimate", "Remaining Estimate",
    "Time Spent", "Work Ratio", "Security Level", "Attachment", "Custom field (Impact)", "Custom field (Location)",
    "Custom field (Request Type)", "Custom field (Start date)", "Custom field (Story Points)", "Comment",
)  # fmt: skip
SERVICENOW = (
    "Number", "Opened", "Short description", "Caller", "Priority", "State", "Category", "Subcategory",
    "Assignment group", "Assigned to", "Updated", "Updated by", "Business impact", "Location", "Configuration item",
    "Impact", "Urgency", "Contact type",
)  # fmt: skip
OSTICKET = (
    "Ticket Number", "Date Created", "Subject", "From", "From Email", "Priority", "Department", "Help Topic",
    "Source", "Current Status", "Last Updated", "SLA Due Date", "SLA Plan", "Due Date", "Closed Date", "Overdue",
    "Agent Assigned", "Team Assigned",
)  # fmt: skip
ZAMMAD = (
    "#", "Title", "State", "Priority", "Group", "Owner", "Customer", "Organization", "Create Channel", "Sender",
    "Tags", "Created At", "Updated At", "Closed At", "First Response At", "Last Contact At", "Escalation At",
)  # fmt: skip
ODOO = (
    "name", "stage_id", "priority", "tag_ids", "team_id", "location_id", "location_directions", "request_early",
    "request_late", "description", "person_ids", "person_id", "scheduled_date_start", "scheduled_duration",
    "street", "street2", "zip", "city", "phone", "template_id", "type",
)  # fmt: skip
FRESHSERVICE = (
    "id", "subject", "description_text", "type", "status", "priority", "source", "requester_id", "due_by",
    "fr_due_by", "is_escalated", "created_at", "updated_at", "tags", "custom_fields",
)  # fmt: skip
GLPI = (
    "Opening date", "Time to Resolve", "By", "Type", "Category", "Status", "Request Source", "Urgency", "Impact",
    "Priority", "Approval", "Items", "Location", "Title", "Description", "Requester", "Assigned to",
)  # fmt: skip
NYC = (
    "unique_key", "created_date", "closed_date", "agency", "agency_name", "complaint_type", "descriptor",
    "location_type", "incident_zip", "incident_address", "street_name", "city", "status", "due_date", "borough",
    "latitude", "longitude", "location",
)  # fmt: skip


def columns(*names: str, rows: tuple[tuple[str, ...], ...] = (), **options: object) -> tuple[ColumnMap, ...]:
    """Columns of headings."""
    below = [TableRow(row=number, cells=cells) for number, cells in enumerate(rows, start=2)]
    return map_columns(names, below, **options)  # type: ignore[arg-type]


def fields(*names: str, **options: object) -> dict[str, str]:
    """Field by heading, of those that have one."""
    return {column.heading: column.field for column in columns(*names, **options) if column.field}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (JIRA, {"Issue key": "request_id", "Summary": "title", "Due date": "due_date",
        "Original Estimate": "duration_s",
                "Reporter": "contact_name", "Created": "created_at", "Custom field (Impact)": "impact",
                "Custom field (Location)": "address", "Custom field (Start date)": "earliest_date"}),
        (SERVICENOW, {"Number": "request_id", "Short description": "title", "Caller": "contact_name", "State": "status",
                      "Opened": "created_at", "Contact type": "source", "Location": "address", "Impact": "impact"}),
        (OSTICKET, {"Ticket Number": "request_id", "Subject": "title", "From": "contact_name", "Due Date": "due_date",
                    "Date Created": "created_at", "Current Status": "status", "Help Topic": "category"}),
        (ZAMMAD, {"#": "request_id", "Title": "title", "Customer": "contact_name", "Organization": "customer",
                  "Created At": "created_at", "Create Channel": "source"}),
        (ODOO, {"name": "request_id", "description": "description", "request_early": "earliest",
        "request_late": "latest",
                "scheduled_duration": "duration_h", "street": "address", "zip": "postcode", "location_id": "customer"}),
        (FRESHSERVICE, {"id": "request_id", "subject": "title", "due_by": "due_date", "created_at": "created_at"}),
        (GLPI, {"Title": "title", "Opening date": "created_at", "Time to Resolve": "due_date",
        "Requester": "contact_name"}),
        (NYC, {"unique_key": "request_id", "complaint_type": "title", "incident_zip": "postcode", "latitude": "lat",
               "longitude": "lon", "incident_address": "address"}),
    ],
    ids=["jira", "servicenow", "osticket", "zammad", "odoo", "freshservice", "glpi", "nyc311"],
)  # fmt: skip
def test_exports_of_other_systems_are_understood(names: tuple[str, ...], expected: dict[str, str]) -> None:
    found = fields(*names)
    assert {heading: found.get(heading) for heading in expected} == expected


@pytest.mark.parametrize("names", [JIRA, SERVICENOW, OSTICKET, ZAMMAD, ODOO, FRESHSERVICE, GLPI, NYC])
def test_columns_that_mean_nothing_here_are_kept_aside_and_nothing_is_guessed(names: tuple[str, ...]) -> None:
    found = columns(*names)
    assert all(column.certainty in (Certainty.EXACT, Certainty.NONE) for column in found)
    meanings = [column.field for column in found if column.field]
    assert len(meanings) == len(set(meanings))
    for heading in ("Updated", "Closed At", "Comment", "From Email", "SLA Due Date", "updated_at", "closed_date"):
        assert fields(*names).get(heading) is None


@pytest.mark.parametrize(
    ("heading", "field"),
    [("Adress", "address"), ("Besöksadress", "address"), ("POSTNR.", "postcode"), ("Postort", "city"), ("Ärende",
     "title"),
     ("ärendemening", "title"), ("Ärende-nummer", "request_id"), ("Prio", "priority"), ("Beställare", "customer"),
     ("Tidsåtgång", "duration"), ("Tid (min)", "duration"), ("Tid (h)", "duration_h"), ("Från", "earliest"),
     ("Senast", "latest"),
     ("Klar senast", "latest_end"), ("Handläggare", "preferred_technicians"), ("Kompetens", "required_skills"),
     ("Kategori", "category"), ("  lng ", "lon"), ("Arendenummer", "request_id")],
)  # fmt: skip
def test_swedish_headings_are_known_without_regard_to_case_and_accents(heading: str, field: str) -> None:
    (column,) = columns(heading)
    assert (column.field, column.certainty) == (field, Certainty.EXACT)


@pytest.mark.parametrize("kind", ["request", "team", "order"])
def test_every_fields_own_name_is_a_heading_of_it(kind: str) -> None:
    for name in fields_of(kind):
        for language in LANGUAGES:
            assert headings(kind)[normalised(text(f"import.field.{name}", language))][0] == name
        assert headings(kind)[normalised(name)][0] == name


def test_a_slip_of_the_pen_is_understood_and_marked_as_a_guess() -> None:
    (column,) = columns("Prioritett")
    assert (column.field, column.certainty) == ("priority", Certainty.SIMILAR)


@pytest.mark.parametrize(
    "heading", ["Updated on", "Kundens humör", "x", "", "Lat?itude of the soul", "closed", "Resolution date"]
)
def test_likeness_is_careful(heading: str) -> None:
    assert columns(heading)[0].field is None


def test_a_heading_standing_twice_gives_its_field_once() -> None:
    first, second = columns("Titel", "Titel")
    assert (first.field, second.field, second.twin) == ("title", None, 0)


def test_of_two_headings_with_one_meaning_the_better_known_wins() -> None:
    found = columns("Issue id", "Issue key")
    assert [column.field for column in found] == [None, "request_id"]


def test_what_people_choose_comes_first_by_heading_or_index() -> None:
    names = ("Titel", "Text", "Text", "Skapad")
    found = columns(*names, mapping={"Titel": None, 2: "title", "Skapad": "created_at:dmy"})
    assert [column.field for column in found] == [None, None, "title", "created_at"]
    assert [column.certainty.value for column in found] == ["chosen", "none", "chosen", "chosen"]
    assert found[3].date_order == "dmy"
    assert [c.field for c in columns("Titel", "Text", mapping={"Text": "title"})] == [None, "title"]
    assert [c.field for c in columns("Titel", "Text", mapping={"1": "title", "gone": "city", 9: "lat"})] == [
        None,
        "title",
    ]


@pytest.mark.parametrize("wrong", ["nonsense", "title:ymd", "location"])
def test_a_mapping_to_a_field_that_does_not_exist_is_the_programmers_fault(wrong: str) -> None:
    with pytest.raises(ValueError, match="no field"):
        columns("Titel", mapping={"Titel": wrong})


def test_a_location_is_a_position_where_its_cells_are() -> None:
    assert fields("Location", rows=(("Storgatan 1",), ("59.3, 18.0",))) == {"Location": "address"}
    assert fields("Location", rows=(("(59.3, 18.0)",), ("",), ("59.1, 18.2",))) == {"Location": "position"}


def test_samples_are_the_first_different_values() -> None:
    (column,) = columns("Titel", rows=(("a",), ("a",), ("",), ("b",), ("c",), ("d",)))
    assert column.samples == ("a", "b", "c")


def test_rows_above_the_headings_are_passed_over_and_said() -> None:
    found = preview([["Ärenden vecka 48"], [], ["Ärendenr", "Rubrik"], ["1", "Skrivare"]])
    assert [(row.row, row.request and row.request.title) for row in found.rows] == [(4, "Skrivare")]
    assert [note.key for note in found.notes] == ["import.rows_above"]


def test_a_column_that_needs_a_date_order_asks_for_it() -> None:
    rows = [["id", "title", "created"], ["1", "a", "03/04/2026"], ["2", "b", "25/04/2026"]]
    found = preview(rows)
    assert (found.columns[2].asks_date_order, found.columns[2].date_order_hint) == (True, "dmy")
    assert [len(row.problems) for row in found.rows] == [1, 0]
    assert preview(rows, mapping={"created": "created_at:dmy"}).all_problems == ()


def test_the_date_order_is_asked_for_wherever_the_doubtful_day_stands() -> None:
    rows = [["id", "title", "created"], *([str(n), "a", "25/04/2026"] for n in range(1_500)), ["x", "b", "03/04/2026"]]
    column = preview(rows).columns[2]
    assert (column.asks_date_order, column.date_order_hint) == (True, "dmy")


def test_from_and_to_above_times_of_day_are_a_window() -> None:
    content = xlsx_bytes([["Id", "Subject", "Date", "From", "To"],
                          ["1", "Printer", "2026-11-24", time(13), time(15)]])  # fmt: skip
    found = preview_requests("a.xlsx", content, day=DAY)
    assert [column.field for column in found.columns][2:] == ["day", "earliest", "latest"]
    (request,) = found.good
    (window,) = request.time_windows
    assert [f"{m.astimezone(ZONE):%H:%M}" for m in (window.earliest_start, window.latest_start)] == ["13:00", "15:00"]
    assert request.contact_name == ""


def test_from_above_names_is_a_person() -> None:
    found = preview_requests("a.csv", csv_bytes([["Id", "Subject", "From"], ["1", "Printer", "Anna 13:00"]]), day=DAY)
    assert found.good[0].contact_name == "Anna 13:00"


@pytest.mark.parametrize("heading", ["Kontakt", "Kund", "Ort", "Caller"])
def test_no_name_is_a_column_of_times(heading: str) -> None:
    content = csv_bytes([["Id", "Subject", heading], ["1", "Printer", "13:00"], ["2", "Printer", "8.30"]])
    assert preview_requests("a.csv", content, day=DAY).columns[2].field is None


@pytest.mark.parametrize(
    ("heading", "field"),
    [("Rubrik / vad gäller det", "title"), ("Kund (företag)", "customer"), ("Beräknad tid (min)", "duration"),
     ("Beräknad tid (timmar)", "duration_h"), ("Kommentar", "description"), ("Adress, port", "address"),
     ("Bil / släp", None)],
)  # fmt: skip
def test_a_heading_that_says_more_than_one_thing_is_read_by_its_parts(heading: str, field: str | None) -> None:
    (column,) = columns(heading, rows=(("x",),))
    assert column.field == field
    assert (column.certainty is Certainty.EXACT) == (heading == "Kommentar")


def test_a_heading_of_its_own_goes_before_one_that_says_more() -> None:
    assert fields("Kund (företag)", "Kund", rows=(("x", "y"),)) == {"Kund": "customer"}
