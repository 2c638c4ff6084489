"""What technicians have told of a visit beside its state: notes, delays, parts, and what could not stand."""

from __future__ import annotations

from collections.abc import Iterator

from planner.desk import day as day_desk
from planner.model.event import Event
from planner.model.language import duration_text, time_text
from planner.model.plan import Plan, Stop
from planner.model.told import still_told
from planner.ui.board import may
from planner.ui.session import actor, desk, language, t

__all__ = ["has_report", "told_lines", "told_words"]


def told_lines(plan: Plan, stop: Stop) -> list[tuple[str, str]]:
    """Return time and words of everything that was told of a visit on its day, oldest first.

    Parameters
    ----------
    plan, stop
        The visit in a plan of its day.
    """
    lines = ((time_text(one.at, zone=plan.time_zone), told_words(one)) for one in _told(plan, stop))
    return [(when, words) for when, words in lines if words]


def has_report(plan: Plan, stop: Stop) -> bool:
    """Whether there is anything a receipt could say of a visit."""
    return any(one.type in ("visit.done", "work.report") for one in _told(plan, stop))


def _told(plan: Plan, stop: Stop) -> list[Event]:
    if stop.request_id is None or not may("day.list_events"):
        return []
    found = day_desk.list_events(desk(), actor(), request_id=stop.request_id)
    of_day = [one for one in found if one.visit_id == stop.visit_id and one.get("day") == plan.day.isoformat()]
    return list(still_told(of_day))


def told_words(event: Event) -> str:
    """Return what an event says beside its type: delay, rest, parts, note; empty where it says nothing more."""
    return " · ".join(_words(event))


def _words(event: Event) -> Iterator[str]:
    if event.type == "work.kept":
        what = (event.get("was") or "").rpartition(".")[2]
        yield t("board.told_kept", what=t(f"tablet.what.{what}"))
    if event.type in ("work.photo", "work.report"):
        yield t(f"tablet.what.{event.type.removeprefix('work.')}")
    if signed := event.get("signed_by"):
        yield t("board.told_signed", name=signed)
    if action := event.get("next_action"):
        yield t("board.told_next", action=action)
    if minutes := event.get("minutes"):
        yield t("board.told_late", late=duration_text(60 * int(minutes), language()))
    if left := event.get("remaining_min"):
        yield t("board.told_left", left=duration_text(60 * int(left), language()))
    if parts := event.get("parts"):
        yield ", ".join(_part(one) for one in parts.split(","))
    if note := event.get("note"):
        yield note


def _part(pair: str) -> str:
    part, _, quantity = pair.partition("=")
    known = desk().catalogue.parts.get(part)
    return f"{quantity} × {known.name[language()] if known else part}"
