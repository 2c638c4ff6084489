"""The menu of links: a calendar that follows the plan is added with one press, and told from the file of the day."""

from __future__ import annotations

import pytest

from planner.desk import Desk
from planner.desk import plan as plan_desk
from planner.ui import link_menu
from tests.ui.conftest import opened
from tests.ui.days import planned
from tests.ui.sample import MARIA
from tests.ui.test_board import button


def test_a_calendar_link_is_added_by_a_press(firm: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    plan_desk.publish(firm, MARIA, planned(firm).plan_id)
    monkeypatch.setattr(link_menu, "_address", lambda token, _kind: f"https://plan.example/link/{len(token)}")
    at = opened("my_day", who="technician:T01")
    said = " ".join(one.value for one in at.caption)
    assert "Kalenderlänken följer planen" in said
    assert "Kalenderfilen är dagen som den är nu" in said
    assert "webcal:" not in " ".join(one.proto.url for one in at.get("link_button"))
    button(at, "link-new-calendar").click().run()
    assert not at.exception
    (subscribe,) = (one for one in at.get("link_button") if one.proto.url.startswith("webcal:"))
    assert subscribe.proto.label == "Lägg till i min kalender"
    assert subscribe.proto.url.startswith("webcal://plan.example/link/")
