"""File names are ours: whatever the text, one plain name inside the folder (S9)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.files import export_name, safe_name

PATHS = st.text(max_size=80) | st.lists(
    st.sampled_from(["..", "/", "\\", "C:", "con", "aux.txt", "\x00", " ", ".", "~", "%2e", "åäö", "NUL", "‮"]),
    max_size=8,
).map("".join)


@given(PATHS, st.integers(2, 60))
def test_a_name_is_always_inside_the_folder(text: str, limit: int) -> None:
    folder = Path("/srv/exports")
    name = safe_name(text, limit=limit)
    assert (folder / name).resolve().parent == folder
    assert name.isascii()
    assert name.replace("-", "a").isalnum()
    assert len(name) <= max(limit, len("file"))
    assert name.upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}


@given(PATHS, PATHS, PATHS)
def test_an_export_is_always_inside_the_folder(kind: str, ending: str, whose: str) -> None:
    folder = Path("/srv/exports")
    name = export_name(kind, ending, day=date(2026, 11, 24), version=3, whose=whose)
    assert (folder / name).resolve().parent == folder
    assert not name.startswith(".")
    assert name.count(".") == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [("Åsa Öberg", "asa-oberg"), ("../../etc/passwd", "etc-passwd"), ("", "file"), ("CON", "x-con"), ("日本", "file"),
     ("Straße", "strasse")],
)  # fmt: skip
def test_names_stay_readable(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_the_name_of_an_export_tells_what_day_version_and_whose() -> None:
    assert (
        export_name("Dagplan", "ics", day=date(2026, 11, 24), version=3, whose="Åsa L")
        == "dagplan-2026-11-24-v3-asa-l.ics"
    )
    assert export_name("plan", "csv", day=date(2026, 11, 24)) == "plan-2026-11-24.csv"
