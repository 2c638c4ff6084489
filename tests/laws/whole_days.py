"""Days with everything: crews, chains, locks, breaks, limits, persons and firms, drawn by Hypothesis.

The town itself is drawn from a seed (`tests.solve.town`); what occurs in it is chosen by Hypothesis, so that a
counterexample shrinks to the few things it needs.
"""

import random
from dataclasses import replace

from hypothesis import strategies as st

from planner.model.problem import Break, VisitLock
from planner.model.words import LockKind
from tests.solve.town import H, burdened, linked, make_town, peopled

KINDS = ("lunch", "rich", "burden", "people", "links", "locks", "breaks")


def locked(problem, *, seed):
    """Return a town in which every fourth visit is locked, in one of the five ways; people may be strangers."""
    draw = random.Random(seed + 2_000)
    names = [duty.technician_id for duty in problem.duties] + ["nobody"]
    crews = {one for link in problem.links for one in (link.first, link.second) if link.meets}

    def lock():
        kind, at = draw.choice(list(LockKind)), draw.randrange(8 * 4, 16 * 4) * H // 4
        who = draw.choice(names) if kind in (LockKind.TECHNICIAN, LockKind.BOTH) else None
        late = at + draw.choice((0, 0, H)) * (kind is not LockKind.TECHNICIAN)
        return VisitLock(kind=kind, technician_id=who, earliest_s=at, latest_s=late)

    return problem.replace(
        visits=tuple(
            replace(one, lock=lock()) if draw.random() < 0.25 and one.visit_id not in crews else one
            for one in problem.visits
        )
    )


def rested(problem, *, seed):
    """Return a town whose people have a second break, fixed or floating, or an hour away."""
    draw = random.Random(seed + 3_000)

    def more(duty):
        first = draw.randrange(9, 15) * H
        kinds = (
            Break(earliest_s=first, latest_s=first, duration_s=900),
            Break(earliest_s=first, latest_s=first + H, duration_s=900),
            Break(earliest_s=first, latest_s=first, duration_s=H, is_absence=True),
        )
        return replace(duty, breaks=(*duty.breaks, *draw.sample(kinds, draw.randint(0, 1))))

    return problem.replace(duties=tuple(more(duty) for duty in problem.duties))


@st.composite
def whole_days(draw, *, mandatory=0.0, most_visits=14):
    """Return a day of few to some visits in which any of `KINDS` occur.

    Parameters
    ----------
    mandatory
        Share of visits that must not be left out.
    """
    seed = draw(st.integers(0, 10_000), label="seed")
    has = draw(st.sets(st.sampled_from(KINDS)), label="has")
    problem = make_town(
        seed=seed,
        visits=draw(st.integers(1, most_visits), label="visits"),
        technicians=draw(st.integers(1, 4), label="technicians"),
        remote=draw(st.integers(0, 3), label="remote"),
        lunch="lunch" in has,
        rich="rich" in has,
        mandatory=mandatory,
    )
    problem = burdened(problem, seed=seed, waiting=seed % 2 > 0, lax=seed % 3 > 0) if "burden" in has else problem
    problem = peopled(problem, seed=seed) if "people" in has else problem
    if "links" in has:
        free = sum(not v.required and v.lock.kind is LockKind.NONE for v in problem.visits)
        problem = linked(problem, seed=seed, crews=min(2, free // 2), chains=min(2, free // 4))
    problem = locked(problem, seed=seed) if "locks" in has else problem
    return rested(problem, seed=seed) if "breaks" in has else problem
