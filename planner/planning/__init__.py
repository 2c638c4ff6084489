"""The main job, pure: locate, build, solve, judge, explain."""

from planner.planning.baseline import baseline, baseline_solution
from planner.planning.before import Before, Told
from planner.planning.build import BuiltProblem, build_problem
from planner.planning.chains import Earlier
from planner.planning.day import locate, plan_day
from planner.planning.from_files import DayFiles, build_from_files, read_day_files, team_from_file
from planner.planning.handmade import handmade_plan
from planner.planning.lawful import WorkingTime, lawful
from planner.planning.putting import put_in, why_not
from planner.planning.regional import regions_for
from planner.planning.run import judged_plan, plan_problem, priced_plan
from planner.planning.seats import MOST_SEATS

__all__ = [
    "Before",
    "BuiltProblem",
    "DayFiles",
    "Earlier",
    "MOST_SEATS",
    "Told",
    "WorkingTime",
    "baseline",
    "baseline_solution",
    "build_from_files",
    "build_problem",
    "judged_plan",
    "handmade_plan",
    "lawful",
    "locate",
    "plan_day",
    "plan_problem",
    "priced_plan",
    "put_in",
    "read_day_files",
    "regions_for",
    "team_from_file",
    "why_not",
]
