"""Plans from `solve` keep every rule, cost what the judge says, and use what there is."""

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from planner.model.problem import Break, Span, Visit, VisitLock, Window
from planner.model.solution import Route, Solution
from planner.model.words import Channel, LockKind
from planner.rules import check, plan_from
from planner.solve import solve
from tests.golden.shared_town import shared_golden
from tests.golden.towns import laden_golden, small_golden, tiny_golden
from tests.solve.town import H, burdened, make_town

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def solved(problem, *, iterations=150, **more):
    return solve(problem, time_limit_s=60, iterations=iterations, **more)


def judged(problem, solution):
    plan = plan_from(problem, solution, plan_id="p", created_at=NOW)
    return plan, check(problem, plan)


def planned(solution):
    return {visit_id: route.duty_id for route in solution.routes for visit_id in route.visit_ids}


@pytest.mark.parametrize("seed", range(15))
def test_a_plan_breaks_no_rule_and_its_objective_is_the_judges_price(seed):
    shape = [(12, 3, 3), (25, 6, 5), (40, 7, 10)][seed % 3]
    problem = make_town(seed=seed, visits=shape[0], technicians=shape[1], remote=shape[2], lunch=seed % 4 != 0)
    solution = solved(problem)
    _, verdict = judged(problem, solution)
    assert verdict.violations == ()
    assert solution.solver.objective_units == verdict.price.total_units


@pytest.mark.parametrize("engine", ["kernel", "routing"])
@pytest.mark.parametrize("seed", range(6))
def test_loads_driving_set_up_and_waiting_are_what_the_judge_says(seed, engine):
    problem = burdened(make_town(seed=seed, visits=24, technicians=5, remote=5, lunch=seed % 2 > 0), seed=seed)
    solution = solved(problem, engine=engine)
    _, verdict = judged(problem, solution)
    assert verdict.violations == ()
    assert solution.solver.objective_units == verdict.price.total_units


@pytest.mark.parametrize("engine", ["kernel", "routing"])
@pytest.mark.parametrize("golden", [tiny_golden(), small_golden(), laden_golden(), shared_golden()])
def test_the_best_plan_of_a_golden_town_is_found(golden, engine):
    solution = solved(golden.problem, engine=engine)
    plan, verdict = judged(golden.problem, solution)
    assert plan.price.total_ore == sum(golden.price.values())
    assert planned(solution).keys() == {v.visit_id for v in golden.problem.visits} - set(golden.left_out)
    assert verdict.violations == ()


def test_no_visit_is_left_out_that_fits_for_less_than_leaving_it_out():
    from planner.solve.ground import Ground
    from planner.solve.routing.fleet import Fleet
    from planner.solve.routing.screen import Screen

    problem = make_town(seed=8, visits=40, technicians=5, remote=6)
    solution, ground = solved(problem, iterations=20), Ground.of(problem)
    fleet, item = Fleet(ground), {v.visit_id: i for i, v in enumerate(problem.visits)}
    for d, route in enumerate(solution.routes):
        fleet.put(d, fleet.build(d, tuple(item[v] for v in route.visit_ids)))
    assert fleet.left
    assert [i for i in fleet.left if Screen(fleet).best(i, cutoff=ground.drop[i])] == []


def test_the_same_problem_seed_and_rounds_give_the_same_plan():
    problem = make_town(seed=2, visits=30, technicians=5, remote=5)
    assert solved(problem, seed=7).routes == solved(problem, seed=7).routes


def test_another_seed_may_give_another_plan():
    problem = make_town(seed=2, visits=60, technicians=8)
    assert len({solved(problem, seed=seed, iterations=3).routes for seed in range(4)}) > 1


def test_more_rounds_do_not_make_a_plan_dearer_than_the_first():
    problem, first = make_town(seed=2, visits=40, technicians=6), []
    solution = solved(problem, iterations=100, on_progress=lambda _, units: first.append(units))
    assert solution.solver.objective_units < first[0]


def test_who_has_no_licence_makes_no_visits_but_remote_sessions():
    problem = make_town(seed=3, visits=10, technicians=4, remote=8, rich=False)
    parked = tuple(replace(duty, drives=()) for duty in problem.duties[:2])
    solution = solved(problem.replace(duties=(*parked, *problem.duties[2:])))
    theirs = {visit for visit, duty in planned(solution).items() if duty in ("D0", "D1")}
    assert theirs
    assert all(problem.visit(visit).is_remote for visit in theirs)


def test_a_licence_that_ends_during_the_shift_is_not_used():
    problem = make_town(seed=3, visits=6, technicians=1, rich=False)
    morning = replace(problem.duties[0], drives=(Span(start_s=0, end_s=12 * H),))
    assert planned(solved(problem.replace(duties=(morning,)))) == {}


