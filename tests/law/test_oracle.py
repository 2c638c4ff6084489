"""The checker and the bitmap say the same about random rosters."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from planner.law import LAW, Severity, check
from planner.model.language import LANGUAGES, render, texts
from tests.law.bitmap import minute
from tests.law.oracle import oracle
from tests.law.rosters import random_profile, random_roster

# Never broken by a roster: they shape a window, choose a reading, or are asked for with another value.
SHAPES = {
    "ATL5.avg_weeks", "ATL5.stride", "ATL5.week_start", "ATL6.window", "ATL6.stride", "ATL8.window", "ATL8.stride",
    "ATL9.in_atl8_caps", "ATL10b.window", "ATL10b.stride", "ATL10b.neutral_days", "ATL13.period_h", "ATL13.window",
    "ATL13.day_break_h", "ATL13.compensation_days", "ATL14.compensation_days",
    "ATL13.night_from_h", "ATL13.allow_night_reason", "ATL13a.window", "ATL13a.stride",
    "ATL13a.off_every_days", "ATL13a.period_h", "ATL13a.night_h",
    "ATL14.period_days", "ATL14.window", "ATL14.week_start",
    "ATL14.standby_is_rest", "ATL15.rast_min",
}  # fmt: skip


def compared(seed: int) -> Counter[str]:
    """Compare one roster; returns how often each parameter was broken."""
    rng = Random(seed)
    roster, profile = random_roster(rng), random_profile(rng)
    said = [(one.parameter, one.severity, minute(one.start)) for one in check(roster, profile)]
    assert len(said) == len(set(said)), f"seed {seed}: something is said twice"
    assert set(said) == oracle(roster, profile), f"seed {seed}"
    return Counter(key for key, _, _ in said)


def test_two_thousand_rosters_are_judged_alike_and_break_every_parameter() -> None:
    broken: Counter[str] = Counter()
    for seed in range(2_000):
        broken += compared(seed)
    assert set(broken) == set(LAW.parameters) - SHAPES
    assert min(broken.values()) >= 5, broken.most_common()[-5:]


def test_some_rosters_break_nothing_and_some_only_warn() -> None:
    severities = []
    for seed in range(400):
        rng = Random(seed)
        severities.append({one.severity for one in check(random_roster(rng), LAW)})
    assert {Severity.ERROR, Severity.WARNING} in severities
    assert any(Severity.ERROR not in one for one in severities)


def test_every_sentence_is_said_by_some_roster_and_can_be_rendered() -> None:
    said = set()
    for seed in range(250):
        rng = Random(seed)
        for one in check(random_roster(rng), random_profile(rng)):
            said.add(one.said.key)
            assert all("{" not in render(one.said, language) for language in LANGUAGES)
    assert said == {key for key in texts() if key.startswith("law.said.")}


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_a_hundred_thousand_rosters_are_judged_alike() -> None:
    for seed in range(2_000, 102_000):
        compared(seed)
