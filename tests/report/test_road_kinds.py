"""What drives say of kinds of road."""

import numpy as np
import pytest

from planner.model.road_factors import KINDS, RoadFactors
from planner.report.road_kinds import learned_factors, learned_kinds

NOTHING = RoadFactors()


def said(took, rows, *, pace=None, factors=NOTHING):
    return learned_kinds(took, np.array(rows, dtype=float).reshape(-1, 5), pace or [1.0] * len(took), factors)


def percents(found):
    return {one.kind: one.percent for one in found.kinds}


def test_without_drives_the_setting_stands():
    found = said([], [], factors=RoadFactors(main=130))
    assert percents(found) == {"motorway": 100, "main": 130, "town": 100, "small": 100}
    assert (found.drives, found.before, found.kinds[1].give) == (0, None, None)


def test_five_drives_on_one_kind_weigh_as_much_as_what_was_believed():
    # 5 drives of 15 minutes on main roads where the map says 10: 150 %, and 5 times 100 %.
    found = said([900] * 5, [[0, 600, 0, 0, 0]] * 5)
    assert percents(found) == {"motorway": 100, "main": 125, "town": 100, "small": 100}
    assert percents(said([900] * 15, [[0, 600, 0, 0, 0]] * 15))["main"] == 138  # (15 * 1.5 + 5) / 20 = 1.375
    assert percents(said([900] * 5, [[0, 600, 0, 0, 0]] * 5, factors=RoadFactors(main=130)))["main"] == 140
    one = found.kinds[1]
    assert (one.drives, one.hours) == (5, pytest.approx(5 / 6))
    assert (found.kinds[0].drives, found.kinds[0].give) == (0, None)


def test_junctions_and_ferries_keep_their_time():
    # 10 minutes of road, and a ferry of 10: 25 minutes are 150 % of the road, with the weight of half a drive each.
    found = said([1500] * 100, [[0, 600, 0, 0, 600]] * 100)
    # A hundred quarters (shares of one half, squared) and 5 of what was believed: (25 * 1.5 + 5) / 30.
    assert percents(found)["main"] == 142


def test_mixed_drives_tell_the_kinds_apart():
    random = np.random.default_rng(7)
    rows = random.uniform(0, 900, (3_000, 5))
    truth = np.array([0.9, 1.3, 1.1, 1.6, 1.0])
    took = rows @ truth * random.lognormal(0, 0.15, len(rows))
    found = said(took.tolist(), rows)
    for kind, right in zip(KINDS, truth, strict=False):
        one = next(one for one in found.kinds if one.kind == kind)
        assert abs(one.percent - 100 * right) <= one.give + 4, kind
        assert 1 <= one.give <= 8
    assert found.after < 0.14 < found.before
    assert learned_factors(NOTHING, found.kinds).multipliers["small"] == pytest.approx(1.6, abs=0.1)


def test_what_the_time_of_day_explains_is_not_learned_twice():
    # The table says 150 % in the rush hour, and drives take just that.
    found = said([900] * 50, [[0, 600, 0, 0, 0]] * 50, pace=[1.5] * 50)
    assert percents(found)["main"] == 100
    assert found.before == pytest.approx(0)


def test_buttons_pressed_late_short_drives_and_drives_without_a_way_teach_nothing():
    nan = float("nan")
    rows = [[0, 600, 0, 0, 0], [0, 600, 0, 0, 0], [0, 600, 0, 0, 0], [0, 179, 0, 0, 0], [nan] * 5]
    found = said([1800, 1801, 199, 300, 900], rows)
    assert (found.drives, found.aside) == (1, 2)
    assert said([200], [[0, 600, 0, 0, 0]]).drives == 1
    assert said([200], [[0, 180, 0, 0, 0]]).drives == 1


def test_a_kind_counts_from_a_tenth_of_the_drive():
    assert [one.drives for one in said([600], [[60, 540, 0, 0, 0]]).kinds] == [1, 1, 0, 0]
    assert [one.drives for one in said([600], [[59, 541, 0, 0, 0]]).kinds] == [0, 1, 0, 0]


def test_a_proposal_stays_within_what_can_be_set():
    low = said([210] * 5_000, [[0, 0, 0, 600, 0]] * 5_000)
    assert percents(low)["small"] == 50
    assert learned_factors(NOTHING, low.kinds).small == 50


def test_the_setting_is_empty_while_it_is_off():
    assert RoadFactors(main=130).multipliers == {}
    assert RoadFactors(on=True, main=130).multipliers == {"main": 1.3}
    with pytest.raises(ValueError, match="town"):
        RoadFactors(town=49)
    assert RoadFactors(town=50, small=400).small == 400
    with pytest.raises(ValueError, match="small"):
        RoadFactors(small=401)
