"""Personal identity numbers are found, masked, and block their row; other numbers are left alone."""

from __future__ import annotations

from datetime import date

import pytest

from planner.files import preview_requests, preview_team
from planner.files.privacy import masked
from planner.model.codec import dumps
from tests.files.making import DAY, csv_bytes, xlsx_bytes

NUMBER = "811228-9874"


@pytest.mark.parametrize(
    "text",
    [NUMBER, "19811228-9874", "198112289874", "811228+9874", "ring 811228-9874 först", "811288-9871", "19811288-9871"],
)
def test_personal_numbers_in_every_form_are_found(text: str) -> None:
    hidden = masked(text, today=DAY)
    assert hidden is not None
    assert "9874" not in hidden
    assert "9871" not in hidden


@pytest.mark.parametrize(
    "text",
    ["811228-9875", "556036-0793", "0701234567", "070-123 45 67", "20261124-0010", "202411240017", "813228-9874",
     "2026-11-24",
     "811228", "INC8112289874000", "08-123 456 78", "1-811228-9874-2"],
)  # fmt: skip
def test_organisation_numbers_telephones_days_and_ticket_numbers_are_left_alone(text: str) -> None:
    assert masked(text, today=DAY) is None


def test_a_day_of_birth_to_come_is_none() -> None:
    assert masked("261224-0015", today=date(2026, 11, 24)) == masked("261224-0015", today=date(2026, 1, 1))
    assert masked("20261224-0015", today=date(2026, 11, 24)) is None


@pytest.mark.parametrize("make", [csv_bytes, xlsx_bytes])
@pytest.mark.parametrize("heading", ["Rubrik", "Beskrivning", "Något annat", "Ärendenr"])
def test_the_row_is_blocked_and_the_number_is_nowhere_in_the_answer(make: object, heading: str) -> None:
    names = ["Ärendenr", "Rubrik", "Beskrivning", "Något annat"]
    cells = dict.fromkeys(names, "x") | {heading: f"Patient {NUMBER}"}
    content = make([names, list(cells.values()), ["2", "b", "c", "d"]])  # type: ignore[operator]
    found = preview_requests("f", content, day=DAY)
    assert [row.request is not None for row in found.rows] == [False, True]
    (problem,) = found.all_problems
    assert (problem.message.key, problem.row, problem.field) == ("import.personal_number", 2, heading)
    assert NUMBER not in dumps(found)
    assert NUMBER not in repr(found)


def test_putting_the_cell_right_lets_the_row_in() -> None:
    content = csv_bytes([["id", "title"], ["1", NUMBER]])
    assert preview_requests("f", content, day=DAY, changes={(2, "title"): "Printer"}).good[0].title == "Printer"
    assert preview_requests("f", content, day=DAY, changes={(2, "title"): NUMBER}).good == ()


def test_a_team_file_is_searched_too() -> None:
    found = preview_team("f", csv_bytes([["id", "namn", "anteckning"], ["T1", "Anna", NUMBER]]))
    assert [problem.message.key for problem in found.all_problems] == ["import.personal_number"]
    assert NUMBER not in repr(found)
