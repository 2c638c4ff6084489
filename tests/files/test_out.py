"""Plans out: every figure reads back, no cell is a formula, calendars tell no more than they must (S8)."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from planner.files import (
    Sheet,
    plan_to_csv,
    plan_to_ics,
    plan_to_json,
    plan_to_xlsx,
    problems_to_csv,
    table_to_csv,
    table_to_xlsx,
)
from planner.files.moments import localised, parse_moment
from planner.files.tables import read_table
from planner.model.codec import loads
from planner.model.errors import FieldProblem
from planner.model.message import message
from planner.model.places import Place
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.price import Price, PriceItem
from planner.model.reasons import Cure, Reason, Unassigned
from planner.model.words import Precision, Priority, StopKind

EVIL = '=HYPERLINK("http://x";"a")'
HOME = Place(lat=59.428, lon=17.951, label="Sollentuna")
SITE = Place(lat=59.3293, lon=18.0686, precision=Precision.ADDRESS, label="Ågatan 1; vån 2, Solna")


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment of the demo day, UTC."""
    return datetime(2026, 11, 24, hour, minute, second, tzinfo=UTC)


def stop(kind: StopKind, sequence: int, start: datetime, end: datetime, **more: Any) -> Stop:
    """A stop of T1."""
    base: dict[str, Any] = {"leave": start, "arrival": start, "place": HOME}
    return Stop(technician_id="T1", duty_id="T1:d", sequence=sequence, kind=kind, start=start, end=end, **(base | more))


def plan(**changes: Any) -> Plan:
    """A small plan with hostile names."""
    visit = stop(
        StopKind.VISIT, 1, at(8), at(9, 0, 30), leave=at(7, 10), arrival=at(7, 22, 34), number=1, visit_id="007",
        request_id="007", title=EVIL, customer="+NA", priority=Priority.P2, place=SITE, travel_s=754, distance_m=12_345,
        lateness_s=61, locked=True,
    )  # fmt: skip
    remote = stop(StopKind.REMOTE, 2, at(10), at(10, 30), visit_id="R2", request_id="R2", title="Konto\nspärrat")
    cure = Cure(code="other_day", message=message("import.no_rows"))
    reason = Reason(code="skill", message=message("import.unknown_skill", value=EVIL), cures=(cure,))
    anna = PlanTechnician(
        technician_id="T1", duty_id="T1:d", name="-Anna", number=1, start=at(7), end=at(16), hard_end=at(17)
    )
    items = (
        PriceItem(term="drive_time", units=18_000 * 12_345, quantity=1_354),
        PriceItem(term="dropped", units=18_000 * 50, quantity=1),
    )
    return Plan(
        plan_id="p1",
        day=date(2026, 11, 24),
        version=3,
        created_at=at(5),
        technicians=(anna,),
        stops=(
            stop(StopKind.START, 0, at(7), at(7)),
            visit,
            remote,
            stop(StopKind.END, 3, at(16, 30), at(16, 30), travel_s=600),
        ),
        unassigned=(
            Unassigned(
                visit_id="V9", request_id="V9", title="@SUM(A1)", customer="K", service_s=3_600, reasons=(reason,)
            ),
        ),
        price=Price(items=items),
    ).replace(**changes)


def rows(content: bytes) -> list[dict[str, str]]:
    """Rows of an exported file by heading."""
    table = read_table("f", content)
    assert table.problems == ()
    head = table.rows[0].cells
    return [dict(zip(head, (*row.cells, *[""] * len(head)), strict=False)) for row in table.rows[1:]]


def test_json_reads_back_to_the_same_plan() -> None:
    assert loads(Plan, plan_to_json(plan())) == plan()


