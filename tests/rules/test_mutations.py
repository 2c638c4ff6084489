"""The cases are sharp: whatever is changed in a rule, some case notices."""

import pytest

from planner.rules import RULES, arithmetic, finding, identity, limits, links, people, price, reading, times
from tests.rules.bench import lines
from tests.rules.cases import CASES, prices
from tests.rules.mutants import mutants
from tests.rules.test_price import items

FUNCTIONS = {
    "once": (identity, "once"),
    "licence": (people, "licence"),
    "skill": (people, "skill"),
    "certificate": (people, "certificate"),
    "person": (people, "person"),
    "window": (times, "window"),
    "shift": (times, "shift"),
    "absence": (times, "absence"),
    "break": (times, "break_"),
    "lock": (identity, "lock"),
    "capacity": (limits, "capacity"),
    "max_drive": (limits, "max_drive"),
    "crew": (links, "crew"),
    "link": (links, "link"),
    "time": (arithmetic, "time"),
}
READ = [(case, reading.read(case.problem, case.plan)) for case in CASES]


def _keeps(answers):
    """Whether every answer is the expected one; a mutant that cannot answer is noticed."""
    try:
        return all(answer == expected for answer, expected in answers())
    except Exception:
        return False


def _rules_keep(rules):
    """Whether no case notices other functions for some rules."""
    return _keeps(lambda: ((lines(rules[c.rule](r)), c.expected) for c, r in READ if c.rule in rules))


def _reader_keeps(read):
    """Whether neither rules nor price notice another reading of the plans."""
    return _keeps(lambda: ((lines(RULES[c.rule](read(c.problem, c.plan))), c.expected) for c in CASES))


def _price_keeps(price_of):
    return _keeps(lambda: ((items(price_of(c.problem, c.plan)), c.items) for c in prices.CASES))


def test_every_rule_is_known_by_its_function():
    assert {rule: getattr(module, name) for rule, (module, name) in FUNCTIONS.items()} == RULES


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_finds_nothing_is_noticed(rule):
    assert not _rules_keep({rule: lambda reading: ()})


@pytest.mark.parametrize(
    "module", [people, times, identity, limits, links, arithmetic], ids=lambda module: module.__name__
)
def test_no_mutant_of_a_rule_survives(module):
    functions = {rule: name for rule, (home, name) in FUNCTIONS.items() if home is module}
    survivors = [
        name
        for name, mutant in mutants(module)
        if _rules_keep({rule: getattr(mutant, function) for rule, function in functions.items()})
    ]
    assert survivors == []


def test_no_mutant_of_the_price_survives():
    assert [name for name, mutant in mutants(price) if _price_keeps(mutant.price_of)] == []


def test_no_mutant_of_the_reading_survives(monkeypatch):
    survivors = []
    for name, mutant in mutants(reading):
        monkeypatch.setattr(price, "read", mutant.read)
        if _reader_keeps(mutant.read) and _price_keeps(price.price_of):
            survivors.append(name)
    assert survivors == []


def test_no_mutant_of_the_findings_survives(monkeypatch):
    survivors = []
    for name, mutant in mutants(finding):
        for module in (people, times, identity, limits, links, arithmetic):
            for function in ("finding", "minutes", "name_of"):
                if hasattr(module, function):
                    monkeypatch.setattr(module, function, getattr(mutant, function))
        if _rules_keep(RULES):
            survivors.append(name)
    assert survivors == []
