"""A plan as the judge reads it: seconds instead of moments, and for every stop the drive the matrix asks for.

A plan may come from anywhere: nothing in it is believed but the order of the stops and their
times. What the problem knows (duties, visits, matrix) is looked up, what it does not know is None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from planner.model.nights import nights_of, slept
from planner.model.plan import Plan, Stop
from planner.model.problem import Duty, Problem, Visit
from planner.model.profile import Part, needed_s
from planner.model.words import StopKind

__all__ = ["Entry", "Leg", "Reading", "Run", "read"]

_YEAR_S = 366 * 86_400
WORK = (StopKind.VISIT, StopKind.DEPOT, StopKind.REMOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """The drive that ends at a stop and the set-up there: by the problem, and as the stops on the way claim.

    `drive_s` is None where there is no way, or none that is known. Set-up before the end of a drive is none.
    """

    drive_s: int | None
    distance_m: int
    setup_s: int
    claimed_s: int
    claimed_m: int
    claimed_setup_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One stop in seconds. `visit` is None for unknown visits, `leg` where nobody arrives anywhere, or rides along."""

    stop: Stop
    visit: Visit | None
    leave_s: int
    arrival_s: int
    start_s: int
    end_s: int
    leg: Leg | None

    @property
    def is_work(self) -> bool:
        """Whether it is a visit, a pick-up or a remote session."""
        return self.stop.kind in WORK

    @property
    def drives(self) -> bool:
        """Whether somebody drives to this stop, whatever the stop itself says."""
        untold = self.leg is not None and self.leg.drive_s is not None and self.leg.claimed_s < self.leg.drive_s
        return self.arrival_s > self.leave_s or self.stop.travel_s > 0 or untold

    @property
    def settled_s(self) -> int:
        """Second at which the set-up that this stop tells of is over: it begins with the arrival."""
        return self.arrival_s + max(0, self.stop.setup_s)

    @property
    def moves(self) -> bool:
        """Whether somebody drives to this stop or sets up there."""
        return self.drives or self.stop.setup_s > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The stops of one duty in order; `duty` is None where the problem does not know it."""

    duty: Duty | None
    entries: tuple[Entry, ...]

    @property
    def work(self) -> tuple[Entry, ...]:
        """Visits, pick-ups and remote sessions."""
        return tuple(entry for entry in self.entries if entry.is_work)

    @property
    def end_s(self) -> int:
        """Second at which the day's work is over and the technician is back; only for runs with work."""
        return max(e.end_s for e in self.entries if e.is_work or e.stop.kind is StopKind.END)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything a rule may look at."""

    problem: Problem
    plan: Plan
    runs: tuple[Run, ...]

    def moment(self, seconds: int) -> datetime:
        """Return the moment of a second, to be shown in a sentence; at most a year away."""
        return self.problem.moment(_near(seconds))

    @property
    def known(self) -> Iterator[tuple[Duty, Run]]:
        """Runs of known duties."""
        return ((run.duty, run) for run in self.runs if run.duty is not None)

    @property
    def duties(self) -> Iterator[tuple[Duty, Run]]:
        """Runs of known duties that have work."""
        return ((duty, run) for duty, run in self.known if run.work)

    @property
    def works(self) -> Iterator[tuple[Duty, Entry, Visit]]:
        """Work on known visits by known duties."""
        return ((duty, e, e.visit) for duty, run in self.duties for e in run.work if e.visit is not None)


def read(problem: Problem, plan: Plan) -> Reading:
    """Read a plan against its problem, with the nights away that the plan has and the problem allows."""
    problem = slept(problem, nights_of(plan))
    visits: dict[str | None, Visit] = {visit.visit_id: visit for visit in problem.visits}
    duties = {duty.duty_id: duty for duty in problem.duties}
    by_duty: dict[str, list[Stop]] = {}
    for stop in plan.stops:
        by_duty.setdefault(stop.duty_id, []).append(stop)
    runs = tuple(_run(problem, duties.get(duty_id), visits, stops) for duty_id, stops in by_duty.items())
    return Reading(problem=problem, plan=plan, runs=runs)


def _run(problem: Problem, duty: Duty | None, visits: dict[str | None, Visit], stops: list[Stop]) -> Run:
    ordered = sorted(stops, key=lambda stop: stop.sequence)
    idle = not any(stop.kind in WORK for stop in ordered)
    row = None if duty is None else duty.start_place
    entries, claimed_s, claimed_m, set_up = [], 0, 0, 0
    told: list[Part] = []
    for stop in ordered:
        visit = visits.get(stop.visit_id) if stop.kind in WORK else None
        claimed_s, claimed_m = claimed_s + stop.travel_s, claimed_m + stop.distance_m
        set_up = stop.setup_s if stop.travel_s else set_up + stop.setup_s
        told.append((_seconds(problem, stop.leave), stop.travel_s))
        leg = None
        if duty is not None and not duty.rides_with and (there := _arrives(duty, stop, visit, row)) is not None:
            drive_s, distance_m = (0, 0) if idle else _way(problem, duty, row, there)
            leg = Leg(
                drive_s=needed_s(problem.profile, drive_s, told),
                distance_m=distance_m,
                setup_s=0 if visit is None or there == row else visit.setup_s,
                claimed_s=claimed_s,
                claimed_m=claimed_m,
                claimed_setup_s=set_up,
            )
            row, claimed_s, claimed_m, set_up, told = there, 0, 0, 0, []
        entries.append(_entry(problem, stop, visit, leg))
    return Run(duty=duty, entries=tuple(entries))


def _arrives(duty: Duty, stop: Stop, visit: Visit | None, row: int | None) -> int | None:
    """Return the matrix row a stop is at where it has a place of its own; where it has none nobody arrives."""
    if stop.kind is StopKind.END:
        return row if duty.end_place is None else duty.end_place
    return visit.place if visit is not None and stop.kind in (StopKind.VISIT, StopKind.DEPOT) else None


def _way(problem: Problem, duty: Duty, row: int | None, there: int) -> tuple[int | None, int]:
    if row is None:
        return None, 0
    drive_s = int(problem.matrix.drive_s[row, there])
    return (duty.travel_s(drive_s), int(problem.matrix.distance_m[row, there])) if drive_s >= 0 else (None, 0)


def _entry(problem: Problem, stop: Stop, visit: Visit | None, leg: Leg | None) -> Entry:
    leave, arrival, start, end = (_seconds(problem, m) for m in (stop.leave, stop.arrival, stop.start, stop.end))
    return Entry(stop=stop, visit=visit, leave_s=leave, arrival_s=arrival, start_s=start, end_s=end, leg=leg)


def _seconds(problem: Problem, moment: datetime) -> int:
    # A moment without zone is itself against the rules; it is read as UTC so that the rest can be judged. One that
    # is years away is read as a year away, so that every sentence about it can be shown.
    seconds = problem.seconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    return _near(seconds)


def _near(seconds: int) -> int:
    return max(-_YEAR_S, min(seconds, _YEAR_S))
