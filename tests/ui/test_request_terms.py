"""Fields of crews, people, languages and chains: saved as written, and what cannot be is said in a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from planner.desk import Desk, triage
from planner.files.chains import parse_crew_skills
from planner.files.vocabulary import vocabulary
from planner.model.request import Predecessor, Request, SkillNeed
from planner.model.words import Who
from tests.ui.conftest import opened
from tests.ui.sample import MARIA

FIRST = "V005"  # the oldest request, chosen when the page opens


def stored(firm: Desk, request_id: str = FIRST) -> Request:
    found = triage.get_request(firm, MARIA, request_id)
    assert found is not None
    return found


def field(at: AppTest, kind: str, ending: str) -> Any:
    return next(one for one in getattr(at, kind) if (one.key or "").endswith(ending))


def chosen(at: AppTest, ending: str, value: Any) -> AppTest:
    """Choose in a list that takes words of one's own too: what is not offered goes in as it would be typed."""
    box = field(at, "selectbox", ending)
    at.session_state[box.key] = value
    at.session_state[f"{box.key}.kept"] = value
    return with_own_words(at).run()


def with_own_words(at: AppTest) -> AppTest:
    """A browser sends what was typed into a list; this tester sends only what the list offers, so it is added there."""
    for box in at.selectbox:
        if isinstance(box.value, str) and box.format_func(box.value) not in box.options:
            box.options.append(box.format_func(box.value))
    return at


def save(at: AppTest) -> AppTest:
    field(with_own_words(at), "button", ".save").click()
    return at.run()


def errors(at: AppTest) -> list[str]:
    return [one.value.replace("\\", "") for one in at.error]


def titles(at: AppTest) -> list[str]:
    return [one.label.replace("\\", "") for one in at.expander]


def test_the_common_case_is_three_closed_lines(firm: Desk) -> None:
    at = opened("requests")
    assert not at.exception
    assert titles(at)[1:4] == ["Flera personer", "Vem som får komma", "Efter andra ärenden"]
    assert not any((one.key or "").endswith(".f.seat.2") for one in at.text_input)


def test_what_stands_in_a_group_is_said_in_its_title(firm: Desk) -> None:
    changed = stored(firm).replace(
        crew_size=3, required_technicians=("T01",), preferred_languages=("en",),
        predecessors=(Predecessor(request_id="V001"),),
    )  # fmt: skip
    triage.save_request(firm, MARIA, changed)
    assert titles(opened("requests"))[1:4] == [
        "Flera personer · 3 samtidigt",
        "Vem som får komma · 1 Anna L, engelska",
        "Efter andra ärenden · V001",
    ]


# --- crew ---


def test_a_crew_is_saved_with_what_each_seat_needs(firm: Desk) -> None:
    at = opened("requests")
    field(at, "number_input", ".f.crew_size").set_value(3).run()
    field(at, "text_input", ".f.seat.3").set_value("windows_server 3, Linux server: 2").run()
    save(at)
    assert not at.exception
    now = stored(firm)
    assert now.crew_size == 3
    assert now.crew_skills == (
        now.required_skills,
        (SkillNeed(skill="windows_server", level=3), SkillNeed(skill="linux_server", level=2)),
    )


def test_a_person_who_lends_a_hand_needs_nothing(firm: Desk) -> None:
    at = opened("requests")
    field(at, "number_input", ".f.crew_size").set_value(2).run()
    field(at, "text_input", ".f.seat.2").set_value("ingen").run()
    save(at)
    assert stored(firm).crew_skills == ((),)


def test_a_crew_has_four_seats_at_most(firm: Desk) -> None:
    assert field(opened("requests"), "number_input", ".f.crew_size").max == 4


def test_an_unknown_skill_is_said_and_nothing_can_be_saved(firm: Desk) -> None:
    at = opened("requests")
    field(at, "number_input", ".f.crew_size").set_value(2).run()
    field(at, "text_input", ".f.seat.2").set_value("trolleri 3").run()
    assert len(errors(at)) == 1
    assert errors(at)[0].startswith("Person 2: ")
    assert "trolleri" in errors(at)[0]
    assert field(at, "button", ".save").disabled
    field(at, "text_input", ".f.seat.2").set_value("").run()
    assert not errors(at)
    save(at)
    assert (stored(firm).crew_size, stored(firm).crew_skills) == (2, ())


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_skill_is_read_as_it_is_shown(firm: Desk, language: str) -> None:
    known = vocabulary(firm.catalogue).skills
    for skill in firm.catalogue.skills:
        written = f"{firm.catalogue.skill_name(skill)[language]} 3"
        assert parse_crew_skills(written, known) == ((SkillNeed(skill=skill, level=3),),), written


# --- people, languages, territory ---


