"""Every map and schedule has its table: the same stops in words."""

from planner.views.tables import people_table, stop_table, unassigned_table


def test_the_table_has_every_stop_in_order_of_technician_and_time(plan):
    table = stop_table(plan, "sv")
    assert len(table.rows) == len(plan.stops)
    assert [row[7] for row in table.rows if row[0] == "1 Anna L."] == sorted(
        row[7] for row in table.rows if row[0] == "1 Anna L."
    )
    assert [one for one in table.ids if one] == ["V101", "V102", "V103", "V201", "V901"]


def test_what_the_map_shows_by_colour_the_table_says_in_words(plan):
    table = stop_table(plan, "sv")
    assert table.rows[table.ids.index("V102")][-1] == "30\u00a0min sent, Osäker adress"


def test_one_technicians_table_has_only_theirs(plan):
    assert {row[0] for row in stop_table(plan, "en", technician_id="t9").rows} == {"9 Ida T."}


def test_waiting_is_named(plan):
    row = dict(zip(stop_table(plan, "en").ids, stop_table(plan, "en").rows, strict=True))["V103"]
    assert "waits 12\u00a0min" in row[-1]


def test_columns_are_as_long_as_the_rows(plan):
    columns = stop_table(plan, "sv").as_columns()
    assert {len(cells) for cells in columns.values()} == {len(plan.stops)}


def test_the_most_urgent_unplanned_comes_first_with_reason_and_cure(plan):
    table = unassigned_table(plan, "sv")
    assert [row[0] for row in table.rows] == ["V999", "V998"]
    assert table.rows[0][5] == "uppskattad"
    assert "312\u00a0kr" in table.rows[0][6]


def test_people_are_summed_up(plan):
    rows = {row[0]: row for row in people_table(plan, "sv").rows}
    assert rows["1 Anna L."][1:3] == ("3", "0")
    assert rows["2 Bo K."][1:3] == ("0", "1")
    assert rows["1 Anna L."][-1] == "506\u00a0kr"
