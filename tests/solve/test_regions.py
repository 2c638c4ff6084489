"""Planning by regions: every region a problem of its own, the whole never dearer, whatever happens to the workers."""

from __future__ import annotations

import random
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from planner.model.costs import ore_units
from planner.model.places import Place
from planner.model.problem import Matrix
from planner.rules import check, plan_from, time_route
from planner.solve import solve
from planner.solve.regions import cut, solve_by_regions, unmeasured
from planner.solve.regions.parts import part_of
from planner.solve.takers import allowed, may_do
from tests.solve.town import make_town, matrix_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def town():
    return make_town(seed=4, visits=60, technicians=12, remote=8)


@pytest.fixture(scope="module")
def planned(town):
    return solve(town, time_limit_s=30, iterations=100)


class Inline:
    """An executor that works at once; `spoil` is asked before each task and may raise."""

    def __init__(self, spoil=lambda number: None):
        self.spoil, self.given = spoil, 0

    def submit(self, fn, *args):
        future = Future()
        self.given += 1
        try:
            self.spoil(self.given)
            future.set_result(fn(*args))
        except Exception as error:
            future.set_exception(error)
        return future


def judged(problem, solution):
    verdict = check(problem, plan_from(problem, solution, plan_id="p", created_at=NOW))
    assert verdict.accepted
    assert verdict.price.total_units == solution.solver.objective_units
    return verdict.price.total_units


def routes_of(solution):
    return {route.duty_id: route.visit_ids for route in solution.routes}


def pieces_of(problem, routes, *, regions, seed=1):
    return cut(problem, routes, regions=regions, chance=random.Random(seed))


class TestCut:
    @pytest.mark.parametrize("regions", [1, 2, 3, 5, 40])
    @pytest.mark.parametrize("begun", [False, True])
    def test_every_duty_and_every_visit_is_in_exactly_one_region(self, town, planned, regions, begun):
        pieces = pieces_of(town, routes_of(planned) if begun else {}, regions=regions)
        assert sorted(d for piece in pieces for d in piece.duties) == list(range(len(town.duties)))
        assert sorted(v for piece in pieces for v in piece.visits) == list(range(len(town.visits)))
        assert len(pieces) == min(regions, len(town.duties))

    def test_a_route_is_never_cut(self, town, planned):
        routes = routes_of(planned)
        for piece in pieces_of(town, routes, regions=4):
            mine = {town.visits[v].visit_id for v in piece.visits}
            assert all(mine.issuperset(routes[town.duties[d].duty_id]) for d in piece.duties)

    def test_what_is_left_out_goes_to_the_nearest_who_may_take_it(self, town):
        places = {d.duty_id: town.places[d.start_place] for d in town.duties}
        pieces = pieces_of(town, {}, regions=4)
        for piece in pieces:
            for visit in (town.visits[v] for v in piece.visits if town.visits[v].place is not None):
                able = [d for d in town.duties if may_do(town, d, visit)]
                near = min(able, key=lambda d: apart(places[d.duty_id], town.places[visit.place]), default=None)
                assert near is None or town.duties.index(near) in piece.duties

    def test_regions_have_about_the_same_work(self, planned):
        town = make_town(seed=9, visits=400, technicians=60, rich=False)
        spread = {d.duty_id: tuple(v.visit_id for v in town.visits[n::60]) for n, d in enumerate(town.duties)}
        for seed in range(5):
            sizes = [len(piece.visits) for piece in pieces_of(town, spread, regions=4, seed=seed)]
            assert max(sizes) < 2 * 100
            assert min(sizes) > 100 / 2

    def test_borders_lie_elsewhere_in_the_next_round(self, town, planned):
        chance, routes = random.Random(1), routes_of(planned)
        first, second = (cut(town, routes, regions=2, chance=chance) for _ in range(2))
        assert {piece.duties for piece in first} != {piece.duties for piece in second}

    def test_all_duties_of_a_technician_are_in_one_region(self, town):
        double = town.replace(duties=tuple(d for k, d in enumerate(town.duties) for d in _twice(d, k)))
        for piece in pieces_of(double, {}, regions=6):
            inside = {double.duties[d].technician_id for d in piece.duties}
            assert len(piece.duties) == 2 * len(inside)

    def test_who_may_take_what_is_asked_by_kinds_with_the_same_answer(self, town):
        one_by_one = [[may_do(town, duty, visit) for visit in town.visits] for duty in town.duties]
        assert np.array_equal(allowed(town, range(len(town.visits))), one_by_one)
        assert np.array_equal(allowed(town, [5, 2]), np.array(one_by_one)[:, [5, 2]])


def apart(one: Place, other: Place) -> float:
    north, east = 111.2 * (one.lat - other.lat), 111.2 * 0.51 * (one.lon - other.lon)
    return north * north + east * east


def _twice(duty, number):
    later = replace(duty, duty_id=f"{duty.duty_id}b", start_place=(duty.start_place + 7 * number) % 60)
    return duty, later


