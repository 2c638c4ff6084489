"""Requests from rows: good ones whole, bad ones with file, row, column, value and sentence; nothing lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from planner.files import load_catalogue, preview_requests, read_requests
from planner.model.errors import InputError
from planner.model.language import render
from planner.model.request import PartNeed, SkillNeed
from planner.model.team import Team, Technician
from planner.model.words import Channel, LockKind, Precision, Priority, PromiseKind, RequestStatus, Source
from tests.files.making import DAY, csv_bytes, keys, one, preview, sentences, xlsx_bytes


def test_a_swedish_excel_file_as_people_have_them() -> None:
    text = (
        "sep=;\r\nÄrendenr;Rubrik;Kund;Adress;Postnr;Ort;Latitud;Longitud;Prio;Tidsåtgång;Från;Till;Kompetens\r\n"
        "007;Skrivaren är trög;NA;Storgatan 1;163 70;Spånga;59,3917;17,9266;Hög;1:30;08:00;10:00;"
        "Nätverk, switchar 3\r\n"
    )
    found = preview_requests("ärenden.csv", text.encode("cp1252"), day=DAY)
    assert (found.encoding, found.delimiter, found.all_problems) == ("cp1252", ";", ())
    (got,) = found.good
    assert (got.request_id, got.title, got.customer, got.postcode) == ("007", "Skrivaren är trög", "NA", "163 70")
    assert got.place is not None
    assert (got.place.lat, got.place.lon, got.place.precision, got.place.source) == (
        59.3917,
        17.9266,
        Precision.PIN,
        "file",
    )
    assert got.place.label == "Storgatan 1, 163 70, Spånga"
    assert (got.priority, got.service_min, got.service_p80_min) == (Priority.P2, 90, 135)
    assert got.required_skills == (SkillNeed(skill="lan_switching", level=3),)
    assert got.time_windows[0].earliest_start == datetime(2026, 11, 24, 7, tzinfo=UTC)
    assert got.time_windows[0].latest_start == datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_job_type_fills_what_the_file_is_silent_about() -> None:
    job = load_catalogue().job_types["network_fault_lan"]
    (got,) = one(job_type="Nätverksfel").good
    assert got.job_type_id == job.job_type_id
    assert (got.line, got.channel, got.remote_possible) == (job.line, job.default_channel, job.remote_possible)
    assert (got.service_min, got.service_p80_min, got.setup_min) == (
        job.service_min,
        job.service_p80_min,
        job.setup_min,
    )
    assert (got.impact, got.urgency) == (job.impact, job.urgency)
    assert got.priority == load_catalogue().priority(job.impact, job.urgency)
    assert got.required_skills == job.required_skills
    assert got.required_parts == tuple(need for need, usage in job.parts if usage == "always")


def test_what_the_file_says_beats_the_job_type() -> None:
    (got,) = one(
        job_type="network_fault_lan", channel="telefon", line="3", duration="15", required_skills="wifi:2",
        priority="P5", required_parts="", impact="5", urgency="1",
    ).good  # fmt: skip
    assert (got.channel, got.line, got.service_min, got.priority) == (Channel.PHONE, 3, 15, Priority.P5)
    assert got.required_skills == (SkillNeed(skill="wifi", level=2),)


def test_impact_and_urgency_give_the_priority_by_the_matrix() -> None:
    (got,) = one(impact="5", urgency="5").good
    assert got.priority == Priority.P1
    assert got.priority_override == ""


@pytest.mark.parametrize("name", ["printer_fault", "Skrivarfel", "Printer fault", "skrivarfel", "SKRIVARE"])
def test_a_job_type_is_known_by_id_name_and_everyday_word(name: str) -> None:
    assert one(job_type=name).good[0].job_type_id == "printer_fault"


def test_a_category_may_be_job_type_or_skill_and_stops_nothing_otherwise() -> None:
    assert one(category="Skrivarfel").good[0].job_type_id == "printer_fault"
    assert one(category="Windows Server").good[0].required_skills == (SkillNeed(skill="windows_server"),)
    found = one(category="Category 26")
    assert [note.message.key for note in found.rows[0].notes if note.field == "category"] == ["import.category_unknown"]
    assert found.all_problems == ()


@pytest.mark.parametrize(
    "text",
    ["windows_server:3, lan_switching", "Windows Server 3; Nätverk, switchar", "windows_server=3|lan_switching:1",
     "Windows Server nivå 3, Nätverk, switchar 1", "windows_server:3 lan_switching:1",
     "windows_server (3)\nlan_switching"],
)  # fmt: skip
def test_skills_in_one_cell(text: str) -> None:
    assert one(required_skills=text).good[0].required_skills == (
        SkillNeed(skill="windows_server", level=3),
        SkillNeed(skill="lan_switching", level=1),
    )


def test_parts_by_id_code_and_name_with_quantity() -> None:
    part = load_catalogue().parts["patch_cable_2m"]
    for text in ("patch_cable_2m:3", f"{part.sku} x 3", f"3 st {part.name.sv}", f"{part.name.en}: 3"):
        assert one(required_parts=text).good[0].required_parts == (PartNeed(part="patch_cable_2m", quantity=3),)


def test_everything_a_row_can_say() -> None:
    (got,) = one(
        status="Pågår", source="E-post", external_ref="PO 7", contact_name="Eva", contact_phone="+46 8 12",
        access_notes="Kod 1", is_major="ja", mandatory="nej", drop_cost="1 500,50",
        crew_size="2", setup="10", created_at="2026-11-20 09:15",
        sla_policy="standard", earliest_date="2026-11-24", due_date="2026-11-27", preferred_technicians="T1, T2",
        forbidden_technicians="T9", lock_technician="T1", lock_time="09:00", promised_from="08:00", promised_to="10:00",
        remote_possible="nej", priority_reason="VD:n väntar", priority="P1",
    ).good  # fmt: skip
    assert (got.status, got.source, got.is_major, got.mandatory) == (RequestStatus.TRIAGED, Source.MAIL, True, False)
    assert (got.external_ref, got.contact_name, got.contact_phone, got.access_notes) == (
        "PO 7",
        "Eva",
        "+46 8 12",
        "Kod 1",
    )
    assert (got.drop_cost_ore, got.crew_size, got.setup_min, got.sla_policy) == (150_050, 2, 10, "standard")
    assert got.created_at == datetime(2026, 11, 20, 8, 15, tzinfo=UTC)
    assert (got.earliest_date, got.due_date) == (date(2026, 11, 24), date(2026, 11, 27))
    assert (got.preferred_technicians, got.forbidden_technicians) == (("T1", "T2"), ("T9",))
    assert (got.lock.kind, got.lock.technician_id) == (LockKind.BOTH, "T1")
    assert got.lock.earliest == got.lock.latest == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert got.promise is not None
    assert (got.promise.kind, got.promise.latest) == (PromiseKind.TOLD, datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert (got.remote_possible, got.priority_override) == (False, "VD:n väntar")


def test_the_day_of_a_row_is_the_day_of_its_times() -> None:
    (got,) = one(day="2026-11-26", window="08–10").good
    assert got.time_windows[0].earliest_start == datetime(2026, 11, 26, 7, tzinfo=UTC)
    assert (got.earliest_date, got.due_date) == (date(2026, 11, 26), date(2026, 11, 26))


def test_tomorrow_is_read_from_today_and_the_row_says_which_day_it_became() -> None:
    rows = [["id", "title", "day", "window", "created_at"], ["1", "a", "imorgon", "08–10", "idag 07:15"]]
    today, planned = DAY - timedelta(days=3), DAY
    content = "\n".join(";".join(row) for row in rows).encode()
    found = preview_requests("f.csv", content, day=planned, today=today)
    (got,), (row,) = found.good, found.rows
    tomorrow = today + timedelta(days=1)
    assert (got.earliest_date, got.due_date) == (tomorrow, tomorrow)
    assert got.time_windows[0].earliest_start.date() == tomorrow
    assert got.created_at is not None
    assert got.created_at.date() == today
    said, *_ = (one for one in row.notes if one.message.key == "import.relative_day")
    assert render(said.message, "sv") == "”imorgon” är läst som sön 22 november."
    assert [one.message.key for one in preview_requests("f.csv", content, day=planned).all_problems] == (
        ["import.moment"] * 2
    )


def test_days_in_earliest_and_latest_are_days_and_a_due_time_is_a_wish() -> None:
    (got,) = one(earliest="2026-11-24", latest="2026-11-27").good
    assert (got.earliest_date, got.due_date, got.time_windows) == (date(2026, 11, 24), date(2026, 11, 27), ())
    (got,) = one(due_date="2026-11-25 12:00").good
    assert (got.due_date, got.time_windows[0].hard) == (date(2026, 11, 25), False)
    assert got.time_windows[0].latest_start == datetime(2026, 11, 25, 11, tzinfo=UTC)
    assert one(due_date="25/Nov/26 12:00 AM").good[0].time_windows == ()


def test_the_good_rows_stand_beside_the_bad_ones() -> None:
    found = preview([["id", "title", "prio"], ["1", "a", "P1"], ["2", "b", "x"], ["3", "c", "P3"]])
    assert [row.request is not None for row in found.rows] == [True, False, True]
    assert [got.request_id for got in found.good] == ["1", "3"]


def test_an_id_standing_twice_is_told_with_the_row_of_the_first() -> None:
    found = preview([["id", "title"], ["007", "a"], ["7", "b"], ["007", "c"]])
    assert [len(row.problems) for row in found.rows] == [0, 0, 1]
    assert sentences(found) == ["Ärende 007 finns redan på rad 2."]


def test_a_field_too_many_is_an_error_of_its_row_and_shifts_nothing() -> None:
    found = preview(
        [["id", "title", "kund"], ["1", "a", "K"], ["2", "b, c", "K", "extra"], ["3", "d", "K", "", ""], ["4", "e"]]
    )
    assert keys(found) == ["import.surplus"]
    assert [got.request_id for got in found.good] == ["1", "3", "4"]
    assert [got.customer for got in found.good] == ["K", "K", ""]


def test_a_row_broken_by_a_line_break_is_noticed_in_both_halves() -> None:
    text = "id;title;kund;ort\n1;a;K;Solna\n2;trasig\nskrivare;K;Solna\n3;b;K;Solna\n"
    found = preview_requests("f.csv", text.encode(), day=DAY)
    assert [(problem.row, problem.message.key) for problem in found.all_problems] == [
        (3, "import.split"),
        (4, "import.split"),
    ]
    assert [got.request_id for got in found.good] == ["1", "3"]


def test_times_of_day_need_a_day() -> None:
    found = preview([["id", "title", "window"], ["1", "a", "08–10"]], day=None)
    assert keys(found) == ["import.no_day"]


def test_a_file_without_ids_gets_them_and_says_so() -> None:
    found = preview([["title"], ["a"], ["b"]])
    assert [got.request_id for got in found.good] == ["requests-2", "requests-3"]
    assert [note.key for note in found.notes] == ["import.ids_made"]


def test_a_file_that_says_nothing_we_know_is_named_with_its_headings() -> None:
    found = preview([["foo", "bar"], ["1", "2"]])
    assert keys(found) == ["import.no_columns"]
    assert "foo, bar" in sentences(found)[0]
    assert found.good == ()
    assert found.rows[0].raw == ("1", "2")


def test_headings_without_rows_are_named() -> None:
    assert keys(preview([["id", "title"]])) == ["import.no_rows"]


def test_technicians_are_looked_up_where_the_team_is_known() -> None:
    team = Team(technicians=(Technician(technician_id="T1", name="Anna L"),))
    found = preview([["id", "title", "required_technicians"], ["1", "a", "Anna L"], ["2", "b", "Bo"]], team=team)
    assert found.good[0].required_technicians == ("T1",)
    assert keys(found) == ["import.unknown_technician"]
    wished = preview([["id", "title", "assignee"], ["1", "a", "Resolver 12"]], team=team)
    assert (wished.all_problems, wished.good[0].preferred_technicians) == ((), ())
    assert [note.message.key for note in wished.rows[0].notes if note.field == "assignee"] == [
        "import.unknown_technician"
    ]


def test_a_mark_for_nobody_is_nobody() -> None:
    assert [one(preferred_technicians=text).good[0].preferred_technicians for text in ("?", "-", "T1, ?")] == [
        (),
        (),
        ("T1",),
    ]


def test_a_corrected_cell_counts_before_its_row_is_judged() -> None:
    rows = [["id", "Titel", "Titel"], ["1", "StorgatÃ¥n", "x"]]
    assert preview(rows, changes={(2, "Titel"): "Storgatan"}).good[0].title == "Storgatan"
    assert preview(rows, mapping={2: "title"}, changes={(2, "Titel"): "y", (2, "gone"): "z"}).rows[0].raw[2] == "y"
    formulas = xlsx_bytes([["id", "title"], ["1", "=A1&A2"]])
    assert preview_requests("f", formulas, changes={(2, "title"): "Printer"}, day=DAY).good[0].title == "Printer"


def test_numbers_of_systems_that_count_the_other_way_are_turned() -> None:
    freshservice = preview([["id", "subject", "priority", "fr_due_by", "is_escalated"], ["1", "a", "4", "", ""]])
    assert (freshservice.system, freshservice.good[0].priority) == ("freshservice", Priority.P1)
    zammad = preview([["#", "Title", "Priority", "Create Channel", "Organization"], ["1", "a", "1 low", "phone", "K"]])
    assert (zammad.good[0].priority, zammad.good[0].source, zammad.good[0].customer) == (Priority.P4, Source.PHONE, "K")


def test_a_visit_without_a_place_is_noted() -> None:
    assert [note.message.key for note in one().rows[0].notes] == ["import.no_address"]
    assert one(city="Solna").rows[0].notes == ()
    assert one(channel="distans").rows[0].notes == ()


def test_reading_raises_every_problem_or_returns_every_request(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_bytes(csv_bytes([["id", "title"], ["1", "a"]]))
    bad.write_bytes(csv_bytes([["id", "title", "prio"], ["1", "a", "x"], ["2", "b", "y"]]))
    assert [got.request_id for got in read_requests(good)] == ["1"]
    with pytest.raises(InputError) as caught:
        read_requests(bad)
    assert str(caught.value).splitlines()[0].startswith("bad.csv, row 2, prio: “x” is no priority.")
    assert len(caught.value.problems) == 2


def test_the_demo_files_are_read_without_a_word() -> None:
    demo = Path(__file__).resolve().parents[2] / "data" / "demo" / "requests.csv"
    assert len(read_requests(demo)) > 10


def test_a_single_time_is_taken_and_asked_about() -> None:
    head = ["id", "title", "window"]
    found = preview([head, ["1", "a", "kl 9"], ["2", "b", "fm"], ["3", "c", "9-10"]])
    assert [[(note.message.key, note.cure) for note in row.notes if note.field == "window"] for row in found.rows] == [
        [("import.window_exact", "09:00–10:00")],
        [("import.window_part", None)],
        [],
    ]
