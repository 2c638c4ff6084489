"""The device holds the coming day, and says what a day without visits is, what the van has left and what to fetch."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from planner import store
from planner.desk import plan as plan_desk
from planner.model.plan import Plan
from planner.model.stock import Taken
from planner.model.team import Vehicle
from tests.e2e.conftest import Server, running
from tests.e2e.tablet import ANNA, BO, device, first_visit, reports
from tests.ui.days import planned
from tests.ui.sample import MARIA, sample_desk

pytestmark = pytest.mark.e2e

SMALL = """() => [...document.querySelectorAll('dialog button, dialog input:not([type=checkbox])')]
  .filter(e => e.offsetParent && Math.min(e.getBoundingClientRect().height, e.getBoundingClientRect().width) < 43.5)
  .map(e => e.outerHTML)"""
AHEAD = """async () => {
  const {forecast} = await import('/assets/day/forecast.js');
  const {read} = await import('/assets/day/keeping.js');
  const day = await read('day'), at = Date.parse(day.stops[0].leave) + 5 * 3600_000;
  for (const stop of day.stops) stop.stands = [];
  const found = [...forecast(day, [], at)];
  const depot = found.find(([stop]) => stop.kind === 'depot'), visit = found.find(([stop]) => stop.visit);
  return [depot ? depot[1].arrival - at : null, visit[1].start - at];
}"""
PART, OTHER = "laptop_std", "own_part"


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Plan]]:
    """An app with the small firm: Anna has today's visits, a pick-up and a counted van; tomorrow one visit."""
    var = tmp_path_factory.mktemp("coming")
    desk = sample_desk(var)
    plan = planned(desk)
    with desk.store.writing() as db:
        store.people.save_vehicle(db, Vehicle(vehicle_id="V1", name="Bil 1", stock=((PART, 5), (OTHER, 2))))
        anna = store.people.get_technician(db, ANNA)
        assert anna is not None
        store.people.save_technician(db, anna.replace(vehicle_id="V1"))
        for one in (plan.replace(plan_id="p2", stops=tuple(with_pick_up(plan))), tomorrow(plan)):
            store.plans.publish(db, store.plans.add(db, one), at=desk.clock())
    published = plan_desk.published_plan(desk, MARIA, plan.day)
    assert published is not None
    desk.store.close()
    with running(var) as started:
        yield started, published


def with_pick_up(plan: Plan) -> Iterator[object]:
    """The stops, with a stop at a depot before Anna's first visit."""
    first = first_visit(plan)
    for stop in plan.stops:
        if stop.visit_id == first:
            taken = (Taken(part=PART, quantity=2, visit_id=first),)
            own = {"visit_id": None, "request_id": None, "number": 0, "taken": taken, "title": "Lager Solna"}
            yield replace(stop, kind="depot", travel_s=600, distance_m=4000, **own)
        yield stop


def tomorrow(plan: Plan) -> Plan:
    """Tomorrow's plan with one visit of Anna and one of Bo."""
    by = timedelta(days=1)
    stops = [
        replace(stop, **{name: getattr(stop, name) + by for name in ("leave", "arrival", "start", "end")})
        for stop in plan.stops
        if stop.visit_id == first_visit(plan) or stop.technician_id == BO
    ]
    duties = tuple(replace(one, start=one.start + by, end=one.end + by) for one in plan.technicians)
    return plan.replace(plan_id="q1", day=plan.day + by, stops=tuple(stops), technicians=duties)


def test_at_midnight_without_network_the_coming_day_is_the_day_and_the_old_one_is_gone(
    chromium: Browser, firm: tuple[Server, Plan]
) -> None:
    server, plan = firm
    first = first_visit(plan)
    today = [s.visit_id for s in plan.of_technician(ANNA) if s.visit_id and s.visit_id != first]
    theirs = [s.visit_id for s in plan.of_technician(BO) if s.visit_id]
    with device(chromium, server) as tablet:
        tablet.sign_in(f"technician:{ANNA}").open().online()
        page = tablet.page
        page.locator("[data-ahead] > summary").click()
        expect(page.locator(f"[data-coming='{first}']")).to_be_visible()
        expect(page.locator("[data-ahead] button")).to_have_count(0)  # read only
        assert not any(page.locator(f"[data-coming='{one}']").count() for one in theirs)
        shoot(tablet, "coming")
        tablet.context.set_offline(True)
        page.clock.set_system_time(f"{plan.day + timedelta(days=1)}T06:30:00+01:00")
        page.reload()
        tablet.drawn()
        expect(page.locator(".acts [data-act=en_route], .acts [data-act=started]").first).to_be_enabled()
        expect(page.locator(f"[data-visit='{first}']")).to_have_count(1)
        for one in today:
            expect(page.locator(f"[data-visit='{one}']")).to_have_count(0)
        kept = page.evaluate("async () => JSON.stringify(await (await import('/assets/day/keeping.js')).read('day'))")
        assert not any(f'"{one}"' in kept for one in (*today, *theirs))


