"""Whether what a device tells of a visit can stand, and the sentence where it cannot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from planner import store
from planner.desk.reports import STATUS_TYPES, next_types, standing
from planner.desk.settling import reported, settle, told_of
from planner.desk.taps import Tap, read_moment
from planner.model.event import Event
from planner.model.message import Message, message
from planner.model.plan import Plan, Stop
from planner.model.told import counting
from planner.model.words import RequestStatus, StopKind

__all__ = ["Judge", "Judged", "said_of"]

Pairs = tuple[tuple[str, str], ...]
_WORK = (StopKind.VISIT, StopKind.REMOTE)
_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Where an event belongs.

    Parameters
    ----------
    request_id
        None: of the day, or of a visit that was never this technician's.
    head
        Day, plan and seat, as every report says them.
    why
        Why it cannot stand as it was told; empty: it can.
    plan, stop
        Of the published plan, where the visit is the technician's there.
    """

    request_id: str | None
    head: Pairs
    why: Pairs = ()
    plan: Plan | None = None
    stop: Stop | None = None


class Judge:
    """Judges the events of one technician within one unit; knows what it has stored itself.

    Parameters
    ----------
    db
        The unit.
    technician_id
        Whose events.
    """

    def __init__(self, db: store.Connection, technician_id: str) -> None:
        self.technician_id = technician_id
        self._db = db
        self._published: dict[date, Plan | None] = {}
        self._told: dict[str, Plan | None] = {}
        self._events: dict[tuple[date, str], list[Event]] = {}

    def judged(self, tap: Tap) -> Judged:
        """Return where an event belongs, and why it cannot stand where it cannot."""
        if not tap.visit_id:
            return Judged(request_id=None, head=(("day", tap.day.isoformat()), ("plan_id", tap.plan_id)))
        plan = self._plan_on(tap.day)
        stop = plan.stop_of(tap.visit_id) if plan else None
        if plan is None or stop is None or stop.kind not in _WORK or stop.technician_id != self.technician_id:
            return self._elsewhere(tap, plan, stop)
        why = self._why_not(tap, plan, stop) if tap.type in STATUS_TYPES else ()
        return Judged(
            request_id=stop.request_id or tap.visit_id, head=told_of(plan, stop), why=why, plan=plan, stop=stop
        )

    def not_before(self, tap: Tap, found: Judged) -> datetime:
        """Return when the device's last report of a visit happened: another measure of its clock must not turn them."""
        if found.plan is None or tap.type not in STATUS_TYPES:
            return _EVER
        events = self._of(found.plan, found.request_id or "")
        own = [one.at for one in events if one.visit_id == tap.visit_id and one.source == "tablet"]
        return max(own, default=_EVER)

    def keep(self, event: Event, found: Judged) -> Event:
        """Store an event where it belongs, and what it makes of the request."""
        if event.type in STATUS_TYPES and found.plan is not None and found.stop is not None:
            events = self._of(found.plan, event.request_id or "")
            settle(self._db, found.plan, found.stop, (*events, event))
        if found.plan is not None and event.request_id is not None:
            self._of(found.plan, event.request_id).append(event)
        return store.events.add(self._db, event)

    def _elsewhere(self, tap: Tap, plan: Plan | None, stop: Stop | None) -> Judged:
        """A visit that is not this technician's, or not any more."""
        head: Pairs = (("day", tap.day.isoformat()), ("plan_id", tap.plan_id), ("visit", tap.visit_id))
        before = self._plan_told(tap.plan_id)
        theirs = before.stop_of(tap.visit_id) if before else None
        own = theirs is not None and theirs.technician_id == self.technician_id
        request_id = (theirs.request_id if theirs and own else self._reported_before(plan, stop)) or ""
        if not own and not request_id:
            return Judged(request_id=None, head=head, why=(("why", "unknown"),))
        request_id = request_id or tap.visit_id
        if plan is not None and stop is not None:
            duty = plan.whose(stop)
            why: Pairs = (("why", "moved"), ("to", duty.name if duty and duty.name else stop.technician_id))
        else:
            why = (("why", "cancelled" if self._is_cancelled(request_id) else "gone"),)
        return Judged(request_id=request_id, head=head, why=why)

    def _reported_before(self, plan: Plan | None, stop: Stop | None) -> str | None:
        """The request of a visit that is somebody else's, where this technician has reported of it on the day."""
        if plan is None or stop is None or stop.request_id is None:
            return None
        before = (one for one in self._of(plan, stop.request_id) if one.visit_id == stop.visit_id)
        return stop.request_id if any(one.technician_id == self.technician_id for one in before) else None

    def _why_not(self, tap: Tap, plan: Plan, stop: Stop) -> Pairs:
        """Why a report does not follow on what stands; empty: it does."""
        events = [one for one in self._of(plan, stop.request_id or tap.visit_id) if one.visit_id == tap.visit_id]
        if self._is_cancelled(stop.request_id or tap.visit_id):
            return (("why", "cancelled"),)
        stands = counting(standing(events), self.technician_id)
        last = stands[-1] if stands else None
        if tap.type == "visit.undone":
            if last is not None and last.client_uuid == tap.undoes:
                return ()
            if any(one.client_uuid == tap.undoes and one.type == "work.kept" for one in events):
                return (("why", "never_stood"),)  # what it takes back was told to the technician before
        elif tap.type in next_types(last.type if last else "", remote=stop.kind is StopKind.REMOTE):
            return ()
        if last is None:
            return (("why", "nothing"),)
        return (("why", "already"), ("state", last.type.removeprefix("visit.")), ("since", last.at.isoformat()))

    def _is_cancelled(self, request_id: str) -> bool:
        request = store.requests.get(self._db, request_id)
        return request is not None and request.status is RequestStatus.CANCELLED

    def _plan_on(self, day: date) -> Plan | None:
        if day not in self._published:
            self._published[day] = store.plans.published_on(self._db, day)
        return self._published[day]

    def _plan_told(self, plan_id: str) -> Plan | None:
        if plan_id not in self._told:
            self._told[plan_id] = store.plans.get(self._db, plan_id) if plan_id else None
        return self._told[plan_id]

    def _of(self, plan: Plan, request_id: str) -> list[Event]:
        key = (plan.day, request_id)
        if key not in self._events:
            store.requests.get(self._db, request_id, alone=True)  # nobody else reports of it before this unit ends
            self._events[key] = list(reported(self._db, plan, request_id))
        return self._events[key]


def said_of(event: Event) -> Message | None:
    """Return why an event does not stand as it was told; None: nothing is amiss. Its device knows of what it is."""
    why = event.get("why")
    if why in (None, "never_stood"):
        return message("tablet.said.masked") if event.get("masked") else None
    if why == "moved":
        return message("tablet.said.moved", to=event.get("to") or "")
    if why == "already":
        state = message(f"my_day.state.{event.get('state')}")
        return message("tablet.said.already", state=state, since=read_moment(event.get("since")) or event.at)
    return message(f"tablet.said.{why}")
