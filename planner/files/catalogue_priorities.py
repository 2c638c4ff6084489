"""Reads the priorities: scales of impact and urgency, their matrix, calendars, service levels, pauses."""

from __future__ import annotations

from planner.files.yaml_rows import Row
from planner.model.catalogue import (
    BusinessCalendar,
    Level,
    PauseReason,
    PriorityInfo,
    SlaPolicy,
    SlaTarget,
)
from planner.model.message import message
from planner.model.words import Priority

__all__ = ["calendar", "levels", "matrix", "pause_reason", "priorities", "service_levels"]

_PRIORITIES = {priority.name: priority for priority in Priority}
_YEAR_MIN = 366 * 24 * 60


def levels(file: Row, name: str, label: str) -> tuple[Level, ...]:
    """Return a scale of five levels; `label` names the field with a level's name."""
    rows = tuple(file.rows(name))
    if [row.whole("level", 1, 5) for row in rows] != [1, 2, 3, 4, 5]:
        file.fail(name, message("catalogue.five_levels"))
    return tuple(
        Level(level=number, label=row.text(label), description=row.text("description"))
        for number, row in enumerate(rows, start=1)
    )


def matrix(file: Row) -> tuple[tuple[Priority, ...], ...]:
    """Return the priorities by impact (row) and urgency (column)."""
    rows = file.items("matrix")
    if [len(row) for row in rows if isinstance(row, list)] != [5] * 5:
        file.fail("matrix", message("catalogue.five_by_five"))
    for cell in (cell for row in rows for cell in row):
        if not isinstance(cell, str) or cell not in _PRIORITIES:
            file.expected("matrix", cell, ", ".join(_PRIORITIES))
    return tuple(tuple(_PRIORITIES[cell] for cell in row) for row in rows)


def priorities(file: Row) -> dict[Priority, PriorityInfo]:
    """Return what each of the five priorities means."""
    rows = file.by_id("priorities")
    if list(rows) != list(_PRIORITIES):
        file.expected("priorities", ", ".join(rows), ", ".join(_PRIORITIES))
    return {_PRIORITIES[key]: _priority(key, row) for key, row in rows.items()}


def _priority(key: str, row: Row) -> PriorityInfo:
    return PriorityInfo(
        priority=_PRIORITIES[key],
        label=row.text("label"),
        description=row.text("description"),
        drop_cost_factor=row.whole("drop_cost_factor", 1, 1_000_000),
        may_interrupt_plan=row.flag("may_interrupt_plan"),
    )


def calendar(key: str, row: Row) -> BusinessCalendar:
    """Return one calendar."""
    opens = row.clock("opens")
    return BusinessCalendar(
        calendar_id=key,
        label=row.text("label"),
        weekdays=_weekdays(row),
        opens=opens if opens is not None else row.expected("opens", "24:00", "HH:MM"),
        closes=row.clock("closes"),
        public_holidays_closed=row.flag("public_holidays_closed"),
    )


def _weekdays(row: Row) -> tuple[int, ...]:
    days = row.items("weekdays")
    if not days or any(day not in range(1, 8) for day in days):
        row.expected("weekdays", days, "1-7")
    return days


def service_levels(file: Row) -> dict[str, SlaPolicy]:
    """Return the service levels; each has a target for every priority."""
    calendars = file.by_id("calendars")
    return {key: _service_level(key, row, frozenset(calendars)) for key, row in file.by_id("sla_policies").items()}


def _service_level(key: str, row: Row, calendars: frozenset[str]) -> SlaPolicy:
    targets = row.inner("targets", row.value("targets"))
    return SlaPolicy(
        policy_id=key,
        label=row.text("label"),
        targets=tuple(
            (priority, _target(targets.inner(name, targets.value(name)), calendars))
            for name, priority in _PRIORITIES.items()
        ),
    )


def _target(row: Row, calendars: frozenset[str]) -> SlaTarget:
    response_min = row.whole("response_min", 1, _YEAR_MIN)
    return SlaTarget(
        calendar=row.one_of("calendar", calendars),
        response_min=response_min,
        resolution_min=row.whole("resolution_min", response_min, _YEAR_MIN),
    )


def pause_reason(key: str, row: Row) -> PauseReason:
    """Return one reason for a request to wait."""
    return PauseReason(reason_id=key, label=row.text("label"), stops_resolution=row.flag("stops_resolution"))
