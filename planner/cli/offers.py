"""The command that offers times to a caller, from files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from planner.cli.arguments import Maker
from planner.cli.commands import DONE, NO
from planner.cli.places import read
from planner.model.errors import FieldProblem, InputError
from planner.model.language import day_text, duration_text, km_text, money_text, render, text, time_text
from planner.model.message import message
from planner.model.offer import Offer, Offers, SlotGrid
from planner.model.places import Place
from planner.model.plan import Plan
from planner.model.request import Request

if TYPE_CHECKING:
    from planner.planning import DayFiles

__all__ = ["add", "offer_lines"]


def add(command: Maker, say: Callable[[str], str]) -> None:
    """Add ``offers``."""
    one = command("offers", _offers)
    one.add_argument("--requests", required=True, metavar="FILE", help=say("help_requests"))
    one.add_argument("--team", required=True, metavar="FILE", help=say("help_team"))
    one.add_argument("--plan", action="append", default=[], metavar="PLAN.json", help=say("help_offers_plan"))
    where = one.add_mutually_exclusive_group(required=True)
    where.add_argument("--address", default="", metavar="ADDRESS", help=say("help_offers_address"))
    where.add_argument("--at", type=_position, metavar="LAT,LON", help=say("help_offers_at"))
    one.add_argument("--job-type", required=True, metavar="ID", help=say("help_offers_job_type"))
    one.add_argument("--minutes", type=int, metavar="MIN", help=say("help_offers_minutes"))
    one.add_argument("--day", type=date.fromisoformat, metavar="YYYY-MM-DD", help=say("help_offers_day"))
    plain = SlotGrid()
    one.add_argument("--days", type=int, default=plain.days, metavar="N", help=say("help_offers_days"))
    one.add_argument("--most", type=int, default=plain.offers, metavar="N", help=say("help_offers_most"))
    one.add_argument("--opens", type=time.fromisoformat, default=plain.opens, metavar="HH:MM", help=say("help_opens"))
    one.add_argument(
        "--closes", type=time.fromisoformat, default=plain.closes, metavar="HH:MM", help=say("help_closes")
    )
    one.add_argument("--length", type=int, default=plain.length_min, metavar="MIN", help=say("help_offers_length"))


def _offers(chosen: argparse.Namespace) -> int:
    """Say the best times, or why there is none."""
    from planner import planning

    grid = _grid(chosen)
    plans = {plan.day: plan for plan in (read(Plan, path) for path in chosen.plan)}
    known = planning.read_day_files(chosen.requests, chosen.team, day=chosen.day)
    found = _found(known, _request(chosen, known), plans, grid)
    sys.stdout.writelines(f"{line}\n" for line in offer_lines(found, chosen.language, zone=known.team.time_zone))
    return DONE if found.offers else NO


def _found(known: DayFiles, request: Request, plans: dict[date, Plan], grid: SlotGrid) -> Offers:
    from planner import planning
    from planner.model.costs import Weights
    from planner.planning.offers import DayAhead, fixed_on, slot_offers
    from planner.travel import chosen_engine

    travel, ahead = chosen_engine(), []
    for day in (known.day + timedelta(days=number) for number in range(grid.days)):
        built = planning.build_problem(
            known.team, known.requests, day=day, weights=Weights(), catalogue=known.catalogue, travel=travel
        )
        fixed = fixed_on(known.requests, day, zone=known.team.time_zone)
        ahead.append(DayAhead(problem=built.problem, plan=plans.get(day), fixed=fixed))
    return slot_offers(request, ahead, team=known.team, catalogue=known.catalogue, travel=travel, grid=grid)


def _request(chosen: argparse.Namespace, known: DayFiles) -> Request:
    """The caller's request: the job type's standards, and where it is."""
    from planner.desk.locating import located
    from planner.desk.standards import with_standards
    from planner.planning.from_files import geocoder_of_settings

    if chosen.job_type not in known.catalogue.job_types:
        said = message("desk.unknown_job_type", value=chosen.job_type)
        raise InputError(FieldProblem(field="--job-type", value=chosen.job_type, message=said))
    asked = Request(request_id=_NEW, title=_NEW, address=chosen.address, created_at=datetime.now(UTC))
    asked = with_standards(known.catalogue, asked, chosen.job_type)
    if chosen.at is not None:
        asked = asked.replace(place=Place(lat=chosen.at[0], lon=chosen.at[1]))
    if chosen.minutes is not None:
        asked = asked.replace(service_min=chosen.minutes, service_p80_min=chosen.minutes)
    return located(geocoder_of_settings(), asked)


_NEW = "new"


def _grid(chosen: argparse.Namespace) -> SlotGrid:
    try:
        return SlotGrid(
            opens=chosen.opens,
            closes=chosen.closes,
            length_min=chosen.length,
            days=chosen.days,
            offers=chosen.most,
        )
    except ValueError as error:
        raise InputError(FieldProblem(message=message("cli.offers_grid", detail=str(error)))) from None


def offer_lines(found: Offers, language: str, *, zone: str) -> Iterator[str]:
    """Give a table of offers with what is behind each; or each day with why it has none.

    Parameters
    ----------
    zone
        Time zone of the times.
    """
    if found.offers:
        names = ("day", "time", "technician", "price", "drive", "distance")
        rows = [tuple(text(f"cli.offers_{name}", language) for name in names)]
        rows += [_cells(offer, language, zone) for offer in found.offers]
        widths = [max(len(row[column]) for row in rows) for column in range(len(names))]
        yield _row(rows[0], widths)
        for offer, row in zip(found.offers, rows[1:], strict=True):
            yield _row(row, widths)
            yield from (f"    {line}" for line in _details(offer, language, zone))
    for off in found.without:
        yield f"{day_text(off.day, language)}: {render(off.reason.message, language, zone=zone)}"
        for cure in off.reason.cures:
            yield f"    → {render(cure.message, language, zone=zone)}"


def _cells(offer: Offer, language: str, zone: str) -> tuple[str, ...]:
    return (
        day_text(offer.day, language),
        f"{time_text(offer.earliest, zone=zone)}–{time_text(offer.latest, zone=zone)}",
        offer.technician,
        money_text(offer.cost_ore, language, signed=True),
        duration_text(offer.drive_s, language),
        km_text(offer.distance_m, language),
    )


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    """Text to the left, figures to the right."""
    texts = 3
    padded = (
        cell.ljust(width) if column < texts else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join(padded).rstrip()


def _details(offer: Offer, language: str, zone: str) -> Iterator[str]:
    yield render(offer.reason, language, zone=zone)
    if offer.overtime_s > 0:
        yield text("offers.overtime", language, technician=offer.technician, minutes=-(-offer.overtime_s // 60))
    for late in offer.late:
        minutes, customer = -(-late.seconds // 60), late.customer or late.visit_id
        yield text("offers.late", language, customer=customer, minutes=minutes)
    terms = (f"{text(f'views.price.{one.term}', language)} {money_text(one.ore, language, signed=True)}"
             for one in offer.terms)  # fmt: skip
    yield ", ".join(terms)


def _position(written: str) -> tuple[float, float]:
    lat, lon = (float(part) for part in written.split(","))
    return lat, lon
