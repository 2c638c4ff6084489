"""``python -m planner loading``: what each van takes along on a day, on the screen or as a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.arguments import Maker
from planner.cli.commands import DONE, NO
from planner.cli.places import write
from planner.model.catalogue import Catalogue
from planner.model.language import day_text, text, time_text
from planner.model.loading import Bring
from planner.model.plan import Plan

if TYPE_CHECKING:
    from planner.desk.loading import LoadingDay

__all__ = ["add", "loading_lines"]


def add(command: Maker, say: Callable[[str], str]) -> None:
    """Add the command ``loading``."""
    one = command("loading", _loading)
    one.add_argument("--day", type=_day, required=True, metavar="YYYY-MM-DD", help=say("loading_day"))
    one.add_argument("--technician", metavar="ID", help=say("loading_technician"))
    one.add_argument("--out", type=Path, metavar="FILE.csv|FILE.xlsx", help=say("loading_out"))
    one.add_argument("--database", metavar="URL", help=say("help_database"))


def _loading(chosen: argparse.Namespace) -> int:
    """Say or write what is taken along; the answer is no where the day has no plan."""
    from planner import files
    from planner.desk import loading, open_desk
    from planner.desk.accounts import OPERATOR

    desk = open_desk(chosen.database)
    with closing(desk.store):
        found = loading.loading_day(desk, OPERATOR, chosen.day, technician_id=chosen.technician)
    if found.plan is None:
        sys.stdout.write(f"{text('cli.loading_no_plan', chosen.language, day=chosen.day)}\n")
        return NO
    if chosen.out is not None:
        make = files.loading_to_csv if chosen.out.suffix.lower() == ".csv" else files.loading_to_xlsx
        content = make(found.plan, found.rows, catalogue=desk.catalogue, vans=found.vans, language=chosen.language)
        write(chosen.out, content)
    lines = loading_lines(found, found.plan, desk.catalogue, chosen.language)
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return DONE


def loading_lines(found: LoadingDay, plan: Plan, catalogue: Catalogue, language: str) -> Iterator[str]:
    """Give the loading list as lines: each technician with their van, below what is fetched where, and what is in it.

    Parameters
    ----------
    found
        The list.
    plan
        Its plan: names, version and time zone.
    catalogue
        Names of parts.
    language
        ``sv`` or ``en``.
    """
    yield text("cli.loading_head", language, day=day_text(plan.day, language, year=True), version=plan.version)
    if not found.rows:
        yield text("cli.loading_nothing", language)
    names = {one.technician_id: one.name for one in plan.technicians}
    for who in dict.fromkeys(one.technician_id for one in found.rows):
        van = found.vans.get(who, "")
        yield f"{names.get(who, who)} ({van})" if van else names.get(who, who)
        for one in found.rows:
            if one.technician_id == who:
                yield f"  {_line(one, plan, catalogue, language)}"


def _line(one: Bring, plan: Plan, catalogue: Catalogue, language: str) -> str:
    known = catalogue.parts.get(one.part)
    part, visits = known.name[language] if known else one.part, ", ".join(one.visit_ids)
    if one.at is None:
        return text("cli.loading_van", language, quantity=one.quantity, part=part, visits=visits)
    time = time_text(one.at, zone=plan.time_zone)
    return text(
        "cli.loading_depot", language, quantity=one.quantity, part=part, visits=visits, depot=one.depot, time=time
    )


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written}: expected a day as YYYY-MM-DD") from None
