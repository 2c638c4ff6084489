"""Sessions in the parked van, and at the desk where the day starts or ends."""

from dataclasses import replace

from tests.rules.bench import Case, bent, duty, planned, problem, visit

SESSION = visit("R1", None, desk=True)
BEFORE, BETWEEN, AFTER = ("R1", "V1", "V2"), ("V1", "R1", "V2"), ("V1", "V2", "R1")


def _desk(name, order, *expected, session=SESSION, visits=(), **shift):
    posed = problem(session, *(visits or (visit("V1"), visit("V2", 2))), duties=(duty(**shift),))
    return Case(name=name, rule="desk", problem=posed, plan=planned(posed, *order), expected=expected)


NEEDED = "desk R1/anna rule.desk.violation visit=R1 technician=Anna"
NO_VAN = "desk R1/anna rule.desk.no_van visit=R1 technician=Anna"
ANYWHERE = replace(SESSION, desk=False)
UNKNOWN = problem(SESSION)

CASES = (
    _desk("before the first drive", BEFORE),
    _desk("between two visits", BETWEEN, NEEDED),
    _desk("after the last visit, before the way home", AFTER, NEEDED),
    _desk("after the last visit where the day ends there", AFTER, NEEDED, end_place=None),
    _desk("after a visit at the place where the day ends", AFTER, end_place=2),
    _desk("after a visit at the place where it starts", ("V1", "R1"), visits=(visit("V1", 0),)),
    _desk("between two visits, and no desk is needed", BETWEEN, session=ANYWHERE),
    _desk("between two visits by somebody who cannot work in the van", BETWEEN, NO_VAN, session=ANYWHERE, in_van=False),
    _desk("at the desk by somebody who cannot work in the van", BEFORE, session=ANYWHERE, in_van=False),
    _desk("where somebody cannot work in the van and a desk is needed", BETWEEN, NEEDED, in_van=False),
    _desk("visits need no desk", ("V1", "V2"), visits=(visit("V1", desk=True), visit("V2", 2)), in_van=False),
    Case(name="a shift nobody knows", rule="desk", problem=UNKNOWN,
         plan=bent(planned(UNKNOWN), "R1", duty_id="x"), expected=()),
)  # fmt: skip
