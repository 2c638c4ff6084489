"""What is shown of a day: people by territory and skill, work by priority and state; the rest is named, not lost."""

from dataclasses import replace

import pytest

from planner.model.team import SkillHeld, Team, Technician
from planner.model.words import StopKind
from planner.views.actual import Actual
from planner.views.filtering import Shown, apart, people_shown, state_of, thinned


@pytest.fixture
def team(plan):
    ids = sorted({one.technician_id for one in plan.technicians})
    return Team(
        technicians=tuple(
            Technician(
                technician_id=one, name=one, number=n, territories=("Norr",) if n % 2 else ("Söder",),
                skills=(SkillHeld(skill="wifi", level=2),) if n < 3 else (),
            )
            for n, one in enumerate(ids, start=1)
        )
    )  # fmt: skip


def work(plan):
    return {one.visit_id for one in plan.stops if one.kind in (StopKind.VISIT, StopKind.REMOTE)}


def test_nothing_chosen_is_everything(plan, team):
    assert people_shown(team, plan, Shown()) == {one.technician_id for one in plan.technicians}
    assert apart(plan, Shown(), {}) == frozenset()
    assert thinned(plan, Shown(), frozenset(), frozenset(), {}) is plan


def test_territory_skill_and_name_hold_all_three_together(plan, team):
    ids = [one.technician_id for one in team.technicians]
    assert people_shown(team, plan, Shown(territories=("Norr",))) == set(ids[0::2])
    assert people_shown(team, plan, Shown(skills=("wifi",))) == set(ids[:2])
    assert people_shown(team, plan, Shown(territories=("Norr",), skills=("wifi",))) == {ids[0]}
    assert people_shown(team, plan, Shown(technicians=(ids[1],), territories=("Norr",))) == frozenset()


def test_work_of_another_priority_is_apart(plan):
    priorities = {one.visit_id: one.priority for one in plan.stops if one.visit_id in work(plan)}
    some = next(one for one in priorities.values() if one is not None)
    pale = apart(plan, Shown(priorities=(int(some),)), {})
    assert pale == {one for one, priority in priorities.items() if priority != some}


def test_a_visit_is_open_until_it_is_reported(plan):
    stop = plan.visit_stops[0]
    begun = Actual(state="visit.started", start=stop.start)
    over = Actual(state="visit.done", start=stop.start, end=stop.end)
    assert "open" in state_of(stop, None)
    assert [next(iter(state_of(stop, one) & {"open", "under_way", "done"})) for one in (begun, over)] == [
        "under_way",
        "done",
    ]
    assert stop.visit_id not in apart(plan, Shown(states=("done",)), {stop.visit_id: over})
    assert stop.visit_id in apart(plan, Shown(states=("done",)), {stop.visit_id: begun})


def test_late_and_locked_are_states_beside(plan):
    late, held = (replace(plan.visit_stops[0], **one) for one in ({"lateness_s": 1}, {"locked": True}))
    assert "late" in state_of(late, None)
    assert "late" not in state_of(replace(late, lateness_s=0), None)
    assert "locked" in state_of(held, None)


def test_a_map_of_what_is_asked_for_has_nobody_else(plan, team):
    one = team.technicians[0].technician_id
    found = thinned(plan, Shown(technicians=(one,)), frozenset({one}), frozenset(), {})
    assert {stop.technician_id for stop in found.stops} == {one}
    assert {who.technician_id for who in found.technicians} == {one}
    assert found.unassigned == plan.unassigned


def test_what_is_left_out_is_asked_for_by_priority_and_state(plan, team):
    people = people_shown(team, plan, Shown())
    left = plan.unassigned[0]
    other = 1 if int(left.priority) != 1 else 2
    assert left in thinned(plan, Shown(priorities=(int(left.priority),)), people, frozenset(), {}).unassigned
    assert left not in thinned(plan, Shown(priorities=(other,)), people, frozenset(), {}).unassigned
    assert left in thinned(plan, Shown(states=("unplanned",)), people, frozenset(), {}).unassigned
    assert thinned(plan, Shown(states=("late",)), people, frozenset(), {}).unassigned == ()


def test_what_may_become_late_can_be_asked_for(plan):
    one = sorted(work(plan))[0]
    stop = plan.stop_of(one)
    assert "at_risk" in state_of(stop, None, at_risk={one})
    assert "at_risk" not in state_of(stop, None)
    assert apart(plan, Shown(states=("at_risk",)), {}, at_risk={one}) == work(plan) - {one}
