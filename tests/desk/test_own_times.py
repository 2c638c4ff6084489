"""How long somebody's own work takes: for that person alone."""

from __future__ import annotations

import pytest

from planner.desk import extract as extract_desk
from planner.desk import own_times
from planner.desk.roles import ROLES
from planner.model.errors import NotAllowedError
from planner.model.words import Role
from tests.desk.firm import ADAM, ANNA, BO, DANA, DAY, MAJA
from tests.desk.test_work_times import evening, worked


@pytest.fixture(autouse=True)
def no_memory():
    """Each test is a process that has just started."""
    extract_desk._KEPT.clear()


def test_ten_reports_are_needed_and_nobody_elses_are_told(desk):
    worked(desk, 9, 60)
    assert own_times.my_times(evening(desk), ANNA) == (9, None)
    worked(desk, 1, 60, day=DAY.replace(day=25))
    count, found = own_times.my_times(evening(desk, 2), ANNA)
    assert (count, found.group) == (10, "T01")
    assert found.own == pytest.approx(1.0, abs=0.01)  # beside what all such work takes, hers alone: as others
    assert own_times.my_times(evening(desk, 2), BO) == (0, None)


@pytest.mark.parametrize("actor", [DANA, MAJA, ADAM])
def test_nobody_else_may_ask(desk, actor):
    assert ROLES["own_times.my_times"] == {Role.TECHNICIAN}
    with pytest.raises(NotAllowedError):
        own_times.my_times(desk, actor)
