"""Two changes of one thing: what goes together is kept from both sides, what does not is decided by a person."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from planner.model.costs import Weights
from planner.model.merge import differences, merged
from planner.model.message import Text
from planner.model.places import Place
from planner.model.request import PartNeed, Request, SkillNeed, TimeWindow
from planner.model.team import Absence, CertificateHeld, SkillHeld, Technician
from planner.model.words import Priority

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
BASE = Request(request_id="R1", title="Skrivaren drar snett", customer="Sjöviks Tryck", address="Kajen 4", version=7)


def changed(version=7, **changes):
    return BASE.replace(version=version, **changes)


def test_what_only_one_side_changed_is_taken_from_both():
    mine, theirs = changed(title="Mitt"), changed(8, customer="Deras")
    both = merged(BASE, mine, theirs)
    assert (both.title, both.customer, both.version) == ("Mitt", "Deras", 8)
    assert [one.names for one in differences(BASE, mine, theirs)] == [("title",), ("customer",)]


def test_what_both_changed_alike_is_no_collision():
    (one,) = differences(BASE, changed(title="Samma"), changed(8, title="Samma"))
    assert not one.collides


def test_a_field_changed_differently_waits_for_a_choice():
    mine, theirs = changed(title="Mitt"), changed(8, title="Deras")
    (one,) = differences(BASE, mine, theirs)
    assert one.collides
    assert (one.before, one.mine, one.theirs) == ((BASE.title,), ("Mitt",), ("Deras",))
    with pytest.raises(ValueError, match="title"):
        merged(BASE, mine, theirs)
    assert merged(BASE, mine, theirs, choices={"title": "mine"}).title == "Mitt"
    assert merged(BASE, mine, theirs, choices={"title": "theirs"}).title == "Deras"


def test_an_address_and_a_pin_set_at_the_same_time_never_become_one_place():
    pin = Place(lat=59.3, lon=18.1, label="Kajen 4")
    mine, theirs = changed(place=pin), changed(8, address="Torget 1")
    (one,) = differences(BASE, mine, theirs)
    assert one.collides
    assert one.names == ("address", "place")
    both = merged(BASE, mine, theirs, choices={"address": "mine"})
    assert (both.address, both.place) == ("Kajen 4", pin)


def test_what_follows_from_other_fields_is_not_asked():
    mine = changed(impact=5, priority=Priority.P1)
    theirs = changed(8, urgency=1, priority=Priority.P5)
    names = [one.names for one in differences(BASE, mine, theirs, follows=("priority",))]
    assert names == [("impact",), ("urgency",)]
    assert merged(BASE, mine, theirs, follows=("priority",)).priority is Priority.P1
    assert differences(BASE, mine, theirs)[-1].collides


@pytest.mark.parametrize(
    ("field", "base", "mine", "theirs", "both"),
    [
        ("required_skills", (SkillNeed(skill="a"),), (SkillNeed(skill="a"), SkillNeed(skill="b")),
         (SkillNeed(skill="a", level=3),), (SkillNeed(skill="a", level=3), SkillNeed(skill="b"))),
        ("required_parts", (PartNeed(part="a"), PartNeed(part="b")), (PartNeed(part="b"),),
         (PartNeed(part="a"), PartNeed(part="b", quantity=2)), (PartNeed(part="b", quantity=2),)),
        ("required_certificates", ("x",), ("x", "m"), ("t",), ("t", "m")),
        ("triage_answers", (("q1", "yes"),), (("q1", "yes"), ("q2", "no")), (("q1", "no"),),
         (("q1", "no"), ("q2", "no"))),
        ("notes", (), (Text("m", "m"),), (Text("t", "t"),), (Text("t", "t"), Text("m", "m"))),
    ],
)  # fmt: skip
def test_lists_are_merged_thing_by_thing(field, base, mine, theirs, both):
    start = replace(BASE, **{field: base})
    found = merged(start, replace(start, **{field: mine}), replace(start, **{field: theirs}))
    assert getattr(found, field) == both


def test_one_thing_of_a_list_changed_in_two_ways_collides():
    start = changed(required_skills=(SkillNeed(skill="a", level=2),))
    mine = start.replace(required_skills=(SkillNeed(skill="a", level=3),))
    for theirs in ((SkillNeed(skill="a", level=4),), ()):
        (one,) = differences(start, mine, start.replace(required_skills=theirs))
        assert one.collides


def test_windows_have_no_key_and_are_one_field():
    window = TimeWindow(earliest_start=NOW, latest_start=NOW + timedelta(hours=2))
    other = TimeWindow(earliest_start=NOW, latest_start=NOW + timedelta(hours=4))
    (one,) = differences(BASE, changed(time_windows=(window,)), changed(8, time_windows=(other,)))
    assert one.collides


def test_weights_by_priority_are_merged_place_by_place():
    base = Weights()
    mine = base.replace(drop_ore=(1, *base.drop_ore[1:]), profile="own")
    theirs = base.replace(drop_ore=(*base.drop_ore[:4], 2))
    assert merged(base, mine, theirs).drop_ore == (1, *base.drop_ore[1:4], 2)
    (one,) = differences(base, mine, base.replace(drop_ore=(3, *base.drop_ore[1:])))
    assert one.collides


def test_a_technicians_skills_certificates_and_lines_are_merged():
    base = Technician(technician_id="T01", name="Anna", skills=(SkillHeld(skill="a", level=1),))
    mine = base.replace(skills=(SkillHeld(skill="a", level=2),), lines=(1, 2, 3))
    theirs = base.replace(
        skills=(*base.skills, SkillHeld(skill="b", level=1)), lines=(1,), version=2,
        certificates=(CertificateHeld(certificate="c", valid_to=date(2027, 1, 1)),),
    )  # fmt: skip
    both = merged(base, mine, theirs)
    assert both.skills == (SkillHeld(skill="a", level=2), SkillHeld(skill="b", level=1))
    assert (both.lines, both.certificates, both.version) == ((1, 3), theirs.certificates, 2)


def test_the_same_moment_in_another_zone_is_no_change():
    base = Absence(technician_id="T01", start=NOW, end=NOW + timedelta(hours=2), version=2)
    mine = replace(base, start=NOW.astimezone(), kind="sick")
    theirs = replace(base, end=NOW + timedelta(hours=4), version=3)
    assert merged(base, mine, theirs) == replace(theirs, kind="sick")


def test_two_new_things_with_one_key_collide_wherever_they_differ():
    mine = Absence(technician_id="T01", start=NOW, end=NOW + timedelta(hours=2))
    theirs = replace(mine, end=NOW + timedelta(hours=4), kind="sick", version=2)
    found = differences(None, mine, theirs)
    assert [(one.names, one.collides) for one in found] == [(("end",), True), (("kind",), True)]
    assert merged(None, mine, theirs, choices={"end": "mine", "kind": "theirs"}) == replace(theirs, end=mine.end)


FIELDS = ("title", "customer", "contact_name", "access_notes", "service_min")
CHANGES = some.dictionaries(some.sampled_from(FIELDS), some.integers(1, 3))


def made(changes, version):
    return changed(version, **{name: value if name == "service_min" else str(value) for name, value in changes.items()})


@given(CHANGES, CHANGES, some.data())
def test_a_merge_loses_no_change_of_either_side(mine, theirs, data):
    own, stored = made(mine, 7), made(theirs, 8)
    found = differences(BASE, own, stored)
    choices = {one.names[0]: data.draw(some.sampled_from(("mine", "theirs"))) for one in found if one.collides}
    both = merged(BASE, own, stored, choices=choices)
    for name in FIELDS:
        values = {getattr(one, name) for one in (own, stored)} - {getattr(BASE, name)}
        if len(values) == 1:
            assert {getattr(both, name)} == values
        chosen = {"mine": own, "theirs": stored}.get(choices.get(name, ""))
        if chosen is not None:
            assert getattr(both, name) == getattr(chosen, name)
    assert set(choices) <= set(mine) & set(theirs)
