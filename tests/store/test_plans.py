"""Plan versions: numbered by the day, children of the newest, never changed; one of them is published."""

from datetime import timedelta

import pytest

from planner.model.errors import StaleError
from planner.model.words import PlanStatus
from planner.store import plans
from tests.store.rows import DAY, NOW, plan, stop


def added(store, *values):
    with store.writing() as db:
        return [plans.add(db, one) for one in values]


def test_a_plan_comes_back_as_it_was_saved(store):
    (one,) = added(store, plan())
    with store.reading() as db:
        assert plans.get(db, "p1") == one
        assert plans.get(db, "p2") is None


def test_versions_count_up_by_day_and_know_their_parent(store):
    first, second, other = added(store, plan("a"), plan("b"), plan("c", day=DAY + timedelta(days=1)))
    assert (first.version, first.parent) == (1, None)
    assert (second.version, second.parent) == (2, "a")
    assert (other.version, other.parent) == (1, None)
    with store.reading() as db:
        assert plans.newest(db, DAY) == second
        assert plans.newest(db, DAY - timedelta(days=1)) is None


def test_headers_tell_the_versions_without_their_stops(store):
    added(store, plan("a"), plan("b", stop("1"), stop("2")))
    with store.reading() as db:
        newest, oldest = plans.headers(db, DAY)
    assert (newest.plan_id, newest.version, newest.parent, newest.planned) == ("b", 2, "a", 2)
    assert (oldest.planned, oldest.unassigned, oldest.violations, oldest.price_ore) == (1, 1, 0, 312)
    assert oldest.status is PlanStatus.DRAFT
    assert oldest.created_at == NOW


def test_publishing_moves_the_pointer_and_supersedes_the_one_before(store):
    first, second = added(store, plan("a"), plan("b"))
    with store.writing() as db:
        plans.publish(db, first, at=NOW)
        assert plans.published_on(db, DAY).plan_id == "a"
        plans.publish(db, second, at=NOW)
    with store.reading() as db:
        assert plans.published_on(db, DAY) == second.replace(status=PlanStatus.PUBLISHED)
        assert plans.get(db, "a").status is PlanStatus.SUPERSEDED
        assert [one.status.value for one in plans.headers(db, DAY)] == ["published", "superseded"]


def test_publishing_the_same_version_again_changes_nothing(store):
    (first,) = added(store, plan("a"))
    with store.writing() as db:
        plans.publish(db, first, at=NOW)
        plans.publish(db, first, at=NOW)
        assert plans.get(db, "a").status is PlanStatus.PUBLISHED


def test_an_older_version_can_be_published_again(store):
    first, second = added(store, plan("a"), plan("b"))
    with store.writing() as db:
        for one in (first, second, first):
            plans.publish(db, one, at=NOW)
        assert plans.published_on(db, DAY).plan_id == "a"
        assert plans.get(db, "b").status is PlanStatus.SUPERSEDED


def test_a_version_published_meanwhile_is_told_and_not_taken_back_unseen(store):
    first, second, third = added(store, plan("a"), plan("b"), plan("c"))
    with store.writing() as db:
        plans.publish(db, first, at=NOW)
        plans.publish(db, second, at=NOW, seen=1)
    for seen in (0, 1):
        with pytest.raises(StaleError) as refused, store.writing() as db:
            plans.publish(db, third, at=NOW, seen=seen)
        assert (refused.value.theirs.plan_id, refused.value.version) == ("b", 2)
    with store.reading() as db:
        assert plans.published_on(db, DAY).plan_id == "b"


def test_published_plans_of_a_period_come_in_order_of_their_days(store):
    days = [DAY + timedelta(days=n) for n in range(4)]
    for one in added(store, *(plan(f"p{n}", day=day) for n, day in reversed(list(enumerate(days))))):
        with store.writing() as db:
            plans.publish(db, one, at=NOW)
    with store.reading() as db:
        found = plans.published_between(db, days[1], days[2])
    assert [one.day for one in found] == days[1:3]
