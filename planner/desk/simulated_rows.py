"""Rows of a simulated history as the tables hold them: bodies are made from those of the model's own values.

Making each of five million events by the codec would take most of the time; a test reads every kind of row back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from planner.desk.simulated_firm import Firm
from planner.desk.standards import with_standards
from planner.model.catalogue import Catalogue
from planner.model.codec import to_data
from planner.model.event import Event
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.reasons import Unassigned
from planner.model.request import Request
from planner.model.words import RequestStatus, StopKind

__all__ = ["Case", "Rows", "event_row", "instant", "moment", "request_row"]

_ZERO = datetime(1970, 1, 1, tzinfo=UTC)
_DESK = "simulated"
EVENT_COLUMNS = ("client_uuid", "at", "type", "request_id", "technician_id", "body")
REQUEST_COLUMNS = ("request_id", "status", "priority", "created_at", "version", "body")


@dataclass(slots=True)
class Case:
    """A request on its way, times in seconds since 1970.

    Parameters
    ----------
    site, job
        Numbers in the firm.
    ready
        Ordinal of the first day on which it may be planned; 0: it is solved from the desk.
    saves
        How often it was saved, which is its version.
    tries
        How often it was planned.
    known
        Its `state` after what has happened so far; what is meant to happen may lie ahead.
    """

    request_id: str
    came: int
    priority: int
    job: int
    site: int
    channel: str
    policy: str
    line: int = 1
    status: str = RequestStatus.NEW.value
    ready: int = 0
    saves: int = 1
    tries: int = 0
    pause_reason: str = ""
    opened_again: bool = False
    known: tuple[str, int, int, str] = ("new", 1, 1, "")

    @property
    def state(self) -> tuple[str, int, int, str]:
        """Status, line, saves and reason of a pause, as they are meant to be after what is noted next."""
        return self.status, self.line, self.saves, self.pause_reason


@lru_cache(maxsize=20_000)
def _day_text(days: int) -> str:
    return date.fromordinal(_ZERO.toordinal() + days).isoformat()


def moment(seconds: int) -> str:
    """Return a moment as the codec writes it."""
    days, rest = divmod(seconds, 86_400)
    return f"{_day_text(days)}T{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}Z"


def instant(seconds: int) -> str:
    """Return a moment as a column holds it."""
    return f"{moment(seconds)[:-1]}.000000Z"


def event_row(
    number: int, at: int, type_: str, request_id: str | None, technician_id: str | None, payload: str
) -> tuple[Any, ...]:
    """Return the row of an event.

    Parameters
    ----------
    number
        Makes its id.
    at
        Seconds since 1970.
    payload
        Pairs of name and value, as JSON.
    """
    uuid, when = f"simulated-{number:09d}", moment(at)
    who = "null" if technician_id is None else f'"{technician_id}"'
    what = "null" if request_id is None else f'"{request_id}"'
    source = "desk" if technician_id is None else "tablet"
    body = (
        f'{{"client_uuid": "{uuid}", "at": "{when}", "recorded_at": "{when}", "type": "{type_}", "request_id": {what}, '
        f'"technician_id": {who}, "actor": "{technician_id or _DESK}", "source": "{source}", "payload": [{payload}]}}'
    )
    return uuid, f"{when[:-1]}.000000Z", type_, request_id, technician_id, body


@dataclass(slots=True)
class Rows:
    """Makes bodies of requests and plans for a firm."""

    firm: Firm
    catalogue: Catalogue
    titles: tuple[tuple[str, ...], ...]
    _requests: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)

    def of_request(self, case: Case) -> dict[str, Any]:
        """Return a request as plain data, standards and site included; the same object for the same job and site."""
        found = self._requests.get((case.job, case.site))
        if found is None:
            customer_at, site = self.firm.sites[case.site]
            customer = self.firm.customers[customer_at]
            plain = Request(
                request_id="x", title="", customer_id=customer.customer_id, customer=customer.name,
                site_id=site.site_id, address=site.address, city=customer.city, place=site.place,
                sla_policy=customer.sla, territory=customer.territory,
            )  # fmt: skip
            job_type_id = self.firm.job_types[case.job].job_type_id
            found = self._requests[case.job, case.site] = to_data(with_standards(self.catalogue, plain, job_type_id))
        return found

    def title_of(self, case: Case) -> str:
        """Return the words of the customer."""
        titles = self.titles[case.job]
        return titles[case.came % len(titles)]


_URGENCY = {1: 5, 2: 4, 3: 3, 4: 2}


def request_row(rows: Rows, case: Case) -> tuple[Any, ...]:
    """Return the row of a request as it stands."""
    status, line, saves, pause_reason = case.known
    body = rows.of_request(case) | {
        "request_id": case.request_id,
        "title": rows.title_of(case),
        "source": "monitoring" if rows.firm.job_types[case.job].job_type_id == "monitoring_alarm" else "portal",
        "status": status,
        "line": line,
        "channel": case.channel,
        "urgency": _URGENCY[case.priority],
        "priority": case.priority,
        "priority_override": "simulated",
        "created_at": moment(case.came),
        "pause_reason": pause_reason,
        "earliest_date": date.fromordinal(case.ready).isoformat() if case.ready else None,
        "version": saves,
    }
    text = json.dumps(body, ensure_ascii=False)
    return case.request_id, status, case.priority, instant(case.came), saves, text


_AT = datetime(2000, 1, 1, tzinfo=UTC)
STOP: dict[str, Any] = to_data(
    Stop(technician_id="", duty_id="", sequence=0, kind=StopKind.VISIT, leave=_AT, arrival=_AT, start=_AT, end=_AT)
)
DUTY: dict[str, Any] = to_data(
    PlanTechnician(technician_id="", duty_id="", name="", number=0, start=_AT, end=_AT, hard_end=_AT)
)
LEFT: dict[str, Any] = to_data(Unassigned(visit_id="", request_id=""))
PLAN: dict[str, Any] = to_data(Plan(plan_id="", day=_AT.date(), created_at=_AT))
EVENT: dict[str, Any] = to_data(Event(client_uuid="", at=_AT, recorded_at=_AT, type=""))
