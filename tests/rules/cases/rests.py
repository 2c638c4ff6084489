"""Absences and breaks."""

from dataclasses import replace

from planner.model.problem import Break
from planner.model.words import StopKind
from tests.golden.towns import clock
from tests.rules.bench import Case, bent, delayed, planned, problem, stop, visit, with_duty, without

ONE = problem()
PLAN = planned(ONE)  # out 08:00-08:10, work 08:10-09:10, home 09:10-09:20
TWO = problem(visit(), visit("V2", 2))  # V1 as above, out 09:10-09:20, V2 09:20-10:20
LATER = delayed(PLAN, clock(2))  # out 10:00-10:10, work 10:10-11:10, home 11:10-11:20


def at(hours, minutes=0, seconds=0):
    return clock(hours, minutes) + seconds


def _absence(name, first, minutes, *expected, latest=None, plan=LATER, seconds=0, more=()):
    away = Break(
        earliest_s=first,
        latest_s=first if latest is None else latest,
        duration_s=minutes * 60 + seconds,
        is_absence=True,
    )
    return Case(name=name, rule="absence", problem=with_duty(ONE, breaks=(away, *more)), plan=plan, expected=expected)


def _away(first, last, visit_id="V1", stop_id=None):
    said = f"rule.absence.violation technician=Anna from={first} to={last} visit={visit_id}"
    return f"shift {stop_id or visit_id}/anna {said}"


WAITING = bent(delayed(LATER, 1800, since=1), "V1", leave=-1800, arrival=-1800)  # 10:10 there, 10:40 work
ABSENT = stop(ONE, StopKind.ABSENCE, at(10), at(12), sequence=9)
PAUSED = stop(ONE, StopKind.BREAK, at(11, 30), at(12), sequence=9)

ABSENCE = (
    _absence("ends when she leaves", at(9), 60),
    _absence("ends 1 s after she leaves", at(9), 60, _away("09:00:00", "10:00:01"), seconds=1),
    _absence("ends 1 s before she leaves", at(9), 60, seconds=-1),
    _absence("starts when she is home", at(11, 20), 60),
    _absence("starts 1 s before she is home", at(11, 19, 59), 60, _away("11:19:59", "12:19:59", "V1", "-")),
    _absence("starts 1 s after she is home", at(11, 20, 1), 60),
    _absence("during work", at(10, 30), 10, _away("10:30:00", "10:40:00")),
    _absence("during the drive home", at(11, 12), 5, _away("11:12:00", "11:17:00", "V1", "-")),
    _absence("all day", at(0), 24 * 60, _away("00:00:00", "00:00:00")),
    _absence("while she waits at the customer's", at(10, 10), 30, plan=WAITING),
    _absence("1 s longer than she waits", at(10, 10), 30, _away("10:10:00", "10:40:01"), plan=WAITING, seconds=1),
    _absence("1 s before she is there to wait", at(10, 9, 59), 30, _away("10:09:59", "10:39:59"), plan=WAITING),
    _absence("floating, fits after the day", at(10), 60, latest=at(11, 20)),
    _absence(
        "floating, 1 s too early to fit after the day", at(10), 60, _away("10:00:00", "12:19:59"), latest=at(11, 19, 59)
    ),
    _absence("floating, fits while she waits", at(10), 30, latest=at(10, 10), plan=WAITING),
    _absence(
        "floating, 1 s too early for her waiting",
        at(10),
        30,
        _away("10:00:00", "10:39:59"),
        plan=WAITING,
        latest=at(10, 9, 59),
    ),
    _absence(
        "its own stop does not stand in its way",
        at(12),
        60,
        plan=LATER.replace(stops=(*LATER.stops, stop(ONE, StopKind.ABSENCE, at(12), at(13), sequence=9))),
    ),
    _absence(
        "a stop that says she is absent while she works",
        at(10),
        120,
        _away("10:00:00", "12:00:00"),
        plan=LATER.replace(stops=(*LATER.stops, ABSENT)),
    ),
    _absence(
        "a break is no absence",
        at(11, 20),
        60,
        _away("11:20:00", "12:20:00", "V1", "-"),
        plan=LATER.replace(stops=(*LATER.stops, PAUSED)),
    ),
    _absence(
        "a break of the shift is another rule",
        at(12),
        60,
        more=(Break(earliest_s=at(10, 30), latest_s=at(10, 30), duration_s=600),),
    ),
    _absence("while she waits to go home", at(11, 10), 60, plan=delayed(LATER, 3600, since=2)),
    Case(
        name="the visit that is hit is named",
        rule="absence",
        plan=planned(TWO),
        expected=(_away("09:30:00", "09:40:00", "V2"),),
        problem=with_duty(
            TWO, breaks=(Break(earliest_s=at(9, 30), latest_s=at(9, 30), duration_s=600, is_absence=True),)
        ),
    ),
    _absence(
        "of a visit nobody knows",
        at(10, 30),
        10,
        "shift -/anna rule.absence.violation technician=Anna from=10:30:00 to=10:40:00 visit=–",
        plan=bent(LATER, "V1", visit_id=None),
    ),
    _absence("without work nothing is asked", at(9), 300, plan=without(LATER, "V1")),
)

