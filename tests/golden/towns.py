"""Golden towns: small problems whose best plan and itemised price were worked out by hand.

Every town lies along one street: a kilometre takes a minute and, at the default weights, costs
10 kr (7.50 kr of drive time at 450 kr/h and 2.50 kr of distance). An hour of overtime costs
675 kr, so a minute 11.25 kr. Times in comments are local.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

import numpy as np

from planner.model.costs import Weights
from planner.model.places import Place
from planner.model.problem import Break, Duty, Matrix, Problem, Span, Visit, VisitLock, Window
from planner.model.solution import Route, Solution
from planner.model.team import ShiftPattern, Technician, shifts_on
from planner.model.vendors import PriceList, Terms
from planner.model.words import Channel, LockKind, Priority, ShiftKind

H, M = 3600, 60
DAY = date(2026, 11, 24)
MIDNIGHT = datetime(2026, 11, 23, 23, tzinfo=UTC)
ALWAYS = (Span(start_s=0, end_s=24 * H),)


@dataclass(frozen=True, kw_only=True)
class Golden:
    """A town with its best plan: routes, price in öre by term, left-out visits, starts of work in seconds."""

    problem: Problem
    best: Solution
    price: dict[str, int]
    left_out: tuple[str, ...]
    starts: dict[str, int]


def clock(hours: int, minutes: int = 0) -> int:
    """Return the second of the day of a time of day."""
    return hours * H + minutes * M


def street(*km: int) -> tuple[tuple[Place, ...], Matrix]:
    """Return places at kilometre posts of one street, and the matrix between them: a kilometre takes a minute."""
    apart = np.abs(np.subtract.outer(km, km))
    places = tuple(Place(lat=59 + post / 1000, lon=18, label=f"km {post}") for post in km)
    return places, Matrix(apart * M, apart * 1000)


def tiny_town() -> Problem:
    """Return one technician, three visits and a floating lunch; see `tiny_golden`."""
    places, matrix = street(0, 10, 25, 15)
    anna = Duty(
        duty_id="anna:1",
        technician_id="anna",
        name="Anna",
        start_place=0,
        end_place=0,
        start_s=clock(8),
        end_s=clock(15),
        hard_end_s=clock(17),
        breaks=(Break(earliest_s=clock(11), latest_s=clock(13), duration_s=30 * M),),
        drives=ALWAYS,
    )
    visits = (
        _visit("A", 1, 60, windows=(_window(8, 10),), late_after_s=clock(8)),
        _visit("B", 2, 120, windows=(_window(10, 12),)),
        _visit("C", 3, 60, windows=(_window(14, 16),)),
    )
    return Problem(day=DAY, horizon_start=MIDNIGHT, places=places, matrix=matrix, visits=visits, duties=(anna,))


def tiny_golden() -> Golden:
    """Return the tiny town with its best plan.

    The windows (A 08-10, B 10-12, C 14-16) leave one order. Anna leaves home (km 0) at 08:00 and
    starts A (km 10) at 08:10, 10 min after the agreed 08:00: P3, 15 kr a minute. A ends 09:10, B
    (km 25) is reached at 09:25 and opens at 10:00; it ends 12:00. She drives 10 km to C (km 15),
    has lunch there 12:10-12:40, starts at 14:00, ends 15:00 and is home after 15 km at 15:15:
    15 min of overtime. Leaving any visit out costs 4 000 kr and saves less than 600 kr.

    ========== ================================= =======
    drive time 10 + 15 + 10 + 15 = 50 min at 7.50   375.00
    distance   50 km at 2.50                        125.00
    overtime   15 min at 11.25                      168.75
    lateness   10 min at 15                         150.00
    total                                           818.75
    ========== ================================= =======
    """
    return Golden(
        problem=tiny_town(),
        best=Solution(routes=(Route(duty_id="anna:1", visit_ids=("A", "B", "C")),)),
        price={"drive_time": 37_500, "distance": 12_500, "overtime": 16_875, "lateness": 15_000},
        left_out=(),
        starts={"A": clock(8, 10), "B": clock(10), "C": clock(14)},
    )


def small_town() -> Problem:
    """Return five technicians, seven visits and two remote sessions; see `small_golden`."""
    places, matrix = street(0, -10, 20, 40, -5, -2, 10, 15, 30, 35, 60)
    visits = (
        _visit("V1", 4, 60, skills=(("network", 3),), windows=(_window(15, 15, 30),)),
        _visit("V2", 5, 60, lock=_lock(LockKind.BOTH, clock(10), clock(10, 15), "anna")),
        _visit("V3", 6, 120, required=("david",), windows=(_window(11, 17),)),
        _visit("V4", 7, 60, skills=(("server", 4),), certificates=("fibre",), windows=(_window(8, 9),)),
        _visit("V5", 8, 45, preferred=("anna",), windows=(_window(12, 16, from_minutes=30),), late_after_s=clock(13)),
        _visit(
            "V6",
            9,
            60,
            forbidden=("anna", "david"),
            late_after_s=clock(12, 15),
            priority=Priority.P2,
            drop_ore=1_000_000,
        ),
        _visit("V7", 10, 60, skills=(("storage", 5),), priority=Priority.P4, drop_ore=150_000),
        _visit("R1", None, 60, skills=(("phone", 2),)),
        _visit("R2", None, 60, preferred=("cilla",), lock=_lock(LockKind.TIME, clock(13), clock(13))),
    )
    return Problem(day=DAY, horizon_start=MIDNIGHT, places=places, matrix=matrix, visits=visits, duties=_small_team())


def _small_team() -> tuple[Duty, ...]:
    lunch = Break(earliest_s=clock(11), latest_s=clock(13), duration_s=30 * M)
    noon = Break(earliest_s=clock(12), latest_s=clock(12), duration_s=30 * M)
    away = Break(earliest_s=clock(13), latest_s=clock(13), duration_s=2 * H, is_absence=True)
    coffee = Break(earliest_s=clock(14, 30), latest_s=clock(15), duration_s=15 * M)
    return (
        _duty("anna", 1, 8, 16, 17, (lunch,), skills=(("network", 3), ("server", 2), ("storage", 4))),
        _duty("bo", 0, 8, 17, 17, (noon,), drives=(), skills=(("phone", 3), ("server", 5))),
        _duty("cilla", 0, 8, 17, 17, (lunch,), drives=(), skills=(("phone", 1),)),
        _duty("david", 2, 8, 17, 18, (noon, away), skills=(("server", 4),), certificates=("fibre", "kiosk@ica")),
        _duty("eva", 3, 12, 17, 18, (coffee,), skills=(("network", 2), ("server", 3))),
    )


def small_golden() -> Golden:
    """Return the small town with its best plan.

    Bo's licence is suspended and Cilla has none: both work remotely from the office (km 0).
    *R1* needs phone 2: only Bo. *R2* is locked to 13:00 and would rather have Cilla: she takes it.
    *V7* (km 60) needs storage 5, which nobody has: left out, P4, 1 500 kr.

    Anna (home km -10): *V2* is locked to her at 10:00-10:15; *V1* needs network 3, only she has it,
    and starts 15:00-15:30. She leaves 09:52, V2 (km -2) 10:00-11:00, lunch, V1 (km -5) 15:00-16:00,
    home 16:05, 5 min of overtime. 8 + 3 + 5 = 16 km.

    David (home km 20): *V4* needs server 4 and the certificate, only he has both, start by 09:00;
    *V3* requires him and opens at 11:00. V4 (km 15) 08:05-09:05. V3 takes 2 h: before his lunch at
    12:00 there is one hour, between lunch and the absence 13-15 half an hour, so it starts at 15:00
    (km 10) and ends 17:00; home 17:10, 10 min of overtime. 5 + 5 + 10 = 20 km.

    Eva (home km 40, from 12:00): *V6* may not go to Anna or David, and Bo and Cilla cannot drive.
    She does V6 (km 35) 12:05-13:05, then *V5* (km 30) from 13:10, 10 min late: P3, 150 kr. The
    other order starts V5 at 12:30 but V6 at 13:20, 65 min late: P2, 1 950 kr. V5 would rather have
    Anna (150 kr), but from V2 she would drive 64 km more, 640 kr, and Eva saves only 100 + 150 +
    150 kr. David cannot: 12:30 to 13:00 is too short for V5, and after 15:00 V3 would end after 18:00.
    5 + 5 + 10 = 20 km.

    ============= =================================== ========
    drive time    56 min at 7.50                        420.00
    distance      56 km at 2.50                         140.00
    overtime      5 + 10 min at 11.25                   168.75
    lateness      V5 10 min at 15                       150.00
    dropped       V7                                  1 500.00
    non-preferred V5                                    150.00
    total                                             2 528.75
    ============= =================================== ========
    """
    routes = {
        "anna:1": ("V2", "V1"),
        "bo:1": ("R1",),
        "cilla:1": ("R2",),
        "david:1": ("V4", "V3"),
        "eva:1": ("V6", "V5"),
    }
    return Golden(
        problem=small_town(),
        best=Solution(routes=tuple(Route(duty_id=duty, visit_ids=ids) for duty, ids in routes.items())),
        price={
            "drive_time": 42_000,
            "distance": 14_000,
            "overtime": 16_875,
            "lateness": 15_000,
            "dropped": 150_000,
            "non_preferred": 15_000,
        },
        left_out=("V7",),
        starts={
            "V1": clock(15),
            "V2": clock(10),
            "V3": clock(15),
            "V4": clock(8, 5),
            "V5": clock(13, 10),
            "V6": clock(12, 5),
            "R1": clock(8),
            "R2": clock(13),
        },
    )


def laden_golden() -> Golden:
    """Return one technician with room for three boxes who drives 59 minutes at most; waiting costs 10 kr a minute.

    Anna leaves home (km 0) at 08:00. At km 10 she sets up from 08:10 to 08:20, once for both visits there: *A* (start
    by 08:30) from 08:20, *B* from 09:20 to 09:50. At km 20 she sets up from 10:00 to 10:10 and waits for *C*, which
    opens at 12:00 and ends at 13:00; home 13:20. With B on the way home she would wait 30 min longer, 300 kr. *D*
    would be the fourth box, and leaving B out for it costs 4 000 kr instead of 500. To *E* (km 30) and back she
    would drive an hour. Without C she would neither wait nor drive its 20 km, 1 300 kr, but C costs 4 000 kr.

    ========== ================================= =======
    drive time 40 min at 7.50                        300.00
    distance   40 km at 2.50                         100.00
    waiting    10:10-12:00 at 10                   1 100.00
    dropped    D and E                             1 000.00
    total                                          2 500.00
    ========== ================================= =======
    """
    places, matrix = street(0, 10, 20, 30)
    boxes, ten = (("boxes", 1),), 10 * M
    visits = (
        _visit("A", 1, 60, windows=(_window(8, 8, 30),), setup_s=ten, load=boxes),
        _visit("B", 1, 30, setup_s=ten, load=boxes),
        _visit("C", 2, 60, windows=(_window(12, 13),), setup_s=ten, load=boxes),
        _visit("D", 1, 30, setup_s=ten, load=boxes, priority=Priority.P5, drop_ore=50_000),
        _visit("E", 3, 60, priority=Priority.P5, drop_ore=50_000),
    )
    anna = replace(_duty("anna", 0, 8, 17, 18, ()), capacity=(("boxes", 3),), max_drive_s=59 * M)
    return Golden(
        problem=Problem(
            day=DAY, horizon_start=MIDNIGHT, places=places, matrix=matrix, visits=visits, duties=(anna,),
            weights=Weights(waiting_ore_h=60_000),
        ),
        best=Solution(routes=(Route(duty_id="anna:1", visit_ids=("A", "B", "C")),)),
        price={"drive_time": 30_000, "distance": 10_000, "waiting": 110_000, "dropped": 100_000},
        left_out=("D", "E"),
        starts={"A": clock(8, 20), "B": clock(9, 20), "C": clock(12)},
    )  # fmt: skip


def hired_golden() -> Golden:
    """Return a town where it matters who comes: Anna and Bo are own staff, Malar is a firm.

    A technician who is sent out costs 500 kr a day, an expert on simple work 30 kr a level, everything else the
    defaults. All begin and end at km 0. *A* (km 10, an hour) needs server 2: Anna has 5, Bo 3; its customer would
    rather speak Finnish, which only Anna speaks. *B* (km 20, an hour) lies in the north, where Bo does not work, and
    goes on from what Bo did, who is also the one published. *C* (km 30, an hour) needs fibre 2: only the firm has it,
    for 600 kr a call-out, 200 kr a visit of that kind, 400 kr an hour of work and 5 kr a kilometre. *D* (remote, half
    an hour) needs English: Bo speaks it. *E* (km 30) is a job the firm is not hired for and nobody else can do: P5,
    500 kr.

    Bo does D, A and B on one round: 40 km, 400 kr, and 500 kr for being sent out; A costs 30 kr for one level too much
    and 150 kr for the language, B 100 kr for the territory. With A by Anna she would cost 500 kr more and drive 20 km,
    which Bo would not spare. All by Anna is no way: she does not speak English, so Bo would be sent out for D anyhow,
    and B by her costs 200 kr (not the same) + 100 kr (not as published), A 90 kr for three levels.
    The firm does C: 600 + 200 + 400 + 60 km at 5 = 1 500 kr; leaving C out costs 4 000 kr.

    ================== ======================================== =======
    drive time         40 min at 7.50 (the firm's is its own)     300.00
    distance           40 km at 2.50                              100.00
    vendor distance    60 km at 5                                 300.00
    used               Bo                                         500.00
    call-out           the firm                                   600.00
    dropped            E                                          500.00
    skill surplus      A, one level                                30.00
    language           A                                          150.00
    territory          B                                          100.00
    vendor visit       C                                          200.00
    vendor hours       C, one hour                                400.00
    total                                                       3 180.00
    ================== ======================================== =======
    """
    places, matrix = street(0, 10, 20, 30)
    prices = PriceList(call_out_ore=60_000, visit_ore_by_job=(("fibre", 20_000),), hour_ore=40_000, km_ore=500)
    firm = Terms(vendor_id="malar", name="Malar AB", prices=prices, job_types=("fibre",))
    visits = (
        _visit("A", 1, 60, skills=(("server", 2),), wished_languages=("fi",)),
        _visit("B", 2, 60, territory="north", same_as="bo", told_technician="bo", told_day=DAY),
        _visit("C", 3, 60, job_type_id="fibre", skills=(("fibre", 2),)),
        _visit("D", None, 30, languages=("en",)),
        _visit("E", 3, 60, job_type_id="radio", skills=(("fibre", 1),), priority=Priority.P5, drop_ore=50_000),
    )
    people = (
        replace(_duty("anna", 0, 8, 16, 17, (), skills=(("server", 5),)), languages=("fi",)),
        replace(_duty("bo", 0, 8, 16, 17, (), skills=(("server", 3),)), languages=("en",), territories=("west",)),
        replace(
            _duty("malar", 0, 8, 16, 17, (), skills=(("fibre", 2),)), vendor=firm, overtime_ore_h=0, takes_remote=False
        ),
    )
    return Golden(
        problem=Problem(
            day=DAY, horizon_start=MIDNIGHT, places=places, matrix=matrix, visits=visits,
            duties=tuple(replace(one, day=DAY) for one in people),
            weights=Weights(used_ore=50_000, skill_surplus_ore=3_000),
        ),
        best=Solution(
            routes=(
                Route(duty_id="bo:1", visit_ids=("D", "A", "B")),
                Route(duty_id="malar:1", visit_ids=("C",)),
            )
        ),
        price={
            "drive_time": 30_000, "distance": 10_000, "vendor_distance": 30_000, "used": 50_000, "call_out": 60_000,
            "dropped": 50_000, "skill_surplus": 3_000, "language": 15_000, "territory": 10_000, "vendor_visit": 20_000,
            "vendor_hours": 40_000,
        },
        left_out=("E",),
        starts={"D": clock(8), "A": clock(8, 40), "B": clock(9, 50), "C": clock(8, 30)},
    )  # fmt: skip


def night_town(day: date) -> Problem:
    """Return one night shift 22-06 that starts on a day; the second visit opens at 04:00 by the wall clock.

    The horizon starts with the shift. On the night to 2026-03-29 the shift has 7 hours and 04:00 is
    5 hours in; on the night to 2026-10-25 it has 9 hours and 04:00 is 7 hours in; else 8 and 6.
    """
    night = ShiftPattern(weekdays=(1, 2, 3, 4, 5, 6, 7), start=time(22), end=time(6), kind=ShiftKind.ON_CALL)
    four = ShiftPattern(weekdays=night.weekdays, start=time(4), end=time(5))
    shift = shifts_on(Technician(technician_id="nils", name="Nils", patterns=(night,)), day)[0]
    morning = shifts_on(
        Technician(technician_id="nils", name="Nils", patterns=(four,)), date.fromordinal(day.toordinal() + 1)
    )
    opens = round((morning[0].start.astimezone(UTC) - shift.start.astimezone(UTC)).total_seconds())
    length = round((shift.end.astimezone(UTC) - shift.start.astimezone(UTC)).total_seconds())
    places, matrix = street(0, 10, 20)
    nils = Duty(
        duty_id="nils:1",
        technician_id="nils",
        name="Nils",
        kind=ShiftKind.ON_CALL,
        start_place=0,
        end_place=0,
        start_s=0,
        end_s=length,
        hard_end_s=length,
        drives=(Span(start_s=0, end_s=48 * H),),
    )
    visits = (
        _visit("N1", 1, 60),
        _visit("N2", 2, 60, windows=(Window(earliest_s=opens, latest_s=opens + H),)),
    )
    return Problem(day=day, horizon_start=shift.start, places=places, matrix=matrix, visits=visits, duties=(nils,))


def _visit(visit_id: str, place: int | None, minutes: int, **more: object) -> Visit:
    values = {"drop_ore": 400_000, **more}
    channel = Channel.REMOTE if place is None else Channel.ON_SITE
    return Visit(visit_id=visit_id, request_id=visit_id, channel=channel, place=place, service_s=minutes * M, **values)


def _window(first: int, last: int, minutes: int = 0, *, from_minutes: int = 0) -> Window:
    return Window(earliest_s=clock(first, from_minutes), latest_s=clock(last, minutes))


def _lock(kind: LockKind, earliest_s: int, latest_s: int, technician_id: str | None = None) -> VisitLock:
    return VisitLock(kind=kind, technician_id=technician_id, earliest_s=earliest_s, latest_s=latest_s)


def _duty(
    technician_id: str,
    home: int,
    start: int,
    end: int,
    hard_end: int,
    breaks: tuple[Break, ...],
    *,
    drives: tuple[Span, ...] = ALWAYS,
    skills: tuple[tuple[str, int], ...] = (),
    certificates: tuple[str, ...] = (),
) -> Duty:
    return Duty(
        duty_id=f"{technician_id}:1",
        technician_id=technician_id,
        name=technician_id.capitalize(),
        start_place=home,
        end_place=home,
        start_s=clock(start),
        end_s=clock(end),
        hard_end_s=clock(hard_end),
        breaks=breaks,
        drives=drives,
        skills=skills,
        certificates=certificates,
    )
