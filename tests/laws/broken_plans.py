"""Plans as they come from anywhere: made by the timeline, then bent, torn and stained at random."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from planner.model.places import Place
from planner.model.reasons import Unassigned
from planner.model.solution import Route, Solution
from planner.model.stock import Taken
from planner.model.words import Due, StopKind
from planner.rules import plan_from

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
IDS = st.sampled_from(["V0", "V1", "V2", "V9", "", "D0", "D1", "anna", "bo", "nobody", "<b>{x}</b>"])
SECONDS = st.integers(-100, 200) | st.sampled_from([-(10**9), 10**9])
MOMENTS = (
    SECONDS.map(lambda s: NOW + timedelta(seconds=s))
    | st.sampled_from([datetime.min, datetime.max, datetime(2026, 11, 24, 8)])  # noqa: DTZ001, DTZ901
    | st.just(datetime(2026, 11, 24, 8, tzinfo=timezone(timedelta(hours=-11))))
)
CHANGES = {
    "technician_id": IDS,
    "duty_id": IDS,
    "sequence": st.integers(-2, 9),
    "kind": st.sampled_from(StopKind),
    "visit_id": st.none() | IDS,
    "place": st.none() | st.just(Place(lat=-90, lon=180)),
    "leave": MOMENTS,
    "arrival": MOMENTS,
    "start": MOMENTS,
    "end": MOMENTS,
    "travel_s": SECONDS,
    "distance_m": SECONDS,
    "lateness_s": SECONDS,
    "setup_s": SECONDS,
    "late_against": st.none() | st.sampled_from(Due),
    "taken": st.lists(st.builds(Taken, part=IDS, quantity=st.integers(1, 9), visit_id=IDS), max_size=2).map(tuple),
}


@st.composite
def solutions(draw, problem):
    """Return the visits of a problem, cut into routes in any order; some are left out."""
    order = draw(st.permutations([visit.visit_id for visit in problem.visits]))
    cuts = sorted(draw(st.lists(st.integers(0, len(order)), min_size=2, max_size=2)))
    routes = (order[: cuts[0]], order[cuts[0] : cuts[1]])
    return Solution(
        routes=tuple(
            Route(duty_id=duty.duty_id, visit_ids=tuple(ids)) for duty, ids in zip(problem.duties, routes, strict=True)
        )
    )


@st.composite
def whole_plans(draw, problem):
    """Return a plan of the timeline, rules kept or not."""
    return plan_from(problem, draw(solutions(problem)), plan_id="p", created_at=NOW)


@st.composite
def broken_plans(draw, problem):
    """Return a plan with some stops changed, doubled, lost or shuffled, and strangers among the unassigned."""
    plan = draw(whole_plans(problem))
    stops = [_bent(draw, stop) if draw(st.booleans()) else stop for stop in plan.stops]
    if stops and draw(st.booleans()):
        stops += draw(st.lists(st.sampled_from(stops), max_size=3))
        stops = draw(st.permutations(stops))[: draw(st.integers(0, 12))]
    strangers = draw(st.lists(IDS, max_size=2))
    left = plan.unassigned + tuple(Unassigned(visit_id=one, request_id=one) for one in strangers)
    return plan.replace(stops=tuple(stops), unassigned=left)


def _bent(draw, stop):
    names = draw(st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=3, unique=True))
    return replace(stop, **{name: draw(CHANGES[name]) for name in names})
