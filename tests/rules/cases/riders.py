"""Riders: beside the driver at each visit of theirs, in the car whenever it drives, home with it and in time.

Anna drives at 8:00 to V2 (km 20, 8:20-9:20), on to V1 (km 10, 9:30-10:30) and home, 10:40. Bo may not drive and has the
other seat of V1.
"""

from dataclasses import replace

from planner.model.links import Link, crew
from planner.model.problem import Break
from planner.model.solution import Route, Solution
from planner.model.words import StopKind
from planner.rules import plan_from
from tests.golden.towns import clock
from tests.rules.bench import NOW, Case, bent, duty, problem, visit, without

BO = duty("bo", drives=(), rides_with="anna:1")
POSED = problem(
    *(visit("V1", 1), visit("V1/2", 1), visit("V2", 2), visit("R1", None, 15)), duties=(duty(), BO, duty("cia"))
).replace(links=crew(("V1", "V1/2")))
AT = clock(9, 30)
ALONE = "rider V1/2/bo rule.rider.violation visit=V1/2 technician=Bo other_technician=Anna"
WAY = "rider {}bo judge.rider_way technician=Bo other_technician=Anna"
HOME = "rider -/bo judge.rider_home technician=Bo other_technician=Anna time={}"


def plan(posed, *, start_s=AT, other_s=None, **routes):
    agreed = (("V1", start_s), ("V1/2", start_s if other_s is None else other_s))
    found = tuple(Route(duty_id=f"{name}:1", visit_ids=ids) for name, ids in routes.items())
    return plan_from(posed, Solution(routes=found, agreed=agreed), plan_id="bench", created_at=NOW)


GOOD = plan(POSED, anna=("V2", "V1"), bo=("V1/2",))


def bo(**changes):
    """The day with another Bo."""
    return POSED.replace(duties=tuple(replace(BO, **changes) if one is BO else one for one in POSED.duties))


def bos(found, kind, **changes):
    """The plan with the first stop of a kind of Bo's bent."""
    mine = [stop for stop in found.stops if stop.duty_id == "bo:1"]
    moved = bent(found.replace(stops=tuple(mine)), kind, **changes)
    return found.replace(stops=(*(stop for stop in found.stops if stop.duty_id != "bo:1"), *moved.stops))


def _case(name, found, *expected, posed=POSED):
    return Case(name=name, rule="rider", problem=posed, plan=found, expected=expected)


