"""Windows and shifts."""

from datetime import UTC, datetime

from planner.model.problem import Break, Window
from planner.model.words import StopKind
from tests.golden.towns import clock
from tests.rules.bench import Case, bent, delayed, planned, problem, visit, with_duty, with_visit, without

ONE = problem()
PLAN = planned(ONE)  # out 08:00-08:10, work 08:10-09:10, home 09:10-09:20
LATER = delayed(PLAN, clock(2))  # out 10:00-10:10, work 10:10-11:10, home 11:10-11:20
REMOTE = problem(visit("R1", None))
SESSION = planned(REMOTE)  # 08:00-09:00


def at(hours, minutes=0, seconds=0):
    return clock(hours, minutes) + seconds


def _window(name, windows, *expected, plan=PLAN):
    windows = tuple(Window(earliest_s=a, latest_s=b, end_s=e) for a, b, e in windows)
    return Case(name=name, rule="window", problem=with_visit(ONE, windows=windows), plan=plan, expected=expected)


def _off(first, last, minutes, time="08:10:00"):
    return f"window V1/anna rule.window.violation visit=V1 time={time} from={first} to={last} minutes={minutes}"


WINDOW = (
    _window("none", []),
    _window("starts when it opens", [(at(8, 10), at(9), None)]),
    _window("starts 1 s after it opens", [(at(8, 9, 59), at(9), None)]),
    _window("starts 1 s before it opens", [(at(8, 10, 1), at(9), None)], _off("08:10:01", "09:00:00", 1)),
    _window("starts at the latest start", [(at(8), at(8, 10), None)]),
    _window("starts 1 s before the latest start", [(at(8), at(8, 10, 1), None)]),
    _window("starts 1 s after the latest start", [(at(8), at(8, 9, 59), None)], _off("08:00:00", "08:09:59", 1)),
    _window("ends when it closes", [(at(8), at(9), at(9, 10))]),
    _window("ends 1 s before it closes", [(at(8), at(9), at(9, 10, 1))]),
    _window("ends 1 s after it closes", [(at(8), at(9), at(9, 9, 59))], _off("08:00:00", "09:09:59", 1)),
    _window("misses by a minute", [(at(8, 11), at(9), None)], _off("08:11:00", "09:00:00", 1)),
    _window("misses by a minute and a second", [(at(8, 11, 1), at(9), None)], _off("08:11:01", "09:00:00", 2)),
    _window("the second of two", [(at(7), at(7, 30), None), (at(8), at(9), None)]),
    _window(
        "between two, the nearer is named",
        [(at(7), at(8), None), (at(8, 15), at(9), None)],
        _off("08:15:00", "09:00:00", 5),
    ),
    _window("starts in time but ends far too late", [(at(8), at(9), at(8, 30))], _off("08:00:00", "08:30:00", 40)),
    _window(
        "starts too late by more than it ends too late",
        [(at(7), at(7, 10), at(9))],
        _off("07:00:00", "09:00:00", 60),
    ),
    _window("a shift nobody knows", [(at(7), at(7, 10), None)], plan=bent(PLAN, "V1", duty_id="x")),
)


def _open(name, hours, *expected, **more):
    opening = tuple(Window(earliest_s=a, latest_s=b, end_s=e) for a, b, e in hours)
    return Case(
        name=name, rule="opening", problem=with_visit(ONE, opening=opening, **more), plan=PLAN, expected=expected
    )


def _shut(first, last, minutes):
    return (f"opening V1/anna rule.opening.violation visit=V1 site=V1 time=08:10:00 from={first} to={last} "
            f"minutes={minutes}")  # fmt: skip


OPENING = (
    _open("always open", []),
    _open("begun when it opens", [(at(8, 10), at(17), at(17))]),
    _open("begun 1 s before it opens", [(at(8, 10, 1), at(17), at(17))], _shut("08:10:01", "17:00:00", 1)),
    _open("over when it closes", [(at(8), at(9, 10), at(9, 10))]),
    _open("over 1 s after it closes", [(at(8), at(9), at(9, 9, 59))], _shut("08:00:00", "09:09:59", 1)),
    _open("by start: begun when it closes", [(at(7), at(8, 10), None)]),
    _open("by start: begun 1 s after it closes", [(at(7), at(8, 9, 59), None)], _shut("07:00:00", "08:09:59", 1)),
    _open("the second span of the day", [(at(6), at(7), at(7)), (at(8), at(12), at(12))]),
    _open("across the midday break", [(at(8), at(9), at(9)), (at(10), at(12), at(12))],
          _shut("08:00:00", "09:00:00", 10)),
    _open("a window that holds does not open the site", [(at(10), at(12), None)], _shut("10:00:00", "12:00:00", 110),
          windows=(Window(earliest_s=at(8), latest_s=at(9)),)),
    _open("named as its customer", [(at(10), at(12), None)],
          _shut("10:00:00", "12:00:00", 110).replace("site=V1", "site=Sjövik"), customer="Sjövik"),
)  # fmt: skip


