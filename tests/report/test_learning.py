"""What is learned of work: reckoned by hand where it can be, and true where the truth is known."""

import math
from datetime import UTC, date, datetime

import numpy as np
import pytest

from planner.report.columns import WORK, Words, made, micros
from planner.report.learning import as_planned_now, learned_spreads, learned_times, own_times, put_off
from planner.report.rates import rates

ZONE = "Europe/Stockholm"
SEVEN = datetime(2026, 11, 24, 6, tzinfo=UTC)


def row(job="a", customer="K", planned=3600, took=3600, outcome="done", **more):
    return {"day": 739_000, "seat": 1, "kind": "visit", "job_type_id": job, "customer": customer, "outcome": outcome,
            "planned_service_s": planned, "service_s": took, "planned_drive_s": 600, "drive_s": 600,
            "planned_setup_s": 0, "wait_s": 120, "started_at": 1, "en_route_at": SEVEN} | more  # fmt: skip


def table(*rows):
    words = Words()
    return made(WORK, rows, words), words


def test_nothing_is_learned_of_nothing():
    work, words = table()
    assert learned_times(work, words, by="job_type_id") == ()
    assert learned_spreads(work, words, zone=ZONE).other.factor == 1.0
    assert rates(work, words) == {"no_access": (0, 0), "overrun": (0, 0)}


def test_credibility_by_hand():
    """Two groups of two, means of the logarithms 0 and ln 2, each report 0.1 from its mean.

    Inside: 4 x 0.01 / (4 - 2) = 0.02. Spare: 4 - 8/4 = 2. Between: (4 x (ln 2 / 2)^2 - 0.02) / 2. k = inside / between.
    """
    up, down = math.exp(0.1), math.exp(-0.1)
    work, words = table(*(row("a", took=3600 * f) for f in (up, down)), *(row("b", took=7200 * f) for f in (up, down)))
    by_group = {one.group: one for one in learned_times(work, words, by="job_type_id")}
    between = (4 * (math.log(2) / 2) ** 2 - 0.02) / 2
    weight = 2 / (2 + 0.02 / between)
    assert by_group["b"].credibility == pytest.approx(weight)
    assert by_group["b"].own == pytest.approx(2)
    assert by_group["b"].factor == pytest.approx(math.exp(weight * math.log(2) + (1 - weight) * math.log(2) / 2))
    assert by_group["a"].sigma == pytest.approx(math.sqrt((0.02 + 20 * 0.02) / 22))


def test_of_groups_that_differ_by_chance_only_that_of_all_is_believed():
    work, words = table(*(row(job, took=3600 * f) for job in "ab" for f in (0.8, 1.25)))
    assert {one.credibility for one in learned_times(work, words, by="job_type_id")} == {0.0}
    assert {round(one.factor, 9) for one in learned_times(work, words, by="job_type_id")} == {1.0}


@pytest.mark.parametrize(("took", "counts"), [(119, 0), (120, 1), (1200, 1), (1201, 0)])
def test_what_is_a_button_pressed_late_is_left_out(took, counts):
    work, words = table(row(planned=300, took=took))
    assert sum(one.count for one in learned_times(work, words, by="customer")) == counts


def test_only_what_was_done_and_reported_is_learned_from():
    work, words = table(row(outcome="follow_up"), row(outcome="open", took=None), row(outcome="no_access"))
    assert learned_times(work, words, by="customer") == ()


def test_people_are_no_group():
    work, words = table(row())
    with pytest.raises(ValueError, match="technician_id"):
        learned_times(work, words, by="technician_id")


def test_the_proposal_is_in_whole_minutes_and_grows_with_the_spread():
    work, words = table(*(row(took=5400 * f) for f in (0.9, 1.1)))
    (one,) = learned_times(work, words, by="job_type_id")
    median, late = one.times_min(60)
    assert (median, late > median) == (90, True)


def test_a_known_truth_is_found_again():
    chance = np.random.default_rng(5)
    truth = {f"j{n}": math.exp(chance.normal(0, 0.2)) for n in range(20)}
    rows = [
        row(job, took=3600 * factor * math.exp(0.3 * chance.standard_normal()))
        for job, factor in truth.items()
        for _ in range(int(chance.integers(5, 200)))
    ]
    work, words = table(*rows)
    found = learned_times(work, words, by="job_type_id")
    learned = sum((math.log(one.factor) - math.log(truth[one.group])) ** 2 for one in found)
    own = sum((math.log(one.own) - math.log(truth[one.group])) ** 2 for one in found)
    assert learned < own
    assert all(one.sigma == pytest.approx(0.3, abs=0.08) for one in found)


def test_rates_count_what_was_reported():
    work, words = table(
        row(outcome="no_access"), row(), row(took=3601), row(outcome="open", took=None),
        row(kind="remote", outcome="done"), row(customer="L", outcome="no_access"), row(seat=2, outcome="no_access"),
    )  # fmt: skip
    assert rates(work, words) == {"no_access": (2, 4), "overrun": (1, 3)}
    assert rates(work, words, customers=("L",)) == {"no_access": (1, 1), "overrun": (0, 0)}


def test_drives_and_the_door_are_learned_too():
    work, words = table(*(row(drive_s=660, wait_s=420, planned_setup_s=300) for _ in range(3)))
    spreads = learned_spreads(work, words, zone=ZONE)
    assert (spreads.drive.factor, spreads.drive.sigma) == (pytest.approx(1.1), pytest.approx(0, abs=1e-9))
    assert spreads.handover_s == 120


