"""Why a stop lies where it lies, in one sentence."""

from __future__ import annotations

from planner.explain.obstacles import obstacles
from planner.files import load_catalogue
from planner.model.links import agreed_in, settled
from planner.model.message import Message, message
from planner.model.plan import Plan, Stop
from planner.model.problem import Duty, Problem, Visit
from planner.rules import time_route

__all__ = ["stop_reason"]


def stop_reason(problem: Problem, plan: Plan, stop: Stop) -> Message | None:
    """Return why a stop's technician does it: locked, preferred, there before, the only one who may, or nearby.

    Parameters
    ----------
    problem, plan
        The problem and its plan.
    stop
        A stop of the plan; None is returned for anything but work.
    """
    visit = problem.visit(stop.visit_id or "")
    duty = problem.duty(stop.duty_id)
    if visit is None or duty is None:
        return None
    if visit.lock.holds:
        return message("explain.locked")
    if beside := plan.beside(stop):
        return message("explain.crew_meets", technicians=beside, time=stop.start)
    if stop.technician_id in visit.preferred or stop.technician_id in visit.required:
        return message("explain.wished", technician=duty.name)
    if stop.technician_id == visit.same_as:
        return message("explain.same_technician", technician=duty.name)
    able = {one.technician_id for one in problem.duties if not obstacles(one, visit)}
    if able == {duty.technician_id}:
        return message("frame.stop_reason_only", technician=duty.name, day=problem.day)
    if visit.is_remote:
        return _skill_sentence(duty, visit)
    return _near_sentence(settled(problem, dict(agreed_in(problem, plan))), plan, duty, visit)


def _skill_sentence(duty: Duty, visit: Visit) -> Message | None:
    if not visit.skills:
        return None
    skill, _level = max(visit.skills, key=lambda need: need[1])
    return message("explain.has_skill", technician=duty.name, skill=load_catalogue().skill_name(skill))


def _near_sentence(problem: Problem, plan: Plan, duty: Duty, visit: Visit) -> Message | None:
    """How much driving the visit adds to the technician's day."""
    order = tuple(s.visit_id for s in plan.of_duty(duty.duty_id) if s.visit_id is not None)
    without = tuple(one for one in order if one != visit.visit_id)
    with_it, alone = time_route(problem, duty, order), time_route(problem, duty, without)
    if with_it is None or alone is None:
        return None
    extra = sum(s.travel_s for s in with_it.stops) - sum(s.travel_s for s in alone.stops)
    return message("frame.stop_reason_near", technician=duty.name, minutes=max(0, round(extra / 60)))
