"""The main job, pure: locate, build, solve, judge, explain."""

from planner.planning.baseline import baseline, baseline_solution
from planner.planning.before import Before, HeldPart, Told
from planner.planning.build import MOST_DAYS, BuiltProblem, build_problem
from planner.planning.chains import Earlier
from planner.planning.day import locate, plan_day
from planner.planning.days import by_day, days_from, lawful_days
from planner.planning.delayed import rather_late
from planner.planning.dragging import Place, Standing, place_at, places_in, standing_of
from planner.planning.expected import Expected, expected_of, latest_start
from planner.planning.from_files import DayFiles, build_from_files, read_day_files, team_from_file
from planner.planning.handmade import handmade_plan
from planner.planning.horizon import Horizon
from planner.planning.kept import Keeper
from planner.planning.lawful import WorkingTime, findings_in, lawful
from planner.planning.openings import Opening, handed_on, openings
from planner.planning.putting import put_in, why_not
from planner.planning.reasons import TRIES
from planner.planning.regional import regions_for
from planner.planning.run import judged_plan, plan_problem, priced_plan
from planner.planning.scenario import said_of, with_scenario, with_targets
from planner.planning.seats import MOST_SEATS
from planner.planning.under_way import AsTold, as_told, under_way
from planner.planning.visits import goes_on_from
from planner.planning.what_if import (
    MOST_DAYS_TRIED,
    ComparedFigure,
    Difference,
    as_it_stood,
    difference,
    figures_of,
    money_ore,
    one_of_each,
    rows_of,
)
from planner.planning.whereabouts import Whereabouts, begun_of, whereabouts

__all__ = [
    "AsTold",
    "Before",
    "begun_of",
    "BuiltProblem",
    "ComparedFigure",
    "Difference",
    "DayFiles",
    "Earlier",
    "Expected",
    "Horizon",
    "Keeper",
    "HeldPart",
    "MOST_DAYS",
    "MOST_DAYS_TRIED",
    "MOST_SEATS",
    "Opening",
    "Place",
    "Standing",
    "TRIES",
    "Told",
    "Whereabouts",
    "WorkingTime",
    "as_it_stood",
    "as_told",
    "baseline",
    "baseline_solution",
    "build_from_files",
    "build_problem",
    "by_day",
    "days_from",
    "difference",
    "expected_of",
    "figures_of",
    "findings_in",
    "goes_on_from",
    "handed_on",
    "judged_plan",
    "handmade_plan",
    "latest_start",
    "lawful",
    "lawful_days",
    "money_ore",
    "one_of_each",
    "locate",
    "openings",
    "place_at",
    "places_in",
    "plan_day",
    "plan_problem",
    "priced_plan",
    "put_in",
    "rather_late",
    "read_day_files",
    "rows_of",
    "said_of",
    "regions_for",
    "team_from_file",
    "standing_of",
    "under_way",
    "whereabouts",
    "why_not",
    "with_scenario",
    "with_targets",
]