APART = plan(POSED, cia=("V1",), bo=("V1/2",), anna=("V2",))
TOGETHER = (
    _case("beside the driver", GOOD),
    _case("nobody rides", plan(POSED, anna=("V2",))),
    _case("the driver is elsewhere", APART, ALONE, WAY.format("-/")),
    _case("the driver has nothing to do", plan(POSED, cia=("V1",), bo=("V1/2",)), ALONE),
    _case("the driver is not known", GOOD, ALONE.replace("Anna", "dan:1"),
          *(WAY.replace("Anna", "dan:1").format(one) for one in ("V1/2/", "-/")),
          posed=bo(rides_with="dan:1")),
    _case("a second late", bent(GOOD, "V1/2", start=1), ALONE),
    _case("a second early", bent(GOOD, "V1/2", start=-1), ALONE),
    _case("not of one crew", GOOD, ALONE, posed=POSED.replace(links=())),
    _case("linked otherwise", GOOD, ALONE, posed=POSED.replace(links=(Link(first="V1", second="V1/2", both=True),))),
    _case("each also alone", GOOD, ALONE, posed=POSED.replace(links=(Link(first="V1", second="V1/2", max_s=0),))),
    _case("done when the driver drives on", bent(GOOD, "V1/2", end=0)),
    _case("done a second after the driver drives on", bent(GOOD, "V1/2", end=1),
          "rider V1/2/bo judge.rider_left visit=V1/2 technician=Bo other_technician=Anna"),
    _case("the driver drives off at the very start", bent(GOOD, StopKind.END, leave=-3_600),
          "rider V1/2/bo judge.rider_left visit=V1/2 technician=Bo other_technician=Anna", WAY.format("-/")),
    _case("linked with other work of the driver", GOOD, ALONE, posed=POSED.replace(links=crew(("V2", "V1/2")))),
    _case("the driver is at something unknown", bent(GOOD, "V1", visit_id="V9"), ALONE),
    _case("the rider is at something unknown", bent(GOOD, "V1/2", visit_id="V9")),
    _case("who drives rides with nobody", GOOD, posed=bo(rides_with="")),
)  # fmt: skip
IN_THE_CAR = (
    _case("leaves a second later than the car", bent(GOOD, "V1/2", leave=1), WAY.format("V1/2/")),
    _case("arrives a second later than the car", bent(GOOD, "V1/2", arrival=1), WAY.format("V1/2/")),
    _case("is there without being brought", bent(GOOD, "V1/2", leave=600)),
    _case("claims a drive", bent(GOOD, "V1/2", travel_s=1), WAY.format("V1/2/")),
    _case("claims a way", bent(GOOD, "V1/2", distance_m=1), WAY.format("V1/2/")),
    _case("there a second before the car leaves", bos(GOOD, StopKind.START, start=-1)),
    _case("there a second after the car has left", bos(GOOD, StopKind.START, start=1), WAY.format("-/")),
    _case("home a second before the car", bos(GOOD, StopKind.END, end=-1), WAY.format("-/")),
    _case("home a second after the car", bos(GOOD, StopKind.END, end=1)),
    _case("home just at the end of the shift", GOOD, posed=bo(end_s=clock(10, 40))),
    _case("home a second after the end of the shift", GOOD, HOME.format("10:40:00"), posed=bo(end_s=clock(10, 40) - 1)),
    _case("says a second less", bos(GOOD, StopKind.END, end=-1), WAY.format("-/"), HOME.format("10:40:00"),
          posed=bo(end_s=clock(10, 40) - 1)),
    _case("home later than the car, after the end of the shift", bos(GOOD, StopKind.END, end=1),
          HOME.format("10:40:01"), posed=bo(end_s=clock(10, 40))),
)  # fmt: skip
DESK = plan(POSED, bo=("R1",), anna=("V2",))
MIXED = plan(POSED, anna=("V2", "V1"), bo=("V1/2", "R1"))
# Anna begins with a session at 8:00 and leaves at 8:15.
LATER = plan(POSED, start_s=clock(9, 45), anna=("R1", "V2", "V1"), bo=("V1/2",))
ELSEWHERE = (
    _case("there when the car leaves, after the driver's session", bos(LATER, StopKind.START, start=900)),
    _case("a second too late for it", bos(LATER, StopKind.START, start=901), WAY.format("-/")),
    _case("remote work that has no name", bent(MIXED, "R1", visit_id=None),
          "rider -/bo judge.rider_remote visit=– technician=Bo", WAY.format("-/")),
    _case("remote work on a day without a ride", DESK),
    _case("remote work, and somewhere else with nobody", bent(DESK, "R1", leave=-60), WAY.format("R1/")),
    _case("remote work on a day with a ride", MIXED,
          "rider R1/bo judge.rider_remote visit=R1 technician=Bo", WAY.format("-/")),
)  # fmt: skip


def _resting(earliest, latest):
    rest = (Break(earliest_s=earliest, latest_s=latest, duration_s=1_800),)
    posed = POSED.replace(duties=tuple(replace(one, breaks=rest) for one in POSED.duties))
    return posed, plan(posed, start_s=clock(10), anna=("V2", "V1"), bo=("V1/2",))


# Both rest 9:20-9:50 at V2, before the drive; or 9:30-10:00 at V1, after it.
BEFORE, FIRST = _resting(clock(9, 20), clock(9, 20))
AFTER, THEN = _resting(clock(9), clock(12))
# Bo has a session 8:00-8:15 at the desk and rests 8:15-8:45, while Anna, who is to rest then too, drives.
EARLY, _ = _resting(clock(8, 15), clock(8, 15))
DESK_THEN = plan(EARLY, bo=("R1",))
DESK_THEN = DESK_THEN.replace(stops=(*DESK_THEN.stops, *(one for one in GOOD.stops if one.duty_id == "anna:1")))
RESTING = (
    _case("rests at the desk while the driver drives", DESK_THEN, posed=EARLY),
    _case("rests until the car leaves", FIRST, posed=BEFORE),
    _case("rests a second into the drive", bos(FIRST, StopKind.BREAK, end=1), WAY.format("-/"), posed=BEFORE),
    _case("rests from when the car is there", THEN, posed=AFTER),
    _case("rests a second before the car is there", bos(THEN, StopKind.BREAK, start=-1), WAY.format("-/"), posed=AFTER),
)  # fmt: skip
UNLICENSED = Case(name="who rides does not drive", rule="licence", problem=POSED, plan=GOOD, expected=())
CASES = (UNLICENSED, *TOGETHER, *IN_THE_CAR, *ELSEWHERE, *RESTING, _case("without the crew", without(GOOD, "V1/2")))
