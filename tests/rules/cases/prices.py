"""Itemised prices worked out by hand; weights of round numbers make the sums easy.

Driving costs 3 600 öre an hour (1 öre a second), distance 1 000 öre a kilometre (1 öre a metre),
lateness 60 öre a minute for P3 (1 öre a second) and 120 for P2, overtime 7 200 öre an hour, and where
waiting has a price it is 3 600 öre an hour (1 öre a second).
"""

from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from planner.model.costs import Weights
from planner.model.plan import Plan
from planner.model.problem import Break, Matrix, Problem, Window
from planner.model.stock import DepotDay
from planner.model.vendors import PriceList, Terms
from planner.model.words import Priority, StopKind
from tests.golden.towns import DAY, clock
from tests.rules.bench import bent, delayed, duty, planned, problem, stop, visit, with_duty, with_visit, without
from tests.rules.cases.by_clock import RUSH

ROUND = Weights(drive_ore_h=3600, distance_ore_km=1000, lateness_ore_min=(1, 120, 60, 1, 1), non_preferred_ore=77,
                skill_surplus_ore=10, language_ore=20, territory_ore=30, same_technician_ore=40,
                change_technician_ore=50, change_day_ore=60)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PriceCase:
    """A plan and the items of its price: term, öre, quantity, visit, technician."""

    name: str
    problem: Problem
    plan: Plan
    items: tuple[tuple[str, int, int, str | None, str | None], ...]


ONE = problem(visit(), duties=(duty(overtime_ore_h=7200),)).replace(weights=ROUND)
PLAN = planned(ONE)  # out 600 s 10 km, work 08:10-09:10, home 600 s 10 km, 09:20
OUT = (("drive_time", 600, 600, "V1", "anna"), ("distance", 10_000, 10_000, "V1", "anna"))
HOME = (("drive_time", 600, 600, None, "anna"), ("distance", 10_000, 10_000, None, "anna"))
BOTH_WAYS = (OUT[0], HOME[0], OUT[1], HOME[1])
LEFT = ("dropped", 400_000, 1, "V1", None)
PAIR = problem(visit(), visit("R1", None, drop_ore=5), duties=(duty(), duty("bo"))).replace(weights=ROUND)

# Waiting at 1 öre a second: R1 08:00-09:00, V1 10:00-11:00 after a drive of 600 s and set-up of 300 s, V2 next door.
HOURS = problem(
    visit("R1", None), visit("V1", 1, setup_s=300, windows=(Window(earliest_s=clock(10), latest_s=clock(12)),)),
    visit("V2", 1, setup_s=300),
).replace(weights=Weights(drive_ore_h=0, distance_ore_km=0, waiting_ore_h=3600))  # fmt: skip
WAITS = planned(HOURS)
TEA = stop(HOURS, StopKind.BREAK, clock(9), clock(9, 5), sequence=1)
DRIVES = (("drive_time", 0, 600, "V1", "anna"), ("drive_time", 0, 600, None, "anna"),
          ("distance", 0, 10_000, "V1", "anna"), ("distance", 0, 10_000, None, "anna"))  # fmt: skip


# A subcontractor: 5 öre a call-out, 7 a visit (network 9), 3 600 öre an hour (1 öre a second), 2 000 öre a km.
FEES = PriceList(call_out_ore=5, visit_ore=7, visit_ore_by_job=(("network", 9),), hour_ore=3600, km_ore=2000)
HIRED = with_duty(ONE, vendor=Terms(vendor_id="malar", prices=FEES), job_time_factor=0.5)
HIRED_PLAN = planned(HIRED)  # half an hour of work
HIRED_WAYS = (
    ("drive_time", 0, 600, "V1", "anna"),
    ("drive_time", 0, 600, None, "anna"),
    ("vendor_distance", 20_000, 10_000, "V1", "anna"),
    ("vendor_distance", 20_000, 10_000, None, "anna"),
)
HIRED_ITEMS = (*HIRED_WAYS, ("call_out", 5, 1, None, "anna"))
HOURS_ITEM = ("vendor_hours", 1800, 1800, "V1", "anna")
DEPOT = DepotDay(depot_id="depot", place=1, opens_s=0, closes_s=clock(24), stock=(("disk", 9),))
FETCHING = HIRED.replace(
    visits=(visit("D", 1, 10, drop_ore=0, depot="depot", stock=DEPOT.stock), *HIRED.visits), depots=(DEPOT,)
)
USED = ONE.replace(weights=ROUND.replace(used_ore=13))
NEXT_DAY = DAY + timedelta(days=1)


