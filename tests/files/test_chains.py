"""Crews and predecessors in a cell: what is written is read, and what is neither is said."""

import pytest

from planner.files.chains import parse_crew_skills, parse_predecessors, written_crew_skills, written_predecessors
from planner.files.known import normalised
from planner.files.values import WrongValueError
from planner.files.vocabulary import Known
from planner.model.request import Predecessor, SkillNeed
from planner.model.words import Who

IDS = {"network": "network", "nätverk": "network", "wifi": "wifi"}
KNOWN = Known({normalised(name): key for name, key in IDS.items()}, {})


def before(request_id, least=0, most=None, who=Who.ANY):
    return Predecessor(request_id=request_id, least_min=least, most_min=most, who=who)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("R12", (before("R12"),)),
        ("R12 +30", (before("R12", 30),)),
        ("R12 +30..120 same; R13", (before("R12", 30, 120, Who.SAME), before("R13"))),
        (" R12 +30 .. 120 min  samma ;R13;", (before("R12", 30, 120, Who.SAME), before("R13"))),
        ("R13 annan", (before("R13", who=Who.DIFFERENT),)),
        ("R12\nR13 +0..0", (before("R12"), before("R13", 0, 0))),
        ('"R 12; x" +5', (before("R 12; x", 5),)),
        ("007-A/2", (before("007-A/2"),)),
    ],
)  # fmt: skip
def test_predecessors_are_read(text, found):
    assert parse_predecessors(text) == found
    assert parse_predecessors(written_predecessors(found)) == found


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("R12 sometimes", "import.predecessor"),
        ("; R12", "import.predecessor"),
        ("R12 +x", "import.predecessor"),
        ("R12 +30..29", "import.predecessor_gap"),
        ("R12 +525601", "import.predecessor_gap"),
    ],
)
def test_what_is_no_predecessor_is_said(text, key):
    with pytest.raises(WrongValueError) as caught:
        parse_predecessors(text)
    assert caught.value.message.key == key


def test_a_gap_of_a_year_and_one_of_nothing_are_still_gaps():
    assert parse_predecessors("R1 +525600; R2 +30..30") == (before("R1", 525_600), before("R2", 30, 30))


def test_the_skills_of_seats_are_read_and_written():
    found = ((SkillNeed(skill="network", level=3), SkillNeed(skill="wifi", level=1)), (), (SkillNeed(skill="wifi"),))
    assert parse_crew_skills("nätverk:3, wifi | ingen | wifi", KNOWN) == found
    assert parse_crew_skills(written_crew_skills(found), KNOWN) == found
    with pytest.raises(WrongValueError):
        parse_crew_skills("network | cooking", KNOWN)
