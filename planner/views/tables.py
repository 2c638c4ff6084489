"""A plan as tables, for people, screen readers and files: headings and rows of text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.model.costs import ore
from planner.model.language import duration_text, km_text, money_text, render, text, time_text
from planner.model.message import Text
from planner.model.plan import Plan, Stop
from planner.model.words import StopKind
from planner.views.lateness import late_words
from planner.views.map_data import people_of, stops_of
from planner.views.whereabouts import place_words

__all__ = ["Table", "people_table", "stop_table", "unassigned_table"]

_STOPS = ("technician", "number", "what", "customer", "address", "drive", "distance", "arrival", "start", "end", "note")
_LEFT = ("request", "priority", "title", "customer", "address", "reason", "cures")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Headings and rows of text in the reader's language; `ids` names the visit of each row (None: no visit)."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ids: tuple[str | None, ...] = ()

    def as_columns(self) -> dict[str, list[str]]:
        """Return heading to cells, as data frames are made from."""
        return {head: [row[i] for row in self.rows] for i, head in enumerate(self.headers)}


def _headers(names: tuple[str, ...], language: str) -> tuple[str, ...]:
    return tuple(text(f"views.column.{name}", language) for name in names)


def stop_table(
    plan: Plan,
    language: str = "en",
    *,
    technician_id: str | None = None,
    job_names: Mapping[str, Text] | None = None,
) -> Table:
    """Return every stop in order: technician, number, what, where, drive before it, times, what to note.

    Parameters
    ----------
    plan
        The plan.
    language
        ``sv`` or ``en``.
    technician_id
        Only this technician's stops.
    job_names
        Names of job types by id.
    """
    rows, ids = [], []
    for who in people_of(plan):
        if technician_id not in (None, who.technician_id):
            continue
        for stop in stops_of(plan, who.technician_id):
            rows.append(_stop_row(plan, stop, f"{who.number} {who.name}", language, job_names or {}))
            ids.append(stop.visit_id)
    return Table(headers=_headers(_STOPS, language), rows=tuple(rows), ids=tuple(ids))


def _stop_row(plan: Plan, stop: Stop, who: str, language: str, names: Mapping[str, Text]) -> tuple[str, ...]:
    known = names.get(stop.job_type_id)
    kind = text(f"views.stop.{stop.kind}", language)
    what = stop.named(language) if stop.title or stop.part else known[language] if known else kind
    notes = [text("views.beside", language, technicians=", ".join(beside))] if (beside := plan.beside(stop)) else []
    if stop.lateness_s > 0:
        notes.append(late_words(stop, language))
    if stop.locked:
        notes.append(text("views.schedule.legend.locked", language))
    if stop.place and not stop.place.is_exact and stop.kind is StopKind.VISIT:
        notes.append(text("views.map.uncertain", language))
    if stop.wait_s > 60:
        notes.append(text("views.wait_of", language, wait=duration_text(stop.wait_s, language)))
    return (
        who,
        str(stop.number or ""),
        f"{kind}: {what}" if stop.kind in (StopKind.REMOTE, StopKind.DEPOT) else what,
        stop.customer,
        place_words(stop, plan.whose(stop), language),
        duration_text(stop.travel_s, language) if stop.travel_s else "",
        km_text(stop.distance_m, language) if stop.travel_s else "",
        *(time_text(moment, zone=plan.time_zone) for moment in (stop.arrival, stop.start, stop.end)),
        ", ".join(notes),
    )


def unassigned_table(plan: Plan, language: str = "en") -> Table:
    """Return what is not planned, most urgent first: what, where, the nearest miss, and what would cure it."""
    left = sorted(plan.left_requests, key=lambda u: (u.priority, u.visit_id))
    rows = []
    for one in left:
        cures = [cure for reason in one.reasons for cure in reason.cures]
        rows.append(
            (
                one.request_id,
                f"P{int(one.priority)}",
                one.title,
                one.customer,
                one.place.label if one.place else "",
                render(one.reason, language, zone=plan.time_zone) if one.reasons else "",
                "; ".join(render(cure.message, language, zone=plan.time_zone) for cure in cures),
            )
        )
    return Table(headers=_headers(_LEFT, language), rows=tuple(rows), ids=tuple(one.visit_id for one in left))


def people_table(plan: Plan, language: str = "en") -> Table:
    """Return one row for each technician: visits, sessions, driving, first and last moment, price of overtime."""
    rows = []
    for who in people_of(plan):
        stops = stops_of(plan, who.technician_id)
        overtime = sum(
            i.units for i in plan.price.items if i.term == "overtime" and i.technician_id == who.technician_id
        )
        rows.append(
            (
                f"{who.number} {who.name}",
                str(sum(1 for s in stops if s.kind is StopKind.VISIT)),
                str(sum(1 for s in stops if s.kind is StopKind.REMOTE)),
                duration_text(sum(s.travel_s for s in stops), language),
                km_text(sum(s.distance_m for s in stops), language),
                time_text(stops[0].leave, zone=plan.time_zone) if stops else "",
                time_text(stops[-1].end, zone=plan.time_zone) if stops else "",
                money_text(ore(overtime), language) if overtime else "",
            )
        )
    heads = ("technician", "visits", "remote", "drive", "distance", "leave", "home", "overtime_cost")
    return Table(headers=_headers(heads, language), rows=tuple(rows))
