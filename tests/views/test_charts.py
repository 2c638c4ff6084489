"""Charts draw what they are given, escape names, and never fail on few or equal values."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.views.charts import bar_chart, line_chart, pair_chart, sparkline, target_chart

HOSTILE = "<script>alert(1)</script>\"'&${x}"


def charts(name, value, theme="light"):
    return [
        line_chart([(name, value)], theme=theme, title=name, label=[name], target=value),
        pair_chart([(name, value, value)], theme=theme, title=name, label=[name]),
        bar_chart([(name, value)], theme=theme, title=name, label=[name]),
        target_chart([(name, min(1.0, value), 0.9)], theme=theme, title=name, label=[(name, name)]),
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_hostile_names_stay_text(theme):
    for chart in charts(HOSTILE, 3.0, theme):
        assert "<script" not in chart
        assert ElementTree.fromstring(chart).get("aria-label") == HOSTILE


def test_without_values_a_chart_is_an_empty_frame():
    for chart in (
        line_chart([], theme="light", title="x", label=[]),
        pair_chart([], theme="light", title="x", label=[]),
        bar_chart([], theme="light", title="x", label=[]),
        target_chart([], theme="light", title="x", label=[]),
    ):
        assert ElementTree.fromstring(chart) is not None


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=30), st.one_of(st.none(), st.floats(0, 1e6)))
def test_every_point_lies_inside_the_frame(values, target):
    chart = line_chart([(str(i), v) for i, v in enumerate(values)], theme="light", title="x",
                       label=[str(v) for v in values], target=target)  # fmt: skip
    heights = [float(y) for y in re.findall(r'cy="([-\d.]+)"', chart)]
    assert len(heights) == len(values)
    assert all(0 <= y <= 190 for y in heights)


def test_the_higher_value_is_drawn_higher():
    chart = line_chart([("a", 1.0), ("b", 2.0)], theme="light", title="x", label=["1", "2"])
    first, second = (float(y) for y in re.findall(r'cy="([-\d.]+)"', chart))
    assert second < first


def test_a_bucket_that_is_not_over_is_hatched_and_says_so():
    values = [("v 46", 150.0), ("v 47", 155.0), ("v 48", 29.0)]
    label = ["150", "155", "29"]
    whole = line_chart(values, theme="light", title="x", label=label)
    running = line_chart(values, theme="light", title="x", label=label, running="hittills")
    assert (whole.count("<polyline"), whole.count("fp-hatch"), "hittills" in whole) == (1, 0, False)
    assert (running.count("<polyline"), running.count("<circle"), "hittills" in running) == (2, 3, True)
    assert running.count('fill="url(#fp-hatch)"') == 1
    assert running.count("stroke-dasharray") == 1


def test_what_misses_its_target_is_a_diamond_and_what_meets_it_a_circle():
    chart = target_chart([("P1", 0.8, 0.9), ("P2", 0.9, 0.9)], theme="light", title="x", label=[("a", "b")] * 2)
    assert chart.count("<circle") == 1
    assert chart.count("l7 7l-7 7l-7 -7z") == 1
    assert chart.count('<g transform="translate(') == 1  # the warning beside it


def test_a_sparkline_needs_two_values():
    assert sparkline([1.0], theme="light", title="x") == ""
    assert sparkline([1.0, 1.0], theme="light", title="x", target=1.0).count("<circle") == 1
