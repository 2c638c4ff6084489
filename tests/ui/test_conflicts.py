"""Somebody saved while I was changing the same thing: both changes are shown at once, and none is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from planner.desk import Desk, triage
from planner.desk import plan as plan_desk
from planner.desk import settings as desk_settings
from planner.desk import team as desk_team
from planner.model.costs import Weights
from planner.model.event import Actor
from planner.model.language import TEAM_ZONE
from planner.model.request import Request
from planner.model.team import Absence, Technician
from planner.model.words import PlanStatus, Role
from tests.ui.conftest import opened
from tests.ui.days import planned
from tests.ui.drawn import html
from tests.ui.sample import HOSTILE, MARIA

BO = Actor(actor_id="T02", name="Bo K", role=Role.DISPATCHER)
FIRST = "V005"  # the oldest request, chosen when the page opens


def stored(firm: Desk) -> Request:
    found = triage.get_request(firm, MARIA, FIRST)
    assert found is not None
    return found


def person(firm: Desk, technician_id: str = "T01") -> Technician:
    found = desk_team.get_team(firm, MARIA).technician(technician_id)
    assert found is not None
    return found


def warned(at: AppTest) -> list[str]:
    return [one.value.replace("\\", "") for one in at.warning]


def field(at: AppTest, kind: str, ending: str) -> Any:
    return next(one for one in getattr(at, kind) if (one.key or "").endswith(ending))


def typed(at: AppTest, name: str, value: str) -> AppTest:
    return field(at, "text_input", f".f.{name}").set_value(value).run()


def save(at: AppTest) -> AppTest:
    return field(at, "button", ".save").click().run()


def test_a_stale_save_shows_who_saved_and_both_changes_in_the_same_run(firm: Desk) -> None:
    at = typed(opened("requests"), "contact_name", "Kim")
    before = stored(firm)
    triage.save_request(firm, BO, before.replace(title="Konto spärrat"))
    save(at)
    assert not at.exception
    assert warned(at) == [f"Bo K sparade v{before.version + 1} medan du ändrade. Jämför först."]
    shown = html(at)
    for words in ("Rubrik", "Konto låst", "Konto spärrat", "Kontaktperson", "Kim"):
        assert words in shown
    assert stored(firm).contact_name == ""


def test_changes_that_go_together_are_merged_with_one_press(firm: Desk) -> None:
    at = typed(opened("requests"), "contact_name", "Kim")
    triage.save_request(firm, BO, stored(firm).replace(title="Konto spärrat"))
    save(at)
    at.button(key="fp-conflict-merge").click().run()
    assert not at.exception
    after = stored(firm)
    assert (after.title, after.contact_name) == ("Konto spärrat", "Kim")
    assert [one.value for one in at.toast] == ["Båda ändringarna är sparade."]
    assert not at.warning
    assert field(at, "text_input", ".f.contact_name").value == "Kim"


def test_a_collision_waits_for_a_choice_and_saves_it(firm: Desk) -> None:
    at = typed(opened("requests"), "title", "Mitt")
    triage.save_request(firm, BO, stored(firm).replace(title="Bos", customer="Hotell Bo"))
    save(at)
    merge = at.button(key="fp-conflict-merge")
    assert merge.label == "Spara valen"
    assert merge.disabled
    choice = next(one for one in at.radio if one.label == "Rubrik")
    assert [one.replace("\\", "") for one in choice.options] == ["Bo K: Bos", "Du: Mitt"]
    choice.set_value("mine").run()
    at.button(key="fp-conflict-merge").click().run()
    assert (stored(firm).title, stored(firm).customer) == ("Mitt", "Hotell Bo")


def test_a_third_person_who_is_faster_than_my_choice_is_shown_too(firm: Desk) -> None:
    at = typed(opened("requests"), "contact_name", "Kim")
    triage.save_request(firm, BO, stored(firm).replace(title="Bos"))
    save(at)
    triage.save_request(firm, MARIA, stored(firm).replace(title="Marias"))
    at.button(key="fp-conflict-merge").click().run()
    assert not at.exception
    assert warned(at)[0].startswith("Maria E. sparade v4")
    at.button(key="fp-conflict-merge").click().run()
    assert (stored(firm).title, stored(firm).contact_name) == ("Marias", "Kim")


def test_what_was_typed_is_not_put_on_a_newer_version_unseen(firm: Desk) -> None:
    at = typed(opened("requests"), "contact_name", "Kim")
    triage.save_request(firm, BO, stored(firm).replace(contact_name="Bo", title="Bos"))
    at.run()  # the page is read anew
    assert field(at, "text_input", ".f.contact_name").value == "Kim"
    assert "Nyare version finns." in html(at)
    save(at)
    assert warned(at)
    assert stored(firm).contact_name == "Bo"


def test_my_changes_can_be_dropped_for_theirs(firm: Desk) -> None:
    at = typed(opened("requests"), "title", "Mitt")
    triage.save_request(firm, BO, stored(firm).replace(title="Bos"))
    save(at)
    at.button(key="fp-conflict-drop").click().run()
    assert field(at, "text_input", ".f.title").value == "Bos"
    assert stored(firm).title == "Bos"
    assert "Nyare version finns." not in html(at)


def test_hostile_words_are_shown_as_words_in_the_comparison(firm: Desk) -> None:
    at = typed(opened("requests"), "title", HOSTILE[4])
    triage.save_request(firm, BO, stored(firm).replace(title=HOSTILE[1], customer=HOSTILE[0]))
    save(at)
    shown = html(at)
    assert "<script>" not in shown
    assert "<img src=x" not in shown
    choice = next(one for one in at.radio if one.label == "Rubrik")
    assert "![x](" not in choice.options[1]


@pytest.mark.parametrize(("language", "words"), [("sv", "Slå ihop"), ("en", "Merge")])
def test_the_comparison_speaks_the_readers_language(firm: Desk, language: str, words: str) -> None:
    at = typed(opened("requests", language=language), "contact_name", "Kim")
    triage.save_request(firm, BO, stored(firm).replace(title="Bos"))
    save(at)
    assert at.button(key="fp-conflict-merge").label == words


def test_two_changes_of_a_technician_are_merged(firm: Desk) -> None:
    at = opened("team")
    field(at, "text_input", ".phone").set_value("08-1").run()
    desk_team.save_technician(firm, BO, person(firm).replace(mail="anna@example.se"))
    at.run()
    at.button(key="team-save").click().run()
    assert warned(at)[0].startswith("Bo K sparade v3")
    at.button(key="fp-conflict-merge").click().run()
    assert not at.exception
    assert (person(firm).phone, person(firm).mail) == ("08-1", "anna@example.se")


def test_two_changes_of_the_weights_are_merged(firm: Desk) -> None:
    at = opened("settings")
    field(at, "number_input", ".drive_ore_h").set_value(500.0).run()
    desk_settings.save_weights(firm, BO, Weights().replace(distance_ore_km=330), version=0)
    at.run()
    assert "Nyare version finns." in html(at)
    at.button(key="st-save").click().run()
    assert warned(at)[0].startswith("Bo K sparade v1")
    at.button(key="fp-conflict-merge").click().run()
    assert not at.exception
    found = desk_settings.get_weights(firm, MARIA).weights
    assert (found.drive_ore_h, found.distance_ore_km, found.profile) == (50_000, 330, "own")


def away(firm: Desk, **changes: Any) -> Absence:
    start = datetime.combine(firm.today(), time(0), ZoneInfo(TEAM_ZONE)) + timedelta(days=1)
    made = Absence(technician_id="T01", start=start, end=start + timedelta(days=1))
    return desk_team.save_absence(firm, BO, replace(made, **changes))


def test_an_absence_changed_meanwhile_is_shown_before_it_is_removed(firm: Desk) -> None:
    read = away(firm)
    at = opened("team")
    later = desk_team.save_absence(firm, BO, replace(read, kind="sick"))
    at.button(key="away-drop-0").click().run()
    assert warned(at)[0].startswith("Bo K sparade v3")
    assert "Sjuk" in html(at)
    assert desk_team.get_team(firm, MARIA).absences == (later,)
    at.button(key="away-remove-anyway").click().run()
    assert not at.exception
    assert desk_team.get_team(firm, MARIA).absences == ()


def test_a_plan_published_meanwhile_is_compared_before_mine_takes_its_place(firm: Desk) -> None:
    planned(firm)
    plan_desk.publish(firm, BO, "p1")
    other, mine = planned(firm, plan_id="p2"), planned(firm, plan_id="p3")
    at = opened("board")
    plan_desk.publish(firm, BO, other.plan_id, instead_of="p1")
    at.button(key="publish").click().run()
    assert not at.exception
    assert warned(at) == ["Bo K publicerade v2 medan du arbetade. Jämför först."]
    assert any(one.value == "Besöken är desamma i båda." for one in at.text)
    at.button(key="publish-anyway").click().run()
    published = plan_desk.published_plan(firm, MARIA, firm.today())
    assert published is not None
    assert (published.plan_id, published.status) == (mine.plan_id, PlanStatus.PUBLISHED)


def test_publishing_again_and_again_never_loses_sight_of_a_third_person(firm: Desk) -> None:
    planned(firm)
    plan_desk.publish(firm, BO, "p1")
    for plan_id in ("p2", "p3", "p4"):
        planned(firm, plan_id=plan_id)
    at = opened("board")
    plan_desk.publish(firm, BO, "p2", instead_of="p1")
    at.button(key="publish").click().run()
    plan_desk.publish(firm, MARIA, "p3", instead_of="p2")
    at.button(key="publish-anyway").click().run()
    assert not at.exception
    assert warned(at)[0].startswith("Maria E. publicerade v3")
    at.button(key="publish-keep").click().run()
    assert not at.warning
    published = plan_desk.published_plan(firm, MARIA, firm.today())
    assert published is not None
    assert published.plan_id == "p3"


def test_the_version_that_was_pressed_is_published_though_a_newer_one_came(firm: Desk) -> None:
    planned(firm)
    at = opened("board")
    planned(firm, plan_id="p2")
    at.button(key="publish").click().run()
    published = plan_desk.published_plan(firm, MARIA, firm.today())
    assert published is not None
    assert published.plan_id == "p1"


def test_the_absence_that_was_pressed_is_removed_though_the_list_has_changed(firm: Desk) -> None:
    first = away(firm)
    at = opened("team")
    earlier = away(firm, start=first.start - timedelta(hours=12))
    at.button(key="away-drop-0").click().run()
    assert desk_team.get_team(firm, MARIA).absences == (earlier,)
