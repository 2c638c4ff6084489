"""The main job, pure: locate, build, solve, judge, explain."""

from planner.planning.baseline import baseline, baseline_solution
from planner.planning.before import Before, Told
from planner.planning.build import BuiltProblem, build_problem
from planner.planning.day import locate, plan_day
from planner.planning.from_files import build_from_files
from planner.planning.regional import regions_for
from planner.planning.run import judged_plan, plan_problem

__all__ = [
    "Before",
    "BuiltProblem",
    "Told",
    "baseline",
    "baseline_solution",
    "build_from_files",
    "build_problem",
    "judged_plan",
    "locate",
    "plan_day",
    "plan_problem",
    "regions_for",
]
