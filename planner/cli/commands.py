"""The commands: plan a day from files, solve and check problem files, fill a database with the demo.

Rooms are loaded by the command that needs them, so that ``check`` does not wait for the solver.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.answers import judgement_lines, law_lines, plan_lines
from planner.cli.places import folder, read, write
from planner.model.codec import dumps
from planner.model.errors import FieldProblem, InputError
from planner.model.language import render, text
from planner.model.message import message
from planner.model.periods import DrivePeriods
from planner.model.plan import Plan
from planner.model.problem import Problem

if TYPE_CHECKING:
    from planner.planning import WorkingTime

__all__ = ["COMMANDS", "DONE", "INPUT", "NO", "SERVICE"]

DONE, NO, INPUT, SERVICE = 0, 1, 2, 3

_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")


def plan(chosen: argparse.Namespace) -> int:
    """Plan a day from two files, or several in a row; write plan, problem, table and map, of several also for each."""
    from planner import planning

    if chosen.days > planning.MOST_DAYS:
        said = message("desk.days_together", most=planning.MOST_DAYS, value=str(chosen.days))
        raise InputError(FieldProblem(field="--days", value=str(chosen.days), message=said))
    target = folder(chosen.out)
    known = _known(chosen.published)
    periods = DrivePeriods(on=True) if chosen.by_clock else None
    built = planning.build_from_files(
        chosen.requests,
        chosen.team,
        day=chosen.day,
        days=chosen.days,
        known=known,
        stores=chosen.stores,
        sites=chosen.sites,
        periods=periods,
    )
    found = planning.plan_problem(
        built.problem,
        time_limit_s=chosen.time_limit,
        seed=chosen.seed,
        iterations=chosen.iterations,
        workers=chosen.workers,
        patience_s=chosen.patience,
        engine=chosen.engine,
        regions=_regions(chosen, built.problem),
        cluster=chosen.cluster,
        left_out=built.left_out,
        spare=built.spare,
        notes=built.notes,
    )
    write(target / "problem.json", dumps(built.problem))
    by_day = planning.lawful_days(planning.by_day(built, found), planning.team_from_file(chosen.team), known)
    if len(by_day) == 1:
        _documents(target, by_day[0], chosen.language)
        return _told(by_day[0], chosen.language)
    write(target / "plan.json", dumps(found, indent=1))
    for one in by_day:
        _documents(folder(target / one.day.isoformat()), one, chosen.language)
        _say(plan_lines(one.replace(unassigned=(), notes=()), chosen.language))
    _say(["", text("cli.all_days", chosen.language)])
    return _told(found, chosen.language)


def _documents(target: Path, found: Plan, language: str) -> None:
    """Write a plan as JSON, as a table and as a map."""
    from planner import files, views
    from planner.planning.road_lines import road_lines
    from planner.roads.data import current, roads_folder
    from planner.roads.layers import Layers
    from planner.travel import chosen_engine

    write(target / "plan.json", dumps(found, indent=1))
    write(target / "plan.csv", files.plan_to_csv(found, language=language))
    roads = current(roads_folder(Path(os.environ.get("FALTPLAN_VAR") or ".var")))
    drawn = views.plan_map(
        found, language=language, layers=None if roads is None else Layers.load(roads),
        shapes=road_lines(found, chosen_engine()),
    )  # fmt: skip
    write(target / "map.html", drawn.get_root().render())


def solve(chosen: argparse.Namespace) -> int:
    """Solve one problem file with its own matrix."""
    from planner import planning

    problem: Problem = read(Problem, chosen.problem)
    target = Path(chosen.out)
    folder(target.parent)
    found = planning.plan_problem(
        problem,
        time_limit_s=chosen.time_limit,
        seed=chosen.seed,
        iterations=chosen.iterations,
        workers=chosen.workers,
        patience_s=chosen.patience,
        engine=chosen.engine,
        regions=_regions(chosen, problem),
        cluster=chosen.cluster,
    )
    write(target, dumps(found, indent=1))
    return _told(found, chosen.language)


def check(chosen: argparse.Namespace) -> int:
    """Judge a plan, or an order of work made by hand, which is timed first: violations and itemised price.

    With the team also by the law of working time; what that says does not make the answer a no.
    """
    from planner import files, rules

    problem: Problem = read(Problem, chosen.problem)
    if Path(chosen.plan).suffix.lower() in _TABLES:
        order = files.read_order(chosen.plan, problem)
        if any(visit.parts for visit in problem.visits):  # an order names the work; trips to depots follow from it
            from planner import solve

            order = solve.with_pickups(problem, order)
        plan = rules.plan_from(problem, order, plan_id=Path(chosen.plan).stem, created_at=datetime.now(UTC))
    else:
        plan = read(Plan, chosen.plan)
    verdict = rules.check(problem, plan)
    plan = plan.replace(violations=verdict.violations, price=verdict.price)
    if chosen.team:
        from planner import planning

        plan = planning.lawful(plan, planning.team_from_file(chosen.team), _known(chosen.published))
    if chosen.out:
        folder(Path(chosen.out).parent)
        write(Path(chosen.out), dumps(plan, indent=1))
    _say(law_lines(plan, chosen.language))
    _say(judgement_lines(verdict, chosen.language, zone=problem.time_zone))
    return DONE if verdict.accepted else NO


def demo(chosen: argparse.Namespace) -> int:
    """Fill an empty database with the demo."""
    from planner.desk import open_desk
    from planner.desk.demo import build_demo

    def progress(done: int, count: int) -> None:
        if done % 5 == 0 or done == count:
            sys.stderr.write(text("demo.progress", chosen.language, done=done, count=count) + "\n")

    desk = open_desk(chosen.database)
    with closing(desk.store):
        summary = build_demo(
            desk,
            day=chosen.day,
            seed=chosen.seed,
            language=chosen.written_in,
            history_days=chosen.history,
            progress=progress,
        )
    _say([render(summary.message, chosen.language)])
    return DONE


COMMANDS = {"plan": plan, "solve": solve, "check": check, "demo": demo}
"""What each command does, by name."""


def _told(found: Plan, language: str) -> int:
    _say(plan_lines(found, language))
    return NO if any(violation.hard for violation in found.violations) else DONE


def _say(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


def _known(published: Iterable[str]) -> WorkingTime:
    """Return the working time of plans of other days."""
    from planner import law, planning

    plans = [read(Plan, one) for one in published]
    book = law.Book(
        worked=tuple(one for plan in plans for one in law.worked_of(plan)), planned=frozenset(one.day for one in plans)
    )
    return planning.WorkingTime(book=book)


def _regions(chosen: argparse.Namespace, problem: Problem) -> int:
    from planner import planning

    given: int | None = chosen.regions
    return planning.regions_for(problem, chosen.workers, chosen.time_limit) if given is None else given
