"""Key figures and price: sums of the plan, with their change against an earlier version."""

from dataclasses import replace

import pytest

from planner.model.price import Price
from planner.views.summary import key_figures, overtime_by_duty, price_rows, utilisation
from tests.views.plans import clock


def _figures(plan, **more):
    return {f.name: f for f in key_figures(plan, language="sv", **more)}


def test_planned_counts_visits_and_sessions_of_everything_asked(plan):
    planned = _figures(plan)["planned"]
    assert (planned.value, planned.caption, planned.tone) == ("5", "av 7", "warn")


def test_driving_is_called_estimated(plan):
    assert _figures(plan)["drive"].caption == "uppskattad"


def test_less_driving_than_before_is_good(plan):
    before = plan.replace(version=1, stops=tuple(replace(s, travel_s=s.travel_s * 2) for s in plan.stops))
    drive = _figures(plan, against=before)["drive"]
    assert drive.tone == "ok"
    assert drive.caption.startswith("−")
    assert drive.caption.endswith("mot v1")


def test_less_driving_for_fewer_requests_is_no_gain(plan):
    gone = next(s for s in plan.stops if s.visit_id and s.travel_s and s.distance_m)
    after = plan.replace(version=2, stops=tuple(s for s in plan.stops if s is not gone))
    found = _figures(after, against=plan)
    for name in ("drive", "distance"):
        assert "−" in found[name].caption
        assert found[name].tone == "quiet"
    same = plan.replace(stops=tuple(replace(s, travel_s=0, distance_m=0) if s is gone else s for s in plan.stops))
    assert [_figures(same, against=plan)[name].tone for name in ("drive", "distance")] == ["ok", "ok"]


def test_overtime_names_how_many(plan):
    assert overtime_by_duty(plan) == {"t1:2026-11-24:0700": 2700}
    overtime = _figures(plan)["overtime"]
    assert (overtime.value, overtime.tone) == ("45\u00a0min", "warn")


def test_late_visits_name_the_worst(plan):
    late = _figures(plan)["late"]
    assert (late.value, late.caption, late.tone) == ("1 besök", "värst 30\u00a0min", "warn")


@pytest.mark.parametrize(
    ("told", "value", "tone"),
    [((8, 9), "1 av 1", "ok"), ((9, 10), "0 av 1", "bad"), ((8, 8), "1 av 1", "ok")],
)
def test_a_promise_is_kept_when_the_start_lies_in_it(plan, told, value, tone):
    promises = _figures(plan, promises={"V101": (clock(told[0]), clock(told[1]))})["promises"]
    assert (promises.value, promises.tone) == (value, tone)


def test_a_promise_of_something_unplanned_is_broken(plan):
    assert _figures(plan, promises={"V999": (clock(8), clock(9))})["promises"].tone == "bad"


def test_utilisation_weighs_people_by_their_paid_time(plan):
    used = (1.5 + 1.5 + 1.75 + 0.75 + 1) * 3600 + 900 * 3 + 1800 + 900 + 1200
    assert utilisation(plan) == pytest.approx(used / ((8.5 + 7 + 9) * 3600))


def test_the_terms_of_the_price_add_up_dearest_first(plan):
    rows = price_rows(plan, language="sv")
    assert [r.term for r in rows] == ["dropped", "drive_time", "overtime"]
    assert sum(r.ore for r in rows) == plan.price.total_ore
    assert rows[0].share == 1.0


def test_a_term_that_vanished_shows_its_saving(plan):
    rows = {r.term: r for r in price_rows(plan.replace(price=Price()), language="sv", against=plan)}
    assert rows["overtime"].amount == "0\u00a0kr"
    assert rows["overtime"].change == "−506\u00a0kr"


def test_a_plan_that_costs_nothing_has_no_rows(plan):
    assert price_rows(plan.replace(price=Price()), language="en") == ()
