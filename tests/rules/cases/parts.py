"""Parts, loads and depots: enough and one too few, at the limit and one gram beyond, open and a second too late."""

from dataclasses import replace

from planner.model.message import Text
from planner.model.problem import Window
from planner.model.stock import DepotDay, PartSize, Taken, Van
from planner.model.vendors import PriceList, Terms
from planner.model.words import StopKind
from tests.golden.towns import clock
from tests.rules.bench import Case, bent, duty, planned, problem, visit, with_duty, with_visit

DISK, RACK = Text("disk", "disk"), Text("rack", "rack")
PARTS = (
    PartSize(part="disk", name=DISK, volume_ml=600, weight_g=400),
    PartSize(part="rack", name=RACK, volume_ml=8_000, weight_g=3_500),
)
OPEN = Window(earliest_s=clock(8), latest_s=clock(12), end_s=clock(12))


def pickup(visit_id="D", stock=(("disk", 9), ("rack", 9)), **more):
    """A pick-up of ten minutes at km 10, open 08-12."""
    made = visit(visit_id, 1, 10, drop_ore=0, depot="depot", stock=stock, windows=(OPEN,), **more)
    return replace(made, request_id="", title="Lager")


def town(*visits, van=None, stock=(("disk", 9), ("rack", 9)), duties=None, name="Lager", **more):
    """Anna at km 0, a depot at km 10, visits at km 20 and 30."""
    own = duties or (duty(van=van),)
    depot = DepotDay(depot_id="depot", name=name, place=1, opens_s=clock(8), closes_s=clock(12), stock=stock)
    return problem(duties=own).replace(visits=visits, depots=(depot,), parts=PARTS, **more)


def van(*stock, **more):
    return Van(van_id="C1", name="Bil 1", stock=stock, **more)


def _case(rule, name, posed, *expected, plan=None):
    return Case(name=name, rule=rule, problem=posed, plan=plan or planned(posed), expected=expected)


LACKS = "parts {}/anna rule.parts.violation technician=Anna quantity={} part=" + str(DISK) + " visit={}"
ONE = visit("V1", 2, parts=(("disk", 1),))
TWO = visit("V2", 3, parts=(("disk", 1),))
MIXED = visit("V1", 2, parts=(("disk", 2), ("rack", 1)))
FETCHES = town(pickup(), ONE)
FETCHED = planned(FETCHES)
NAMELESS = town(visit("V1", 2, parts=(("lamp", 1),)), van=van())

PARTS_CASES = (
    _case("parts", "nothing is needed", town(visit("V1", 2))),
    _case("parts", "just enough in the van", town(ONE, van=van(("disk", 1)))),
    _case("parts", "one more than needed", town(ONE, van=van(("disk", 2)))),
    _case("parts", "one too few in the van", town(ONE, van=van(("disk", 0))), LACKS.format("V1", 1, "V1")),
    _case("parts", "another part in the van", town(ONE, van=van(("rack", 5))), LACKS.format("V1", 1, "V1")),
    _case("parts", "nobody has a van", town(ONE), LACKS.format("V1", 1, "V1")),
    _case("parts", "two visits, two in the van", town(ONE, TWO, van=van(("disk", 2)))),
    _case("parts", "what is used is gone", town(ONE, TWO, van=van(("disk", 1))), LACKS.format("V2", 1, "V2")),
    _case(
        "parts", "who lacks uses what there is", town(MIXED, TWO, van=van(("disk", 1), ("rack", 1))),
        LACKS.format("V1", 1, "V1"), LACKS.format("V2", 1, "V2"),
    ),
    _case("parts", "fetched before", FETCHES, plan=FETCHED),
    _case("parts", "fetched after", FETCHES, LACKS.format("V1", 1, "V1"), plan=planned(FETCHES, "V1", "D")),
    _case(
        "parts", "nothing taken at the depot", FETCHES, LACKS.format("V1", 1, "V1"),
        plan=bent(FETCHED, "D", taken=()),
    ),
    _case(
        "parts", "something else taken", FETCHES, LACKS.format("V1", 1, "V1"),
        plan=bent(FETCHED, "D", taken=(Taken(part="rack", quantity=1, visit_id="V1"),)),
    ),
    _case(
        "parts", "taken where nothing is fetched", town(visit("V0", 1), ONE), LACKS.format("V1", 1, "V1"),
        plan=bent(planned(town(visit("V0", 1), ONE)), "V0", taken=(Taken(part="disk", quantity=1, visit_id="V1"),)),
    ),
    _case(
        "parts", "taken by a visit nobody knows", FETCHES, LACKS.format("V1", 1, "V1"),
        plan=bent(FETCHED, "D", visit_id="X"),
    ),
    _case(
        "parts", "two takings of one part add up", town(pickup(), visit("V1", 2, parts=(("disk", 2),))),
        plan=bent(
            planned(town(pickup(), visit("V1", 2, parts=(("disk", 2),)))), "D",
            taken=(Taken(part="disk", quantity=1, visit_id="V1"), Taken(part="disk", quantity=1, visit_id="V1")),
        ),
    ),
    _case(
        "parts", "a part without a name", NAMELESS,
        "parts V1/anna rule.parts.violation technician=Anna quantity=1 part=lamp visit=V1",
    ),
    _case("parts", "an unknown visit needs nothing", town(ONE), plan=bent(planned(town(ONE)), "V1", visit_id="X")),
    _case(
        "parts", "everybody has a van of their own",
        town(ONE, TWO, duties=(duty(van=van(("disk", 1))), duty("bo"))),
        "parts V2/bo rule.parts.violation technician=Bo quantity=1 part=" + str(DISK) + " visit=V2",
        plan=planned(town(ONE, TWO, duties=(duty(van=van(("disk", 1))), duty("bo"))), "V1").replace(
            stops=(
                *planned(town(ONE, TWO, duties=(duty(van=van(("disk", 1))), duty("bo"))), "V1").stops,
                *planned(town(ONE, TWO, duties=(duty(van=van(("disk", 1))), duty("bo"))), "V2", duty_id="bo:1").stops,
            )
        ),
    ),
)  # fmt: skip

