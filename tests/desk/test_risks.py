"""How likely stops become late: learned from what was reported, told of days to come and of the day under way."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from planner import store
from planner.desk import day as day_desk
from planner.desk import extract as extract_desk
from planner.desk import risks, tablet
from planner.model.request import Promise, TimeWindow
from planner.model.words import PromiseKind
from planner.report.lateness import Spread, Spreads
from planner.views.actual import actuals
from tests.desk.firm import ANNA, BO, DANA, DAY, NOW, at, fill, published, request

OWN = {"required_technicians": ("T01",), "service_min": 60, "earliest_date": DAY, "due_date": DAY}
LONGER = Spreads(other=Spread(factor=1.5))


@pytest.fixture(autouse=True)
def no_memory():
    """Each test is a process that has just started."""
    extract_desk._KEPT.clear()


def known(desk, spreads=LONGER, *, work=100, days=5):
    """Put what was learned into the database."""
    found = risks.Lateness(first=DAY - timedelta(days=365), upto=DAY, work=work, days=days, spreads=spreads)
    with desk.store.writing() as db:
        store.settings.save(db, "lateness", found)


def planned(desk, *requests):
    """Anna's day of two visits of an hour, one after the other; the second is the later of the two."""
    fill(desk, *(requests or (request("R1", **OWN), request("R2", **OWN))), people=("T01",))
    plan = published(desk)
    return plan, [one for one in plan.stops if one.visit_id]


def told(desk, plan, actor=DANA, **more):
    with desk.store.reading() as db:
        requests = {one.request_id: one for one in store.requests.find(db)}
    return risks.risks_of(desk, actor, plan, requests, **more)


def working_day(number):
    """The days of a firm that is closed on Saturdays and Sundays; the first is a Tuesday."""
    return DAY + timedelta(days=number + (2 if number > 3 else 0))


def early(desk):
    return replace(desk, clock=lambda: NOW)


def test_too_few_reports_say_nothing(desk):
    plan, _ = planned(early(desk))
    assert told(early(desk), plan) == {}
    for work, days, shown in ((99, 5, 0), (100, 4, 0), (100, 5, 2)):
        known(desk, work=work, days=days)
        assert len(told(early(desk), plan)) == shown


def test_after_what_moment_a_visit_is_late(desk):
    plan, (_, second) = planned(early(desk))
    known(desk)
    found = told(early(desk), plan)[second.visit_id]
    assert (found.against, found.latest, found.late) == ("plan", second.start + timedelta(minutes=15), 1.0)
    assert not found.is_marked
    later = second.start + timedelta(minutes=40)
    window = TimeWindow(earliest_start=at(8), latest_start=later, hard=True)
    promise = Promise(kind=PromiseKind.TOLD, earliest=second.start, latest=second.start + timedelta(minutes=5))
    with desk.store.reading() as db:
        one = store.requests.get(db, second.request_id)
    windowed = risks.risks_of(early(desk), DANA, plan, {one.request_id: one.replace(time_windows=(window,))})
    assert (windowed[second.visit_id].against, windowed[second.visit_id].latest) == ("window", later)
    assert windowed[second.visit_id].late == 0.0  # half an hour late is before that
    both = one.replace(time_windows=(window,), promise=promise)
    promised = risks.risks_of(early(desk), DANA, plan, {one.request_id: both})[second.visit_id]
    assert (promised.against, promised.late, promised.is_marked) == ("promise", 1.0, True)


def test_a_day_that_is_over_has_no_risks_and_one_to_come_has(desk):
    plan, _ = planned(early(desk))
    known(desk)
    assert told(replace(desk, clock=lambda: at(8) + timedelta(days=1)), plan) == {}
    assert len(told(replace(desk, clock=lambda: NOW - timedelta(days=1)), plan)) == 2


def test_reports_of_the_day_change_what_is_said(desk):
    plan, (first, second) = planned(early(desk))
    known(desk, Spreads())
    noon = replace(desk, clock=lambda: second.start + timedelta(minutes=30))
    quick = [("arrived", first.start), ("started", first.start), ("done", first.end)]
    for word, moment in quick:
        day_desk.report_status(noon, ANNA, first.visit_id, f"visit.{word}", client_uuid=word, at=moment)
    events = day_desk.list_events(noon, DANA, day=DAY)
    assert told(early(desk), plan)[second.visit_id].late == 0.0
    found = told(noon, plan, reports=actuals(events, plan))
    assert list(found) == [second.visit_id]  # what is over has no risk any more
    assert found[second.visit_id].late == 1.0  # and nobody has set out for the next, half an hour after its time
    soon = told(replace(desk, clock=lambda: first.end), plan, late={second.visit_id: 20}, reports=actuals(events, plan))
    assert soon[second.visit_id].start_p80 == second.start + timedelta(minutes=20)


def test_who_reports_nothing_is_where_the_plan_says(desk):
    plan, (first, second) = planned(early(desk))
    known(desk, Spreads())
    found = told(replace(desk, clock=lambda: first.end - timedelta(seconds=1)), plan)
    assert (list(found), found[second.visit_id].late) == ([second.visit_id], 0.0)


