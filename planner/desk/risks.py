"""How likely stops become late: learned once a day of what was reported, told of any plan of today or later.

What is learned is kept as a mark of the program: spreads by job type, none of people or customers. With too few reports
nothing is told, because it would be a guess. Whether it was true is measured on the last fifth of the days, from what
the days before them say; nothing that was reported on a day is known when it is foretold.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import inf

import numpy as np

from planner import planning, store
from planner.desk.day import plan_of
from planner.desk.extract import extract_of
from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.desk.work_times import own_times
from planner.model.event import Actor
from planner.model.plan import Plan, Stop
from planner.model.request import Request
from planner.model.words import Role, StopKind
from planner.model.work_times import WorkTimes
from planner.report.calibration import Calibration, calibration
from planner.report.columns import NONE, Columns, Words
from planner.report.lateness import Risk, Seen, Spreads, risk_of_lateness
from planner.report.learning import as_planned_now, learned_spreads, put_off, reported
from planner.views.actual import Actual
from planner.views.lateness import Chance

__all__ = [
    "LEAST_DAYS",
    "LEAST_WORK",
    "HeldOut",
    "Lateness",
    "foretold",
    "get_lateness",
    "held_out",
    "is_due",
    "learn_lateness",
    "risks_of",
]

_KEY = "lateness"
LEAST_WORK, LEAST_DAYS = 100, 5
"""Of fewer reports, or of fewer days, nothing is told."""
_DAYS, _HELD_OUT, _MOST_HELD_OUT = 365, 0.2, 40
_SLACK = timedelta(minutes=15)
"""After the planned start, where the customer has neither a promise nor a time of their own."""
_WORK = (StopKind.VISIT, StopKind.REMOTE)
_RUNS, _AT_ALL = 1_000, 400_000
"""A stop is driven so often, and all stops together not oftener than this: a large day takes no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """What is known of lateness.

    Parameters
    ----------
    first, upto
        First local day that was looked at, and the first that was not: the day on which it was learned.
    work, days
        How many pieces of work it is learned from, of how many days.
    spreads
        How drives and work differ from what was planned.
    truth
        What was said of the last days beside what happened; None: too little was reported for that.
    truth_from
        The first of those days.
    """

    first: date
    upto: date
    work: int = 0
    days: int = 0
    spreads: Spreads = Spreads()
    truth: Calibration | None = None
    truth_from: date | None = None

    @property
    def is_enough(self) -> bool:
        """Whether enough was reported to tell anything."""
        return _is_enough(self.work, self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """What was said of stops, 0 to 1, and whether they were late, side by side; from the first of their days on."""

    first: date | None = None
    said: tuple[float, ...] = ()
    late: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """The work of the last year, how much of it was reported with a time to believe, and on which days."""

    work: Columns
    words: Words
    times: WorkTimes
    zone: str
    first: date
    upto: date
    count: int
    days: tuple[date, ...]

    @property
    def is_enough(self) -> bool:
        return _is_enough(self.count, len(self.days))


def _is_enough(work: int, days: int) -> bool:
    return work >= LEAST_WORK and days >= LEAST_DAYS


def is_due(desk: Desk) -> bool:
    """Whether yesterday is not in what was learned."""
    return _kept(desk).upto < desk.today()


def learn_lateness(desk: Desk) -> Lateness:
    """Learn of the work that was reported in the last year, and keep it; the app does so once a day by itself."""
    known = _known(desk)
    told = held_out(desk)
    found = Lateness(
        first=known.first, upto=known.upto, work=known.count, days=len(known.days), spreads=_spreads(known),
        truth=calibration(told.said, told.late), truth_from=told.first,
    )  # fmt: skip
    with desk.store.writing() as db:
        store.settings.save(db, _KEY, found)
    return found


def held_out(desk: Desk) -> HeldOut:
    """Return what would have been said of the stops of the last fifth of the days, and what happened.

    Learned is from the days before them alone. Left out are days whose plan was made, or made anew, after the first
    shift had begun: it knows what had happened by then. What nobody came to that day was late, where it is planned for
    a later day instead. Nothing is told where too little was reported.
    """
    known = _known(desk)
    if not known.is_enough:
        return HeldOut()
    first = known.days[-min(_MOST_HELD_OUT, max(1, round(len(known.days) * _HELD_OUT)))]
    spreads = _spreads(known, until=first)
    started = zip(*(known.work[name].tolist() for name in ("day", "visit_id", "started_at")), strict=True)
    began = {(day, visit): moment / 1e6 for day, visit, moment in started if moment != NONE}
    began |= dict.fromkeys(put_off(known.work), inf)
    said: list[float] = []
    late: list[bool] = []
    with desk.store.reading() as db:
        for day in store.plans.published_days(db, first, known.upto - timedelta(days=1)):
            plan = store.plans.published_on(db, day)
            if plan is None or plan.created_at >= min((one.start for one in plan.technicians), default=plan.created_at):
                continue
            requests = store.requests.find(db, ids={one.request_id for one in plan.stops if one.request_id})
            for visit, chance in foretold(plan, {one.request_id: one for one in requests}, spreads).items():
                if (moment := began.get((day.toordinal(), visit))) is not None:
                    said.append(chance.late)
                    late.append(moment > chance.latest.timestamp() + 0.5)
    return HeldOut(first=first, said=tuple(said), late=tuple(late))


def get_lateness(desk: Desk, actor: Actor) -> Lateness:
    """Return what is known of lateness."""
    check(actor, "risks.get_lateness")
    return _kept(desk)


def risks_of(
    desk: Desk,
    actor: Actor,
    plan: Plan,
    requests: Mapping[str, Request],
    *,
    reports: Mapping[str, Actual] | None = None,
    late: Mapping[str, int] | None = None,
    at: datetime | None = None,
) -> dict[str, Chance]:
    """Return how likely each visit and session of a plan that has not begun begins too late, by visit id.

    Nothing of a day that is over, and nothing while too little was reported. A technician is told of their own stops.

    Parameters
    ----------
    plan
        A judged plan.
    requests
        Those of its stops, by id: what customers were promised, and their hard times.
    reports, late
        What was reported of the day, and by how many minutes somebody said they will be late; by visit id.
    at
        Moment up to which the day is known; None: now.
    """
    check(actor, "risks.risks_of")
    today, learned = desk.today(), _kept(desk)
    if plan.day < today or not learned.is_enough:
        return {}
    own = plan_of(plan, actor.technician_id or "") if actor.role is Role.TECHNICIAN else plan
    now = (at or desk.clock()) if plan.day == today else None
    seen = {} if now is None else _seen(own, reports or {}, late or {}, now)
    return foretold(own, requests, learned.spreads, seen=seen, now=now)


def foretold(
    plan: Plan,
    requests: Mapping[str, Request],
    spreads: Spreads,
    *,
    seen: Mapping[str, Seen] | None = None,
    now: datetime | None = None,
) -> dict[str, Chance]:
    """Return the same from spreads that are given; arguments as of `risks_of` and `risk_of_lateness`."""
    asked = {stop.visit_id or "": _asked(requests.get(stop.request_id or ""), stop) for stop in _work(plan)}
    runs = max(100, min(_RUNS, _AT_ALL // max(1, len(asked))))
    due = {visit: latest for visit, (latest, _) in asked.items()}
    found = risk_of_lateness(plan, spreads, runs=runs, due=due, seen=seen, now=now)
    return {visit: _chance(risk, *asked[visit]) for visit, risk in found.items()}


def _known(desk: Desk) -> _Known:
    upto = desk.today()
    first = upto - timedelta(days=_DAYS)
    extract = extract_of(desk)
    mine = (extract.work["day"] >= first.toordinal()) & (extract.work["day"] < upto.toordinal())
    work = {name: column[mine] for name, column in extract.work.items()}
    done = reported(work, extract.words)
    days = tuple(sorted(date.fromordinal(int(one)) for one in np.unique(work["day"][done])))
    return _Known(
        work=work,
        words=extract.words,
        times=own_times(desk),
        zone=desk.time_zone,
        first=first,
        upto=upto,
        count=int(done.sum()),
        days=days,
    )


def _spreads(known: _Known, *, until: date = date.max) -> Spreads:
    """What the work before a day says of work that is planned with the times in force on it."""
    mine = known.work["day"] < until.toordinal()
    work = {name: column[mine] for name, column in known.work.items()}
    jobs = {one.job_type_id: one.since for one in known.times.times if one.since <= until}
    customers = {one.customer: one.since for one in known.times.customers if one.since <= until}
    work = as_planned_now(work, known.words, by="job_type_id", since=jobs)
    return learned_spreads(
        as_planned_now(work, known.words, by="customer", since=customers), known.words, zone=known.zone
    )


def _seen(plan: Plan, reports: Mapping[str, Actual], late: Mapping[str, int], now: datetime) -> dict[str, Seen]:
    """What has happened; whoever has reported nothing is where the plan says, as in all that is expected of a day."""
    found: dict[str, Seen] = {}
    for duty in plan.technicians:
        for one in planning.begun_of(plan.of_duty(duty.duty_id), reports, now=now, late=late):
            stop, told = one.stop, one.told
            if told is None:
                end = stop.end if stop.end <= now else None
                found[stop.visit_id or ""] = Seen(start=stop.start, end=end)
            else:
                found[stop.visit_id or ""] = Seen(left=told.left, start=told.start, end=told.end)
    for stop in _work(plan):
        if (minutes := late.get(stop.visit_id or "")) is not None:
            own = found.get(stop.visit_id or "", Seen())
            said = stop.start + timedelta(minutes=minutes)
            found[stop.visit_id or ""] = Seen(left=own.left, start=own.start, end=own.end, not_before=said)
    return found


def _work(plan: Plan) -> Collection[Stop]:
    return [stop for stop in plan.stops if stop.kind in _WORK and stop.visit_id]


def _asked(request: Request | None, stop: Stop) -> tuple[datetime, str]:
    """After which moment a stop is late, and what that is."""
    latest, is_promised = planning.latest_start(request, stop)
    if latest is None:
        return stop.start + _SLACK, "plan"
    return latest, "promise" if is_promised else "window"


def _chance(risk: Risk, latest: datetime, against: str) -> Chance:
    return Chance(late=risk.late, start_p80=risk.start_p80, latest=latest, against=against)


def _kept(desk: Desk) -> Lateness:
    never = Lateness(first=date.min, upto=date.min)
    with desk.store.reading() as db:
        return store.settings.get(db, _KEY, Lateness, never)
