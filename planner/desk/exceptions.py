"""What holds on one day only, because somebody allowed it: longer overtime, more driving; for a duty, not a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from planner import planning, store
from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.desk.unit import changing
from planner.model.event import Actor
from planner.model.message import Message, message
from planner.model.problem import Duty

__all__ = ["DayExceptions", "allowed_on", "save_exceptions", "setting_of", "take_back", "with_exceptions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayExceptions:
    """What is allowed on a day.

    Parameters
    ----------
    overtime, drive
        Pairs of duty id and minutes: overtime after the end of the shift, driving in all.
    """

    overtime: tuple[tuple[str, int], ...] = ()
    drive: tuple[tuple[str, int], ...] = ()

    def with_more(self, other: DayExceptions) -> DayExceptions:
        """Return both; of two for the same duty the later one holds."""
        return DayExceptions(
            overtime=tuple((dict(self.overtime) | dict(other.overtime)).items()),
            drive=tuple((dict(self.drive) | dict(other.drive)).items()),
        )


def allowed_on(db: store.Connection, day: date) -> DayExceptions:
    """Return what is allowed on a day; nothing until somebody allowed it."""
    return store.settings.get(db, setting_of(day), DayExceptions, DayExceptions())


def save_exceptions(db: store.Connection, day: date, found: DayExceptions) -> None:
    """Save what is allowed on a day, in place of what was."""
    _, version = store.settings.read(db, setting_of(day), DayExceptions, DayExceptions())
    store.settings.save(db, setting_of(day), found, version=version)


def take_back(desk: Desk, actor: Actor, day: date) -> None:
    """Take back everything that was allowed on a day; plans that are made stay as they are."""
    check(actor, "exceptions.take_back")
    with changing(desk, "exceptions.take_back", by=actor) as db:
        if allowed_on(db, day) != DayExceptions():
            save_exceptions(db, day, DayExceptions())


def with_exceptions(built: planning.BuiltProblem, found: DayExceptions) -> planning.BuiltProblem:
    """Return a problem in which a day's exceptions hold; a note says each of them."""
    overtime, drive = dict(found.overtime), dict(found.drive)
    duties = tuple(_eased(duty, overtime, drive) for duty in built.problem.duties)
    if duties == built.problem.duties:
        return built
    said = tuple(note for duty in duties for note in _said(duty, overtime, drive))
    return replace(built, problem=built.problem.replace(duties=duties), notes=(*built.notes, *said))


def _eased(duty: Duty, overtime: Mapping[str, int], drive: Mapping[str, int]) -> Duty:
    hard_end_s, max_drive_s = duty.hard_end_s, duty.max_drive_s
    if duty.duty_id in overtime:
        hard_end_s = max(hard_end_s, duty.end_s + overtime[duty.duty_id] * 60)
    if duty.duty_id in drive and max_drive_s is not None:
        max_drive_s = max(max_drive_s, drive[duty.duty_id] * 60)
    return replace(duty, hard_end_s=hard_end_s, max_drive_s=max_drive_s)


def _said(duty: Duty, overtime: Mapping[str, int], drive: Mapping[str, int]) -> tuple[Message, ...]:
    found = [("overtime", overtime), ("drive", drive)]
    return tuple(
        message(f"planning.exception_{what}", technician=duty.name, minutes=minutes[duty.duty_id])
        for what, minutes in found
        if duty.duty_id in minutes
    )


def setting_of(day: date) -> str:
    """Return the name of the setting that keeps what is allowed on a day."""
    return f"exceptions.{day.isoformat()}"
