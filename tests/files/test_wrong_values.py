"""Every wrong value in a row: named with file, row, column, value, and a cure that cures."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from planner.files import preview_requests
from tests.files.making import DAY, one, preview, sentences, xlsx_bytes


@pytest.mark.parametrize(
    ("cells", "key", "field", "value", "cure"),
    [
        ({"priority": "99"}, "import.priority", "priority", "99", None),
        ({"latitud": "59,3"}, "import.half_position", "latitud", "59,3", None),
        ({"lat": "1e400", "lon": "18"}, "import.degrees", "lat", "1e400, 18", None),
        ({"lat": "118.0686", "lon": "59.3293"}, "import.swapped", "lat", "118.0686, 59.3293", "59.3293, 118.0686"),
        ({"position": "Storgatan"}, "import.position", "position", "Storgatan", None),
        ({"duration": "1,5"}, "import.duration_whole", "duration", "1,5", "1,5 h"),
        ({"Från": "16", "Till": "14"}, "import.window_order", "Från", "16–14", "14:00–16:00"),
        ({"window": "16–14"}, "import.window_order", "window", "16–14", "14–16"),
        ({"earliest": "2026-03-29 02:30"}, "import.gap", "earliest", "2026-03-29 02:30", "2026-03-29 03:30"),
        ({"due_date": "32 nov"}, "import.no_such_day", "due_date", "32 nov", None),
        ({"created_at": "03/04/2026"}, "import.day_ambiguous", "created_at", "03/04/2026", None),
        ({"due_date": "08:00"}, "import.day", "due_date", "08:00", None),
        ({"earliest_date": "2026-11-25", "due_date": "2026-11-24"}, "import.days_order", "due_date",
        "2026-11-24", None),
        ({"earliest": "08:00", "latest_end": "08:30"}, "import.window_short", "latest_end", "08:00–08:30", None),
        ({"window": "08–10", "earliest": "09:00"}, "import.window_twice", "earliest", "09:00", None),
        ({"required_skills": "windows_servr:3"}, "import.did_you_mean", "required_skills", "windows_servr:3",
        "windows_server:3"),
        ({"required_skills": "trolleri"}, "import.unknown_skill", "required_skills", "trolleri", None),
        ({"required_skills": "wifi:7"}, "import.need_number", "required_skills", "wifi:7", None),
        ({"required_parts": "flygplan:1"}, "import.unknown_part", "required_parts", "flygplan:1", None),
        ({"job_type": "Skrivafel"}, "import.did_you_mean", "job_type", "Skrivafel", "printer_fault"),
        ({"required_certificates": "simborgarmärke"}, "import.unknown_certificate", "required_certificates",
        "simborgarmärke", None),
        ({"channel": "brevduva"}, "import.word", "channel", "brevduva", None),
        ({"line": "4"}, "import.number_range", "line", "4", None),
        ({"impact": "7"}, "import.level", "impact", "7", None),
        ({"mandatory": "kanske"}, "import.word", "mandatory", "kanske", None),
        ({"crew_size": "0"}, "import.number_range", "crew_size", "0", None),
        ({"drop_cost": "1,250"}, "import.money", "drop_cost", "1,250", None),
        ({"lock": "technician"}, "import.lock_technician", "lock", "technician", None),
        ({"lock": "time"}, "import.lock_time", "lock", "time", None),
        ({"lock": "båda", "lock_technician": "T1"}, "import.lock_time", "lock", "båda", None),
        ({"lock_time": "10:00", "lock_until": "09:00"}, "import.window_order", "lock_time", "10:00", None),
        ({"lock_time": "2026-11-24"}, "import.moment_wanted", "lock_time", "2026-11-24", None),
        ({"promised_from": "10:00"}, "import.promise", "promised_from", "10:00", None),
        ({"request_id": ""}, "import.no_id", "request_id", "", None),
        ({"request_id": "2,02412E+11"}, "import.id_shortened", "request_id", "2,02412E+11", None),
        ({"title": ""}, "import.no_title", "title", "", None),
        ({"title": "StorgatÃ¥n"}, "import.broken_letters", "title", "StorgatÃ¥n", None),
    ],
)  # fmt: skip
def test_every_wrong_value_is_named_with_file_row_column_value_and_cure(
    cells: dict[str, str], key: str, field: str, value: str, cure: str | None
) -> None:
    found = one(**cells)
    problems = [problem for problem in found.all_problems if problem.message.key == key]
    assert len(problems) == 1, sentences(found)
    (problem,) = problems
    assert (problem.source, problem.row, problem.field, problem.value, problem.cure) == (
        "requests.csv",
        2,
        field,
        value,
        cure,
    )
    assert found.rows[0].request is None
    assert found.good == ()


@pytest.mark.parametrize(
    "cells",
    [{"duration": "1,5"}, {"Från": "16", "Till": "14"},
     {"window": "22–06"}, {"required_skills": "wifii:2, lan_switching"},
     {"job_type": "Skrivafel"}, {"lat": "118.0686", "lon": "59.3293"}, {"earliest": "2026-03-29 02:30"},
     {"window": "20–24"}, {"earliest": "2026-10-25 02:30"}],
)  # fmt: skip
def test_a_cure_taken_with_one_click_cures(cells: dict[str, str]) -> None:
    found = one(**cells)
    changes = {(problem.row or 0, problem.field): problem.cure or "" for problem in found.all_problems}
    if all(changes.values()):
        full = {"request_id": "A1", "title": "Printer"} | cells
        cured = preview([list(full), list(full.values())], changes=changes)
        assert cured.all_problems == (), sentences(cured)
    else:
        assert cells == {"window": "20–24"}


def test_every_wrong_cell_of_a_row_is_named_at_once() -> None:
    assert len(one(priority="x", duration="y", window="z").all_problems) == 3


def test_a_day_with_a_time_is_the_day_and_the_earliest_start() -> None:
    (request,) = one(Datum="2026-11-24 09:00").good
    assert (request.earliest_date, request.due_date) == (date(2026, 11, 24), date(2026, 11, 24))
    assert [window.earliest_start for window in request.time_windows] == [datetime(2026, 11, 24, 8, tzinfo=UTC)]


def test_a_day_with_a_time_beside_a_window_gives_the_day_and_says_so() -> None:
    found = one(Datum="2026-11-25 09:00", window="13–15")
    assert [note.message.key for note in found.rows[0].notes if note.field == "Datum"] == ["import.day_time_unused"]
    (window,) = found.good[0].time_windows
    assert window.earliest_start == datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize("written", ["2026-11-24", "2026-11-24 00:00", "2026-11-24 00:00:00"])
def test_a_day_alone_asks_for_no_time(written: str) -> None:
    (request,) = one(Datum=written).good
    assert request.time_windows == ()


def test_a_broken_cell_hides_no_other_problem_of_its_row() -> None:
    found = one(title="", priority="99", customer="StorgatÃ¥n")
    assert {problem.field: problem.message.key for problem in found.all_problems} == {
        "title": "import.no_title", "priority": "import.priority", "customer": "import.broken_letters",
    }  # fmt: skip


def test_a_formula_hides_no_other_problem_of_its_row_and_is_named_once() -> None:
    content = xlsx_bytes([["id", "title", "priority"], ["1", "", "=1+1"]])
    found = preview_requests("a.xlsx", content, day=DAY)
    assert sorted(problem.field for problem in found.all_problems) == ["priority", "title"]


def test_a_wrong_row_with_an_id_that_stands_above_says_both() -> None:
    found = preview([["id", "title", "priority"], ["1", "Printer", "P1"], ["1", "Printer", "P9"]])
    assert [problem.message.key for problem in found.rows[1].problems] == ["import.priority", "import.duplicate_id"]


def test_a_good_row_is_no_duplicate_of_a_wrong_one() -> None:
    found = preview([["id", "title", "priority"], ["1", "Printer", "P9"], ["1", "Printer", "P1"]])
    assert [request.request_id for request in found.good] == ["1"]
