"""The words of a visit that is being dragged: what a place would break, and by how much of what."""

import pytest

from planner.planning import Place
from planner.planning.trial_place import Broken
from planner.web.drag import place_lines


def lines(*broken, language="sv"):
    place = Place(duty_id="d1", technician_id="t1", after=None, start=None, end=None, added_ore=0, broken=broken)
    return place_lines(place, language, zone="Europe/Stockholm")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("licence", "Kör 21\u00a0min utan giltigt körkort"),
        ("shift", "21\u00a0min efter arbetspassets slut"),
        ("break", "Hinner inte rasten på 21\u00a0min"),
        ("link_early", "Minsta mellanrum: 21\u00a0min"),
    ],
)
def test_a_time_by_which_a_rule_is_broken_says_what_it_is_of(rule, said):
    assert lines(Broken(rule=rule, seconds=21 * 60)) == [said]


def test_a_rule_that_is_no_matter_of_time_is_named_once():
    assert lines(Broken(rule="skill"), Broken(rule="skill", visit_id="V2")) == ["Kompetens"]