def test_a_technician_is_told_of_their_own_stops(desk):
    plan, _ = planned(early(desk))
    known(desk)
    assert len(told(early(desk), plan, ANNA)) == 2
    assert told(early(desk), plan, BO) == {}


def test_the_device_carries_the_risk_and_is_the_same_until_something_is_told(desk):
    promise = Promise(kind=PromiseKind.TOLD, earliest=at(8), latest=at(9, 30))
    plan, stops = planned(early(desk), request("R1", **OWN, promise=promise), request("R2", **OWN, promise=promise))
    known(desk)
    late = [one for one in stops if told(early(desk), plan)[one.visit_id].is_marked]
    assert late, "the second visit is promised until 9:30 and comes later with longer work"
    kept = tablet.keep_day(early(desk), ANNA)
    assert "Kan bli sen: 100" in kept.content
    assert "May be late: 100%" in kept.content
    assert tablet.keep_day(replace(desk, clock=lambda: at(7)), ANNA).version == kept.version


class TestLearning:
    """What the app does by itself once a day."""

    def worked(self, desk, days, *, minutes=90, first=0, left=0):
        """So many days of four visits planned with an hour each, each having taken so many minutes; some are left."""
        for n in range(first, first + days):
            day = working_day(n)
            own = {**OWN, "earliest_date": day, "due_date": day}
            fill(desk, *(request(f"{n}-{k}", **own) for k in range(4)), people=("T01",) if n == 0 else ())
            morning = replace(desk, clock=lambda day=day: NOW + (day - DAY))
            plan = published(morning, plan_id=f"p{n}", day=day)
            clock = at(8, day=day)
            planned = [one.visit_id for one in plan.stops if one.visit_id]
            for visit in planned[: len(planned) - left]:
                for word, after in (("arrived", 5), ("started", 5), ("done", 5 + minutes)):
                    moment = clock + timedelta(minutes=after)
                    day_desk.report_status(
                        morning, ANNA, visit, f"visit.{word}", client_uuid=f"{visit}{word}", at=moment
                    )
                clock += timedelta(minutes=10 + minutes)
        return replace(desk, clock=lambda: at(6, day=working_day(first + days - 1) + timedelta(days=1)))

    def test_it_learns_the_past_and_says_how_much(self, desk):
        after = self.worked(desk, 3)
        found = risks.learn_lateness(after)
        assert (found.work, found.days, found.is_enough) == (12, 3, False)
        assert found.spreads.work["printer_fault"].factor == pytest.approx(1.5)
        assert found.truth is None
        assert risks.get_lateness(after, DANA) == found
        assert not risks.is_due(after)
        assert risks.is_due(replace(after, clock=lambda: after.clock() + timedelta(days=1)))

    def test_todays_reports_are_not_in_it(self, desk):
        after = self.worked(desk, 2)
        evening = replace(desk, clock=lambda: at(20, day=DAY + timedelta(days=1)))
        assert risks.learn_lateness(evening).work == 4
        assert risks.learn_lateness(after).work == 8

    def test_the_past_is_foretold_without_what_happened_then(self, desk, monkeypatch):
        """Four days as planned, then one of work half as long again: nothing of that was known before it."""
        monkeypatch.setattr(risks, "LEAST_WORK", 12)
        self.worked(desk, 4, minutes=60)
        after = self.worked(desk, 1, minutes=90, first=4)
        told = risks.held_out(after)
        assert told.first == working_day(4)
        assert len(told.said) == 4
        assert max(told.said) < 0.5  # known to be late, it would be said
        assert sum(told.late) >= 2
        found = risks.learn_lateness(after)
        assert (found.truth.count, found.truth.late, found.truth_from) == (4, sum(told.late), told.first)

    def test_what_nobody_came_to_and_a_later_day_has_was_late(self, desk, monkeypatch):
        monkeypatch.setattr(risks, "LEAST_WORK", 12)
        self.worked(desk, 4, minutes=60)
        self.worked(desk, 1, minutes=60, first=4, left=1)
        once = risks.held_out(replace(desk, clock=lambda: at(6, day=working_day(4) + timedelta(days=1))))
        assert (len(once.said), once.late.count(True)) == (3, 0)  # nobody knows yet what became of the fourth
        after = self.worked(desk, 1, minutes=60, first=5)
        monkeypatch.setattr(risks, "_HELD_OUT", 0.4)
        told = risks.held_out(after)
        assert told.first == working_day(4)
        assert told.late[:4] == (False, False, False, True)

    def test_a_plan_that_was_made_after_the_day_began_is_left_out(self, desk, monkeypatch):
        monkeypatch.setattr(risks, "LEAST_WORK", 12)
        after = self.worked(desk, 5)
        assert len(risks.held_out(after).said) == 4
        with desk.store.writing() as db:
            plan = store.plans.published_on(db, working_day(4))
            noon = datetime.combine(plan.day, at(12).timetz())
            again = store.plans.add(db, plan.replace(plan_id="again", parent=plan.plan_id, created_at=noon))
            store.plans.publish(db, again, at=noon)
        assert risks.held_out(after).said == ()
