"""The price curve: a staircase that ends where the run stands."""

import re

from planner.model.job import Progress
from planner.views.curve import price_curve


def _curve(*steps, elapsed=5.0, limit=10.0):
    progress = [Progress(elapsed_s=s, price_ore=p, planned=1) for s, p in steps]
    return price_curve(progress, elapsed_s=elapsed, limit_s=limit, language="sv", theme="light", title="Pris")


def test_the_last_price_is_written_at_the_end():
    assert "37\u00a0390\u00a0kr" in _curve((1, 5_000_000), (3, 3_739_000))


def test_a_lower_price_lies_lower():
    path = re.search(r'd="M[\d.]+ ([\d.]+)H[\d.]+V([\d.]+)', _curve((1, 5_000_000), (3, 3_739_000)))
    assert path is not None
    assert float(path[2]) > float(path[1])


def test_before_the_first_plan_there_is_an_axis_only():
    shown = _curve()
    assert "<path" not in shown
    assert "10 s" in shown


def test_a_run_longer_than_its_limit_stays_inside():
    ends = [float(x) for x in re.findall(r"H([\d.]+)", _curve((1, 9), (2, 8), elapsed=14, limit=10))]
    assert max(ends) <= 560 - 96
