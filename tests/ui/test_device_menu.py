"""Devices on the pages: the technician and the dispatcher see them and shut one out in one press."""

from __future__ import annotations

import re

import pytest

from planner import store
from planner.desk import Desk, devices, tablet
from planner.desk import plan as plan_desk
from planner.desk.taps import read_tap
from planner.model.plan import Plan
from planner.ui import device_menu
from planner.ui.device_menu import device_name
from tests.ui.conftest import opened
from tests.ui.days import planned
from tests.ui.drawn import values_of
from tests.ui.sample import ANNA, BO, MARIA
from tests.ui.test_board import button, html

IPAD = (
    "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/604.1"
)


@pytest.fixture
def plan(firm: Desk) -> Plan:
    """Today's plan, published."""
    return plan_desk.publish(firm, MARIA, planned(firm).plan_id)


def held(firm: Desk, actor=ANNA) -> str:
    devices.remember(firm, actor, client=IPAD)
    return devices.list_devices(firm, actor)[0].device_id


@pytest.mark.parametrize(
    ("client", "name"),
    [
        (IPAD, "iPad · Safari"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "Android · Chrome"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/126 Safari/537.36 Edg/126", "Windows · Edge"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Linux · Firefox"),
        ("curl", ""),
    ],
)  # fmt: skip
def test_a_device_is_called_what_people_call_it(client: str, name: str) -> None:
    assert device_name(client) == name


@pytest.mark.parametrize(("page", "who"), [("my_day", "technician:T01"), ("team", "dispatcher")])
def test_a_device_is_shut_out_in_one_press(firm: Desk, plan: Plan, page: str, who: str) -> None:
    device_id = held(firm)
    others = held(firm, BO)
    at = opened(page, who=who)
    assert not at.exception
    assert "iPad · Safari" in html(at)
    assert any("har kontakt nu" in one.value for one in at.caption)
    assert button(at, f"device-out-{others}") is None
    button(at, f"device-out-{device_id}").click().run()
    assert devices.list_devices(firm, ANNA) == ()
    assert len(devices.list_devices(firm, BO)) == 1


def test_a_name_the_browser_repeats_is_not_saved_again(firm: Desk, plan: Plan) -> None:
    device_id = held(firm)
    devices.rename(firm, ANNA, device_id, "Plattan")
    at = opened("team")
    assert at.text_input(key=f"device-name-{device_id}").value == "Plattan"
    drawn = values_of(at)
    at.switch_page("../../pages/board.py").run()
    at._run(drawn)  # sent before the browser knew that the menu is gone
    with firm.store.reading() as db:
        assert [one.call for one in store.audit.entries(db)].count("devices.rename") == 1


def test_a_manager_sees_no_devices(firm: Desk, plan: Plan) -> None:
    device_id = held(firm)
    at = opened("team", who="manager")
    assert not at.exception
    assert button(at, f"device-out-{device_id}") is None


def test_only_a_technician_is_led_to_the_day_on_the_device(firm: Desk, plan: Plan) -> None:
    def leads(who: str) -> bool:
        return 'href="/day/"' in html(opened("my_day", who=who))

    assert leads("technician:T01")
    assert not leads("dispatcher")


def test_the_board_shows_what_a_technician_told_of_a_visit(firm: Desk, plan: Plan) -> None:
    stop = next(one for one in plan.of_technician("T01") if one.visit_id)
    head = {"visit": stop.visit_id, "plan": plan.plan_id, "day": plan.day.isoformat(), "at": ""}
    rows = [
        {"type": "work.note", "note": "<b>Dörren</b> låst"},
        {"type": "work.late", "minutes": 25},
        {"type": "visit.done"},
        {"type": "work.parts", "parts": [{"part": "patch_cable_2m", "quantity": 2}]},
    ]
    taps = [read_tap({"uuid": f"tap-{seq:06d}", "seq": seq} | head | one) for seq, one in enumerate(rows)]
    tablet.take_events(firm, ANNA, [one for one in taps if one], sent_at=None)
    at = opened()
    at.query_params["visit"] = stop.visit_id or ""
    at.run()
    shown = html(at)
    for words in ("&lt;b&gt;Dörren&lt;/b&gt; låst", "25\u00a0min sen", "Klar, gäller inte", "2 × Patchkabel 2 m"):
        assert words in shown
    back = {"uuid": "tap-000009", "seq": 9, "type": "work.taken_back", "undoes": "tap-000001"} | head
    tablet.take_events(firm, ANNA, [one for one in (read_tap(back),) if one], sent_at=None)
    at.run()
    assert "25\u00a0min sen" not in html(at)
    assert "2 × Patchkabel 2 m" in html(at)


def test_a_device_gets_a_name_and_is_known_by_it(firm: Desk, plan: Plan) -> None:
    device_id = held(firm)
    at = opened("my_day", who="technician:T01")
    at.text_input(key=f"device-name-{device_id}").set_value("Plattan i bilen").run()
    assert not at.exception
    assert devices.list_devices(firm, ANNA)[0].name == "Plattan i bilen"
    assert "Plattan i bilen" in html(at)
    assert any("iPad" in one.value for one in at.caption)


def test_the_device_in_the_hand_is_marked(firm: Desk, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = [devices.remember(firm, ANNA, client=IPAD) for _ in range(2)]
    (here,) = (one for one in devices.list_devices(firm, ANNA) if devices.is_held_with(one, tokens[0]))
    monkeypatch.setattr(device_menu.devices_desk, "is_held_with", lambda one, _token: one.device_id == here.device_id)
    at = opened("my_day", who="technician:T01")
    rows = re.findall('<div class="fp-device">.*?</div>', html(at))
    assert ["den här enheten" in one for one in rows].count(True) == 1


def test_the_menu_warns_of_what_was_not_sent(firm: Desk, plan: Plan) -> None:
    held(firm)
    at = opened("team", who="dispatcher")
    assert any("inte har hunnit skicka går förlorade" in one.value for one in at.caption)
