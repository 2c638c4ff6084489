"""Broken rules in people's words: skills and certificates by their names instead of their ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from planner.explain.needs import certificate_name
from planner.files import load_catalogue
from planner.model.catalogue import Catalogue
from planner.model.message import Value
from planner.model.reasons import Violation

__all__ = ["named"]


def named(violations: Iterable[Violation], catalogue: Catalogue | None = None) -> tuple[Violation, ...]:
    """Return violations that name skills and certificates as people know them.

    Parameters
    ----------
    catalogue
        Names of skills and certificates; None: the shipped one.
    """
    known = catalogue or load_catalogue()
    return tuple(_named(one, known) for one in violations)


def _named(one: Violation, known: Catalogue) -> Violation:
    if not one.message.key.startswith(("rule.skill.", "rule.certificate.")):
        return one
    values = tuple((name, _word(name, value, known)) for name, value in one.message.values)
    return replace(one, message=replace(one.message, values=values))


def _word(name: str, value: Value, known: Catalogue) -> Value:
    if name == "skill" and isinstance(value, str):
        return known.skill_name(value)
    if name == "certificate" and isinstance(value, str):
        return certificate_name(value, known)
    return value
