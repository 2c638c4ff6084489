"""Plans out: JSON, CSV, XLSX, map, day sheet and calendar."""

from __future__ import annotations

from dataclasses import dataclass

from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.model.event import Actor

__all__ = ["KINDS", "Export", "export_plan"]

KINDS = ("json", "csv", "xlsx", "html", "daysheet", "ics")
"""What a plan can be taken out as; ``daysheet`` and ``ics`` are of one technician."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file to hand out; the name is made here, never by a user."""

    filename: str
    media_type: str
    content: bytes


def export_plan(
    desk: Desk, actor: Actor, plan_id: str, kind: str, *, language: str, technician_id: str | None = None
) -> Export:
    """Return a plan version as a file.

    Parameters
    ----------
    kind
        One of `KINDS`.
    language
        ``sv`` or ``en``.
    technician_id
        Whose day sheet or calendar; a technician may leave it out and gets their own, from published plans only.

    Raises
    ------
    NotAllowedError
        If a technician asks for more than their own published day sheet or calendar.
    InputError
        If the plan or the technician is unknown.
    """
    raise NotImplementedError
