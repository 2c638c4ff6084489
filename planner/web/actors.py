"""Who calls while there is no sign-in: three demo roles, chosen in the header, on loopback only."""

from __future__ import annotations

from planner.model.event import Actor
from planner.model.words import Role

__all__ = ["DEMO_ROLES", "demo_actor"]

DEMO_ROLES = {
    "dispatcher": Actor(actor_id="maria", name="Maria E.", role=Role.DISPATCHER),
    "technician": Actor(actor_id="technician", name="", role=Role.TECHNICIAN),
    "manager": Actor(actor_id="olof", name="Olof G.", role=Role.MANAGER),
}
"""Actors by the word of the role switch; a technician also needs to be somebody of the team."""


def demo_actor(choice: str) -> Actor:
    """Return the actor of a choice of the role switch.

    Parameters
    ----------
    choice
        ``dispatcher``, ``manager`` or ``technician:<technician id>``; anything else is the dispatcher.
    """
    role, _, technician_id = choice.partition(":")
    if role == "technician" and technician_id:
        return Actor(actor_id=technician_id, name=technician_id, role=Role.TECHNICIAN, technician_id=technician_id)
    return DEMO_ROLES["manager" if role == "manager" else "dispatcher"]
