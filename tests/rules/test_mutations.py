"""The cases are sharp: whatever is changed in a rule, some case notices."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from planner.model.solution import Route, Solution
from planner.rules import (
    RULES,
    arithmetic,
    desk,
    finding,
    giving,
    identity,
    limits,
    links,
    nights,
    parts,
    peaks,
    people,
    price,
    reading,
    riding,
    starting,
    suiting,
    timeline,
    times,
)
from tests.rules.bench import lines
from tests.rules.cases import CASES, prices
from tests.rules.cases import suiting as suits
from tests.rules.mutants import mutants
from tests.rules.test_price import items

FUNCTIONS = {
    "once": (identity, "once"),
    "licence": (people, "licence"),
    "skill": (people, "skill"),
    "certificate": (people, "certificate"),
    "person": (people, "person"),
    "window": (times, "window"),
    "opening": (times, "opening"),
    "shift": (times, "shift"),
    "absence": (times, "absence"),
    "break": (times, "break_"),
    "lock": (identity, "lock"),
    "capacity": (limits, "capacity"),
    "max_drive": (limits, "max_drive"),
    "desk": (desk, "desk"),
    "night": (nights, "night"),
    "crew": (links, "crew"),
    "link": (links, "link"),
    "rider": (riding, "rider"),
    "parts": (parts, "parts"),
    "load": (parts, "load"),
    "depot": (parts, "depot"),
    "time": (arithmetic, "time"),
}
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
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
    named = {rule: getattr(module, name) for rule, (module, name) in FUNCTIONS.items()}
    assert named | suiting.BAR_RULES == RULES


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_finds_nothing_is_noticed(rule):
    assert not _rules_keep({rule: lambda reading: ()})


@pytest.mark.parametrize(
    "module",
    [people, times, desk, identity, limits, links, riding, parts, arithmetic],
    ids=lambda module: module.__name__,
)
def test_no_mutant_of_a_rule_survives(module, monkeypatch):
    functions = {rule: name for rule, (home, name) in FUNCTIONS.items() if home is module}
    survivors = []
    for name, mutant in mutants(module):
        if module is times:
            monkeypatch.setattr(price, "missing_breaks", mutant.missing_breaks)
        rules = {rule: getattr(mutant, function) for rule, function in functions.items()}
        if _rules_keep(rules) and (module is not times or _price_keeps(price.price_of)):
            survivors.append(name)
    assert survivors == []


def _tables_keep(pay_table, may_table):
    """Whether the tables of the search say the same as the terms and rules, asked one by one."""
    for case in (*CASES, *prices.CASES):
        duties, visits, weights = case.problem.duties, case.problem.visits, case.problem.weights
        pay, may = pay_table(weights, duties, visits), may_table(duties, visits)
        for (d, duty), (v, visit) in product(enumerate(duties), enumerate(visits)):
            if pay[d, v] != sum(one.units for one in giving.amounts(weights, duty, visit)):
                return False
            if may[d, v] == bool(suiting.bars_between(duty, visit)):
                return False
    return True


def test_the_tables_of_the_search_are_those_of_the_judge():
    assert _tables_keep(giving.pay_table, suiting.may_table)


def test_no_mutant_of_who_may_do_the_work_survives():
    survivors = [
        name
        for name, mutant in mutants(suiting)
        if _rules_keep(mutant.BAR_RULES)
        and _keeps(lambda mutant=mutant: [(_tables_keep(giving.pay_table, mutant.may_table), True)])
        and _keeps(lambda mutant=mutant: [(_bars_keep(mutant.bars_between), True)])
    ]
    assert survivors == []


def _bars_keep(bars_between):
    return all(
        [bar.rule for bar in bars_between(case.problem.duties[0], case.problem.visits[0])]
        == ([case.rule] if case.expected else [])
        for case in suits.CASES
        if "nobody knows" not in case.name or case.expected
    )


def test_no_mutant_of_who_costs_what_survives(monkeypatch):
    survivors = []
    for name, mutant in mutants(giving):
        for function in ("amounts", "duty_fees", "way_prices"):
            monkeypatch.setattr(price, function, getattr(mutant, function))
        tables = _keeps(lambda mutant=mutant: [(_tables_keep(mutant.pay_table, suiting.may_table), True)])
        tables = tables and _keeps(lambda mutant=mutant: [(_way_of_a_rider(mutant.way_prices), (0, 0, int))])
        if tables and _price_keeps(price.price_of) and _keeps(lambda mutant=mutant: _sums(mutant.units_of)):
            survivors.append(name)
    assert survivors == []


def _way_of_a_rider(way_prices):
    """What the search reckons for the way of somebody who rides along: nothing, in whole öre."""
    drive, distance = way_prices(prices.ROUND, replace(prices.ONE.duties[0], rides_with="bo:1"))
    return drive, distance, type(drive) if type(drive) is type(distance) else None


def _sums(units_of):
    for case in prices.CASES:
        duty, visit, weights = case.problem.duties[0], case.problem.visits[0], case.problem.weights
        yield units_of(weights, duty, visit), sum(one.units for one in giving.amounts(weights, duty, visit))


def test_no_mutant_of_the_price_survives():
    assert [name for name, mutant in mutants(price) if _price_keeps(mutant.price_of)] == []


def test_no_mutant_of_what_a_start_costs_survives(monkeypatch):
    survivors = []
    for name, mutant in mutants(starting):
        monkeypatch.setattr(price, "hinge_of", mutant.hinge_of)
        if _price_keeps(price.price_of):
            survivors.append(name)
    assert survivors == []


def test_no_mutant_of_what_looks_at_all_of_a_plan_survives(monkeypatch):
    survivors = []
    for name, mutant in mutants(peaks):
        for function in ("counts_idle", "idle_s", "unused_idle_s"):
            monkeypatch.setattr(price, function, getattr(mutant, function))
        if _price_keeps(price.price_of) and _keeps(lambda mutant=mutant: _wholes(mutant.peak_units)):
            survivors.append(name)
    assert survivors == []


def _wholes(peak_units):
    """Timed routes of every priced day, and of none of their work: what the search adds is what the judge does."""
    for case in prices.CASES:
        duties, ids = case.problem.duties, [v.visit_id for v in case.problem.visits]
        for work in (ids, []):
            routes = [timeline.time_route(case.problem, one, work if one is duties[0] else ()) for one in duties]
            if None in routes:
                continue
            orders = (Route(duty_id=duties[0].duty_id, visit_ids=tuple(work)),)
            plan = timeline.plan_from(case.problem, Solution(routes=orders), plan_id="p", created_at=NOW)
            said = sum(one.units for one in price.price_of(case.problem, plan).items if one.term in WHOLE)
            yield peak_units(case.problem.weights, zip(duties, routes, strict=True)), said


WHOLE = ("longest_idle", "longest_lateness")


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
        for module in (people, times, identity, limits, links, parts, arithmetic):
            for function in ("finding", "minutes", "name_of"):
                if hasattr(module, function):
                    monkeypatch.setattr(module, function, getattr(mutant, function))
        if _rules_keep(RULES):
            survivors.append(name)
    assert survivors == []
