"""Files of requests: looked at first, taken whole or not at all, places found and doubted."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from planner.desk import day as day_desk
from planner.desk import receive, triage
from planner.model.errors import InputError
from planner.model.language import render
from planner.model.words import Precision, RequestStatus
from tests.desk.firm import DANA, DAY, NOW, fill, request

ZONE = ZoneInfo("Europe/Stockholm")
HEAD = "id;title;job type;priority;lat;lon;address;city;minutes\n"


def previewed(desk, *rows, head=HEAD):
    return receive.preview_file(desk, DANA, "arenden.csv", (head + "\n".join(rows)).encode(), day=DAY)


def row_of(preview, number=2):
    return next(row for row in preview.rows if row.row == number)


def stored(desk):
    return {one.request_id: one for one in triage.list_requests(desk, DANA)}


def test_nothing_is_saved_before_somebody_accepts(desk):
    preview = previewed(desk, "007;Skrivare;printer_fault;;59,40;17,94;;;")
    assert [one.request_id for one in preview.good] == ["007"]
    assert stored(desk) == {}


def test_tomorrow_in_a_file_for_another_day_is_the_day_after_today(desk):
    content = b"id;title;lat;lon;day\n1;Skrivare;59,40;17,94;imorgon"
    preview = receive.preview_file(desk, DANA, "a.csv", content, day=DAY + timedelta(days=5))
    (got,) = preview.good
    assert got.earliest_date == desk.today() + timedelta(days=1)
    assert "import.relative_day" in [one.message.key for one in row_of(preview).notes]


def test_good_rows_are_taken_and_the_others_named(desk):
    preview = previewed(desk, "1;Skrivare;printer_fault;;59,40;17,94;;;", "2;;;;;;;;", "3;Nät;;;59,30;18,00;;;30")
    assert row_of(preview, 3).problems
    received = receive.accept(desk, DANA, preview, only_good=True)
    assert (received.taken, received.skipped) == (("1", "3"), (3,))
    assert set(stored(desk)) == {"1", "3"}


def test_a_file_with_a_problem_is_refused_whole_unless_good_rows_are_asked_for(desk):
    preview = previewed(desk, "1;Skrivare;printer_fault;;59,40;17,94;;;", "2;;;;;;;;")
    with pytest.raises(InputError) as refused:
        receive.accept(desk, DANA, preview, only_good=False)
    assert refused.value.problems[0].row == 3
    assert stored(desk) == {}


def test_an_id_that_is_taken_is_said_in_the_preview(desk):
    fill(desk, request("1"))
    preview = previewed(desk, "1;Skrivare;printer_fault;;59,40;17,94;;;", "2;Nät;;;59,30;18,00;;;30")
    (problem,) = row_of(preview).problems
    assert (problem.source, problem.row, problem.value) == ("arenden.csv", 2, "1")
    assert receive.accept(desk, DANA, preview, only_good=True).taken == ("2",)


def test_a_row_whose_id_stands_above_and_in_the_firm_says_so_once(desk):
    fill(desk, request("1"))
    preview = previewed(desk, "1;Skrivare;printer_fault;;59,40;17,94;;;", "1;Nät;;;59,30;18,00;;;30")
    assert [render(one.message, "sv") for one in row_of(preview, 2).problems] == ["Ärende 1 finns redan."]
    assert [render(one.message, "sv") for one in row_of(preview, 3).problems] == ["Ärende 1 finns redan på rad 2."]


def test_an_id_taken_between_look_and_consent_saves_nothing(desk):
    preview = previewed(desk, "1;Skrivare;printer_fault;;59,40;17,94;;;", "2;Nät;;;59,30;18,00;;;30")
    fill(desk, request("2", title="Någon annans"), people=())
    with pytest.raises(InputError, match="2 exists already"):
        receive.accept(desk, DANA, preview, only_good=True)
    assert list(stored(desk)) == ["2"]
    assert day_desk.list_events(desk, DANA) == ()


def test_an_address_is_located_with_its_precision(desk):
    place = row_of(previewed(desk, "1;Nät;;;;;Hanstavägen 51;Kista;30")).request.place
    assert place.precision is Precision.LOCALITY
    assert place.radius_m > 0
    assert (round(place.lat, 1), round(place.lon, 1)) == (59.4, 17.9)


def test_an_address_nobody_knows_is_taken_with_a_note(desk):
    row = row_of(previewed(desk, "1;Nät;;;;;Storgatan 1;Långtbortistan;30"))
    assert (row.request.place, row.problems) == (None, ())
    assert "Långtbortistan" in render(row.notes[-1].message, "sv")


def test_coordinates_of_the_file_win_over_its_address(desk):
    row = row_of(previewed(desk, "1;Nät;;;59,237;17,982;Hanstavägen 51;Kista;30"))
    assert (row.request.place.lat, row.request.place.precision) == (59.237, Precision.PIN)


def test_swapped_degrees_are_refused_until_one_click_swaps_them(desk):
    preview = previewed(desk, "1;Nät;;;17,982;59,237;;;30", "2;Nät;;;18,0;59,3;;;30")
    (problem,) = row_of(preview).problems
    assert (problem.field, problem.cure) == ("position", "59.237, 17.982")
    cured = receive.apply_cure(desk, DANA, preview, 2)
    assert (row_of(cured).problems, row_of(cured).request.place.lat) == ((), 59.237)
    assert row_of(cured, 3).problems
    assert receive.accept(desk, DANA, cured, only_good=True).taken == ("1",)


def test_zero_zero_is_cured_by_the_address_where_there_is_one(desk):
    preview = previewed(desk, "1;Nät;;;0;0;Hanstavägen 51;Kista;30", "2;Nät;;;0;0;;;30")
    assert row_of(preview).problems[0].cure
    assert row_of(preview, 3).problems[0].cure is None
    cured = receive.apply_cure(desk, DANA, receive.apply_cure(desk, DANA, preview, 2), 3)
    assert row_of(cured).request.place.source == "gazetteer"
    assert row_of(cured, 3).problems


def test_a_cell_can_be_put_right_with_its_cure(desk):
    content = (HEAD + "1;Nät;;;59,3;18,0;;;gär").encode()
    changes = {(2, "minutes"): "45"}
    preview = receive.preview_file(desk, DANA, "a.csv", content, day=DAY, changes=changes)
    assert row_of(preview).request.service_min == 45


def test_a_file_that_says_what_the_work_is_needs_no_triage(desk):
    receive.accept(desk, DANA, previewed(desk, "1;Skrivare;printer_fault;;59,40;17,94;;;"), only_good=True)
    receive.accept(desk, DANA, previewed(desk, "2;Nät;59,30;18,00", head="id;title;lat;lon\n"), only_good=True)
    assert stored(desk)["1"].status is RequestStatus.TRIAGED
    assert stored(desk)["2"].status is RequestStatus.NEW


@pytest.mark.parametrize("written", ["P1", "P2", "P3", "P4", "P5"])
@pytest.mark.parametrize("job", ["printer_fault", ""])
def test_a_priority_of_the_file_marks_its_cell_of_the_matrix_and_overrides_nothing(desk, written, job):
    receive.accept(desk, DANA, previewed(desk, f"1;Skrivare;{job};{written};59,40;17,94;;;"), only_good=True)
    one = stored(desk)["1"]
    assert (one.priority.name, one.priority_override) == (written, "")
    assert desk.catalogue.priority(one.impact, one.urgency) == one.priority


def test_an_impact_of_the_file_stays_and_only_the_urgency_follows_the_priority(desk):
    preview = previewed(desk, "1;Nät;2;P2", head="id;title;impact;priority\n")
    (one,) = preview.good
    assert (one.impact, one.priority, desk.catalogue.priority(one.impact, one.urgency)) == (2, 2, 2)


def test_a_file_that_contradicts_itself_keeps_its_priority_and_says_so(desk):
    head = "id;title;impact;urgency;priority\n"
    preview = previewed(desk, "1;Nät;1;1;P1", head=head)
    assert "import.priority_matrix" in {note.message.key for note in row_of(preview).notes}
    receive.accept(desk, DANA, preview, only_good=True)
    one = stored(desk)["1"]
    assert (one.impact, one.urgency, one.priority, one.priority_override) == (1, 1, 1, "arenden.csv")


def test_every_request_taken_leaves_an_event(desk):
    receive.accept(desk, DANA, previewed(desk, "1;Skrivare;printer_fault;;59,40;17,94;;;"), only_good=True)
    receive.add_request(desk, DANA, request("2", place=None, city="Solna"))
    one, two = day_desk.list_events(desk, DANA)
    assert (one.type, one.request_id, one.source, one.actor) == ("request.received", "1", "import", "dana")
    assert (two.request_id, two.recorded_at) == ("2", NOW)
    assert stored(desk)["2"].place.precision is Precision.LOCALITY


def test_a_request_by_telephone_needs_an_id_of_its_own(desk):
    receive.add_request(desk, DANA, request("2"))
    with pytest.raises(InputError, match="2 exists already"):
        receive.add_request(desk, DANA, request("2", title="En annan"))
    assert stored(desk)["2"].title == "Skrivaren drar snett"


def test_a_wrong_cell_does_not_hide_a_wrong_position(desk):
    preview = previewed(desk, "1;Nät;;P9;0;0;;;30", "2;Nät;;P9;17,982;59,237;;;30")
    assert [one.field for one in row_of(preview).problems] == ["priority", "lat"]
    swapped = row_of(preview, 3).problems[-1]
    assert (swapped.row, swapped.source, swapped.field) == (3, "arenden.csv", "lat")
    changes = {(3, "priority"): "P1", (3, swapped.field): swapped.cure}
    cured = receive.preview_file(
        desk,
        DANA,
        "arenden.csv",
        (HEAD + "1;x;;;;;;;\n2;Nät;;P9;17,982;59,237;;;30").encode(),
        day=DAY,
        changes=changes,
    )
    assert (row_of(cured, 3).problems, row_of(cured, 3).request.place.lat) == ((), 59.237)


def test_a_taken_id_is_said_also_of_a_row_with_other_problems_and_by_its_heading(desk):
    fill(desk, request("1"))
    preview = previewed(desk, "1;Nät;P9", "2;Nät;P1", head="Ärendenr;title;priority\n")
    assert [one.field for one in row_of(preview).problems] == ["priority", "Ärendenr"]


def test_a_time_that_has_passed_is_noted_and_does_not_stop_the_row(desk):
    head = "id;title;Från;Till\n"
    gone = NOW.astimezone(ZONE) - timedelta(hours=3)
    written = f"1;Nät;{gone:%Y-%m-%d %H:%M};{gone + timedelta(hours=1):%Y-%m-%d %H:%M}"
    preview = previewed(desk, written, "2;Nät;2026-12-24 10:00;2026-12-24 11:00", head=head)
    (note,) = [one for one in row_of(preview).notes if one.message.key == "desk.window_past"]
    assert (note.field, note.row) == ("Från", 2)
    assert render(note.message, "sv").startswith("Tiden har passerat: ")
    assert [one.request_id for one in preview.good] == ["1", "2"]
    assert not [one for one in row_of(preview, 3).notes if one.message.key == "desk.window_past"]


def test_what_is_done_may_have_its_time_behind_it(desk):
    preview = previewed(desk, "1;Nät;2026-01-02 10:00;2026-01-02 11:00;done", head="id;title;Från;Till;status\n")
    assert "desk.window_past" not in {one.message.key for one in row_of(preview).notes}
