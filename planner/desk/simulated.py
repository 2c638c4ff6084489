"""Histories of years at volume: seeded, consistent, and like a real desk where something is known of one.

It lies at the desk, beside the demo, because only the desk may both know the demo's organisation and write into the
store. Arrivals, priorities, entries, other groups, waits, missed targets and reopened requests are as an incident log
has them (`simulated_facts`); service times and drives overrun by truths that nobody in the firm knows
(`simulated_firm.Truth`), so that what is learned can be measured. Plans are made quickly (`simulated_days`), not by
the optimiser. Like the demo's, such a history leaves no trace in the audit, and it makes no accounts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from planner import store
from planner.desk.opening import Desk
from planner.desk.simulated_days import AHEAD_S, PLAN_COLUMNS, Days, Planned
from planner.desk.simulated_desk import Arrivals, at_desk, counts_by_day
from planner.desk.simulated_firm import Firm, local_midnight, make_firm
from planner.desk.simulated_rows import EVENT_COLUMNS, REQUEST_COLUMNS, Case, Rows, event_row, request_row
from planner.model.errors import FieldProblem, InputError
from planner.model.language import texts
from planner.model.message import Message, message
from planner.model.words import RequestStatus
from planner.store import bulk

__all__ = ["AHEAD_S", "Progress", "SimulationSummary", "simulate"]

Progress = Callable[[int, int], None]
"""Told how many of how many requests came."""

_A_YEAR = 365
_TRIES = 6
_WRITTEN_DAYS = 30
_MADE_S = (6 * 60 + 45) * 60


_STATUS = {
    "visit.en_route": RequestStatus.EN_ROUTE,
    "visit.arrived": RequestStatus.ON_SITE,
    "visit.started": RequestStatus.ON_SITE,
    "visit.paused": RequestStatus.ON_SITE,
    "visit.resumed": RequestStatus.ON_SITE,
    "visit.undone": RequestStatus.ON_SITE,
    "visit.done": RequestStatus.DONE,
    "visit.follow_up": RequestStatus.FOLLOW_UP,
    "visit.no_access": RequestStatus.NO_ACCESS,
}
"""How a request stands after a report; only work that is under way is taken back here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationSummary:
    """What was written."""

    first: date
    last: date
    technicians: int
    requests: int
    days_planned: int
    events: int

    @property
    def message(self) -> Message:
        """The summary as a sentence."""
        return message(
            "simulate.summary",
            first=self.first.isoformat(),
            last=self.last.isoformat(),
            requests=self.requests,
            events=self.events,
            technicians=self.technicians,
            days=self.days_planned,
        )


