"""Triage: answers propose, refusals hold, the hand decides."""

from __future__ import annotations

import pytest

from planner.desk import Desk, triage
from planner.desk import team as desk_team
from planner.model.places import Place
from planner.model.request import Request, SkillNeed
from planner.model.words import Channel, Priority
from planner.ui.triage_work import Choices, able_to, worked_on
from tests.ui.sample import MARIA


@pytest.fixture
def request_(firm: Desk) -> Request:
    found = triage.get_request(firm, MARIA, "V003")
    assert found is not None
    return found


def test_without_choices_nothing_changes(firm: Desk, request_: Request) -> None:
    assert worked_on(firm, MARIA, request_, Choices()).request == request_


def test_a_job_type_brings_its_standards(firm: Desk, request_: Request) -> None:
    made = worked_on(firm, MARIA, request_, Choices(job_type_id="server_maintenance")).request
    standard = firm.catalogue.job_types["server_maintenance"]
    assert (made.service_min, made.required_skills) == (standard.service_min, standard.required_skills)


def test_an_answer_proposes_and_a_refusal_leaves_it_out(firm: Desk, request_: Request) -> None:
    choices = Choices(job_type_id="server_maintenance", answers={"server_maintenance.q3": "yes"})
    asked = worked_on(firm, MARIA, request_, choices)
    assert "linux_server" in {need.skill for need in asked.request.required_skills}
    refused = frozenset(step.step_id for step in asked.steps if step.effect == "add_skill")
    without = worked_on(firm, MARIA, request_, Choices(job_type_id="server_maintenance",
                                                       answers=choices.answers, refused=refused))  # fmt: skip
    assert "linux_server" not in {need.skill for need in without.request.required_skills}


def test_the_hand_wins_over_the_answers(firm: Desk, request_: Request) -> None:
    answers = {"server_maintenance.q1": "yes"}
    by_answer = worked_on(firm, MARIA, request_, Choices(job_type_id="server_maintenance", answers=answers))
    assert by_answer.request.channel is Channel.REMOTE
    by_hand = worked_on(
        firm, MARIA, request_, Choices(job_type_id="server_maintenance", answers=answers, channel=Channel.ON_SITE)
    )
    assert by_hand.request.channel is Channel.ON_SITE


def test_impact_and_urgency_give_the_priority_of_the_matrix(firm: Desk, request_: Request) -> None:
    made = worked_on(firm, MARIA, request_, Choices(impact=5, urgency=5)).request
    assert made.priority is Priority.P1


def test_a_priority_against_the_matrix_needs_a_reason(firm: Desk, request_: Request) -> None:
    assert worked_on(firm, MARIA, request_, Choices(priority=Priority.P1)).request.priority is request_.priority
    made = worked_on(firm, MARIA, request_, Choices(priority=Priority.P1, reason="Butiken öppnar 10")).request
    assert (made.priority, made.priority_override) == (Priority.P1, "Butiken öppnar 10")
    assert triage.save_request(firm, MARIA, made).priority is Priority.P1


def test_a_pin_and_corrected_fields_go_with_it(firm: Desk, request_: Request) -> None:
    pin = Place(lat=59.3, lon=18.0, source="person")
    made = worked_on(firm, MARIA, request_, Choices(place=pin, fields={"title": "Två nya platser"})).request
    assert (made.place, made.title) == (pin, "Två nya platser")


def test_who_can_take_it_counts_skill_licence_and_duty(firm: Desk, request_: Request) -> None:
    team, day = desk_team.get_team(firm, MARIA), firm.today()
    visit = request_.replace(required_skills=(SkillNeed(skill="windows_client", level=3),))
    assert able_to(team, visit, day=day) == 2
    assert able_to(team, visit.replace(channel=Channel.REMOTE), day=day) == 3
    assert able_to(team, visit.replace(required_skills=(SkillNeed(skill="lan_switching", level=2),)), day=day) == 1
