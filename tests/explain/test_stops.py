"""Why a stop lies where it lies."""

from planner.explain import stop_reason
from planner.model.language import render
from planner.model.problem import VisitLock
from planner.model.words import LockKind
from tests.explain.street import duty, plan, town, visit


def reason(problem, planned):
    (stop,) = (s for s in planned.stops if s.visit_id == "V1")
    found = stop_reason(problem, planned, stop)
    return None if found is None else render(found, "en")


BOTH = (duty("anna", skills=(("wifi", 3),)), duty("bo"))


def test_the_only_one_who_may_is_said_to_be():
    problem = town((visit("V1", skills=(("wifi", 2),)),), BOTH)
    assert (
        reason(problem, plan(problem, anna=("V1",)))
        == "Anna is the only one who can take the visit on Tue 24 November."
    )


def test_a_lock_comes_before_everything_else():
    lock = VisitLock(kind=LockKind.TECHNICIAN, technician_id="anna")
    problem = town((visit("V1", skills=(("wifi", 2),), lock=lock),), BOTH)
    assert reason(problem, plan(problem, anna=("V1",))) == "Locked by the dispatcher."


def test_the_customers_wish_is_named():
    problem = town((visit("V1", preferred=("anna",)),), BOTH)
    assert reason(problem, plan(problem, anna=("V1",))) == "Anna is whom the customer prefers."


def test_somebody_near_is_named_with_the_extra_driving():
    """V2 lies at km 20, V1 at km 10 on the way: no extra driving; alone it would be 20 min."""
    problem = town((visit("V1"), visit("V2", place=2)), BOTH)
    assert "0\u00a0min of extra driving" in reason(problem, plan(problem, anna=("V1", "V2")))
    assert "20\u00a0min of extra driving" in reason(problem, plan(problem, bo=("V1",), anna=("V2",)))


def test_a_remote_session_names_the_skill():
    problem = town((visit("V1", place=None, skills=(("wifi", 2),)),), (*BOTH, duty("cecilia", skills=(("wifi", 4),))))
    assert reason(problem, plan(problem, anna=("V1",))).startswith("Anna has the skill")


def test_a_break_needs_no_reason():
    problem = town((visit("V1"),))
    planned = plan(problem, anna=("V1",))
    assert stop_reason(problem, planned, planned.stops[0]) is None
