"""Parts on a device: what its van has left, what to bring along, and what is fetched where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from planner.desk.day import MyDay
from planner.model.catalogue import Catalogue
from planner.model.event import Event
from planner.model.language import LANGUAGES
from planner.model.loading import Bring, loading_list
from planner.model.plan import Stop
from planner.model.told import still_told

__all__ = ["bring_rows", "part_name", "parts_of_van", "taken_rows", "used_in"]


def part_name(catalogue: Catalogue, part: str) -> dict[str, str]:
    """Return what a part is called in each language; its id where the catalogue does not know it."""
    known = catalogue.parts.get(part)
    return {language: known.name[language] if known else part for language in LANGUAGES}


def used_in(events: Iterable[Event]) -> Counter[str]:
    """Return how many of each part were reported as used, and not taken back."""
    found: Counter[str] = Counter()
    for event in still_told(events):
        if event.type == "work.parts":
            for row in (event.get("parts") or "").split(","):
                part, _, quantity = row.partition("=")
                found[part] += int(quantity) if quantity.isdigit() else 0
    return found


def parts_of_van(mine: MyDay, catalogue: Catalogue, stock: tuple[tuple[str, int], ...]) -> list[dict[str, Any]]:
    """Return what can be used up: what the van has, with what is left of it, and the parts of the day's visits.

    Parameters
    ----------
    stock
        What the technician's van has in the morning; empty: nobody counts it, and it carries what vans do as a rule.
    """
    needed = {need.part for request in mine.requests.values() for need in request.required_parts}
    used, counted = used_in(mine.events), dict(stock)
    chosen = [
        one.part_id
        for one in catalogue.parts.values()
        if one.part_id in needed or one.part_id in counted or (not counted and one.van_stock)
    ]
    every = [*chosen, *(part for part in (*counted, *sorted(needed)) if part not in catalogue.parts)]
    rows = [{"part": part, "name": part_name(catalogue, part)} for part in dict.fromkeys(every)]
    left = {part: max(0, count - used[part]) for part, count in counted.items()}
    return [row | ({"left": left[row["part"]]} if row["part"] in left else {}) for row in rows]


def bring_rows(mine: MyDay, catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return what to bring along: first what is fetched, by time, then what is taken from the van."""
    if mine.plan is None:
        return []
    found = loading_list(mine.plan, mine.requests, technician_id=mine.technician.technician_id)
    return [_bring(one, catalogue) for one in found]


def _bring(one: Bring, catalogue: Catalogue) -> dict[str, Any]:
    fetch = [one.depot, one.at.isoformat()] if one.at else []
    return {
        "name": part_name(catalogue, one.part),
        "quantity": one.quantity,
        "visits": list(one.visit_ids),
        "fetch": fetch,
    }


def taken_rows(stop: Stop, catalogue: Catalogue) -> dict[str, Any]:
    """Return what is taken up at a depot, and for which visits; nothing where nothing is."""
    if not stop.taken:
        return {}
    many: Counter[str] = Counter()
    for one in stop.taken:
        many[one.part] += one.quantity
    return {
        "taken": [{"name": part_name(catalogue, part), "quantity": count} for part, count in many.items()],
        "for": sorted({one.visit_id for one in stop.taken}),
    }
