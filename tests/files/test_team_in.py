"""Teams from files: every detail of a technician, Swedish headings, further shifts, and what is wrong."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from planner.files import TeamPreview, preview_team, read_team
from planner.model.errors import InputError
from planner.model.places import Place
from planner.model.team import BreakRule, ShiftPattern, Suspension, Technician
from planner.model.words import Precision, ShiftKind
from tests.files.making import csv_bytes, xlsx_bytes


def team(**cells: str) -> TeamPreview:
    """What a team file with one row would bring in."""
    full = {"technician_id": "T1", "name": "Anna L"} | cells
    return preview_team("team.csv", csv_bytes([list(full), list(full.values())]))


def one(**cells: str) -> Technician:
    """The technician of a file with one row."""
    found = team(**cells)
    assert [str(problem.message) for problem in found.all_problems] == []
    return found.team.technicians[0]


def test_a_swedish_team_file() -> None:
    rows = [
        ["Tekniker-id", "Namn", "Mobil", "E-post", "Kompetenser", "Intyg", "Körkort", "Körkort giltigt till",
         "Indraget",
         "Startadress", "Latitud", "Longitud", "Utgår från", "Veckodagar", "Arbetstid från", "Arbetstid till",
         "Max övertid",
         "Rast från", "Rast till", "Rast", "Timkostnad", "Distans", "Linjer", "Områden"],
        ["T01", "Anna L", "070-123 45 67", "anna@x.se", "windows_server:5 wifi:2", "electrical_safety:2028-03-31", "B",
         "2031-05-31", "2026-11-23/2027-01-22", "Sollentuna", "59,428", "17,951", "hem", "mån-fre", "07:30", "16:15",
         "120",
         "11:00", "13:00", "45", "520,50", "ja", "1,2", "north, central"],
    ]  # fmt: skip
    found = preview_team("team.csv", csv_bytes(rows, encoding="cp1252"))
    assert found.all_problems == ()
    (anna,) = found.team.technicians
    assert (anna.phone, anna.mail, anna.lines, anna.territories) == (
        "070-123 45 67",
        "anna@x.se",
        (1, 2),
        ("north", "central"),
    )
    assert [(held.skill, held.level) for held in anna.skills] == [("windows_server", 5), ("wifi", 2)]
    assert anna.certificates[0].valid_to == date(2028, 3, 31)
    assert (anna.licence.classes, anna.licence.valid_to) == (("B",), date(2031, 5, 31))
    assert anna.licence.suspensions == (Suspension(first=date(2026, 11, 23), last=date(2027, 1, 22)),)
    assert anna.start_place == anna.end_place == Place(lat=59.428, lon=17.951, label="Sollentuna")
    assert anna.patterns == (
        ShiftPattern(
            weekdays=(1, 2, 3, 4, 5), start=time(7, 30), end=time(16, 15), max_overtime_min=120,
            breaks=(BreakRule(earliest=time(11), latest=time(13), minutes=45),),
        ),
    )  # fmt: skip
    assert (anna.cost_per_hour_ore, anna.works_remotely, anna.starts_from) == (52_050, True, "home")


def test_a_technician_needs_no_more_than_id_and_name() -> None:
    assert one() == Technician(technician_id="T1", name="Anna L")


@pytest.mark.parametrize("text", ["windows_server:3, wifi:2", "Windows Server 3; Wifi 2", "windows_server:3 wifi:2"])
def test_skills_in_one_cell(text: str) -> None:
    text = text.replace("Wifi 2", "wifi 2")
    assert [(held.skill, held.level) for held in one(skills=text).skills] == [("windows_server", 3), ("wifi", 2)]


def test_skills_and_papers_have_last_days_and_papers_customers() -> None:
    assert one(skills="wifi:2:2027-12-31").skills[0].valid_to == date(2027, 12, 31)
    held = one(certificates="entry_permit:2027-06-30:K04 esd_handling").certificates
    assert [(paper.certificate, paper.customer_id) for paper in held] == [("entry_permit", "K04"), ("esd_handling", "")]


def test_a_licence_may_be_a_plain_yes_or_no() -> None:
    assert one(licence_classes="ja").licence.classes == ("B",)
    assert one(licence_classes="nej").licence.classes == ()
    assert one(licence_classes="b, be").licence.classes == ("B", "BE")


def test_a_day_ends_where_it_began_or_elsewhere_or_anywhere() -> None:
    start = {"start_lat": "59.3", "start_lon": "18.0"}
    assert one(**start).end_place == Place(lat=59.3, lon=18.0)
    assert one(**start, ends_at="öppet").end_place is None
    assert one(**start, end_lat="59.4", end_lon="18.1").end_place == Place(lat=59.4, lon=18.1)


def test_a_night_shift_and_several_breaks() -> None:
    (night,) = one(
        shift_start="22:00", shift_end="06:00", weekdays="1,3 5-7", shift_kind="jour", break_earliest="00:30|03:00",
        break_latest="01:00|03:00", break_min="30|15",
    ).patterns  # fmt: skip
    assert (night.start, night.end, night.weekdays, night.kind) == (
        time(22),
        time(6),
        (1, 3, 5, 6, 7),
        ShiftKind.ON_CALL,
    )
    assert [rule.minutes for rule in night.breaks] == [30, 15]


def test_a_fixed_break_needs_its_beginning_only() -> None:
    (pattern,) = one(shift_start="8", shift_end="17", break_earliest="12:00", break_min="30").patterns
    assert pattern.breaks == (BreakRule(earliest=time(12), latest=time(12), minutes=30),)


def test_a_further_row_adds_a_shift() -> None:
    rows = [
        ["id", "namn", "veckodagar", "pass start", "pass slut"],
        ["T1", "Anna", "1-4", "8", "17"],
        ["T1", "", "5", "8", "14"],
    ]
    found = preview_team("f", csv_bytes(rows))
    assert found.all_problems == ()
    assert [pattern.weekdays for pattern in found.team.technicians[0].patterns] == [(1, 2, 3, 4), (5,)]


def test_a_further_row_that_says_something_else_is_a_mistake() -> None:
    for second in (["T1", "Bo", "", ""], ["T1", "", "070", "8"], ["T1", "Anna", "", ""]):
        rows = [["id", "namn", "telefon", "pass start", "pass slut"], ["T1", "Anna", "08", "8", "17"], [*second, "14"]]
        found = preview_team("f", csv_bytes(rows))
        assert [problem.row for problem in found.all_problems] == [3], second


def test_addresses_are_located_where_somebody_can() -> None:
    place = Place(lat=59.4, lon=17.9, precision=Precision.LOCALITY, source="gazetteer")
    content = csv_bytes([["id", "namn", "adress"], ["T1", "Anna", "Sollentuna"]])
    assert preview_team("f", content, locate=lambda address: place).team.technicians[0].start_place == place
    (problem,) = preview_team("f", content, locate=lambda address: None).all_problems
    assert (problem.message.key, problem.field, problem.value) == ("import.address_unknown", "adress", "Sollentuna")
    assert preview_team("f", content).team.technicians == ()


@pytest.mark.parametrize(
    ("cells", "key", "field"),
    [
        ({"name": ""}, "import.no_name", "name"),
        ({"technician_id": ""}, "import.no_technician_id", "technician_id"),
        ({"skills": "windows_servr:3"}, "import.did_you_mean", "skills"),
        ({"skills": "wifi:6"}, "import.number_range", "skills"),
        ({"skills": "wifi:2:2027-13-01"}, "import.no_such_day", "skills"),
        ({"skills": "wifi:2:2027-12-01:x"}, "import.held", "skills"),
        ({"certificates": "körkort"}, "import.unknown_certificate", "certificates"),
        ({"licence_classes": "Z"}, "import.word", "licence_classes"),
        ({"licence_valid_to": "03/04/2027"}, "import.day_ambiguous", "licence_valid_to"),
        ({"suspended": "2026-11-23"}, "import.span", "suspended"),
        ({"suspended": "2027-11-23/2026-11-24"}, "import.window_order", "suspended"),
        ({"start_lat": "59.3"}, "import.half_position", "start_lat"),
        ({"start_lat": "118", "start_lon": "59"}, "import.swapped", "start_lat"),
        ({"shift_start": "8"}, "import.half_shift", "shift_end"),
        ({"shift_start": "25", "shift_end": "17"}, "import.clock", "shift_start"),
        ({"shift_start": "8", "shift_end": "17", "break_min": "30"}, "import.half_break", "break_earliest"),
        ({"shift_start": "8", "shift_end": "17", "break_earliest": "12:00"}, "import.half_break", "break_min"),
        ({"shift_start": "8", "shift_end": "17", "weekdays": "5-1"}, "import.weekdays", "weekdays"),
        ({"shift_start": "8", "shift_end": "17", "weekdays": "8"}, "import.weekdays", "weekdays"),
        ({"cost_per_hour": "1,250"}, "import.money", "cost_per_hour"),
        ({"speed_factor": "0"}, "import.number_range", "speed_factor"),
        ({"number": "0"}, "import.number_range", "number"),
        ({"mail": "anna"}, "import.phone_mail", "mail"),
        ({"lines": "4"}, "import.number_range", "lines"),
        ({"starts_from": "månen"}, "import.word", "starts_from"),
    ],
)  # fmt: skip
def test_every_wrong_value_is_named(cells: dict[str, str], key: str, field: str) -> None:
    found = team(**cells)
    assert [(problem.message.key, problem.row) for problem in found.all_problems] == [(key, 2)]
    assert [problem.source for problem in found.all_problems] == ["team.csv"]
    assert found.team.technicians == ()
    if field in cells:
        assert found.all_problems[0].field == field


def test_files_that_are_no_team_are_named() -> None:
    assert [p.message.key for p in preview_team("f", csv_bytes([["foo"], ["1"]])).all_problems] == [
        "import.no_team_columns"
    ]
    assert [p.message.key for p in preview_team("f", csv_bytes([["id", "namn"]])).all_problems] == ["import.no_rows"]
    assert [p.message.key for p in preview_team("f", b"").all_problems] == ["import.empty_file"]


def test_reading_a_team_raises_every_problem_or_returns_the_team(tmp_path: Path) -> None:
    good, bad = tmp_path / "team.xlsx", tmp_path / "bad.csv"
    good.write_bytes(xlsx_bytes([["id", "namn", "pass start", "pass slut"], ["007", "Anna", time(8), time(17)]]))
    bad.write_bytes(csv_bytes([["id", "namn", "rader"], ["", "", ""], ["T1", "", "x"]]))
    (anna,) = read_team(good).technicians
    assert (anna.technician_id, anna.patterns[0].end) == ("007", time(17))
    with pytest.raises(InputError, match=r"bad\.csv, row 3, namn: The name is missing"):
        read_team(bad)


def test_the_demo_team_is_read_without_a_word() -> None:
    demo = Path(__file__).resolve().parents[2] / "data" / "demo" / "team.csv"
    assert len(read_team(demo).technicians) > 5


HOTEL_ROW = {
    "hotel_id": "H1",
    "hotel_name": "Strand",
    "hotel_lat": "59,86",
    "hotel_lon": "17,64",
    "hotel_night": "1 290",
}


def with_hotels(*rows: dict[str, str]) -> TeamPreview:
    """What a file with one technician and some hotels would bring in."""
    heads = ["technician_id", "name", "nights_away", *HOTEL_ROW]
    person = {"technician_id": "T1", "name": "Anna L", "nights_away": "ja"}
    cells = [[one.get(head, "") for head in heads] for one in (person, *rows)]
    return preview_team("team.csv", csv_bytes([heads, *cells]))


def test_a_row_without_a_technician_is_a_hotel() -> None:
    found = with_hotels(HOTEL_ROW)
    assert found.all_problems == ()
    (hotel,) = found.team.hotels
    assert (hotel.hotel_id, hotel.name, hotel.night_ore) == ("H1", "Strand", 129_000)
    assert (hotel.place.lat, hotel.place.lon) == (59.86, 17.64)
    assert [one.nights_away for one in found.team.technicians] == [True]
    assert one().nights_away is False


def test_a_hotel_needs_a_place_and_an_id_of_its_own() -> None:
    nowhere = with_hotels(HOTEL_ROW | {"hotel_lat": "", "hotel_lon": ""})
    assert [problem.message.key for problem in nowhere.all_problems] == ["import.hotel_place"]
    twice = with_hotels(HOTEL_ROW, HOTEL_ROW)
    assert [problem.message.key for problem in twice.all_problems] == ["import.hotel_twice"]
