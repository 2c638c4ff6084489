"""Answers about a plan: broken rules, and why a visit is not in it and what would make it fit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planner.model.message import Message
from planner.model.places import Place
from planner.model.price import Price
from planner.model.words import Channel, Priority

__all__ = ["Cure", "Reason", "Unassigned", "Verdict", "Violation", "hard_ones"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cure:
    """What would make it fit, found by trying.

    Parameters
    ----------
    code
        Id of the cure, for example ``allow_overtime``.
    change
        Pairs of field and new value (as text) that the cure would set.
    cost_ore
        Change of the plan's price in öre; None where it has none.
    """

    code: str
    message: Message
    cost_ore: int | None = None
    change: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a visit is not planned: rule id, sentence, the nearest technician, and proven cures."""

    code: str
    message: Message
    technician_id: str | None = None
    cures: tuple[Cure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassigned:
    """A visit that is not in the plan, with at least one reason, the nearest miss first."""

    visit_id: str
    request_id: str
    title: str = ""
    customer: str = ""
    channel: Channel = Channel.ON_SITE
    priority: Priority = Priority.P3
    place: Place | None = None
    service_s: int = 0
    reasons: tuple[Reason, ...] = ()

    @property
    def reason(self) -> Message:
        """The sentence of the nearest miss."""
        return self.reasons[0].message


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A rule that a plan breaks: rule id, sentence, visit and technician."""

    rule: str
    message: Message
    visit_id: str | None = None
    technician_id: str | None = None
    hard: bool = True


def hard_ones(violations: Iterable[Violation]) -> tuple[Violation, ...]:
    """Return the violations with which no plan may be published."""
    return tuple(one for one in violations if one.hard)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The judge's answer."""

    violations: tuple[Violation, ...]
    price: Price

    @property
    def accepted(self) -> bool:
        """Whether no hard rule is broken."""
        return not hard_ones(self.violations)