OVER = "load {}/anna rule.load.violation quantity={} limit={} vehicle=Bil 1 unit={}"
L, KG = "litres", "kg"
# Two disks and a rack fetched: 9.2 litres and 4.3 kg beside what is in the van.
HEAVY = town(pickup(), MIXED)
LATER = town(ONE, pickup(), visit("V2", 3, parts=(("rack", 1),)))
TWICE = (("disk", 3),)


def _load(name, posed, *expected, plan=None, **limits):
    stock = limits.pop("stock", ())
    changed = with_duty(posed, van=van(*stock, **limits))
    return _case("load", name, changed, *expected, plan=plan or planned(changed))


LOAD_CASES = (
    _load("no limits", HEAVY),
    _load("just room enough", HEAVY, load_ml=9_200, load_g=4_300),
    _load("a millilitre too much", HEAVY, OVER.format("D", 9.2, 9.199, L), load_ml=9_199),
    _load("a gram too much", HEAVY, OVER.format("D", 4.3, 4.299, KG), load_g=4_299),
    _load("both", HEAVY, OVER.format("D", 9.2, 0.0, L), OVER.format("D", 4.3, 0.0, KG), load_ml=0, load_g=0),
    _load("what is in the van counts", HEAVY, OVER.format("D", 11.6, 11.599, L), stock=(("disk", 4),), load_ml=11_599,
          plan=FETCHED.replace(stops=planned(with_duty(HEAVY, van=van())).stops)),
    _load("an unknown part weighs nothing", HEAVY, stock=(("lamp", 9),), load_ml=9_200, load_g=4_300),
    # Three disks in the morning, one used at V1: two are left when the rack is fetched, 9.2 litres in all.
    _load("what is used makes room", LATER, stock=TWICE, load_ml=9_200),
    _load("what is left takes room", LATER, OVER.format("D", 9.2, 9.199, L), stock=TWICE, load_ml=9_199),
    _load("nothing is left but room", LATER, stock=(("disk", 1),), load_ml=8_000),
    _load("nothing fetched, whatever is in the van", town(ONE), stock=(("disk", 5),), load_ml=1),
    _load("fetched, then used", town(pickup(), MIXED, visit("V3", 3)), load_ml=9_200),
    _case("load", "no van at all", HEAVY),
    _load("nobody knows who fetches", HEAVY, load_ml=0,
          plan=bent(planned(with_duty(HEAVY, van=van())), "D", visit_id="X")),
    _load("only what is taken at a depot", town(visit("V0", 1), ONE), load_ml=0,
          plan=bent(planned(town(visit("V0", 1), ONE)), "V0", taken=(Taken(part="disk", quantity=1, visit_id="V1"),))),
    _case(
        "load", "a van without a name",
        with_duty(HEAVY, van=Van(van_id="C9", load_ml=9_199)),
        "load D/anna rule.load.violation quantity=9.2 limit=9.199 vehicle=C9 unit=litres",
        plan=planned(HEAVY),
    ),
)  # fmt: skip

CLOSED = "depot D/anna rule.depot.violation technician=Anna depot={} time={} from=08:00:00 to=12:00:00"
SHORT = "depot {}/{} judge.depot_stock depot=Lager part={} quantity={} technician={}"
BOTH = town(
    pickup("D", required=("anna",)), pickup("E", required=("bo",)), ONE, TWO, stock=(("disk", 1),),
    duties=(duty(), duty("bo")),
)  # fmt: skip
BY_BOTH = planned(BOTH, "D", "V1").replace(
    stops=(*planned(BOTH, "D", "V1").stops, *planned(BOTH, "E", "V2", duty_id="bo:1").stops)
)


