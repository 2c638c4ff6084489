"""What a cure changes of the request it is offered for, and of the day; or why the desk cannot apply it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from planner.desk.exceptions import DayExceptions
from planner.desk.problems import refusal
from planner.desk.selection import BEHIND
from planner.model.problem import Problem
from planner.model.reasons import Cure
from planner.model.request import Lock, Request, SkillNeed, TimeWindow
from planner.model.words import Channel, PromiseKind, RequestStatus

__all__ = ["Change", "cure_change", "is_applied_here", "refuse_fixed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a cure changes.

    Parameters
    ----------
    request
        The request as it will be.
    exceptions
        What is allowed on the day besides.
    without
        Visits of the plan that make way.
    """

    request: Request
    exceptions: DayExceptions = DayExceptions()
    without: tuple[str, ...] = ()


_Cured = Callable[[Request, Mapping[str, str], Problem, str], Change]


def is_applied_here(code: str) -> bool:
    """Whether a cure is a change of the request or of the day that the desk makes by itself."""
    return code in _APPLY


def refuse_fixed(request: Request) -> None:
    """Refuse to change what is under way or over.

    Raises
    ------
    InputError
        If it is.
    """
    if request.status in BEHIND or request.status is RequestStatus.CANCELLED:
        raise refusal("curing.under_way", field="request_id", value=request.request_id)


def cure_change(request: Request, cure: Cure, problem: Problem, visit_id: str) -> Change:
    """Return what a cure changes.

    Parameters
    ----------
    request
        As it is stored now.
    problem
        The day, for what the cure names.
    visit_id
        The visit for which it was offered: of a crew it may be any seat.

    Raises
    ------
    InputError
        If the cure cannot be applied, with the reason in words.
    """
    refuse_fixed(request)
    apply = _APPLY.get(cure.code)
    if apply is None:
        raise refusal("curing.by_hand", field="cure", value=cure.code)
    change = apply(request, dict(cure.change), problem, visit_id)
    if (cure.cost_ore or 0) >= 0:
        # Dearer than leaving it out: what the next planning would drop again has to be said to be wanted.
        change = replace(change, request=change.request.replace(mandatory=True))
    return change


def _overtime(request: Request, values: Mapping[str, str], _problem: Problem, _visit_id: str) -> Change:
    allowed = DayExceptions(overtime=((values["duty"], int(values["max_overtime_min"])),))
    return Change(request=request, exceptions=allowed)


def _drive(request: Request, values: Mapping[str, str], _problem: Problem, _visit_id: str) -> Change:
    return Change(request=request, exceptions=DayExceptions(drive=((values["duty"], int(values["max_drive_min"])),)))


def _wider(request: Request, values: Mapping[str, str], _problem: Problem, _visit_id: str) -> Change:
    """The last hard window that begins before the new end stays open until then."""
    _refuse_promised(request)
    latest = datetime.fromisoformat(values["latest_start"])
    end = datetime.fromisoformat(values["latest_end"]) if "latest_end" in values else None
    open_ones = [one for one in request.time_windows if one.hard and one.earliest_start <= latest]
    if not open_ones:
        raise refusal("curing.outdated", field="time_windows", value=request.request_id)
    last = max(open_ones, key=lambda one: one.latest_start)
    ends = None if last.latest_end is None else max(last.latest_end, end or last.latest_end)
    wider = replace(last, latest_start=max(latest, last.latest_start), latest_end=ends)
    return Change(request=request.replace(time_windows=tuple(wider if o is last else o for o in request.time_windows)))


def _moved(request: Request, values: Mapping[str, str], _problem: Problem, _visit_id: str) -> Change:
    """One hard window at another time; wishes stay wishes."""
    _refuse_promised(request)
    first, last = (datetime.fromisoformat(values[name]) for name in ("earliest_start", "latest_start"))
    wishes = tuple(one for one in request.time_windows if not one.hard)
    return Change(request=request.replace(time_windows=(TimeWindow(earliest_start=first, latest_start=last), *wishes)))


def _refuse_promised(request: Request) -> None:
    if request.promise is not None and request.promise.kind is not PromiseKind.NONE:
        raise refusal("curing.promised", field="promise", value=request.request_id)


def _mandatory(request: Request, _values: Mapping[str, str], _problem: Problem, _visit_id: str) -> Change:
    return Change(request=request.replace(mandatory=True))


def _instead(request: Request, values: Mapping[str, str], problem: Problem, _visit_id: str) -> Change:
    """The other one makes way: all seats of it, where a crew was to come."""
    other = problem.visit(values["visit"])
    if other is None:
        raise refusal("curing.outdated", field="visit", value=values["visit"])
    seats = tuple(one.visit_id for one in problem.visits if one.request_id == other.request_id)
    return Change(request=request.replace(mandatory=True), without=seats)


def _unlocked(request: Request, _values: Mapping[str, str], _problem: Problem, _visit_id: str) -> Change:
    return Change(request=request.replace(lock=Lock()))


def _anybody(request: Request, _values: Mapping[str, str], _problem: Problem, _visit_id: str) -> Change:
    return Change(request=request.replace(required_technicians=(), same_technician_required=False))


def _remotely(request: Request, _values: Mapping[str, str], _problem: Problem, _visit_id: str) -> Change:
    return Change(request=request.replace(channel=Channel.REMOTE))


def _lower(request: Request, values: Mapping[str, str], problem: Problem, _visit_id: str) -> Change:
    """One skill of one seat; the other seats keep what they need."""
    skill, level = values["skill"], int(values["level"])
    seats = [one.visit_id for one in problem.visits if one.request_id == request.request_id]
    seat = seats.index(values["visit"]) + 1 if values["visit"] in seats else 1
    needs = [request.skills_of_seat(number) for number in range(1, request.crew_size + 1)]
    needs[seat - 1] = tuple(
        SkillNeed(skill=one.skill, level=level) if one.skill == skill else one for one in needs[seat - 1]
    )
    own = request.crew_skills if request.crew_size == 1 else tuple(needs[1:])
    return Change(request=request.replace(required_skills=needs[0], crew_skills=own))


def _gap(request: Request, values: Mapping[str, str], problem: Problem, _visit_id: str) -> Change:
    other = problem.visit(values["other_visit"])
    named = other.request_id if other else values["other_visit"]
    longer = tuple(
        replace(one, most_min=max(int(values["most_min"]), one.least_min)) if one.request_id == named else one
        for one in request.predecessors
    )
    return Change(request=request.replace(predecessors=longer))


_APPLY: dict[str, _Cured] = {
    "allow_overtime": _overtime,
    "raise_drive_limit": _drive,
    "widen_window": _wider,
    "move_window": _moved,
    "make_mandatory": _mandatory,
    "leave_out_other": _instead,
    "unlock": _unlocked,
    "free_person_choice": _anybody,
    "solve_remotely": _remotely,
    "lower_level": _lower,
    "relax_link": _gap,
}
"""What each cure changes, by its code."""
