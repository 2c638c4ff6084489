"""Plans out: JSON, CSV, XLSX, map, day sheet and calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner import files, store, views
from planner.desk import ground
from planner.desk.day import plan_of
from planner.desk.loading import loading_file
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.roles import check, own_technician
from planner.desk.worktime import seen_by
from planner.model.errors import NotAllowedError
from planner.model.event import Actor
from planner.model.language import text
from planner.model.message import message
from planner.model.plan import Plan
from planner.model.request import Request
from planner.model.words import PlanStatus, Role

__all__ = ["KINDS", "Export", "export_plan"]

KINDS = ("json", "csv", "xlsx", "html", "loading", "loading_csv", "daysheet", "daysheets", "ics")
"""What a plan can be taken out as; ``daysheet`` and ``ics`` are of one technician, ``daysheets`` has everybody's to be
printed, ``loading`` is a workbook too."""

_PERSONAL = ("daysheet", "ics")
_NAMED = ("daysheet", "daysheets", "loading", "loading_csv")
_MEDIA = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "loading": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "loading_csv": "text/csv; charset=utf-8",
    "daysheet": "text/html; charset=utf-8",
    "daysheets": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file to hand out; the name is made here, never by a user."""

    filename: str
    media_type: str
    content: bytes


def export_plan(
    desk: Desk, actor: Actor, plan_id: str, kind: str, *, language: str, technician_id: str | None = None
) -> Export:
    """Return a plan version as a file.

    Parameters
    ----------
    kind
        One of `KINDS`.
    language
        ``sv`` or ``en``.
    technician_id
        Whose day sheet or calendar; a technician may leave it out and gets their own, from published plans only.

    Raises
    ------
    NotAllowedError
        If a technician asks for more than their own published day sheet or calendar.
    InputError
        If the plan, the technician or the kind is unknown.
    """
    check(actor, "exports.export_plan")
    if kind not in KINDS:
        raise refusal("desk.export_kind", field="kind", value=kind)
    whose = own_technician(actor, technician_id) if kind in _PERSONAL else None
    with desk.store.reading() as db:
        plan = seen_by(actor, store.plans.get(db, plan_id))
        if plan is None:
            raise refusal("desk.unknown_plan", field="plan_id", value=plan_id)
        _limited(actor, plan, kind)
        if whose is not None and not any(one.technician_id == whose for one in plan.technicians):
            raise refusal("desk.unknown_technician", field="technician_id", value=whose)
        ids = {one.request_id for one in plan.stops if one.request_id is not None}
        requests = {one.request_id: one for one in store.requests.find(db, ids=ids)}
        loaded = (
            loading_file(desk, db, plan, as_csv=kind == "loading_csv", language=language) if _is_list(kind) else b""
        )
    content = loaded or _written(desk, plan, requests, kind, language, whose or "")
    return Export(filename=_filename(plan, kind, language, whose), media_type=_MEDIA[kind], content=content)


def _written(
    desk: Desk, plan: Plan, requests: Mapping[str, Request], kind: str, language: str, technician_id: str
) -> bytes:
    match kind:
        case "json":
            return files.plan_to_json(plan)
        case "csv":
            return files.plan_to_csv(plan, language=language)
        case "xlsx":
            return files.plan_to_xlsx(plan, language=language)
        case "ics":
            return files.plan_to_ics(plan, technician_id, language=language)
        case "html":
            return views.map_html(
                plan, language=language, theme="light", assets=None, layers=ground.layers(desk),
                shapes=ground.shapes(desk, plan),
            ).encode()  # fmt: skip
        case "daysheets":
            every = views.day_sheets(plan, language=language, requests=requests, catalogue=desk.catalogue)
            return every.encode()
        case _:
            own = plan_of(plan, technician_id)
            beside = {one.visit_id or "": plan.beside(one) for one in own.stops}
            sheet = views.day_sheet(
                own, technician_id, language=language, requests=requests, catalogue=desk.catalogue, beside=beside
            )
            return sheet.encode()


def _is_list(kind: str) -> bool:
    return kind.startswith("loading")


def _limited(actor: Actor, plan: Plan, kind: str) -> None:
    """A technician takes out their own day as published, nothing else."""
    if actor.role is Role.TECHNICIAN and (kind not in _PERSONAL or plan.status is not PlanStatus.PUBLISHED):
        raise NotAllowedError(message("desk.not_yours"))


def _filename(plan: Plan, kind: str, language: str, technician_id: str | None) -> str:
    what = text(f"desk.file.{kind.partition('_')[0] if kind in _NAMED else 'plan'}", language)
    ending = {"daysheet": "html", "daysheets": "html", "loading": "xlsx", "loading_csv": "csv"}.get(kind, kind)
    return files.export_name(what, ending, day=plan.day, version=plan.version, whose=technician_id or "")