def test_nobody_without_licence_visits_even_their_own_address():
    problem = make_town(seed=3, visits=1, technicians=1, rich=False)
    here = replace(problem.visits[0], place=problem.duties[0].start_place, windows=(), skills=())
    assert planned(solved(problem.replace(visits=(here,)))) != {}
    parked = replace(problem.duties[0], drives=())
    assert planned(solved(problem.replace(visits=(here,), duties=(parked,)))) == {}


def test_shifts_get_only_the_work_they_are_for():
    problem = make_town(seed=3, visits=8, technicians=2, remote=8, rich=False)
    field, phone = problem.duties
    solution = solved(problem.replace(duties=(replace(field, takes_remote=False), replace(phone, takes_visits=False))))
    assert {problem.visit(visit).is_remote for visit, duty in planned(solution).items() if duty == "D0"} == {False}
    assert {problem.visit(visit).is_remote for visit, duty in planned(solution).items() if duty == "D1"} == {True}


def test_somebody_who_drives_takes_remote_sessions_between_visits():
    problem = make_town(seed=3, visits=4, technicians=1, remote=3, rich=False)
    easy = tuple(replace(v, windows=(), skills=(), service_s=1800, drop_ore=10**7) for v in problem.visits)
    solution = solved(problem.replace(visits=easy))
    assert planned(solution).keys() == {v.visit_id for v in easy}


def test_a_dear_session_takes_the_place_of_a_cheap_visit():
    problem = make_town(seed=3, visits=1, technicians=1, remote=1, rich=False, lunch=False)
    duty = replace(problem.duties[0], start_s=8 * H, end_s=10 * H, hard_end_s=10 * H)
    small = {"windows": (), "skills": (), "late_after_s": None}
    visit = replace(problem.visits[0], service_s=1800, drop_ore=150_000, **small)
    session = replace(problem.visits[1], service_s=2 * H, drop_ore=1_000_000, **small)
    both = problem.replace(visits=(visit, session), duties=(duty,))
    assert planned(solved(both)).keys() == {"V0001"}
    cheap = replace(session, drop_ore=1)
    assert planned(solved(problem.replace(visits=(visit, cheap), duties=(duty,)))).keys() == {"V0000"}


def test_skill_certificate_and_person_decide_who_goes():
    problem = make_town(seed=3, visits=1, technicians=3, rich=False)
    plain = {"windows": (), "late_after_s": None, "skills": (), "certificates": ()}
    duties = tuple(
        replace(d, skills=s, certificates=c)
        for d, s, c in zip(
            problem.duties, [(("net", 3),), (("net", 2),), ()], [(), ("fibre",), ("lift@ica",)], strict=True
        )
    )
    cases = {
        "D0": {"skills": (("net", 3),)},
        "D1": {"certificates": ("fibre@ica",)},
        "D2": {"certificates": ("lift@ica",)},
    }
    for duty, needs in cases.items():
        town = problem.replace(duties=duties, visits=(replace(problem.visits[0], **{**plain, **needs}),))
        assert planned(solved(town, iterations=5)) == {"V0000": duty}
    for needs in ({"required": ("T1",)}, {"forbidden": ("T0", "T2")}):
        town = problem.replace(duties=duties, visits=(replace(problem.visits[0], **{**plain, **needs}),))
        assert planned(solved(town, iterations=5)) == {"V0000": "D1"}
    nobody = replace(problem.visits[0], **{**plain, "certificates": ("lift",)})
    assert planned(solved(problem.replace(duties=duties, visits=(nobody,)), iterations=5)) == {}


def test_the_second_window_is_used_when_the_first_is_missed():
    problem = make_town(seed=3, visits=1, technicians=1, rich=False, lunch=False)
    windows = (Window(earliest_s=6 * H, latest_s=7 * H), Window(earliest_s=14 * H, latest_s=15 * H, end_s=16 * H))
    visit = replace(problem.visits[0], windows=windows, skills=(), late_after_s=None, service_s=H)
    plan, _ = judged(problem, solved(problem.replace(visits=(visit,))))
    assert problem.seconds(plan.stop_of("V0000").start) == 14 * H


def test_a_window_that_work_would_outlast_is_not_used():
    problem = make_town(seed=3, visits=1, technicians=1, rich=False, lunch=False)
    windows = (Window(earliest_s=9 * H, latest_s=10 * H, end_s=10 * H),)
    visit = replace(problem.visits[0], windows=windows, skills=(), service_s=H + 1)
    assert planned(solved(problem.replace(visits=(visit,)))) == {}


@pytest.mark.parametrize("kind", [LockKind.TECHNICIAN, LockKind.TIME, LockKind.BOTH, LockKind.TIME_RANGE])
def test_locks_hold(kind):
    problem = make_town(seed=5, visits=8, technicians=3, rich=False)
    lock = VisitLock(kind=kind, technician_id="T2", earliest_s=13 * H, latest_s=13 * H + 900)
    free = tuple(replace(v, windows=(), skills=(), late_after_s=None) for v in problem.visits)
    town = problem.replace(visits=(replace(free[0], lock=lock), *free[1:]))
    solution = solved(town)
    plan, verdict = judged(town, solution)
    assert verdict.violations == ()
    stop = plan.stop_of("V0000")
    if kind in (LockKind.TECHNICIAN, LockKind.BOTH):
        assert stop.technician_id == "T2"
    if kind is not LockKind.TECHNICIAN:
        assert 13 * H <= town.seconds(stop.start) <= 13 * H + 900


