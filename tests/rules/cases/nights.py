"""Nights away: who may, at a hotel there is, between two days of work; and one step beside each of these."""

from dataclasses import replace
from datetime import timedelta

from planner.model.nights import Lodging, slept
from planner.model.solution import Route, Solution
from planner.rules import plan_from
from tests.golden.towns import DAY, H
from tests.rules.bench import NOW, Case, duty, problem, visit

DAY_S = 24 * H
HOTEL = Lodging(hotel_id="H1", name="Hotel", place=2, night_ore=90_000)


def on(day, name="anna", *, number=1, may_stay=True):
    """A shift 08-17 on the first, second or third day."""
    one = duty(name, day=DAY + timedelta(days=day), may_stay=may_stay)
    return replace(
        one, duty_id=f"{name}:{day}:{number}", start_s=one.start_s + day * DAY_S, end_s=one.end_s + day * DAY_S,
        hard_end_s=one.hard_end_s + day * DAY_S, drives=(replace(one.drives[0], end_s=9 * DAY_S),),
    )  # fmt: skip


TWO = problem(visit("V1", 1), visit("V2", 3), visit("V3", 1), duties=(on(0), on(1), on(0, "bo"))).replace(
    lodgings=(HOTEL,)
)
WORK = {"anna:0:1": ("V1",), "anna:1:1": ("V2",)}
SAID = "night -/{} rule.night{}.violation technician={} day={}"


def planned(posed, work=None, nights=None):
    """The plan of some work, with what it says of nights: it may say what is not so."""
    routes = tuple(Route(duty_id=one, visit_ids=ids) for one, ids in (WORK if work is None else work).items())
    away = {"anna:0:1": "H1"} if nights is None else nights
    plan = plan_from(slept(posed, away), Solution(routes=routes), plan_id="nights", created_at=NOW)
    told = (replace(one, night=away.get(one.duty_id, "")) for one in plan.technicians)
    return plan.replace(technicians=tuple(told))


def _case(name, posed, plan, *expected):
    return Case(name=name, rule="night", problem=posed, plan=plan, expected=expected)


def _said(name="anna", key="", day=DAY):
    return SAID.format(name, key, name.capitalize(), day)


def _duties(*duties):
    return TWO.replace(duties=duties)


GIVEN = TWO.replace(
    duties=(replace(on(0), end_place=2, night="H1", night_ore=90_000), on(0, "bo")), visits=TWO.visits[:1]
)
HOMELESS = _duties(on(0, may_stay=False), on(1, may_stay=False), on(0, "bo"))
LONE = _duties(on(0), on(2), on(0, "bo"))
TWICE = _duties(on(0), replace(on(0, number=2), start_s=18 * H, end_s=20 * H, hard_end_s=21 * H), on(1))
DAYLESS = TWO.replace(duties=(duty(),))

CASES = (
    _case("everybody at home", TWO, planned(TWO, nights={})),
    _case("at the hotel between two days of work", TWO, planned(TWO)),
    _case("others work too", TWO, planned(TWO, WORK | {"bo:0:1": ("V3",)})),
    _case("no work on the first day", TWO, planned(TWO, {"anna:1:1": ("V2",)}), _said(key="_idle")),
    _case("no work on the second day", TWO, planned(TWO, {"anna:0:1": ("V1",)}), _said(key="_idle")),
    _case("a hotel nobody knows", TWO, planned(TWO, nights={"anna:0:1": "H2"}), _said()),
    _case("after the last day", TWO, planned(TWO, nights={"anna:1:1": "H1"}), _said(day=DAY + timedelta(days=1))),
    _case("somebody with one day only", TWO, planned(TWO, WORK | {"bo:0:1": ("V3",)}, {"bo:0:1": "H1"}), _said("bo")),
    _case("somebody who may not", HOMELESS, planned(HOMELESS), _said()),
    _case("a day lies between", LONE, planned(LONE, {"anna:0:1": ("V1",), "anna:2:1": ("V2",)}), _said()),
    _case("before the last shift of the day", TWICE, planned(TWICE), _said()),
    _case("a shift of no day", DAYLESS, planned(DAYLESS, {"anna:1": ("V1",)}, {"anna:1": "H1"}), _said()),
    _case("a shift nobody knows", TWO.replace(duties=TWO.duties[1:]),
          planned(TWO.replace(duties=TWO.duties[1:]), {}, {}).replace(technicians=planned(TWO).technicians[:1]),
          SAID.format("-", "", "anna:0:1", DAY)),
    _case("given with the day", GIVEN, planned(GIVEN, {"anna:0:1": ("V1",)})),
    _case("given with the day, and not told", GIVEN, planned(GIVEN, {"anna:0:1": ("V1",)}, {}), _said()),
    _case("given with the day, and another told", GIVEN, planned(GIVEN, {"anna:0:1": ("V1",)}, {"anna:0:1": "H2"}),
          _said()),
)  # fmt: skip