@pytest.mark.parametrize(("language", "delimiter", "drive"), [("sv", ";", "12,57"), ("en", ",", "12.57")])
def test_csv_is_what_spreadsheets_of_the_language_expect(language: str, delimiter: str, drive: str) -> None:
    content = plan_to_csv(plan(), language=language)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[0].count(delimiter) == 24
    assert drive in lines[2]
    assert lines[0].startswith("Dag;Tekniker-id;Tekniker" if language == "sv" else "Day,Technician id,Technician")


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_figure_of_a_stop_reads_back(language: str, kind: str) -> None:
    content = (plan_to_csv if kind == "csv" else plan_to_xlsx)(plan(), language=language)
    heads = list(rows(content)[0])
    for stop_, row in zip(plan().stops, rows(content), strict=True):
        values = dict(zip(NAMES, (row[head] for head in heads), strict=True))
        assert values["request_id"] == (stop_.request_id or "")
        assert values["title"] == stop_.title
        assert (values["technician"], values["customer"]) == ("-Anna", stop_.customer)
        assert number(values["lat"]) == (stop_.place.lat if stop_.place else None)
        for name in ("leave", "arrival", "start", "end"):
            moment = parse_moment(values[name])
            assert isinstance(moment, datetime)
            assert localised(moment, "Europe/Stockholm").astimezone(UTC) == getattr(stop_, name)
        assert round((number(values["drive"]) or 0) * 60) == stop_.travel_s
        assert round((number(values["wait"]) or 0) * 60) == stop_.wait_s
        assert round((number(values["work"]) or 0) * 60) == stop_.work_s
        assert round((number(values["late"]) or 0) * 60) == stop_.lateness_s
        assert round((number(values["distance"]) or 0) * 1000) == stop_.distance_m


NAMES = (
    "day", "technician_id", "technician", "sequence", "number", "kind", "request_id", "title", "customer",
    "priority", "address",
    "lat", "lon", "leave", "arrival", "start", "end", "drive", "distance", "wait", "work", "late", "locked", "seat",
    "crew",
)  # fmt: skip


def number(text: str) -> float | None:
    """A number as written in either language."""
    return float(text.replace(",", ".")) if text else None


def test_times_in_the_hour_the_clock_repeats_read_back_from_csv() -> None:
    night = [
        stop(StopKind.REMOTE, 0, datetime(2026, 10, 25, hour, 30, tzinfo=UTC), datetime(2026, 10, 25, 3, tzinfo=UTC))
        for hour in (0, 1)
    ]
    found = rows(plan_to_csv(plan(stops=tuple(night)), language="en"))
    assert [row["Start"] for row in found] == ["2026-10-25 02:30+02:00", "2026-10-25 02:30+01:00"]


def test_the_workbook_holds_stops_leftovers_price_and_driving() -> None:
    book = openpyxl.load_workbook(io.BytesIO(plan_to_xlsx(plan(), language="sv")))
    assert book.sheetnames == ["Stopp", "Oplanerade", "Pris", "Körning"]
    stops, left, price, drive = (list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets)
    assert stops[2][13] == datetime(2026, 11, 24, 8, 10)  # noqa: DTZ001
    assert stops[2][17] == 12.57
    assert left[1][:3] == ("V9", "@SUM(A1)", "K")
    assert EVIL in str(left[1][7])
    assert [row[1] for row in price[1:]] == [123.45, 0.5, 123.95]
    assert drive[1][:6] == ("T1", "-Anna", 1, 1, round(1354 / 60, 2), 12.345)
    assert drive[1][8] == 30
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2"
        assert sheet["A1"].font.bold


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(plan_to_xlsx(plan(), language="en")))
    types = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert "f" not in types
    assert "s" in types


# Each example is a whole workbook written and read.
FEWER = settings(max_examples=settings.default.max_examples // 4)
CELLS = st.text(max_size=12) | st.sampled_from(
    [EVIL, "#N/A", "+1", "@x", "\t=1", "-2+3", "'=1", "_x0041_", "a\x07b", "\ud800"]
)


@FEWER
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=4))
def test_any_text_is_written_as_text(table: list[list[str]]) -> None:
    content = table_to_xlsx([("Blad", ("a", EVIL), table)])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type in ("s", "n")
            assert cell.data_type == "s" or cell.value is None
    written = table_to_csv(("a", "b"), table, language="sv").decode("utf-8-sig")
    assert not any(part[:1] in "=+@\t" for line in written.split("\r\n") for part in line.split(";") if part)


