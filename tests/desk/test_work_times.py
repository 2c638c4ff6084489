"""Standard times: learned from reports, taken over, used by what comes after, and given back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.desk import day as day_desk
from planner.desk import extract as extract_desk
from planner.desk import receive, triage, work_times
from planner.model.errors import NotAllowedError, StaleError
from planner.model.work_times import CustomerTime, WorkTime, WorkTimes
from tests.desk.firm import ANNA, BO, DANA, DAY, NOW, at, fill, published, request

JOB = "printer_fault"


@pytest.fixture(autouse=True)
def no_memory():
    """Each test is a process that has just started."""
    extract_desk._KEPT.clear()


def worked(desk, count, minutes, *, day=DAY, **about):
    """So many visits of the job type on a day, each planned with 40 minutes, each having taken so many."""
    names = [f"{day:%d}-{number}" for number in range(count)]
    own = {"required_technicians": ("T01",), "service_min": 40, "earliest_date": day, "due_date": day} | about
    fill(desk, *(request(name, **own) for name in names), people=("T01",) if day == DAY else ())
    early = replace(desk, clock=lambda: NOW + (day - DAY))
    plan = published(early, plan_id=f"p{day:%d}", day=day)
    done = [stop.visit_id for stop in plan.stops if stop.visit_id]
    assert len(done) == count, "the day must hold them all"
    for number, visit in enumerate(done):
        start = at(8, day=day) + timedelta(minutes=50 * number)
        for word, after in (("arrived", 0), ("started", 1), ("done", 1 + minutes)):
            moment = start + timedelta(minutes=after)
            uuid = f"{visit}{word}"
            day_desk.report_status(early, ANNA, visit, f"visit.{word}", client_uuid=uuid, at=moment)


def evening(desk, days=1):
    return replace(desk, clock=lambda: at(20, day=DAY + timedelta(days=days)))


def test_what_reports_say_is_proposed_and_taken_over(desk):
    worked(desk, 9, 60)
    looked = work_times.learn_work_times(evening(desk), DANA)
    assert looked.proposals == ()  # nine reports: one too few
    worked(desk, 1, 60, day=DAY + timedelta(days=1))
    looked = work_times.learn_work_times(evening(desk, 2), DANA)
    (one,) = looked.proposals
    standard = desk.catalogue.job_types[JOB].service_min
    assert (one.job_type_id, one.learned.count, one.now[0], one.since) == (JOB, 10, standard, None)
    assert one.proposed[0] == round(1.5 * standard)
    assert one.apart == pytest.approx(0.5, abs=0.02)
    assert work_times.get_work_times(desk, DANA).times == WorkTimes()

    saved = work_times.save_work_times(desk, DANA, looked.taken_over({JOB}), version=0)
    assert saved.times.by_job_type[JOB].since == DAY + timedelta(days=2)
    typed = triage.choose_job_type(desk, DANA, request("N1"), JOB)
    assert (typed.service_min, typed.service_p80_min) == one.proposed
    assert desk.catalogue.job_types[JOB].service_min == standard
    # What was planned with other times says nothing of these.
    assert work_times.learn_work_times(evening(desk, 2), DANA).proposals == ()

    work_times.save_work_times(desk, DANA, saved.times.having(JOB, None), version=1)
    assert triage.choose_job_type(desk, DANA, request("N1"), JOB).service_min == standard


def test_what_is_not_chosen_stays(desk):
    worked(desk, 9, 60)
    worked(desk, 1, 60, day=DAY + timedelta(days=1))
    assert work_times.learn_work_times(evening(desk, 2), DANA).taken_over(()) == WorkTimes()


def test_work_of_more_than_a_year_ago_teaches_nothing(desk):
    worked(desk, 9, 60)
    worked(desk, 1, 60, day=DAY + timedelta(days=1))
    assert len(work_times.learn_work_times(evening(desk, 365), DANA).proposals) == 1
    assert work_times.learn_work_times(evening(desk, 366), DANA).proposals == ()


def test_a_file_takes_the_time_too(desk):
    times = WorkTimes(times=(WorkTime(job_type_id=JOB, service_min=55, service_p80_min=80, since=DAY),))
    work_times.save_work_times(desk, DANA, times, version=0)
    content = f"request_id;title;job_type\nX1;Skrivaren;{JOB}\n".encode()
    preview = receive.preview_file(desk, DANA, "a.csv", content, day=DAY)
    assert [(one.request.service_min, one.request.service_p80_min) for one in preview.rows] == [(55, 80)]


def test_two_who_save_meet(desk):
    work_times.save_work_times(desk, DANA, WorkTimes(), version=0)
    with pytest.raises(StaleError):
        work_times.save_work_times(desk, DANA, WorkTimes(), version=0)


def test_technicians_neither_see_nor_change_them(desk):
    for call in (
        lambda: work_times.learn_work_times(desk, BO),
        lambda: work_times.save_work_times(desk, BO, WorkTimes(), version=0),
    ):
        with pytest.raises(NotAllowedError):
            call()


@pytest.mark.parametrize("minutes", [(0, 10), (10, 9), (10, 1441)])
def test_impossible_times_are_refused(minutes):
    with pytest.raises(ValueError, match="expected 1 to 1440"):
        WorkTime(job_type_id=JOB, service_min=minutes[0], service_p80_min=minutes[1], since=DAY)
    assert WorkTime(job_type_id=JOB, service_min=1, service_p80_min=1440, since=DAY).service_min == 1


def test_what_a_customer_needs_beside_others_is_proposed_taken_over_and_given_back(desk):
    """Ten visits at each of two customers', of 40 minutes by the plan: 44 at one and 28 at the other."""
    worked(desk, 5, 44, customer="Sjöviks Tryck")
    for n, (minutes, who) in enumerate(((28, "Lindens Vård"), (44, "Sjöviks Tryck"), (28, "Lindens Vård")), start=1):
        worked(desk, 5, minutes, day=DAY + timedelta(days=n), customer=who)
    looked = work_times.learn_work_times(evening(desk, 4), DANA)
    found = {one.customer: one for one in looked.customers}
    assert {one: (own.now, own.learned.count, own.since) for one, own in found.items()} == {
        "Sjöviks Tryck": (100, 10, None), "Lindens Vård": (100, 10, None),
    }  # fmt: skip
    share = (44 / 28) ** 0.5  # each is as far from the job type's factor, that of both
    assert found["Sjöviks Tryck"].proposed == pytest.approx(100 * share, abs=2)
    assert found["Lindens Vård"].proposed == pytest.approx(100 / share, abs=2)
    saved = work_times.save_work_times(desk, DANA, looked.taken_over((), {"Sjöviks Tryck"}), version=0).times
    (own,) = saved.customers
    assert (own.percent, own.since) == (found["Sjöviks Tryck"].proposed, DAY + timedelta(days=4))
    standard = desk.catalogue.job_types[JOB].service_min
    typed = triage.choose_job_type(desk, DANA, request("N1", customer="Sjöviks Tryck"), JOB)
    assert typed.service_min == round(standard * own.percent / 100)
    assert typed.service_p80_min == round(desk.catalogue.job_types[JOB].service_p80_min * own.percent / 100)
    assert triage.choose_job_type(desk, DANA, request("N1", customer="Lindens Vård"), JOB).service_min == standard
    # What was planned with other times says nothing of this one.
    again = work_times.learn_work_times(evening(desk, 4), DANA)
    assert [one.customer for one in again.customers] == ["Lindens Vård"]
    work_times.save_work_times(desk, DANA, saved.having_customer("Sjöviks Tryck", None), version=1)
    assert triage.choose_job_type(desk, DANA, request("N1", customer="Sjöviks Tryck"), JOB).service_min == standard


