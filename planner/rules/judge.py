"""The judge: every rule is asked about a plan, whoever made it, and the plan is priced anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planner.model.plan import Plan
from planner.model.problem import Problem
from planner.model.reasons import Verdict, Violation
from planner.rules.arithmetic import time
from planner.rules.desk import desk
from planner.rules.identity import lock, once
from planner.rules.limits import capacity, max_drive
from planner.rules.links import crew, link
from planner.rules.nights import night
from planner.rules.parts import depot, load, parts
from planner.rules.people import certificate, licence, person, skill
from planner.rules.price import price_of
from planner.rules.reading import Reading, read
from planner.rules.riding import rider
from planner.rules.suiting import BAR_RULES
from planner.rules.times import absence, break_, opening, shift, window

__all__ = ["RULES", "check"]

RULES: dict[str, Callable[[Reading], Iterator[Violation]]] = {
    "once": once,
    "licence": licence,
    "skill": skill,
    "certificate": certificate,
    "person": person,
    **BAR_RULES,
    "window": window,
    "opening": opening,
    "shift": shift,
    "absence": absence,
    "break": break_,
    "lock": lock,
    "capacity": capacity,
    "max_drive": max_drive,
    "desk": desk,
    "night": night,
    "crew": crew,
    "link": link,
    "rider": rider,
    "parts": parts,
    "load": load,
    "depot": depot,
    "time": time,
}
"""All rules, in the order in which they are reported. A certificate is part of skill, an absence of shift."""


def check(problem: Problem, plan: Plan) -> Verdict:
    """Judge a plan: which rules it breaks, and what it costs.

    Any document is judged without an exception, also a broken or hand-made one. Nothing the plan
    says of its own price, reasons or violations is believed.

    Parameters
    ----------
    problem
        What was to be planned.
    plan
        The plan, by whomever.

    Returns
    -------
    Verdict
        Violations in the order of `RULES`, and the itemised price. ``accepted`` if no hard rule is broken.
    """
    reading = read(problem, plan)
    violations = tuple(violation for rule in RULES.values() for violation in rule(reading))
    return Verdict(violations=violations, price=price_of(problem, plan))
