"""What counts against a figure stands first in its rows: as many as its share says, on random histories."""

from datetime import timedelta

from hypothesis import Phase, given, settings

from planner.report import Filters, statistics
from tests.report.histories import DAYS, START, histories, moment
from tests.report.test_statistics import facts

BAD = {
    "sla_resolution": lambda row: not row["resolution_met"],
    "sla_response": lambda row: not row["response_met"],
    "first_time_fix": lambda row: row["failed"] > 0 or row["reopened"] is not None,
    "visits_done": lambda row: row["outcome"] != "done",
    "no_access": lambda row: row["outcome"] == "no_access",
    "rework": lambda row: row["reopened"] is not None,
    "remote_rate": lambda row: row["visited"],
    "adherence": lambda row: not row["as_planned"],
    "appointment_kept": lambda row: not _kept(row),
}
OF_BAD = {"no_access", "rework"}
"""Figures that count what is bad; the others count what is good."""


def _kept(row):
    there = row["arrived_at"] or row["started_at"]
    return bool(there and row["started_at"] and row["promise_from"] <= row["started_at"] and there <= row["promise_to"])


@settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(histories)
def test_what_counts_against_a_figure_stands_first(history):
    found = statistics(history.facts(START, START + timedelta(days=DAYS - 1), moment(DAYS + 40, 0)))
    for name, is_bad in BAD.items():
        figure = found.figures[name]
        assert figure.against == (figure.part if name in OF_BAD else figure.whole - figure.part), name
        bad = [bool(is_bad(row)) for row in figure.rows.to_dict("records")]
        assert bad[: figure.against] == [True] * figure.against, name
    # Of figures of time nothing is: their rows name people, and nobody is listed as slow.
    assert all(one.against == 0 for name, one in found.figures.items() if name not in BAD)


def test_of_the_first_rows_those_against_are_the_first():
    given = facts()
    missed = statistics(given).figures["visits_done"]
    assert (missed.against, list(missed.rows["visit_id"])) == (2, ["V2", "V5", "V1"])
    only_p2 = statistics(given, filters=Filters(priorities=(2,))).figures["visits_done"]
    assert (only_p2.against, list(only_p2.rows["visit_id"])) == (0, ["V1"])
