"""Nothing twice, nothing lost, and what is locked stays where it is."""

from planner.model.problem import VisitLock
from planner.model.reasons import Unassigned
from planner.model.words import LockKind
from tests.golden.towns import clock
from tests.rules.bench import Case, bent, duty, planned, problem, visit, with_visit, without

ONE = problem()
PLAN = planned(ONE)  # work 08:10-09:10
TWO = problem(visit(), visit("R1", None))
MANDATORY = with_visit(ONE, drop_ore=None)
NOTHING = without(PLAN, "V1")
LEFT = Unassigned(visit_id="V1", request_id="V1")
DOUBLE = PLAN.replace(stops=(*PLAN.stops, PLAN.stops[1]))


def _once(name, plan, *expected, posed=ONE):
    return Case(name=name, rule="once", problem=posed, plan=plan, expected=expected)


ONCE = (
    _once("once", PLAN),
    _once("left out and named", NOTHING.replace(unassigned=(LEFT,))),
    _once("twice", DOUBLE, "once V1/- rule.once.violation visit=V1 count=2"),
    _once("three times", DOUBLE.replace(stops=(*DOUBLE.stops, PLAN.stops[1])),
          "once V1/- rule.once.violation visit=V1 count=3"),
    _once("left out twice", NOTHING.replace(unassigned=(LEFT, LEFT)), "once V1/- rule.once.violation visit=V1 count=2"),
    _once("planned and named as left out", PLAN.replace(unassigned=(LEFT,)), "once V1/- judge.both visit=V1"),
    _once("neither planned nor named", NOTHING, "once V1/- judge.lost visit=V1"),
    _once("mandatory and planned", PLAN, posed=MANDATORY),
    _once("mandatory, left out and named", NOTHING.replace(unassigned=(LEFT,)),
          "once V1/- rule.mandatory.violation visit=V1", posed=MANDATORY),
    _once("leaving out that costs nothing is allowed", NOTHING.replace(unassigned=(LEFT,)),
          posed=with_visit(ONE, drop_ore=0)),
    _once("mandatory and lost", NOTHING, "once V1/- judge.lost visit=V1", "once V1/- rule.mandatory.violation visit=V1",
          posed=MANDATORY),
    _once("a visit nobody knows", bent(planned(TWO), "R1", visit_id="X"), "once R1/- judge.lost visit=R1",
          "once X/- rule.unknown_visit.violation visit=X", posed=TWO),
    _once("a visit without id", bent(planned(TWO), "R1", visit_id=None), "once R1/- judge.lost visit=R1",
          "once –/- rule.unknown_visit.violation visit=–", posed=TWO),
    _once("an id at a break is no visit", bent(PLAN, "end", visit_id="X")),
    _once("a request that could not be posed may be named",
          PLAN.replace(unassigned=(Unassigned(visit_id="X", request_id="X"),))),
    _once("remote sessions count", bent(planned(TWO), "R1", visit_id="V1"),
          "once V1/- rule.once.violation visit=V1 count=2", "once R1/- judge.lost visit=R1", posed=TWO),
    _once("in the shift of somebody nobody knows it is still planned", bent(PLAN, "V1", duty_id="x")),
)  # fmt: skip

PAIR = problem(visit(), duties=(duty(), duty("bo")))


def _lock(name, kind, technician_id, first, last, *expected, plan=PLAN, posed=PAIR):
    lock = VisitLock(kind=kind, technician_id=technician_id, earliest_s=first, latest_s=last)
    return Case(name=name, rule="lock", problem=with_visit(posed, lock=lock), plan=plan, expected=expected)


START = clock(8, 10)
MOVED = "lock V1/anna rule.lock_technician.violation visit=V1 technician=Bo other_technician=Anna"
BOTH = "lock V1/anna rule.lock.violation visit=V1 technician=Bo time={}"
TIMES = "lock V1/anna rule.lock_time.violation visit=V1 from={} to={} time=08:10:00"

LOCK = (
    _lock("none, though it names somebody and times", LockKind.NONE, "bo", START + 1, START - 1),
    _lock("technician kept", LockKind.TECHNICIAN, "anna", None, None),
    _lock("technician changed", LockKind.TECHNICIAN, "bo", None, None, MOVED),
    _lock("technician changed, times are not locked", LockKind.TECHNICIAN, "bo", START + 1, START + 2, MOVED),
    _lock("technician locked but not named", LockKind.TECHNICIAN, None, None, None),
    _lock("locked to somebody without a shift", LockKind.TECHNICIAN, "zoe", None, None, MOVED.replace("Bo", "zoe")),
    _lock("time kept", LockKind.TIME, "bo", START, START),
    _lock("1 s before the locked time", LockKind.TIME, None, START + 1, START + 1,
          TIMES.format("08:10:01", "08:10:01")),
    _lock("1 s after the locked time", LockKind.TIME, None, START - 1, START - 1, TIMES.format("08:09:59", "08:09:59")),
    _lock("1 s inside the locked times", LockKind.TIME_RANGE, "bo", START - 1, START + 1),
    _lock("1 s after the locked times", LockKind.TIME_RANGE, None, 0, START - 1, TIMES.format("00:00:00", "08:09:59")),
    _lock("1 s before the locked times", LockKind.TIME_RANGE, None, START + 1, START + 9,
          TIMES.format("08:10:01", "08:10:09")),
    _lock("no first time", LockKind.TIME_RANGE, None, None, START - 1, TIMES.format("", "08:09:59")),
    _lock("no last time", LockKind.TIME_RANGE, None, START + 1, None, TIMES.format("08:10:01", "")),
    _lock("no times at all", LockKind.TIME, None, None, None),
    _lock("both kept", LockKind.BOTH, "anna", START, START),
    _lock("both, technician changed", LockKind.BOTH, "bo", START, START, BOTH.format("08:10:00")),
    _lock("both, time changed", LockKind.BOTH, "anna", START + 1, START + 1, TIMES.format("08:10:01", "08:10:01")),
    _lock("both changed", LockKind.BOTH, "bo", START + 1, START + 1, BOTH.format("08:10:01"),
          TIMES.format("08:10:01", "08:10:01")),
    _lock("both, no first time", LockKind.BOTH, "bo", None, START, MOVED),
    _lock("a shift nobody knows", LockKind.BOTH, "bo", 0, 0, plan=bent(PLAN, "V1", duty_id="x")),
)  # fmt: skip

CASES = ONCE + LOCK
