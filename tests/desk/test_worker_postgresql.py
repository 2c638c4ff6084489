"""The process of a planning run works on PostgreSQL as it does on a file."""

import time

import pytest

from planner.desk import open_desk
from planner.desk import plan as plan_desk
from planner.model.job import JobState
from tests.desk.firm import DANA, DAY, MAJA, filled

PATIENCE_S = 60


@pytest.mark.parametrize("address", ["postgresql"], indirect=True)
def test_the_process_of_a_run_plans_and_the_plan_is_published(address, tmp_path):
    desk = filled(open_desk(address, var=tmp_path))
    job = plan_desk.start_planning(desk, DANA, DAY, time_limit_s=1)
    deadline = time.monotonic() + PATIENCE_S
    while (job := plan_desk.get_job(desk, MAJA, job.job_id)).is_active and time.monotonic() < deadline:
        time.sleep(0.1)
    log = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "jobs").iterdir())
    assert job.state is JobState.DONE, log
    assert plan_desk.publish(desk, DANA, job.plan_id).visit_stops
    assert plan_desk.published_plan(desk, MAJA, DAY).plan_id == job.plan_id
    desk.store.close()
