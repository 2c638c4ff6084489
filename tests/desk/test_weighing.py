"""Other weights for a day: the same plan priced by both, and a trial that is a proposal and nothing else."""

import pytest

from planner import worker
from planner.desk import plan as plan_desk
from planner.desk import settings, weighing
from planner.desk.queue import runs_of
from planner.model.costs import PROFILES, Weights
from planner.model.errors import InputError
from planner.model.job import JobState
from planner.model.message import message
from planner.model.request import TimeWindow
from tests.desk.firm import DANA, DAY, MAJA, at, drafted, fill, filled, request


@pytest.fixture
def firm(desk, monkeypatch):
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    filled(desk)
    drafted(desk, "p1")
    return desk


def ended(desk, job):
    (lease,) = runs_of(desk).claim(at_once=1)
    assert worker.run(runs_of(desk), lease) is JobState.DONE
    return plan_desk.get_job(desk, MAJA, job.job_id)


def terms(figures):
    return {term.term: term.ore for term in figures.price.terms}


def test_a_day_without_a_plan_has_nothing_to_weigh(desk):
    assert weighing.compare(filled(desk), DANA, DAY, Weights()) is None


def test_by_the_weights_in_force_the_price_is_that_of_the_plan(firm):
    found = weighing.compare(firm, DANA, DAY, Weights())
    plan = plan_desk.current_plan(firm, DANA, DAY)
    assert found.before == found.after == weighing.figures_of(plan)
    assert found.before.price.total_ore > 0


def test_one_weight_changes_its_own_term_and_no_other(firm):
    found = weighing.compare(firm, DANA, DAY, Weights(drive_ore_h=90_000))
    before, after = terms(found.before), terms(found.after)
    assert after.pop("drive_time") == pytest.approx(2 * before.pop("drive_time"), abs=1)
    assert before == after
    assert (found.before.planned, found.before.distance_m) == (found.after.planned, found.after.distance_m)


def test_the_weights_in_force_are_the_first_column(firm):
    settings.save_weights(firm, DANA, PROFILES["cheapest"], version=0)
    found = weighing.compare(firm, DANA, DAY, PROFILES["cheapest"])
    assert found.before == found.after
    assert weighing.compare(firm, DANA, DAY, Weights()).before == found.before


def test_what_is_left_out_costs_by_the_new_weights_too(desk):
    night = TimeWindow(earliest_start=at(5), latest_start=at(5, 30))
    fill(desk, request("R1", time_windows=(night,)), people=("T01",))
    drafted(desk)
    dearer = Weights(drop_ore=(5, 4, 900_000, 2, 1))
    found = weighing.compare(desk, DANA, DAY, dearer)
    assert found.before.left_out == found.after.left_out == 1
    assert (sum(terms(found.before).values()), sum(terms(found.after).values())) == (400_000, 900_000)


def test_weighing_changes_nothing(firm):
    before = plan_desk.current_plan(firm, DANA, DAY)
    weighing.compare(firm, DANA, DAY, PROFILES["cheapest"])
    assert plan_desk.current_plan(firm, DANA, DAY) == before
    assert settings.get_weights(firm, DANA).version == 0


def test_a_trial_is_a_proposal_although_the_day_stood_still(firm):
    job = ended(firm, weighing.start_trial(firm, DANA, DAY, PROFILES["cheapest"], name="Billig", time_limit_s=0.3))
    (only,) = plan_desk.proposals(firm, MAJA, DAY)
    assert (only.plan.plan_id, only.outdated) == (job.plan_id, False)
    assert message("proposal.trial", profile="Billig") in only.plan.notes
    assert plan_desk.current_plan(firm, MAJA, DAY).plan_id == "p1"
    used = {one.term: one.ore for one in only.plan.price.terms}["used"]
    assert used % 40_000 == 0 < used


def test_a_trial_that_is_brought_up_to_date_keeps_its_weights(firm):
    ended(firm, weighing.start_trial(firm, DANA, DAY, PROFILES["cheapest"], name="Billig", time_limit_s=0.3))
    (old,) = plan_desk.proposals(firm, MAJA, DAY)
    drafted(firm, "p2")
    ended(firm, plan_desk.renew_proposal(firm, DANA, old.plan.plan_id))
    (new,) = plan_desk.proposals(firm, MAJA, DAY)
    assert new.plan.plan_id != old.plan.plan_id
    assert "used" in {one.term for one in new.plan.price.terms}
    assert message("proposal.trial", profile="Billig") in new.plan.notes


def test_a_trial_on_a_day_that_moved_on_keeps_its_weights(firm):
    job = weighing.start_trial(firm, DANA, DAY, PROFILES["cheapest"], time_limit_s=0.3)
    drafted(firm, "p2")
    ended(firm, job)
    (only,) = plan_desk.proposals(firm, MAJA, DAY)
    assert "used" in {one.term for one in only.plan.price.terms}
    assert only.plan.parent == "p2"


@pytest.mark.parametrize("limit_s", [0.09, 600.5])
def test_a_trial_has_a_limit_of_time(firm, limit_s):
    with pytest.raises(InputError):
        weighing.start_trial(firm, DANA, DAY, Weights(), time_limit_s=limit_s)
    assert weighing.start_trial(firm, DANA, DAY, Weights(), time_limit_s=0.1).time_limit_s == 0.1
