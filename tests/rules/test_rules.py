"""Every rule answers every case as worked out by hand."""

import pytest

from planner.rules import RULES
from planner.rules.reading import read
from tests.rules.bench import lines
from tests.rules.cases import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name}")
def test_a_rule_finds_what_is_broken_and_nothing_else(case):
    assert lines(RULES[case.rule](read(case.problem, case.plan))) == case.expected


def test_every_rule_has_cases_that_keep_it_and_cases_that_break_it():
    for rule in RULES:
        answers = {bool(case.expected) for case in CASES if case.rule == rule}
        assert answers == {True, False}, rule
