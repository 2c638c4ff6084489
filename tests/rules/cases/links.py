"""Visits that hang together: crews that meet to the second, gaps at their limits, the same person and another one.

Anna and Bo start at km 0; Anna is at km 10 at 8:10, Bo at km 20 at 8:20. Work takes an hour.
"""

from planner.model.links import Link, crew
from planner.model.solution import Route, Solution
from planner.model.words import Who
from planner.rules import plan_from
from tests.rules.bench import NOW, Case, bent, duty, problem, visit, without

TWO = (duty(), duty("bo"), duty("cia"))
SEATS = problem(visit("V1", 1), visit("V1/2", 1), visit("V1/3", 1), visit("V2", 2), duties=TWO)
CREW = SEATS.replace(links=crew(("V1", "V1/2", "V1/3")))
SHORT = "crew V1/anna rule.crew.violation visit=V1 count=3 has_count={}"


def _plan(posed, anna=(), bo=(), cia=()):
    routes = (Route(duty_id=f"{name}:1", visit_ids=ids) for name, ids in (("anna", anna), ("bo", bo), ("cia", cia)))
    return plan_from(posed, Solution(routes=tuple(routes)), plan_id="bench", created_at=NOW)


FULL = _plan(CREW, ("V1",), ("V1/2",), ("V1/3", "V2"))


def _crew(name, plan, *expected, posed=CREW):
    return Case(name=name, rule="crew", problem=posed, plan=plan, expected=expected)


CREWS = (
    _crew("all there", FULL),
    _crew("nobody", _plan(CREW)),
    _crew("one is missing", without(FULL, "V1/3"), SHORT.format(2)),
    _crew("two are missing", without(without(FULL, "V1/3"), "V1/2"), SHORT.format(1)),
    _crew("the first is missing", without(FULL, "V1"),
          "crew V1/2/bo rule.crew.violation visit=V1/2 count=3 has_count=2"),
    _crew("one comes a second later", bent(FULL, "V1/2", start=1), SHORT.format(2)),
    _crew("one comes a second earlier", bent(FULL, "V1/3", start=-1), SHORT.format(2)),
    _crew("one is there twice", bent(FULL, "V1/3", duty_id="bo:1", technician_id="bo"), SHORT.format(2)),
    _crew("seats that are not linked", without(FULL, "V1/3"), posed=SEATS),
    _crew("a pair that must not be done alone but has a gap is no crew", without(FULL, "V1/3"),
          posed=SEATS.replace(links=(Link(first="V1", second="V1/3", max_s=60, both=True),))),
    _crew("a pair that begins together, each also alone, is no crew", without(FULL, "V1/3"),
          posed=SEATS.replace(links=(Link(first="V1", second="V1/3", max_s=0),))),
)  # fmt: skip

PAIR = problem(visit("V1", 1), visit("V2", 2), duties=TWO)
APART = _plan(PAIR, ("V1",), ("V2",))  # V1 8:10-9:10 by Anna, V2 8:20-9:20 by Bo
AFTER = _plan(PAIR, ("V1", "V2"))  # both by Anna: V2 9:20-10:20
WINDOW = "link V2/bo rule.link.violation visit=V2 other_visit=V1 from={} to={} time=08:20:00"
EARLY = "link V2/bo rule.link_early.violation visit=V2 other_visit=V1 from={} time=08:20:00"
ALONE = "link {}/{} rule.link_alone.violation visit={} other_visit={}"


def _link(name, plan, *expected, **link):
    posed = PAIR.replace(links=(Link(**{"first": "V1", "second": "V2", "min_s": -3_600, **link}),))
    return Case(name=name, rule="link", problem=posed, plan=plan, expected=expected)


LINKS = (
    _link("no limit but the order", APART, min_s=0),
    _link("just long enough after the start", APART, min_s=600),
    _link("1 s too short after the start", APART, EARLY.format("08:20:01"), min_s=601),
    _link("just short enough", APART, max_s=600),
    _link("1 s too long", APART, WINDOW.format("07:10:00", "08:19:59"), max_s=599),
    _link("1 s too short where there is a longest gap", APART, WINDOW.format("08:20:01", "08:21:40"),
          min_s=601, max_s=700),
    _link("just long enough after the end", APART, min_s=-3_000, from_end=True),
    _link("1 s too short after the end", APART, EARLY.format("08:20:01"), min_s=-2_999, from_end=True),
    _link("just short enough after the end", APART, max_s=-3_000, from_end=True),
    _link("1 s too long after the end", APART, WINDOW.format("08:10:00", "08:19:59"), max_s=-3_001, from_end=True),
    _link("each also alone, but together if both", APART, WINDOW.format("08:10:00", "08:10:00"), min_s=0, max_s=0),
    _link("too short where neither is done alone", APART, EARLY.format("08:20:01"), min_s=601, both=True),
    _link("neither", _plan(PAIR), both=True),
    _link("the first alone", without(APART, "V2")),
    _link("the first alone where neither may be", without(APART, "V2"), ALONE.format("V1", "anna", "V1", "V2"),
          both=True),
    _link("the second alone", without(APART, "V1"), ALONE.format("V2", "bo", "V2", "V1")),
    _link("the second alone where neither may be", without(APART, "V1"), ALONE.format("V2", "bo", "V2", "V1"),
          both=True),
    _link("by the same person as asked", AFTER, who=Who.SAME),
    _link("by two where one is asked", APART,
          "link V2/bo rule.link_same.violation visit=V2 other_visit=V1 technician=Bo", who=Who.SAME),
    _link("by two as asked", APART, who=Who.DIFFERENT),
    _link("by one where two are asked", AFTER,
          "link V2/anna rule.link_different.violation visit=V2 other_visit=V1 technician=Anna", who=Who.DIFFERENT),
    _link("by one where it does not matter", AFTER),
    Case(name="a crew is not asked for its gap here", rule="link", problem=CREW, expected=(),
         plan=bent(FULL, "V1/2", start=60)),
    Case(name="a visit that is planned twice counts the first time", rule="link",
         problem=PAIR.replace(links=(Link(first="V1", second="V2", min_s=601),)), expected=(),
         plan=APART.replace(stops=(*APART.stops, *AFTER.stops[-2:]))),
)  # fmt: skip

CASES = (*CREWS, *LINKS)
