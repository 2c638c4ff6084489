"""What comes to the desk of a simulated history, and what the desk does with it before anybody drives anywhere."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from planner.desk import simulated_facts as facts
from planner.desk.simulated_firm import Firm, local_midnight
from planner.desk.simulated_rows import Case
from planner.model.catalogue import Catalogue
from planner.model.request import Request
from planner.model.words import Channel, Priority
from planner.rules.clocks import dues_of

__all__ = ["Arrivals", "Say", "at_desk", "counts_by_day"]

Say = Callable[..., None]
"""Notes an event: moment, type, case, and pairs of its payload."""

_HOUR = 3600
_OPENS, _CLOSES = 7 * _HOUR, 18 * _HOUR
_CANCELLED = 0.02
_PAUSES = ("waiting_customer", "waiting_access", "agreed_later", "waiting_supplier", "waiting_parts")


def counts_by_day(firm: Firm, days: list[date], requests: int, chance: np.random.Generator) -> np.ndarray:
    """Return how many requests each day brings; together exactly as many as wanted."""
    weights = np.array([facts.WEEKDAYS[day.weekday()] if firm.works(day) else facts.WEEKDAYS[6] for day in days])
    return chance.multinomial(requests, weights / weights.sum())


@dataclass(slots=True)
class Arrivals:
    """Draws the requests of a day."""

    firm: Firm
    chance: np.random.Generator

    def of_day(self, day: date, count: int) -> list[Case]:
        """Return what comes on a day, in order of time, each with its kind, place and priority."""
        firm, draw = self.firm, self.chance
        hours = draw.choice(24, count, p=np.array(facts.HOURS) / sum(facts.HOURS))
        came = np.sort(local_midnight(day) + hours * _HOUR + draw.integers(0, _HOUR, count))
        jobs = draw.choice(len(firm.job_types), count, p=firm.job_share)
        users = np.array([firm.customers[customer].users for customer, _ in firm.sites], dtype=float)
        sites = draw.choice(len(firm.sites), count, p=users / users.sum())
        priorities = 1 + draw.choice(4, count, p=np.array(facts.PRIORITIES) / sum(facts.PRIORITIES))
        away = draw.random(count)
        found = []
        for number in range(count):
            job = firm.job_types[jobs[number]]
            channel = Channel.ON_SITE
            if away[number] < job.remote_share:
                channel = Channel.PHONE if job.default_channel is Channel.PHONE else Channel.REMOTE
            customer = firm.customers[firm.sites[sites[number]][0]]
            found.append(
                Case(
                    request_id=f"{day:%y%m%d}-{number + 1:04d}", came=int(came[number]),
                    priority=int(priorities[number]), job=int(jobs[number]), site=int(sites[number]),
                    channel=channel.value, policy=customer.sla, line=job.line,
                )
            )  # fmt: skip
        return found


def _staffed(at: float, day_of: Callable[[float], date], works: Callable[[date], bool]) -> float:
    """The next moment at which the desk is there: working days, 07 to 18."""
    day = day_of(at)
    while True:
        midnight = local_midnight(day)
        if works(day) and at < midnight + _CLOSES:
            return max(at, midnight + _OPENS)
        day = date.fromordinal(day.toordinal() + 1)


def _quantile(deciles: tuple[float, ...], share: float) -> float:
    """Return the value at a share between the deciles, on a straight line."""
    at = min(int(share * 10), 9)
    return deciles[at] + (deciles[at + 1] - deciles[at]) * (share * 10 - at)


def at_desk(
    case: Case, *, firm: Firm, catalogue: Catalogue, chance: np.random.Generator, day_of: Callable[[float], date],
    say: Say,
) -> None:  # fmt: skip
    """Let the desk work on a request: sorting, entries, other groups, a wait, and either its end or its first day.

    Whether it will miss its target is drawn first, as the log has it for its priority; what is to be in time is
    meant to be solved before it is due, what is late takes as long as the log's late ones did.
    """
    draw = chance.random(12)
    say(case.came, "request.received", case, ("source", "portal"))
    urgent = case.priority <= 2
    minutes = (0.35 if urgent else 1.0) * 18 * math.exp(0.8 * chance.standard_normal())
    sorted_at = (case.came if urgent else _staffed(case.came, day_of, firm.works)) + 60 * minutes
    case.status = "triaged"
    _save(case, int(sorted_at), "triage.saved", say)
    span = _span(case, catalogue, sorted_at, draw)
    if case.channel == Channel.PHONE.value:
        span = min(span, 60 * 20 * math.exp(chance.standard_normal()) + span * (draw[0] < 0.25))
    over = sorted_at + max(300.0, span)
    last = _entries(case, int(sorted_at), int(over), chance, draw, say)
    if draw[3] < _CANCELLED:
        _end(case, last + 60, "request.cancelled", say, ("reason", "withdrawn"))
        return
    planned_day = day_of(over)
    if case.channel == Channel.ON_SITE.value or (case.channel == Channel.REMOTE.value and draw[4] < 0.6):
        earliest = day_of(last).toordinal() + 1
        case.ready = max(earliest, planned_day.toordinal())
        while not firm.works(date.fromordinal(case.ready)):
            case.ready += 1
        return
    done = max(_staffed(over, day_of, firm.works) if not urgent else over, last + 120)
    _end(case, int(done), "request.done", say, ("channel", case.channel))


def _span(case: Case, catalogue: Catalogue, sorted_at: float, draw: np.ndarray) -> float:
    """Seconds after sorting at which the request should be solved."""
    late = draw[5] < facts.MISSED[case.priority - 1]
    plain = Request(
        request_id="x", title="", priority=Priority(case.priority), sla_policy=case.policy,
        created_at=datetime.fromtimestamp(case.came, UTC),
    )  # fmt: skip
    due = dues_of(plain, catalogue).resolution
    left = (due.timestamp() if due else sorted_at + 86_400) - sorted_at
    if not late:
        return max(0.0, left * (0.1 + 0.8 * float(draw[6])))
    return max(left * 1.05 + 1_800, _HOUR * _quantile(facts.LATE_HOURS, float(draw[6])))


def _entries(case: Case, first: int, over: int, chance: np.random.Generator, draw: np.ndarray, say: Say) -> int:
    """Let the desk note what it notes between sorting and end; return when the last was."""
    count = _drawn(facts.ENTRIES, draw[7])
    moved = min(count, _drawn(facts.REASSIGNED, draw[8]))
    waits = draw[9] < facts.WAITED and count - moved >= 1 and over - first > 1_200
    plain = count - moved - 2 * waits
    moments = sorted(
        int(one) for one in first + 60 + chance.random(max(0, plain) + moved) * max(60, over - first - 120)
    )
    pause = _pause(first, over, chance, draw) if waits else None
    steps = [(at, "entry") for at in moments]
    for number in chance.permutation(len(steps))[:moved]:
        steps[number] = (steps[number][0], "moved")
    if pause is not None:
        steps += [(pause[0], "paused"), (pause[1], "resumed")]
    last = first
    for at, what in sorted(steps):
        if what == "moved":
            case.line = min(3, case.line + 1) if chance.random() < 0.6 else case.line
        elif what == "paused":
            case.status, case.pause_reason = "paused", _PAUSES[int(draw[10] * len(_PAUSES))]
        elif what == "resumed":
            case.status, case.pause_reason = "triaged", ""
        last = max(last + 1, at)
        _save(case, last, "request.changed", say)
    return last


def _drawn(shares: tuple[float, ...], draw: float) -> int:
    """Return which of some outcomes, by their shares, a number from 0 to 1 stands for."""
    return min(len(shares) - 1, int(np.searchsorted(np.cumsum(shares), draw * sum(shares))))


def _pause(first: int, over: int, chance: np.random.Generator, draw: np.ndarray) -> tuple[int, int]:
    """When a wait begins and ends: as long as the log's, but inside the time there is."""
    length = _HOUR * _quantile(facts.WAIT_HOURS, float(draw[11]))
    begin = first + 120 + int(chance.random() * (over - first) * 0.3)
    return begin, min(begin + max(60, int(length)), over - 60)


def _save(case: Case, at: int, type_: str, say: Say) -> None:
    case.saves += 1
    say(at, type_, case, *_saved(case))


def _saved(case: Case) -> Iterator[tuple[str, str]]:
    yield "status", case.status
    yield "pause_reason", case.pause_reason
    yield "channel", case.channel
    yield "line", str(case.line)
    yield "priority", f"P{case.priority}"
    yield "version", str(case.saves)


def _end(case: Case, at: int, type_: str, say: Say, *payload: tuple[str, str]) -> None:
    case.status = type_.removeprefix("request.")
    case.saves += 1
    say(at, type_, case, *payload)
