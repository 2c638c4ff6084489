"""Requests of the demo: how many of each kind a day brings, whose, how they are triaged and when they can be done."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from planner.desk.answers import apply_answers
from planner.desk.demo_org import Customer, Organisation
from planner.desk.demo_times import AT_ONCE, at_once, with_hours
from planner.desk.effects import effects_of
from planner.desk.standards import with_standards
from planner.model.catalogue import Catalogue, Effect, JobType, Question
from planner.model.language import TEAM_ZONE, texts
from planner.model.message import Text
from planner.model.request import Request
from planner.model.words import Channel, Priority, Source

__all__ = ["PLANNED_AT", "Demand", "fresh", "working_days_before"]

PLANNED_AT = time(6, 40)
"""When the day's plan is made; what it takes up came before."""

_ZONE = ZoneInfo(TEAM_ZONE)
_OF_WEEK = (0.26, 0.1933, 0.1933, 0.1934, 0.16)
_RARE = frozenset({"change_job_type", "set_major", "hold", "set_crew_size", "set_time_window"})
_RARE_WEIGHT = 0.04
_ALONE = 0.15
_NUMBERS = {"1": 50.0, "2": 25.0, "3": 12.0, "4": 8.0, "6": 2.0, "8": 1.0, "12": 0.5, "25": 0.5}
_LEAD_DAYS = {Priority.P1: 0, Priority.P2: 0, Priority.P3: 1, Priority.P4: 2, Priority.P5: 4}
_CONTACTS = ("Maria", "Erik", "Sofia", "Omar", "Kerstin", "Jonas", "Amina", "Lars", "Eva", "Petra")


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What requests are drawn from.

    Parameters
    ----------
    day
        The demo day.
    """

    organisation: Organisation
    catalogue: Catalogue
    day: date
    seed: int
    language: str = "sv"

    def chance(self, *what: object) -> random.Random:
        """Return random numbers of their own for a purpose, the same for the same seed."""
        return random.Random(":".join(str(one) for one in (self.seed, *what)))

    def counts(self, day: date) -> Iterator[tuple[str, int]]:
        """Give the number of requests by job type that a working day brings."""
        chance = self.chance("counts", day)
        for job_type_id, per_week in self.organisation.per_week.items():
            expected = per_week * _OF_WEEK[day.weekday()]
            yield job_type_id, math.floor(expected) + (chance.random() < expected % 1)


def fresh(demand: Demand, day: date) -> list[Request]:
    """Return the requests that a working day brings, triaged, in order of their arrival."""
    found = []
    for job_type_id, count in demand.counts(day):
        for number in range(count):
            chance = demand.chance(day, job_type_id, number)
            found.append(_request(demand, f"{job_type_id}:{number}", job_type_id, day, chance))
    found.sort(key=lambda one: (one.created_at or datetime.max.replace(tzinfo=_ZONE), one.request_id))
    return [one.replace(request_id=f"{day:%y%m%d}-{number:03d}") for number, one in enumerate(found, start=1)]


def working_days_before(day: date, count: int) -> date:
    """Return the working day that lies a number of working days before a day."""
    while count > 0:
        day -= timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _request(demand: Demand, request_id: str, job_type_id: str, day: date, chance: random.Random) -> Request:
    customer = _customer(demand.organisation, job_type_id, chance)
    site = chance.choice(customer.sites)
    request = Request(
        request_id=request_id,
        title="",
        source=Source.MONITORING if job_type_id == "monitoring_alarm" else chance.choice(_SOURCES),
        customer_id=customer.customer_id,
        customer=customer.name,
        site_id=site.site_id,
        address=site.address,
        city=customer.city,
        place=site.place,
        contact_name=chance.choice(_CONTACTS),
        contact_phone=f"070-174 06 {chance.randint(5, 99):02d}",
        access_notes=customer.access,
        sla_policy=customer.sla,
    )
    request = _answered(demand, with_standards(demand.catalogue, request, job_type_id), day, chance)
    title = chance.choice(_titles(request.job_type_id))[demand.language]
    # Whoever comes along lends a hand: the first of a crew knows the job.
    hands = ((),) * (request.crew_size - 1)
    request = request.replace(title=title, created_at=_arrival(request, day, chance), crew_skills=hands)
    return _dated(demand, request, customer, day, chance)


_SOURCES = (Source.PHONE, Source.PHONE, Source.MAIL, Source.PORTAL, Source.PORTAL)


@cache
def _titles(job_type_id: str) -> tuple[Text, ...]:
    return tuple(text for key, text in texts().items() if key.startswith(f"demo.title.{job_type_id}."))


def _customer(organisation: Organisation, job_type_id: str, chance: random.Random) -> Customer:
    alarm = job_type_id == "monitoring_alarm"
    weights = [one.users * (3 if alarm and one.sla == "critical" else 1) for one in organisation.customers]
    return chance.choices(organisation.customers, weights)[0]


def _answered(demand: Demand, request: Request, day: date, chance: random.Random) -> Request:
    """The request triaged: answers are drawn until they fit the share that is solved without a visit."""
    job_type = demand.catalogue.job_types[request.job_type_id]
    away = chance.random() < job_type.remote_share
    for _ in range(12):
        answers = {question.question_id: _answer(question, chance) for question in job_type.triage}
        if _leads_away(job_type, answers) is not away:
            continue
        sorted_ = apply_answers(demand.catalogue, request, answers, day=day, zone=TEAM_ZONE).request
        if _takers(demand, sorted_, sorted_.required_certificates):
            return sorted_
    # What is asked in words has no such answer: nothing is written there.
    unknown = {question.question_id: "unknown" for question in job_type.triage if question.answers}
    quiet = apply_answers(demand.catalogue, request, unknown, day=day, zone=TEAM_ZONE).request
    without = Channel.REMOTE if job_type.default_channel is Channel.ON_SITE else job_type.default_channel
    return quiet.replace(channel=without if away else Channel.ON_SITE)


def _leads_away(job_type: JobType, answers: dict[str, str]) -> bool | None:
    """Whether answers lead to no visit; None where they say nothing of it."""
    given = (effects_of(question, answers[question.question_id]) for question in job_type.triage)
    named = {effect.get("channel") for effects in given for effect in effects if effect.effect == "suggest_channel"}
    return Channel.ON_SITE.value not in named if named else None


def _answer(question: Question, chance: random.Random) -> str:
    if question.kind == "number":
        weights = {value: weight * _weight(effects_of(question, value)) for value, weight in _NUMBERS.items()}
    else:
        weights = {"yes": 1.0, "no": 1.0} if question.kind == "yes_no" else {}
        weights |= {"unknown": 1.0} | {one.value: _weight(one.effects) for one in question.answers}
    return chance.choices(list(weights), list(weights.values()))[0]


def _weight(effects: Iterable[Effect]) -> float:
    """Answers that turn a request into something else, or into an emergency, are rare."""
    severe = any(e.effect in _RARE or (e.effect == "set_urgency" and e.get("level") == 5) for e in effects)
    return _RARE_WEIGHT if severe else 1.0


def _arrival(request: Request, day: date, chance: random.Random) -> datetime:
    """When a request came that the plan of a day takes up: what is urgent overnight, the rest some days ahead.

    What comes in office hours and cannot wait is solved the same day; here stands what the morning's plan found.
    """
    if request.channel is Channel.PHONE:
        return datetime.combine(day, _time_of_arrival(chance), _ZONE)
    lead = _LEAD_DAYS[request.priority]
    if lead == 0 or (request.sla_policy == "critical" and request.priority is Priority.P3):
        minutes = chance.randint(0, 55 if request.priority is Priority.P1 else 85)
        return datetime.combine(day, PLANNED_AT, _ZONE) - timedelta(minutes=5 + minutes)
    came = working_days_before(day, chance.randint(1, lead))
    return datetime.combine(came, _time_of_arrival(chance), _ZONE)


def _time_of_arrival(chance: random.Random) -> time:
    first, last = chance.choices(((7, 10), (10, 13), (13, 17), (5, 7)), (45, 30, 20, 5))[0]
    minute = chance.randrange(first * 60, last * 60)
    return time(minute // 60, minute % 60)


def _dated(demand: Demand, request: Request, customer: Customer, day: date, chance: random.Random) -> Request:
    """Return a request that can be done on a day: opening hours, wishes, a promise for one in four."""
    request = request.replace(earliest_date=day)
    if request.channel is not Channel.ON_SITE:
        urgent = request.channel is Channel.REMOTE and request.priority in AT_ONCE
        return request.replace(time_windows=(at_once(request, time(7), day),)) if urgent else request
    certificates = tuple(dict.fromkeys((*request.required_certificates, *customer.certificates)))
    # Where nobody with the skill may enter alone, most customers send somebody along.
    if _takers(demand, request, certificates) or chance.random() < _ALONE:
        request = request.replace(required_certificates=certificates)
    return request if request.time_windows else with_hours(request, customer, day, chance)


def _takers(demand: Demand, request: Request, certificates: tuple[str, ...]) -> list[str]:
    """Who of the team has skills and certificates, and drives where it is a visit."""
    day = request.earliest_date or demand.day
    return [
        one.technician_id
        for one in demand.organisation.team.technicians
        if (one.licence.allows(day) or request.channel is not Channel.ON_SITE)
        and all(one.level(need.skill, day) >= need.level for need in request.required_skills)
        and set(certificates) <= {c.certificate for c in one.certificates if c.customer_id in ("", request.customer_id)}
    ]
