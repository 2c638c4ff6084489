"""A visit at one place of somebody's day, as it is told to whoever has it in the hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Broken", "Place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A rule that a place would break: its name, at which visit, and by how many seconds where it is time."""

    rule: str
    visit_id: str | None = None
    seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A visit at one place of a day.

    Parameters
    ----------
    duty_id, technician_id
        Whose day.
    after
        The work it comes after; None: it is the first.
    start, end
        When its work begins and ends there; aware moments, UTC. None where no way leads there.
    added_ore
        What the plan costs more than as it stands, in öre.
    broken
        What the visit breaks there, and what others break by it that they do not as the plan stands.
    late_s, overtime_s
        By how many seconds the two days are later, in all, than they are.
    is_exact
        Whether nothing but these two days would change.
    earliest
        When it begins at the earliest because a hand wished so; None: as soon as it can.
    stands
        Whether it stands there already, with the same wish: nothing would change.
    """

    duty_id: str
    technician_id: str
    after: str | None
    start: datetime | None
    end: datetime | None
    added_ore: int
    broken: tuple[Broken, ...] = ()
    late_s: int = 0
    overtime_s: int = 0
    is_exact: bool = True
    earliest: datetime | None = None
    stands: bool = False
