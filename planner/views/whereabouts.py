"""From where a remote session is done: the desk where the day starts or ends, or the parked van."""

from __future__ import annotations

from planner.model.language import text
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.riding import driver_named
from planner.model.words import StopKind

__all__ = ["car_words", "place_words", "session_words"]


def car_words(plan: Plan, technician_id: str, language: str) -> str:
    """Return with whom somebody rides who does not drive, or that they do not drive, in words."""
    driver = driver_named(plan, technician_id)
    if driver:
        return text("views.rides_with", language, technician=driver)
    return text("views.schedule.no_licence", language)


def session_words(stop: Stop, who: PlanTechnician | None, language: str) -> str:
    """Return from where a remote session is done, in words.

    Parameters
    ----------
    stop
        The session. Its place is where the technician is then; None: they never left.
    who
        Whose duty it is; None: not known, and nothing is said of the place.
    language
        ``sv`` or ``en``.
    """
    if who is None:
        return text("views.stop.remote", language)
    where = _spot(stop, who)
    label = stop.place.label if stop.place else ""
    # A place without a name is no help in a sentence.
    return text(f"views.session.{where}{'_at' if label else ''}", language, place=label)


def place_words(stop: Stop, who: PlanTechnician | None, language: str) -> str:
    """Return where a stop is for people: the place of a visit, and from where a session is done."""
    if stop.kind is StopKind.REMOTE:
        return session_words(stop, who, language)
    return stop.place.label if stop.place else ""


def _spot(stop: Stop, who: PlanTechnician) -> str:
    """``desk``, or ``van`` for somebody who is neither where the day starts nor where it ends."""
    if stop.place is None:
        return "desk"
    here = stop.place.lat, stop.place.lon
    ends = (place for place in (who.start_place, who.end_place) if place is not None)
    return "desk" if any((one.lat, one.lon) == here for one in ends) else "van"
