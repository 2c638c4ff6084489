"""How late, and against what: a board that says "late" beside kept promises must say late for what."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from planner.model.price import Price, PriceItem
from planner.model.words import Due
from planner.views import lateness, schedule
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


LATEST = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def chance(late, against="promise"):
    return lateness.Chance(late=late, start_p80=LATEST, latest=LATEST, against=against)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (chance(0.27), "Kan bli sen: 27\u00a0% (lovad till 10:30)"),
        (chance(0.27, "window"), "Kan bli sen: 27\u00a0% (senast 10:30)"),
        (chance(0.27, "plan"), "Efter 10:30: 27\u00a0%"),
        (chance(0.009), ""),
    ],
)
def test_a_risk_says_after_what_moment(found, said):
    assert lateness.chance_words(found, zone="Europe/Stockholm", language="sv") == said


def test_a_mark_is_for_one_in_five_where_a_customer_waits():
    assert lateness.chance_short(chance(0.2), "en") == "20%"
    for found in (chance(0.199), chance(0.9, "plan"), None):
        assert lateness.chance_short(found, "en") == ""


def test_who_drives_there_is_told_what_is_late_before_what_may_become_so(plan):
    told = {"zone": "Europe/Stockholm", "language": "sv"}
    (stop,) = (s for s in late(plan, Due.WISH).stops if s.lateness_s)
    assert lateness.lateness_on_site(stop, chance(0.5), **told) == "1\u00a0h efter önskad tid"
    in_time = replace(stop, lateness_s=0)
    assert lateness.lateness_on_site(in_time, chance(0.5), **told) == "Kan bli sen: 50\u00a0% (lovad till 10:30)"
    assert lateness.lateness_on_site(in_time, chance(0.1), **told) == ""
    assert lateness.lateness_on_site(in_time, None, **told) == ""


def test_a_bar_carries_the_mark_and_the_words(plan):
    own, other = (one.visit_id for one in plan.visit_stops[:2])
    data = schedule(plan, language="sv", chances={own: chance(0.27), other: chance(0.9, "plan")})
    bars = {bar.get("visit"): bar for bar in data["bars"] if bar["kind"] in ("visit", "remote")}
    assert (bars[own]["risk"], "late" in bars[own]["marks"]) == ("27\u00a0%", True)
    assert "Kan bli sen: 27\u00a0% (lovad till 10:30)" in bars[own]["tip"]
    assert (bars[other]["risk"], "late" in bars[other]["marks"]) == ("", plan.visit_stops[1].lateness_s > 0)
    assert "Efter 10:30: 90\u00a0%" in bars[other]["tip"]


def test_a_comparison_says_of_late_visits_that_had_begun_that_they_cost_nothing(plan):
    shown = late(plan, Due.WISH, Due.WISH, Due.WISH)
    (first, second, third) = (s for s in shown.stops if s.lateness_s)
    item = PriceItem(term="lateness", units=5, quantity=3600, visit_id=third.visit_id)
    noon = shown.replace(created_at=max(first.start, second.start, third.start), price=Price(items=(item,)), version=2)
    said = lateness.late_unpriced(noon, "sv")
    assert said.startswith("v2: 2 sena besök hade redan börjat. Deras 2\u00a0h ")
    one = noon.replace(price=Price(items=(item, replace(item, visit_id=second.visit_id))))
    assert lateness.late_unpriced(one, "sv").startswith("v2: ett sent besök")
    morning = min(first.leave, second.leave, third.leave) - timedelta(minutes=1)
    assert lateness.late_unpriced(noon.replace(created_at=morning), "sv") == ""
