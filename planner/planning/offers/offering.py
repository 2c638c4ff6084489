"""The offers for a request: the cheapest times of the coming days, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from planner.model.catalogue import Catalogue
from planner.model.offer import DayOff, Offer, Offers, SlotGrid
from planner.model.plan import Plan
from planner.model.problem import Window
from planner.model.reasons import Unassigned
from planner.model.request import Request
from planner.model.sites import Site
from planner.model.team import Team
from planner.planning.offers.ahead import Asked, DayAhead, opened
from planner.planning.offers.proof import Proof
from planner.planning.offers.search import Board, posed, ranked
from planner.planning.reasons import unassigned_of
from planner.rules import stops
from planner.rules.clocks import Span
from planner.travel import TravelEngine

__all__ = ["Held", "offer_at", "slot_offers"]

_TRIES = 40
"""Timed routes for the reasons of one day that has nothing to offer: somebody waits on the telephone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An offer that still holds, and everybody's work in order with it, by duty."""

    offer: Offer
    orders: dict[str, tuple[str, ...]]


def slot_offers(
    request: Request,
    days: Sequence[DayAhead],
    *,
    team: Team,
    catalogue: Catalogue | None,
    travel: TravelEngine,
    grid: SlotGrid,
    now: datetime | None = None,
    site: Site | None = None,
    pauses: tuple[Span, ...] = (),
) -> Offers:
    """Return the best times for a request, each proven by the judge; nothing is changed anywhere.

    One more visit is tried in everybody's day, at every place of it, without moving what is planned there to
    somebody else. A time is offered once, with the technician for whom it is cheapest.

    Parameters
    ----------
    request
        Place, work, skills, priority, and its own hard windows, which every offer keeps; it need not be stored
        anywhere. Where it stands in a plan already, it is taken out first.
    days
        The coming days, in order.
    team, catalogue, travel
        What the problems of the days were built with; only one row and column is asked of the travel engine a day.
    grid
        Which times, and how many offers.
    now
        Present moment; None: all days are to come.
    site
        That of the request, with its opening hours; None: not known.
    pauses
        While which the request's clock stood still.

    Returns
    -------
    Offers
        Where none fits, each day says why.
    """
    asked = Asked(
        request=request, team=team, catalogue=catalogue, travel=travel, grid=grid, now=now, site=site, pauses=pauses
    )
    looked = [opened(asked, ahead, number) for number, ahead in enumerate(days)]
    boards = [one for one in looked if isinstance(one, Board)]
    without = tuple(one for one in looked if isinstance(one, DayOff))
    offers = _offers(boards, most=grid.offers)
    if not offers:
        without = tuple(_why_not(one, now) if isinstance(one, Board) else one for one in looked)
    return Offers(offers=offers, without=without)


def offer_at(
    request: Request,
    ahead: DayAhead,
    offer: Offer,
    *,
    team: Team,
    catalogue: Catalogue | None,
    travel: TravelEngine,
    grid: SlotGrid,
    now: datetime | None = None,
    site: Site | None = None,
    pauses: tuple[Span, ...] = (),
) -> Held | None:
    """Return an offer as it would be made now for the same time, or None where that time is gone.

    Parameters
    ----------
    ahead
        The day of the offer as it is now.
    offer
        What was offered.
    """
    asked = Asked(
        request=request,
        team=team,
        catalogue=catalogue,
        travel=travel,
        grid=grid.replace(notice_min=0),
        now=now,
        site=site,
        pauses=pauses,
    )
    first, last = (ahead.problem.seconds(moment) for moment in (offer.earliest, offer.latest))
    board = opened(asked, ahead, 0, slot=Window(earliest_s=first, latest_s=last))
    found = _offers([board], most=1) if isinstance(board, Board) else ()
    if isinstance(board, DayOff) or not found:
        return None
    orders = {line.duty.duty_id: line.visit_ids for line in board.lines}
    return Held(offer=found[0], orders=orders | {found[0].duty_id: found[0].visit_ids})


def _offers(boards: Sequence[Board], *, most: int) -> tuple[Offer, ...]:
    offers: list[Offer] = []
    proof, taken = Proof(), set[tuple[int, int]]()
    for found in ranked(boards, taken=taken):
        if (offer := proof.proven(found)) is not None:
            offers.append(offer)
            taken.add((found.board.number, found.slot))
        if len(offers) == most:
            break
    return tuple(offers)


def _why_not(board: Board, now: datetime | None) -> DayOff:
    """The nearest miss of the day, with the cures that were tried."""
    problem = posed(board, range(len(board.slots)))
    planned = tuple(stop for line in board.lines for stop in stops(problem, line.duty, line.timed))
    left = Unassigned(visit_id=board.visit.visit_id, request_id=board.visit.request_id)
    at = now or problem.horizon_start
    plan = Plan(plan_id="offer", day=problem.day, created_at=at, stops=planned, unassigned=(left,))
    (told,) = unassigned_of(problem, plan, time_limit_s=0, tries=_TRIES)
    return DayOff(day=problem.day, reason=told.reasons[0])
