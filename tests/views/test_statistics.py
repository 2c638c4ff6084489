"""Figures as people read them; names of persons only where there are enough of them."""

from datetime import date

import pandas as pd
import pytest

from planner.files import load_catalogue
from planner.model.message import message
from planner.report import FIGURES
from planner.views.statistics import amount_text, change_text, people_rows, period_text, rows_shown, target_text


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(0.874, "share", "87,4 %"), (852.0, "minutes", "14,2 min"), (65_400.0, "seconds", "18 h 10"),
     (497.0, "count", "497"), (None, "share", "–")],
)  # fmt: skip
def test_values_have_their_unit(value, unit, shown):
    assert amount_text(value, unit, "sv").replace("\u00a0", " ") == shown


@pytest.mark.parametrize(
    ("value", "before", "unit", "shown"),
    [(0.874, 0.853, "share", "+2,1 p.e."), (812.0, 926.0, "minutes", "−1,9 min"), (5.0, 5.0, "count", "±0"),
     (0.8949, 0.8946, "share", "±0,0 p.e."), (600.0, 585.0, "seconds", "±0 min"), (None, 1.0, "count", "")],
)  # fmt: skip
def test_changes_have_their_sign(value, before, unit, shown):
    assert change_text(value, before, unit, "sv").replace("\u00a0", " ") == shown


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [((2026, 11, 9), (2026, 12, 1), "9 november–1 december"), ((2026, 12, 1), (2026, 12, 1), "1 december"),
     ((2025, 12, 29), (2026, 1, 4), "29 december 2025–4 januari 2026")],
)  # fmt: skip
def test_a_period_is_told_by_its_days(first, last, shown):
    assert period_text(date(*first), date(*last), "sv").replace("\u00a0", " ") == shown


def test_a_target_is_shown_as_it_was_set():
    assert target_text(0.9, "share", "en") == "90%"
    assert target_text(1800, "minutes", "en") == "30\u00a0min"


def shifts(count):
    people = [f"T{i}" for i in range(count)]
    return pd.DataFrame(
        {"day": [None] * count, "technician_id": people, "technician": people, "paid_s": [3600.0] * count}
    )


@pytest.mark.parametrize(("count", "named"), [(4, False), (5, True)])
def test_persons_are_named_from_five_on(count, named):
    rows = shifts(count)
    shown = rows_shown(FIGURES["overtime"].columns, rows, load_catalogue(), language="en")
    assert people_rows(rows) is named
    assert ("Technician" in shown) is named
    assert list(shown["Paid time, min"]) == [60] * count


def test_a_reason_is_a_sentence_and_a_job_type_has_its_name():
    rows = pd.DataFrame(
        {"job_type_id": ["printer_fault", "own"], "reason": [message("plan.quality_road"), None], "priority": [1, 2]}
    )
    left = rows_shown(FIGURES["unassigned"].columns, rows, load_catalogue(), language="sv")
    assert list(left["Skäl"].fillna("")) == ["vägnät", ""]
    assert list(left["Prio"]) == ["P1", "P2"]
    kinds = rows_shown(FIGURES["visits_done"].columns, rows, load_catalogue(), language="sv")["Ärendetyp"]
    assert kinds[0] == load_catalogue().job_types["printer_fault"].name.sv
    assert kinds[1] == "own"