def test_a_file_takes_the_customers_time_where_it_says_none(desk):
    times = WorkTimes(customers=(CustomerTime(customer="Sjöviks Tryck", percent=150, since=DAY),))
    work_times.save_work_times(desk, DANA, times, version=0)
    job = desk.catalogue.job_types[JOB]
    rows = (("X1", "Sjöviks Tryck", ""), ("X2", "Någon annan", ""), ("X3", "Sjöviks Tryck", "25"))
    lines = [f"{one};Skrivaren;{JOB};{customer};{minutes}" for one, customer, minutes in rows]
    content = "\n".join(("request_id;title;job_type;customer;duration", *lines)).encode()
    preview = receive.preview_file(desk, DANA, "a.csv", content, day=DAY)
    assert [one.request.service_min for one in preview.rows] == [round(1.5 * job.service_min), job.service_min, 25]


def test_how_often_doors_stay_shut_is_told_beside(desk):
    worked(desk, 9, 60)
    looked = work_times.learn_work_times(evening(desk), DANA)
    (one,) = looked.by_job_type
    assert (one.group, one.no_access, one.overrun) == ("", (0, 9), (9, 9))


@pytest.mark.parametrize(("customer", "percent"), [("", 100), ("K", 49), ("K", 301)])
def test_impossible_customers_are_refused(customer, percent):
    with pytest.raises(ValueError, match="expected a name and 50 to 300"):
        CustomerTime(customer=customer, percent=percent, since=DAY)