def _shift(name, *expected, posed=ONE, plan=PLAN, **changes):
    return Case(name=name, rule="shift", problem=with_duty(posed, **changes), plan=plan, expected=expected)


def _back(time, minutes, who="-"):
    return f"shift {who}/anna rule.shift.violation technician=Anna time={time} minutes={minutes}"


def _early(time, minutes, who="V1"):
    return f"shift {who}/anna judge.shift_early technician=Anna time={time} minutes={minutes}"


EARLY_REST = Break(earliest_s=clock(7), latest_s=clock(7), duration_s=1800)
RESTED = planned(with_duty(REMOTE, breaks=(EARLY_REST,)))
GONE = Break(earliest_s=clock(17), latest_s=clock(17), duration_s=clock(3))
ON_ROAD = planned(with_duty(ONE, breaks=(Break(earliest_s=at(8, 4), latest_s=at(8, 4), duration_s=1800),)))
END_BEFORE = bent(PLAN, StopKind.END, leave=-3600, arrival=-3600, start=-3600, end=-3600)

SHIFT = (
    _shift("inside"),
    _shift("back at the hard end", end_s=at(9), hard_end_s=at(9, 20)),
    _shift("back 1 s before the hard end", end_s=at(9), hard_end_s=at(9, 20, 1)),
    _shift("back 1 s after the hard end", _back("09:20:00", 1), end_s=at(9), hard_end_s=at(9, 19, 59)),
    _shift("overtime is no violation", end_s=at(9), hard_end_s=at(10)),
    _shift("back 61 s late is 2 min", _back("09:20:00", 2), end_s=at(9), hard_end_s=at(9, 18, 59)),
    _shift(
        "works past the hard end, whatever the end says",
        _back("09:10:00", 10, "V1"),
        plan=END_BEFORE,
        end_s=at(8, 59),
        hard_end_s=at(9),
    ),
    _shift(
        "works past the hard end in a plan without an end",
        _back("09:10:00", 10, "V1"),
        plan=without(PLAN, "end"),
        end_s=at(8, 59),
        hard_end_s=at(9),
    ),
    _shift("a break or absence after the end", plan=planned(with_duty(ONE, breaks=(GONE,))), breaks=(GONE,)),
    _shift(
        "back in the year 9999 is shown as a year later",
        _back("00:00:00", 366 * 24 * 60 - 18 * 60),
        plan=bent(PLAN, StopKind.END, end=datetime.max.replace(tzinfo=UTC)),
    ),
    _shift("leaves when the shift starts", start_s=at(8)),
    _shift("leaves 1 s after the shift starts", start_s=at(7, 59, 59)),
    _shift("leaves 1 s before the shift starts", _early("08:00:00", 1), start_s=at(8, 0, 1)),
    _shift("leaves 61 s before the shift starts", _early("08:00:00", 2), start_s=at(8, 1, 1)),
    _shift("works when the shift starts", posed=REMOTE, plan=SESSION),
    _shift(
        "works 1 s before the shift starts",
        _early("08:00:00", 1, "R1"),
        posed=REMOTE,
        plan=SESSION,
        start_s=at(8, 0, 1),
    ),
    _shift("a break before the shift", posed=REMOTE, plan=RESTED, breaks=(EARLY_REST,)),
    _shift(
        "works 1 s before the shift starts, after waiting",
        _early("08:00:00", 1, "R1"),
        posed=REMOTE,
        plan=bent(SESSION, "R1", leave=-600, arrival=-600),
        start_s=at(8, 0, 1),
    ),
    _shift(
        "leaves 1 s before the shift starts, with a break on the road",
        _early("08:00:00", 1, "-"),
        plan=ON_ROAD,
        start_s=at(8, 0, 1),
    ),
    _shift("starts work before it leaves", _early("07:50:00", 10), plan=bent(PLAN, "V1", start=-1200)),
    _shift(
        "not for visits",
        "shift V1/anna judge.shift_kind technician=Anna visit=V1",
        takes_visits=False,
    ),
    _shift("not for visits, and there are none", posed=REMOTE, plan=SESSION, takes_visits=False),
    _shift("not for remote sessions, and there are none", takes_remote=False),
    _shift(
        "not for remote sessions",
        "shift R1/anna judge.shift_kind technician=Anna visit=R1",
        posed=REMOTE,
        plan=SESSION,
        takes_remote=False,
    ),
    _shift(
        "not for a visit nobody knows",
        "shift -/anna judge.shift_kind technician=Anna visit=–",
        plan=bent(PLAN, "V1", visit_id=None),
        takes_visits=False,
    ),
    _shift(
        "a shift nobody knows",
        "shift -/zoe rule.unknown_technician.violation technician=zoe day=2026-11-24",
        plan=bent(PLAN, "V1", duty_id="x", technician_id="zoe"),
    ),
    _shift("without work nothing is asked", plan=without(LATER, "V1"), start_s=1, end_s=2, hard_end_s=3),
)

CASES = WINDOW + OPENING + SHIFT
