"""A plan that was made from an outdated day, and waits for an answer."""

from __future__ import annotations

from dataclasses import dataclass

from planner.explain import Difference
from planner.model.plan import Plan

__all__ = ["Proposal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A plan that was made from an outdated day and waits for an answer.

    Parameters
    ----------
    plan
        The proposal; its first notes say what changed while it was made.
    against
        The current version of the day, None while there is none.
    difference
        What the proposal does otherwise.
    outdated
        Whether the current version is another one than the proposal was made for: it can only be brought up to date.
    """

    plan: Plan
    against: Plan | None
    difference: Difference
    outdated: bool