def test_a_mandatory_visit_goes_before_all_others_and_has_no_price():
    problem = make_town(seed=3, visits=6, technicians=1, rich=False, lunch=False)
    short = replace(problem.duties[0], end_s=12 * H, hard_end_s=12 * H)
    free = [
        replace(v, windows=(), skills=(), late_after_s=None, service_s=2 * H, drop_ore=99_999_999)
        for v in problem.visits
    ]
    must = replace(free[4], drop_ore=None)
    town = problem.replace(visits=(*free[:4], must, free[5]), duties=(short,))
    solution = solved(town)
    assert "V0004" in planned(solution)
    impossible = problem.replace(visits=(replace(must, required=("nobody",)),), duties=(short,))
    assert solved(impossible).solver.objective_units == 0


def test_breaks_and_absences_are_kept_free():
    problem = make_town(seed=3, visits=14, technicians=2, rich=False)
    away = Break(earliest_s=14 * H, latest_s=14 * H, duration_s=H, is_absence=True)
    duties = tuple(replace(d, breaks=(*d.breaks, away)) for d in problem.duties)
    town = problem.replace(duties=duties)
    plan, verdict = judged(town, solved(town))
    assert verdict.violations == ()
    kinds = [stop.kind.value for stop in plan.stops]
    assert kinds.count("absence") == kinds.count("break") == 2


def test_a_plan_to_begin_with_is_kept_as_far_as_it_fits():
    problem = make_town(seed=6, visits=20, technicians=4, remote=3)
    good = solved(problem, iterations=400)
    again = solved(problem, iterations=1, start=good)
    assert again.solver.objective_units <= good.solver.objective_units
    strange = Solution(routes=(Route(duty_id="D1", visit_ids=("nobody", "V0001", "V0001")), Route(duty_id="gone")))
    assert judged(problem, solved(problem, iterations=1, start=strange))[1].violations == ()


def test_a_search_without_gain_ends_before_its_time_and_says_so():
    problem = make_town(seed=5, visits=12, technicians=3, remote=1)
    began = time.monotonic()
    found = solve(problem, time_limit_s=60, patience_s=0.3)
    assert time.monotonic() - began < 30
    assert found.solver.stopped_by == "no improvement"
    assert judged(problem, found)[1].price.total_units == found.solver.objective_units
    assert found.solver.objective_units <= solved(problem, iterations=2_000).solver.objective_units
    assert dict(found.solver.parts)["seed"] == 1


def test_patience_longer_than_the_time_changes_nothing():
    problem = make_town(seed=5, visits=60, technicians=8, remote=1)
    assert solve(problem, time_limit_s=0.5, patience_s=60).solver.stopped_by == "time"


@pytest.mark.parametrize(
    ("visits", "technicians", "remote"), [(0, 0, 0), (0, 2, 0), (3, 0, 0), (1, 1, 0), (0, 2, 2), (0, 0, 2)]
)
def test_days_with_next_to_nothing_to_do_are_planned(visits, technicians, remote):
    problem = make_town(seed=1, visits=visits, technicians=technicians, remote=remote, rich=False)
    solution = solve(problem, time_limit_s=5)
    assert len(solution.routes) == technicians
    assert solution.solver.stopped_by == "converged"
    assert judged(problem, solution)[1].price.total_units == solution.solver.objective_units


def test_a_place_without_a_way_is_left_out():
    problem = make_town(seed=1, visits=2, technicians=1, rich=False)
    drive, metres = problem.matrix.drive_s.copy(), problem.matrix.distance_m.copy()
    drive[0, 1:] = drive[1:, 0] = metres[0, 1:] = metres[1:, 0] = -1
    free = tuple(replace(v, windows=(), skills=()) for v in problem.visits)
    town = problem.replace(matrix=type(problem.matrix)(drive, metres), visits=free)
    assert planned(solved(town)).keys() == {"V0001"}


def test_a_session_of_somebody_who_cannot_drive_home_is_not_planned():
    problem = make_town(seed=1, visits=1, technicians=1, remote=1, rich=False)
    stranded = replace(problem.duties[0], drives=(), end_place=0)
    easy = tuple(replace(v, windows=(), skills=()) for v in problem.visits)
    assert planned(solved(problem.replace(duties=(stranded,), visits=easy))) == {}
    phone = Visit(visit_id="P", request_id="P", channel=Channel.PHONE, service_s=600)
    nowhere = replace(stranded, start_place=None, end_place=None)
    assert planned(solved(problem.replace(duties=(nowhere,), visits=(phone,)))) == {"P": "D0"}
