"""The log on the screen: for administrators only, in the reader's words, with its check."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from planner.desk import Desk, triage
from planner.desk import settings as desk_settings
from planner.model.costs import PROFILES
from planner.model.event import Actor
from planner.model.words import Channel, Role
from tests.ui.conftest import opened
from tests.ui.drawn import html
from tests.ui.sample import HOSTILE, MARIA

BO = Actor(actor_id="T02", name="Bo K", role=Role.DISPATCHER)


@pytest.fixture
def changed(firm: Desk) -> Desk:
    """The firm after a change of a request by Bo, and of the weights by Maria."""
    one = triage.get_request(firm, MARIA, "V003")
    assert one is not None
    triage.save_request(firm, BO, one.replace(title=HOSTILE[1], channel=Channel.PHONE, service_min=45))
    desk_settings.save_weights(firm, MARIA, PROFILES["cheapest"], version=0)
    return firm


def test_only_an_administrator_finds_the_log(changed: Desk) -> None:
    for who in ("dispatcher", "manager"):
        at = opened("settings", who=who)
        assert not at.exception
        assert not any(one.value == "Ändringar" for one in at.subheader)


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [("sv", "Ändringar", ("Sparade vikter", "Sträcka per km", "Billigast", "3,50\u00a0kr")),
     ("en", "Changes", ("Saved the weights", "Distance per km", "Cheapest", "3.50\u00a0kr"))],
)  # fmt: skip
def test_the_newest_entry_is_shown_in_the_readers_words(
    changed: Desk, language: str, title: str, words: tuple[str, ...]
) -> None:
    at = opened("settings", who="administrator", language=language)
    assert not at.exception
    assert any(one.value == title for one in at.subheader)
    assert all(word in html(at) for word in words)


def test_entries_are_filtered_by_person_and_thing(changed: Desk) -> None:
    at = opened("settings", who="administrator")
    at.selectbox(key="au-person").set_value("T02").run()
    assert not at.exception
    shown = html(at)
    assert "Sparade ärende" in shown
    assert all(word in shown for word in ("Kanal", "Besök", "Telefon", "Arbete", "45\u00a0min", "Bo K (planerare)"))
    assert "<img src=x" not in shown
    at.text_input(key="au-id").set_value("V999").run()
    assert "Sparade ärende" not in html(at)


def test_the_check_answers_with_an_end_that_can_be_noted(changed: Desk) -> None:
    at = opened("settings", who="administrator")
    at.button(key="au-check").click().run()
    assert [one.value.strip() for one in at.success] == ["Loggen är hel: 11 poster."]
    end = at.code[0].value
    at.text_input(key="au-noted").set_value(end).run()
    at.button(key="au-check").click().run()
    assert at.success
    at.text_input(key="au-noted").set_value("12:" + end.partition(":")[2]).run()
    at.button(key="au-check").click().run()
    assert [one.value.replace("\\", "") for one in at.error] == ["Loggen är avklippt: post 12 har funnits men saknas."]
    at.text_input(key="au-noted").set_value("elva").run()
    at.button(key="au-check").click().run()
    assert at.warning
    assert not at.error


def test_a_log_that_was_tampered_with_says_where(changed: Desk) -> None:
    with changed.store.writing() as db:
        db.execute(sa.text("UPDATE audit SET actor_id = 'bo' WHERE number = 4"))
    at = opened("settings", who="administrator")
    at.button(key="au-check").click().run()
    assert at.error[0].value.startswith("Post 4 är ändrad")


def test_an_entry_that_was_emptied_says_so(changed: Desk) -> None:
    with changed.store.writing() as db:
        db.execute(sa.text("UPDATE audit SET content = NULL"))
    at = opened("settings", who="administrator")
    assert not at.exception
    assert "Innehållet är borttaget" in html(at)


def test_the_history_of_a_request_names_who_changed_what(changed: Desk) -> None:
    at = opened("requests")
    at.session_state["rq-rows.chosen"] = "V003"
    at.session_state["au-history-request"] = True
    at.run()
    assert not at.exception
    shown = html(at)
    assert "fp-history" in shown
    assert all(word in shown for word in ("Bo K", "Sparade ärende", "Kanal: <s>Besök</s> Telefon", "Lade till ärende"))
    assert "<img src=x" not in shown
