"""Random towns: visits, remote sessions and technicians with homes, skills, windows and lunches, by seed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np

from planner.model.costs import Weights
from planner.model.links import Link, crew
from planner.model.places import Place
from planner.model.problem import Break, Duty, Matrix, Problem, Span, Visit, VisitLock, Window
from planner.model.vendors import PriceList, Terms
from planner.model.words import Channel, LockKind, Priority, Who

H = 3600
SKILLS = ("network", "server", "printer", "phone")


def matrix_of(points: list[tuple[float, float]], *, speed_kmh: float = 35.0) -> Matrix:
    """Return drive times and distances between points in km, detour factor 1.3."""
    xy = np.array(points, dtype=float).reshape(-1, 2)
    km = np.sqrt(((xy[:, None] - xy[None]) ** 2).sum(-1)) * 1.3
    seconds = np.rint(km / speed_kmh * 3600).astype(np.int64) + 120
    np.fill_diagonal(seconds, 0)
    return Matrix(seconds, np.rint(km * 1000).astype(np.int64))


def make_town(
    *,
    seed: int = 1,
    visits: int = 20,
    technicians: int = 4,
    remote: int = 0,
    lunch: bool = True,
    rich: bool = True,
    mandatory: float = 0.0,
    weights: Weights | None = None,
) -> Problem:
    """Return a random day.

    Parameters
    ----------
    seed
        Same seed, same town.
    visits, technicians, remote
        How many of each; `remote` are remote sessions on top of the visits.
    lunch
        Every duty has a floating lunch of 30 minutes between 11:00 and 13:00 (start).
    rich
        Also locks, persons, several windows, ends of windows, absences, people without licence,
        open ends and speeds.
    mandatory
        Share of visits that must not be left out.
    """
    draw = random.Random(seed)
    points = [(draw.gauss(0, 9), draw.gauss(0, 9)) for _ in range(visits)]
    homes = [(draw.gauss(0, 10), draw.gauss(0, 10)) for _ in range(technicians)]
    weights = weights or Weights()
    duties = tuple(_duty(draw, k, visits + k, lunch=lunch, rich=rich) for k in range(technicians))
    names = [d.technician_id for d in duties]
    work = [_visit(draw, k, k, names, weights, rich=rich, mandatory=mandatory) for k in range(visits)]
    work += [_visit(draw, visits + k, None, names, weights, rich=rich, mandatory=0) for k in range(remote)]
    places = tuple(Place(lat=59.3 + y / 111, lon=18.05 + x / 57) for x, y in points + homes)
    return Problem(
        day=date(2026, 11, 24),
        horizon_start=datetime(2026, 11, 23, 23, tzinfo=UTC),
        places=places,
        matrix=matrix_of(points + homes),
        visits=tuple(work),
        duties=duties,
        weights=weights,
    )


def _duty(draw: random.Random, k: int, home: int, *, lunch: bool, rich: bool) -> Duty:
    start, end = (7 * H, 16 * H) if rich and draw.random() < 0.3 else (8 * H, 17 * H)
    breaks = [Break(earliest_s=11 * H, latest_s=13 * H, duration_s=1800)] if lunch else []
    if rich and draw.random() < 0.15:
        gone = draw.randrange(8, 15) * H
        breaks.append(Break(earliest_s=gone, latest_s=gone, duration_s=H, is_absence=True))
        breaks.sort(key=lambda b: b.earliest_s)
    licensed = not rich or draw.random() > 0.12
    skills = tuple((s, draw.randint(1, 5)) for s in draw.sample(SKILLS, draw.randint(2, 4)))
    return Duty(
        duty_id=f"D{k}",
        technician_id=f"T{k}",
        name=f"Tech {k}",
        number=k + 1,
        start_place=home,
        end_place=None if rich and draw.random() < 0.15 else home,
        start_s=start,
        end_s=end,
        hard_end_s=end + draw.choice((0, 1, 1, 2)) * H,
        breaks=tuple(breaks),
        drives=(Span(start_s=0, end_s=30 * H),) if licensed else (),
        skills=skills,
        certificates=("fiber",) if draw.random() < 0.5 else (),
        speed_factor=draw.choice((1.0, 1.0, 1.0, 1.2)) if rich else 1.0,
        job_time_factor=draw.choice((1.0, 1.0, 1.0, 0.8, 1.3)) if rich else 1.0,
    )


def _windows(draw: random.Random, service: int, *, rich: bool) -> tuple[Window, ...]:
    kind = draw.random()
    if kind < 0.4:
        opens = draw.randrange(8, 15)
        spans = [(opens, opens + 2)]
    elif kind < 0.6:
        spans = [draw.choice(((8, 12), (13, 17)))]
    elif kind < 0.7:
        spans = [(8, 10), (14, 16)]
    else:
        return ()
    if rich and draw.random() < 0.3:
        return tuple(Window(earliest_s=a * H, latest_s=b * H - 600, end_s=b * H + service // 2) for a, b in spans)
    return tuple(Window(earliest_s=a * H, latest_s=b * H) for a, b in spans)


def _visit(
    draw: random.Random, k: int, place: int | None, names: list[str], weights: Weights, *, rich: bool, mandatory: float
) -> Visit:
    service = draw.choice((20, 30, 45, 60, 90)) * 60
    priority = draw.choice((Priority.P1, Priority.P2, Priority.P3, Priority.P3, Priority.P4, Priority.P5))
    windows = _windows(draw, service, rich=rich)
    lock, preferred, required, forbidden = VisitLock(), (), (), ()
    if rich and names:
        preferred = tuple(draw.sample(names, 1)) if draw.random() < 0.2 else ()
        required = tuple(draw.sample(names, min(2, len(names)))) if draw.random() < 0.05 else ()
        forbidden = tuple(draw.sample(names, 1)) if draw.random() < 0.1 else ()
        if draw.random() < 0.05:
            at = draw.randrange(8, 16) * H
            kind = draw.choice((LockKind.TECHNICIAN, LockKind.TIME, LockKind.BOTH))
            lock = VisitLock(kind=kind, technician_id=draw.choice(names), earliest_s=at, latest_s=at + H)
    late_after = draw.randrange(9, 16) * H if draw.random() < 0.3 else None
    return Visit(
        visit_id=f"V{k:04d}",
        request_id=f"V{k:04d}",
        title=f"Job {k}",
        customer=f"Customer {k}",
        channel=Channel.REMOTE if place is None else Channel.ON_SITE,
        place=place,
        service_s=service,
        windows=windows,
        late_after_s=late_after,
        priority=priority,
        drop_ore=None if draw.random() < mandatory else weights.drop(priority),
        skills=((draw.choice(SKILLS), draw.randint(1, 4)),) if draw.random() < 0.4 else (),
        certificates=("fiber",) if rich and draw.random() < 0.05 else (),
        preferred=preferred,
        required=required,
        forbidden=forbidden,
        lock=lock,
    )


def burdened(problem: Problem, *, seed: int, waiting: bool = True, lax: bool = False) -> Problem:
    """Return a town with loads and capacities, limits of driving, set-up, shared sites, and a price of waiting.

    Parameters
    ----------
    waiting
        Waiting costs 200 or 900 kr an hour; else nothing.
    lax
        Limits bind now and then only.
    """
    draw, sites = random.Random(seed), [v.place for v in problem.visits if v.place is not None]
    more = 3 if lax else 1

    def laden(visit: Visit) -> Visit:
        load = (("boxes", draw.randint(0, 3)), ("kg", draw.randint(0, 20)))[: draw.randint(0, 2)]
        place = visit.place if visit.place is None or draw.random() < 0.6 else draw.choice(sites)
        return replace(visit, place=place, load=load, setup_s=draw.choice((0, 0, 240, 600, 1201)))

    def limited(duty: Duty) -> Duty:
        capacity = (("boxes", more * draw.randint(3, 9)), ("kg", more * draw.randint(20, 60)))[: draw.randint(0, 2)]
        drive_s = draw.choice((None, None, more * draw.randint(1800, 9000)))
        return replace(duty, capacity=capacity, max_drive_s=drive_s)

    return problem.replace(
        visits=tuple(laden(visit) for visit in problem.visits),
        duties=tuple(limited(duty) for duty in problem.duties),
        weights=problem.weights.replace(waiting_ore_h=draw.choice((20_000, 90_000)) if waiting else 0),
    )


LANGUAGES, DISTRICTS, JOBS = ("sv", "en", "fi"), ("north", "west", "south"), ("network", "server", "printer")


def peopled(problem: Problem, *, seed: int, hard: bool = True, vendors: bool = True) -> Problem:
    """Return a town where it matters who comes: languages, territories, earlier technicians, a published plan, firms.

    Parameters
    ----------
    hard
        Some demands are binding; else all have a price only.
    vendors
        Some technicians are subcontractors with price lists.
    """
    draw, names = random.Random(seed), [duty.technician_id for duty in problem.duties]
    days = (None, problem.day, problem.day + timedelta(days=1))

    def asked(visit: Visit) -> Visit:
        binding = hard and draw.random() < 0.2
        return replace(
            visit,
            job_type_id=draw.choice(JOBS),
            languages=(draw.choice(LANGUAGES[:2]),) if binding else (),
            wished_languages=tuple(draw.sample(LANGUAGES, draw.randint(0, 2))),
            territory=draw.choice(("", *DISTRICTS)),
            in_territory=hard and draw.random() < 0.2,
            same_as=draw.choice(("", "", *names)),
            same_required=hard and draw.random() < 0.1,
            told_technician=draw.choice(("", *names)),
            told_day=draw.choice(days),
        )

    def person(duty: Duty) -> Duty:
        terms = None
        if vendors and draw.random() < 0.3:
            fees = PriceList(
                call_out_ore=draw.choice((0, 50_000, 150_000)), visit_ore=draw.choice((0, 20_000)),
                visit_ore_by_job=(("printer", 7_000),), hour_ore=draw.choice((0, 60_000)), km_ore=draw.choice((0, 450)),
            )  # fmt: skip
            jobs = tuple(draw.sample(JOBS, draw.randint(1, 3))) if hard else ()
            terms = Terms(vendor_id=f"firm {duty.technician_id}", prices=fees, job_types=jobs)
        return replace(
            duty,
            languages=tuple(draw.sample(LANGUAGES, draw.randint(1, 3))),
            territories=tuple(draw.sample(DISTRICTS, draw.randint(0, 2))),
            day=problem.day,
            vendor=terms,
        )

    return problem.replace(
        visits=tuple(asked(visit) for visit in problem.visits),
        duties=tuple(person(duty) for duty in problem.duties),
        weights=problem.weights.replace(used_ore=draw.choice((0, 30_000, 90_000)), skill_surplus_ore=2_500),
    )


def unfair(problem: Problem, *, seed: int) -> Problem:
    """Return a town in which some have had more than a fair share of nights, weekends and long drives."""
    draw = random.Random(f"unfair {seed}")
    duties = tuple(
        replace(
            duty,
            unfair_night_ore_h=draw.choice((0, 0, 4_000)),
            unfair_weekend_ore_h=draw.choice((0, 0, 9_000)),
            unfair_drive_ore_h=draw.choice((0, 0, 20_000, 70_000)),
        )
        for duty in problem.duties
    )
    return problem.replace(duties=duties)


def hasty(problem: Problem, *, seed: int, whole: bool = True) -> Problem:
    """Return a town where starts matter beyond one lateness: windows with their own, waiting, published starts.

    Some breaks may be missed for a price.

    Parameters
    ----------
    whole
        The greatest lateness and the longest idle time have a price.
    """
    draw = random.Random(seed + 2_000)

    def pressed(visit: Visit) -> Visit:
        at = draw.choice((None, None, draw.randrange(8, 15) * H))
        own = tuple(
            replace(w, late_after_s=draw.choice((None, w.earliest_s, (w.earliest_s + w.latest_s) // 2)))
            for w in visit.windows
        )
        return replace(visit, windows=own, told_s=at, soon_after_s=draw.choice((None, 8 * H, 10 * H)))

    def missing(duty: Duty) -> Duty:
        pauses = list(duty.breaks)
        soft = next((k for k, one in enumerate(pauses) if not one.is_absence), None)
        if soft is not None:
            pauses[soft] = replace(pauses[soft], missed_ore=draw.choice((None, 1_003, 5_000, 60_000)))
        return replace(duty, breaks=tuple(pauses))

    return problem.replace(
        visits=tuple(pressed(visit) for visit in problem.visits),
        duties=tuple(missing(duty) for duty in problem.duties),
        weights=problem.weights.replace(
            soon_ore_h=(30_000, 20_000, 10_000, 0, 2_000),
            change_ore_min=draw.choice((0, 200)),
            longest_lateness_ore_min=draw.choice((0, 3_000)) if whole else 0,
            longest_idle_ore_h=draw.choice((0, 40_000)) if whole else 0,
        ),
    )


def linked(problem: Problem, *, seed: int, crews: int = 2, chains: int = 2) -> Problem:
    """Return a town in which some visits need two or three people at once, and some follow others.

    Parameters
    ----------
    crews
        How many visits get one or two more seats.
    chains
        How many pairs of visits get a gap: at least, at most, from start or end, by the same, another or any person.
    """
    draw = random.Random(seed + 1_000)
    visits, links = list(problem.visits), list(problem.links)
    free = [visit for visit in visits if not visit.required and visit.lock.kind is LockKind.NONE]
    draw.shuffle(free)
    for visit in free[:crews]:
        seats = [visit.visit_id, *(f"{visit.visit_id}/{k}" for k in range(2, draw.choice((3, 3, 4))))]
        skills = visit.skills if draw.random() < 0.5 else ()
        visits += [replace(visit, visit_id=seat, skills=skills) for seat in seats[1:]]
        links += crew(seats)
    for first, second in zip(free[crews : crews + chains], free[crews + chains : crews + 2 * chains], strict=True):
        least = draw.choice((0, 30, 90)) * 60
        links.append(
            Link(
                first=first.visit_id,
                second=second.visit_id,
                min_s=least,
                max_s=draw.choice((None, least, least + 3_600)),
                from_end=draw.random() < 0.6,
                who=draw.choice(list(Who)),
                both=draw.random() < 0.3,
            )
        )
    return replace(problem, visits=tuple(visits), links=tuple(links))
