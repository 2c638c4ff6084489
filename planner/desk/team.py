"""The team: technicians, working hours, absences, depots and vehicles."""

from __future__ import annotations

from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.model.event import Actor
from planner.model.team import Absence, Team, Technician

__all__ = ["get_team", "import_team", "remove_absence", "save_absence", "save_technician"]


def get_team(desk: Desk, actor: Actor) -> Team:
    """Return everybody (also those no longer active), absences, depots and vehicles."""
    raise NotImplementedError


def save_technician(desk: Desk, actor: Actor, technician: Technician) -> Technician:
    """Save a technician, new or changed, and return them with their new version.

    Raises
    ------
    StaleError
        If somebody saved them since they were read.
    """
    raise NotImplementedError


def save_absence(desk: Desk, actor: Actor, absence: Absence) -> None:
    """Save an absence; one with the same technician and start is replaced.

    Raises
    ------
    InputError
        If the technician is unknown or the end is not after the start.
    """
    raise NotImplementedError


def remove_absence(desk: Desk, actor: Actor, absence: Absence) -> None:
    """Remove an absence (by technician and start); without one nothing happens."""
    raise NotImplementedError


def import_team(desk: Desk, actor: Actor, name: str, content: bytes) -> Team:
    """Read a team file and save everybody in it, in one transaction; others stay as they are.

    Raises
    ------
    InputError
        If the file is at fault; nothing is saved.
    """
    raise NotImplementedError