def _shifted(start_s, end_s):
    """The fetching plan with the loading at other times."""
    moment = FETCHES.moment
    return bent(FETCHED, "D", start=moment(start_s), end=moment(end_s))


DEPOT_CASES = (
    _case("depot", "open, and there is enough", FETCHES, plan=FETCHED),
    _case("depot", "from the opening on", FETCHES, plan=_shifted(clock(8), clock(8, 10))),
    _case(
        "depot", "a second before", FETCHES, CLOSED.format("Lager", "07:59:59"),
        plan=_shifted(clock(8) - 1, clock(8, 10)),
    ),
    _case("depot", "until it closes", FETCHES, plan=_shifted(clock(11, 50), clock(12))),
    _case(
        "depot", "a second after", FETCHES, CLOSED.format("Lager", "11:50:00"),
        plan=_shifted(clock(11, 50), clock(12) + 1),
    ),
    _case(
        "depot", "a depot without a name", town(pickup(), ONE, name=""), CLOSED.format("depot", "07:59:59"),
        plan=_shifted(clock(8) - 1, clock(8, 10)),
    ),
    _case("depot", "just enough", town(pickup(), ONE, stock=(("disk", 1),)), plan=FETCHED),
    _case(
        "depot", "one too few", town(pickup(), ONE, stock=(("disk", 0),)), SHORT.format("D", "anna", DISK, 1, "Anna"),
        plan=FETCHED,
    ),
    _case(
        "depot", "it has something else", town(pickup(), ONE, stock=(("rack", 1),)),
        SHORT.format("D", "anna", DISK, 1, "Anna"), plan=FETCHED,
    ),
    _case(
        "depot", "two too few of three", town(pickup(), visit("V1", 2, parts=(("disk", 3),)), stock=(("disk", 1),)),
        SHORT.format("D", "anna", DISK, 2, "Anna"),
    ),
    _case("depot", "one for both", BOTH, SHORT.format("E", "bo", DISK, 1, "Bo"), plan=BY_BOTH),
    _case("depot", "one for each", BOTH.replace(depots=(replace(BOTH.depots[0], stock=(("disk", 2),)),)), plan=BY_BOTH),
    _case(
        "depot", "nothing is left for the second", BOTH.replace(depots=(replace(BOTH.depots[0], stock=()),)),
        SHORT.format("D", "anna", DISK, 1, "Anna"), SHORT.format("E", "bo", DISK, 1, "Bo"), plan=BY_BOTH,
    ),
    _case("depot", "a visit is no pick-up", town(visit("V1", 2)),
          plan=bent(planned(town(visit("V1", 2))), "V1", taken=(Taken(part="disk", quantity=99, visit_id="V1"),))),
    _case("depot", "what nobody knows is no pick-up", FETCHES, plan=bent(FETCHED, "D", visit_id="X")),
)  # fmt: skip

HIRED = Terms(vendor_id="m", name="Malar", prices=PriceList(), job_types=("printer",), ordered=("V1",))
OTHERS = (
    # A depot's hours are a rule of their own.
    _case("window", "a pick-up outside its hours is no window", FETCHES, plan=_shifted(clock(7), clock(7, 10))),
    _case("once", "a pick-up nobody needs", FETCHES.replace(visits=(*FETCHES.visits, pickup("E"))), plan=FETCHED),
    _case(
        "once", "a pick-up twice", FETCHES, "once D/- rule.once.violation visit=D count=2",
        plan=planned(FETCHES, "D", "V1", "D"),
    ),
    _case("shift", "a telephone shift fetches nothing", with_duty(FETCHES, takes_visits=False),
          "shift D/anna judge.shift_kind technician=Anna visit=D",
          "shift V1/anna judge.shift_kind technician=Anna visit=V1", plan=FETCHED),
    _case("shift", "who takes no sessions may fetch", with_duty(FETCHES, takes_remote=False), plan=FETCHED),
    _case(
        "time", "a pick-up as a visit", FETCHES, "time D/anna judge.kind visit=D",
        plan=bent(FETCHED, "D", kind=StopKind.VISIT),
    ),
    _case(
        "time", "a pick-up somewhere else", FETCHES, "time D/anna judge.place visit=D",
        plan=bent(FETCHED, "D", place=FETCHES.places[2]),
    ),
    _case(
        "time", "a visit as a pick-up", FETCHES, "time V1/anna judge.kind visit=V1",
        plan=bent(FETCHED, "V1", kind=StopKind.DEPOT),
    ),
    _case(
        "vendor", "who is hired for something else may fetch",
        with_duty(with_visit(FETCHES, job_type_id=""), vendor=HIRED),
        "vendor V1/anna rule.vendor.violation visit=V1 technician=Anna vendor=Malar", plan=FETCHED,
    ),
    _case("lead_time", "what is ordered may be fetched for", with_duty(FETCHES, vendor=HIRED), plan=FETCHED),
)  # fmt: skip

CASES = PARTS_CASES + LOAD_CASES + DEPOT_CASES + OTHERS
