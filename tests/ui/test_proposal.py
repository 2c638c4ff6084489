"""The proposal on the board: what changed meanwhile, what it would change, by whom it is taken or not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from planner import store
from planner.desk import Desk
from planner.desk import plan as plan_desk
from planner.desk.queue import runs_of
from planner.model.costs import ore_units
from planner.model.job import JobState
from planner.model.message import Message, message
from planner.model.plan import Plan, Stop
from planner.model.price import Price, PriceItem
from planner.model.reasons import Unassigned
from planner.model.words import Priority, StopKind
from tests.ui.conftest import opened
from tests.ui.days import planned
from tests.ui.drawn import html
from tests.ui.sample import HOSTILE, MARIA

CHANGED = message("proposal.requests_changed", count=2, names=("Kafferosteriet", HOSTILE[1]))
NEW = message("proposal.requests_new", count=1, names=("Byrå Almen",))


def proposed(desk: Desk, *notes: Message, parent: str | None = "p1") -> Plan:
    """A plan of today, and a proposal beside it in which one visit is gone."""
    plan = planned(desk)
    gone = plan.visit_stops[0].visit_id
    stops = tuple(stop for stop in plan.stops if stop.visit_id != gone)
    with desk.store.writing() as db:
        return store.plans.propose(db, plan.replace(plan_id="offer", parent=parent, stops=stops, notes=notes))


def button(at: AppTest, name: str):
    return next((one for one in at.button if one.key == f"proposal-{name}-offer"), None)


def test_without_a_proposal_the_board_shows_none(firm: Desk) -> None:
    planned(firm)
    at = opened("board")
    assert 'class="fp-proposal"' not in html(at)
    assert not any(one.key and one.key.startswith("proposal") for one in at.button)


@pytest.mark.parametrize(
    ("language", "words"),
    [("sv", "bygger på ett äldre läge: 2 ärenden ändrade, 1 nytt"), ("en", "earlier state: 2 requests changed, 1 new")],
)
def test_the_bar_counts_what_changed_and_what_it_would_change(firm: Desk, language: str, words: str) -> None:
    offer = proposed(firm, CHANGED, NEW)
    at = opened("board", language=language)
    assert not at.exception
    assert words in html(at)
    assert ("1 besök utan plats ·" if language == "sv" else "1 visit without a place ·") in html(at)
    price = f"{offer.price.total_ore // 100:,}".replace(",", "\u00a0" if language == "sv" else ",")
    assert html(at).count(f"{price}\u00a0kr" if language == "sv" else f"{price}") >= 2
    assert "<img src=x" not in html(at)


@pytest.mark.parametrize(
    ("left_kr", "drive_kr", "said"),
    [
        (10_000, 400, "10 700 kr: det oplanerade kostar 10 000 kr mer, resten av dagen 900 kr mindre"),
        (0, 1_800, "2 100 kr: det oplanerade kostar lika mycket, resten av dagen 500 kr mer"),
    ],
)
def test_what_is_left_out_and_the_rest_are_priced_each_for_itself(
    firm: Desk, left_kr: int, drive_kr: int, said: str
) -> None:
    offer = proposed(firm)
    known = (PriceItem(term="overtime", units=ore_units(30_000), quantity=1),)
    with firm.store.writing() as db:
        was = store.plans.add(
            db,
            offer.replace(
                plan_id="p2", stops=planned_stops(firm), notes=(), price=Price(items=(*known, _kr("drive_time", 1_300)))
            ),
        )
        store.plans.propose(db, offer.replace(
            plan_id="offer2", parent=was.plan_id,
            price=Price(items=(*known, _kr("drive_time", drive_kr), _kr("dropped", left_kr)))))  # fmt: skip
    assert said in html(opened("board")).replace("\u00a0", " ")


def planned_stops(desk: Desk) -> tuple[Stop, ...]:
    plan = plan_desk.current_plan(desk, MARIA, desk.today())
    assert plan is not None
    return plan.stops


def _kr(term: str, kr: int) -> PriceItem:
    return PriceItem(term=term, units=ore_units(kr * 100), quantity=1)


def test_a_proposal_is_taken_with_one_press(firm: Desk) -> None:
    proposed(firm, CHANGED)
    at = opened("board")
    assert at.button(key="publish").proto.type == "secondary"  # one primary button a page
    assert button(at, "take").proto.type == "primary"
    button(at, "take").click().run()
    assert not at.exception
    assert "Utkast v2" in html(at)
    assert button(at, "take") is None
    assert [one.value for one in at.toast] == ["Förslaget är dagens utkast."]


def test_a_proposal_is_discarded_with_one_press(firm: Desk) -> None:
    proposed(firm, CHANGED)
    at = opened("board")
    button(at, "discard").click().run()
    assert not at.exception
    assert "Utkast v1" in html(at)
    assert plan_desk.proposals(firm, MARIA, firm.today()) == ()


def test_a_proposal_for_a_plan_that_moved_on_can_only_be_brought_up_to_date(
    firm: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    proposed(firm, CHANGED, parent="older")
    at = opened("board")
    assert "planen har ändrats sedan dess" in html(at)
    assert button(at, "take") is None
    button(at, "renew").click().run()
    assert not at.exception
    job = plan_desk.active_job(firm, MARIA, firm.today())
    assert job is not None
    assert (job.state, job.time_limit_s) == (JobState.QUEUED, 3.0)


def test_a_plan_that_moves_on_between_look_and_press_takes_nothing_and_says_so(firm: Desk) -> None:
    proposed(firm, CHANGED)
    at = opened("board")
    planned(firm, plan_id="p2")
    button(at, "take").click().run()
    assert not at.exception
    assert "planen har ändrats sedan dess" in html(at)
    assert button(at, "renew") is not None
    current = plan_desk.current_plan(firm, MARIA, firm.today())
    assert current is not None
    assert current.plan_id == "p2"


def test_a_manager_sees_the_proposal_and_answers_nothing(firm: Desk) -> None:
    proposed(firm, CHANGED)
    at = opened("board", who="manager")
    assert "bygger på ett äldre läge" in html(at)
    assert [button(at, name) for name in ("take", "discard", "renew")] == [None, None, None]


def test_a_run_that_ended_as_a_proposal_is_announced_as_one(firm: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    planned(firm)
    plan_desk.start_planning(firm, MARIA, firm.today())
    at = opened("board")
    (lease,) = runs_of(firm).claim(at_once=1)
    offer = _offer(firm)
    with firm.store.writing() as db:
        store.jobs.finish(db, lease, JobState.DONE, at=firm.clock(), plan_id=offer.plan_id)
    at.run()
    assert [one.value for one in at.toast] == ["Dagen ändrades under sökningen. Planen är ett förslag."]


def _offer(firm: Desk) -> Plan:
    plan = plan_desk.current_plan(firm, MARIA, firm.today())
    assert plan is not None
    assert any(stop.kind is StopKind.VISIT for stop in plan.stops)
    with firm.store.writing() as db:
        return store.plans.propose(db, plan.replace(plan_id="offer", parent=plan.plan_id, notes=(NEW,)))


def test_new_requests_that_a_proposal_leaves_out_are_said_and_those_it_knew_are_not(firm: Desk) -> None:
    plan = planned(firm)
    gone = plan.visit_stops[0]
    left = Unassigned(visit_id="N1", request_id="N1", title="Ny", priority=Priority.P3)
    known = replace(left, visit_id=gone.visit_id or "", request_id=gone.request_id or "")
    stops = tuple(stop for stop in plan.stops if stop.visit_id != gone.visit_id)
    with firm.store.writing() as db:
        offer = plan.replace(plan_id="offer", parent="p1", stops=stops, unassigned=(*plan.unassigned, left, known))
        store.plans.propose(db, offer)
    said = html(opened("board"))
    assert "1 nytt ärende räknas med som oplanerat, 1 besök utan plats ·" in said
