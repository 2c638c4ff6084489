"""Standard times: learned from reports, taken over, used by what comes after, and given back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.desk import day as day_desk
from planner.desk import extract as extract_desk
from planner.desk import receive, triage, work_times
from planner.model.errors import NotAllowedError, StaleError
from planner.model.work_times import WorkTime, WorkTimes
from tests.desk.firm import ANNA, BO, DANA, DAY, NOW, at, fill, published, request

JOB = "printer_fault"


@pytest.fixture(autouse=True)
def no_memory():
    """Each test is a process that has just started."""
    extract_desk._KEPT.clear()


def worked(desk, count, minutes, *, day=DAY):
    """So many visits of the job type on a day, each planned with 40 minutes, each having taken so many."""
    names = [f"{day:%d}-{number}" for number in range(count)]
    own = {"required_technicians": ("T01",), "service_min": 40, "earliest_date": day, "due_date": day}
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
