"""Who may drive, who can do the work, who is wanted for it."""

import numpy as np

from planner.model.problem import Break, Matrix, Span
from planner.model.words import StopKind
from tests.golden.towns import clock
from tests.rules.bench import Case, bent, duty, planned, problem, visit, with_duty, with_visit

ONE = problem()
PLAN = planned(ONE)  # out 08:00-08:10, work 08:10-09:10, home 09:10-09:20
HOUR = clock(1)
OUT = "licence V1/anna rule.licence.violation technician=Anna site=km 10 from=08:00:00 to=08:10:00"
HOME = "licence -/anna rule.licence.violation technician=Anna site=km 0 from=09:10:00 to=09:20:00"


def _licence(name, spans, *expected, plan=PLAN, posed=ONE):
    drives = tuple(Span(start_s=first, end_s=last) for first, last in spans)
    return Case(name=name, rule="licence", problem=with_duty(posed, drives=drives), plan=plan, expected=expected)


# the drive out is cut by a break on the road: 08:00-08:04, break, 08:34-08:40
REST = planned(with_duty(ONE, breaks=(Break(earliest_s=clock(8, 4), latest_s=clock(8, 4), duration_s=1800),)))
UNPLACED = bent(PLAN, "V1", place=None)
AT_HOME = problem(visit(place=0))

LICENCE = (
    _licence("valid to the second of arrival", [(0, clock(8, 10)), (clock(9), 24 * HOUR)]),
    _licence("ends 1 s before arrival", [(0, clock(8, 10) - 1), (clock(9), 24 * HOUR)], OUT),
    _licence("ends 1 s after arrival", [(0, clock(8, 10) + 1), (clock(9), 24 * HOUR)]),
    _licence("valid from the second of leaving", [(clock(8), 24 * HOUR)]),
    _licence("starts 1 s after leaving", [(clock(8) + 1, 24 * HOUR)], OUT),
    _licence("starts 1 s before leaving", [(clock(8) - 1, 24 * HOUR)]),
    _licence("two spans that only together cover a drive", [(0, clock(8, 5)), (clock(8, 5), 24 * HOUR)], OUT),
    _licence("no licence", [], OUT, HOME),
    _licence("no licence, nobody drives", [], posed=AT_HOME, plan=planned(AT_HOME)),
    _licence(
        "no licence, and a plan that keeps silent about the drive",
        [],
        OUT.replace("from=08:00:00", "from=08:10:00"),
        HOME,
        plan=bent(PLAN, "V1", leave=600, travel_s=0),
    ),
    _licence(
        "no licence, and a plan that tells only the seconds",
        [],
        "licence V1/anna rule.licence.violation technician=Anna site=km 0 from=08:00:00 to=08:00:00",
        posed=AT_HOME,
        plan=bent(planned(AT_HOME), "V1", travel_s=1),
    ),
    _licence(
        "no licence, and a plan that tells only the times",
        [],
        "licence V1/anna rule.licence.violation technician=Anna site=km 0 from=07:59:59 to=08:00:00",
        posed=AT_HOME,
        plan=bent(planned(AT_HOME), "V1", leave=-1),
    ),
    _licence(
        "the part of a drive before a break on the road",
        [(clock(8, 4), 24 * HOUR)],
        "licence -/anna rule.licence.violation technician=Anna site=break from=08:00:00 to=08:04:00",
        plan=REST,
    ),
    _licence(
        "the part of a drive after a break on the road",
        [(0, clock(8, 34)), (clock(9), 24 * HOUR)],
        "licence V1/anna rule.licence.violation technician=Anna site=km 10 from=08:34:00 to=08:40:00",
        plan=REST,
    ),
    _licence("both parts of a drive around a break", [(0, clock(8, 4)), (clock(8, 34), 24 * HOUR)], plan=REST),
    _licence(
        "a drive to where no way is known",
        [(0, 24 * HOUR)],
        posed=ONE.replace(matrix=Matrix(np.full((4, 4), -1), np.zeros((4, 4)))),
    ),
    _licence(
        "the site of a customer without a place",
        [(clock(9), 24 * HOUR)],
        OUT.replace("km 10", "Acme"),
        plan=bent(UNPLACED, "V1", customer="Acme"),
    ),
    _licence(
        "the site of a visit without place and customer",
        [(clock(9), 24 * HOUR)],
        OUT.replace("km 10", "V1"),
        plan=UNPLACED,
    ),
    Case(
        name="a technician without a name is called by id",
        rule="licence",
        problem=with_duty(ONE, drives=(Span(start_s=0, end_s=clock(9)),), name=""),
        plan=PLAN,
        expected=(HOME.replace("Anna", "anna"),),
    ),
    Case(
        name="a shift nobody knows",
        rule="licence",
        problem=with_duty(ONE, drives=()),
        plan=bent(bent(PLAN, "V1", duty_id="x"), StopKind.END, duty_id="x"),
        expected=(),
    ),
)

