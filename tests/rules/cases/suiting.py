"""Who may not have some work: languages, binding territories, the same technician, and what a subcontractor may do."""

from planner.model.vendors import Terms
from tests.rules.bench import Case, bent, duty, planned, problem, visit, with_duty, with_visit

ONE = problem(visit(job_type_id="network"))
PLAN = planned(ONE)


def _case(rule, name, *expected, by=None, plan=PLAN, **asked):
    posed = with_duty(with_visit(ONE, **asked), **(by or {}))
    return Case(name=name, rule=rule, problem=posed, plan=plan, expected=expected)


def _broken(rule, facts):
    return f"{rule} V1/anna rule.{rule}.violation visit=V1 technician=Anna {facts}"


FINNISH = _broken("language", "languages=(Message(key='spoken.in_fi', values=()), 'xx')")
NORTH = _broken("territory", "territory=north site={}")
SAME = _broken("same_technician", "other_technician=bo")
HIRED = _broken("vendor", "vendor={}")
LATE = _broken("lead_time", "vendor=Malar AB")


def _hired(name="Malar AB", **terms):
    return {"vendor": Terms(vendor_id="malar", name=name, **terms)}


CASES = (
    _case("language", "any language", by={"languages": ()}),
    _case("language", "one of them is spoken", languages=("fi", "en"), by={"languages": ("sv", "en")}),
    _case("language", "none of them is spoken", FINNISH, languages=("fi", "xx"), by={"languages": ("sv", "en")}),
    _case("language", "nobody knows what is spoken", FINNISH, languages=("fi", "xx")),
    _case("language", "a wish is no demand", wished_languages=("fi",), by={"languages": ("sv",)}),
    _case(
        "language", "a visit nobody knows", languages=("fi",), plan=bent(PLAN, "V1", visit_id="X")
    ),
    _case("territory", "within", territory="north", in_territory=True, by={"territories": ("west", "north")}),
    _case(
        "territory", "outside", NORTH.format("Ica"), territory="north", in_territory=True, customer="Ica",
        by={"territories": ("west",)},
    ),
    _case(
        "territory", "outside, of a customer without a name", NORTH.format("V1"), territory="north", in_territory=True,
        by={"territories": ("west",)},
    ),
    _case("territory", "outside, at a price", territory="north", by={"territories": ("west",)}),
    _case("territory", "a site in none", in_territory=True, by={"territories": ("west",)}),
    _case("territory", "somebody who works everywhere", territory="north", in_territory=True),
    _case("same_technician", "the one before", same_as="anna", same_required=True),
    _case("same_technician", "somebody else", SAME, same_as="bo", same_required=True),
    Case(
        name="somebody else, who is on duty", rule="same_technician",
        problem=problem(visit(same_as="bo", same_required=True), duties=(duty(), duty("bo"))), plan=PLAN,
        expected=(_broken("same_technician", "other_technician=Bo"),),
    ),
    _case("same_technician", "somebody else, at a price", same_as="bo"),
    _case("same_technician", "nobody before", same_required=True),
    _case("vendor", "own staff does everything"),
    _case("vendor", "hired for everything", by=_hired()),
    _case("vendor", "hired for this", by=_hired(job_types=("server", "network"))),
    _case("vendor", "hired for something else", HIRED.format("Malar AB"), by=_hired(job_types=("server",))),
    _case("vendor", "a firm without a name", HIRED.format("malar"), by=_hired("", job_types=("server",))),
    _case("lead_time", "own staff needs no order"),
    _case("lead_time", "there is time to order", by=_hired()),
    _case("lead_time", "ordered already", by=_hired(ordered=("V0", "V1"))),
    _case("lead_time", "something else is ordered", LATE, by=_hired(ordered=("V0",))),
    _case("lead_time", "too late for anything", LATE, by=_hired(ordered=())),
)  # fmt: skip
