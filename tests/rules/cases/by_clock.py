"""Drives that differ by the clock: as long as they take when they are driven, one second before and one after."""

from planner.model.problem import Break, Window
from planner.model.profile import Profile
from tests.golden.towns import clock
from tests.rules.bench import Case, bent, delayed, planned, problem, visit, with_duty, with_visit

RUSH = Profile(starts_s=(0, clock(7), clock(9)), percents=(100, 200, 100))  # 07-09 a drive takes twice as long
ONE = problem(visit()).replace(profile=RUSH)
PLAN = planned(ONE)  # out 08:00-08:20, work 08:20-09:20, home 09:30
LATER = with_visit(ONE, windows=(Window(earliest_s=clock(9, 5), latest_s=clock(10)),))
ACROSS = planned(LATER)  # out 08:50-09:05: ten minutes at half pace, then five; home 10:05-10:15
LUNCH = Break(earliest_s=clock(8, 4), latest_s=clock(8, 4), duration_s=1800)
BROKEN = with_duty(ONE, breaks=(LUNCH,))
REST = planned(BROKEN)  # out 08:00-08:04, break, 08:34-08:50, work 08:50-09:50
TRAVEL = "time {}/anna judge.travel visit={} seconds={} limit={}"
FAR = "max_drive -/anna rule.max_drive.violation technician=Anna minutes={} limit={}"


def _time(name, plan, *expected, posed=ONE):
    return Case(name=f"by the clock: {name}", rule="time", problem=posed, plan=plan, expected=expected)


def _drive(name, most_s, *expected):
    posed = with_duty(ONE, max_drive_s=most_s)
    return Case(name=f"by the clock: {name}", rule="max_drive", problem=posed, plan=PLAN, expected=expected)


CASES = (
    _time("a sound plan in the rush hour", PLAN),
    _time("a sound plan out of the rush hour", ACROSS, posed=LATER),
    _time("a sound plan with a break on the road", REST, posed=BROKEN),
    _time("a plan made without traffic", planned(ONE.replace(profile=None)), TRAVEL.format("V1", "V1", 600, 1200)),
    _time("a second short", bent(PLAN, "V1", travel_s=1199, arrival=-1), TRAVEL.format("V1", "V1", 1199, 1200)),
    _time("a second long", bent(delayed(PLAN, 1, since=1), "V1", travel_s=1201, leave=-1),
          TRAVEL.format("V1", "V1", 1201, 1200)),
    _time("two seconds later out of the rush hour is a second quicker",
          bent(delayed(ACROSS, 1, since=1), "V1", leave=1, travel_s=899), posed=LATER),
    _time("and no two", bent(ACROSS, "V1", leave=2, travel_s=898), TRAVEL.format("V1", "V1", 898, 899), posed=LATER),
    _time("a second of the drive before the break is lost",
          bent(REST, "break", travel_s=239, arrival=-1), TRAVEL.format("V1", "V1", 1199, 1200), posed=BROKEN),
    _time("a second of the drive after the break is lost",
          bent(REST, "V1", travel_s=959, arrival=-1), TRAVEL.format("V1", "V1", 1199, 1200), posed=BROKEN),
    _time("the way home after the rush hour", bent(delayed(PLAN, 1, since=2), "end", travel_s=601, leave=-1),
          TRAVEL.format("-", "end", 601, 600)),
    _drive("as much driving as is allowed", 1800),
    _drive("a second more", 1799, FAR.format(30, 29)),
)  # fmt: skip
