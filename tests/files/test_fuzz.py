"""Whatever bytes arrive: a preview with its problems, never an exception (R9)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.files import preview_requests, preview_team
from planner.files.known import fields_of
from planner.model.language import render
from tests.files.making import DAY, csv_bytes, xlsx_bytes

FIELDS = fields_of("request")
TEAM_FIELDS = fields_of("team")
PIECES = st.sampled_from(
    ["id", "title", ";", ",", "\n", "\r\n", '"', "'", "\t", "sep=;", "59,3", "2026-11-24", "08:00–10:00", "åäö",
     "\x00", "1e400",
     "PK\x03\x04", "=1+1", "\ufeff", "{", "<html>", " ", "|", "811228-9874"]
)  # fmt: skip


def sound(found: object) -> None:
    """Every sentence can be said in both languages, and no good row has a problem."""
    for problem in found.all_problems:  # type: ignore[attr-defined]
        assert render(problem.message, "sv")
        assert render(problem.message, "en")
        assert problem.source == "f"


@settings(max_examples=300)
@given(st.binary(max_size=400))
def test_random_bytes_give_a_preview(content: bytes) -> None:
    if not content.startswith(b"PK"):
        found = preview_requests("f", content, day=DAY)
        sound(found)
        assert found.good == () or found.rows
        assert found.all_problems or found.rows
        sound(preview_team("f", content))


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "cp1252"]))
def test_pieces_of_tables_in_any_order_give_a_preview(text: str, encoding: str) -> None:
    content = text.encode(encoding, "replace")
    if not content.startswith(b"PK"):
        sound(preview_requests("f", content, day=DAY))


@settings(max_examples=8)
@given(st.binary(max_size=300))
def test_random_bytes_behind_a_workbooks_first_bytes_give_a_preview(content: bytes) -> None:
    sound(preview_requests("f", b"PK\x03\x04" + content, day=DAY))


@settings(max_examples=8)
@given(st.integers(0, 4_000), st.integers(0, 255))
def test_a_workbook_with_one_byte_wrong_gives_a_preview(at: int, value: int) -> None:
    content = bytearray(xlsx_bytes([["id", "title"], ["1", "x"]]))
    content[at % len(content)] = value
    sound(preview_requests("f", bytes(content), day=DAY))


CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["0", "-1", "1", "1,5", "ja", "x", "08:00", "24:00", "16–14", "2026-11-24", "03/04/2026", "wifi:3",
                     "nan", "P1", "2026-03-29 02:30", "59.3, 18.0", "T1", "låst", "both", "9" * 30]),
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(st.tuples(*[CELLS] * len(FIELDS)), min_size=1, max_size=3), st.booleans())
def test_any_text_in_any_field_gives_a_request_or_a_problem(rows: list[tuple[str, ...]], with_day: bool) -> None:
    found = preview_requests("f", csv_bytes([FIELDS, *rows], encoding="utf-8"), day=DAY if with_day else None)
    sound(found)
    for row in found.rows:
        assert (row.request is None) <= bool(row.problems)


@settings(max_examples=200)
@given(st.lists(st.tuples(*[CELLS] * len(TEAM_FIELDS)), min_size=1, max_size=3))
def test_any_text_in_any_field_gives_a_technician_or_a_problem(rows: list[tuple[str, ...]]) -> None:
    sound(preview_team("f", csv_bytes([TEAM_FIELDS, *rows])))
