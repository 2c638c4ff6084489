"""A plan as JSON, CSV and workbook, and what was wrong with an import as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.files.sheets import Cell, Sheet, table_to_csv, table_to_xlsx
from planner.model.codec import dumps
from planner.model.errors import FieldProblem
from planner.model.language import render, text, texts
from planner.model.plan import Plan, Stop
from planner.model.words import StopKind

__all__ = ["plan_to_csv", "plan_to_json", "plan_to_xlsx", "problems_to_csv"]

_STOPS = (
    "day", "technician_id", "technician", "sequence", "number", "kind", "request_id", "title", "customer", "priority",
    "address", "lat", "lon", "leave", "arrival", "start", "end", "drive_min", "distance_km", "wait_min", "work_min",
    "late_min", "locked", "seat", "crew",
)  # fmt: skip
_LEFT = ("request_id", "title", "customer", "priority", "channel", "address", "work_min", "reason", "cures")
_DRIVES = (
    "technician_id",
    "technician",
    "visits",
    "remote",
    "drive_min",
    "distance_km",
    "work_min",
    "wait_min",
    "overtime_min",
)


_LAW = ("technician_id", "law_rule", "law_from", "law_to", "law_weight", "law_citation", "law_said")


def plan_to_json(plan: Plan) -> bytes:
    """Return a plan as versioned JSON, UTF-8; `planner.model.codec.loads` reads it back."""
    return (dumps(plan, indent=1) + "\n").encode()


def plan_to_csv(plan: Plan, *, language: str) -> bytes:
    """Return one row for each stop, as spreadsheets of the language expect CSV.

    Parameters
    ----------
    plan
        What to write; times are local to its time zone.
    language
        ``sv`` or ``en``.
    """
    return table_to_csv(
        _headers(_STOPS, language), list(_stop_rows(plan, language)), language=language, zone=plan.time_zone
    )


def plan_to_xlsx(plan: Plan, *, language: str) -> bytes:
    """Return a workbook with the stops, what was left out and why, price, driving, and what the law says.

    Parameters
    ----------
    plan, language
        As in `plan_to_csv`.
    """
    sheets = [
        Sheet(text("export.sheet.stops", language), _headers(_STOPS, language), list(_stop_rows(plan, language))),
        Sheet(text("export.sheet.unassigned", language), _headers(_LEFT, language), list(_left_rows(plan, language))),
        Sheet(text("export.sheet.price", language), _price_headers(language), list(_price_rows(plan, language))),
        Sheet(text("export.sheet.drive", language), _headers(_DRIVES, language), list(_drive_rows(plan))),
    ]
    if plan.law:
        sheets.append(Sheet(text("export.sheet.law", language), _headers(_LAW, language), _law_rows(plan, language)))
    return table_to_xlsx(sheets, zone=plan.time_zone)


def problems_to_csv(problems: Sequence[FieldProblem], *, language: str) -> bytes:
    """Return problems as CSV: file, row, column, value, what is wrong, and the value that would do.

    Parameters
    ----------
    problems
        In the order they are to be written.
    language
        ``sv`` or ``en``.
    """
    names = ("file", "row", "column", "value", "problem", "cure")
    rows = [(one.source, one.row, one.field, one.value, render(one.message, language), one.cure) for one in problems]
    return table_to_csv(_headers(names, language), rows, language=language)


def _headers(names: Sequence[str], language: str) -> list[str]:
    return [text(f"export.column.{name}", language) for name in names]


def _minutes(seconds: int) -> float:
    """Two decimals of a minute hold every whole second."""
    return round(seconds / 60, 2)


def _stop_rows(plan: Plan, language: str) -> Iterator[tuple[Cell, ...]]:
    names = {one.technician_id: one.name for one in plan.technicians}
    seats = {one.visit_id: (n, len(crew)) for crew in plan.crews.values() for n, one in enumerate(crew, start=1)}
    for one in plan.technicians:
        for stop in plan.of_duty(one.duty_id):
            seat = seats.get(stop.visit_id) if stop.visit_id else None
            crew = (seat[0], ", ".join(plan.beside(stop))) if seat else (None, "")
            yield (*_stop_row(plan, stop, names, language), *crew)


def _stop_row(plan: Plan, stop: Stop, names: dict[str, str], language: str) -> tuple[Cell, ...]:
    place = stop.place
    return (
        plan.day, stop.technician_id, names.get(stop.technician_id, ""), stop.sequence, stop.number or None,
        text(f"export.kind.{stop.kind.value}", language), stop.request_id,
        stop.named(language) if stop.part else stop.title, stop.customer,
        f"P{stop.priority:d}" if stop.priority else None, place.label if place else "", place.lat if place else None,
        place.lon if place else None, stop.leave, stop.arrival, stop.start, stop.end, _minutes(stop.travel_s),
        stop.distance_m / 1000, _minutes(stop.wait_s), _minutes(stop.work_s), _minutes(stop.lateness_s), stop.locked,
    )  # fmt: skip


def _law_rows(plan: Plan, language: str) -> list[tuple[Cell, ...]]:
    return [
        (
            one.technician_id, one.rule, one.start, one.end,
            text(f"export.law.{'hard' if one.hard else 'soft'}", language), one.citation,
            render(one.message, language, zone=plan.time_zone),
        )
        for one in plan.law
    ]  # fmt: skip


def _left_rows(plan: Plan, language: str) -> Iterator[tuple[Cell, ...]]:
    for one in plan.left_requests:
        reasons = " ".join(render(reason.message, language) for reason in one.reasons)
        cures = "; ".join(render(cure.message, language) for reason in one.reasons for cure in reason.cures)
        yield (
            one.request_id, one.title, one.customer, f"P{one.priority:d}",
            text(f"export.channel.{one.channel.value}", language),
            one.place.label if one.place else "", _minutes(one.service_s), reasons, cures,
        )  # fmt: skip


def _price_headers(language: str) -> list[str]:
    return _headers(("term", "amount_kr", "quantity", "unit"), language)


def _price_rows(plan: Plan, language: str) -> Iterator[tuple[Cell, ...]]:
    for term in plan.price.terms:
        unit = _UNITS.get(term.term, "count")
        quantity = {"s": term.quantity / 3600, "m": term.quantity / 1000}.get(unit, term.quantity)
        shown = quantity if unit == "count" else round(quantity, 4)
        yield term_name(term.term, language), term.ore / 100, shown, text(f"export.unit.{unit}", language)
    yield text("export.total", language), plan.price.total_ore / 100, None, None


_SECONDS = (
    *("drive_time", "overtime", "unfairness", "unfair_drive", "unfair_night", "unfair_weekend"),
    *("lateness", "soon", "change_time", "longest_lateness", "longest_idle"),
)
_UNITS = {"distance": "m", **dict.fromkeys(_SECONDS, "s")}


def term_name(term: str, language: str) -> str:
    """Return a price term's name in a language; its id where it has no text."""
    named = texts().get(f"term.{term}")
    return named[language] if named else term


def _drive_rows(plan: Plan) -> Iterator[tuple[Cell, ...]]:
    for one in plan.technicians:
        stops = plan.of_duty(one.duty_id)
        work = [stop for stop in stops if stop.kind in (StopKind.VISIT, StopKind.REMOTE)]
        end = next((stop.end for stop in stops if stop.kind is StopKind.END), one.end)
        yield (
            one.technician_id, one.name, sum(stop.kind is StopKind.VISIT for stop in work),
            sum(stop.kind is StopKind.REMOTE for stop in work), _minutes(sum(stop.travel_s for stop in stops)),
            sum(stop.distance_m for stop in stops) / 1000, _minutes(sum(stop.work_s for stop in work)),
            _minutes(sum(stop.wait_s for stop in stops)), _minutes(max(0, round((end - one.end).total_seconds()))),
        )  # fmt: skip
