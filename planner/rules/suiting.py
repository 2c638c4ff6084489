"""Who may not have some work, whatever the time: rules that look at who does it and at the work alone.

`BARS` is the one table of them. The judge asks it about a plan, the search lays it out as a table of duties and work
(`may_table`), and the explainer names what stands between somebody and some work. Skills, certificates and persons
have their own rules beside it (`planner.rules.people`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.model.duty import Duty
from planner.model.language import texts
from planner.model.message import Message, Value, message
from planner.model.problem import Problem, Visit
from planner.model.reasons import Violation
from planner.rules.finding import finding, name_of
from planner.rules.giving import spread
from planner.rules.reading import Reading

__all__ = ["BARS", "Bar", "BAR_RULES", "bar_sentence", "bars_between", "may_table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A rule about who may have some work.

    Parameters
    ----------
    rule
        Its id, and the table of its sentences in ``rule.toml``.
    of_duty, of_visit
        All that it looks at of either; None: the rule is no concern of it.
    allows
        Whether these two go together, neither of them None.
    facts
        What its sentences say beside visit and technician.
    """

    rule: str
    of_duty: Callable[[Duty], Hashable]
    of_visit: Callable[[Visit], Hashable]
    allows: Callable[[Any, Any], bool]
    facts: Callable[[Duty, Visit], dict[str, Value]]


def speaks(spoken: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whoever comes speaks one of the languages that the customer needs."""
    return bool(set(spoken) & set(wanted))


def covers(territories: tuple[str, ...], territory: str) -> bool:
    """Where territories are binding, whoever has some works in them only."""
    return territory in territories


def is_same(technician_id: str, before: str) -> bool:
    """Where the technician of an earlier request is required, nobody else does what goes on from it."""
    return technician_id == before


def is_hired_for(job_types: tuple[str, ...], job_type_id: str) -> bool:
    """A subcontractor does only the work they are hired for."""
    return job_type_id in job_types


def is_ordered(ordered: tuple[str, ...], visit_id: str) -> bool:
    """Sooner than their lead time a subcontractor does only what is ordered already."""
    return visit_id in ordered


BARS: tuple[Bar, ...] = (
    Bar(
        rule="language",
        of_duty=lambda duty: duty.languages,
        of_visit=lambda visit: visit.languages or None,
        allows=speaks,
        facts=lambda _duty, visit: {"languages": tuple(_spoken(one) for one in visit.languages)},
    ),
    Bar(
        rule="territory",
        of_duty=lambda duty: duty.territories or None,
        of_visit=lambda visit: visit.territory if visit.in_territory and visit.territory else None,
        allows=covers,
        facts=lambda _duty, visit: {"territory": visit.territory, "site": visit.customer or visit.visit_id},
    ),
    Bar(
        rule="same_technician",
        of_duty=lambda duty: duty.technician_id,
        of_visit=lambda visit: visit.same_as if visit.same_required and visit.same_as else None,
        allows=is_same,
        facts=lambda _duty, visit: {"other_technician": visit.same_as},
    ),
    Bar(
        rule="vendor",
        of_duty=lambda duty: (duty.vendor.job_types or None) if duty.vendor else None,
        of_visit=lambda visit: None if visit.is_pickup else visit.job_type_id,
        allows=is_hired_for,
        facts=lambda duty, _visit: {"vendor": duty.vendor_name},
    ),
    Bar(
        rule="lead_time",
        of_duty=lambda duty: duty.vendor.ordered if duty.vendor else None,
        of_visit=lambda visit: None if visit.is_pickup else visit.visit_id,
        allows=is_ordered,
        facts=lambda duty, _visit: {"vendor": duty.vendor_name},
    ),
)
"""All of them, in the order in which they are reported."""


def bars_between(duty: Duty, visit: Visit) -> tuple[Bar, ...]:
    """Return the rules of the table that keep a duty from a visit."""
    return tuple(bar for bar in BARS if not _allows(bar, duty, visit))


def may_table(duties: Sequence[Duty], visits: Sequence[Visit]) -> NDArray[np.bool_]:
    """Return for all duties and visits whether the table has nothing against it (duties, visits)."""
    table = np.ones((len(duties), len(visits)), dtype=bool)
    for bar in BARS:
        ours, theirs = [bar.of_duty(duty) for duty in duties], [bar.of_visit(visit) for visit in visits]
        table &= spread(ours, theirs, bar.allows, True).astype(bool)
    return table


def bar_sentence(problem: Problem, bar: Bar, what: str, duty: Duty, visit: Visit, **more: Value) -> Message:
    """Return one of the sentences of a rule (``violation``, ``unassigned``) about a duty and a visit."""
    values = {"visit": visit.visit_id, "technician": name_of(duty), **bar.facts(duty, visit), **more}
    if "other_technician" in values:
        names = {one.technician_id: name_of(one) for one in problem.duties}
        values["other_technician"] = names.get(visit.same_as, visit.same_as)
    return message(f"rule.{bar.rule}.{what}", **values)


def _broken(bar: Bar, reading: Reading) -> Iterator[Violation]:
    for duty, entry, visit in reading.works:
        if not _allows(bar, duty, visit):
            yield finding(bar.rule, bar_sentence(reading.problem, bar, "violation", duty, visit), duty, entry)


def _allows(bar: Bar, duty: Duty, visit: Visit) -> bool:
    mine, its = bar.of_duty(duty), bar.of_visit(visit)
    return mine is None or its is None or bar.allows(mine, its)


def _spoken(code: str) -> Message | str:
    """Return what a language is called, or the code itself where the texts do not know it."""
    key = f"spoken.in_{code}"
    return message(key) if key in texts() else code


BAR_RULES: dict[str, Callable[[Reading], Iterator[Violation]]] = {bar.rule: partial(_broken, bar) for bar in BARS}
"""The rules of the table as the judge asks them."""