@FEWER
@example("x" * 40, "X" * 40)
@example("a/b", "a:b")
@example("", "'")
@example("History", "history")
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_sheet_name_will_do_and_none_stands_twice(first: str, second: str) -> None:
    sheets = [Sheet(first, ("a",), [("x",)]), Sheet(second, ("a",), []), Sheet(first, ("a",), [])]
    names = openpyxl.load_workbook(io.BytesIO(table_to_xlsx(sheets))).sheetnames
    assert len({name.casefold() for name in names}) == 3
    assert all(0 < len(name) <= 31 for name in names)


def test_a_table_keeps_its_types() -> None:
    row = ("x", 7, 1.5, True, date(2026, 11, 24), time(8, 30), at(8), None)
    sheet = openpyxl.load_workbook(io.BytesIO(table_to_xlsx([("s", tuple("abcdefgh"), [row])]))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == [
        "x", 7, 1.5, True, datetime(2026, 11, 24), time(8, 30), datetime(2026, 11, 24, 9), None,  # noqa: DTZ001
    ]  # fmt: skip


def test_problems_come_out_as_a_table() -> None:
    wrong = FieldProblem(
        source="f.csv", row=3, field="=Prio", value="-1", message=message("import.priority", value="-1"), cure="P3"
    )
    (found,) = rows(problems_to_csv([wrong], language="sv"))
    assert list(found) == ["Fil", "Rad", "Kolumn", "Värde", "Fel", "Förslag"]
    assert list(found.values())[:4] == ["f.csv", "3", "=Prio", "-1"]
    assert found["Förslag"] == "P3"


def events(content: bytes) -> list[Any]:
    """Events of a calendar."""
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_a_calendar_holds_start_end_address_and_title_and_nothing_more() -> None:
    visit, remote = events(plan_to_ics(plan(), "T1", language="sv"))
    assert set(visit) == {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "LOCATION"}
    assert (visit["SUMMARY"], visit["LOCATION"]) == (EVIL, "Ågatan 1; vån 2, Solna")
    assert (visit["DTSTART"].dt, visit["DTEND"].dt) == (at(8), at(9, 0, 30))
    assert "LOCATION" not in remote
    assert remote["SUMMARY"] == "Konto spärrat"
    assert events(plan_to_ics(plan(), "T2", language="sv")) == []


def test_a_visit_keeps_its_identity_when_it_moves_and_differs_by_day_and_person() -> None:
    def uid(of: Plan) -> str:
        return str(events(plan_to_ics(of, "T1", language="en"))[0]["UID"])

    first = plan()
    moved = first.stops[1]
    later = Stop(
        **{name: getattr(moved, name) for name in moved.__slots__} | {"start": at(9), "end": at(9) + timedelta(hours=1)}
    )
    assert uid(first) == uid(first.replace(version=4, stops=(later,)))
    assert uid(first) != uid(first.replace(day=date(2026, 11, 25)))
    assert "007" not in uid(first)


@pytest.mark.parametrize(
    "title", ["a\r\nATTENDEE:mailto:x@y", "a\nEND:VEVENT", "a;b,c\\d", "\u2028x", "\x00\x07a", "å" * 300]
)
def test_no_title_can_begin_a_property_of_its_own(title: str) -> None:
    first = plan().stops[1]
    hostile = Stop(**{name: getattr(first, name) for name in first.__slots__} | {"title": title})
    content = plan_to_ics(plan(stops=(hostile,)), "T1", language="en")
    (event,) = events(content)
    assert "ATTENDEE" not in event
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert str(event["SUMMARY"]).isprintable()
