"""Statistics over the store: what was published and reported, as figures and as a workbook."""

import zipfile
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest

from planner.desk import day as day_desk
from planner.desk import report, report_files
from planner.model.errors import InputError, NotAllowedError
from planner.model.language import text
from planner.report import FIGURES, THEMES, Filters
from tests.desk.firm import ANNA, DANA, DAY, MAJA, at, filled, published


@pytest.fixture
def lived(desk):
    """R1 was driven to, done; R2 is planned and not reported."""
    published(filled(desk))
    for i, (word, hour, minute) in enumerate((("en_route", 8, 0), ("arrived", 8, 25), ("done", 9, 10))):
        day_desk.report_status(desk, ANNA, "R1", f"visit.{word}", client_uuid=f"u{i}", at=at(hour, minute))
    return desk


def evening(desk):
    """The same desk when the day is over."""
    return replace(desk, clock=lambda: at(0, day=DAY + timedelta(days=1)))


def found(desk, **changes):
    return report.statistics(evening(desk), MAJA, first=DAY, last=DAY, **changes)


def test_what_was_reported_is_counted(lived):
    figure = found(lived).figures["visits_done"]
    assert (figure.value, figure.whole) == (1, 2)
    assert set(figure.rows["visit_id"]) == {"R1", "R2"}


def test_what_is_still_to_be_done_today_is_not_counted_as_not_done(lived):
    at_noon = replace(lived, clock=lambda: at(12))
    figure = report.statistics(at_noon, MAJA, first=DAY, last=DAY).figures["visits_done"]
    assert (figure.value, figure.whole) == (1, 1)


def test_drafts_are_not_counted(desk):
    from tests.desk.firm import drafted

    drafted(filled(desk))
    assert found(desk).days_planned == 0


def test_a_filter_reaches_the_rows(lived):
    assert found(lived, filters=Filters(priorities=(1,))).figures["visits_done"].whole == 0


def test_another_period_knows_nothing_of_the_day(lived):
    week_before = report.statistics(lived, MAJA, first=DAY - timedelta(days=7), last=DAY - timedelta(days=1))
    assert week_before.figures["visits_done"].whole == 0


def test_a_technician_may_not_read_statistics(lived):
    with pytest.raises(NotAllowedError):
        report.statistics(lived, ANNA, first=DAY, last=DAY)
    with pytest.raises(NotAllowedError):
        report_files.statistics_file(lived, ANNA, first=DAY, last=DAY, language="sv")


def test_the_workbook_holds_the_figures_and_the_rows_behind_each(lived):
    made = report_files.statistics_file(evening(lived), DANA, first=DAY, last=DAY, language="sv")
    book = openpyxl.load_workbook(BytesIO(made.content))
    figures = {row[0]: row[1] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)}
    assert figures["Utförda besök"] == 1
    shown = report.statistics(evening(lived), DANA, first=DAY, last=DAY).figures
    units = {row[0]: row[1:5] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)}
    drive, paid = shown["drive_per_visit"], shown["utilisation"]
    assert units["Körtid per besök"] == (
        round(drive.value / 60, 4), "minuter", round(drive.part / 3600, 4), drive.whole,
    )  # fmt: skip
    assert units["Beläggning"][2:] == (round(paid.part / 3600, 4), round(paid.whole / 3600, 4))
    assert units["Körda kilometer"] == (round(shown["distance"].value / 1000, 4), "kilometer", None, None)
    visits = list(book["Utförda besök"].iter_rows(min_row=2, values_only=True))
    assert {row[1] for row in visits} == {"R1", "R2"}
    assert made.filename == f"statistik_{DAY}_{DAY}.xlsx"


def test_the_workbook_says_which_days_and_filters_it_is_of(lived):
    made = report_files.statistics_file(
        evening(lived), DANA, first=DAY, last=DAY, language="sv", filters=Filters(priorities=(3, 4))
    )
    about = dict(openpyxl.load_workbook(BytesIO(made.content))["Om siffrorna"].iter_rows(min_row=2, values_only=True))
    assert (about["Period"], about["Planerade dagar"], about["Filter"]) == (f"{DAY} – {DAY}", 1, "P3, P4")
    assert about["Perioden före"] == "–"


def test_no_cell_of_the_workbook_is_a_formula(desk):
    from tests.desk.firm import fill, request

    fill(desk, request("=1+1", customer='=HYPERLINK("http://x")', title="@cmd"))
    published(desk)
    made = report_files.statistics_file(evening(desk), DANA, first=DAY, last=DAY, language="en")
    book = openpyxl.load_workbook(BytesIO(made.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("=HYPERLINK" in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_the_archive_has_a_csv_file_for_each_figure(lived):
    made = report_files.statistics_file(evening(lived), DANA, first=DAY, last=DAY, language="sv", kind="csv")
    with zipfile.ZipFile(BytesIO(made.content)) as archive:
        names = archive.namelist()
        assert {"Nyckeltal.csv", "Utförda besök.csv"} <= set(names)
        assert len(names) == len(FIGURES) + 2
        rows = archive.read("Utförda besök.csv").decode("utf-8-sig").splitlines()
    assert {row.split(";")[1] for row in rows[1:]} == {"R1", "R2"}
    assert made.filename.endswith(".zip")


def test_the_report_to_print_has_every_theme_with_charts_and_runs_nothing(lived):
    made = report_files.statistics_file(
        evening(lived), DANA, first=DAY, last=DAY, language="sv", kind="html", filters=Filters(priorities=(3, 4))
    )
    page = made.content.decode()
    assert all(f"<h2>{text(f'report.theme.{theme}', 'sv')}</h2>" in page for theme in THEMES)
    assert "Urval: P3, P4." in page
    assert page.count("<svg") >= len(THEMES) - 1
    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org/", "")


def test_a_file_of_an_unknown_kind_is_refused(lived):
    with pytest.raises(InputError, match="docx"):
        report_files.statistics_file(lived, DANA, first=DAY, last=DAY, language="sv", kind="docx")
