"""Plans for the tests of views."""

from __future__ import annotations

import pytest

from planner.model.plan import Plan
from tests.views.plans import large_plan, small_plan


@pytest.fixture
def plan() -> Plan:
    """The small day."""
    return small_plan()


@pytest.fixture(scope="session")
def big_plan() -> Plan:
    """15 technicians, 120 visits."""
    return large_plan()
