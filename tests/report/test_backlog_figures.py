"""What is waiting: open from when it came until it is over, and again from when it was opened again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.model.words import RequestStatus
from planner.report import Filters, statistics
from tests.report.test_service_figures import event, with_events
from tests.report.test_statistics import THURSDAY, TUESDAY, WEDNESDAY, at, facts

MONDAY = TUESDAY - timedelta(days=1)


def found(given, **asked):
    return statistics(given, theme="backlog", **asked)


def test_open_at_the_end_is_what_came_and_is_not_over():
    """V1 and R3 are solved; V2, V4 and V5 are open, and due on Tuesday 16:00 and Wednesday 15:00."""
    figures = found(facts()).figures
    assert (figures["backlog_open"].value, figures["backlog_overdue"].value) == (3, 3)
    assert set(figures["backlog_open"].rows["request_id"]) == {"V2", "V4", "V5"}


def test_each_part_of_the_trend_says_what_was_open_at_its_end():
    said = found(facts())
    assert list(said.trend["backlog_open"]["value"]) == [3, 3]
    assert list(said.trend["backlog_overdue"]["value"]) == [2, 3]
    assert said.charts["flow"].to_dict("records") == [
        {"bucket": TUESDAY, "came": 5, "went": 2, "open": 3}, {"bucket": WEDNESDAY, "came": 0, "went": 0, "open": 3},
    ]  # fmt: skip


def test_of_a_running_day_the_end_is_now():
    """At 09:00 on Tuesday V1, V2 and V4 have come, and nothing is over or due."""
    figures = found(facts(now=at("9:00"))).figures
    assert (figures["backlog_open"].value, figures["backlog_overdue"].value) == (3, 0)
    assert figures["backlog_age"].value == 3600
    assert figures["inflow"].value == pytest.approx(3 / (9 / 24))


def test_ages_are_those_of_the_open_ones():
    """At Thursday's midnight V2 and V4 are 40 h old, V5 32 h: median 40 h, P90 40 h."""
    figure = found(facts()).figures["backlog_age"]
    assert (figure.value, figure.more["p90"]) == (40 * 3600, 40 * 3600)
    ages = found(facts()).charts["backlog_ages"].set_index("from_days")
    assert (ages.loc[1, "requests"], ages.loc[1, "overdue"], ages["requests"].sum()) == (3, 3, 3)


def test_what_comes_and_goes_is_counted_by_calendar_days():
    figures = found(facts()).figures
    assert (figures["inflow"].value, figures["inflow"].part, figures["inflow"].whole) == (2.5, 5, 2)
    assert (figures["outflow"].value, figures["outflow"].part) == (1.0, 2)
    assert set(figures["outflow"].rows["request_id"]) == {"V1", "R3"}


@pytest.mark.parametrize("how", [{"type_": "request.cancelled"}, {"type_": "request.changed", "status": "cancelled"}])
def test_what_is_cancelled_waits_for_nobody(how):
    figures = found(with_events(event("V4", moment=at("12:00"), **how))).figures
    assert (figures["backlog_open"].value, figures["outflow"].part) == (2, 3)


def test_what_is_opened_again_waits_again_and_came_twice():
    again = event("V1", "request.changed", at("9:00", WEDNESDAY), status="triaged")
    said = found(with_events(again))
    assert list(said.trend["backlog_open"]["value"]) == [3, 4]
    assert said.figures["inflow"].part == 6
    solved = with_events(again, event("V1", "request.done", at("10:00", WEDNESDAY)))
    assert list(found(solved).trend["backlog_open"]["value"]) == [3, 3]
    assert found(solved).figures["outflow"].part == 3


def test_a_report_taken_back_leaves_it_open():
    undone = event("V1", "visit.undone", at("10:01"))
    assert found(with_events(undone)).figures["backlog_open"].value == 4


def test_what_came_as_over_never_waited():
    over = tuple(one.replace(status=RequestStatus.DONE) for one in facts().requests)
    assert found(facts(requests=over, events=())).figures["backlog_open"].value == 0


def test_what_was_open_before_the_period_still_is():
    thursday = facts(first=THURSDAY, last=THURSDAY, now=at("12:00", THURSDAY))
    assert found(thursday).figures["backlog_open"].value == 3
    assert found(thursday).figures["inflow"].value == 0


def test_the_past_is_told_as_it_was_known_then():
    """On Monday a week later V2 is solved; asked of that Tuesday and Wednesday, it was open."""
    later = with_events(event("V2", "request.done", at("9:00", THURSDAY)))
    assert found(later).figures["backlog_open"].value == 3
    assert found(replace(later, last=THURSDAY, now=at("23:00", THURSDAY))).figures["backlog_open"].value == 2


def test_a_filter_counts_its_own():
    assert found(facts(), filters=Filters(priorities=(4,))).figures["backlog_open"].value == 1


def test_demand_is_counted_by_the_local_hour_in_which_requests_come():
    """Three came at 08, one at 10, and one at 16, all on a Tuesday."""
    charts = found(facts()).charts
    rows = {(row.weekday, row.hour): row.requests for row in charts["demand_by_hour"].itertuples()}
    assert rows == {(2, 8): 3, (2, 10): 1, (2, 16): 1}
    given = facts()
    towns = tuple(one.replace(city="Solna" if one.request_id == "V1" else "Kista") for one in given.requests)
    places = found(replace(given, requests=towns)).charts["demand_by_place"]
    assert {(row.place, row.hour): row.requests for row in places.itertuples()} == {
        ("Solna", 8): 1, ("Kista", 8): 2, ("Kista", 10): 1, ("Kista", 16): 1,
    }  # fmt: skip
    assert found(facts(first=WEDNESDAY)).charts["demand_by_hour"].empty
