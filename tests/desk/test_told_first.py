"""Whom a plan makes us phone also where nothing of its day was published before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner import store
from planner.desk import consequences, curing, phoning, triage
from planner.desk import plan as plan_desk
from planner.explain import Told
from planner.model.message import message
from planner.model.reasons import Reason, Unassigned
from planner.model.request import Promise
from planner.model.words import PlanStatus, PromiseKind
from tests.desk.firm import DANA, DAY, at, drafted, fill, published, request
from tests.desk.test_curing import cure_of, day_of

NEXT = DAY + timedelta(days=1)


def said(desk, plan):
    return [(one.request_id, one.told, one.new) for one in consequences.calls_of(desk, DANA, plan.plan_id)]


def promise(desk, request_id, first, last):
    one = triage.get_request(desk, DANA, request_id)
    kept = Promise(kind=PromiseKind.TOLD, earliest=first, latest=last)
    triage.save_request(desk, DANA, one.replace(promise=kept))


def without(desk, plan, request_id, plan_id="left"):
    """The same draft, one request left out."""
    (left,) = [one for one in plan.stops if one.request_id == request_id]
    out = Unassigned(
        visit_id=request_id, request_id=request_id, reasons=(Reason(code="x", message=message("desk.not_triaged")),)
    )
    stops = tuple(one for one in plan.stops if one is not left)
    with desk.store.writing() as db:
        return store.plans.add(db, plan.replace(plan_id=plan_id, stops=stops, unassigned=(out,)))


def test_a_promise_of_the_day_that_the_first_plan_leaves_out_is_called_about(desk):
    fill(desk, request("R1"), request("R2"), people=("T01",))
    draft = without(desk, drafted(desk), "R1")
    assert said(desk, draft) == []
    promise(desk, "R1", at(9), at(10))
    assert said(desk, draft) == [("R1", Told.TOLD, None)]
    promise(desk, "R1", at(9, day=NEXT), at(10, day=NEXT))  # another day keeps that one
    assert said(desk, draft) == []


def test_who_waits_on_another_published_day_is_told_of_this_one(desk):
    fill(desk, request("R1"), people=("T01",))
    there = published(desk, "next", NEXT)
    was = there.stop_of("R1")
    assert was is not None
    with desk.store.writing() as db:
        moved = there.replace(plan_id="here", day=DAY, stops=tuple(_a_day_earlier(there)))
        draft = store.plans.add(db, moved)
    (call,) = consequences.calls_of(desk, DANA, draft.plan_id)
    assert (call.request_id, call.told, call.old) == ("R1", Told.PUBLISHED, was.start)
    assert call.new == was.start - timedelta(days=1)


def _a_day_earlier(plan):
    day = timedelta(days=1)
    return (replace(one, start=one.start - day, end=one.end - day) for one in plan.stops)


@pytest.mark.parametrize("code", ["widen_window", "move_window"])
def test_a_cure_that_needs_their_consent_owes_a_call_until_it_is_made(desk, code):
    plan = day_of(desk, code)
    draft = curing.apply_cure(desk, DANA, "p1", "R1", cure_of(plan, code))
    start = draft.stop_of("R1").start
    assert said(desk, draft) == [("R1", Told.ASKED, start)]
    done = plan_desk.publish(desk, DANA, draft.plan_id)
    assert said(desk, done) == [("R1", Told.ASKED, start)]
    told = phoning.mark_phoned(desk, DANA, done.plan_id, "R1")
    assert phoning.knows_of(told, consequences.calls_of(desk, DANA, done.plan_id)[0])


def test_a_cure_that_needs_nobodys_consent_owes_no_call(desk):
    plan = day_of(desk, "unlock")
    assert said(desk, curing.apply_cure(desk, DANA, "p1", "R1", cure_of(plan, "unlock"))) == []


def test_what_was_agreed_before_a_publication_is_owed_no_second_call_by_the_next_version(desk):
    plan = day_of(desk, "move_window")
    draft = curing.apply_cure(desk, DANA, "p1", "R1", cure_of(plan, "move_window"))
    now = desk.clock()
    later = replace(desk, clock=lambda: now + timedelta(minutes=5))
    done = plan_desk.publish(later, DANA, draft.plan_id)
    with desk.store.writing() as db:
        following = store.plans.add(db, done.replace(plan_id="next", status=PlanStatus.DRAFT, parent=done.plan_id))
    assert said(desk, following) == []
    again = plan_desk.publish(later, DANA, "next", instead_of=done.plan_id)
    assert said(desk, again) == []
