"""The chart of what was said and what happened."""

from planner.views.truth_chart import calibration_chart


def test_what_was_said_and_what_happened_are_points_beside_a_line():
    svg = calibration_chart([(0.5, 1.0, 0.2)], theme="light", title="T", across="said & done", up="late")
    left, wide, top, tall = 34, 330 - 14 - 34, 14, 190 - 24 - 14
    assert f'cx="{left + wide / 2:.1f}" cy="{top:.1f}"' in svg
    assert f'y1="{top + 0.2 * tall:.1f}" y2="{top:.1f}"' in svg  # more than all cannot be
    assert "said &amp; done" in svg