def simulate(
    desk: Desk,
    *,
    years: float = 3.0,
    requests: int = 500_000,
    last: date | None = None,
    seed: int = 1,
    language: str = "sv",
    progress: Progress | None = None,
) -> SimulationSummary:
    """Fill an empty database with the history of a firm, a month in each transaction.

    Parameters
    ----------
    years
        How long the history is; days are local.
    requests
        How many requests come.
    last
        Last day of the history; None: yesterday.
    seed
        Same seed, days and numbers: same history.
    language
        Language of what customers write, ``sv`` or ``en``.
    progress
        Called after every month.

    Raises
    ------
    InputError
        If the database has technicians or requests; nothing is changed.
    """
    with desk.store.reading() as db:
        if store.people.get_team(db).technicians or store.requests.count(db):
            raise InputError(FieldProblem(message=message("demo.not_empty")))
    end = last or desk.today() - timedelta(days=1)
    days = [end - timedelta(days=back) for back in range(round(years * _A_YEAR) - 1, -1, -1)]
    first = days[0]
    per_day = requests / max(1, sum(day.weekday() < 5 for day in days))
    firm = make_firm(
        desk.catalogue, desk.travel, first=first, last=end, per_day=per_day, seed=seed, language=language
    )  # fmt: skip
    history = _History(desk=desk, firm=firm, seed=seed, language=language)
    history.write_firm()
    counts = counts_by_day(firm, days, requests, np.random.default_rng([seed, 2]))
    for number, day in enumerate(days):
        history.live(day, int(counts[number]))
        if (number + 1) % _WRITTEN_DAYS == 0 or day == end:
            history.write(last=day == end)
            if progress:
                progress(int(counts[: number + 1].sum()), requests)
    return SimulationSummary(
        first=first, last=end, technicians=len(firm.technicians), requests=requests,
        days_planned=history.days_planned, events=history.events,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Told:
    """Something that happens, and how the request stands after it."""

    at: int
    type: str
    case: Case | None
    by: str | None
    payload: str
    state: tuple[str, int, int, str] | None


@dataclass(slots=True)
class _History:
    """What has happened and is not written yet, and what waits for a day."""

    desk: Desk
    firm: Firm
    seed: int
    language: str
    events: int = 0
    days_planned: int = 0
    _rows: Rows = field(init=False)
    _ordinal: int = 0
    _ahead: dict[int, list[_Told]] = field(default_factory=lambda: defaultdict(list))
    _ready: dict[int, list[Case]] = field(default_factory=lambda: defaultdict(list))
    _told: list[_Told] = field(default_factory=list)
    _cases: dict[str, Case] = field(default_factory=dict)
    _plans: list[Planned] = field(default_factory=list)
    _midnights: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rows = Rows(self.firm, self.desk.catalogue, _titles(self.firm, self.language))

    def write_firm(self) -> None:
        """Write people, places and things."""
        organisation = self.firm.organisation
        with self.desk.store.writing() as db:
            store.extracts.clear(db)
            for one in self.firm.technicians:
                store.people.save_technician(db, one)
            for depot in organisation.team.depots:
                store.people.save_depot(db, depot)
            for vehicle in organisation.team.vehicles:
                store.people.save_vehicle(db, vehicle)
            for absence in self.firm.absences:
                store.people.save_absence(db, absence)

    def live(self, day: date, count: int) -> None:
        """Let a day happen: what comes, what the desk does, and what is planned and driven."""
        self._ordinal = day.toordinal()
        chance = np.random.default_rng([self.seed, 3, self._ordinal])
        for case in Arrivals(self.firm, chance).of_day(day, count):
            self._cases[case.request_id] = case
            at_desk(
                case, firm=self.firm, catalogue=self.desk.catalogue, chance=chance, day_of=self._day_of, say=self._say
            )
            if case.ready:
                self._ready[case.ready].append(case)
        due = self._ready.pop(self._ordinal, [])
        if self.firm.works(day):
            days = Days(self.firm, self._rows, chance, self._say, self._again)
            planned = days.live(day, [case for case in due if self._opened(case, day)])
            if planned is not None:
                self._plans.append(planned)
                self.days_planned += 1
        else:
            for case in due:
                case.ready = self._ordinal + 1
                self._ready[case.ready].append(case)
        for one in sorted(self._ahead.pop(self._ordinal, []), key=lambda one: one.at):
            self._told.append(one)
            if one.case is not None and one.state is not None:
                one.case.known = one.state

    def write(self, *, last: bool) -> None:
        """Write what happened since the last time; requests once they have ended, and all of them at the end."""
        first_free = self.events
        told = [
            event_row(first_free + at, one.at, one.type, one.case.request_id if one.case else None, one.by, one.payload)
            for at, one in enumerate(self._told)
        ]
        over = [one for one in self._cases.values() if last or self._over(one)]
        with self.desk.store.writing() as db:
            bulk.fill(db, "request", REQUEST_COLUMNS, [request_row(self._rows, one) for one in over])
            bulk.fill(db, "plan", PLAN_COLUMNS, [one.plan for one in self._plans])
            bulk.fill(db, "published", ("day", "plan_id", "published_at", "version"),
                      [one.published for one in self._plans])  # fmt: skip
            bulk.fill(db, "event", EVENT_COLUMNS, told)
        self.events += len(told)
        for one in over:
            del self._cases[one.request_id]
        self._told, self._plans = [], []

    def _over(self, case: Case) -> bool:
        """Whether everything that happens to a request has happened."""
        over = case.known[0] in (RequestStatus.DONE.value, RequestStatus.CANCELLED.value)
        return over and all(one is not case for one in self._ready.get(case.ready, ()))

    def _opened(self, case: Case, day: date) -> bool:
        """Let the desk put a request back among those to be planned, and tell whether it is to be planned at all."""
        if case.status in ("follow_up", "no_access", "done"):
            case.status = RequestStatus.TRIAGED.value
            case.saves += 1
            self._say(local_midnight(day) + _MADE_S - 900, "request.changed", case, ("status", case.status),
                      ("pause_reason", ""), ("channel", case.channel), ("line", str(case.line)),
                      ("version", str(case.saves)))  # fmt: skip
        return True

    def _again(self, case: Case, day: date, days: int) -> None:
        """What was not done is tried again on a later working day; after some tries somebody else takes it."""
        if case.tries >= _TRIES:
            case.status = RequestStatus.CANCELLED.value
            case.saves += 1
            at = local_midnight(day) + 18 * 3600
            self._say(at, "request.cancelled", case, ("reason", "subcontractor"))
            return
        later = day
        while days > 0:
            later += timedelta(days=1)
            days -= self.firm.works(later)
        case.ready = later.toordinal()
        self._ready[case.ready].append(case)

    def _say(self, at: int, type_: str, case: Case | None, *payload: tuple[str, str], by: str | None = None) -> None:
        if case is not None and type_ in _STATUS:
            case.status, case.saves = _STATUS[type_].value, case.saves + 1
        pairs = ", ".join(f'["{name}", "{value}"]' for name, value in payload)
        ordinal = max(self._ordinal, self._day_of(at).toordinal())
        self._ahead[ordinal].append(_Told(at, type_, case, by, pairs, case.state if case else None))

    def _day_of(self, at: float) -> date:
        """The local day of a moment."""
        guess = self._ordinal + int((at - self._midnight(self._ordinal)) // 86_400)
        while at < self._midnight(guess):
            guess -= 1
        while at >= self._midnight(guess + 1):
            guess += 1
        return date.fromordinal(guess)

    def _midnight(self, ordinal: int) -> int:
        found = self._midnights.get(ordinal)
        if found is None:
            found = self._midnights[ordinal] = local_midnight(date.fromordinal(ordinal))
        return found


def _titles(firm: Firm, language: str) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(said[language] for key, said in texts().items() if key.startswith(f"demo.title.{job.job_type_id}."))
        for job in firm.job_types
    )
