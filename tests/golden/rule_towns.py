"""Further golden towns, one for each family of rules. Their plans are proven cheapest by CP-SAT (`prover`).

The street and its prices are those of `towns`: a kilometre takes a minute and costs 10 kr, a minute of overtime costs
11.25 kr, a P3 visit comes late for 15 kr a minute and is left out for 4 000 kr.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from planner.model.costs import Weights
from planner.model.links import Link, crew
from planner.model.problem import Break, Duty, Problem, Visit, VisitLock
from planner.model.solution import Route, Solution
from planner.model.vendors import PriceList, Terms
from planner.model.words import LockKind, Priority, ShiftKind, Who
from tests.golden.towns import DAY, MIDNIGHT, Golden, H, M, _duty, _lock, _visit, _window, clock, street

LUNCH = (Break(earliest_s=clock(11), latest_s=clock(13), duration_s=30 * M),)
NOON = (Break(earliest_s=clock(12), latest_s=clock(12), duration_s=30 * M),)


def _golden(
    problem: Problem,
    routes: dict[str, tuple[str, ...]],
    starts: dict[str, int],
    price: dict[str, int],
    left_out: tuple[str, ...] = (),
) -> Golden:
    """Return a town with its plan; linked visits begin when they begin in it."""
    tied = {one for link in problem.links for one in (link.first, link.second)}
    return Golden(
        problem=problem,
        best=Solution(
            routes=tuple(Route(duty_id=duty, visit_ids=ids) for duty, ids in routes.items()),
            agreed=tuple(sorted((visit, start) for visit, start in starts.items() if visit in tied)),
        ),
        price=price,
        left_out=left_out,
        starts=starts,
    )


def _town(
    km: tuple[int, ...],
    visits: tuple[Visit, ...],
    duties: tuple[Duty, ...],
    links: tuple[Link, ...] = (),
    weights: Weights | None = None,
) -> Problem:
    places, matrix = street(*km)
    return Problem(
        day=DAY, horizon_start=MIDNIGHT, places=places, matrix=matrix, visits=visits, duties=duties, links=links,
        weights=weights or Weights(),
    )  # fmt: skip


def crew_golden() -> Golden:
    """Return three technicians, a crew of two, one of three, one that nobody can fill, and single visits.

    Anna (km 0) and Bo (km 40) know networks 3, Cia (km 20) answers the telephone. *L* (km 30, 45 min) needs all three
    together and is late after 09:30 (P2, 30 kr a minute). *A* (km 10) starts by 09:00, so Anna does it first, 08:10 to
    09:10. *B* (km 40, 90 min) starts by 10:00: with L before it, Bo could not be at L before Anna is, 09:30, and would
    come to B at 10:25; so he does B from 08:00 to 09:30 and all meet at 09:40, ten minutes late. Cia has done *D* at
    home (km 20) from 08:00 and the session *R* from 09:00. *K* (km 20, start 10 to 12) needs network 3 in one seat:
    Anna and Cia are there at 10:35. Anna drives home, where *C* is, with lunch on the way or after; Cia rests at 12:00,
    as she must. For *X* nobody drives a crane: neither seat is filled, 500 kr each. Nobody drives further than to L and
    home, and to leave L out costs 9 000 kr.

    ========== ============================================= =======
    drive time Anna 60, Bo 20, Cia 20 min at 7.50                750.00
    distance   100 km at 2.50                                    250.00
    lateness   L 10 min at 30                                    300.00
    dropped    both seats of X                                 1 000.00
    total                                                      2 300.00
    ========== ============================================= =======
    """
    opens, late = (_window(10, 12),), {"late_after_s": clock(9, 30), "priority": Priority.P2}
    visits = (
        replace(_visit("K", 2, 60, skills=(("network", 3),), windows=opens), request_id="K"),
        replace(_visit("K/2", 2, 60, windows=opens), request_id="K"),
        replace(_visit("L", 3, 45, drop_ore=300_000, **late), request_id="L"),
        *(replace(_visit(one, 3, 45, drop_ore=300_000), request_id="L") for one in ("L/2", "L/3")),
        _visit("A", 1, 60, windows=(_window(8, 9),)),
        _visit("B", 4, 90, windows=(_window(8, 10),)),
        _visit("C", 0, 30, late_after_s=clock(14)),
        _visit("D", 2, 60),
        _visit("R", None, 30, skills=(("phone", 2),)),
        replace(_visit("X", 1, 30, drop_ore=50_000), request_id="X"),
        replace(_visit("X/2", 1, 30, skills=(("crane", 1),), drop_ore=50_000), request_id="X"),
    )
    duties = (
        _duty("anna", 0, 8, 16, 17, LUNCH, skills=(("network", 3),)),
        _duty("bo", 4, 8, 16, 17, LUNCH, skills=(("network", 4),)),
        _duty("cia", 2, 8, 16, 17, NOON, skills=(("phone", 2),)),
    )
    links = (*crew(("K", "K/2")), *crew(("L", "L/2", "L/3")), *crew(("X", "X/2")))
    return _golden(
        _town((0, 10, 20, 30, 40), visits, duties, links),
        {"anna:1": ("A", "L", "K", "C"), "bo:1": ("B", "L/3"), "cia:1": ("D", "R", "L/2", "K/2")},
        {
            "A": clock(8, 10), "B": clock(8), "C": clock(11, 55), "D": clock(8), "R": clock(9),
            **dict.fromkeys(("L", "L/2", "L/3"), clock(9, 40)), **dict.fromkeys(("K", "K/2"), clock(10, 35)),
        },
        {"drive_time": 75_000, "distance": 25_000, "lateness": 30_000, "dropped": 100_000},
        left_out=("X", "X/2"),
    )  # fmt: skip


def chain_golden() -> Golden:
    """Return two technicians, and visits that follow on others: by the same, by another, soon, late, or not at all.

    *P* (km 10) starts by 09:00: Anna (km 0), from 08:10. *Q* there is hers too, 30 to 120 min after P ends. *T* (km
    20, late after 11:00) is done by another than *S* (km 20, start by 10:00), two hours after S starts or later.
    *U* (km 30, late after 08:30) is at Bo's home; *W* there follows within an hour, or neither is done. *N* (km 20)
    opens at 13:00. *Y* needs a crane, and *Z* follows on Y: both are left out, 300 kr each.

    S by Anna after P, at 09:20, lets Bo start T at 11:20, 20 min late: 300 kr. He does U and W from 08:00 to 09:30,
    waits, has lunch after T and does N at 13:00; before T lunch would make it later still. S by Bo before U makes U
    35 min late (525 kr); S by Bo after W, at 09:40, makes T by Anna 40 min late (600 kr); between U and W it leaves no
    time for W. Both must come to km 20, so nobody drives less.

    ========== ============================================= =======
    drive time Anna 40, Bo 20 min at 7.50                        450.00
    distance   60 km at 2.50                                     150.00
    lateness   T 20 min at 15                                    300.00
    dropped    Y and Z                                           600.00
    total                                                      1 500.00
    ========== ============================================= =======
    """
    visits = (
        _visit("P", 1, 60, windows=(_window(8, 9),)),
        _visit("Q", 1, 30),
        _visit("S", 2, 45, windows=(_window(8, 10),)),
        _visit("T", 2, 30, late_after_s=clock(11)),
        _visit("U", 3, 60, late_after_s=clock(8, 30)),
        _visit("W", 3, 30, drop_ore=200_000),
        _visit("Y", 1, 30, skills=(("crane", 1),), drop_ore=30_000),
        _visit("Z", 1, 30, drop_ore=30_000),
        _visit("N", 2, 30, windows=(_window(13, 14),)),
    )
    links = (
        Link(first="P", second="Q", min_s=30 * M, max_s=2 * H, from_end=True, who=Who.SAME),
        Link(first="S", second="T", min_s=2 * H, who=Who.DIFFERENT),
        Link(first="U", second="W", from_end=True, max_s=H, both=True),
        Link(first="Y", second="Z", from_end=True),
    )
    duties = (_duty("anna", 0, 8, 16, 17, LUNCH), _duty("bo", 3, 8, 16, 17, LUNCH))
    return _golden(
        _town((0, 10, 20, 30), visits, duties, links),
        {"anna:1": ("P", "S", "Q"), "bo:1": ("U", "W", "T", "N")},
        {
            "P": clock(8, 10), "S": clock(9, 20), "Q": clock(10, 15), "U": clock(8), "W": clock(9), "T": clock(11, 20),
            "N": clock(13),
        },
        {"drive_time": 45_000, "distance": 15_000, "lateness": 30_000, "dropped": 60_000},
        left_out=("Y", "Z"),
    )  # fmt: skip


def persons_golden() -> Golden:
    """Return a town in which it is binding who comes: territory, language, technician, firm, what is ordered of it.

    Anna (km 0) works in the north and speaks Finnish, Bo (km 30) works in the south and speaks English. Malar is a
    firm at km 20, hired for fibre and radio, and only *F1* and *F2* are ordered of it. *N1* (km 10) binds to the
    north, *S1* (km 30) to the south and English, *G1* (km 30) to Bo, who did the one before. *N2* (km 20) would
    rather have somebody of the north and Finnish: Anna, for 20 km more; Bo would drive as far and cost 250 kr more.
    *G2* (km 10) is Anna's, as before; to the firm it is not ordered. *F1* (km 20) needs fibre 2, which only the
    firm has: 200 kr for coming and 300 kr for the hour. *F2* (km 30, published with Anna) is no work the firm is
    hired for; Bo does it for 100 kr, Anna would drive 20 km. *F3* requires the firm, and is not ordered: P5, 500
    kr. *D1* was told for tomorrow: 300 kr, and 100 kr more by another than Anna. *X1* may be done by neither Anna
    nor Bo, nor by the firm: P4, 1 500 kr.

    ================= ====================================== =======
    drive time        Anna 40 min at 7.50                        300.00
    distance          40 km at 2.50                              100.00
    call-out          the firm                                   200.00
    dropped           F3 and X1                                2 000.00
    vendor hours      F1, one hour                               300.00
    change technician F2                                         100.00
    change day        D1                                         300.00
    total                                                      3 300.00
    ================= ====================================== =======
    """
    firm = Terms(
        vendor_id="malar", name="Malar AB", prices=PriceList(call_out_ore=20_000, hour_ore=30_000, km_ore=500),
        job_types=("fibre", "radio"), ordered=("F1", "F2"),
    )  # fmt: skip
    visits = (
        _visit("N1", 1, 60, territory="north", in_territory=True),
        _visit("N2", 2, 60, territory="north", wished_languages=("fi",)),
        _visit("S1", 3, 60, territory="south", in_territory=True, languages=("en",)),
        _visit("G1", 3, 30, same_as="bo", same_required=True),
        _visit("G2", 1, 30, same_as="anna", job_type_id="fibre"),
        _visit("F1", 2, 60, job_type_id="fibre", skills=(("fibre", 2),), told_technician="malar", told_day=DAY),
        _visit("F2", 3, 60, job_type_id="lan", told_technician="anna", told_day=DAY),
        _visit("F3", 2, 30, job_type_id="fibre", required=("malar",), priority=Priority.P5, drop_ore=50_000),
        _visit("D1", None, 30, told_technician="anna", told_day=DAY + timedelta(days=1)),
        _visit("X1", 1, 30, forbidden=("anna", "bo"), priority=Priority.P4, drop_ore=150_000),
    )
    hired = _duty("malar", 2, 8, 16, 16, (), skills=(("fibre", 2),))
    people = (
        replace(_duty("anna", 0, 8, 16, 17, LUNCH), languages=("sv", "fi"), territories=("north",)),
        replace(_duty("bo", 3, 8, 16, 17, LUNCH), languages=("sv", "en"), territories=("south",)),
        replace(hired, languages=("sv",), vendor=firm, overtime_ore_h=0, takes_remote=False),
    )
    return _golden(
        _town((0, 10, 20, 30), visits, tuple(replace(one, day=DAY) for one in people)),
        {"anna:1": ("N1", "G2", "N2", "D1"), "bo:1": ("S1", "G1", "F2"), "malar:1": ("F1",)},
        {
            "N1": clock(8, 10), "G2": clock(9, 10), "N2": clock(9, 50), "D1": clock(10, 50), "S1": clock(8),
            "G1": clock(9), "F2": clock(9, 30), "F1": clock(8),
        },
        {
            "drive_time": 30_000, "distance": 10_000, "call_out": 20_000, "dropped": 200_000, "vendor_hours": 30_000,
            "change_technician": 10_000, "change_day": 30_000,
        },
        left_out=("F3", "X1"),
    )  # fmt: skip


def locks_golden() -> Golden:
    """Return five kinds of locks, a phone shift, breaks fixed and floating, a night on call, and overtime.

    Anna (km 0) has lunch between 11 and 13, Bo (km 30, until 15:00) and Cia (km 0, on the telephone, no visits) at
    12:00. *T1* (km 30) is locked to Anna, *T2* (km 10) to 09:00, *T3* (km 20) to Bo at 14:00, *T4* (km 20, 45 min)
    to a start from 11:30 to 12:30, *T5* (km 10) not at all. The session *R2* is locked to 12:00, when Bo and Cia
    rest: Anna's, who could not do T4 then. So T4 is Bo's: not before his break, which ends at 12:30 and must be
    taken at the site, or T4 would start at 12:40. *E1* (km 30, 90 min) opens at 14:30: after T3 Bo would be at it
    from 15:10 to 16:40, 100 min of overtime; Anna has done T1 there after R2 (where T5 was), from 13:05, and is
    home at 16:30, 30 min of overtime; Bo is home at 15:10. *R1* is Cia's. Dan (km 0) is on call from 18:00: *J1* at
    km 0 opens at 20:00, *J2* (km 20) is locked to a start from 21 to 22.

    ========== ============================================= =======
    drive time Anna 60, Bo 20, Dan 40 min at 7.50                900.00
    distance   120 km at 2.50                                    300.00
    overtime   Anna 30, Bo 10 min at 11.25                       450.00
    total                                                      1 650.00
    ========== ============================================= =======
    """
    visits = (
        _visit("T1", 3, 60, lock=VisitLock(kind=LockKind.TECHNICIAN, technician_id="anna")),
        _visit("T2", 1, 60, lock=_lock(LockKind.TIME, clock(9), clock(9))),
        _visit("T3", 2, 60, lock=_lock(LockKind.BOTH, clock(14), clock(14), "bo")),
        _visit("T4", 2, 45, lock=_lock(LockKind.TIME_RANGE, clock(11, 30), clock(12, 30))),
        _visit("T5", 1, 60, lock=VisitLock(kind=LockKind.NONE)),
        _visit("E1", 3, 90, windows=(_window(14, 15, 30, from_minutes=30),)),
        _visit("R1", None, 45, windows=(_window(8, 16),)),
        _visit("R2", None, 45, lock=_lock(LockKind.TIME, clock(12), clock(12))),
        _visit("J1", 0, 60, windows=(_window(20, 23),)),
        _visit("J2", 2, 30, lock=_lock(LockKind.TIME_RANGE, clock(21), clock(22))),
    )
    phone = replace(_duty("cia", 0, 8, 16, 16, NOON, drives=()), kind=ShiftKind.PHONE, takes_visits=False)
    night = replace(_duty("dan", 0, 18, 24, 24, ()), kind=ShiftKind.ON_CALL, takes_remote=False)
    duties = (_duty("anna", 0, 8, 16, 17, LUNCH), _duty("bo", 3, 8, 15, 17, NOON), phone, night)
    return _golden(
        _town((0, 10, 20, 30), visits, duties),
        {"anna:1": ("T2", "T5", "R2", "T1", "E1"), "bo:1": ("T4", "T3"), "cia:1": ("R1",), "dan:1": ("J1", "J2")},
        {
            "T2": clock(9), "T5": clock(10), "R2": clock(12), "T1": clock(13, 5), "E1": clock(14, 30),
            "T4": clock(12, 30), "T3": clock(14), "R1": clock(8), "J1": clock(20), "J2": clock(21, 20),
        },
        {"drive_time": 90_000, "distance": 30_000, "overtime": 45_000},
    )  # fmt: skip


def limits_golden() -> Golden:
    """Return two vans with room in two dimensions, limits of driving, shared sites with set-up, and unlike speeds.

    Anna (3 boxes, 80 kg, 100 min of driving) takes a minute for a kilometre; Bo (2 boxes, 60 kg, 90 min) takes 1.5
    (so a kilometre costs 13.75 kr) and works in half the time. Both begin and end at km 0. *A1* and *A2* are at km
    10, *B1* and *B2* (start by 09:00) at km 20, each site with 10 min of set-up; *C1* and *C2* (opens 13:00) at km
    30, *D1* (P4) and *D2* (P5) at km 50, where only Anna gets, to the minute. There are six boxes for five: D2
    stays, 200 kr. Of the 120 kg Anna takes 80: without Bo at km 20 she would have B1 and C2, 90. So Bo has A1 and
    B2 (2 boxes) and B1 (40 kg), Anna A2, C1 (3 boxes) and C2 (80 kg), and D1.

    Bo sets up at km 20 from 08:30 to 08:40 for B2 and B1, 30 min each, at km 10 from 09:55 to 10:05. Anna sets up at km
    10 from 08:10 to 08:20, is at C1 at 09:10, at D1 at 10:00, back at km 30 at 11:20, and waits with lunch for C2.

    ========== ============================================= =======
    drive time Anna 100, Bo 60 min at 7.50                     1 200.00
    distance   140 km at 2.50                                    350.00
    dropped    D2                                                200.00
    total                                                      1 750.00
    ========== ============================================= =======
    """
    box, ten = (("boxes", 1),), 10 * M
    visits = (
        _visit("A1", 1, 60, setup_s=ten, load=box),
        _visit("A2", 1, 30, setup_s=ten, load=(("boxes", 1), ("kg", 30))),
        _visit("B1", 2, 60, setup_s=ten, load=(("kg", 40),)),
        _visit("B2", 2, 60, setup_s=ten, load=box, windows=(_window(8, 9),)),
        _visit("C1", 3, 30, load=(("boxes", 2),)),
        _visit("C2", 3, 60, load=(("kg", 50),), windows=(_window(13, 15),)),
        _visit("D1", 4, 60, priority=Priority.P4, drop_ore=150_000),
        _visit("D2", 4, 60, load=box, priority=Priority.P5, drop_ore=20_000),
    )
    anna = replace(_duty("anna", 0, 8, 16, 17, LUNCH), capacity=(("boxes", 3), ("kg", 80)), max_drive_s=100 * M)
    bo = replace(
        _duty("bo", 0, 8, 16, 17, LUNCH), capacity=(("boxes", 2), ("kg", 60)), max_drive_s=90 * M, speed_factor=1.5,
        job_time_factor=0.5,
    )  # fmt: skip
    return _golden(
        _town((0, 10, 20, 30, 50), visits, (anna, bo)),
        {"anna:1": ("A2", "C1", "D1", "C2"), "bo:1": ("B2", "B1", "A1")},
        {
            "A2": clock(8, 20), "C1": clock(9, 10), "D1": clock(10), "C2": clock(13), "B2": clock(8, 40),
            "B1": clock(9, 10), "A1": clock(10, 5),
        },
        {"drive_time": 120_000, "distance": 35_000, "dropped": 20_000},
        left_out=("D2",),
    )  # fmt: skip
