"""Charts draw what they are given, escape names, and never fail on few or equal values."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.report import Filters, statistics
from planner.views.charts import (
    Mark,
    bar_chart,
    drawn,
    flow_chart,
    heat_chart,
    line_chart,
    pair_chart,
    target_chart,
)
from planner.views.report_charts import pictured
from planner.views.report_picture import Setting
from planner.views.sparkline import sparkline
from planner.views.tokens import tokens
from tests.report.test_statistics import facts
from tests.report.test_time_figures import AMOUNTS, priced

HOSTILE = "<script>alert(1)</script>\"'&${x}"
SEEN = {"theme": "light", "title": "x"}
SPOKEN = SEEN | {"language": "sv"}


def mark(name, value, shown="", series=""):
    return Mark(name=name, value=value, shown=shown or f"{value:g}", series=series)


def charts(name, value, theme="light"):
    seen = {"theme": theme, "title": name}
    one, other = mark(name, value, name, "a"), mark(name, value, name, name)
    return [
        line_chart([one], **seen, language="sv", target=value),
        pair_chart([one, other], **seen, language="sv"),
        bar_chart([one], **seen),
        bar_chart([one, other], **seen, outlined="a"),
        target_chart([mark(name, min(1.0, value), name)], targets=[0.9], counts=[name], **seen),
        flow_chart([one, other], line=[mark(name, value, name, "line")], **seen, language="sv"),
        heat_chart([other], rows=[name], columns=[name], **seen),
    ]


def words(chart):
    return [one.text for one in ElementTree.fromstring(drawn(chart)).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_hostile_names_stay_text(theme):
    for chart in charts(HOSTILE, 3.0, theme):
        shown = drawn(chart)
        assert "<script" not in shown
        assert chart.to_dict()["description"] == HOSTILE
        ElementTree.fromstring(shown)


def test_without_values_a_chart_is_an_empty_frame():
    for chart in (
        line_chart([], **SPOKEN),
        pair_chart([], **SPOKEN),
        bar_chart([], **SEEN),
        target_chart([], targets=[], counts=[], **SEEN),
        flow_chart([], line=[], **SPOKEN),
        heat_chart([], rows=["a"], columns=["b"], **SEEN),
    ):
        ElementTree.fromstring(drawn(chart))


@settings(deadline=None, max_examples=25)
@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=30), st.one_of(st.none(), st.floats(0, 1e6)))
def test_every_point_lies_inside_the_frame(values, target):
    shown = drawn(line_chart([mark(str(i), v) for i, v in enumerate(values)], **SPOKEN, target=target))
    places = points(shown)
    assert len(places) == len(values)
    assert all(0 <= y <= 190 for _, y in places)


def points(shown):
    """Where the points of a line stand: the marks that are filled with the page's surface."""
    surface = tokens("light")["surface"]
    return [
        (float(x), float(y))
        for x, y in re.findall(rf'<path[^>]*transform="translate\(([\d.]+),([\d.]+)\)"[^>]*fill="{surface}"', shown)
    ]


def test_the_higher_value_is_drawn_higher_and_the_target_where_it_is():
    shown = drawn(line_chart([mark("a", 1.0), mark("b", 2.0)], **SPOKEN, target=2.0))
    (_, first), (_, second) = points(shown)
    assert second < first
    rule = re.search(r'translate\([\d.]+,([\d.]+)\)[^>]*stroke-dasharray="5,4"', shown)
    assert rule is not None
    assert float(rule[1]) == pytest.approx(second, abs=0.6)


def test_a_bucket_that_is_not_over_is_dashed_and_says_so():
    values = [mark("v 46", 150.0), mark("v 47", 155.0), mark("v 48", 29.0)]
    whole, running = (drawn(line_chart(values, **SPOKEN, running=one)) for one in ("", "hittills"))
    assert ("hittills" in whole, 'stroke-dasharray="3,4"' in whole) == (False, False)
    assert ("29 hittills" in running, 'stroke-dasharray="3,4"' in running) == (True, True)


def test_what_misses_its_target_is_a_diamond_and_what_meets_it_a_circle():
    shares = [mark("P1", 0.8, "80 %"), mark("P2", 0.9, "90 %")]
    shown = drawn(target_chart(shares, targets=[0.9, 0.9], counts=["8 av 10", "9 av 10"], **SEEN))
    paths = re.findall(r'aria-roledescription="point"[^>]*d="([^"]*)"', shown)
    assert len(paths) == 2
    assert ["A" in one for one in paths] == [False, True]
    assert "80 %  ·  8 av 10" in words(target_chart(shares, targets=[0.9, 0.9], counts=["8 av 10", "9 av 10"], **SEEN))


def test_numbers_are_written_as_the_language_has_it():
    values = [mark("a", 0.0), mark("b", 2500.5)]
    assert {"1\u00a0000", "0"} < set(words(line_chart(values, **SPOKEN)))
    assert "1,000" in words(line_chart(values, **SEEN, language="en"))
    assert {"0", "0,2", "1"} <= set(words(line_chart([mark("a", 0.0), mark("b", 1.0)], **SPOKEN)))
    assert "2\u00a0000\u00a0000" in words(line_chart([mark("a", 0.0), mark("b", 2e6)], **SPOKEN))


def test_what_is_not_known_has_no_mark():
    values = [mark("a", 1.0), Mark(name="b", value=None, shown="–"), mark("c", 2.0)]
    assert len(points(drawn(line_chart(values, **SPOKEN)))) == 2


def test_a_sparkline_needs_two_values():
    assert sparkline([1.0], theme="light", title="x") == ""
    assert sparkline([1.0, 1.0], theme="light", title="x", target=1.0).count("<circle") == 1
    assert sparkline([1.0, 2.0], theme="light", title="<b>").count("&lt;b&gt;") == 1


def test_the_price_of_plans_tells_what_is_paid_from_what_only_weighs_and_leaves_out_what_is_in_no_plan():
    given = facts(plans=(priced(AMOUNTS), facts().plans[1]))
    shown = pictured("cost_by_term", statistics(given, theme="cost"), Setting(theme="light", language="sv"))
    rows = shown.table.set_index("").to_dict("index")
    assert {one: {k: v.replace("\u00a0", " ") for k, v in row.items() if v} for one, row in rows.items()} == {
        "Körtid": {"vägs bara in": "50 kr"},
        "Sträcka": {"betalas": "10 kr"},
    }
    assert shown.unit == "efter prispost"
    narrowed = statistics(given, theme="cost", filters=Filters(priorities=(1,)))
    told = pictured("cost_by_term", narrowed, Setting(theme="light", language="sv")).unit
    assert told == "efter prispost · hela teamet, följer inte filtret"
