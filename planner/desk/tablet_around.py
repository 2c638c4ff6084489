"""What a device keeps beside the plan: the day's own reports, answers to questions, history, photos, the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from planner import store
from planner.desk.day import MyDay
from planner.desk.history import Before, before_at
from planner.desk.tablet_shift import shift_rows
from planner.desk.timesheet import ANSWER, of_day
from planner.model.event import Event
from planner.model.plan import Stop
from planner.model.told import still_told
from planner.report.timesheet import standing_of_day

__all__ = ["Around", "around_of", "day_parts", "visit_parts"]

_WORDS = frozenset({"note", "late", "parts", "photo", "report", "done", "follow_up", "no_access"})
_KEPT_MIN = 10
"""Minutes for which what was found of earlier visits is not looked up again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is known beside the plan.

    Parameters
    ----------
    told
        Reports of the day itself, and answers, as recorded.
    history
        Earlier visits at the same site, by request id.
    ground
        Name of the roads and layers the map is drawn on; empty: there are none.
    stock
        What the technician's van has in the morning; empty: nobody counts it.
    at_work
        Shifts of the day, and why the technician is away.
    """

    told: tuple[Event, ...] = ()
    history: dict[str, tuple[Before, ...]] = field(default_factory=dict)
    ground: str = ""
    stock: tuple[tuple[str, int], ...] = ()
    at_work: dict[str, Any] = field(default_factory=dict)


def around_of(db: store.Connection, mine: MyDay, day: date, *, now: datetime, zone: str, ground: str) -> Around:
    """Return what is known beside the plan of a technician's day.

    Parameters
    ----------
    now
        Aware present moment.
    zone
        Of the team.
    ground
        As in `Around`.
    """
    whose = mine.technician.technician_id
    since = str(int(now.timestamp()) // (60 * _KEPT_MIN))
    kept = (str(db.engine.url), mine.plan.plan_id if mine.plan else "", whose, since)
    team = store.people.get_team(db)
    van = team.vehicle(mine.technician.vehicle_id)
    return Around(
        told=of_day(db, whose, day, zone),
        history=before_at(db, tuple(mine.requests.values()), day, known_as=kept),
        ground=ground,
        stock=van.stock if van else (),
        at_work=shift_rows(mine.technician, team, day, zone),
    )


def day_parts(mine: MyDay, around: Around) -> dict[str, Any]:
    """Return what a device keeps of the day itself."""
    duties = [(one.start.isoformat(), one.end.isoformat()) for one in (mine.plan.technicians if mine.plan else ())]
    spans = duties or [(start, end) for _, start, end in around.at_work.get("shifts", ())]
    answers = {one.get("of"): one.get("answer") for one in around.told if one.type == ANSWER}
    stands = still_told(around.told)
    asked = (one for one in stands if one.type == "work.overtime" and one.get("minutes"))
    handed = [[one.at.isoformat(), one.client_uuid] for one in stands if one.type == "work.time"]
    return {
        "duty": [min(start for start, _ in spans), max(end for _, end in spans)] if spans else [],
        **around.at_work,
        "told": [
            [one.type.removeprefix("work."), one.client_uuid, one.at.isoformat()]
            for one in standing_of_day(around.told)
        ],
        "asked": [[one.client_uuid, int(one.get("minutes") or 0), answers.get(one.client_uuid) or ""] for one in asked],
        "estimated": mine.plan is not None and mine.plan.travel.quality == "estimated",
        "handed": handed[-1] if handed else [],
    }


def visit_parts(stop: Stop, own: Sequence[Event], around: Around) -> dict[str, Any]:
    """Return what a device keeps of a visit beside the plan.

    Parameters
    ----------
    own
        What was reported of it today.
    """
    return {
        "history": [
            {"title": one.title, "at": one.at.isoformat(), "word": one.word, "notes": list(one.notes)}
            for one in around.history.get(stop.request_id or "", ())
        ],
        "told": [_told(one) for one in still_told(own) if _says(one)],
    }


def _word(one: Event) -> str:
    return (one.get("was") or one.type).partition(".")[2]


def _says(one: Event) -> bool:
    """Whether an event says something beside where the visit stands."""
    if _word(one) not in _WORDS:
        return False
    return one.type.startswith("work.") or any(one.get(name) for name in ("note", "parts", "remaining_min"))


def _told(one: Event) -> dict[str, Any]:
    """What somebody told of a visit, as the device tells it itself."""
    found: dict[str, Any] = {"id": one.client_uuid, "what": _word(one), "at": one.at.isoformat()}
    found |= {name: said for name in ("note", "next_action", "signed_by") if (said := one.get(name))}
    found |= {name: int(said) for name in ("minutes", "remaining_min") if (said := one.get(name))}
    found |= {name: True for name in ("by_word", "drawn") if one.get(name) == "1"}
    pairs = (pair.partition("=") for pair in (one.get("parts") or "").split(",") if pair)
    parts = [{"part": part, "quantity": int(count)} for part, _, count in pairs]
    return found | ({"parts": parts} if parts else {})