SKILLED = problem(visit(skills=(("server", 3),)), visit("R1", None, skills=(("phone", 2), ("server", 1))))


def _skill(name, held, *expected):
    return Case(
        name=name, rule="skill", problem=with_duty(SKILLED, skills=held), plan=planned(SKILLED), expected=expected
    )


NOT_3 = "skill V1/anna rule.skill.violation visit=V1 skill=server level=3 technician=Anna has_level={}"
NO_PHONE = "skill R1/anna rule.skill.violation visit=R1 skill=phone level=2 technician=Anna has_level={}"
NO_SERVER = "skill R1/anna rule.skill.violation visit=R1 skill=server level=1 technician=Anna has_level=0"

SKILL = (
    _skill("a level below", (("server", 2), ("phone", 2)), NOT_3.format(2)),
    _skill("the level", (("server", 3), ("phone", 2))),
    _skill("a level above", (("server", 4), ("phone", 3))),
    _skill("none at all", (), NOT_3.format(0), NO_PHONE.format(0), NO_SERVER),
    _skill("the best of two entries counts", (("server", 1), ("server", 3), ("phone", 1)), NO_PHONE.format(1)),
    Case(
        name="unknown visit",
        rule="skill",
        problem=SKILLED,
        plan=bent(bent(planned(SKILLED), "V1", visit_id="X"), "R1", duty_id="x"),
        expected=(),
    ),
)

CERTIFIED = problem(visit(certificates=("fibre", "kiosk@ica")))


def _certificate(name, held, *expected):
    posed = with_duty(CERTIFIED, certificates=held)
    return Case(name=name, rule="certificate", problem=posed, plan=planned(CERTIFIED), expected=expected)


LACKS = "skill V1/anna rule.certificate.violation visit=V1 certificate={} technician=Anna day=2026-11-24"

CERTIFICATE = (
    _certificate("both, for this customer", ("fibre", "kiosk@ica")),
    _certificate("both, for every customer", ("kiosk", "fibre")),
    _certificate("for another customer", ("fibre", "kiosk@coop"), LACKS.format("kiosk@ica")),
    _certificate("for one customer where every customer is asked", ("fibre@ica", "kiosk"), LACKS.format("fibre")),
    _certificate("none", (), LACKS.format("fibre"), LACKS.format("kiosk@ica")),
)


def _person(name, *expected, plan=PLAN, **wishes):
    return Case(name=name, rule="person", problem=with_visit(ONE, **wishes), plan=plan, expected=expected)


UNWANTED = "person V1/anna rule.person.violation visit=V1 technician=Anna"
OTHER = "judge.other_name technician=Anna other=bo"

PERSON = (
    _person("anybody"),
    _person("preferring somebody else is no demand", preferred=("bo",)),
    _person("one of the required", required=("bo", "anna")),
    _person("somebody else required", UNWANTED, required=("bo",)),
    _person("forbidden", UNWANTED, forbidden=("bo", "anna")),
    _person("somebody else forbidden", forbidden=("bo",)),
    _person("required and forbidden", UNWANTED, required=("anna",), forbidden=("anna",)),
    _person("another name at the visit", f"person V1/anna {OTHER}", plan=bent(PLAN, "V1", technician_id="bo")),
    _person("another name at the end", f"person -/anna {OTHER}", plan=bent(PLAN, "end", technician_id="bo")),
    _person("a shift nobody knows", plan=bent(PLAN, "V1", duty_id="x", technician_id="bo")),
    Case(
        name="remote sessions too",
        rule="person",
        problem=problem(visit("R1", None, forbidden=("anna",))),
        plan=planned(problem(visit("R1", None))),
        expected=("person R1/anna rule.person.violation visit=R1 technician=Anna",),
    ),
    Case(
        name="everybody in their own shift",
        rule="person",
        problem=problem(visit(required=("bo",)), duties=(duty(), duty("bo"))),
        plan=planned(problem(duties=(duty(), duty("bo"))), duty_id="bo:1"),
        expected=(),
    ),
)

CASES = LICENCE + SKILL + CERTIFICATE + PERSON
