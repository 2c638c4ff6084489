"""Why a crew is left out: how many of its seats can be filled and when, who is missing, and what was found to help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from planner.explain.cures import MOST, rounded, search_longer
from planner.explain.easing import window_around
from planner.explain.meeting import Known, Meeting, at_second, changed, meetings
from planner.explain.needs import needs_of
from planner.explain.obstacles import seat_obstacles
from planner.explain.ties import Placed
from planner.explain.trying import Day, Spot
from planner.model.catalogue import Catalogue
from planner.model.costs import ore, ore_units
from planner.model.message import Message, Money, Value, message
from planner.model.problem import Duty, Problem, Visit
from planner.model.reasons import Cure, Reason
from planner.rules import time_route

__all__ = ["Crew", "crew_reason"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """A crew that is left out, and the plan it is to be put into.

    Parameters
    ----------
    problem, days
        The problem with linked visits as planned (`planner.explain.ties.as_planned`), and its days.
    seats
        The visits of its seats, the first seat first.
    there
        Where planned linked visits are (`planner.explain.ties.placed`).
    catalogue
        Names skills.
    now_s
        The present second: no earlier time is offered.
    known
        What was tried already.
    """

    problem: Problem
    days: Mapping[str, Day]
    seats: tuple[Visit, ...]
    there: Mapping[str, Placed]
    catalogue: Catalogue
    now_s: int = 0
    known: Known = field(default_factory=dict)

    def tried(self, seats: Sequence[Visit] | None = None, *, relaxed: frozenset[str] = frozenset()) -> list[Meeting]:
        """Return what each time gives, for the crew as it is or with other seats."""
        later = {"not_before_s": self.now_s} if seats else {}
        seats = seats or self.seats
        return list(meetings(self.problem, self.days, seats, self.there, relaxed=relaxed, known=self.known, **later))

    @property
    def dropped_units(self) -> int:
        """Price units that are no longer paid once the crew is planned."""
        return sum(ore_units(seat.drop_ore or 0) for seat in self.seats)


def crew_reason(crew: Crew, *, ended_s: float) -> Reason:
    """Return why a crew is left out, with the cures that were proven by timing the days of all who come.

    Parameters
    ----------
    ended_s
        Seconds the search had, for the offer to search longer.
    """
    tried = crew.tried()
    whole = _cheapest(tried)
    if whole is not None:
        return _possible(crew, whole, ended_s)
    able = _most_able(crew)
    if len(able) < len(crew.seats):
        said = message(
            "explain.crew_lacks", visit=crew.seats[0].visit_id, count=len(crew.seats), has_count=len(able),
            day=crew.problem.day, lacking=(*_lacking(crew, able), *_stranded(crew)),
        )  # fmt: skip
    else:
        said = _no_time(crew, tried)
    return Reason(code="crew", message=said, cures=_cures(crew, lacks=len(able) < len(crew.seats)))


def _cheapest(tried: Iterable[Meeting]) -> Meeting | None:
    return min((one for one in tried if one.is_whole), key=lambda one: (one.missed_s, one.added_units), default=None)


def _possible(crew: Crew, whole: Meeting, ended_s: float) -> Reason:
    """The crew has a place: it costs more than leaving it out, or the search has not seen it."""
    extra, first = whole.added_units - crew.dropped_units, crew.seats[0]
    values: dict[str, Value] = {"technicians": _people(whole), "time": crew.problem.moment(whole.start_s)}
    if all(seat.drop_ore is not None for seat in crew.seats) and extra >= 0:
        said = message("explain.crew_dearer", visit=first.visit_id, amount=Money(ore(extra)), **values)
        worth = message("cure.make_mandatory.text", visit=first.visit_id, cost=Money(ore(extra), signed=True))
        cure = Cure(
            code="make_mandatory", message=worth, cost_ore=ore(extra), change=(("visit", first.visit_id),)
        )  # fmt: skip
        return Reason(code="price", message=said, cures=(cure,))
    said = message("explain.crew_overlooked", **values)
    return Reason(code="search_ended", message=said, cures=(search_longer(ended_s),))


def _people(meeting: Meeting) -> tuple[str, ...]:
    return tuple(spot.day.duty.name for spot in meeting.spots if spot)


def _no_time(crew: Crew, tried: list[Meeting]) -> Message:
    """The time at which most seats can be filled, and what is missing then."""
    best = min(tried, key=lambda one: (-one.filled, one.added_units, one.start_s), default=None)
    if best is None or not best.filled:
        everybody = {day.duty.technician_id: day.duty.name for day in crew.days.values() if _may(crew, day)}
        return message(
            "rule.crew.unassigned", count=len(crew.seats), day=crew.problem.day, technicians=tuple(everybody.values())
        )  # fmt: skip
    filled = {seat.visit_id for seat, spot in zip(crew.seats, best.spots, strict=True) if spot}
    return message(
        "explain.crew_short", visit=crew.seats[0].visit_id, count=len(crew.seats), has_count=best.filled,
        time=crew.problem.moment(best.start_s), technicians=_people(best), lacking=_lacking(crew, filled),
    )  # fmt: skip


def _may(crew: Crew, day: Day) -> bool:
    return any(not seat_obstacles(crew.problem, day.duty, seat) for seat in crew.seats)


def _lacking(crew: Crew, filled: Iterable[str]) -> tuple[Value, ...]:
    """What whoever is missing would have to have, for each seat that stays empty."""
    there = set(filled)
    return tuple(
        message("explain.crew_with", needs=tuple(need.name for need in needs))
        if (needs := needs_of(seat, crew.catalogue))
        else message("explain.crew_one")
        for seat in crew.seats
        if seat.visit_id not in there
    )


def _most_able(crew: Crew) -> set[str]:
    """Return seats that different people may take at some time: as many as there can be."""
    who_may = {
        seat.visit_id: {d.duty.technician_id for d in crew.days.values() if _could(crew, d.duty, seat)}
        for seat in crew.seats
    }
    seat_of: dict[str, str] = {}

    def seated(seat: str, seen: set[str]) -> bool:
        for person in sorted(who_may[seat] - seen):
            seen.add(person)
            if person not in seat_of or seated(seat_of[person], seen):
                seat_of[person] = seat
                return True
        return False

    return {seat for seat in who_may if seated(seat, set())} & set(who_may)


def _could(crew: Crew, duty: Duty, seat: Visit) -> bool:
    """Whether somebody may take a seat; whoever rides, if their driver may take another."""
    if seat_obstacles(crew.problem, duty, seat):
        return False
    if not duty.rides_with:
        return True
    driver = crew.problem.duty(duty.rides_with)
    others = (one for one in crew.seats if one is not seat)
    return driver is not None and any(not seat_obstacles(crew.problem, driver, one) for one in others)


def _stranded(crew: Crew) -> tuple[Value, ...]:
    """Say of riders who could do the work what is missing: a seat that suits their driver."""
    found = []
    for duty in (day.duty for day in crew.days.values() if day.duty.rides_with):
        suited = any(not seat_obstacles(crew.problem, duty, seat) for seat in crew.seats)
        driver = crew.problem.duty(duty.rides_with)
        if suited and driver and not any(_could(crew, duty, seat) for seat in crew.seats):
            found.append(message("explain.crew_rider", technician=duty.name, other_technician=driver.name))
    return tuple(found)


def _cures(crew: Crew, *, lacks: bool) -> tuple[Cure, ...]:
    """What makes the crew fit, the cheapest first; where it `lacks` somebody who may, no time helps."""
    tried = (_lower_level(crew),) if lacks else (_overtime(crew), _other_time(crew), _lower_level(crew))
    found = [one for one in tried if one is not None]
    return tuple(sorted(found, key=lambda cure: cure.cost_ore or 0)[:MOST])


def _overtime(crew: Crew) -> Cure | None:
    """A longer shift for one of the crew, where nothing else is missed."""
    late = [one for one in crew.tried(relaxed=frozenset({"shift"})) if one.is_whole]
    for meeting in sorted(late, key=lambda one: (one.missed_s, one.added_units)):
        over = [spot for spot in meeting.spots if spot and spot.timed.misses]
        if len(over) != 1 or not over[0].misses_only("shift"):
            continue
        spot, duty = over[0], over[0].day.duty
        longer = replace(duty, hard_end_s=duty.hard_end_s + rounded(spot.missed_s))
        timed = time_route(_begun(crew, meeting), longer, spot.visit_ids)
        if timed is None:
            continue
        units = meeting.added_units - spot.added_units + timed.units - spot.day.units - crew.dropped_units
        minutes = (longer.hard_end_s - duty.end_s) // 60
        said = message("cure.allow_overtime.text", minutes=minutes, technician=duty.name, cost=_cost(units))
        return _cure("allow_overtime", said, units, duty=duty.duty_id, max_overtime_min=f"{minutes}")
    return None


def _begun(crew: Crew, meeting: Meeting) -> Problem:
    """The problem in which the crew begins when they meet."""
    return changed(crew.problem, (at_second(seat, meeting.start_s) for seat in crew.seats))


def _other_time(crew: Crew) -> Cure | None:
    """Another time of the day, where the customer has named one."""
    if not any(seat.windows for seat in crew.seats) or any(seat.lock.earliest_s is not None for seat in crew.seats):
        return None
    best = _cheapest(crew.tried([replace(seat, windows=()) for seat in crew.seats]))
    if best is None:
        return None
    first = crew.seats[0]
    window = window_around(best.start_s, first, crew.now_s)
    begin, end = crew.problem.moment(window.earliest_s), crew.problem.moment(window.latest_s)
    units = best.added_units - crew.dropped_units
    said = message(
        "cure.move_window.text", from_=begin, to=end, customer=first.customer or first.visit_id,
        technician=_people(best), cost=_cost(units),
    )  # fmt: skip
    change = {"earliest_start": begin.isoformat(), "latest_start": end.isoformat()}
    return _cure("move_window", said, units, visit=first.visit_id, **change)


def _lower_level(crew: Crew) -> Cure | None:
    """One skill of one seat asked a level lower."""
    best: tuple[int, Visit, str, int, Spot] | None = None
    for number, seat in enumerate(crew.seats):
        for skill, level in seat.skills:
            if level < 2:
                continue
            lower = replace(seat, skills=tuple((one, need - (one == skill)) for one, need in seat.skills))
            if not any(_newly(crew, day, seat, lower) for day in crew.days.values()):
                continue
            whole = _cheapest(crew.tried([*crew.seats[:number], lower, *crew.seats[number + 1 :]]))
            spot = whole.spots[number] if whole else None
            if whole and spot and (best is None or whole.added_units < best[0]):
                best = whole.added_units, seat, skill, level - 1, spot
    if best is None:
        return None
    added, seat, skill, level, spot = best
    units = added - crew.dropped_units
    said = message(
        "cure.lower_level.text", skill=crew.catalogue.skill_name(skill), level=level, technician=spot.day.duty.name,
        cost=_cost(units),
    )  # fmt: skip
    return _cure("lower_level", said, units, visit=seat.visit_id, skill=skill, level=f"{level}")


def _newly(crew: Crew, day: Day, seat: Visit, lower: Visit) -> bool:
    """Whether somebody may take a seat only as it is asked for then."""
    return not seat_obstacles(crew.problem, day.duty, lower) and bool(seat_obstacles(crew.problem, day.duty, seat))


def _cost(units: int) -> Money:
    return Money(ore(units), signed=True)


def _cure(code: str, said: Message, units: int, **change: str) -> Cure:
    return Cure(code=code, message=said, cost_ore=ore(units), change=tuple(change.items()))
