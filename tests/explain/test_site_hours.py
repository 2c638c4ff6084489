"""A visit that only the opening hours keep out says so, and how much longer the site would have to be open."""

from planner.explain import explain
from planner.model.problem import Window
from planner.model.words import Priority
from planner.rules import check
from tests.explain.street import duty, plan, town, visit
from tests.golden.towns import clock


def hours(opens, closes, *, until_end=True):
    return (Window(earliest_s=opens, latest_s=closes, end_s=closes if until_end else None),)


def left(problem, **orders):
    made = plan(problem, **orders)
    assert check(problem, made).violations == ()
    (one,) = explain(problem, made)
    return one.reasons[0]


def test_nobody_can_be_done_before_it_closes():
    """Anna is there at 08:10 and done at 09:10; the site closes at 09:05."""
    reason = left(town((visit("V1", opening=hours(clock(7), clock(9, 5))),)))
    assert (reason.code, reason.message.key) == ("opening", "rule.opening.unassigned")
    assert dict(reason.message.values)["minutes"] == 5
    (cure,) = [one for one in reason.cures if one.code == "open_longer"]
    assert dict(cure.change)["closes"].endswith("08:10:00+00:00")  # 09:10 in Stockholm


def test_half_a_minute_too_long_is_offered_as_five():
    reason = left(town((visit("V1", opening=hours(clock(7), clock(9, 10) - 30)),)))
    (cure,) = [one for one in reason.cures if one.code == "open_longer"]
    assert dict(cure.change)["closes"].endswith("08:14:30+00:00")


def test_by_start_only_the_arrival_counts():
    reason = left(town((visit("V1", opening=hours(clock(7), clock(8), until_end=False)),)))
    assert dict(reason.message.values)["minutes"] == 10


def test_another_visit_that_would_be_pushed_past_closing_is_named():
    """V2 (P1) must be done by 09:20: with V1 before it that is too late, and after it V1's own window has closed."""
    before = visit("V2", opening=hours(clock(8), clock(9, 20)), priority=Priority.P1)
    wished = visit("V1", windows=(Window(earliest_s=clock(8), latest_s=clock(8, 30)),))
    reason = left(town((before, wished), (duty("anna"),)), anna=("V2",))
    assert reason.message.key in ("explain.pushes_past_closing", "rule.window.unassigned")
    assert reason.message.key == "explain.pushes_past_closing" or reason.code == "window"
