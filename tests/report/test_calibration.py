"""What was said beside what happened, by hand."""

import pytest

from planner.report.calibration import calibration


def test_bins_and_scores_by_hand():
    found = calibration([0.2, 0.2, 0.24, 0.9], [False, False, True, True])
    assert [(one.low, one.count, one.late) for one in found.bins] == [(0.15, 3, 1), (0.8, 1, 1)]
    assert found.bins[0].said == pytest.approx(0.64 / 3)
    assert found.bins[0].share == pytest.approx(1 / 3)
    assert found.brier == pytest.approx((0.04 + 0.04 + 0.5776 + 0.01) / 4)
    assert (found.count, found.late, found.same) == (4, 2, 0.25)


def test_an_edge_belongs_to_the_bin_above_and_certainty_to_the_last():
    found = calibration([0.0, 0.05, 1.0], [False, False, True])
    assert [(one.low, one.high) for one in found.bins] == [(0.0, 0.05), (0.05, 0.15), (0.95, 1.0)]


def test_the_range_by_chance_narrows_with_the_count():
    """Wilson: half the width at 20 of 100 is 1.96 sqrt(0.0016 + 0.0001) / 1.0384."""
    found = calibration([0.2] * 100, [True] * 20 + [False] * 80)
    assert found.bins[0].give == pytest.approx(1.96 * (0.0016 + 0.0001) ** 0.5 / 1.0384, rel=1e-3)


def test_nothing_is_said_of_nothing():
    assert calibration([], []) is None
