"""Small days for property tests: every number of seconds is small, so that an oracle can try them all."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
from hypothesis import strategies as st

from planner.model.costs import Weights
from planner.model.places import Place
from planner.model.problem import Break, Duty, Matrix, Problem, Span, Visit, VisitLock, Window
from planner.model.vendors import PriceList, Terms
from planner.model.words import Channel, Due, LockKind, Priority

SKILLS = ("server", "network")
NAMES = ("anna", "bo")
DAY = date(2026, 11, 24)
HIRED = Terms(
    vendor_id="malar",
    prices=PriceList(call_out_ore=30, visit_ore=2, visit_ore_by_job=(("server", 1),), hour_ore=70, km_ore=60),
)


@st.composite
def windows(draw):
    earliest = draw(st.integers(0, 30))
    latest = earliest + draw(st.integers(0, 12))
    end = draw(st.none() | st.integers(earliest, latest + 6))
    return Window(earliest_s=earliest, latest_s=latest, end_s=end)


@st.composite
def openings(draw):
    """Either any time, or from some second on for the rest of the day, so that there is waiting."""
    first = draw(st.sampled_from([None, None, 8, 14, 20, 26]))
    return () if first is None else (Window(earliest_s=first, latest_s=90),)


@st.composite
def locks(draw):
    kind = draw(st.sampled_from([LockKind.NONE] * 6 + list(LockKind)))
    first = draw(st.integers(0, 25))
    return VisitLock(
        kind=kind,
        technician_id=draw(st.sampled_from(NAMES)) if kind in (LockKind.TECHNICIAN, LockKind.BOTH) else None,
        earliest_s=first,
        latest_s=first + draw(st.integers(0, 10)),
    )


@st.composite
def visits(draw, number, places, roomy):
    place = draw(st.sampled_from([None, *range(places), *range(places)]))
    return Visit(
        visit_id=f"V{number}",
        request_id=f"R{number}",
        channel=Channel.REMOTE if place is None else Channel.ON_SITE,
        place=place,
        service_s=draw(st.integers(1, 7)),
        windows=draw(openings()) if roomy else tuple(draw(st.lists(windows(), max_size=2))),
        opening=() if roomy else tuple(draw(st.lists(windows(), max_size=draw(st.sampled_from([0, 0, 2]))))),
        late_after_s=draw(st.none() | st.integers(0, 30)),
        late_against=draw(st.none() | st.sampled_from(Due)),
        priority=draw(st.sampled_from(Priority)),
        drop_ore=draw(st.none() | st.integers(0, 500)),
        skills=tuple((skill, draw(st.integers(1, 3))) for skill in draw(st.sets(st.sampled_from(SKILLS), max_size=1))),
        preferred=tuple(draw(st.sets(st.sampled_from(NAMES), max_size=1))),
        forbidden=tuple(draw(st.sets(st.sampled_from(NAMES), max_size=1))) if draw(st.booleans()) else (),
        lock=VisitLock() if roomy else draw(locks()),
        setup_s=draw(st.sampled_from([0, 0, 1, 3, 6])),
        job_type_id=draw(st.sampled_from(["network", "server"])),
        wished_languages=draw(st.sampled_from([(), (), ("fi",), ("fi", "sv")])),
        territory=draw(st.sampled_from(["", "", "north", "west"])),
        same_as=draw(st.sampled_from(["", "", *NAMES])),
        told_technician=draw(st.sampled_from(["", "", *NAMES])),
        told_day=draw(st.sampled_from([None, None, DAY, DAY + timedelta(days=1)])),
        desk=draw(st.sampled_from([False, False, True])),
        told_s=draw(st.sampled_from([None, None, 5, 15])),
        soon_after_s=draw(st.sampled_from([None, 0, 10])),
        load=draw(st.sampled_from([(), (), (("boxes", 1),), (("boxes", 2), ("kg", 3)), (("kg", 0),)])),
    )


@st.composite
def breaks(draw):
    earliest = draw(st.integers(-3, 30))
    latest = earliest + draw(st.sampled_from([0, 0, 3, 8, 15]))
    return Break(
        earliest_s=earliest, latest_s=latest, duration_s=draw(st.integers(1, 6)), is_absence=draw(st.booleans())
    )


@st.composite
def rests(draw, most):
    """Breaks of a duty; now and then the last of them may be missed for a price."""
    taken = draw(st.lists(breaks(), max_size=most))
    if taken and not taken[-1].is_absence and draw(st.booleans()):
        taken[-1] = replace(taken[-1], missed_ore=draw(st.integers(0, 3)))
    return tuple(taken)


@st.composite
def duties(draw, number, places, most_breaks, roomy):
    start = draw(st.integers(0, 6))
    end = start + draw(st.integers(10, 30))
    hard_end = end + draw(st.integers(0, 12)) + (20 if roomy else 0)
    cut = draw(st.integers(start, hard_end))
    always, never, halves = (Span(start_s=-50, end_s=200),), (), (
        Span(start_s=0, end_s=cut), Span(start_s=cut + draw(st.integers(0, 4)), end_s=hard_end),
    )  # fmt: skip
    return Duty(
        duty_id=f"D{number}",
        technician_id=NAMES[number],
        start_place=0 if roomy else draw(st.sampled_from([0, 0, 0, None])),
        end_place=draw(st.none() | st.integers(0, places - 1)),
        start_s=start,
        end_s=end,
        hard_end_s=hard_end,
        breaks=draw(rests(most_breaks)),
        drives=draw(st.sampled_from([always, always, never, halves, halves])),
        skills=tuple((skill, draw(st.integers(1, 3))) for skill in SKILLS),
        speed_factor=draw(st.sampled_from([1.0, 0.7, 1.5])),
        job_time_factor=draw(st.sampled_from([1.0, 0.5, 1.4])),
        overtime_ore_h=draw(st.integers(0, 100)),
        capacity=draw(st.sampled_from([(), (), (("boxes", 2),), (("kg", 3),), (("boxes", 4), ("kg", 4), ("m", 0))])),
        max_drive_s=draw(st.none() | st.integers(0, 60 if roomy else 25)),
        languages=draw(st.sampled_from([(), ("sv",), ("sv", "en")])),
        territories=draw(st.sampled_from([(), ("north",), ("north", "west")])),
        day=draw(st.sampled_from([None, DAY])),
        vendor=draw(st.sampled_from([None, None, HIRED])),
        in_van=draw(st.sampled_from([True, True, False])),
        unfair_night_ore_h=draw(st.sampled_from([0, 0, 40])),
        unfair_weekend_ore_h=draw(st.sampled_from([0, 0, 90])),
        unfair_drive_ore_h=draw(st.sampled_from([0, 0, 70])),
    )


@st.composite
def problems(draw, *, most_visits=4, most_breaks=2):
    """Half of the days are tight, with windows and locks; the others roomy, with long drives and lateness."""
    places, roomy = draw(st.integers(1, 4)), draw(st.booleans())
    numbers = st.integers(4, 15) if roomy else st.integers(0, 9)
    drive = np.array(draw(st.lists(numbers, min_size=places**2, max_size=places**2))).reshape(places, places)
    if draw(st.integers(0, 9)) == 0:
        drive[draw(st.integers(0, places - 1)), draw(st.integers(0, places - 1))] = -1
    np.fill_diagonal(drive, 0)
    return Problem(
        day=DAY,
        horizon_start=datetime(2026, 11, 23, 23, tzinfo=UTC),
        places=tuple(Place(lat=59 + k / 10, lon=18) for k in range(places)),
        matrix=Matrix(drive, np.maximum(drive, 0) * 3),
        visits=tuple(draw(visits(k, places, roomy)) for k in range(draw(st.integers(0, most_visits)))),
        duties=tuple(draw(duties(k, places, most_breaks, roomy)) for k in range(2)),
        weights=Weights(
            drive_ore_h=draw(st.integers(0, 50)),
            distance_ore_km=draw(st.integers(0, 50)),
            lateness_ore_min=(50, 20, 7, 3, draw(st.integers(0, 2))),
            non_preferred_ore=draw(st.integers(0, 3)),
            waiting_ore_h=draw(st.sampled_from([0, 30, 200])),
            used_ore=draw(st.sampled_from([0, 1, 40])),
            skill_surplus_ore=draw(st.integers(0, 3)),
            language_ore=draw(st.integers(0, 3)),
            territory_ore=draw(st.integers(0, 3)),
            same_technician_ore=draw(st.integers(0, 3)),
            change_technician_ore=draw(st.integers(0, 3)),
            change_day_ore=draw(st.integers(0, 3)),
            change_ore_min=draw(st.sampled_from([0, 0, 4])),
            soon_ore_h=(90, 60, 30, 0, draw(st.integers(0, 2))),
            longest_lateness_ore_min=draw(st.sampled_from([0, 0, 6])),
            longest_idle_ore_h=draw(st.sampled_from([0, 0, 80])),
        ),
    )


@st.composite
def squeezed_days(draw):
    """One duty whose break must be taken early or late, at the cost of one visit's punctuality or another's."""
    visits = []
    for number in range(draw(st.integers(2, 4))):
        opens = draw(st.integers(0, 20))
        visits.append(
            Visit(
                visit_id=f"V{number}",
                request_id=f"R{number}",
                place=draw(st.integers(0, 1)),
                service_s=draw(st.integers(1, 7)),
                windows=(Window(earliest_s=opens, latest_s=90),) if draw(st.booleans()) else (),
                late_after_s=draw(st.none() | st.integers(opens, opens + 5)),
                priority=draw(st.sampled_from(Priority)),
                setup_s=draw(st.sampled_from([0, 0, 4])),
            )
        )
    earliest = draw(st.integers(0, 20))
    rest = Break(
        earliest_s=earliest, latest_s=earliest + draw(st.integers(0, 12)), duration_s=draw(st.integers(4, 10)),
        missed_ore=draw(st.sampled_from([None, None, 0, 1, 3])),
    )  # fmt: skip
    return Problem(
        day=DAY,
        horizon_start=datetime(2026, 11, 23, 23, tzinfo=UTC),
        places=(Place(lat=59, lon=18), Place(lat=60, lon=18)),
        matrix=Matrix(np.array([[0, 4], [5, 0]]), np.zeros((2, 2))),
        visits=tuple(visits),
        duties=(
            Duty(
                duty_id="D0",
                technician_id="anna",
                start_place=0,
                end_place=0,
                start_s=0,
                end_s=40,
                hard_end_s=60,
                breaks=(rest,),
                drives=(Span(start_s=0, end_s=60),),
                overtime_ore_h=draw(st.integers(0, 100)),
            ),
        ),
        weights=Weights(lateness_ore_min=(9, 7, 5, 3, 1), waiting_ore_h=draw(st.sampled_from([0, 100, 400]))),
    )
