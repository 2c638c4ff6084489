"""A coming day made ready for offers: its routes as they are planned, and the new request as work of that day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from planner.explain.obstacles import TIME_LOCKS, obstacles
from planner.model.catalogue import Catalogue
from planner.model.links import settled
from planner.model.message import Message, message
from planner.model.offer import DayOff, SlotGrid
from planner.model.plan import Plan
from planner.model.problem import Problem, Visit, Window
from planner.model.reasons import Reason
from planner.model.request import Request
from planner.model.riding import brought_home, routes_in
from planner.model.sites import Site
from planner.model.team import Team
from planner.model.words import PromiseKind
from planner.planning.build import posing_on, widened
from planner.planning.horizon import Horizon
from planner.planning.offers.gaps import Line, line_of
from planner.planning.offers.search import Board, Found, ranked
from planner.planning.offers.slots import slots_on
from planner.planning.places import Rows
from planner.planning.visits import pose
from planner.rules.clocks import Span
from planner.travel import TravelEngine

__all__ = ["Asked", "DayAhead", "fixed_on", "opened"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAhead:
    """A coming day as it is known now.

    Parameters
    ----------
    problem
        Its duties and requests (`planner.planning.build_problem`).
    plan
        Its published plan or newest draft; None while nobody has planned it.
    fixed
        Ids of visits that are fixed on the day (`fixed_on`): they have their place in it also before it is planned.
    """

    problem: Problem
    plan: Plan | None = None
    fixed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of every day: the request with its site and pauses, who there is, the present moment or None."""

    request: Request
    team: Team
    catalogue: Catalogue | None
    travel: TravelEngine
    grid: SlotGrid
    now: datetime | None
    site: Site | None = None
    pauses: tuple[Span, ...] = ()


def fixed_on(requests: Iterable[Request], day: date, *, zone: str) -> frozenset[str]:
    """Return the ids of requests that are fixed on a day: promised, locked in time, or with no other day left.

    Parameters
    ----------
    zone
        Time zone of the day.
    """
    local = ZoneInfo(zone)
    return frozenset(one.request_id for one in requests if {m.astimezone(local).date() for m in _fixed(one)} == {day})


def _fixed(request: Request) -> list[datetime]:
    """The moments that say on which day a request must be done; none where it is free."""
    if request.promise is not None and request.promise.kind is not PromiseKind.NONE:
        return [request.promise.earliest]
    if request.lock.kind in TIME_LOCKS and request.lock.earliest is not None:
        return [request.lock.earliest]
    return [moment for w in request.time_windows if w.hard for moment in (w.earliest_start, w.latest_start)]


def opened(asked: Asked, ahead: DayAhead, number: int, *, slot: Window | None = None) -> Board | DayOff:
    """Return a day ready to be searched, or why nothing can be offered on it.

    Parameters
    ----------
    number
        Of the day among those looked through.
    slot
        The only time to look at; None: those of the grid.
    """
    problem, day = ahead.problem, ahead.problem.day
    rows, request = Rows.of(problem.places), asked.request
    posing = posing_on(
        asked.team,
        day=day,
        weights=problem.weights,
        catalogue=asked.catalogue,
        now=asked.now,
        rows=Rows(),
        sites=(asked.site,) if asked.site else (),
        paused={asked.request.request_id: asked.pauses},
    )
    # A promise takes the place of all windows, so the work is posed without them.
    visit = pose(request.replace(time_windows=(), promise=None), posing, rows)
    if not isinstance(visit, Visit):
        return DayOff(day=day, reason=visit.reasons[0])
    if request.crew_size > 1:
        return _off(day, "shift", message("offers.crew", count=request.crew_size))
    if request.predecessors:
        return _off(day, "link", message("offers.follows", visits=tuple(p.request_id for p in request.predecessors)))
    slots = _slots(asked, posing.day.horizon, problem, visit, slot)
    if not slots:
        return _off(day, "window", message("offers.no_slot", day=day))
    posed = _with_place(asked, ahead, rows, visit)
    lines, homeless = _lines(posed, ahead)
    if homeless:
        return _off(day, "promise", message("offers.unplaced", day=day, visits=homeless))
    return Board(number=number, problem=_of(posed, lines), visit=visit, slots=slots, lines=lines)