def test_parts_are_chosen_with_a_finger_and_the_van_counts_down(chromium: Browser, firm: tuple[Server, Plan]) -> None:
    server, _ = firm
    with device(chromium, server) as tablet:
        tablet.sign_in(f"technician:{ANNA}").open().online()
        page = tablet.page
        row = page.locator(f"dialog [data-part='{PART}']")
        tablet.press("parts")
        expect(row).to_contain_text("5 kvar")
        assert page.evaluate(SMALL) == []
        expect(row.locator(f"[data-less='{PART}']")).to_be_disabled()
        for press in ("more", "more", "more", "less"):
            row.locator(f"[data-{press}='{PART}']").click()
        shoot(tablet, "parts")
        tablet.context.set_offline(True)
        page.locator("dialog [data-act=send]").click()
        tablet.waiting(1).press("parts")
        expect(row).to_contain_text("3 kvar")
        page.locator("dialog [data-act=leave]").click()
        tablet.context.set_offline(False)
        tablet.waiting(0).press("parts")
        expect(row).to_contain_text("3 kvar")
        page.locator("dialog [data-act=leave]").click()
        tablet.offline()
        page.locator("[data-told=parts] [data-act=withdraw]").click()
        tablet.waiting(1).press("parts")
        expect(row).to_contain_text("5 kvar")
    assert [one.get("parts") for one in reports(server) if one.type == "work.parts"] == [f"{PART}=2"]


def test_a_pick_up_says_what_to_fetch_and_is_ticked(chromium: Browser, firm: tuple[Server, Plan]) -> None:
    server, _ = firm
    with device(chromium, server) as tablet:
        tablet.sign_in(f"technician:{ANNA}").open().online()
        page = tablet.page
        depot = page.locator(".order .row").filter(has_text="Lager Solna")
        expect(depot).to_contain_text("2 ×")
        there, begun = page.evaluate(AHEAD)  # five hours late
        assert 0 < there < begun
        depot.get_by_text("Hämtat").click()
        expect(depot).to_have_class("row over")
        page.reload()
        tablet.drawn()
        expect(depot).to_have_class("row over")
        assert page.evaluate(AHEAD) == [None, 0]
        shoot(tablet, "pick-up")


def test_a_day_without_visits_says_its_shift_and_has_its_break_and_its_end(
    chromium: Browser, firm: tuple[Server, Plan]
) -> None:
    server, plan = firm
    who = next(one.technician_id for one in plan.technicians if not work(plan, one.technician_id))
    with device(chromium, server) as tablet:
        tablet.sign_in(f"technician:{who}").open().online()
        expect(tablet.page.locator("[data-said=shift]")).to_have_count(1)
        for act in ("break", "overtime", "time", "day_over"):
            expect(tablet.page.locator(f".daytime [data-act={act}]")).to_be_enabled()
        shoot(tablet, "free")


def work(plan: Plan, technician_id: str) -> list[str]:
    """A technician's visits and sessions."""
    return [s.visit_id for s in plan.of_technician(technician_id) if s.visit_id]


def shoot(tablet: object, name: str) -> None:
    """Keep a picture where a folder for them is named."""
    if folder := os.environ.get("SHOTS"):
        tablet.page.screenshot(path=f"{folder}/day-{name}.png", full_page=True)  # type: ignore[attr-defined]


SAME = """async () => {
  const {ownTime} = await import('/assets/day/timesheet.js');
  const {read} = await import('/assets/day/keeping.js');
  const theirs = await (await fetch('/day/time')).json();
  const own = ownTime(await read('day'), [], Date.now());
  const bare = one => ({...one.sums, over: one.overtime_s, start: Date.parse(one.start), is_over: one.is_over});
  return [bare(own), bare(theirs)];
}"""


def test_without_network_the_time_is_counted_on_the_device_and_says_that_the_law_waits(
    chromium: Browser, firm: tuple[Server, Plan]
) -> None:
    server, _ = firm
    with device(chromium, server) as tablet:
        tablet.sign_in(f"technician:{ANNA}").open().online()
        page = tablet.page
        page.locator(".acts [data-act=started], .acts [data-act=en_route]").first.click()
        tablet.waiting(0)
        for press in ("break", "working"):
            page.locator(f".daytime [data-act={press}]").click()
            expect(page.locator(f".daytime[data-day={press}]")).to_have_count(1)
        tablet.waiting(0)
        own, theirs = page.evaluate(SAME)
        assert own["is_over"] == theirs["is_over"]
        assert all(abs(own[name] - theirs[name]) <= 2 for name in ("work", "drive", "other", "break", "over", "start"))
        tablet.context.set_offline(True)
        page.locator(".daytime [data-act=time]").click()
        expect(page.locator("dialog [data-unjudged]")).to_contain_text("när det finns nät")
        expect(page.locator("dialog [data-law]")).to_have_count(0)
        shoot(tablet, "time-offline")
        page.locator("dialog [data-act=hand-in]").click()
        tablet.waiting(1)
        tablet.context.set_offline(False)
        tablet.waiting(0)
    assert [one.type for one in reports(server) if one.type == "work.time"] == ["work.time"]
