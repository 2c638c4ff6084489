"""What a technician brings along on a day: what is fetched at depots, and what is taken from the van."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from planner.model.plan import Plan, Stop
from planner.model.request import Request
from planner.model.words import StopKind

__all__ = ["Bring", "loading_list"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bring:
    """So many of a part for some visits of a technician.

    Parameters
    ----------
    depot
        Where it is fetched; empty: it is in the van, or is to be put there in the morning.
    at
        When it is fetched; None: it is in the van.
    visit_ids
        For which visits, in the order they are done.
    """

    technician_id: str
    part: str
    quantity: int
    visit_ids: tuple[str, ...]
    depot: str = ""
    at: datetime | None = None


def loading_list(plan: Plan, requests: Mapping[str, Request], *, technician_id: str | None = None) -> tuple[Bring, ...]:
    """Return what the technicians of a plan bring along, each part once for each place it comes from.

    Parameters
    ----------
    plan
        Says who fetches what where, and who does which visit.
    requests
        Requests by id: what each visit needs, whether it is counted or not.
    technician_id
        Only this technician's.

    Returns
    -------
    tuple of Bring
        By technician as in the plan; first what is fetched, by time, then what is in the van.
    """
    people = dict.fromkeys(one.technician_id for one in plan.technicians)
    chosen = [one for one in people if technician_id in (None, one)]
    return tuple(row for one in chosen for row in _of(one, plan.of_technician(one), requests))


def _of(technician_id: str, stops: tuple[Stop, ...], requests: Mapping[str, Request]) -> list[Bring]:
    fetched: Counter[tuple[str, str]] = Counter()
    found = []
    for stop in (one for one in stops if one.kind is StopKind.DEPOT):
        for part in dict.fromkeys(one.part for one in stop.taken):
            rows = [one for one in stop.taken if one.part == part]
            fetched.update({(one.visit_id, part): one.quantity for one in rows})
            found.append(
                Bring(
                    technician_id=technician_id,
                    part=part,
                    quantity=sum(one.quantity for one in rows),
                    visit_ids=tuple(dict.fromkeys(one.visit_id for one in rows)),
                    depot=stop.title,
                    at=stop.start,
                )
            )
    return [*found, *_from_van(technician_id, stops, requests, fetched)]


def _from_van(
    technician_id: str, stops: tuple[Stop, ...], requests: Mapping[str, Request], fetched: Counter[tuple[str, str]]
) -> list[Bring]:
    """What visits need beyond what is fetched for them; of a crew the first seat brings it."""
    needed: Counter[str] = Counter()
    visits: dict[str, list[str]] = {}
    for stop in stops:
        request = requests.get(stop.request_id or "")
        if stop.kind is not StopKind.VISIT or request is None or stop.visit_id != request.request_id:
            continue
        asked: Counter[str] = Counter()
        for need in request.required_parts:
            asked[need.part] += need.quantity
        for part, number in asked.items():
            rest = number - fetched[request.request_id, part]
            if rest > 0:
                needed[part] += rest
                visits.setdefault(part, []).append(request.request_id)
    return [
        Bring(technician_id=technician_id, part=part, quantity=number, visit_ids=tuple(visits[part]))
        for part, number in needed.items()
    ]
