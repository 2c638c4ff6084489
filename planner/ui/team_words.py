"""What the team page says of a technician: licence state, working hours, skills."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from planner.model.catalogue import Catalogue
from planner.model.language import LANGUAGES, day_text
from planner.model.message import Message, Text, message
from planner.model.team import Licence, ShiftPattern, Technician

__all__ = ["CHECK_AFTER_DAYS", "EXPIRES_SOON_DAYS", "LicenceState", "hours_text", "licence_state", "skills_text"]

EXPIRES_SOON_DAYS = 30
"""Days before its end from which a licence is shown as running out."""

CHECK_AFTER_DAYS = 180
"""Days after which somebody should look at the licence again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceState:
    """How a licence stands: ``ok``, ``warn``, ``bad`` or ``quiet`` (none), and the words for it."""

    kind: str
    words: Message


def licence_state(licence: Licence, day: date) -> LicenceState:
    """Return how a licence stands on a day; the worst thing about it first."""
    if "B" not in licence.classes:
        return LicenceState(kind="quiet", words=message("team.licence.none"))
    if licence.valid_to is None:
        return LicenceState(kind="bad", words=message("team.licence.no_end"))
    if day > licence.valid_to:
        return LicenceState(kind="bad", words=message("team.licence.expired", day=_dated(licence.valid_to)))
    if stop := next((s for s in licence.suspensions if s.first <= day <= s.last), None):
        return LicenceState(kind="bad", words=message("team.licence.suspended", day=_dated(stop.last)))
    left = (licence.valid_to - day).days
    if left <= EXPIRES_SOON_DAYS:
        return LicenceState(kind="warn", words=message("team.licence.soon", days=left))
    if licence.checked_on is None:
        return LicenceState(kind="warn", words=message("team.licence.never_checked"))
    if (day - licence.checked_on).days > CHECK_AFTER_DAYS:
        return LicenceState(kind="warn", words=message("team.licence.check", day=_dated(licence.checked_on)))
    return LicenceState(kind="ok", words=message("team.licence.valid", day=_dated(licence.valid_to)))


def _dated(day: date) -> Text:
    """A day with its year: a licence lasts for years."""
    return Text(*(day_text(day, reader, year=True) for reader in LANGUAGES))


def hours_text(patterns: Iterable[ShiftPattern], weekdays: tuple[str, ...]) -> str:
    """Return working hours as people write them, ``mån–fre 08:00–16:30``.

    Parameters
    ----------
    weekdays
        Short names of the weekdays, Monday first.
    """
    return ", ".join(f"{_days(one.weekdays, weekdays)} {one.start:%H:%M}–{one.end:%H:%M}" for one in patterns)


def _days(chosen: tuple[int, ...], names: tuple[str, ...]) -> str:
    days = sorted(set(chosen))
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{names[days[0] - 1]}–{names[days[-1] - 1]}"
    return ", ".join(names[day - 1] for day in days)


def skills_text(technician: Technician, catalogue: Catalogue, language: str, *, most: int = 3) -> str:
    """Return the strongest skills with their levels, and how many more there are."""
    held = sorted(technician.skills, key=lambda one: (-one.level, one.skill))
    shown = [f"{catalogue.skill_name(one.skill)[language]} {one.level}" for one in held[:most]]
    more = len(held) - most
    return ", ".join(shown) + (f" +{more}" if more > 0 else "")
