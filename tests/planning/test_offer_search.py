"""The search for the cheapest place misses none, however odd the day: bounds below, times never too narrow."""

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from planner.explain.obstacles import obstacles
from planner.explain.trying import Day, spots
from planner.model.costs import Weights
from planner.model.places import Place
from planner.model.problem import Duty, Matrix, Problem, Span, Visit, VisitLock, Window
from planner.planning.offers.gaps import line_of, sketch
from planner.planning.offers.search import Board, ranked
from tests.laws.small_days import problems
from tests.model.test_profile import profiles

EVER = Window(earliest_s=0, latest_s=90)


@st.composite
def boards(draw):
    """A day with some routes that keep all rules, and its last visit still to be put in."""
    problem = draw(problems(most_visits=4).filter(lambda one: bool(one.visits)))
    problem = problem.replace(profile=draw(st.none() | profiles()))
    *rest, visit = problem.visits
    visit = replace(visit, lock=VisitLock())
    owner = {one.visit_id: draw(st.sampled_from([0, 0, 1, None])) for one in rest}
    lines = []
    for number, duty in enumerate(problem.duties):
        work = [one.visit_id for one in rest if owner[one.visit_id] == number and not obstacles(duty, one)]
        if (line := line_of(problem, duty, tuple(draw(st.permutations(work))))) is not None:
            lines.append(line)
    known = {one for line in lines for one in line.visit_ids}
    planned = problem.replace(visits=tuple(one for one in rest if one.visit_id in known))
    slots = visit.windows or (EVER,)
    return Board(number=0, problem=planned, visit=visit, slots=slots, lines=tuple(lines))


def tried(board, windows):
    """Every place of everybody who may, timed; with the visit in some windows."""
    visit = replace(board.visit, windows=windows)
    problem = board.problem.replace(visits=(*board.problem.visits, visit))
    for line in board.lines:
        if not obstacles(line.duty, visit):
            day = Day(duty=line.duty, visit_ids=line.visit_ids, timed=line.timed)
            for spot in spots(problem, day, visit):
                yield line, spot


@given(board=boards())
def test_a_bound_is_never_above_the_price_and_no_possible_start_is_excluded(board):
    for window in board.slots:
        for line, spot in tried(board, (window,)):
            gap = line.gaps[spot.visit_ids.index(board.visit.visit_id)]
            start = spot.timed.start_of(board.visit.visit_id)
            drawn = sketch(board.problem, line, gap, board.visit)
            assert drawn is not None
            assert drawn.units <= spot.added_units
            assert drawn.earliest_s <= start <= drawn.latest_s
            first = drawn.first_in(window)
            assert first is not None
            assert first <= start


@given(board=boards())
def test_the_first_time_found_is_the_cheapest_and_every_possible_time_is_found_once(board):
    taken, found = set(), []
    for one in ranked((board,), taken=taken):
        found.append((one.added_units, one.slot))
        taken.add((0, one.slot))
    expected = {}
    for slot, window in enumerate(board.slots):
        prices = [spot.added_units for _, spot in tried(board, (window,))]
        if prices:
            expected[slot] = min(prices)
    assert {slot: units for units, slot in found} == expected
    assert [units for units, _ in found] == sorted(units for units, _ in found)


def test_a_way_that_is_faster_by_the_visit_may_save_overtime_and_is_found():
    """From row 1 home it is 30 s, by the visit's place 4 s in all: nobody else's hours count, the day gets shorter."""
    drive = np.array([[0, 2, 2], [30, 0, 2], [2, 2, 0]])
    duty = Duty(
        duty_id="D0", technician_id="anna", start_place=0, end_place=0, start_s=0, end_s=10, hard_end_s=60,
        drives=(Span(start_s=0, end_s=90),), overtime_ore_h=100,
    )  # fmt: skip
    there = Visit(visit_id="A", request_id="A", place=1, service_s=5)
    problem = Problem(
        day=date(2026, 11, 24),
        horizon_start=datetime(2026, 11, 23, 23, tzinfo=UTC),
        places=tuple(Place(lat=59 + k / 10, lon=18) for k in range(3)),
        matrix=Matrix(drive, np.zeros((3, 3))),
        visits=(there,),
        duties=(duty,),
        weights=Weights(drive_ore_h=0, distance_ore_km=0),
    )
    line, visit = line_of(problem, duty, ("A",)), Visit(visit_id="N", request_id="N", place=2, service_s=1)
    board = Board(number=0, problem=problem, visit=visit, slots=(EVER,), lines=(line,))
    drawn = sketch(problem, line, line.gaps[1], visit)
    best = next(ranked((board,), taken=set()))
    # Home at 37 without it; with it A ends at 7, N from 9 to 10, home at 12: 25 s less of overtime.
    assert (best.visit_ids, best.added_units) == (("A", "N"), -25 * 5 * 100)
    assert drawn.units <= best.added_units
