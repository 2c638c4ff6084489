"""A file under way: nothing saved before it is taken, cells put right, rows triaged, left out, taken once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.desk import Desk, receive, triage
from planner.model.words import Channel
from planner.ui.draft import Draft, row_counts, row_state, rows_of
from planner.ui.heading_words import field_words
from planner.ui.request_rows import file_row
from tests.ui.sample import MARIA, requests

HEAD = "Ärendenr;Rubrik;Kund;Adress;Ort;Prioritet;Önskad tid;Kanal;Latitud;Longitud"
ROWS = (
    "007;Skrivare svarar inte;NA;Ugglegränd 2;Stockholm;P3;;Distans;;",
    "X2;Switch nere;Kafferosteriet;Bryggargatan 8;Stockholm;P2;13-15;Besök;59,3326;18,0577",
    "X3;Byt UPS;Fastighet 12;Lagervägen 3;Jordbro;P3;16-14;Besök;59,14;18,13",
    "X4;Wifi svagt;Skolan;Gläntvägen 10;Huddinge;P4;;Besök;17,98;59,24",
    "X2;Kabelmärkning;Museet;Parkgatan 11;Stockholm;P5;;Besök;59,33;18,03",
    "V001;Finns redan;Museet;Parkgatan 11;Stockholm;P5;;Besök;59,33;18,03",
)


@pytest.fixture
def draft(firm: Desk) -> Draft:
    content = "\r\n".join((HEAD, *ROWS)).encode("cp1252")
    # Tomorrow: no time of day is over then, whenever the test runs.
    return Draft(name="ärenden.csv", content=content, day=firm.today() + timedelta(days=1))


def states(draft: Draft, desk: Desk) -> list[str]:
    return [row_state(row) for row in draft.preview(desk, MARIA).rows]


def test_a_swedish_file_is_read_row_by_row(draft: Draft, firm: Desk) -> None:
    preview = draft.preview(firm, MARIA)
    assert states(draft, firm) == ["ok", "ok", "bad", "bad", "twin", "twin"]
    first = preview.rows[0].request
    assert first is not None
    assert (first.request_id, first.customer, first.channel) == ("007", "NA", Channel.REMOTE)


def test_looking_at_a_file_saves_nothing(draft: Draft, firm: Desk) -> None:
    before = triage.list_requests(firm, MARIA)
    draft.preview(firm, MARIA)
    assert triage.list_requests(firm, MARIA) == before


def test_the_offered_window_is_taken_with_one_click(draft: Draft, firm: Desk) -> None:
    preview = draft.preview(firm, MARIA)
    cured = draft.cure(preview, preview.rows[2].problems[0])
    assert states(cured, firm)[2] == "ok"


def test_swapped_coordinates_are_exchanged_with_one_click(draft: Draft, firm: Desk) -> None:
    preview = draft.preview(firm, MARIA)
    cured = draft.cure(preview, preview.rows[3].problems[0])
    request = cured.preview(firm, MARIA).rows[3].request
    assert request is not None
    assert request.place is not None
    assert (request.place.lat, request.place.lon) == pytest.approx((59.24, 17.98))


def test_a_cell_put_right_by_hand_reads_its_row_again(draft: Draft, firm: Desk) -> None:
    mended = draft.put_right(6, "Ärendenr", "X6")
    assert states(mended, firm)[4] == "ok"


def test_triage_before_saving_goes_with_the_row(draft: Draft, firm: Desk) -> None:
    request = draft.preview(firm, MARIA).rows[1].request
    assert request is not None
    worked = draft.triage(3, request.replace(title="Switch i kassan"))
    taken = receive.accept(firm, MARIA, worked.wanted(worked.preview(firm, MARIA)), only_good=True)
    assert taken.taken == ("007", "X2")
    saved = triage.get_request(firm, MARIA, "X2")
    assert saved is not None
    assert saved.title == "Switch i kassan"


def test_a_row_left_out_is_not_taken_and_can_come_back(draft: Draft, firm: Desk) -> None:
    without = draft.leave_out(2)
    assert [one.request_id for one in without.wanted(without.preview(firm, MARIA)).good] == ["X2"]
    again = without.leave_out(2)
    assert [one.request_id for one in again.wanted(again.preview(firm, MARIA)).good] == ["007", "X2"]


def test_rows_already_taken_are_gone_from_the_file(draft: Draft, firm: Desk) -> None:
    rest = replace(draft, done=frozenset({2, 3}))
    assert [row.row for row in rest.preview(firm, MARIA).rows] == [4, 5, 6, 7]


def test_a_corrected_mapping_forgets_triage_on_the_old_reading(draft: Draft, firm: Desk) -> None:
    request = draft.preview(firm, MARIA).rows[0].request
    assert request is not None
    changed = draft.triage(2, request).map_columns({"Kund": "description"})
    assert changed.triaged == {}
    read = changed.preview(firm, MARIA).rows[0].request
    assert read is not None
    assert (read.customer, read.description) == ("", "NA")


def test_tabs_and_search_narrow_the_rows(draft: Draft, firm: Desk) -> None:
    preview = draft.preview(firm, MARIA)
    assert [row.row for row in rows_of(preview, ("bad",))] == [4, 5]
    assert [row.row for row in rows_of(preview, ("twin",))] == [6, 7]
    assert [row.row for row in rows_of(preview, (), words="MUSEET")] == [6, 7]


def test_a_wrong_cell_is_marked_with_what_was_written_and_its_cure(draft: Draft, firm: Desk) -> None:
    preview = draft.preview(firm, MARIA)
    shown = file_row(preview.rows[2], preview, draft.day, left_out=False)
    assert shown.cells["time"] == {"text": "16-14", "wavy": "bad"}
    assert [action.id for action in shown.notes[0].actions] == ["cure:0"]


def test_the_counts_of_a_file_add_up_to_its_rows(draft: Draft, firm: Desk) -> None:
    preview = draft.preview(firm, MARIA)
    counts = {name: count for name, _, count in row_counts(preview, draft.wanted(preview))}
    assert sum(counts.values()) == len(preview.rows)
    assert (counts["bad"], counts["twin"]) == (2, 2)
    fewer = draft.leave_out(4)
    counts = {name: count for name, _, count in row_counts(preview, fewer.wanted(preview))}
    assert (counts["bad"], counts["left_out"]) == (1, 1)
    assert sum(counts.values()) == len(preview.rows)


def test_an_id_that_is_taken_is_named_by_the_heading_of_the_file(firm: Desk) -> None:
    content = f"Mitt nr;Rubrik;Lat;Lon\n{requests(firm.today())[0].request_id};Skrivare;0;0\n".encode()
    found = Draft(name="a.csv", content=content, day=firm.today(), mapping={"Mitt nr": "request_id"})
    preview = found.preview(firm, MARIA)
    labels = [note.label for note in file_row(preview.rows[0], preview, found.day, left_out=False).notes]
    assert labels == ["Fel · Lat, Lon:", "Fel · Mitt nr:"]


def test_a_field_the_file_does_not_have_is_called_by_its_name_in_the_readers_language(firm: Desk) -> None:
    preview = Draft(name="a.csv", content=b"Id;Adress\n1;Storgatan 1\n", day=firm.today()).preview(firm, MARIA)
    assert field_words(preview, "title") == "Rubrik"
    assert field_words(preview, "position") == "Position (lat, lon)"


def test_what_is_alike_is_put_right_together(firm: Desk) -> None:
    rows = ["Ärendenr;Rubrik;Önskad tid", *(f"A{n};Skrivare {n};efter lunch" for n in range(3)), "A9;Switch;9–99"]
    under_way = Draft(name="a.csv", content="\r\n".join(rows).encode(), day=firm.today() + timedelta(days=1))
    preview = under_way.preview(firm, MARIA)
    problem = preview.rows[0].problems[0]
    assert under_way.alike(preview, problem) == (2, 3, 4)
    assert under_way.leave_out(3).alike(preview, problem) == (2, 4)
    mended = under_way.put_all_right((2, 3, 4), problem.field, "13–15").preview(firm, MARIA)
    assert [row_state(row) for row in mended.rows] == ["warn", "warn", "warn", "bad"]
