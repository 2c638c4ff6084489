"""An order made by hand: timed, judged and priced as it is, every broken rule by name, saved as a draft and no more."""

import pytest

from planner.desk import handmade
from planner.desk import plan as plan_desk
from planner.desk.snapshot import built_for
from planner.model.errors import InputError, StaleError
from planner.model.language import render
from planner.model.request import Predecessor, SkillNeed, TimeWindow
from tests.desk.firm import DANA, DAY, MAJA, SOLNA, at, drafted, fill, filled, request


@pytest.fixture
def firm(desk):
    filled(desk)
    drafted(desk, "p1")
    return desk


def duty(desk, technician_id="T01"):
    return next(one.duty_id for one in built_for(desk, DAY).problem.duties if one.technician_id == technician_id)


def order(plan, duty_id):
    return tuple(one.visit_id for one in plan.of_duty(duty_id) if one.visit_id)


def test_the_order_that_is_there_costs_what_it_costs(firm):
    plan, own = plan_desk.current_plan(firm, DANA, DAY), duty(firm)
    found = handmade.judge_order(firm, DANA, "p1", {own: order(plan, own)})
    assert found.cost_ore == 0
    assert found.plan.price == plan.price
    assert [one.start for one in found.plan.of_duty(own)] == [one.start for one in plan.of_duty(own)]


def test_stops_are_timed_in_the_order_that_was_given(firm):
    own = duty(firm)
    for given in (("R1", "R2"), ("R2", "R1")):
        found = handmade.judge_order(firm, DANA, "p1", {own: given})
        assert order(found.plan, own) == given
        assert found.plan.violations == ()


def test_a_skill_that_is_missing_is_called_by_its_name(desk):
    needs = {"required_skills": (SkillNeed(skill="printing", level=5),), "required_certificates": ("esd_handling",)}
    fill(desk, request("R1", required_technicians=("T01",), **needs), request("R2"))
    drafted(desk, "p1")
    found = handmade.judge_order(desk, DANA, "p1", {duty(desk): ("R1",)})
    said = " ".join(render(one.message, "sv") for one in found.plan.violations)
    assert desk.catalogue.skill_name("printing").sv in said
    assert desk.catalogue.certificates["esd_handling"].name.sv in said
    assert "esd_handling" not in said


def test_what_is_not_named_any_more_is_left_out_with_a_reason_and_its_price(firm):
    found = handmade.judge_order(firm, DANA, "p1", {duty(firm): ("R1",)})
    (left,) = found.plan.unassigned
    assert (left.visit_id, bool(left.reasons)) == ("R2", True)
    assert {one.term for one in found.plan.price.terms} > {one.term for one in found.before.price.terms}


def test_a_visit_moves_from_whoever_had_it(firm):
    first, second = duty(firm, "T01"), duty(firm, "T02")
    found = handmade.judge_order(firm, DANA, "p1", {second: ("R3", "R1")})
    assert order(found.plan, second) == ("R3", "R1")
    assert order(found.plan, first) == ("R2",)


def test_every_broken_rule_is_named_and_nothing_is_mended_silently(firm):
    found = handmade.judge_order(firm, DANA, "p1", {duty(firm, "T02"): ("R3", "R1")})
    assert {(one.rule, one.visit_id) for one in found.plan.violations} == {("person", "R1")}


def test_a_window_that_is_missed_is_said(desk):
    early = (TimeWindow(earliest_start=at(8), latest_start=at(9)),)
    fill(desk, request("R1", time_windows=early), request("R2", place=SOLNA, service_min=120), people=("T01",))
    drafted(desk, "p1")
    found = handmade.judge_order(desk, DANA, "p1", {duty(desk): ("R2", "R1")})
    assert {one.rule for one in found.plan.violations} == {"window"}


def test_a_saved_order_is_the_next_draft_and_is_not_published_while_it_breaks_a_rule(firm):
    draft = handmade.save_order(firm, DANA, "p1", {duty(firm, "T02"): ("R3", "R1")})
    assert (draft.version, draft.parent, draft.created_by) == (2, "p1", "Dana")
    assert plan_desk.current_plan(firm, MAJA, DAY).plan_id == draft.plan_id
    with pytest.raises(InputError) as refused:
        plan_desk.publish(firm, DANA, draft.plan_id)
    assert refused.value.message.key == "desk.plan_broken"


def test_an_order_that_keeps_all_rules_can_be_published(firm):
    draft = handmade.save_order(firm, DANA, "p1", {duty(firm): ("R2", "R1")})
    assert plan_desk.publish(firm, DANA, draft.plan_id).plan_id == draft.plan_id


def test_asking_saves_nothing(firm):
    handmade.judge_order(firm, DANA, "p1", {duty(firm): ()})
    assert plan_desk.current_plan(firm, MAJA, DAY).plan_id == "p1"


def test_a_follower_begins_when_its_predecessor_is_done(desk):
    after = (Predecessor(request_id="R1"),)
    fill(desk, request("R1"), request("R2", place=SOLNA, predecessors=after), people=("T01",))
    drafted(desk, "p1")
    whole = handmade.judge_order(desk, DANA, "p1", {duty(desk): ("R1", "R2")})
    assert whole.plan.violations == ()
    turned = handmade.judge_order(desk, DANA, "p1", {duty(desk): ("R2", "R1")})
    assert turned.plan.violations


def test_an_order_of_an_older_version_is_refused(firm):
    drafted(firm, "p2")
    with pytest.raises(StaleError):
        handmade.save_order(firm, DANA, "p1", {duty(firm): ("R1",)})


@pytest.mark.parametrize(
    ("orders", "key"),
    [
        ({"T99": ("R1",)}, "handmade.no_duty"),
        ({"T01": ("R9",)}, "handmade.unknown"),
        ({"T01": ("R1", "R1")}, "handmade.twice"),
        ({"T01": ("R1",), "T02": ("R1",)}, "handmade.twice"),
    ],
)
def test_what_cannot_be_read_as_an_order_is_refused_in_a_sentence(firm, orders, key):
    named = {duty(firm, who) if who != "T99" else who: ids for who, ids in orders.items()}
    with pytest.raises(InputError) as refused:
        handmade.judge_order(firm, DANA, "p1", named)
    assert refused.value.message.key == key


@pytest.mark.parametrize("written", ["R1 R2", "r1,R2", " R1;\nR2 ", "R1,, R2"])
def test_ids_are_read_as_people_type_them(written):
    assert handmade.read_ids(written, ("R1", "R2", "R3")) == ("R1", "R2")


@pytest.mark.parametrize(("written", "key"), [("R1 R9", "handmade.unknown"), ("R1 r1", "handmade.twice")])
def test_what_is_no_id_of_the_day_is_said(written, key):
    with pytest.raises(InputError) as refused:
        handmade.read_ids(written, ("R1", "R2"))
    assert refused.value.message.key == key