def test_people_are_saved_as_chosen(firm: Desk) -> None:
    at = opened("requests")
    field(at, "multiselect", ".f.required_technicians").set_value(["T01", "T02"]).run()
    field(at, "multiselect", ".f.preferred_technicians").set_value(["T02"]).run()
    field(at, "multiselect", ".f.forbidden_technicians").set_value(["T03"]).run()
    save(at)
    now = stored(firm)
    assert (now.required_technicians, now.preferred_technicians, now.forbidden_technicians) == (
        ("T01", "T02"), ("T02",), ("T03",),
    )  # fmt: skip


def test_nobody_is_both_wished_for_and_excluded(firm: Desk) -> None:
    at = opened("requests")
    field(at, "multiselect", ".f.preferred_technicians").set_value(["T02"]).run()
    field(at, "multiselect", ".f.forbidden_technicians").set_value(["T02"]).run()
    assert errors(at) == ["Bo K står både som önskad och som utesluten. Ta bort det ena."]
    assert field(at, "button", ".save").disabled
    assert stored(firm).forbidden_technicians == ()


def test_languages_are_saved_as_chosen(firm: Desk) -> None:
    at = opened("requests")
    field(at, "multiselect", ".f.required_languages").set_value(["sv", "en"]).run()
    field(at, "multiselect", ".f.preferred_languages").set_value(["fi"]).run()
    save(at)
    assert (stored(firm).required_languages, stored(firm).preferred_languages) == (("sv", "en"), ("fi",))


def test_a_territory_may_be_written_that_nobody_has_yet(firm: Desk) -> None:
    save(chosen(opened("requests"), ".f.territory", " Norr "))
    assert stored(firm).territory == "Norr"
    save(chosen(opened("requests"), ".f.territory", None))
    assert stored(firm).territory == ""


def test_the_same_technician_as_before_and_nobody_else(firm: Desk) -> None:
    at = chosen(opened("requests"), ".f.same_technician_as", "V001")
    field(at, "toggle", ".f.same_technician_required").set_value(True).run()
    save(at)
    assert (stored(firm).same_technician_as, stored(firm).same_technician_required) == ("V001", True)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("V999", "Det finns inget ärende V999. Kontrollera numret."),
        (FIRST, "Ärendet kan inte ha samma tekniker som sig självt. Välj ett tidigare ärende."),
    ],
)
def test_the_technician_of_no_request_is_said(firm: Desk, named: str, said: str) -> None:
    at = chosen(opened("requests"), ".f.same_technician_as", named)
    assert said in (*errors(at), *(one.value for one in at.text))
    assert field(at, "button", ".save").disabled


# --- what comes before ---


def test_predecessors_are_saved_with_their_gaps(firm: Desk) -> None:
    at = chosen(opened("requests"), ".p.0.id", "V001")
    field(at, "number_input", ".p.0.least").set_value(30).run()
    field(at, "number_input", ".p.0.most").set_value(120).run()
    at = chosen(at, ".p.0.who", Who.SAME)
    at = chosen(at, ".p.1.id", "V002")
    save(at)
    assert not at.exception
    assert stored(firm).predecessors == (
        Predecessor(request_id="V001", least_min=30, most_min=120, who=Who.SAME),
        Predecessor(request_id="V002"),
    )


def test_a_predecessor_is_taken_out_again(firm: Desk) -> None:
    two = tuple(Predecessor(request_id=one, least_min=5) for one in ("V001", "V002"))
    triage.save_request(firm, MARIA, stored(firm).replace(predecessors=two))
    save(chosen(opened("requests"), ".p.0.id", None))
    assert stored(firm).predecessors == two[1:]


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("V999", "Det finns inget ärende V999. Kontrollera numret."),
        (FIRST, "V005 kan inte vara sin egen föregångare."),
        ("V002", "V002 väntar själv på det här ärendet. Ta bort det ena."),
    ],
)
def test_a_predecessor_that_cannot_be_one_is_said(firm: Desk, named: str, said: str) -> None:
    other = stored(firm, "V002").replace(predecessors=(Predecessor(request_id=FIRST),))
    triage.save_request(firm, MARIA, other)
    at = chosen(opened("requests"), ".p.0.id", named)
    assert errors(at) == [said]
    assert field(at, "button", ".save").disabled


def test_a_gap_that_ends_before_it_begins_is_said(firm: Desk) -> None:
    at = chosen(opened("requests"), ".p.0.id", "V001")
    field(at, "number_input", ".p.0.least").set_value(60).run()
    field(at, "number_input", ".p.0.most").set_value(55).run()
    assert errors(at) == ["Efter V001: högst 55 min är kortare än minst 60 min."]
    field(at, "number_input", ".p.0.most").set_value(60).run()
    assert not errors(at)


# --- a new request ---


def test_the_next_new_request_begins_empty(firm: Desk) -> None:
    at = opened("requests")
    next(one for one in at.button if one.label == "Nytt ärende").click().run()
    at.number_input(key="rq-new.f.crew_size").set_value(2).run()
    at.run()
    next(one for one in at.button if one.label == "Nytt ärende").click().run()
    assert at.number_input(key="rq-new.f.crew_size").value == 1