class TestPart:
    def test_a_region_has_only_its_places_and_the_same_ways_between_them(self, town, planned):
        piece = pieces_of(town, routes_of(planned), regions=3)[1]
        part = part_of(town, piece)
        named = {visit.place for visit in part.visits} | {d.start_place for d in part.duties}
        named |= {d.end_place for d in part.duties}
        assert named - {None} == set(range(len(part.places)))
        for new, old in zip(part.visits, (town.visits[v] for v in piece.visits), strict=True):
            assert new.visit_id == old.visit_id
            if old.place is not None:
                assert part.places[new.place] == town.places[old.place]
                home, was = part.duties[0].start_place, town.duties[piece.duties[0]].start_place
                assert part.matrix.drive_s[home, new.place] == town.matrix.drive_s[was, old.place]

    def test_a_route_costs_in_its_region_what_it_costs_in_the_whole(self, town, planned):
        routes = routes_of(planned)
        for piece in pieces_of(town, routes, regions=3):
            part = part_of(town, piece)
            for duty, old in zip(part.duties, (town.duties[d] for d in piece.duties), strict=True):
                ids = routes[duty.duty_id]
                assert time_route(part, duty, ids).units == time_route(town, old, ids).units

    def test_a_matrix_of_nothing_takes_no_memory(self):
        nothing = unmeasured(20_000)
        assert len(nothing) == 20_000
        assert nothing.drive_s.strides == (0, 0)


class TestRounds:
    def test_the_plan_is_legal_priced_by_the_judge_and_cheaper_than_what_it_began_with(self, town):
        before = judged(town, solve(town, time_limit_s=30, should_stop=lambda: True))
        found = solve_by_regions(town, regions=3, time_limit_s=60, iterations=90, executor=Inline())
        assert judged(town, found) < before
        assert dict(found.solver.parts)["regions"] >= 1

    def test_a_plan_to_begin_with_is_not_made_worse(self, town, planned):
        found = solve_by_regions(town, regions=3, time_limit_s=60, iterations=3, start=planned, executor=Inline())
        assert judged(town, found) <= planned.solver.objective_units

    def test_a_task_that_fails_is_done_again_and_the_plan_is_the_same(self, town):
        def spoil(number):
            if number % 3 == 1:
                raise OSError("gone")

        whole = solve_by_regions(town, regions=3, time_limit_s=60, iterations=30, executor=Inline())
        again = solve_by_regions(town, regions=3, time_limit_s=60, iterations=30, executor=Inline(spoil))
        assert again.routes == whole.routes
        assert dict(again.solver.parts)["region again"] >= 3

    def test_a_region_whose_task_fails_three_times_keeps_its_plan(self, town, planned):
        def spoil(number):
            raise OSError("gone")

        executor = Inline(spoil)
        found = solve_by_regions(town, regions=2, time_limit_s=60, iterations=30, start=planned, executor=executor)
        assert judged(town, found) <= planned.solver.objective_units
        assert dict(found.solver.parts)["region kept"] == 2 * 3
        assert executor.given == 2 * 3 * 3

    def test_an_executor_that_is_closed_leaves_the_first_plan(self, town):
        executor = ThreadPoolExecutor(1)
        executor.shutdown()
        found = solve_by_regions(town, regions=2, time_limit_s=5, executor=executor)
        assert judged(town, found)

    def test_an_answer_that_is_not_of_the_region_is_not_taken(self, town, planned):
        class Liar(Inline):
            def submit(self, fn, *args):
                future = super().submit(fn, *args)
                found = future.result()
                swapped = tuple(reversed(found.routes))
                future = Future()
                future.set_result(replace(found, routes=swapped, units=(0,) * len(found.units)))
                return future

        found = solve_by_regions(town, regions=2, time_limit_s=60, iterations=9, start=planned, executor=Liar())
        assert judged(town, found) <= planned.solver.objective_units

    def test_a_stop_is_answered_at_once_though_a_task_goes_on(self, town):
        class Deaf:
            def submit(self, fn, *args):
                return Future()

        asked = time.monotonic()
        told = []

        def should_stop():
            return bool(told) and time.monotonic() - asked > 0.3

        found = solve_by_regions(
            town, regions=2, time_limit_s=60, executor=Deaf(), should_stop=should_stop,
            on_progress=lambda solution, units: told.append(units),
        )  # fmt: skip
        assert found.solver.stopped_by == "cancelled"
        assert judged(town, found) == told[-1]

    def test_progress_is_whole_plans_that_only_get_cheaper(self, town):
        told = []
        solve_by_regions(
            town, regions=3, time_limit_s=60, iterations=90, executor=Inline(),
            on_progress=lambda solution, units: told.append((solution, units)),
        )  # fmt: skip
        assert len(told) > 1
        assert [units for _, units in told] == sorted({units for _, units in told}, reverse=True)
        assert all(judged(town, solution) == units for solution, units in told)

    def test_a_day_without_a_matrix_asks_for_one_a_region(self, town):
        sizes = []

        class Watching(Inline):
            def submit(self, fn, *args):
                sizes.append(len(args[0]))
                return super().submit(fn, *args)

        full = town.replace(matrix=_flat(town.places))
        found = solve_by_regions(
            full.replace(matrix=unmeasured(len(full.places))), regions=3, time_limit_s=60, iterations=60,
            executor=Watching(), measure=_flat,
        )  # fmt: skip
        assert judged(full, found)
        assert found.solver.objective_units < sum(ore_units(visit.drop_ore) for visit in full.visits)
        assert max(sizes) < 10_000  # a region goes out without its matrix

    def test_a_day_without_a_matrix_and_without_measure_is_refused(self, town):
        empty = town.replace(matrix=unmeasured(len(town.places)))
        with pytest.raises(ValueError, match="measure"):
            solve_by_regions(empty, regions=2, time_limit_s=1, executor=Inline())


def _flat(places) -> Matrix:
    return matrix_of([((place.lon - 18.05) * 57, (place.lat - 59.3) * 111) for place in places])
