"""The statistics of an extract are those of the facts: of any period, asked at any moment, with any filter."""

from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from planner.report import Filters, statistics
from planner.report.statistics import overview, views
from tests.report.histories import DAYS, START, histories, moment

QUICK = (Phase.explicit, Phase.generate)  # a history is large to look at, and slow to make smaller
FILTERS = (Filters(), Filters(customers=("K1", "K3", "nobody")), Filters(job_types=("a",), priorities=(1, 2)),
           Filters(lines=(1, 3), territories=("north",)))  # fmt: skip


def by_extract(history, first, last, clock, filters=None, built_at=None):
    seen = views(history.extract(built_at or clock), history.bare(first, last, clock), history)
    return overview(seen, history, filters=filters)


def plain(value):
    """No text and no value are both nothing to see."""
    return None if value is None or value == "" or (not hasattr(value, "key") and pd.isna(value)) else value


def same_rows(one, other, columns):
    def rows(frame):
        listed = frame[list(columns)].to_dict("records")
        return sorted(tuple(repr(_rounded(plain(row[name]))) for name in columns) for row in listed)

    assert rows(one) == rows(other)


def _rounded(value):
    if hasattr(value, "timestamp"):
        return round(value.timestamp(), 6)
    return round(float(value), 6) if hasattr(value, "__float__") else value


def same(found, meant):
    for name, figure in meant.figures.items():
        other = found.figures[name]
        assert other.value == pytest.approx(figure.value), name
        assert (other.part, other.whole) == pytest.approx((figure.part, figure.whole)), name
        assert (other.unit, other.higher_is_better) == (figure.unit, figure.higher_is_better)
        assert other.count == figure.count == len(figure.rows)
        assert list(other.rows.columns) == list(figure.rows.columns)
        same_rows(other.rows, figure.rows, figure.rows.columns)
        assert list(found.trend[name]["bucket"]) == list(meant.trend[name]["bucket"])
        assert list(found.trend[name]["value"]) == pytest.approx(list(meant.trend[name]["value"]))
    assert found.before.keys() == meant.before.keys()
    for name, figure in meant.before.items():
        assert found.before[name].value == pytest.approx(figure.value), name
    for name in (
        "first",
        "last",
        "before_first",
        "before_last",
        "running",
        "customers",
        "job_types",
        "territories",
        "days_planned",
    ):
        assert getattr(found, name) == getattr(meant, name), name
    assert found.charts.keys() == meant.charts.keys()
    for name in meant.charts:
        one, other = (which.charts[name].to_dict("list") for which in (found, meant))
        assert one.keys() == other.keys()
        assert all(one[key] == pytest.approx(other[key], nan_ok=True) for key in one), name


periods = st.tuples(st.integers(0, DAYS - 1), st.integers(1, 20), st.integers(0, DAYS + 3), st.integers(0, 1439))


@settings(max_examples=50, deadline=None, phases=QUICK)
@given(histories, periods, st.sampled_from(FILTERS))
def test_a_period_asked_at_any_moment_is_what_the_facts_say(history, period, filters):
    start, length, day, minute = period
    first = START + timedelta(days=start)
    last, clock = first + timedelta(days=length - 1), moment(day, minute)
    meant = statistics(history.facts(first, last, clock), filters=filters)
    same(by_extract(history, first, last, clock, filters), meant)


@settings(max_examples=20, deadline=None, phases=QUICK)
@given(histories, periods)
def test_an_extract_made_later_says_the_same_of_the_past(history, period):
    start, length, _, _ = period
    first = START + timedelta(days=start)
    last = first + timedelta(days=length - 1)
    meant = statistics(history.facts(first, last, moment(DAYS + 40, 0)))
    same(by_extract(history, first, last, moment(DAYS + 40, 0), built_at=moment(DAYS + 40, 0)), meant)
