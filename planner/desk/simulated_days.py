"""A day of a simulated history: a plan made quickly, published in the morning and lived through.

The plan is not the optimiser's: each visit, the most urgent first, goes to the able technician with the shortest
drive who still has the time. A day of 300 visits takes milliseconds so, and the tables hold what they hold in real
use; how good such plans are says nothing of the product.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from planner.desk import simulated_facts as facts
from planner.desk.simulated_desk import Say
from planner.desk.simulated_firm import Firm, local_midnight
from planner.desk.simulated_rows import DUTY, LEFT, PLAN, STOP, Case, Rows, instant, moment
from planner.model.codec import to_data
from planner.model.message import message
from planner.model.reasons import Reason

__all__ = ["AHEAD_S", "Days", "Planned", "TRAVEL_PARTS"]

_MIN = 60
_MADE_AT = (6 * 60 + 40) * _MIN
_LUNCH_AT, _LUNCH = (11 * 60 + 30) * _MIN, 45 * _MIN
_NO_ACCESS, _FOLLOW_UP, _UNDONE, _PAUSED = 1 / 30, 1 / 12, 0.005, 0.03
AHEAD_S = 25 * _MIN
"""Who is early goes on to the next customer up to so much before the planned time."""
_LEFT_OUT = to_data((Reason(code="search_ended", message=message("planning.not_found")),))
TRAVEL_PARTS = (0, 7, 9, 15, 18)
"""Hours at which the factors of `DRIVE_FACTOR` begin to hold."""

PLAN_COLUMNS = (
    "plan_id", "day", "version", "parent", "status", "created_at", "created_by", "planned", "unassigned", "violations",
    "price_ore", "body",
)  # fmt: skip


@dataclass(slots=True)
class _Stop:
    case: Case
    arrive: int
    start: int
    end: int
    travel: int
    metres: int
    setup: int


@dataclass(slots=True)
class _Route:
    """What a technician does on a day, as it grows; times in seconds since 1970, `at`: a number in the matrix."""

    who: int
    midnight: int
    begins: int
    ends: int
    at: int
    clock: int
    stops: list[_Stop | None] = field(default_factory=list)  # None: the break
    rested: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """Rows of the published plan of a day."""

    plan: tuple[Any, ...]
    published: tuple[Any, ...]


@dataclass(slots=True)
class Days:
    """Plans days and lives through them.

    Parameters
    ----------
    say
        Notes an event.
    again
        Called with a request that has to be planned once more, and the first day for that.
    """

    firm: Firm
    rows: Rows
    chance: np.random.Generator
    say: Say
    again: Any

    def live(self, day: date, due: list[Case]) -> Planned | None:
        """Plan the requests that are due, let the day happen, and return the rows of its plan."""
        routes = self._routes(day)
        if not routes:
            for case in due:
                self.again(case, day, 1)
            return None
        left = [case for case in sorted(due, key=lambda one: (one.priority, one.came)) if not self._place(case, routes)]
        made_at = local_midnight(day) + _MADE_AT
        found = self._written(day, routes, left, made_at)
        self.say(made_at, "plan.published", None, ("day", day.isoformat()), ("plan_id", found.plan[0]))
        for case in left:
            self.again(case, day, 1)
        for route in routes:
            self._play(day, route)
        return found

    def _routes(self, day: date) -> list[_Route]:
        midnight, ordinal, sites = local_midnight(day), day.toordinal(), len(self.firm.sites)
        found = []
        for who, one in enumerate(self.firm.technicians):
            pattern = one.patterns[0]
            if ordinal in self.firm.away[who] or day.isoweekday() not in pattern.weekdays:
                continue
            begins, ends = (midnight + t.hour * 3600 + t.minute * 60 for t in (pattern.start, pattern.end))
            found.append(_Route(who=who, midnight=midnight, begins=begins, ends=ends, at=sites + who, clock=begins))
        return found

    def _place(self, case: Case, routes: list[_Route]) -> bool:
        """Append a visit or a session to the route where it costs the shortest drive; False: nobody has the time."""
        firm, job = self.firm, self.firm.job_types[case.job]
        remote = case.channel == "remote"
        best: tuple[float, _Route, _Stop, bool] | None = None
        for route in routes:
            if not firm.able[route.who, case.job]:
                continue
            rest = not route.rested and route.clock >= route.midnight + _LUNCH_AT
            clock = route.clock + (_LUNCH if rest else 0)
            travel = 0 if remote else int(firm.drive_s[route.at, case.site])
            last = route.stops[-1] if route.stops else None
            there = last is not None and last.case.channel != "remote" and last.case.site == case.site
            setup = 0 if remote or there else job.setup_min * _MIN
            start = max(clock + travel + setup, 0 if remote else self._opens(case, route))
            end = start + job.service_min * _MIN
            home = int(firm.drive_s[route.at if remote else case.site, len(firm.sites) + route.who])
            if end + home > route.ends:
                continue
            metres = 0 if remote else int(firm.distance_m[route.at, case.site])
            stop = _Stop(case, start - setup, start, end, travel, metres, setup)
            cost = travel + 0.3 * (start - clock - travel) + 0.02 * (clock - route.begins)
            if best is None or cost < best[0]:
                best = (cost, route, stop, rest)
        if best is None:
            return False
        _, route, stop, rest = best
        if rest:
            route.stops.append(None)
            route.rested = True
        route.stops.append(stop)
        route.clock = stop.end
        if not remote:
            route.at = case.site
        case.tries, case.status = case.tries + 1, "planned"
        case.known = case.state
        return True

    def _opens(self, case: Case, route: _Route) -> int:
        opens = self.firm.customers[self.firm.sites[case.site][0]].opens
        return route.midnight + opens.hour * 3600 + opens.minute * 60

    def _written(self, day: date, routes: list[_Route], left: list[Case], made_at: int) -> Planned:
        plan_id = f"simulated-{day.isoformat()}"
        duties, stops = [], []
        for route in routes:
            duty_id = f"{self.firm.technicians[route.who].technician_id}:{day.isoformat()}"
            duties.append(self._duty(route, duty_id))
            stops.extend(self._stops(route, duty_id))
        unassigned = [self._left(case) for case in left]
        planned = sum(one is not None for route in routes for one in route.stops)
        body = PLAN | {
            "plan_id": plan_id, "day": day.isoformat(), "status": "published", "created_at": moment(made_at),
            "created_by": "simulated", "technicians": duties, "stops": stops, "unassigned": unassigned,
            "solver": PLAN["solver"] | {"name": "simulated"},
        }  # fmt: skip
        row = (
            plan_id, day.isoformat(), 1, None, "published", instant(made_at), "simulated", planned, len(left), 0, 0,
            json.dumps(body, ensure_ascii=False),
        )  # fmt: skip
        return Planned(plan=row, published=(day.isoformat(), plan_id, instant(made_at), 1))

    def _duty(self, route: _Route, duty_id: str) -> dict[str, Any]:
        one = self.firm.technicians[route.who]
        return DUTY | {
            "technician_id": one.technician_id, "duty_id": duty_id, "name": one.name, "number": one.number,
            "start": moment(route.begins), "end": moment(route.ends), "hard_end": moment(route.ends + 7_200),
            "start_place": to_data(one.start_place), "end_place": to_data(one.end_place),
        }  # fmt: skip

    def _stops(self, route: _Route, duty_id: str) -> list[dict[str, Any]]:
        firm, who = self.firm, self.firm.technicians[route.who].technician_id
        bare = STOP | {"technician_id": who, "duty_id": duty_id}
        begin, home = moment(route.begins), to_data(firm.technicians[route.who].start_place)
        found = [
            bare | {"kind": "start", "leave": begin, "arrival": begin, "start": begin, "end": begin, "place": home}
        ]
        clock, number = route.begins, 0
        for at, stop in enumerate(route.stops, start=1):
            if stop is None:
                begin, clock = moment(clock), clock + _LUNCH
                found.append(bare | {"kind": "break", "sequence": at, "leave": begin, "arrival": begin, "start": begin,
                                     "end": moment(clock)})  # fmt: skip
                continue
            base, number = self.rows.of_request(stop.case), number + 1
            found.append(bare | {
                "kind": "remote" if stop.case.channel == "remote" else "visit", "sequence": at, "number": number,
                "visit_id": stop.case.request_id, "request_id": stop.case.request_id,
                "title": self.rows.title_of(stop.case), "customer": base["customer"],
                "job_type_id": base["job_type_id"], "priority": stop.case.priority,
                "place": None if stop.case.channel == "remote" else base["place"],
                "leave": moment(stop.arrive - stop.travel), "arrival": moment(stop.arrive),
                "start": moment(stop.start), "end": moment(stop.end), "travel_s": stop.travel,
                "distance_m": stop.metres, "setup_s": stop.setup,
            })  # fmt: skip
            clock = stop.end
        there = len(firm.sites) + route.who
        travel, metres = int(firm.drive_s[route.at, there]), int(firm.distance_m[route.at, there])
        leave, end = moment(clock), moment(clock + travel)
        found.append(bare | {
            "kind": "end", "sequence": len(route.stops) + 1, "leave": leave, "arrival": end, "start": end, "end": end,
            "travel_s": travel, "distance_m": metres, "place": home,
        })  # fmt: skip
        return found

    def _left(self, case: Case) -> dict[str, Any]:
        base, minutes = self.rows.of_request(case), self.firm.job_types[case.job].service_min
        return LEFT | {
            "visit_id": case.request_id, "request_id": case.request_id, "title": self.rows.title_of(case),
            "customer": base["customer"], "channel": case.channel, "priority": case.priority, "place": base["place"],
            "service_s": minutes * _MIN, "reasons": _LEFT_OUT,
        }  # fmt: skip

    def _play(self, day: date, route: _Route) -> None:
        """A late stop pushes the next; who is early goes on; what would begin after the shift waits for another day."""
        clock = route.begins
        told = (("day", day.isoformat()), ("plan_id", f"simulated-{day.isoformat()}"))
        for stop in route.stops:
            if stop is None:
                clock += _LUNCH
            elif clock + stop.travel > max(route.ends, stop.start) - 10 * _MIN:
                self.again(stop.case, day, 1)
            elif stop.case.channel == "remote":
                clock = self._work(day, route, stop, max(clock, stop.start - AHEAD_S), told)
            else:
                clock = self._visit(day, route, stop, clock, told)

    def _visit(self, day: date, route: _Route, stop: _Stop, clock: int, told: tuple[tuple[str, str], ...]) -> int:
        who, draw = self.firm.technicians[route.who].technician_id, self.chance
        left = max(clock, stop.arrive - stop.travel - AHEAD_S)
        self.say(left, "visit.en_route", stop.case, *told, by=who)
        part = int(np.searchsorted(TRAVEL_PARTS, (left - route.midnight) // 3600, side="right")) - 1
        drive = stop.travel * facts.DRIVE_FACTOR[part] * math.exp(0.14 * draw.standard_normal())
        arrived = left + max(30, int(drive))
        self.say(arrived, "visit.arrived", stop.case, *told, by=who)
        if draw.random() < _NO_ACCESS:
            gave_up = arrived + int(draw.integers(8, 16)) * _MIN
            self.say(gave_up, "visit.no_access", stop.case, *told, by=who)
            self.again(stop.case, day, int(draw.integers(1, 4)))
            return gave_up
        begins = max(arrived + int(draw.integers(1, 5)) * _MIN + stop.setup, stop.start - AHEAD_S)
        return self._work(day, route, stop, begins, told)

    def _work(self, day: date, route: _Route, stop: _Stop, begins: int, told: tuple[tuple[str, str], ...]) -> int:
        firm, draw, case = self.firm, self.chance, stop.case
        who, truth = firm.technicians[route.who].technician_id, firm.truth
        factor = truth.job[case.job] * truth.technician[route.who] * truth.customer[firm.sites[case.site][0]]
        spread = truth.spread[case.job]
        took = (stop.end - stop.start) * factor * math.exp(spread * draw.standard_normal())
        ended = begins + max(2 * _MIN, int(min(took, 4 * (stop.end - stop.start))))
        self.say(begins, "visit.started", case, *told, by=who)
        chances = draw.random(4)
        if chances[0] < _PAUSED and ended - begins > 900:
            self.say(begins + 300, "visit.paused", case, *told, by=who)
            self.say(begins + 600, "visit.resumed", case, *told, by=who)
        if case.channel != "remote" and chances[1] < _FOLLOW_UP:
            self.say(ended, "visit.follow_up", case, *told, by=who)
            self.again(case, day, int(draw.integers(2, 6)))
            return ended
        if chances[2] < _UNDONE and ended - begins > 900:
            self.say(ended - 600, "visit.done", case, *told, by=who)
            self.say(ended - 540, "visit.undone", case, *told, by=who)
        self.say(ended, "visit.done", case, *told, by=who)
        if not case.opened_again and chances[3] < facts.REOPENED:
            case.opened_again = True
            self.again(case, day, int(draw.integers(1, 8)))
        return ended
