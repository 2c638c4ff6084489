"""Nonsense: times that run backwards, drives that are too short, wrong places, lengths and lateness."""

from zoneinfo import ZoneInfo

import numpy as np

from planner.model.places import Place
from planner.model.problem import Break, Matrix
from planner.model.words import Due, StopKind
from tests.golden.towns import clock
from tests.rules.bench import Case, bent, delayed, duty, planned, problem, stop, visit, with_duty, with_visit, without

ONE = problem()
PLAN = planned(ONE)  # out 08:00-08:10, work 08:10-09:10, home 09:10-09:20
TWO = problem(visit(), visit("R1", None), visit("V2", 2))
DAY = planned(TWO)  # V1 08:10-09:10, R1 -10:10, V2 10:20-11:20, home 11:40
LUNCH = Break(earliest_s=clock(8, 4), latest_s=clock(8, 4), duration_s=1800)
REST = planned(with_duty(ONE, breaks=(LUNCH,)))  # out 08:00-08:04, break, 08:34-08:40, work
EMPTY = without(PLAN, "V1")  # home 09:20, no work
LATE = with_visit(ONE, late_after_s=clock(8, 9))
AGAINST = with_visit(ONE, late_after_s=clock(8, 9), late_against=Due.WISH)
NAIVE = {name: getattr(PLAN.stops[1], name).replace(tzinfo=None) for name in ("leave", "arrival", "start", "end")}
LOCAL = {name: getattr(PLAN.stops[1], name).astimezone(ZoneInfo("Europe/Stockholm")) for name in NAIVE}
LONELY = duty(start_place=None, end_place=None)


def _time(name, plan, *expected, posed=ONE):
    return Case(name=name, rule="time", problem=posed, plan=plan, expected=expected)


def _said(said, who="V1"):
    return f"time {who}/anna {said}"


BACK = "judge.backwards visit=V1 technician=anna seconds=1"
SHORT = "rule.time.violation visit={} technician=Anna minutes={}"
END = _said("judge.end technician=Anna count={}", "-")
TRAVEL = "judge.travel visit={} seconds={} limit={}"
METRES = "judge.distance visit={} measured={} limit={}"

ORDER = (
    _time("a sound plan", PLAN),
    _time("a sound plan with a remote session between visits", DAY, posed=TWO),
    _time("a sound plan with a break on the road", REST),
    _time("later is no nonsense", delayed(PLAN, 3600)),
    _time("begins when the stop before ends", bent(PLAN, "V1", leave=0)),
    _time("waits 1 s before leaving", delayed(PLAN, 1, since=2)),
    _time("begins 1 s before the stop before ends", bent(PLAN, "end", leave=-1),
          _said("judge.overlap visit=end other_visit=V1 seconds=1", "-")),
    _time("arrives before it leaves", bent(PLAN, "V1", leave=601),
          _said(BACK), _said(SHORT.format("V1", 11))),
    _time("starts 1 s before it arrives", bent(PLAN, "V1", start=-1),
          _said(BACK)),
    _time("starts when it arrives, waits 1 s", bent(delayed(PLAN, 1, since=1), "V1", leave=-1, arrival=-1)),
    _time("ends before it starts", bent(PLAN, "V1", end=-3601), _said(BACK),
          _said(SHORT.format("V1", 61))),
    _time("the worst is named", bent(PLAN, "V1", arrival=-605, start=-610),
          _said("judge.backwards visit=V1 technician=anna seconds=5"), _said(SHORT.format("V1", 11))),
    _time("the shift of somebody nobody knows", bent(PLAN, "V1", duty_id="x", end=-3601),
          "time V1/- " + BACK, _said(TRAVEL.format("end", 600, 0), "-")),
    _time("another time zone", bent(PLAN, "V1", **LOCAL)),
    _time("no time zone", bent(PLAN, "V1", **NAIVE), _said("judge.zone visit=V1")),
    _time("one moment without time zone", bent(PLAN, "V1", end=NAIVE["end"]), _said("judge.zone visit=V1")),
)  # fmt: skip

