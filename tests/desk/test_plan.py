"""Which requests a day's problem holds, what a draft and a published plan mean for them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, get_ident

import pytest

from planner import store
from planner.desk import day as day_desk
from planner.desk import plan as plan_desk
from planner.desk import settings, triage
from planner.desk.snapshot import Frozen, built_for, freeze
from planner.model.codec import dumps, loads
from planner.model.costs import PROFILES
from planner.model.errors import InputError, StaleError
from planner.model.message import message
from planner.model.reasons import Violation
from planner.model.request import Promise, TimeWindow
from planner.model.words import LockKind, PlanStatus, PromiseKind, RequestStatus
from tests.desk.firm import ADAM, ANNA, DANA, DAY, MAJA, at, drafted, fill, filled, published, request

S = RequestStatus
TOMORROW = DAY + timedelta(days=1)


def ids(desk, day=DAY):
    return {one.request_id for one in triage.list_requests(desk, DANA, day=day)}


def visits(desk, day=DAY):
    return {visit.visit_id: visit for visit in built_for(desk, day).problem.visits}


def window(first, last, day=DAY):
    return TimeWindow(earliest_start=at(first, day=day), latest_start=at(last, day=day))


def status(desk, request_id):
    return triage.get_request(desk, DANA, request_id).status


def test_a_day_has_the_open_requests_that_can_be_done_then_or_should_have_been(desk):
    fill(
        desk,
        request("any time"),
        request("later", earliest_date=TOMORROW),
        request("tomorrow", time_windows=(window(9, 11, TOMORROW),)),
        request("either", time_windows=(window(9, 11), window(9, 11, TOMORROW))),
        request("missed", time_windows=(window(9, 11, DAY - timedelta(days=3)),)),
        request("overdue", due_date=DAY - timedelta(days=3)),
        request("done", status=S.DONE),
        request("cancelled", status=S.CANCELLED),
    )
    assert ids(desk) == {"any time", "either", "missed", "overdue"}
    assert ids(desk, TOMORROW) == {"any time", "either", "missed", "overdue", "later", "tomorrow"}


def test_requests_are_listed_by_status(desk):
    fill(desk, request("a"), request("b", status=S.NEW), request("c", status=S.DONE))
    by = {
        "one": triage.list_requests(desk, DANA, status=S.NEW),
        "two": triage.list_requests(desk, DANA, status={S.NEW, S.DONE}),
        "day": triage.list_requests(desk, DANA, day=DAY, status=S.TRIAGED),
    }
    found = {name: [one.request_id for one in requests] for name, requests in by.items()}
    assert found == {"one": ["b"], "two": ["b", "c"], "day": ["a"]}


def test_what_was_done_stays_in_the_list_of_its_day(desk):
    filled(desk)
    published(desk)
    day_desk.report_status(desk, ANNA, "R1", "visit.arrived", client_uuid="1", at=at(9))
    day_desk.report_status(desk, ANNA, "R1", "visit.done", client_uuid="2", at=at(10))
    assert "R1" in ids(desk)
    assert "R1" not in ids(desk, TOMORROW)


def test_nothing_falls_off_the_table(desk):
    fill(
        desk,
        request("planned"),
        request("new", status=S.NEW),
        request("paused", status=S.PAUSED, pause_reason="waiting_access"),
        request("nowhere", place=None),
    )
    built = built_for(desk, DAY)
    left = {one.request_id: one.reasons[0].code for one in built.left_out}
    assert {visit.visit_id for visit in built.problem.visits} == {"planned"}
    assert left == {"new": "triage", "paused": "hold", "nowhere": "place"}


def test_the_snapshot_is_the_whole_input(desk):
    settings.save_weights(desk, DANA, PROFILES["cheapest"], version=0)
    filled(desk)
    frozen = loads(Frozen, dumps(freeze(desk, DAY)))
    assert frozen == freeze(desk, DAY)
    assert frozen.built == built_for(desk, DAY)
    assert built_for(desk, DAY).problem.weights == PROFILES["cheapest"]


def test_a_new_plan_never_changes_what_is_under_way_or_over(desk):
    filled(desk)
    plan = published(desk)
    day_desk.report_status(desk, ANNA, "R1", "visit.en_route", client_uuid="1", at=at(8))
    before = plan.stop_of("R1")
    lock = visits(desk)["R1"].lock
    assert lock.kind is LockKind.BOTH
    assert lock.technician_id == "T01"
    assert built_for(desk, DAY).problem.moment(lock.earliest_s) == before.start
    assert visits(desk)["R2"].lock.kind is LockKind.NONE
    again = published(desk, "p2")
    assert again.stop_of("R1").start == before.start


def test_what_another_day_took_care_of_is_not_planned_again(desk):
    filled(desk)
    published(desk)
    day_desk.report_status(desk, ANNA, "R1", "visit.arrived", client_uuid="1", at=at(9))
    day_desk.report_status(desk, ANNA, "R1", "visit.no_access", client_uuid="2", at=at(9))
    assert "R1" not in visits(desk, TOMORROW)
    freed = triage.get_request(desk, DANA, "R1").replace(status=S.TRIAGED)
    triage.save_request(desk, DANA, freed)
    assert visits(desk, TOMORROW)["R1"].lock.kind is LockKind.NONE


def test_a_draft_changes_no_request_and_is_the_current_plan(desk):
    drafted(filled(desk))
    assert plan_desk.current_plan(desk, MAJA, DAY).status is PlanStatus.DRAFT
    assert plan_desk.published_plan(desk, MAJA, DAY) is None
    assert status(desk, "R1") is S.TRIAGED


def test_publishing_makes_requests_planned_or_promised_and_leaves_an_event(desk):
    promise = Promise(kind=PromiseKind.TOLD, earliest=at(9), latest=at(11))
    fill(desk, request("R1", promise=promise), request("R2"), request("left", required_technicians=("T99",)))
    plan = published(desk)
    assert plan.status is PlanStatus.PUBLISHED
    assert plan_desk.published_plan(desk, MAJA, DAY) == plan == plan_desk.get_plan(desk, MAJA, "p1")
    assert [status(desk, one) for one in ("R1", "R2", "left")] == [S.PROMISED, S.PLANNED, S.TRIAGED]
    (event,) = day_desk.list_events(desk, MAJA)
    assert (event.type, event.get("plan_id"), event.actor) == ("plan.published", "p1", "dana")


def test_what_the_next_version_leaves_out_is_no_longer_planned(desk):
    filled(desk)
    published(desk)
    two = triage.get_request(desk, DANA, "R2")
    triage.save_request(desk, DANA, two.replace(required_technicians=("T99",)))
    published(desk, "p2")
    assert [status(desk, one) for one in ("R1", "R2")] == [S.PLANNED, S.TRIAGED]
    versions = plan_desk.list_plans(desk, MAJA, DAY)
    assert [(one.version, one.status.value, one.parent) for one in versions] == [
        (2, "published", "p1"), (1, "superseded", None),
    ]  # fmt: skip


def test_a_plan_published_meanwhile_is_not_replaced_unseen(desk):
    published(filled(desk))
    for plan_id in ("p2", "p3"):
        drafted(desk, plan_id)
    plan_desk.publish(desk, ADAM, "p2", instead_of="p1")
    with pytest.raises(StaleError) as refused:
        plan_desk.publish(desk, DANA, "p3", instead_of="p1")
    assert (refused.value.theirs.plan_id, refused.value.by) == ("p2", "adam")
    assert plan_desk.published_plan(desk, MAJA, DAY).plan_id == "p2"
    assert plan_desk.publish(desk, DANA, "p3", instead_of="p2").status.value == "published"


def test_publishing_what_is_published_changes_nothing(desk):
    published(filled(desk))
    assert plan_desk.publish(desk, DANA, "p1").status.value == "published"
    assert plan_desk.list_plans(desk, MAJA, DAY)[0].status.value == "published"


def test_a_plan_that_breaks_a_rule_or_does_not_exist_is_not_published(desk):
    plan = drafted(filled(desk))
    broken = plan.replace(plan_id="broken", violations=(Violation(rule="skill", message=message("desk.nobody")),))
    with desk.store.writing() as db:
        store.plans.add(db, broken)
    for plan_id in ("broken", "unknown"):
        with pytest.raises(InputError):
            plan_desk.publish(desk, DANA, plan_id)
    assert plan_desk.published_plan(desk, MAJA, DAY) is None
    assert status(desk, "R1") is S.TRIAGED


def test_of_two_who_publish_a_day_at_once_one_is_told_and_nothing_is_half_done(desk, monkeypatch):
    fill(desk, request("R1"), request("R2"))
    drafted(desk, "both")
    with desk.store.writing() as db:
        two = store.requests.get(db, "R2")
        store.requests.save(db, two.replace(required_technicians=("T99",)))
    drafted(desk, "one")
    together, know, asked = Barrier(2, timeout=20), store.plans.publications, set()

    def publications(db, day):
        """Both know what is published before one of them goes on."""
        found, me = know(db, day), get_ident()
        if me not in asked:
            asked.add(me)
            together.wait()
        return found

    monkeypatch.setattr(store.plans, "publications", publications)

    def publish(plan_id):
        try:
            return plan_desk.publish(desk, DANA, plan_id).plan_id
        except StaleError:
            return None

    with ThreadPoolExecutor(2) as pool:
        (first,) = [one for one in pool.map(publish, ("both", "one")) if one]
    assert plan_desk.published_plan(desk, MAJA, DAY).plan_id == first
    assert [status(desk, one) for one in ("R1", "R2")] == [S.PLANNED, S.PLANNED if first == "both" else S.TRIAGED]
    assert [one.get("plan_id") for one in day_desk.list_events(desk, MAJA)] == [first]
    with desk.store.reading() as db:
        assert [one.call for one in store.audit.entries(db)] == ["plan.publish"]
