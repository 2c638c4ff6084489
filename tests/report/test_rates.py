"""Closed doors and overrun, group by group; groups too small to be told apart are counted together."""

import pytest

from planner.report.rates import LEAST_OF, rates_by
from tests.report.test_learning import row, table


def test_each_group_with_enough_visits_is_told_and_the_others_together():
    work, words = table(
        *(row("a") for _ in range(8)), row("a", took=4000), row("a", outcome="no_access"),
        *(row("b") for _ in range(9)),
        row("c", outcome="no_access"), row("", outcome="unassigned", kind="unassigned"),
    )  # fmt: skip
    found = {one.group: one for one in rates_by(work, words, by="job_type_id")}
    assert set(found) == {"a", ""}
    assert (found["a"].no_access, found["a"].overrun) == ((1, 10), (1, 9))
    assert (found[""].no_access, found[""].overrun) == ((1, 10), (0, 9))


def test_the_limit_is_ten():
    assert LEAST_OF == 10
    work, words = table(*(row(customer="K") for _ in range(10)), *(row(customer="L") for _ in range(9)))
    assert [one.group for one in rates_by(work, words, by="customer")] == ["K", ""]


def test_a_crew_is_one_visit():
    work, words = table(*(row(seat=1 + n % 2) for n in range(20)))
    (found,) = rates_by(work, words, by="customer")
    assert (found.no_access, found.overrun) == ((0, 10), (0, 20))


def test_nothing_is_told_of_nothing_and_people_are_no_group():
    work, words = table()
    assert rates_by(work, words, by="customer") == ()
    with pytest.raises(ValueError, match="technician_id"):
        rates_by(work, words, by="technician_id")
