"""Requests as CSV that reads back to the same requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from planner.files.chains import written_crew_skills, written_predecessors
from planner.files.sheets import Cell, local_text, table_to_csv
from planner.model.language import TEAM_ZONE, text
from planner.model.request import Request, TimeWindow
from planner.model.words import LockKind, PromiseKind

__all__ = ["requests_to_csv"]

_COLUMNS = (
    "request_id", "external_ref", "title", "description", "job_type", "customer_id", "customer", "site_id",
    "address", "postcode", "city", "lat", "lon", "contact_name", "contact_phone", "access_notes", "status",
    "source", "line", "channel", "remote_possible", "remote_attempted", "needs_desk", "impact", "urgency", "priority",
    "priority_reason", "is_major", "created_at", "sla_policy", "window", "duration", "duration_p80", "setup",
    "crew_size", "split_min", "earliest_date", "due_date", "required_skills", "required_certificates",
    "preferred_technicians",
    "required_technicians", "forbidden_technicians", "required_languages", "preferred_languages", "territory",
    "same_technician_as", "same_technician_required", "required_parts", "lock", "lock_technician", "lock_time",
    "lock_until", "promised_from", "promised_to", "promise_kind", "mandatory", "drop_cost",
    "crew_skills", "predecessors",
)  # fmt: skip


def requests_to_csv(requests: Sequence[Request], *, language: str, zone: str = TEAM_ZONE) -> bytes:
    """Return requests as CSV with headings of the language; `preview_requests` reads it back.

    Parameters
    ----------
    requests
        What to write. Triage answers, notes and the precision of places stay out.
    language
        ``sv`` or ``en``.
    zone
        Time zone of local times.
    """
    headers = [text(f"import.field.{name}", language) for name in _COLUMNS]
    return table_to_csv(headers, [_row(request, zone) for request in requests], language=language, zone=zone)


def _row(request: Request, zone: str) -> list[Cell]:
    cells: dict[str, Any] = {name: getattr(request, name, None) for name in _COLUMNS}
    lock, promise, place = request.lock, request.promise, request.place
    cells |= {
        "job_type": request.job_type_id,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "status": request.status.value,
        "source": request.source.value,
        "channel": request.channel.value,
        "priority": f"P{request.priority:d}",
        "priority_reason": request.priority_override,
        "window": "; ".join(_window(window, zone) for window in request.time_windows),
        "duration": request.service_min,
        "duration_p80": request.service_p80_min,
        "setup": request.setup_min,
        "required_skills": ", ".join(f"{need.skill}:{need.level}" for need in request.required_skills),
        "required_parts": ", ".join(f"{need.part}:{need.quantity}" for need in request.required_parts),
        "crew_skills": written_crew_skills(request.crew_skills),
        "predecessors": written_predecessors(request.predecessors),
        "lock": "" if lock.kind is LockKind.NONE else lock.kind.value,
        "lock_technician": lock.technician_id,
        "lock_time": lock.earliest,
        "lock_until": lock.latest if lock.latest != lock.earliest else None,
        "promised_from": promise.earliest if promise else None,
        "promised_to": promise.latest if promise else None,
        "promise_kind": promise.kind.value if promise and promise.kind is not PromiseKind.TOLD else "",
        "drop_cost": request.drop_cost_ore / 100 if request.drop_cost_ore is not None else None,
    }
    lists = ("required_certificates", "preferred_technicians", "required_technicians", "forbidden_technicians",
             "required_languages", "preferred_languages")  # fmt: skip
    cells |= {name: ", ".join(getattr(request, name)) for name in lists}
    return [cells[name] for name in _COLUMNS]


def _window(window: TimeWindow, zone: str) -> str:
    mark = "" if window.hard else "~"
    over = f" ({_moment(window.latest_end, zone)})" if window.latest_end else ""
    return f"{mark}{_moment(window.earliest_start, zone)} – {_moment(window.latest_start, zone)}{over}"


def _moment(moment: datetime, zone: str) -> str:
    return local_text(moment, zone)