def _slots(asked: Asked, horizon: Horizon, problem: Problem, visit: Visit, slot: Window | None) -> tuple[Window, ...]:
    able = [duty for duty in widened(problem.duties, (visit,)) if not obstacles(duty, visit)]
    longest_s = max((duty.work_s(visit) for duty in able), default=visit.service_s)
    slots = slots_on(asked.request, horizon, asked.grid, now=asked.now, longest_s=longest_s)
    if slot is None:
        return slots
    inside = (one.earliest_s <= slot.earliest_s and slot.latest_s <= one.latest_s for one in slots)
    return (slot,) if any(inside) else ()


def _with_place(asked: Asked, ahead: DayAhead, rows: Rows, visit: Visit) -> Problem:
    """The problem without the request itself, with a row for the place of it and duties that know its needs.

    What is linked to other work stays at the time the plan has it: no offer moves it, or brings a rider home late.
    """
    stops = ahead.plan.stops if ahead.plan else ()
    riding = brought_home(ahead.problem, routes_in(stops))
    problem = settled(riding, {s.visit_id: ahead.problem.seconds(s.start) for s in stops if s.visit_id})
    posed = _only(problem, {one.visit_id for one in problem.visits if one.request_id != asked.request.request_id})
    posed = posed.replace(duties=widened(problem.duties, (visit,)))
    for place in rows.places[len(problem.places) :]:
        matrix = asked.travel.extended(posed.matrix, posed.places, place)
        posed = posed.replace(places=(*posed.places, place), matrix=matrix)
    return posed


def _off(day: date, code: str, said: Message) -> DayOff:
    return DayOff(day=day, reason=Reason(code=code, message=said))


def _lines(problem: Problem, ahead: DayAhead) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The routes of a day with everything fixed in them; and the fixed work that finds no place.

    Somebody whose planned work keeps no schedule any more (an absence came in between) is offered nothing.
    """
    known = {visit.visit_id: visit for visit in problem.visits}
    lines = []
    for duty in problem.duties:
        stops = ahead.plan.of_duty(duty.duty_id) if ahead.plan else ()
        lines.append(line_of(problem, duty, tuple(s.visit_id for s in stops if s.visit_id in known and s.visit_id)))
    sound = [line for line in lines if line is not None]
    told = {stop.visit_id for stop in ahead.plan.stops} if ahead.plan else set()
    told |= {left.visit_id for left in ahead.plan.unassigned} if ahead.plan else set()
    waiting = [known[one] for one in ahead.fixed & known.keys() if one not in told]
    return _placed(problem, sound, sorted(waiting, key=lambda visit: _room(problem, visit)))


def _room(problem: Problem, visit: Visit) -> tuple[int, int, str]:
    """How easily work finds a place: for how many people, and in how many seconds; what is hardest goes in first."""
    able = sum(not obstacles(duty, visit) for duty in problem.duties)
    open_s = sum(window.latest_s - window.earliest_s for window in visit.windows) if visit.windows else _EVER.latest_s
    return able, open_s, visit.visit_id


def _placed(problem: Problem, lines: list[Line], waiting: list[Visit]) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """Put work in, one after the other, each where it adds least; return also what fits only without other work.

    What nobody could do even on an empty day takes nobody's time, whatever is offered.
    """
    idle = [line for duty in problem.duties if (line := line_of(problem, duty, ())) is not None] if waiting else []
    homeless = []
    for visit in waiting:
        best = _best(problem, lines, visit)
        line = None if best is None else line_of(problem, best.line.duty, best.visit_ids)
        if best is not None and line is not None:
            lines[lines.index(best.line)] = line
        elif _best(problem, idle, visit) is not None:
            homeless.append(visit.visit_id)
    return tuple(lines), tuple(homeless)


def _best(problem: Problem, lines: list[Line], visit: Visit) -> Found | None:
    windows = visit.windows or (_EVER,)
    board = Board(number=0, problem=_of(problem, lines), visit=visit, slots=windows, lines=tuple(lines))
    return next(ranked((board,), taken=set()), None)


_EVER = Window(earliest_s=-(1 << 40), latest_s=1 << 40)


def _of(problem: Problem, lines: Iterable[Line]) -> Problem:
    """The problem of what is planned, and of nothing else."""
    return _only(problem, {visit_id for line in lines for visit_id in line.visit_ids})


def _only(problem: Problem, ids: set[str]) -> Problem:
    """The problem of some visits, and the links between them."""
    return problem.replace(
        visits=tuple(visit for visit in problem.visits if visit.visit_id in ids),
        links=tuple(link for link in problem.links if {link.first, link.second} <= ids),
    )
