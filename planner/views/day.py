"""A technician's day as they read it: which visit is next, the order of the day, links that lead there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from planner.model.language import duration_text, km_text, text, time_text
from planner.model.places import Place
from planner.model.plan import PlanTechnician, Stop
from planner.model.told import ENDED
from planner.model.words import StopKind
from planner.views.lateness import Chance, lateness_on_site
from planner.views.whereabouts import place_words

__all__ = ["Link", "call_link", "current_stop", "navigation_links", "order_rows", "work_of"]

"""Reports after which nothing more happens at a visit that day."""
_WORK = (StopKind.VISIT, StopKind.REMOTE)
_DIALLED = frozenset("0123456789+*#")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A place outside the app: the app's name and the address."""

    name: str
    url: str


def work_of(stops: Sequence[Stop]) -> tuple[Stop, ...]:
    """Return visits and remote sessions in order."""
    return tuple(s for s in stops if s.kind in _WORK)


def current_stop(stops: Sequence[Stop], states: Mapping[str, str]) -> Stop | None:
    """Return what the technician is at, else the first that is not over; None when the day is done."""
    work = work_of(stops)
    begun = [s for s in work if (state := states.get(s.visit_id or "")) and state not in ENDED]
    waiting = [s for s in work if states.get(s.visit_id or "", "") not in ENDED]
    return next(iter(begun), None) or next(iter(waiting), None)


def navigation_links(place: Place) -> tuple[Link, ...]:
    """Return addresses that open a place in the map apps of a device, driving from where one is."""
    at = f"{place.lat:.6f},{place.lon:.6f}"
    return (
        Link(name="Google Maps", url=f"https://www.google.com/maps/dir/?api=1&destination={at}&travelmode=driving"),
        Link(name="Apple Maps", url=f"https://maps.apple.com/?daddr={at}&dirflg=d"),
        Link(name="Waze", url=f"https://waze.com/ul?ll={at}&navigate=yes"),
        Link(name="geo:", url=f"geo:{at}?q={at}"),
    )


def call_link(phone: str) -> str:
    """Return a number as a link to call it; an empty text where there are fewer than three digits."""
    number = "".join(char for char in phone if char in _DIALLED)
    return f"tel:{quote(number, safe='+*')}" if sum(c.isdigit() for c in number) >= 3 else ""


def order_rows(
    stops: Sequence[Stop],
    states: Mapping[str, str],
    *,
    language: str,
    zone: str,
    current: str | None = None,
    who: PlanTechnician | None = None,
    chances: Mapping[str, Chance] | None = None,
) -> list[dict[str, Any]]:
    """Return the day as rows: drives, visits, sessions, breaks, home; done visits carry when and how they ended.

    Parameters
    ----------
    stops
        The technician's stops in order.
    states
        Last report by visit id.
    language, zone
        ``sv`` or ``en``; time zone of the times.
    current
        Visit that is next.
    who
        Whose day it is: says from where sessions are done; None: that is not said.
    chances
        How likely work begins too late, by visit id.
    """
    rows: list[dict[str, Any]] = []
    for stop in stops:
        if stop.travel_s:
            drive = f"{duration_text(stop.travel_s, language)} · {km_text(stop.distance_m, language)}"
            rows.append({"kind": "drive", "text": drive, "over": states.get(stop.visit_id or "", "") in ENDED})
        if stop.kind is StopKind.START:
            continue
        row = _row(stop, states.get(stop.visit_id or "", ""), language, zone, current, who)
        if row.get("late") == "":
            chance = (chances or {}).get(stop.visit_id or "")
            row["late"] = "" if row["state"] else lateness_on_site(stop, chance, zone=zone, language=language)
        rows.append(row)
    return rows


def _row(
    stop: Stop, state: str, language: str, zone: str, current: str | None, who: PlanTechnician | None
) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": str(stop.kind), "time": time_text(stop.start, zone=zone), "over": False}
    if stop.kind in _WORK:
        where = place_words(stop, who, language)
        return row | {
            "id": stop.visit_id,
            "n": stop.number or "",
            "text": stop.named(language),
            "sub": " · ".join(part for part in (stop.customer, where) if part),
            "over": state in ENDED,
            "state": text(f"my_day.state.{state.removeprefix('visit.')}", language) if state else "",
            "tone": {"visit.done": "ok", "visit.no_access": "bad", "visit.follow_up": "warn"}.get(state, "info"),
            "late": "",
            "next": stop.visit_id == current,
        }
    if stop.kind is StopKind.DEPOT:
        pieces = sum(one.quantity for one in stop.taken)
        sub = text("views.fetch_of", language, count=pieces, work=duration_text(stop.work_s, language))
        return row | {"text": stop.title or text("views.stop.depot", language), "sub": sub}
    home = stop.kind is StopKind.END
    return row | {
        "text": text("my_day.home" if home and stop.place else f"views.stop.{stop.kind}", language),
        "sub": stop.place.label if home and stop.place else duration_text(stop.work_s, language) if stop.work_s else "",
        "time": time_text(stop.end if home else stop.start, zone=zone),
    }
