"""The demo: the same from the same seed, sane in every row, and never on top of somebody's data."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from planner import store
from planner.desk import open_desk, triage
from planner.desk import report as report_desk
from planner.desk.demo import build_demo, demo_day
from planner.desk.demo_history import lived
from planner.desk.demo_org import read_organisation
from planner.desk.demo_requests import PLANNED_AT, Demand, fresh, working_days_before
from planner.desk.demo_times import on_day
from planner.desk.reports import next_types, state_of
from planner.desk.snapshot import built_for
from planner.files import load_catalogue
from planner.model.codec import dumps
from planner.model.errors import InputError
from planner.model.words import Channel, PlanStatus, Priority, RequestStatus, ShiftKind, StopKind
from planner.travel import GreatCircle
from tests.desk.firm import DANA, DAY, NOW, fill

S = RequestStatus
HISTORY = 6


def local(moment):
    return moment.astimezone(ZoneInfo("Europe/Stockholm"))


def demand(seed=1, day=DAY):
    organisation = read_organisation(day=day, seed=seed)
    return Demand(organisation=organisation, catalogue=load_catalogue(), day=day, seed=seed)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    var = tmp_path_factory.mktemp("demo")
    opened = open_desk(f"sqlite:///{var / 'faltplan.sqlite'}", var=var, clock=lambda: NOW)
    summary = build_demo(opened, day=DAY, history_days=HISTORY)
    yield opened, summary
    opened.store.close()


@pytest.fixture(scope="module")
def rows(demo):
    """Requests by id, published plans and events of the demo."""
    with demo[0].store.reading() as db:
        known = {one.request_id: one for one in store.requests.find(db)}
        past = store.plans.published_between(db, DAY - timedelta(days=60), DAY - timedelta(days=1))
        return known, past, store.events.find(db)


@pytest.fixture(scope="module")
def today(demo):
    """The published plan of the demo day."""
    with demo[0].store.reading() as db:
        return store.plans.published_on(db, DAY)


def test_the_same_seed_gives_the_same_days_and_another_seed_others():
    days = (date(2026, 11, 20), date(2026, 11, 23))
    one, same, other = (lived(demand(seed), GreatCircle(), days=days) for seed in (1, 1, 2))
    assert dumps(tuple(one.requests.values())) == dumps(tuple(same.requests.values()))
    assert (dumps(tuple(one.plans)), dumps(tuple(one.events))) == (dumps(tuple(same.plans)), dumps(tuple(same.events)))
    assert dumps(tuple(one.requests.values())) != dumps(tuple(other.requests.values()))


def test_a_day_does_not_depend_on_the_days_around_it():
    assert fresh(demand(), DAY) == fresh(demand(), DAY)
    assert {one.request_id for one in fresh(demand(), DAY)}.isdisjoint(
        one.request_id for one in fresh(demand(), DAY - timedelta(days=1))
    )


def test_the_organisation_moves_with_the_demo_day():
    moved = demand(day=date(2027, 3, 30)).organisation.team
    johan, anna = (moved.technician(one) for one in ("T10", "T01"))
    assert johan.licence.allows(date(2027, 3, 28))
    assert not johan.licence.allows(date(2027, 3, 29))
    assert anna.licence.allows(date(2027, 3, 30))
    bo = next(one for one in moved.absences if one.technician_id == "T02")
    assert (bo.start.isoformat(), bo.end.isoformat()) == ("2027-03-30T08:00:00+02:00", "2027-03-30T16:45:00+02:00")


def test_the_team_is_the_one_of_the_story():
    team = demand().organisation.team
    assert [one.number for one in team.technicians] == list(range(1, 16))
    assert {one.technician_id for one in team.technicians if not one.licence.classes} == {"T05", "T11", "T14"}
    assert {one.patterns[0].kind for one in team.technicians} == {ShiftKind.FIELD, ShiftKind.REMOTE, ShiftKind.PHONE}
    assert all(one.start_place and one.patterns and one.skills for one in team.technicians)


def test_a_working_day_brings_what_the_organisation_expects():
    tuesday, monday = fresh(demand(), DAY), fresh(demand(), DAY - timedelta(days=1))
    assert 80 <= len(tuesday) <= 105
    assert len(monday) > 1.2 * len(tuesday)
    visits = [one for one in tuesday if one.channel is Channel.ON_SITE]
    assert 24 <= len(visits) <= 40
    assert all(one.time_windows and one.place for one in visits)
    week = [one for day in range(5) for one in fresh(demand(), DAY + timedelta(days=6 + day))]
    promised = [one for one in week if one.promise]
    assert 0.15 < len(promised) / sum(one.channel is Channel.ON_SITE for one in week) < 0.35


def test_a_request_moved_to_another_day_keeps_its_times_of_day():
    one = next(one for one in fresh(demand(), DAY) if one.promise)
    moved = on_day(one, date(2027, 3, 30))  # summer time
    assert (moved.earliest_date, moved.promise.earliest.date()) == (date(2027, 3, 30), date(2027, 3, 30))
    assert moved.promise.earliest.time() == one.promise.earliest.time()
    assert moved.promise.earliest.utcoffset() == one.promise.earliest.utcoffset() + timedelta(hours=1)
    assert [w.latest_start.time() for w in moved.time_windows] == [w.latest_start.time() for w in one.time_windows]


@pytest.mark.parametrize(("day", "before"), [("2026-11-24", "2026-11-23"), ("2026-11-23", "2026-11-20")])
def test_the_working_day_before_skips_the_weekend(day, before):
    assert working_days_before(date.fromisoformat(day), 1) == date.fromisoformat(before)


def test_the_demo_holds_a_day_at_work_and_requests_that_came_since(demo, today):
    desk, summary = demo
    requests = triage.list_requests(desk, DANA, day=DAY)
    states = Counter(one.status for one in requests)
    in_plan = {stop.request_id for stop in today.stops if stop.request_id}
    left = {one.request_id for one in today.unassigned}
    since = {one.request_id for one in requests if one.status is S.TRIAGED} - left
    assert (summary.technicians, summary.history_days, summary.day) == (15, HISTORY, DAY)
    assert 26 <= summary.visits <= 42
    assert states[S.PLANNED] + states[S.PROMISED] == len(in_plan)
    assert states[S.PROMISED] >= 3
    assert (states[S.NEW], summary.untriaged, len(since)) == (10, 10, 6)
    assert summary.visits + summary.remote == len(in_plan) + len(left) + len(since)
    assert all(not one.triage_answers for one in requests if one.status is S.NEW)
    assert any(not one.job_type_id for one in requests if one.status is S.NEW)
    assert demo_day(desk) == DAY
    assert "15" in str(summary.message)


def test_the_plan_of_the_demo_day_knows_only_what_had_come_when_it_was_made(rows, today):
    known = rows[0]
    assert (today.version, today.status, today.violations) == (1, PlanStatus.PUBLISHED, ())
    made = datetime.combine(DAY, PLANNED_AT, ZoneInfo("Europe/Stockholm"))
    assert today.created_at == made
    for request in (one for one in known.values() if one.earliest_date == DAY and one.created_at):
        in_plan = today.stop_of(request.request_id) is not None
        assert in_plan <= (request.created_at < made), request.request_id
        assert (request.status is S.NEW) <= (request.created_at > made), request.request_id


def test_a_demo_day_can_be_left_to_plan(desk):
    summary = build_demo(desk, day=DAY, history_days=1, published=False)
    built = built_for(desk, DAY)
    assert {one.reasons[0].code for one in built.left_out} == {"triage"}
    assert (
        len({visit.request_id for visit in built.problem.visits if not visit.is_pickup})
        == summary.visits + summary.remote
    )
    assert "T02" not in {duty.technician_id for duty in built.problem.duties}
    (johan,) = (duty for duty in built.problem.duties if duty.technician_id == "T10")
    assert johan.drives == ()


def test_every_day_done_is_told(desk):
    told = []
    build_demo(desk, day=DAY, history_days=2, published=False, progress=lambda *step: told.append(step))
    assert told == [(1, 2), (2, 2)]


def test_every_past_day_was_planned_and_published_without_a_broken_rule(rows):
    plans = rows[1]
    assert len(plans) == HISTORY
    assert plans[-1].day == DAY - timedelta(days=1)
    assert all(one.status is PlanStatus.PUBLISHED and not one.violations for one in plans)
    assert all(len(one.visit_stops) > 15 and one.price.total_ore > 0 for one in plans)


def test_every_event_is_of_a_known_request_and_in_an_order_that_could_be_reported(rows):
    known, plans, events = rows
    kinds = {(one.day.isoformat(), stop.request_id): stop.kind for one in plans for stop in one.stops}
    reported = defaultdict(list)
    for event in events:
        assert event.source == "demo"
        assert event.request_id is None or event.request_id in known
        if event.type.startswith("visit."):
            reported[event.get("day"), event.request_id, event.visit_id].append(event)
    for (*where, _), told in reported.items():
        assert [one.at for one in told] == sorted(one.at for one in told)
        for number, event in enumerate(told):
            remote = kinds[tuple(where)] is StopKind.REMOTE
            assert event.type in next_types(state_of(told[:number], event.technician_id), remote=remote)


def test_what_is_done_has_an_event_that_says_so_and_what_waits_has_not(rows):
    known, _, events = rows
    ended = {one.request_id for one in events if one.type in ("visit.done", "request.done")}
    assert {one.request_id for one in known.values() if one.status is S.DONE} == ended
    assert len({one.client_uuid for one in events}) == len(events)


def test_some_visits_go_wrong_as_they_do(rows):
    seen = Counter(one.type for one in rows[2])
    assert 0.01 < seen["visit.no_access"] / seen["visit.arrived"] < 0.07
    assert 0.04 < seen["visit.follow_up"] / seen["visit.arrived"] < 0.14


def test_figures_have_real_rows_behind_them(demo):
    found = report_desk.statistics(demo[0], DANA, first=DAY - timedelta(days=28), last=DAY - timedelta(days=1))
    figures = {name: figure.value for name, figure in found.figures.items()}
    assert found.days_planned == HISTORY
    assert figures["visits_done"] > 120
    assert 0.5 < figures["remote_rate"] < 0.85


def test_the_history_is_that_of_a_firm_that_keeps_its_word(demo, rows):
    """Not perfect: delays are drawn. But the days were planned, so little is left and little is late."""
    found = report_desk.statistics(demo[0], DANA, first=DAY - timedelta(days=28), last=DAY - timedelta(days=1))
    figures = {name: figure.value for name, figure in found.figures.items()}
    known, plans, events = rows
    assert 0.85 < figures["sla_resolution"] < 0.99
    assert 0.9 < figures["sla_response"] <= 1
    assert 0.45 < figures["utilisation"] < 0.85
    assert figures["overtime"] < 0.05 * found.figures["utilisation"].whole
    left = [one for plan in plans for one in plan.left_requests]
    assert len({one.request_id for one in left}) < 0.08 * sum(len(plan.visit_stops) for plan in plans)
    assert "search_ended" not in {one.reasons[0].code for one in left}
    arrived = {(one.get("day"), one.request_id): one.at for one in events if one.type == "visit.arrived"}
    promised = [(plan.day.isoformat(), s) for plan in plans for s in plan.visit_stops if known[s.request_id].promise]
    kept = [
        local(arrived[day, stop.request_id]).time() <= local(known[stop.request_id].promise.latest).time()
        for day, stop in promised
        if (day, stop.request_id) in arrived
    ]
    assert sum(kept) > 0.75 * len(promised) > 20


def test_urgent_requests_came_late_and_the_others_in_working_days(rows):
    today = [one for one in rows[0].values() if one.earliest_date == DAY and one.created_at]
    assert {one.created_at.date() for one in today if one.priority is Priority.P1 and one.status is not S.NEW} <= {DAY}
    assert all(one.created_at.weekday() < 5 for one in today)
    assert all(one.created_at.date() <= DAY for one in today)


def test_a_demo_day_is_a_working_day(desk):
    with pytest.raises(InputError, match="Saturday or Sunday"):
        build_demo(desk, day=date(2026, 11, 28))
    assert demo_day(desk) is None


def test_the_demo_is_never_put_on_top_of_data(demo, desk):
    with pytest.raises(InputError):
        build_demo(demo[0], day=DAY)
    fill(desk)
    with pytest.raises(InputError):
        build_demo(desk, day=DAY)
    assert demo_day(desk) is None
    assert triage.list_requests(desk, DANA) == ()


def test_the_day_shows_a_chain_a_crew_and_a_subcontractor(today, rows):
    requests = rows[0]
    (training,) = [one for one in requests.values() if one.request_id.endswith("-903")]
    test = requests[training.predecessors[0].request_id]
    install = requests[test.predecessors[0].request_id]
    jobs = ("server_install", "acceptance_test", "user_training")
    assert tuple(one.job_type_id for one in (install, test, training)) == jobs
    ends = [today.stop_of(one.request_id) for one in (install, test, training)]
    assert all(ends)
    assert ends[0].end <= ends[1].start
    assert ends[1].end <= ends[2].start
    assert len(today.crew_of(f"{DAY:%y%m%d}-911")) == 2
    assert today.stop_of(f"{DAY:%y%m%d}-921").technician_id == "UE1"
