"""Set-up at a site: between arrival and start, once per site, work like any other but no drive."""

from planner.model.problem import Break
from planner.model.words import StopKind
from tests.golden.towns import clock
from tests.rules.bench import Case, bent, duty, planned, problem, visit, with_duty

TEN = 600
ONE = problem(visit(setup_s=TEN))
PLAN = planned(ONE)  # out 08:00-08:10, set-up -08:20, work 08:20-09:20, home 09:30
SAME = problem(visit(setup_s=TEN), visit("R1", None, setup_s=TEN), visit("V2", 1, setup_s=TEN))
DAY = planned(SAME)  # one set-up: V2 is where V1 was
AT_HOME = problem(visit(place=0, setup_s=TEN))
PAUSE = Break(earliest_s=clock(8, 14), latest_s=clock(8, 14), duration_s=1800)
CUT = planned(with_duty(ONE, breaks=(PAUSE,)))  # arrival 08:10, set-up -08:14, break -08:44, set-up -08:50, work
SAID = "time V1/anna "
SETUP = SAID + "judge.setup visit=V1 seconds={} limit={}"
SHORT = SAID + "rule.time.violation visit=V1 technician=Anna minutes={}"
NEXT_DOOR = problem(visit(place=1, setup_s=TEN), duties=(duty(start_place=1),))


def _time(name, plan, *expected, posed=ONE):
    return Case(name=name, rule="time", problem=posed, plan=plan, expected=expected)


def _absence(name, first_s, duration_s, *expected, plan=PLAN):
    away = Break(earliest_s=first_s, latest_s=first_s, duration_s=duration_s, is_absence=True)
    return Case(name=name, rule="absence", problem=with_duty(ONE, breaks=(away,)), plan=plan, expected=expected)


def _shift(name, start_s, *expected, plan=PLAN):
    return Case(name=name, rule="shift", problem=with_duty(ONE, start_s=start_s), plan=plan, expected=expected)


TIME = (
    _time("a sound plan", PLAN),
    _time("a second visit at the same place", DAY, posed=SAME),
    _time("where the day starts", planned(AT_HOME), posed=AT_HOME),
    _time("cut in two by a break", CUT),
    _time("1 s short", bent(PLAN, "V1", setup_s=TEN - 1), SETUP.format(TEN - 1, TEN)),
    _time("1 s too long", bent(PLAN, "V1", arrival=-1, leave=-1, setup_s=TEN + 1),
          SAID + "judge.overlap visit=V1 other_visit=start seconds=1", SETUP.format(TEN + 1, TEN)),
    _time("1 s longer than there is time", bent(PLAN, "V1", start=-1, end=-1), SHORT.format(1)),
    _time("just the time there is", bent(PLAN, "V1", start=1, end=1, setup_s=TEN),
          "time -/anna judge.overlap visit=end other_visit=V1 seconds=1"),
    _time("none is told", bent(PLAN, "V1", setup_s=0), SETUP.format(0, TEN)),
    _time("negative", bent(PLAN, "V1", setup_s=-1), SAID + "judge.negative visit=V1", SETUP.format(-1, TEN)),
    _time("negative, and somebody starts before the arrival", bent(PLAN, "V1", setup_s=-1, start=-TEN - 1),
          SAID + "judge.backwards visit=V1 technician=anna seconds=1",
          SAID + "judge.negative visit=V1", SETUP.format(-1, TEN)),
    _time("none is needed and none is told", bent(planned(AT_HOME), "V1", start=-1),
          SAID + "judge.backwards visit=V1 technician=anna seconds=1", posed=AT_HOME),
    _time("twice at one place", bent(DAY, "V2", setup_s=TEN),
          "time V2/anna rule.time.violation visit=V2 technician=Anna minutes=10",
          "time V2/anna judge.setup visit=V2 seconds=600 limit=0", posed=SAME),
    _time("the part before a break is missing", bent(CUT, StopKind.BREAK, setup_s=0), SETUP.format(360, TEN)),
    _time("before the drive it is none", bent(bent(PLAN, "V1", setup_s=0), StopKind.START, leave=-TEN, arrival=-TEN,
                                              setup_s=TEN), SETUP.format(0, TEN)),
    _time("at the end of the day", bent(PLAN, "end", setup_s=1),
          "time -/anna rule.time.violation visit=end technician=Anna minutes=1",
          "time -/anna judge.setup visit=end seconds=1 limit=0"),
    _time("a minute and a second too long", bent(PLAN, "V1", setup_s=TEN + 61), SHORT.format(2),
          SETUP.format(TEN + 61, TEN)),
)  # fmt: skip

HIT = "shift V1/anna rule.absence.violation technician=Anna from={} to={} visit=V1"
ABSENCE = (
    _absence("right before the drive", clock(7, 50), TEN),
    _absence("during set-up", clock(8, 12), 60, HIT.format("08:12:00", "08:13:00")),
    _absence("the last second of set-up", clock(8, 20) - 1, 1, HIT.format("08:19:59", "08:20:00")),
    _absence("after set-up, before the work", clock(8, 20), TEN,
             plan=bent(PLAN, "V1", start=TEN, end=TEN)),
)  # fmt: skip

SHIFT = (
    _shift("leaves as the shift starts", clock(8)),
    Case(name="sets up 1 s before the shift starts, without a drive", rule="shift",
         problem=with_duty(NEXT_DOOR, start_s=clock(8) + 1),
         plan=bent(planned(NEXT_DOOR), "V1", setup_s=1, start=TEN, end=TEN),
         expected=("shift V1/anna judge.shift_early technician=Anna time=08:00:00 minutes=1",)),
    Case(name="waits before the shift starts, without a drive or set-up", rule="shift",
         problem=with_duty(NEXT_DOOR, start_s=clock(8) + 1),
         plan=bent(planned(NEXT_DOOR), "V1", start=TEN, end=TEN), expected=()),
    Case(name="a negative set-up is none", rule="shift",
         problem=with_duty(NEXT_DOOR, start_s=clock(8) + 1),
         plan=bent(planned(NEXT_DOOR), "V1", setup_s=-1, start=TEN, end=TEN), expected=()),
)  # fmt: skip

CASES = TIME + ABSENCE + SHIFT
