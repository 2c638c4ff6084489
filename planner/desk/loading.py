"""What vans take along on a day: the loading list of the published plan, or of the newest where none is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from planner import files, store
from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.model.event import Actor
from planner.model.loading import Bring, loading_list
from planner.model.plan import Plan
from planner.model.team import Team

__all__ = ["LoadingDay", "loading_day", "loading_file", "vans_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadingDay:
    """The loading list of a day.

    Parameters
    ----------
    plan
        The plan it is of; None: there is none.
    rows
        What each technician brings along.
    vans
        Names of vans by technician id.
    """

    plan: Plan | None
    rows: tuple[Bring, ...] = ()
    vans: dict[str, str] = field(default_factory=dict)


def loading_day(desk: Desk, actor: Actor, day: date, *, technician_id: str | None = None) -> LoadingDay:
    """Return what is to be taken along on a day, of everybody or of one technician."""
    check(actor, "loading.loading_day")
    with desk.store.reading() as db:
        plan = store.plans.published_on(db, day) or store.plans.newest(db, day)
        return LoadingDay(plan=None) if plan is None else _of(db, plan, technician_id)


def _of(db: store.Connection, plan: Plan, technician_id: str | None) -> LoadingDay:
    ids = {one.request_id for one in plan.stops if one.request_id is not None}
    requests = {one.request_id: one for one in store.requests.find(db, ids=ids)}
    rows = loading_list(plan, requests, technician_id=technician_id)
    return LoadingDay(plan=plan, rows=rows, vans=vans_of(store.people.get_team(db)))


def vans_of(team: Team) -> dict[str, str]:
    """Return the name of the van of each technician who has one."""
    names = {one.vehicle_id: one.name or one.vehicle_id for one in team.vehicles}
    return {one.technician_id: names[one.vehicle_id] for one in team.technicians if one.vehicle_id in names}


def loading_file(desk: Desk, db: store.Connection, plan: Plan, *, as_csv: bool, language: str) -> bytes:
    """Return the loading list of a plan as CSV or as a workbook; whoever asks has been checked."""
    found = _of(db, plan, None)
    write = files.loading_to_csv if as_csv else files.loading_to_xlsx
    return write(plan, found.rows, catalogue=desk.catalogue, vans=found.vans, language=language)
