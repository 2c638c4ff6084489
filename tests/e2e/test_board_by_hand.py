"""The dispatcher's hand on a day of 15 technicians and 120 requests: drag, keys, forms, bursts, two at once, undo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from planner.desk import plan as plan_desk
from planner.model.language import time_text
from planner.model.plan import Plan
from planner.model.words import LockKind
from tests.e2e.browser import Tab, opened, until
from tests.e2e.conftest import Server, running
from tests.e2e.large_day import large_day
from tests.ui.sample import MARIA, reopened

pytestmark = pytest.mark.e2e

ROW_PX = 29


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Server]:
    desk, _ = large_day(tmp_path)
    desk.store.close()
    with running(tmp_path) as started:
        yield started


def newest(server: Server) -> Plan:
    desk = reopened(server.var)
    try:
        plan = plan_desk.current_plan(desk, MARIA, desk.today())
    finally:
        desk.store.close()
    assert plan is not None
    return plan


def ready(tab: Tab, path: str = "/board") -> Tab:
    tab.go(path)
    expect(tab.find(".vis-item.k-visit").first).to_be_visible()
    return tab.still()


def quiet(*tabs: Tab) -> None:
    for tab in tabs:
        assert tab.foreign == []
        assert tab.faults == []


def bar_of(tab: Tab, visit_id: str) -> Locator:
    """The bar of a visit, found by what the schedule itself knows."""
    tab.page.evaluate("id => { __schedule.tl.itemSet.items['v:' + id].dom.box.id = 'seen-' + id; }", visit_id)
    return tab.find(f"#seen-{visit_id}")


def first_bars(plan: Plan) -> list[str]:
    """A visit of each of the uppermost technicians that is not their first."""
    rows = sorted({one.technician_id: one.number for one in plan.technicians}.items(), key=lambda one: one[1])
    visits = ([s.visit_id for s in plan.of_technician(who) if s.number > 1 and s.visit_id] for who, _ in rows)
    return [ids[0] for ids in visits if ids]


def drag(tab: Tab, bar: Locator, *, rows: int, right: int = 0, let_go: bool = True) -> None:
    box = bar.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = tab.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + right / 2 + 7, y + rows * ROW_PX / 2, steps=4)
    mouse.move(x + right, y + rows * ROW_PX, steps=4)
    if let_go:
        expect(tab.find(".st-key-schedule .fp[data-drag]:not([data-drag=asked])")).to_have_count(1)
        mouse.up()


def test_a_dragged_visit_is_told_rules_and_price_before_it_is_let_go_and_the_judge_agrees(
    chromium: Browser, firm: Server
) -> None:
    before = newest(firm)
    visit = first_bars(before)[0]
    with opened(chromium, firm.base, token=firm.token()) as tab:
        ready(tab)
        drag(tab, bar_of(tab, visit), rows=2, let_go=False)
        root, tip = tab.find(".st-key-schedule .fp"), tab.find(".st-key-schedule .fp-tip")
        expect(root).to_have_attribute("data-drag", re.compile("ok|warn|bad"))
        tone, price = root.get_attribute("data-drag"), tip.locator(".fp-price").inner_text()
        expect(tab.find(f".vis-label.fp-over-{tone}")).to_have_count(1)
        expect(tip).to_contain_text("–")
        assert newest(firm).version == 1  # nothing is saved while it is held
        tab.page.mouse.up()
        tab.says("Utkast 2 har flytten")
        after = newest(firm)
        told = int(re.sub(r"[^\d]", "", price)) * (-1 if "\N{MINUS SIGN}" in price else 1)
        assert after.price.total_ore / 100 - before.price.total_ore / 100 == pytest.approx(told, abs=1.1)
        assert after.stop_of(visit).technician_id != before.stop_of(visit).technician_id
        assert (tone == "bad") is any(one.hard for one in after.violations)
        quiet(tab)


def test_keys_try_a_place_and_take_it_and_undo_and_redo_have_keys_too(chromium: Browser, firm: Server) -> None:
    before = newest(firm)
    visit = first_bars(before)[1]
    own = before.stop_of(visit).technician_id
    with opened(chromium, firm.base, token=firm.token()) as tab:
        ready(tab, f"/board?visit={visit}")
        tab.page.get_by_role("application").focus()
        tab.page.keyboard.press("Shift+ArrowDown")
        expect(tab.find(".st-key-schedule .fp[data-drag]:not([data-drag=asked])")).to_have_count(1)
        expect(tab.find(".st-key-schedule .fp-live")).to_contain_text("kr")
        tab.page.keyboard.press("Escape")
        expect(tab.find(".st-key-schedule .fp[data-drag]")).to_have_count(0)
        assert newest(firm).version == 1
        tab.page.keyboard.press("Shift+ArrowDown")
        expect(tab.find(".st-key-schedule .fp[data-drag]:not([data-drag=asked])")).to_have_count(1)
        tab.page.keyboard.press("Enter")
        tab.says("Utkast 2 har flytten")
        assert newest(firm).stop_of(visit).technician_id != own
        tab.idle().page.keyboard.press("Control+z")
        tab.says("Utkast 3 har ordningen tillbaka")
        assert newest(firm).stop_of(visit).technician_id == own
        tab.idle().page.keyboard.press("Control+y")
        tab.says("Utkast 4 har ordningen tillbaka")
        assert newest(firm).stop_of(visit).technician_id != own
        quiet(tab)


@pytest.mark.parametrize("apart_ms", [0, 150])
def test_a_burst_of_twelve_moves_is_twelve_moves(chromium: Browser, firm: Server, apart_ms: int) -> None:
    visits = [one.visit_id for one in newest(firm).visit_stops][:12]
    with opened(chromium, firm.base, token=firm.token()) as tab:
        ready(tab)
        for visit in visits:
            tab.page.evaluate("id => __schedule.drag.takeOut(id)", visit)
            tab.page.wait_for_timeout(apart_ms)
        until(lambda: all(newest(firm).stop_of(one) is None for one in visits))
        until(lambda: tab.page.evaluate("__schedule.drag.outbox.length") == 0)
        left = {one.visit_id for one in newest(firm).unassigned}
        assert left >= set(visits)
        quiet(tab)


def test_what_two_dispatchers_move_at_once_is_merged(chromium: Browser, firm: Server) -> None:
    one, two = first_bars(newest(firm))[:2]
    with (
        opened(chromium, firm.base, token=firm.token()) as maria,
        opened(chromium, firm.base, token=firm.token("administrator")) as adam,
    ):
        ready(maria)
        ready(adam)
        take: Any = "id => __schedule.drag.takeOut(id)"
        maria.page.evaluate(take, one)
        adam.page.evaluate(take, two)  # Adam's board still shows version 1
        until(lambda: newest(firm).stop_of(one) is None and newest(firm).stop_of(two) is None)
        assert newest(firm).version == 3
        adam.idle().page.wait_for_function("id => !__schedule.bars.some(b => b.visit === id)", arg=one)
        quiet(maria, adam)


def test_forms_do_what_the_hand_does_and_locks_hold(chromium: Browser, firm: Server) -> None:
    before = newest(firm)
    visit = first_bars(before)[0]
    with opened(chromium, firm.base, token=firm.token()) as tab:
        ready(tab, f"/board?visit={visit}")
        card = tab.find(".st-key-card-stop")
        card.get_by_role("combobox").click()
        tab.page.get_by_role("option", name="Tekniker och tid").click()
        tab.says("Utkast 2 har låset")
        held = newest(firm).stop_of(visit)
        assert held.locked
        assert (held.technician_id, held.start) == (before.stop_of(visit).technician_id, before.stop_of(visit).start)
        assert not tab.page.evaluate("id => __schedule.movable(__schedule.bars.find(b => b.visit === id))", visit)
        desk = reopened(firm.var)
        from planner.desk import triage

        assert triage.get_request(desk, MARIA, held.request_id).lock.kind is LockKind.BOTH
        desk.store.close()
        other = first_bars(before)[1]
        ready(tab, f"/board?visit={other}")
        tab.click("Flytta …")
        tab.click("Ta ut ur planen")
        tab.says("Utkast 3 har flytten")
        assert newest(firm).stop_of(other) is None
        quiet(tab)


def test_a_visit_is_carried_from_the_list_into_a_day(chromium: Browser, firm: Server) -> None:
    left = newest(firm).unassigned[0].visit_id
    with opened(chromium, firm.base, token=firm.token()) as tab:
        ready(tab)
        entry = tab.find(f"button[data-visit={left}]")
        entry.scroll_into_view_if_needed()
        start, end = entry.bounding_box(), tab.find(".vis-label").nth(3).bounding_box()
        assert start is not None
        assert end is not None
        mouse = tab.page.mouse
        mouse.move(start["x"] + 40, start["y"] + 12)
        mouse.down()
        mouse.move(end["x"] + end["width"] + 400, end["y"] + 14, steps=8)
        expect(tab.find(".st-key-schedule .fp[data-drag]:not([data-drag=asked])")).to_have_count(1)
        mouse.up()
        tab.says("Utkast 2 har flytten")
        assert newest(firm).stop_of(left) is not None
        quiet(tab)


def test_a_visit_dragged_to_a_later_time_stays_there_says_so_and_is_let_go(chromium: Browser, firm: Server) -> None:
    before = newest(firm)
    visit = [one for one in before.of_technician(before.technicians[0].technician_id) if one.visit_id][-1].visit_id
    was = before.stop_of(visit)
    with opened(chromium, firm.base, token=firm.token()) as tab:
        ready(tab, f"/board?visit={visit}")
        drag(tab, bar_of(tab, visit), rows=0, right=90, let_go=False)
        tip = tab.find(".st-key-schedule .fp-tip")
        expect(tip).to_contain_text("för hand")
        tab.page.wait_for_function("!__schedule.drag.asking")
        told = tip.inner_text()
        tab.page.mouse.up()
        tab.says("Utkast 2 har flytten")
        stop = newest(firm).stop_of(visit)
        assert stop.start > was.start
        assert (stop.start.second, stop.start.minute % 5) == (0, 0)
        assert time_text(stop.start, zone=before.time_zone) in told
        card = tab.find(".st-key-card-stop")
        expect(card).to_contain_text(f"Tidigast {time_text(stop.start, zone=before.time_zone)} för hand")
        card.get_by_role("button", name="Släpp tiden").click()
        tab.says("Utkast 3 har ingen tid för hand")
        assert newest(firm).stop_of(visit).start == was.start
        quiet(tab)
