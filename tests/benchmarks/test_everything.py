"""The day with everything: the same for the same seed, everything in it, and planned without a broken rule."""

from benchmarks.everything import planned_day
from benchmarks.everything_day import CHAINS, CREWS, write_everything
from benchmarks.school_day import scattered_sites
from planner.model.links import groups
from planner.model.words import LockKind

SITES = scattered_sites(80)


def test_the_same_seed_writes_the_same_day(tmp_path):
    one, two, other = (
        write_everything(tmp_path / name, SITES, seed=seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in two]
    assert [file.read_bytes() for file in one] != [file.read_bytes() for file in other]


def test_everything_occurs_in_it_and_no_rule_is_broken():
    day = planned_day(SITES, seconds=120, workers=1, seed=1, requests=70, technicians=15, iterations=150)
    problem = day.problem
    crews = list(groups(link for link in problem.links if link.meets))
    chains = {(link.second, link.who) for link in problem.links if not link.meets}
    assert (len(crews), len(chains)) == (CREWS, CHAINS)
    kinds = {visit.lock.kind for visit in problem.visits}
    assert {LockKind.TIME, LockKind.TIME_RANGE} <= kinds
    assert any(visit.is_remote for visit in problem.visits)
    assert {visit.languages for visit in problem.visits} == {(), ("en",)}
    assert any(visit.wished_languages for visit in problem.visits)
    assert any(visit.drop_ore is None for visit in problem.visits)
    assert sum(duty.vendor is not None for duty in problem.duties) == 2
    assert any(not duty.drives for duty in problem.duties)
    assert len(problem.duties) == 15, "the shifts on call in the night take no planned work"
    assert (day.broken, day.unexplained) == (0, 0)
    assert day.plan.crews
    assert day.plan.remote_stops