# What looks at the start of a visit or at all of a plan, at 1 öre a second.
SOON = ONE.replace(weights=ROUND.replace(soon_ore_h=(0, 0, 3600, 0, 0), change_ore_min=60))
LATEST = problem(visit(late_after_s=clock(8)), visit("V2", late_after_s=clock(8)), duties=ONE.duties).replace(
    weights=ROUND.replace(longest_lateness_ore_min=60))  # fmt: skip
IDLE = with_duty(ONE, end_s=clock(9, 30)).replace(weights=ROUND.replace(longest_idle_ore_h=3600))
FULL = problem(visit(), visit("V2"), duties=ONE.duties).replace(weights=ROUND)
TEN = Break(earliest_s=clock(9), latest_s=clock(10), duration_s=600, missed_ore=4)
AT_HOME = duty("bo", end_s=clock(9), hard_end_s=clock(9), breaks=(replace(TEN, missed_ore=None),))


def _window(first, last, late_after_s=None):
    return Window(earliest_s=round(first * 3600), latest_s=round(last * 3600), late_after_s=late_after_s)


def _priced(name, posed, plan, *items):
    return PriceCase(name=name, problem=posed, plan=plan, items=items)


CASES = (
    _priced("driving there and back", ONE, PLAN, *BOTH_WAYS),
    _priced("a slow driver", with_duty(ONE, speed_factor=1.5), PLAN, ("drive_time", 900, 900, "V1", "anna"),
            ("drive_time", 900, 900, None, "anna"), OUT[1], HOME[1]),
    _priced("what the plan says of its drives is not believed", ONE,
            bent(bent(PLAN, "V1", travel_s=1, distance_m=1), "end", travel_s=1, distance_m=1), *BOTH_WAYS),
    _priced("driving in the rush hour, whatever the plan says of it", ONE.replace(profile=RUSH),
            bent(planned(ONE.replace(profile=RUSH)), "V1", travel_s=1), ("drive_time", 1200, 1200, "V1", "anna"),
            HOME[0], OUT[1], HOME[1]),
    _priced("the day ends at the last visit", with_duty(ONE, end_place=None), PLAN, *OUT),
    _priced("back at the end of the shift", with_duty(ONE, end_s=clock(9, 20)), PLAN, *BOTH_WAYS),
    _priced("back 1 s before the end of the shift", with_duty(ONE, end_s=clock(9, 20) + 1), PLAN, *BOTH_WAYS),
    _priced("back 1 s after the end of the shift", with_duty(ONE, end_s=clock(9, 20) - 1), PLAN, *BOTH_WAYS,
            ("overtime", 2, 1, None, "anna")),
    _priced("overtime of somebody who has had more than a fair share",
            with_duty(ONE, end_s=clock(9), unfair_ore_h=1800), PLAN, *BOTH_WAYS,
            ("overtime", 1800, 1200, None, "anna"), ("unfairness", 600, 1200, None, "anna")),
    _priced("drives of somebody who has had more long ones than a fair share", with_duty(ONE, unfair_drive_ore_h=3600),
            PLAN, *BOTH_WAYS,
            ("unfair_drive", 600, 600, "V1", "anna"), ("unfair_drive", 600, 600, None, "anna")),
    _priced("no drive is unfair where the way has no length", with_duty(
        ONE.replace(matrix=Matrix(np.zeros((4, 4)), np.zeros((4, 4)))), unfair_drive_ore_h=3600), PLAN),
    _priced("a subcontractor has no share of long drives", with_duty(HIRED, unfair_drive_ore_h=3600), HIRED_PLAN,
            *HIRED_ITEMS, ("vendor_visit", 7, 1, "V1", "anna"), HOURS_ITEM),
    _priced("work at night of somebody who has had more than a fair share", with_duty(ONE, unfair_night_ore_h=7), PLAN,
            *BOTH_WAYS, ("unfair_night", 7, 3600, "V1", "anna")),
    _priced("work at the weekend, by how long it takes this technician",
            with_duty(ONE, unfair_weekend_ore_h=8, job_time_factor=0.5), PLAN,
            *BOTH_WAYS, ("unfair_weekend", 4, 1800, "V1", "anna")),
    _priced("a night at the weekend is both", with_duty(ONE, unfair_night_ore_h=5, unfair_weekend_ore_h=7), PLAN,
            *BOTH_WAYS, ("unfair_night", 5, 3600, "V1", "anna"), ("unfair_weekend", 7, 3600, "V1", "anna")),
    _priced("overtime in a plan without an end", with_duty(ONE, end_s=clock(9)), without(PLAN, "end"), *OUT,
            ("overtime", 1200, 600, None, "anna")),
    _priced("a break after the end is no overtime", with_duty(ONE, end_s=clock(9, 20)), PLAN.replace(stops=(
        *PLAN.stops, stop(ONE, StopKind.BREAK, clock(10), clock(11), sequence=9))), *BOTH_WAYS),
    _priced("no known way", ONE.replace(matrix=Matrix(np.full((4, 4), -1), np.ones((4, 4)))), PLAN),
    _priced("starts at the agreed time", with_visit(ONE, late_after_s=clock(8, 10)), PLAN, *BOTH_WAYS),
    _priced("starts 1 s early", with_visit(ONE, late_after_s=clock(8, 10) + 1), PLAN, *BOTH_WAYS),
    _priced("starts 1 s late", with_visit(ONE, late_after_s=clock(8, 10) - 1), PLAN, *BOTH_WAYS,
            ("lateness", 1, 1, "V1", "anna")),
    _priced("late at a higher priority, whatever the plan says", with_visit(ONE, late_after_s=0, priority=Priority.P2),
            delayed(PLAN, -clock(8), since=1), *BOTH_WAYS, ("lateness", 1200, 600, "V1", "anna")),
    _priced("left out", ONE, without(PLAN, "V1"), LEFT),
    _priced("left out at no price", with_visit(ONE, drop_ore=0), without(PLAN, "V1"), ("dropped", 0, 1, "V1", None)),
    _priced("mandatory and left out", with_visit(ONE, drop_ore=None), without(PLAN, "V1")),
    _priced("a mandatory visit that is done", with_visit(ONE, drop_ore=None), PLAN, *BOTH_WAYS),
    _priced("done by somebody not preferred", with_visit(ONE, preferred=("bo",)), PLAN, *BOTH_WAYS,
            ("non_preferred", 77, 1, "V1", "anna")),
    _priced("done by one of the preferred", with_visit(ONE, preferred=("bo", "anna")), PLAN, *BOTH_WAYS),
    _priced("an unknown visit costs no drive of its own", ONE, bent(PLAN, "V1", visit_id="X"), LEFT),
    _priced("an unknown shift costs nothing, but the visit is done", ONE, bent(PLAN, "V1", duty_id="X")),
    _priced("a remote session costs nothing", PAIR, planned(PAIR, "R1", duty_id="bo:1"), LEFT),
    _priced("two shifts, term by term", PAIR.replace(visits=(PAIR.visits[0], visit("R1", None, preferred=("anna",)))),
            PLAN.replace(stops=PLAN.stops + planned(PAIR, "R1", duty_id="bo:1").stops), *BOTH_WAYS,
            ("non_preferred", 77, 1, "R1", "bo")),
    _priced("an hour between a session and a visit, less drive and set-up", HOURS, WAITS, *DRIVES,
            ("waiting", 2700, 2700, "V1", "anna")),
    _priced("who rides along pays for no way and does not wait", with_duty(HOURS, rides_with="bo:1"), WAITS),
    _priced("waiting without a price", HOURS.replace(weights=HOURS.weights.replace(waiting_ore_h=0)), WAITS, *DRIVES),
    _priced("what the plan says of drive and set-up is not believed", HOURS,
            bent(WAITS, "V1", travel_s=0, setup_s=1700), *DRIVES, ("waiting", 2700, 2700, "V1", "anna")),
    _priced("a break is no waiting", HOURS, WAITS.replace(stops=(*WAITS.stops[:2], TEA, *WAITS.stops[2:])), *DRIVES,
            ("waiting", 2400, 2400, "V1", "anna")),
    _priced("neither before the first work nor after the last", HOURS,
            bent(bent(WAITS, "R1", start=600), "end", leave=600, arrival=600, start=600, end=600), *DRIVES,
            ("waiting", 2700, 2700, "V1", "anna")),
    _priced("1 s between two visits next door", HOURS, bent(WAITS, "V2", start=1), *DRIVES,
            ("waiting", 2700, 2700, "V1", "anna"), ("waiting", 1, 1, "V2", "anna")),
    _priced("work that overlaps is no waiting", HOURS, bent(WAITS, "V2", start=-1), *DRIVES,
            ("waiting", 2700, 2700, "V1", "anna")),
    _priced("waiting for what nobody knows", HOURS, bent(WAITS, "V2", start=5, visit_id="X"), *DRIVES,
            ("waiting", 2700, 2700, "V1", "anna"), ("waiting", 5, 5, None, "anna"),
            ("dropped", 400_000, 1, "V2", None)),
    _priced("no known way to the second visit", HOURS.replace(matrix=Matrix(np.full((4, 4), -1), np.ones((4, 4)))),
            WAITS, ("waiting", 3600, 3600, "V1", "anna")),
    _priced("home by a matrix without a way costs nothing", with_duty(ONE, start_place=None), PLAN, *HOME),
    _priced("a technician who is sent out", USED, PLAN, *BOTH_WAYS, ("used", 13, 1, None, "anna")),
    _priced("once, however many visits", USED.replace(visits=(*USED.visits, visit("V2"))),
            planned(USED.replace(visits=(*USED.visits, visit("V2")))), *BOTH_WAYS, ("used", 13, 1, None, "anna")),
    _priced("the night after it", with_duty(ONE, night="H1", night_ore=90), PLAN, *BOTH_WAYS,
            ("night", 90, 1, None, "anna")),
    _priced("no night after a day without work", with_duty(ONE, night="H1", night_ore=90), without(PLAN, "V1"), LEFT),
    _priced("nobody is sent out", USED, without(PLAN, "V1"), LEFT),
    _priced("a subcontractor has a price list", HIRED, HIRED_PLAN, *HIRED_ITEMS,
            ("vendor_visit", 7, 1, "V1", "anna"), HOURS_ITEM),
    _priced("whatever own staff costs", HIRED.replace(weights=USED.weights), HIRED_PLAN, *HIRED_ITEMS,
            ("vendor_visit", 7, 1, "V1", "anna"), HOURS_ITEM),
    _priced("with a fee by job type", with_visit(HIRED, job_type_id="network"), HIRED_PLAN, *HIRED_ITEMS,
            ("vendor_visit", 9, 1, "V1", "anna"), HOURS_ITEM),
    _priced("a subcontractor for nothing", with_duty(HIRED, vendor=Terms(vendor_id="malar")), HIRED_PLAN,
            *HIRED_WAYS[:2], ("vendor_distance", 0, 10_000, "V1", "anna"),
            ("vendor_distance", 0, 10_000, None, "anna")),
    *(_priced(f"skill: {name}", with_duty(with_visit(ONE, skills=needed), skills=held), PLAN, *BOTH_WAYS,
              *((("skill_surplus", 10 * levels, levels, "V1", "anna"),) if levels else ()))
      for name, needed, held, levels in (
          ("just enough", (("server", 3),), (("server", 3),), 0),
          ("a level above", (("server", 3),), (("server", 4),), 1),
          ("a level below saves nothing", (("server", 3), ("phone", 1)), (("server", 2), ("phone", 3)), 2),
          ("the best of two entries counts", (("server", 1),), (("server", 2), ("server", 4), ("server", 3)), 3),
          ("what is not needed is no surplus", (("server", 3),), (("phone", 5), ("server", 3)), 0),
          ("two surpluses", (("server", 3), ("phone", 1)), (("phone", 5), ("server", 5)), 6))),
    *(_priced(f"language: {name}", with_duty(with_visit(ONE, wished_languages=wished), languages=spoken), PLAN,
              *BOTH_WAYS, *((("language", 20, 1, "V1", "anna"),) if dear else ()))
      for name, wished, spoken, dear in (
          ("no wish", (), ("sv",), False),
          ("spoken", ("fi", "en"), ("sv", "en"), False),
          ("not spoken", ("fi", "en"), ("sv", "no"), True),
          ("nobody knows what is spoken", ("fi",), (), True))),
    *(_priced(f"territory: {name}", with_duty(with_visit(ONE, territory=site), territories=mine), PLAN, *BOTH_WAYS,
              *((("territory", 30, 1, "V1", "anna"),) if dear else ()))
      for name, site, mine, dear in (
          ("within", "north", ("west", "north"), False),
          ("outside", "north", ("west",), True),
          ("a site in none", "", ("west",), False),
          ("somebody who works everywhere", "north", (), False))),
    _priced("not who did it before", with_visit(ONE, same_as="bo"), PLAN, *BOTH_WAYS,
            ("same_technician", 40, 1, "V1", "anna")),
    _priced("who did it before", with_visit(ONE, same_as="anna"), PLAN, *BOTH_WAYS),
    _priced("another technician than published", with_visit(ONE, told_technician="bo"), PLAN, *BOTH_WAYS,
            ("change_technician", 50, 1, "V1", "anna")),
    _priced("the technician published", with_visit(ONE, told_technician="anna"), PLAN, *BOTH_WAYS),
    _priced("another day than published", with_duty(with_visit(ONE, told_day=NEXT_DAY), day=DAY), PLAN, *BOTH_WAYS,
            ("change_day", 60, 1, "V1", "anna")),
    _priced("the day published", with_duty(with_visit(ONE, told_day=DAY), day=DAY), PLAN, *BOTH_WAYS),
    _priced("a shift of no day", with_visit(ONE, told_day=DAY), PLAN, *BOTH_WAYS),
    _priced("a published visit left out costs only that", with_visit(ONE, told_technician="bo"), without(PLAN, "V1"),
            LEFT),
    _priced("a pick-up nobody needs costs nothing", ONE.replace(
        visits=(*ONE.visits, FETCHING.visits[0]), depots=(DEPOT,)), PLAN, *BOTH_WAYS),
    _priced("a subcontractor is paid for the time at the depot, not for a visit", FETCHING, planned(FETCHING),
            ("drive_time", 0, 600, "D", "anna"), HIRED_WAYS[1],
            ("vendor_distance", 20_000, 10_000, "D", "anna"), HIRED_WAYS[3], HIRED_ITEMS[4],
            ("vendor_visit", 7, 1, "V1", "anna"), ("vendor_hours", 300, 300, "D", "anna"), HOURS_ITEM),
    _priced("waits from the moment it starts", with_visit(SOON, soon_after_s=clock(8, 10)), PLAN, *BOTH_WAYS),
    _priced("waits 1 s", with_visit(SOON, soon_after_s=clock(8, 10) - 1), PLAN, *BOTH_WAYS,
            ("soon", 1, 1, "V1", "anna")),
    _priced("waits from midnight on", with_visit(SOON, soon_after_s=0), PLAN, *BOTH_WAYS,
            ("soon", 29_400, 29_400, "V1", "anna")),
    _priced("nobody said that it waits", SOON, PLAN, *BOTH_WAYS),
    _priced("waits at another priority", with_visit(SOON, soon_after_s=0, priority=Priority.P2), PLAN, *BOTH_WAYS),
    _priced("starts as published", with_visit(SOON, told_s=clock(8, 10), soon_after_s=0), PLAN, *BOTH_WAYS),
    _priced("starts earlier than published", with_visit(SOON, told_s=clock(9)), PLAN, *BOTH_WAYS),
    _priced("starts 1 s later than published", with_visit(SOON, told_s=clock(8, 10) - 1, soon_after_s=0), PLAN,
            *BOTH_WAYS, ("change_time", 1, 1, "V1", "anna")),
    _priced("a later start without a price", with_visit(ONE, told_s=0, soon_after_s=0), PLAN, *BOTH_WAYS),
    *(_priced(f"late by its window: {name}", with_visit(ONE, windows=windows, late_after_s=late), PLAN, *BOTH_WAYS,
              *((("lateness", seconds, seconds, "V1", "anna"),) if seconds else ()))
      for name, windows, late, seconds in (
          ("in time", (_window(8, 9, clock(8, 10)),), 0, 0),
          ("1 s late", (_window(8, 9, clock(8, 10) - 1),), None, 1),
          ("another window's lateness", (_window(8, 8.5), _window(9, 10, 0)), None, 0),
          ("what the visit says where the window says nothing", (_window(8, 9),), clock(8, 10) - 2, 2),
          ("the more patient of two", (_window(8, 9, clock(8)), _window(8, 9, clock(8, 10) - 3)), None, 3),
          ("one of two says nothing", (_window(8, 9, clock(8)), _window(8, 9)), clock(8, 10) - 4, 4),
          ("one of two is never late", (_window(8, 9, clock(8)), _window(8, 9)), None, 0),
          ("begins when the window opens", (_window(8 + 1 / 6, 9, clock(8)),), None, 600),
          ("begins when it closes", (_window(8, 8 + 1 / 6, clock(8)),), None, 600))),
    _priced("the greatest lateness of two", LATEST, planned(LATEST), *BOTH_WAYS, ("lateness", 600, 600, "V1", "anna"),
            ("lateness", 4200, 4200, "V2", "anna"), ("longest_lateness", 4200, 4200, "V2", "anna")),
    _priced("the greatest lateness of two, the first in name", LATEST, planned(LATEST, "V2", "V1"),
            ("drive_time", 600, 600, "V2", "anna"), HOME[0], ("distance", 10_000, 10_000, "V2", "anna"), HOME[1],
            ("lateness", 600, 600, "V2", "anna"), ("lateness", 4200, 4200, "V1", "anna"),
            ("longest_lateness", 4200, 4200, "V1", "anna")),
    _priced("nobody is late", with_visit(ONE.replace(weights=LATEST.weights), late_after_s=clock(8, 10)), PLAN,
            *BOTH_WAYS),
    _priced("nobody comes at all", ONE.replace(weights=LATEST.weights), without(PLAN, "V1"), LEFT),
    _priced("nobody whose idle time counts", with_duty(IDLE, vendor=Terms(vendor_id="malar"), overtime_ore_h=0), PLAN,
            *HIRED_WAYS[:2], ("vendor_distance", 0, 10_000, "V1", "anna"),
            ("vendor_distance", 0, 10_000, None, "anna")),
    _priced("a drive without a way is idle", IDLE.replace(matrix=Matrix(np.full((4, 4), -1), np.ones((4, 4)))), PLAN,
            ("longest_idle", 1800, 1800, None, "anna")),
    _priced("idle is what is left of the shift", IDLE, PLAN, *BOTH_WAYS, ("longest_idle", 600, 600, None, "anna")),
    _priced("set-up and breaks are not idle", with_duty(with_visit(IDLE, setup_s=60), breaks=(TEN,)),
            PLAN.replace(stops=(*PLAN.stops, stop(IDLE, StopKind.BREAK, clock(9, 20), clock(9, 25), sequence=9))),
            *BOTH_WAYS, ("missed_break", 4, 1, None, "anna"), ("longest_idle", 240, 240, None, "anna")),
    _priced("overtime makes nobody idle", with_duty(IDLE, end_s=clock(9), overtime_ore_h=0), PLAN, *BOTH_WAYS,
            ("overtime", 0, 1200, None, "anna")),
    _priced("whoever stays at home has most of it", IDLE.replace(duties=(*IDLE.duties, AT_HOME)), PLAN, *BOTH_WAYS,
            ("longest_idle", 3600 - 600, 3600 - 600, None, "bo")),
    *(_priced(f"nor does it count for {name}", IDLE.replace(duties=(*IDLE.duties, replace(AT_HOME, **more))), PLAN,
              *BOTH_WAYS, ("longest_idle", 600, 600, None, "anna"))
      for name, more in (("a subcontractor", {"vendor": Terms(vendor_id="malar")}),
                         ("the phone", {"takes_visits": False}), ("who rides along", {"rides_with": "anna:1"}))),
    _priced("a break that may be missed", with_duty(ONE, breaks=(TEN,)), PLAN, *BOTH_WAYS,
            ("missed_break", 4, 1, None, "anna")),
    *(_priced(f"a break {name} the end of the work", with_duty(ONE, breaks=(TEN,)), PLAN.replace(stops=(
        *PLAN.stops, stop(ONE, StopKind.BREAK, start, start + 600, sequence=9))), *BOTH_WAYS, *missed)
      for name, start, missed in (("at", clock(9, 10), ()),
                                  ("1 s after", clock(9, 10) + 1, (("missed_break", 4, 1, None, "anna"),)))),
    _priced("a break by the end of the last work", with_duty(FULL, breaks=(TEN,)), planned(FULL).replace(stops=(
        *planned(FULL).stops, stop(FULL, StopKind.BREAK, clock(9, 11), clock(9, 21), sequence=9))), *BOTH_WAYS),
    _priced("a break that must be taken has no price", with_duty(ONE, breaks=(replace(TEN, missed_ore=None),)), PLAN,
            *BOTH_WAYS),
    _priced("of two breaks the one is taken that must be", with_duty(ONE, breaks=(TEN, replace(TEN, missed_ore=None))),
            PLAN.replace(stops=(*PLAN.stops, stop(ONE, StopKind.BREAK, clock(9, 20), clock(9, 30), sequence=9))),
            *BOTH_WAYS, ("missed_break", 4, 1, None, "anna")),
)  # fmt: skip
