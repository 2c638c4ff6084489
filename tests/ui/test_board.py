"""The board: what a day holds, what can be done with it, and by whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, store
from planner.desk import Desk
from planner.desk import plan as plan_desk
from planner.desk import team as team_desk
from planner.desk import triage as triage_desk
from planner.desk.snapshot import built_for
from planner.model.job import Job, JobState, Lease, Progress
from planner.model.message import message
from planner.model.reasons import Violation
from planner.model.request import Promise, Request
from planner.model.words import PlanStatus, PromiseKind, RequestStatus, StopKind
from planner.ui.board import BoardDay
from planner.ui.unplanned import unplanned_rows, unsorted_count
from planner.views.summary import broken_promises
from tests.ui.conftest import opened
from tests.ui.days import planned
from tests.ui.drawn import html
from tests.ui.sample import MARIA, team


def texts(at: AppTest) -> list[str]:
    return [one.value for one in at.text]


def button(at: AppTest, key: str):
    return next((one for one in at.button if one.key == key), None)


def test_a_day_counts_what_is_promised_for_it_or_planned_on_it_and_no_other_days_promise(firm: Desk) -> None:
    plan = planned(firm)
    noon = datetime.combine(plan.day, time(12), ZoneInfo(plan.time_zone))
    here, there = (next(one for one in plan.stops if one.visit_id), plan.stops[-1])
    assert there.visit_id is None
    told = {"elsewhere": 1, here.visit_id: 1, "late": 0, "over": -1}
    requests = tuple(
        Request(
            request_id=one,
            title=one,
            promise=Promise(
                kind=PromiseKind.TOLD, earliest=noon + timedelta(days=by), latest=noon + timedelta(days=by, hours=2)
            ),
        )
        for one, by in told.items()
    )
    shown = BoardDay(day=plan.day, team=team_desk.get_team(firm, MARIA), requests=requests, plan=plan)
    assert set(shown.promises) == {here.visit_id, "late"}
    assert set(broken_promises(plan, shown.promises)) == {here.visit_id, "late"}
    tomorrow = replace(shown, day=plan.day + timedelta(days=1), plan=None)
    assert set(tomorrow.promises) == {"elsewhere", here.visit_id}


def running(desk: Desk, *steps: Progress) -> Lease:
    """Note a run of today that somebody else has started, and return its lease."""
    job = Job(job_id="j1", day=desk.today(), state=JobState.QUEUED, actor="Bo P.", created_at=desk.clock())
    with desk.store.writing() as db:
        store.jobs.add(db, job, content="{}")
        at = desk.clock()
        lease = store.jobs.claim(db, owner="elsewhere", at=at, until=at + timedelta(minutes=5))
        assert lease is not None
        store.jobs.report(db, lease, steps, searched_s=0.5)
    return lease


def test_without_a_team_the_board_says_what_to_do_first(nothing: Desk) -> None:
    at = opened("board")
    assert not at.exception
    assert texts(at) == ["Ingen tekniker i teamet. Lägg till den första."]
    assert [one.label for one in at.button if one.label] == ["Planera", "Gå till Team"]
    assert button(at, "plan").disabled


def test_without_requests_the_board_leads_to_the_requests(nothing: Desk) -> None:
    team_desk.save_technician(nothing, MARIA, team(nothing.today())[0])
    at = opened("board", language="en")
    assert texts(at)[0].startswith("No requests on ")
    assert "Go to Requests" in [one.label for one in at.button]


def test_requests_without_a_plan_can_be_planned(firm: Desk) -> None:
    at = opened("board")
    assert texts(at)[0].endswith(": 6.")
    assert (button(at, "plan").label, button(at, "plan").disabled) == ("Planera", False)
    assert button(at, "publish") is None


def test_a_draft_is_published_with_one_press(firm: Desk) -> None:
    planned(firm)
    at = opened("board")
    assert "Utkast v1" in html(at)
    assert button(at, "publish").label == "Publicera v1"
    button(at, "publish").click().run()
    assert not at.exception
    assert "Publicerad v1" in html(at)
    assert button(at, "publish") is None
    published = plan_desk.published_plan(firm, MARIA, firm.today())
    assert published is not None
    assert published.status is PlanStatus.PUBLISHED


def test_a_plan_that_breaks_a_rule_is_shown_and_not_published(firm: Desk) -> None:
    broken = Violation(rule="time", message=message("plan.quality_estimated"))
    planned(firm, violations=(broken,))
    at = opened("board")
    assert "uppskattad" in texts(at)
    button(at, "publish").click().run()
    assert not at.exception
    assert len(at.error) == 1
    assert plan_desk.published_plan(firm, MARIA, firm.today()) is None


def late_yesterday(firm: Desk) -> None:
    """Yesterday Anna came home at eleven in the evening: nine hours before she begins today."""
    yesterday = firm.today() - timedelta(days=1)
    built = built_for(firm, yesterday)
    plan = planning.baseline(built.problem, plan_id="y", created_at=firm.clock())
    over = datetime.combine(yesterday, time(23), ZoneInfo(firm.time_zone))
    stops = tuple(
        replace(one, start=over, end=over) if one.kind is StopKind.END and one.technician_id == "T01" else one
        for one in plan.stops
    )
    with firm.store.writing() as db:
        store.plans.publish(db, store.plans.add(db, plan.replace(stops=stops)), at=firm.clock())


def test_a_plan_against_the_law_asks_why_before_it_is_published(firm: Desk) -> None:
    planned(firm)
    late_yesterday(firm)
    at = opened("board")
    button(at, "publish").click().run()
    assert not at.exception
    assert "arbetstid" in at.warning[0].value
    assert plan_desk.published_plan(firm, MARIA, firm.today()) is None
    assert button(at, "publish-lawless").disabled
    at.text_area(key="publish-reason").set_value("Vattenskada").run()
    button(at, "publish-lawless").click().run()
    assert not at.exception
    assert plan_desk.published_plan(firm, MARIA, firm.today()) is not None


def test_a_new_draft_names_what_it_builds_on_and_what_changed(firm: Desk) -> None:
    plan_desk.publish(firm, MARIA, planned(firm).plan_id)
    planned(firm, plan_id="p2")
    shown = html(opened("board"))
    assert "Utkast v2" in shown
    assert "bygger på v1, publicerad" in shown
    assert "mot v1" in shown


def test_a_manager_reads_and_cannot_change(firm: Desk) -> None:
    planned(firm)
    at = opened("board", who="manager")
    assert not at.exception
    assert "Du kan läsa planen, inte ändra den." in html(at)
    assert [button(at, key) for key in ("plan", "publish", "cancel")] == [None, None, None]


def test_everybody_sees_the_run_that_is_under_way_and_the_dispatcher_can_stop_it(firm: Desk) -> None:
    running(
        firm,
        Progress(elapsed_s=0.4, price_ore=4_012_300, planned=5),
        Progress(elapsed_s=0.5, price_ore=3_739_000, planned=5),
    )
    reader, at = opened("board", who="manager"), opened("board")
    for one in (reader, at):
        assert "Planerar. Bästa pris hittills 37\u00a0390\u00a0kr." in html(one)
        assert "5 av 6 planerade" in html(one)
        assert "startad av Bo P." in html(one)
    assert button(reader, "cancel") is None
    assert button(at, "plan").disabled
    button(at, "cancel").click().run()
    job = plan_desk.get_job(firm, MARIA, "j1")
    assert job is not None
    assert job.cancel_requested


def test_a_run_that_failed_says_so_once_and_keeps_the_plan(firm: Desk) -> None:
    planned(firm)
    lease = running(firm)
    at = opened("board")
    with firm.store.writing() as db:
        store.jobs.finish(db, lease, JobState.FAILED, at=firm.clock())
    at.run()
    assert [one.value for one in at.error] == ["Planeringen gick inte. Planen före är kvar. Försök igen."]
    assert "Utkast v1" in html(at)
    assert not at.run().error


def test_a_run_that_is_done_is_announced_with_its_price(firm: Desk) -> None:
    lease = running(firm, Progress(elapsed_s=0.4, price_ore=3_739_000, planned=5))
    at = opened("board")
    plan = planned(firm)
    with firm.store.writing() as db:
        store.jobs.finish(db, lease, JobState.DONE, at=firm.clock(), plan_id=plan.plan_id)
    at.run()
    assert [one.value for one in at.toast] == ["Planen är klar: 37\u00a0390\u00a0kr."]
    assert "Utkast v1" in html(at)


def test_the_price_says_how_far_it_is_from_the_best_as_long_as_that_is_proven_of_its_problem(firm: Desk) -> None:
    plan = planned(firm)
    assert "Hur långt från bästa möjliga är inte känt" in html(opened("board"))
    bound = round(plan.price.total_units / 1.0301)
    solver = replace(plan.solver, bound_units=bound, bound_of=plan.problem_hash)
    with firm.store.writing() as db:
        store.plans.add(db, plan.replace(plan_id="p2", solver=solver))
    assert "Högst 3,1\u00a0% från bästa möjliga" in html(opened("board"))
    with firm.store.writing() as db:
        store.plans.add(db, plan.replace(plan_id="p3", solver=replace(solver, bound_of="another day's")))
    assert "is not known" in html(opened("board", language="en"))


def test_the_price_is_itemised_and_adds_up(firm: Desk) -> None:
    plan = planned(firm)
    shown = html(opened("board"))
    assert "Pris per post" in shown
    assert all(f">{word}<" in shown for word in ("Körtid", "Sträcka"))
    assert plan.price.total_ore == sum(term.ore for term in plan.price.terms)


def test_the_address_names_day_and_focus(firm: Desk) -> None:
    plan = planned(firm)
    visit = next(s for s in plan.visit_stops if s.technician_id == "T01")
    at = opened("board")
    at.query_params["visit"] = visit.visit_id
    at.query_params["day"] = firm.today().isoformat()
    at.run()
    assert not at.exception
    assert visit.title in html(at)
    assert "Körning hit" in html(at)


@pytest.mark.parametrize(("name", "value"), [("day", "in due course"), ("tech", "nobody"), ("visit", "<script>")])
def test_an_address_that_names_nothing_known_shows_the_day(firm: Desk, name: str, value: str) -> None:
    planned(firm)
    at = opened("board")
    at.query_params[name] = value
    at.run()
    assert not at.exception
    assert "Utkast v1" in html(at)


def test_the_day_before_has_its_own_plan(firm: Desk) -> None:
    planned(firm)
    at = opened("board")
    button(at, "day-back").click().run()
    assert not at.exception
    assert at.query_params["day"] == (firm.today() - timedelta(days=1)).isoformat()
    assert "Ingen plan än" in html(at)


def test_hostile_words_reach_the_page_as_text_only(firm: Desk) -> None:
    plan = planned(firm)
    hostile = next(one for one in (*plan.visit_stops, *plan.unassigned) if "<script>" in one.title)
    at = opened("board")
    at.query_params["visit"] = hostile.visit_id
    at.run()
    shown = html(at)
    assert not at.exception
    assert "<script>" not in shown
    assert "<img src=x" not in shown


@pytest.mark.parametrize(("language", "words"), [("sv", "Körsträcka"), ("en", "Distance")])
def test_the_board_speaks_the_readers_language(firm: Desk, language: str, words: str) -> None:
    planned(firm)
    at = opened("board", language=language)
    assert not at.exception
    assert words in html(at)


def unsorted(desk: Desk, *request_ids: str) -> None:
    """Take back that somebody has sorted these, and plan the day without a search."""
    planned(desk, plan_id="p0")
    for one in triage_desk.list_requests(desk, MARIA):
        if one.request_id in request_ids:
            triage_desk.save_request(desk, MARIA, one.replace(status=RequestStatus.NEW))
    built = built_for(desk, desk.today())
    plan = planning.baseline(built.problem, plan_id="p1", created_at=desk.clock())
    with desk.store.writing() as db:
        store.plans.add(db, plan.replace(unassigned=(*plan.unassigned, *built.left_out)))


def test_what_nobody_has_sorted_shares_one_card_that_leads_to_sorting(firm: Desk) -> None:
    ids = [one.request_id for one in triage_desk.list_requests(firm, MARIA)][:3]
    unsorted(firm, *ids)
    plan = plan_desk.current_plan(firm, MARIA, firm.today())
    assert plan is not None
    assert unsorted_count(plan) == 3
    assert not {row["id"] for row in unplanned_rows(plan, {})} & set(ids)
    at = opened("board")
    assert "Väntar på sortering: 3. De planeras inte förrän frågorna är besvarade." in texts(at)
    assert button(at, "sort-requests").label == "Sortera 3 ärenden"
    button(at, "sort-requests").click().run()
    assert not at.exception
    assert at.session_state["rq-tab"] == "sort"
    assert button(at, "rq-plan") is not None, "the requests are on the screen"


def test_a_manager_sees_what_is_unsorted_but_cannot_sort_it(firm: Desk) -> None:
    unsorted(firm, next(one.request_id for one in triage_desk.list_requests(firm, MARIA)))
    at = opened("board", who="manager")
    assert [words for words in texts(at) if words.startswith("Väntar på sortering: 1.")]
    assert button(at, "sort-requests") is None


def test_a_day_whose_requests_are_all_sorted_has_no_such_card(firm: Desk) -> None:
    planned(firm)
    assert button(opened("board"), "sort-requests") is None