LUNCH = Break(earliest_s=at(11), latest_s=at(13), duration_s=1800)
TEA = Break(earliest_s=at(12), latest_s=at(12, 30), duration_s=1200)
NO_LUNCH = "break -/anna rule.break_missing.violation technician=Anna from=11:00:00 to=13:30:00"
NO_TEA = "break -/anna rule.break_missing.violation technician=Anna from=12:00:00 to=12:50:00"


def _break(name, rests, *expected, rules=(LUNCH,), kind=StopKind.BREAK, plan=PLAN):
    stops = tuple(stop(ONE, kind, first, last, sequence=9 + n) for n, (first, last) in enumerate(rests))
    plan = plan.replace(stops=plan.stops + stops)
    return Case(name=name, rule="break", problem=with_duty(ONE, breaks=rules), plan=plan, expected=expected)


BREAK = (
    _break("none asked", [], rules=()),
    _break("missing", [], NO_LUNCH),
    _break("missing for a price", [], rules=(replace(LUNCH, missed_ore=0),)),
    _break("missing for a price beside one that must be taken", [(at(12), at(12, 20))], NO_LUNCH,
           rules=(LUNCH, replace(TEA, missed_ore=5))),
    _break("one stop goes to the break that must be taken", [(at(9), at(9, 30))], rules=(
        Break(earliest_s=at(9), latest_s=at(9, 10), duration_s=1800, missed_ore=5),
        Break(earliest_s=at(9), latest_s=at(9, 5), duration_s=1200))),
    _break("at the earliest", [(at(11), at(11, 30))]),
    _break("1 s after the earliest", [(at(11, 0, 1), at(11, 30, 1))]),
    _break("1 s before the earliest", [(at(10, 59, 59), at(11, 30))], NO_LUNCH),
    _break("at the latest", [(at(13), at(13, 30))]),
    _break("1 s before the latest", [(at(12, 59, 59), at(13, 29, 59))]),
    _break("1 s after the latest", [(at(13, 0, 1), at(13, 30, 1))], NO_LUNCH),
    _break("1 s short", [(at(12), at(12, 29, 59))], NO_LUNCH),
    _break("1 s longer", [(at(12), at(12, 30, 1))]),
    _break("an absence is no break", [(at(12), at(12, 30))], NO_LUNCH, kind=StopKind.ABSENCE),
    _break("an absence is asked for by another rule", [], rules=(
        Break(earliest_s=at(12), latest_s=at(12), duration_s=60, is_absence=True),)),
    _break("two breaks, two stops", [(at(11), at(11, 30)), (at(12), at(12, 20))], rules=(LUNCH, TEA)),
    _break("two breaks, one stop that fits both", [(at(12), at(12, 30))], NO_TEA, rules=(LUNCH, TEA)),
    _break("two breaks, one stop that fits the second", [(at(12), at(12, 20))], NO_LUNCH, rules=(LUNCH, TEA)),
    _break("two breaks, both missing", [], NO_LUNCH, NO_TEA, rules=(LUNCH, TEA)),
    _break("the first stop fits both breaks, the second only the first", [(at(12), at(12, 30)), (at(13), at(13, 30))],
           rules=(LUNCH, TEA)),
    _break("three stops of which two fit", [(at(10), at(10, 30)), (at(12), at(12, 30)), (at(11), at(11, 30))],
           rules=(LUNCH, LUNCH)),
    _break("three equal breaks, two stops", [(at(12), at(12, 30)), (at(11), at(11, 30))], NO_LUNCH,
           rules=(LUNCH, LUNCH, LUNCH)),
    _break("without work no break is asked", [], plan=without(PLAN, "V1")),
)  # fmt: skip

CASES = ABSENCE + BREAK
