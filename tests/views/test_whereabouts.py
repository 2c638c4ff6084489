"""A remote session says from where it is done, in both languages."""

from dataclasses import replace

import pytest

from planner.model.places import Place
from planner.model.solution import Route, Solution
from planner.model.words import StopKind
from planner.rules.timeline import plan_from
from planner.views.whereabouts import place_words, session_words
from tests.rules.bench import NOW, duty, problem, visit

ORDER = ("R1", "V1", "R2", "V2", "R3")


def plan(**shift):
    posed = problem(visit("R1", None), visit("V1"), visit("R2", None), visit("V2", 2), visit("R3", None),
                    duties=(duty(**shift),))  # fmt: skip
    return plan_from(posed, Solution(routes=(Route(duty_id="anna:1", visit_ids=ORDER),)), plan_id="p", created_at=NOW)


def words(found, visit_id, language="en"):
    stop = found.stop_of(visit_id)
    return place_words(stop, found.whose(stop), language)


def test_at_home_in_the_van_and_in_the_van_again():
    found = plan()
    assert [words(found, one) for one in ORDER] == [
        "Remote, from km 0", "km 10", "Remote, in the van at km 10", "km 20", "Remote, in the van at km 20",
    ]  # fmt: skip


def test_where_the_day_ends_is_a_desk_too():
    assert words(plan(end_place=2), "R3") == "Remote, from km 20"
    assert words(plan(end_place=2), "R2", "sv") == "Distans, i bilen vid km 10"


@pytest.mark.parametrize(("language", "said"), [("sv", "Distans, vid skrivbordet"), ("en", "Remote, at the desk")])
def test_somebody_without_a_place_sits_at_the_desk(language, said):
    stop = replace(plan().stop_of("R1"), place=None)
    assert session_words(stop, plan().whose(stop), language) == said


def test_a_place_without_a_name_is_not_named():
    found = plan()
    stop = replace(found.stop_of("R2"), place=Place(lat=1, lon=2))
    assert session_words(stop, found.whose(stop), "en") == "Remote, in the parked van"


def test_where_nobody_knows_whose_it_is_nothing_is_said_of_the_place():
    stop = plan().stop_of("R2")
    assert session_words(stop, None, "sv") == "Distans"
    assert plan().whose(replace(stop, duty_id="x")) is None
    assert stop.kind is StopKind.REMOTE
