"""What the triage panel makes of a request: choices by hand over answers over standards. Nothing here draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from planner.desk import Desk, triage
from planner.desk.triage import Proposal
from planner.model.event import Actor
from planner.model.places import Place
from planner.model.request import Request
from planner.model.team import Team
from planner.model.words import Channel, Priority

__all__ = ["Choices", "able_to", "worked_on"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the dispatcher chose; None means: as it came, or as the answers say.

    Parameters
    ----------
    answers
        Question id to answer value, empty where not answered.
    refused
        Ids of proposed steps the dispatcher said no to.
    priority, reason
        A priority against the matrix, and why.
    fields
        Other fields put right by hand (title, customer, address ...).
    """

    job_type_id: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    channel: Channel | None = None
    impact: int | None = None
    urgency: int | None = None
    priority: Priority | None = None
    reason: str = ""
    place: Place | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


def worked_on(desk: Desk, actor: Actor, request: Request, choices: Choices) -> Proposal:
    """Return the request as the choices make it, with every proposed step.

    Parameters
    ----------
    request
        As stored, or as read from the file.
    """
    base = request
    if choices.job_type_id and choices.job_type_id != request.job_type_id:
        base = triage.choose_job_type(desk, actor, request, choices.job_type_id)
    answers = {name: value for name, value in choices.answers.items() if value}
    proposal = triage.propose(desk, actor, base, answers, refused=choices.refused)
    # A request already triaged and not asked anew stays as it was saved, hand-made changes included.
    asked_anew = answers != dict(base.triage_answers) or choices.refused or base is not request
    found = proposal.request if asked_anew else base
    return Proposal(request=_by_hand(desk, found, choices), steps=proposal.steps)


def _by_hand(desk: Desk, request: Request, choices: Choices) -> Request:
    changes: dict[str, Any] = dict(choices.fields)
    for name in ("channel", "impact", "urgency", "place"):
        if (chosen := getattr(choices, name)) is not None:
            changes[name] = chosen
    request = request.replace(**changes) if changes else request
    if choices.priority is not None and choices.reason.strip():
        return request.replace(priority=choices.priority, priority_override=choices.reason.strip())
    if choices.priority is None and choices.impact is None and choices.urgency is None:
        return request
    if request.priority_override and choices.priority is None:
        return request
    return request.replace(priority=desk.catalogue.priority(request.impact, request.urgency), priority_override="")


def able_to(team: Team, request: Request, *, day: date) -> int:
    """Return how many active technicians have every skill a request needs, and the licence where it is a visit."""
    return sum(
        one.active
        and all(one.level(need.skill, day) >= need.level for need in request.required_skills)
        and (not request.needs_visit or one.licence.allows(day))
        for one in team.technicians
    )
