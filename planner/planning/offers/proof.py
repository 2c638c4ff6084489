"""Proving an offer: the judge prices the day with it and without it, and finds no rule broken that was kept before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from planner import rules
from planner.model.offer import Late, Offer
from planner.model.plan import Plan, Stop
from planner.model.price import Price, PriceTerm
from planner.model.problem import Problem
from planner.model.reasons import Verdict
from planner.planning.offers.gaps import Line
from planner.planning.offers.search import Board, Found, posed
from planner.planning.offers.why import why

__all__ = ["Proof"]


class Proof:
    """Judges offers; the days as they are planned are judged once."""

    def __init__(self) -> None:
        self._without: dict[int, tuple[dict[str, tuple[Stop, ...]], Verdict]] = {}

    def proven(self, found: Found) -> Offer | None:
        """Return the offer of a time, or None where the judge does not agree that it holds."""
        board, duty = found.board, found.line.duty
        problem, slot = posed(board, (found.slot,)), board.slots[found.slot]
        timed = rules.time_route(problem, duty, found.visit_ids)
        if timed is None:
            return None
        stops, before = self._planned(board)
        plan = _plan(problem, {**stops, duty.duty_id: rules.stops(problem, duty, timed)})
        after = rules.check(problem, plan)
        start = timed.start_of(board.visit.visit_id)
        if _broken(after) - _broken(before) or start is None or not slot.earliest_s <= start <= slot.latest_s:
            return None
        terms = _terms(before.price, after.price)
        more = {term.term: term.quantity for term in terms}
        return Offer(
            day=problem.day,
            earliest=problem.moment(slot.earliest_s),
            latest=problem.moment(slot.latest_s),
            technician_id=duty.technician_id,
            duty_id=duty.duty_id,
            technician=duty.name,
            start=problem.moment(start),
            cost_ore=after.price.total_ore - before.price.total_ore,
            cost_units=after.price.total_units - before.price.total_units,
            terms=terms,
            drive_s=more.get("drive_time", 0),
            distance_m=more.get("distance", 0),
            overtime_s=more.get("overtime", 0),
            late=_late(problem, before.price, after.price),
            reason=why(problem, found.line, timed, board.visit.visit_id),
            visit_ids=found.visit_ids,
        )

    def _planned(self, board: Board) -> tuple[dict[str, tuple[Stop, ...]], Verdict]:
        """The day without the visit: stops by duty, and what the judge says of them."""
        if board.number not in self._without:
            stops = {line.duty.duty_id: _stops(board.problem, line) for line in board.lines}
            self._without[board.number] = stops, rules.check(board.problem, _plan(board.problem, stops))
        return self._without[board.number]


def _stops(problem: Problem, line: Line) -> tuple[Stop, ...]:
    return rules.stops(problem, line.duty, line.timed)


def _plan(problem: Problem, stops: dict[str, tuple[Stop, ...]]) -> Plan:
    """A plan for the judge: who made it when is of no account."""
    every = tuple(stop for of_duty in stops.values() for stop in of_duty)
    return Plan(plan_id="offer", day=problem.day, created_at=problem.horizon_start, stops=every)


def _broken(verdict: Verdict) -> Counter[tuple[str, str | None, str | None]]:
    """Hard rules that are broken: which, at which visit, by whom."""
    return Counter((one.rule, one.visit_id, one.technician_id) for one in verdict.violations if one.hard)


def _terms(before: Price, after: Price) -> tuple[PriceTerm, ...]:
    """By how much each term of the price differs; terms that do not are left away."""
    was, now = ({term.term: term for term in price.terms} for price in (before, after))
    none = {name: PriceTerm(term=name, ore=0, units=0, quantity=0) for name in rules.TERMS}
    pairs = [(was.get(name, none[name]), now.get(name, none[name])) for name in rules.TERMS]
    return tuple(
        PriceTerm(term=b.term, ore=b.ore - a.ore, units=b.units - a.units, quantity=b.quantity - a.quantity)
        for a, b in pairs
        if (a.units, a.quantity) != (b.units, b.quantity)
    )


def _late(problem: Problem, before: Price, after: Price) -> tuple[Late, ...]:
    was, now = (_lateness(price) for price in (before, after))
    return tuple(
        Late(visit_id=visit.visit_id, customer=visit.customer, seconds=more)
        for visit in problem.visits
        if (more := now.get(visit.visit_id, 0) - was.get(visit.visit_id, 0)) > 0
    )


def _lateness(price: Price) -> dict[str, int]:
    late: Iterable[tuple[str, int]] = (
        (item.visit_id, item.quantity) for item in price.items if item.term == "lateness" and item.visit_id
    )
    return dict(late)
