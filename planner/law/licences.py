"""Driving licences, judged for each drive and not for the day."""

from __future__ import annotations

from collections.abc import Iterator

from planner.law.case import Breach, Case
from planner.law.roster import Leg, Licence
from planner.law.spans import local_day, seconds, span_of

__all__ = ["licence"]


def licence(case: Case) -> Iterator[Breach]:
    """Each drive needs a licence of the class that is valid all the way, checked within a year and not suspended.

    A licence is valid from the first moment, included, to the last, excluded. Somebody who works by phone only
    never drives.
    """
    needed = str(case.profile["LIC.class"].value)
    for leg in case.roster.legs:
        window = span_of(leg.start, leg.end)
        held = [one for one in case.roster.licences if needed in one.classes]
        valid = [one for one in held if _valid(leg, one)]
        if case.roster.phone_only:
            yield _missing(case, "LIC.valid", window, "law.said.phone_only")
        elif not held:
            yield _missing(case, "LIC.class", window, "law.said.no_class")
        elif not valid:
            yield _missing(case, "LIC.valid", window, "law.said.not_valid")
        else:
            yield from _controlled(case, leg, valid)


def _valid(leg: Leg, one: Licence) -> bool:
    """Whether a licence covers a drive from beginning to end."""
    return not one.suspended and one.valid_from <= leg.start and leg.end < one.valid_to


def _missing(case: Case, key: str, window: tuple[int, int], text: str) -> Breach:
    """Return the breach of a drive without what it needs."""
    return case.breach(key, window, measured=0, limit=1, unit="", text=text)


def _controlled(case: Case, leg: Leg, valid: list[Licence]) -> Iterator[Breach]:
    """Return a breach if the last control is too long ago, or soon will be."""
    window = span_of(leg.start, leg.end)
    checked = [one.checked_on for one in valid if one.checked_on is not None]
    if not checked:
        yield _missing(case, "LIC.check_days", window, "law.said.never_checked")
        return
    ago = (local_day(seconds(leg.start), case.zone) - max(checked)).days
    last, soon = case.profile["LIC.check_days"].number, case.profile["LIC.warn_days"].number
    if ago > last:
        yield case.breach("LIC.check_days", window, measured=ago, limit=last, unit="days", text="law.said.checked")
    elif ago >= soon:
        yield case.breach("LIC.warn_days", window, measured=ago, limit=last, unit="days", text="law.said.check_soon")
