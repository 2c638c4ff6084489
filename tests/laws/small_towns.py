"""Small towns on a street in whole minutes, with every kind of rule, for which the cheapest plan can be proven."""

import random
from dataclasses import replace

from planner.model.links import Link, crew
from planner.model.problem import Break, Duty, Problem, Visit, VisitLock, Window
from planner.model.words import Channel, LockKind, Priority, Who
from tests.golden.towns import ALWAYS, DAY, MIDNIGHT, H, M, clock, street

NAMES = ("anna", "bo")
TONGUES, DISTRICTS = ("sv", "en"), ("north", "south")


def small_town(seed, *, visits=5):
    """Return two people, some visits and a session, two of them linked; same seed, same town."""
    draw = random.Random(f"small:{seed}")
    places, matrix = street(0, 10, 25, 40)
    work = [_visit(draw, number, draw.randint(1, 3)) for number in range(visits)]
    work.append(_visit(draw, visits, None))
    links = ()
    first, second = work[0], work[1]
    if seed % 3 == 0:
        seat = {"visit_id": second.visit_id, "skills": second.skills, "lock": VisitLock(), "required": ()}
        work[1] = replace(first, **seat)
        links = crew((first.visit_id, second.visit_id))
    elif seed % 3 == 1:
        gap = draw.choice((0, 30, 90)) * M
        links = (
            Link(
                first=first.visit_id, second=second.visit_id, min_s=gap, max_s=draw.choice((None, gap + H)),
                from_end=draw.random() < 0.5, who=draw.choice(list(Who)), both=draw.random() < 0.3,
            ),
        )  # fmt: skip
    return Problem(
        day=DAY, horizon_start=MIDNIGHT, places=places, matrix=matrix, visits=tuple(work), links=links,
        duties=tuple(_duty(draw, name, 3 * number) for number, name in enumerate(NAMES)),
    )  # fmt: skip


def _duty(draw, name, home):
    lunch = Break(earliest_s=clock(11), latest_s=clock(12), duration_s=30 * M)
    coffee = Break(earliest_s=clock(10), latest_s=clock(10), duration_s=20 * M)
    return Duty(
        duty_id=f"{name}:1",
        technician_id=name,
        name=name,
        start_place=home,
        end_place=home,
        start_s=clock(8),
        end_s=clock(12),
        hard_end_s=clock(13),
        breaks=((lunch,), (lunch, coffee), (coffee,))[draw.randrange(3)],
        drives=ALWAYS if draw.random() < 0.9 else (),
        skills=(("server", draw.randint(1, 3)),),
        certificates=("fibre",) if draw.random() < 0.5 else (),
        capacity=(("boxes", draw.randint(3, 5)),),
        max_drive_s=draw.choice((None, 55 * M, 90 * M)),
        languages=(draw.choice(TONGUES),),
        territories=(draw.choice(DISTRICTS),) if draw.random() < 0.5 else (),
        job_time_factor=draw.choice((1.0, 1.0, 0.5)),
        day=DAY,
    )


def _visit(draw, number, place):
    opens = clock(8) + draw.randrange(0, 8) * 30 * M
    window = (Window(earliest_s=opens, latest_s=opens + draw.choice((30, 60, 120)) * M),)
    locked = draw.random()
    lock = VisitLock()
    if locked < 0.1:
        at = clock(8) + draw.randrange(0, 16) * 15 * M
        lock = VisitLock(kind=LockKind.TIME_RANGE, earliest_s=at, latest_s=at + 15 * M)
    elif locked < 0.2:
        lock = VisitLock(kind=LockKind.TECHNICIAN, technician_id=draw.choice(NAMES))
    return Visit(
        visit_id=f"V{number}",
        request_id=f"V{number}",
        channel=Channel.REMOTE if place is None else Channel.ON_SITE,
        place=place,
        service_s=draw.choice((20, 30, 40)) * M,
        windows=window if draw.random() < 0.5 else (),
        late_after_s=clock(9) + draw.randrange(0, 8) * 30 * M if draw.random() < 0.4 else None,
        priority=draw.choice((Priority.P2, Priority.P3, Priority.P4)),
        drop_ore=draw.choice((30_000, 150_000, 400_000)),
        skills=(("server", draw.randint(1, 3)),) if draw.random() < 0.25 else (),
        certificates=("fibre",) if draw.random() < 0.08 else (),
        required=(draw.choice(NAMES),) if draw.random() < 0.08 else (),
        forbidden=(draw.choice(NAMES),) if draw.random() < 0.08 else (),
        lock=lock,
        setup_s=draw.choice((0, 0, 10 * M)),
        load=(("boxes", draw.randint(0, 2)),),
        languages=(draw.choice(TONGUES),) if draw.random() < 0.08 else (),
        territory=draw.choice(DISTRICTS),
        in_territory=draw.random() < 0.12,
        same_as=draw.choice(("", *NAMES)),
        same_required=draw.random() < 0.08,
        told_technician=draw.choice(("", *NAMES)),
    )


def _visits(problem, **changes):
    return problem.replace(visits=tuple(replace(one, **changes) for one in problem.visits))


def _duties(problem, **changes):
    return problem.replace(duties=tuple(replace(one, **changes) for one in problem.duties))


WITHOUT = {
    "licence": lambda town: _duties(town, drives=ALWAYS),
    "skill": lambda town: _visits(town, skills=()),
    "certificate": lambda town: _visits(town, certificates=()),
    "person": lambda town: _visits(town, required=(), forbidden=()),
    "language": lambda town: _visits(town, languages=()),
    "territory": lambda town: _visits(town, in_territory=False),
    "same_technician": lambda town: _visits(town, same_required=False),
    "window": lambda town: _visits(town, windows=()),
    "shift": lambda town: _duties(town, hard_end_s=clock(24)),
    "break": lambda town: _duties(town, breaks=()),
    "lock": lambda town: _visits(town, lock=VisitLock()),
    "capacity": lambda town: _duties(town, capacity=()),
    "max_drive": lambda town: _duties(town, max_drive_s=None),
    "crew": lambda town: town.replace(links=tuple(one for one in town.links if not one.meets)),
    "link": lambda town: town.replace(links=tuple(one for one in town.links if one.meets)),
}
"""A town without a rule, by the rule's name in the README's table."""
