"""Small random histories for the figures, and what the desk would gather of them; also with everything that is odd."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from planner.model.catalogue import BusinessCalendar, Catalogue, PauseReason, SlaPolicy, SlaTarget
from planner.model.event import Event
from planner.model.message import Text, message
from planner.model.places import Place
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.price import Price, PriceItem
from planner.model.reasons import Reason, Unassigned
from planner.model.request import Request
from planner.model.words import Channel, Priority, RequestStatus, StopKind
from planner.report.columns import Words
from planner.report.extract import Extract, day_columns, over_when_they_came, request_columns
from planner.report.facts import Facts
from planner.report.statistics import weeks_back

ZONE = ZoneInfo("Europe/Stockholm")
START = date(2026, 10, 19)  # a Monday; the clocks go back on the Sunday after
DAYS = 24
IDS = [f"R{n}" for n in range(8)]


def catalogue():
    calendar = BusinessCalendar(
        calendar_id="office", label=Text("a", "a"), weekdays=(1, 2, 3, 4, 5), opens=time(8), closes=time(17),
        public_holidays_closed=True,
    )  # fmt: skip
    target = SlaTarget(calendar="office", response_min=60, resolution_min=600)
    policy = SlaPolicy(policy_id="basic", label=Text("a", "a"), targets=tuple((p, target) for p in Priority))
    reasons = {
        n: PauseReason(reason_id=n, label=Text("a", "a"), stops_resolution=n == "stops") for n in ("stops", "no")
    }
    return Catalogue(
        skills={}, certificates={}, job_types={}, parts={}, impact=(), urgency=(), matrix=(), priorities={},
        calendars={"office": calendar}, sla_policies={"basic": policy}, pause_reasons=reasons,
    )  # fmt: skip


CATALOGUE = catalogue()


def moment(day, minute):
    local = datetime.combine(START + timedelta(days=day), time(0), ZONE)
    return local.astimezone(UTC) + timedelta(minutes=minute)


jobs = st.sampled_from(("a", "b", ""))
places = st.sampled_from((None, Place(lat=59.3412, lon=18.05), Place(lat=59.4, lon=17.9471), Place(lat=59.2, lon=18.1)))
minutes = st.integers(0, 24 * 60 - 1)
days = st.integers(0, DAYS - 1)
WORDS = ("en_route", "arrived", "started", "done", "done", "no_access", "follow_up", "undone")


@st.composite
def events(draw):
    found = []
    for number in range(draw(st.integers(0, 30))):
        request, day, minute = draw(st.sampled_from(IDS)), draw(days), draw(minutes)
        kind = draw(st.sampled_from(("visit", "visit", "visit", "saved", "done")))
        payload = ()
        if kind == "visit":
            type_ = f"visit.{draw(st.sampled_from(WORDS))}"
            payload = (("visit", f"{request}:2"),) if draw(st.integers(0, 9)) == 0 else ()
        elif kind == "saved":
            type_ = draw(st.sampled_from(("triage.saved", "request.changed")))
            status = draw(st.sampled_from(("paused", "triaged", "triaged", "done")))
            payload = (("status", status), ("pause_reason", draw(st.sampled_from(("stops", "no", "")))))
        else:
            type_ = draw(st.sampled_from(("request.done", "request.cancelled", "request.promised")))
            if type_ == "request.promised":
                told = moment(day + draw(st.integers(0, 3)), draw(st.integers(480, 1000)))
                later = told + timedelta(minutes=draw(st.sampled_from((0, 60, 120))))
                payload = (("earliest", told.isoformat()), ("latest", later.isoformat()))
        at = moment(day, minute)
        found.append(
            Event(
                client_uuid=str(number),
                at=at,
                recorded_at=at,
                type=type_,
                request_id=request,
                payload=payload,
                technician_id=draw(st.sampled_from((None, "T0", "T1"))),
            )
        )
    return tuple(found)


@st.composite
def prices(draw, stops):
    """Some items of a price, of visits and of whole duties; or none."""
    own = [one.visit_id for one in stops]
    terms = st.sampled_from(("drive_time", "distance", "dropped"))
    return Price(items=tuple(
        PriceItem(term=draw(terms), units=draw(st.integers(0, 10**9)), visit_id=draw(st.sampled_from([None, *own])))
        for _ in range(draw(st.integers(0, 3)))
    ))  # fmt: skip


@st.composite
def plans(draw):
    found = []
    for day in draw(st.lists(days, unique=True, max_size=7)):
        technicians, stops = [], []
        free = draw(st.permutations(IDS))[: draw(st.integers(0, 5))]
        for who in range(draw(st.integers(0, 2))):
            duty = f"T{who}:{day}"
            night = draw(st.booleans()) and who == 1
            begin, end = (
                (moment(day, 22 * 60), moment(day + 1, 6 * 60)) if night else (moment(day, 480), moment(day, 1000))
            )
            technicians.append(
                PlanTechnician(technician_id=f"T{who}", duty_id=duty, name=f"T{who}", number=who, start=begin, end=end,
                               hard_end=end, start_place=draw(places))
            )  # fmt: skip
            mine, free = free[:2], free[2:]
            for at, request in enumerate(mine):
                begin = moment(day, draw(st.integers(480, 1100)))
                kind = draw(st.sampled_from((StopKind.VISIT, StopKind.VISIT, StopKind.REMOTE)))
                seat = f"{request}:2" if draw(st.integers(0, 7)) == 0 else request
                stops.append(
                    Stop(technician_id=f"T{who}", duty_id=duty, sequence=at, kind=kind, visit_id=seat,
                         request_id=request, customer=f"K{request[1]}", job_type_id=draw(jobs),
                         priority=Priority(1 + int(request[1]) % 5), arrival=begin,
                         leave=begin - timedelta(seconds=600), start=begin, end=begin + timedelta(minutes=30),
                         travel_s=600, distance_m=5000, place=draw(places))
                )  # fmt: skip
            home, way = moment(day, 1010), draw(st.sampled_from((0, 700)))
            stops.append(Stop(technician_id=f"T{who}", duty_id=duty, sequence=9, kind=StopKind.END, leave=home,
                              arrival=home, start=home, end=home, travel_s=way))  # fmt: skip
        reason = Reason(code=draw(st.sampled_from(("window", "skill"))), message=message("plan.quality_road"))
        left = tuple(
            Unassigned(visit_id=one, request_id=one, customer=f"K{one[1]}", priority=Priority.P4, service_s=1800,
                       reasons=(reason,) if draw(st.booleans()) else ())
            for one in free
        )  # fmt: skip
        found.append(Plan(plan_id=f"p{day}", day=START + timedelta(days=day), created_at=moment(day, 400),
                          technicians=tuple(technicians), stops=tuple(stops), unassigned=left,
                          price=draw(prices(stops))))  # fmt: skip
    return tuple(sorted(found, key=lambda plan: plan.day))


@st.composite
def requests(draw):
    return tuple(
        Request(
            request_id=one, title=f"about {one}", customer=f"K{one[1]}", priority=Priority(1 + int(one[1]) % 5),
            channel=draw(st.sampled_from(list(Channel))), job_type_id=draw(jobs),
            sla_policy=draw(st.sampled_from(("basic", "basic", ""))), pause_reason=draw(st.sampled_from(("", "stops"))),
            created_at=moment(draw(days), draw(minutes)) if draw(st.integers(0, 9)) else None,
            place=draw(places), city=draw(st.sampled_from(("", "Solna"))),
            line=draw(st.integers(1, 3)), territory=draw(st.sampled_from(("", "north"))),
            status=draw(st.sampled_from((RequestStatus.TRIAGED, RequestStatus.TRIAGED, RequestStatus.DONE))),
        )
        for one in IDS
    )  # fmt: skip


@dataclass(frozen=True)
class History:
    """All there is; gives what a period needs, and what has to be looked at anew."""

    plans: tuple
    requests: tuple
    events: tuple

    def bare(self, first, last, clock):
        """Return the facts of a period without what happened."""
        end = self.end(last)
        return Facts(first=first, last=last, plans=(), requests=(), events=(), catalogue=CATALOGUE, now=min(clock, end))

    @staticmethod
    def end(last):
        return datetime.combine(last + timedelta(days=1), time(0), ZONE)

    def facts(self, first, last, clock):
        """Return all there is that may matter to a period."""
        earliest = first - timedelta(days=weeks_back(first, last))
        valid = tuple(plan for plan in self.plans if earliest <= plan.day <= last)
        return replace(self.bare(first, last, clock), plans=valid, requests=self.requests, events=self.events)

    def extract(self, clock):
        """Return the extract as it is made at a moment."""
        upto = clock.astimezone(ZONE).date()
        over = over_when_they_came(self.requests, self.events)
        everything = replace(self.bare(START, START + timedelta(days=60), clock), now=clock, requests=self.requests,
                             events=self.events, over=over)  # fmt: skip
        made = Extract(upto=upto, words=Words())
        made.take("requests", [request_columns(everything, made.words)])
        past = replace(everything, plans=tuple(one for one in self.plans if one.day < upto),
                       now=datetime.combine(date(2099, 1, 1), time(0), ZONE))  # fmt: skip
        for name, columns in day_columns(past, made.words).items():
            made.take(name, [columns])
        return made

    def requests_of(self, ids):
        return tuple(one for one in self.requests if one.request_id in ids), self._events(ids)

    def days_of(self, bare, days):
        found = tuple(one for one in self.plans if one.day in set(days))
        ids = {one.request_id for plan in found for one in (*plan.stops, *plan.unassigned)}
        known = tuple(one for one in self.requests if one.request_id in ids)
        return replace(bare, plans=found, requests=known, events=self._events(ids))

    def calls_of(self, bare):
        return ()

    def planned_days(self, first, last):
        return tuple(one.day for one in self.plans if first <= one.day <= last)

    def titles_of(self, ids):
        return {one.request_id: one.title for one in self.requests if one.request_id in ids}

    def reasons_of(self, days):
        return {(plan.day, one.visit_id): one.reasons[0].message for plan in self.plans if plan.day in days
                for one in plan.unassigned if one.reasons}  # fmt: skip

    def names(self):
        return {"T0": "T0", "T1": "T1"}

    def _events(self, ids):
        return tuple(one for one in self.events if one.request_id in set(ids))


histories = st.builds(History, plans=plans(), requests=requests(), events=events())