def test_a_customer_is_told_beside_what_its_job_types_take_anyway():
    """Job a takes twice the planned time everywhere; at K half as long again, at L as elsewhere."""
    near = (0.98, 1.02)
    rows = [
        row("a", customer, took=3600 * 2 * f * own) for customer, own in (("K", 1.5), ("L", 1.0)) for f in near * 20
    ]
    work, words = table(*rows)
    plain = {one.group: one for one in learned_times(work, words, by="customer")}
    found = {one.group: one for one in learned_times(work, words, by="customer", beside={"a": 2.0})}
    assert plain["K"].own == pytest.approx(3.0, abs=0.01)
    assert found["K"].own == pytest.approx(1.5, abs=0.01)
    assert found["K"].factor == pytest.approx(1.5, abs=0.01)
    assert found["L"].factor == pytest.approx(1.0, abs=0.01)


def people(count):
    rows = [
        row(technician_id=f"T{n}", took=3600 * (1.6 if n == 0 else 1.0) * f) for n in range(count) for f in (0.9, 1.1)
    ]
    return table(*rows)


def test_of_fewer_than_five_people_one_is_told_nothing_of_the_others():
    work, words = people(4)
    own = own_times(work, words, "T0", beside={})
    assert (own.count, own.credibility) == (2, 1.0)
    assert own.factor == own.own == pytest.approx(1.6 * math.sqrt(0.99))
    assert own.sigma == pytest.approx(math.log(1.1 / 0.9) / 2)
    five = own_times(*people(5), "T0", beside={})
    assert five.credibility < 1
    assert five.factor < five.own
    assert own_times(work, words, "T9", beside={}) is None


def test_work_before_a_takeover_is_set_against_what_has_been_planned_since():
    day = date.fromordinal(739_001)
    rows = [row("a", took=5400), row("a", took=5400, day=739_001, planned=5400), row("b", took=5400)]
    work, words = table(*rows)
    now = as_planned_now(work, words, by="job_type_id", since={"a": day})
    assert now["planned_service_s"].tolist() == [pytest.approx(5400), 5400, 3600]
    assert work["planned_service_s"].tolist() == [3600, 5400, 3600]


def test_how_far_ahead_people_go_on_is_learned_of_those_who_are_early():
    early = [row(planned_start=10**9 * 3600, started_at=10**9 * (3600 - 1)) for _ in range(19)]  # 1000 s before
    assert learned_spreads(*table(*early), zone=ZONE).ahead_s == 0.0  # too few
    found = learned_spreads(*table(*early, *early, row(planned_start=10**9 * 3600, started_at=10**9 * 3500)), zone=ZONE)
    assert found.ahead_s == 1000.0  # 100 000 s before is another day's work


def test_drives_of_an_hour_that_take_longer_are_told_by_that_hour_as_far_as_there_are_many():
    """60 drives of seven take 1.3 times the plan, 60 of ten as long as planned; an hour with 60 weighs 60 / 80."""
    ten = SEVEN.replace(hour=9)
    rows = [row(drive_s=600 * f, en_route_at=moment) for f, moment in ((1.3, SEVEN), (1.0, ten)) for _ in range(60)]
    found = learned_spreads(*table(*rows), zone=ZONE)
    half = math.log(1.3) / 2
    assert math.log(found.drive.factor) == pytest.approx(half)
    assert len(found.hours) == 24
    assert math.log(found.hours[7]) == pytest.approx(0.75 * half)
    assert math.log(found.hours[10]) == pytest.approx(-0.75 * half)
    assert found.hours[3] == 1.0
    assert found.drive.sigma == pytest.approx(0.25 * half, abs=1e-6)


def test_what_all_work_of_a_persons_day_has_in_common_is_found_again_and_not_counted_twice():
    chance = np.random.default_rng(3)
    rows = [
        row(took=3600 * common * math.exp(0.3 * chance.standard_normal()), day=739_000 + day, technician_id=who)
        for day in range(60)
        for who in ("T1", "T2")
        for common in [math.exp(0.2 * chance.standard_normal())]
        for _ in range(6)
    ]
    found = learned_spreads(*table(*rows), zone=ZONE)
    assert found.pace == pytest.approx(0.2, abs=0.04)
    assert found.work["a"].sigma == pytest.approx(0.3, abs=0.03)
    assert found.other.sigma == pytest.approx(0.3, abs=0.03)


def test_days_that_differ_by_chance_only_have_no_pace():
    rows = [row(took=3600 * f, day=739_000 + day, technician_id="T1") for day in range(4) for f in (0.8, 1.25)]
    assert learned_spreads(*table(*rows), zone=ZONE).pace == 0.0


def test_put_off_is_what_nobody_set_out_for_and_a_later_day_has_too():
    planned = {"planned_start": micros(SEVEN)}
    still = {"en_route_at": None, "started_at": None, "outcome": "open", **planned}
    work, _ = table(
        row(visit_id="A", request_id="A", **still), row(visit_id="A", request_id="A", day=739_001, **planned),
        row(visit_id="B", request_id="B", **still),
        row(visit_id="C", request_id="C", **planned), row(visit_id="C", request_id="C", day=739_001, **still),
        row(visit_id="D", request_id="D", **still | {"planned_start": None}),
        row(visit_id="D", request_id="D", day=739_002, **planned),
    )  # fmt: skip
    assert put_off(work) == [(739_000, "A")]
    assert put_off(table()[0]) == []
