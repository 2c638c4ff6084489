"""The receipt of a visit: what was done, when, with what, photos, and who signed; a page to print or to save as PDF."""

from __future__ import annotations

from datetime import date

from planner import store
from planner.desk.exports import Export
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.reports import standing
from planner.desk.roles import check
from planner.files import export_name
from planner.model.errors import NotAllowedError
from planner.model.event import Actor, Event
from planner.model.language import text
from planner.model.message import message
from planner.model.plan import Plan, Stop
from planner.model.told import still_told
from planner.model.words import Role
from planner.views.receipt import Receipt, receipt_page

__all__ = ["receipt"]


def receipt(desk: Desk, actor: Actor, day: date, visit_id: str, *, language: str) -> Export:
    """Return the receipt of a visit of a published day.

    Words the technician wrote for the desk are no part of it; what they wrote in the report to the customer is.

    Raises
    ------
    NotAllowedError
        If a technician asks for a visit that is somebody else's.
    InputError
        If the visit is in no published plan of the day.
    """
    check(actor, "receipts.receipt")
    with desk.store.reading() as db:
        plan = store.plans.published_on(db, day)
        stop = plan.stop_of(visit_id) if plan else None
        if plan is None or stop is None:
            raise refusal("desk.not_in_plan", field="visit_id", value=visit_id)
        if actor.role is Role.TECHNICIAN and stop.technician_id != actor.technician_id:
            raise NotAllowedError(message("desk.not_yours"))
        found = store.events.find(db, request_ids=(stop.request_id or visit_id,))
        own = still_told(one for one in found if one.visit_id == visit_id and one.get("day") == day.isoformat())
        made = _made(desk, db, plan, stop, own)
    return Export(
        filename=export_name(text("desk.file.receipt", language), "html", day=day, whose=visit_id),
        media_type="text/html; charset=utf-8",
        content=receipt_page(made, language=language).encode(),
    )


def _made(desk: Desk, db: store.Connection, plan: Plan, stop: Stop, own: tuple[Event, ...]) -> Receipt:
    stands = standing(own)
    who = plan.whose(stop)
    report = next((one for one in reversed(own) if one.type == "work.report"), None)
    job = desk.catalogue.job_types.get(stop.job_type_id)
    ticked = {one.get("step"): one.get("ticked") == "1" for one in own if one.type == "work.checked"}
    steps = enumerate(job.checklist if job else ())
    photos = [store.pictures.get(db, one.client_uuid) for one in own if one.type == "work.photo"]
    signature = store.pictures.get(db, report.client_uuid) if report else None
    return Receipt(
        visit_id=stop.visit_id or "",
        day=plan.day,
        zone=plan.time_zone,
        title=stop.title,
        job=job.name if job else None,
        customer=stop.customer,
        address=stop.place.label if stop.place else "",
        technician=who.name if who else "",
        times=tuple((one.type.removeprefix("visit."), one.at) for one in stands),
        steps=tuple(step for at, step in steps if ticked.get(str(at))),
        parts=_parts(desk, own),
        done=(report.get("note") or "") if report else "",
        next_action=(report.get("next_action") or "") if report else "",
        signed_by=(report.get("signed_by") or "") if report else "",
        signed_at=report.at if report else None,
        by_word=report is not None and report.get("by_word") == "1",
        signature=signature.content if signature else None,
        photos=tuple(one.content for one in photos if one is not None),
        waiting=sum(one is None for one in photos) + _is_on_its_way(report, signature),
    )


def _is_on_its_way(report: Event | None, signature: object) -> bool:
    return report is not None and report.get("drawn") == "1" and signature is None


def _parts(desk: Desk, own: tuple[Event, ...]) -> tuple[tuple[str, int, object], ...]:
    """Parts that were used: id, how many, and name where the catalogue has one."""
    used: dict[str, int] = {}
    for one in own:
        if one.type != "work.parts":
            continue
        for pair in (one.get("parts") or "").split(","):
            part, _, quantity = pair.partition("=")
            if quantity.isdecimal():
                used[part] = used.get(part, 0) + int(quantity)
    known = desk.catalogue.parts
    return tuple((part, count, known[part].name if part in known else None) for part, count in used.items())