ENDS = (
    _time("no end", without(PLAN, "end"), END.format(0)),
    _time("two ends", PLAN.replace(stops=(*PLAN.stops, stop(
        ONE, StopKind.END, clock(10), clock(10), sequence=9, place=PLAN.stops[2].place))), END.format(2)),
    _time("work after the end", bent(bent(DAY, "R1", sequence=9, leave=9000, arrival=9000, start=9000, end=9000), "V2",
          leave=0), END.format(1), posed=TWO),
    _time("a drive after the end", PLAN.replace(stops=(*PLAN.stops, stop(
        ONE, StopKind.BREAK, clock(10), clock(11), sequence=9, leave=ONE.moment(clock(9, 30))))), END.format(1)),
    _time("a break after the end", PLAN.replace(stops=(*PLAN.stops, stop(
        ONE, StopKind.BREAK, clock(10), clock(11), sequence=9)))),
    _time("without work no end is asked", without(EMPTY, "end")),
)  # fmt: skip

DRIVES = (
    _time("the drive takes 1 s longer than it says", delayed(PLAN, 1, since=2).replace(
        stops=(*PLAN.stops[:2], bent(PLAN, "end", arrival=1, start=1, end=1).stops[2]))),
    _time("the drive takes 1 s less than it says", bent(PLAN, "V1", leave=1), _said(SHORT.format("V1", 1))),
    _time("the drive takes 61 s less than it says", bent(PLAN, "V1", leave=61), _said(SHORT.format("V1", 2))),
    _time("1 s less than the matrix", bent(PLAN, "V1", travel_s=599), _said(TRAVEL.format("V1", 599, 600))),
    _time("1 s more than the matrix", bent(PLAN, "V1", leave=-1, travel_s=601).replace(
        stops=(bent(PLAN, "start", leave=-1, arrival=-1, start=-1, end=-1).stops[0],
               *bent(PLAN, "V1", leave=-1, travel_s=601).stops[1:])), _said(TRAVEL.format("V1", 601, 600))),
    _time("a slow driver", PLAN, _said(TRAVEL.format("V1", 600, 900)), _said(TRAVEL.format("end", 600, 900), "-"),
          posed=with_duty(ONE, speed_factor=1.5)),
    _time("1 m less than the matrix", bent(PLAN, "V1", distance_m=9999), _said(METRES.format("V1", 9999, 10000))),
    _time("1 m more than the matrix", bent(PLAN, "end", distance_m=10001),
          _said(METRES.format("end", 10001, 10000), "-")),
    _time("negative seconds", bent(PLAN, "V1", travel_s=-1), _said("judge.negative visit=V1"),
          _said(TRAVEL.format("V1", -1, 600))),
    _time("negative metres", bent(PLAN, "V1", distance_m=-1), _said("judge.negative visit=V1"),
          _said(METRES.format("V1", -1, 10000))),
    _time("the parts around a break do not add up", bent(REST, StopKind.BREAK, travel_s=239),
          _said(TRAVEL.format("V1", 599, 600))),
    _time("the metres around a break do not add up", bent(REST, StopKind.BREAK, distance_m=3999),
          _said(METRES.format("V1", 9999, 10000))),
    _time("a remote session with seconds", bent(bent(DAY, "R1", travel_s=1, arrival=1, start=1), "V2", travel_s=599),
          _said("judge.remote_travel visit=R1", "R1"), _said(SHORT.format("R1", 1), "R1"), posed=TWO),
    _time("a remote session with metres", bent(bent(DAY, "R1", distance_m=1), "V2", distance_m=9999),
          _said("judge.remote_travel visit=R1", "R1"), posed=TWO),
    _time("drives to a place that cannot be reached", PLAN, _said("judge.no_way visit=V1 technician=Anna"),
          _said("judge.no_way visit=end technician=Anna", "-"),
          posed=ONE.replace(matrix=Matrix(np.full((4, 4), -1), np.zeros((4, 4))))),
    _time("a drive of 0 s is a drive", bent(PLAN, "V1", travel_s=0), _said(TRAVEL.format("V1", 0, 600))),
    _time("nothing to drive and no metre", PLAN, _said(TRAVEL.format("V1", 600, 0)),
          _said(TRAVEL.format("end", 600, 0), "-"),
          posed=ONE.replace(matrix=Matrix(np.zeros((4, 4)), np.zeros((4, 4))))),
    _time("drives from an unknown place", bent(PLAN, "end", travel_s=0, distance_m=0),
          _said("judge.no_way visit=V1 technician=Anna"), posed=with_duty(ONE, start_place=None, end_place=None)),
    _time("after a visit nobody knows the next drive is from the place before", bent(DAY, "V1", visit_id="X"),
          posed=TWO),
    _time("drives without work", EMPTY, _said(TRAVEL.format("end", 600, 0), "-")),
    _time("a distance without work", bent(EMPTY, "end", travel_s=0), _said(METRES.format("end", 10000, 0), "-")),
    _time("no work, no drive, though the day would end elsewhere", bent(
        EMPTY, "end", travel_s=0, distance_m=0, place=ONE.places[1]), posed=with_duty(ONE, end_place=1)),
    _time("a drive home where the day ends at the last visit", bent(PLAN, "end", place=ONE.places[1]),
          _said(TRAVEL.format("end", 600, 0), "-"), posed=with_duty(ONE, end_place=None)),
    _time("a break may carry any id", PLAN.replace(stops=(*PLAN.stops, stop(
        ONE, StopKind.BREAK, clock(10), clock(10, 10), sequence=9, visit_id="V1")))),
    _time("no work, no drive", bent(EMPTY, "end", travel_s=0, distance_m=0)),
    _time("a remote session at nobody knows where", planned(problem(visit("R1", None), duties=(LONELY,))),
          posed=problem(visit("R1", None), duties=(LONELY,))),
)  # fmt: skip

