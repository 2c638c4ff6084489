"""Long jobs in parts: what of them stays where the plans have it, and what a report of a part means for the request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planner import store
from planner.desk.reports import planned_status
from planner.desk.selection import BEHIND, plans_elsewhere
from planner.model.parts import Part
from planner.model.plan import Plan, Stop
from planner.model.request import Request
from planner.model.words import RequestStatus
from planner.planning import HeldPart

__all__ = ["after_report", "parts_of_days"]


def parts_of_days(
    db: store.Connection, days: Sequence[date], requests: Sequence[Request], *, today: date
) -> dict[str, tuple[HeldPart, ...]]:
    """Return the parts that stay on some days, by request id.

    A part that is done, or under way, stays with its technician and its time. The others of the job are split anew,
    unless one is under way or another day holds some of them: then those of these days stay on their day with their
    technician.
    """
    here = _stops_here(db, days)
    if not here:
        return {}
    there: dict[str, set[int]] = {}
    for plan in plans_elsewhere(db, days, today=today):
        for stop in plan.stops:
            if stop.part is not None and stop.request_id is not None:
                there.setdefault(stop.request_id, set()).add(stop.part.number)
    found = {
        one.request_id: _held(one, here[one.request_id], there.get(one.request_id, set()))
        for one in requests
        if one.request_id in here
    }
    return {request_id: held for request_id, held in found.items() if held}


def _stops_here(db: store.Connection, days: Sequence[date]) -> dict[str, list[tuple[date, Stop, bool]]]:
    """Return day and stop of each part in the plans of the days, the newest before the published, and which it is."""
    found: dict[str, dict[int, tuple[date, Stop, bool]]] = {}
    for day in days:
        plans: list[tuple[Plan | None, bool]] = [
            (store.plans.published_on(db, day), True),
            (store.plans.newest(db, day), False),
        ]
        for plan, is_published in plans:
            for stop in plan.stops if plan else ():
                if stop.part is not None and stop.request_id is not None:
                    numbers = found.setdefault(stop.request_id, {})
                    if is_published or stop.part.number not in numbers or not numbers[stop.part.number][2]:
                        numbers[stop.part.number] = (day, stop, is_published)
    return {request_id: list(numbers.values()) for request_id, numbers in found.items()}


def _held(request: Request, here: Sequence[tuple[date, Stop, bool]], there: set[int]) -> tuple[HeldPart, ...]:
    done, is_under_way = request.parts_done, request.status in BEHIND
    elsewhere = any(number > done for number in there)
    stay = is_under_way or elsewhere
    held = []
    for day, stop, is_published in here:
        part = stop.part
        if part is None:
            continue
        driven = is_published and (part.number <= done or (is_under_way and part.number == done + 1))
        if driven or (stay and part.number > done):
            start = stop.start if driven else None
            one = HeldPart(part=part, day=day, technician_id=stop.technician_id, start=start, rest_elsewhere=elsewhere)
            held.append(one)
    return tuple(sorted(held, key=lambda one: one.part.number))


def after_report(request: Request, part: Part, status: RequestStatus) -> Request:
    """Return a request after a report on one of its parts: it stays open until the last part is done.

    Parameters
    ----------
    status
        What the report would make of a job that is done at once.
    """
    minutes, counted = round(part.service_s / 60), part.number <= request.parts_done
    if status is RequestStatus.DONE:
        status = RequestStatus.DONE if part.is_last else planned_status(request)
        if counted:
            return request.replace(status=status)
        return request.replace(status=status, parts_done=part.number, done_min=request.done_min + minutes)
    if counted:  # the report that it is done was taken back
        left = max(0, request.done_min - minutes)
        return request.replace(status=status, parts_done=part.number - 1, done_min=left)
    return request.replace(status=status)
