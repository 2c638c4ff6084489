"""How late, and against what: a board that says "late" beside kept promises must say late for what."""

from dataclasses import replace

import pytest

from planner.model.words import Due
from planner.views import lateness
from planner.views.summary import key_figures


def late(plan, *against):
    """The plan with its first visits an hour late against these."""
    stops = iter(against)
    return plan.replace(
        stops=tuple(
            replace(s, lateness_s=3600, late_against=due)
            if s.visit_id and (due := next(stops, "none")) != "none"
            else replace(s, lateness_s=0)
            for s in plan.stops
        )
    )


@pytest.mark.parametrize(
    ("against", "said"),
    [
        (Due.WISH, "1\u00a0h efter önskad tid"),
        (Due.SERVICE_LEVEL, "1\u00a0h efter servicenivån"),
        (Due.DUE_DATE, "1\u00a0h efter sista dag"),
        (None, "1\u00a0h sent"),
    ],
)
def test_a_late_stop_says_against_what(plan, against, said):
    (stop,) = (s for s in late(plan, against).stops if s.lateness_s)
    assert lateness.late_words(stop, "sv") == said


def test_a_stop_in_time_says_nothing(plan):
    assert {lateness.late_words(stop, "sv") for stop in late(plan).stops} == {""}


def test_who_drives_there_is_told_of_the_wish_and_not_of_a_service_level(plan):
    stops = [s for s in late(plan, Due.WISH, Due.SERVICE_LEVEL, Due.DUE_DATE).stops if s.lateness_s]
    said = [lateness.late_words_on_site(stop, "sv") for stop in stops]
    assert said == ["1\u00a0h efter önskad tid", "", ""]


def test_the_figure_counts_by_kind_and_keeps_the_worst_as_its_detail(plan):
    shown = late(plan, Due.SERVICE_LEVEL, Due.WISH, Due.SERVICE_LEVEL)
    figure = {f.name: f for f in key_figures(shown, language="sv")}["late"]
    assert (figure.value, figure.caption) == ("3 besök", "1 mot önskad tid, 2 mot servicenivå")
    assert figure.detail == "värst 1\u00a0h"