WORK = (
    _time("1 s too short", bent(PLAN, "V1", end=-1), _said(SHORT.format("V1", 1))),
    _time("1 s longer", delayed(bent(PLAN, "V1", end=1), 1, since=2)),
    _time("a slow worker", PLAN, _said(SHORT.format("V1", 30)), posed=with_duty(ONE, job_time_factor=1.5)),
    _time("a visit as remote session", bent(PLAN, "V1", kind=StopKind.REMOTE),
          _said("judge.remote_travel visit=V1"), _said(TRAVEL.format("end", 1200, 0), "-"),
          _said("judge.kind visit=V1")),
    _time("a remote session as visit", bent(DAY, "R1", kind=StopKind.VISIT), _said("judge.kind visit=R1", "R1"),
          posed=TWO),
)  # fmt: skip

AWAY = Place(lat=59.01, lon=18.1)
PLACES = (
    _time("the visit has no place", bent(PLAN, "V1", place=None), _said("judge.place visit=V1")),
    _time("the visit is east of its place", bent(PLAN, "V1", place=AWAY), _said("judge.place visit=V1")),
    _time("the visit is south of its place", bent(PLAN, "V1", place=Place(lat=59, lon=18)),
          _said("judge.place visit=V1")),
    _time("the label of a place does not matter", bent(PLAN, "V1", place=Place(lat=59.01, lon=18, label="x"))),
    _time("starts elsewhere", bent(PLAN, "start", place=AWAY), _said("judge.place visit=start", "-")),
    _time("ends elsewhere", bent(PLAN, "end", place=AWAY), _said("judge.place visit=end", "-")),
    _time("the end is anywhere where the day ends with the last visit",
          bent(planned(with_duty(ONE, end_place=None)), "end", place=AWAY), posed=with_duty(ONE, end_place=None)),
    _time("a session and a break have no place of their own", bent(bent(DAY, "R1", place=None), "R1", place=AWAY),
          posed=TWO),
)  # fmt: skip

LATENESS = (
    _time("late as it says", planned(LATE), posed=LATE),
    _time("1 s later than it says", bent(planned(LATE), "V1", lateness_s=59),
          _said("judge.lateness visit=V1 seconds=59 limit=60"), posed=LATE),
    _time("1 s less late than it says", bent(planned(LATE), "V1", lateness_s=61),
          _said("judge.lateness visit=V1 seconds=61 limit=60"), posed=LATE),
    _time("early is not negative", PLAN, posed=with_visit(ONE, late_after_s=clock(9))),
    _time("late without an agreed time", bent(PLAN, "V1", lateness_s=1),
          _said("judge.lateness visit=V1 seconds=1 limit=0")),
    _time("in time, whatever it would be late against", PLAN,
          posed=with_visit(ONE, late_after_s=clock(9), late_against=Due.WISH)),
    _time("late against the wish, as it says",
          planned(AGAINST), posed=AGAINST),
    _time("late against something else than it says", bent(planned(AGAINST), "V1", late_against=Due.SERVICE_LEVEL),
          _said("judge.late_against visit=V1"), posed=AGAINST),
    _time("in time, yet late against something", bent(PLAN, "V1", late_against=Due.WISH),
          _said("judge.late_against visit=V1")),
    _time("an end is never late", bent(PLAN, "end", lateness_s=1),
          _said("judge.lateness visit=end seconds=1 limit=0", "-")),
)  # fmt: skip

CASES = ORDER + ENDS + DRIVES + WORK + PLACES + LATENESS
