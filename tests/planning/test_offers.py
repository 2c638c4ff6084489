"""Offers: the cheapest times there are, each worth what it says, and kept by whoever plans the day anew."""

from dataclasses import replace
from random import Random

import pytest

from planner import rules
from planner.model.costs import Weights
from planner.model.links import Link
from planner.model.offer import SlotGrid
from planner.model.places import Place
from planner.model.request import Promise
from planner.model.solution import Route, Solution
from planner.model.team import Absence, SkillHeld, Team
from planner.model.words import LockKind, PromiseKind
from planner.planning import baseline, build_problem, plan_problem
from planner.planning.offers import offer_at, slot_offers
from planner.planning.offers.ahead import Asked, opened
from planner.planning.offers.proof import Proof
from planner.planning.offers.search import Found
from planner.travel import GreatCircle
from tests.planning.factory import CATALOGUE, DAY, LUNCH, OFFICE, at, needs, remote, request, technician, window
from tests.planning.offer_town import GRID, SHIFT, Street, ahead, anna, at_km, clock, following, offers, post, two


def promised(new, offer):
    return new.replace(promise=Promise(kind=PromiseKind.TOLD, earliest=offer.earliest, latest=offer.latest))


def test_the_price_is_the_one_worked_out_by_hand():
    """A at km 20 from 10 to 11; the new visit at km 25 is 10 km more for Anna, whenever it is: 100 kr.

    From 14 on it ends at 15:00 at the earliest and Anna is home 15:25, 25 min after her shift: 281.25 kr more.
    """
    day = ahead(two(), at_km("A", 20, time_windows=(window(10, 11),)))
    found = offers(at_km("N", 25), day, team=two()).offers
    assert [(clock(one), one.technician, one.cost_ore, one.drive_s, one.distance_m) for one in found] == [
        (("08:00", "10:00"), "Anna", 10_000, 600, 10_000),
        (("10:00", "12:00"), "Anna", 10_000, 600, 10_000),
        (("12:00", "14:00"), "Anna", 10_000, 600, 10_000),
        (("14:00", "16:00"), "Anna", 38_125, 600, 10_000),
    ]
    assert [one.overtime_s for one in found] == [0, 0, 0, 1_500]
    last = {term.term: term.ore for term in found[-1].terms}
    assert last == {"drive_time": 7_500, "distance": 2_500, "overtime": 28_125}


def test_somebody_further_away_is_offered_where_it_is_cheaper():
    """Anna would drive 2 x 40 km to km 40, Bo 2 x 10 km."""
    found = offers(at_km("N", 40), ahead(two()), team=two()).offers
    assert {one.technician for one in found} == {"Bo"}
    assert found[0].cost_ore == 20_000


def test_an_offer_says_whom_it_makes_late():
    """Until 14 o'clock Anna is at A from 10 on, which should have begun by 10: whatever comes first makes it late."""
    team = Team(technicians=(anna(),))
    due = at_km("A", 20, time_windows=(window(10, 10, hard=False),), service_min=240)
    (first, *_) = offers(at_km("N", 20, service_min=150), ahead(team, due), team=team).offers
    assert clock(first) == ("08:00", "10:00")
    assert [(late.visit_id, late.seconds) for late in first.late] == [("A", 50 * 60)]
    assert {term.term: term.ore for term in first.terms}["lateness"] == 50 * 1_500


TOWN = [Place(lat=59.30 + 0.02 * n, lon=17.9 + 0.03 * (n % 4), label=f"Storgatan {n}") for n in range(9)]


def _town(seed):
    """Three technicians, two days of seven visits, and a new visit; a third have windows or promises."""
    chance = Random(seed)
    skills = [(), (SkillHeld(skill="printing", level=3),)]
    people = tuple(
        technician(
            f"T{n}",
            start_place=chance.choice(TOWN),
            end_place=chance.choice([None, *TOWN]),
            skills=chance.choice(skills),
            job_time_factor=chance.choice([0.8, 1, 1.3]),
            speed_factor=chance.choice([1, 1.2]),
            patterns=(replace(OFFICE, end=chance.choice([SHIFT.end, OFFICE.end]), breaks=(LUNCH,)),),
        )
        for n in range(3)
    )
    days = []
    for number in range(2):
        day = following(number)
        days.append([_drawn(chance, f"D{number}V{n}", day) for n in range(7)])
    asked = needs("printing") if seed % 2 else {}
    new = request("N", place=chance.choice(TOWN), service_min=chance.choice([20, 60, 150]), setup_min=5, **asked)
    weights = Weights(waiting_ore_h=chance.choice([0, 20_000]))
    return Team(technicians=people), days, new, weights


def _drawn(chance, request_id, day):
    hour = chance.randrange(8, 15)
    windows = [(), (), (window(hour, hour + 1, day=day),), (window(hour, hour + 1, day=day, hard=False),)]
    channel = {} if chance.random() < 0.8 else {"channel": "remote"}
    place = None if channel else chance.choice(TOWN)
    made = (remote if place is None else request)(
        request_id, place=place, service_min=chance.choice([30, 60, 90]), time_windows=chance.choice(windows)
    )
    if chance.random() < 0.2 and not made.time_windows:
        told = Promise(kind=PromiseKind.TOLD, earliest=at(hour, day=day), latest=at(hour + 1, day=day))
        made = made.replace(promise=told)
    return made


def _exhaustive(team, requests, day, new, weights):
    """For every time of the grid what the cheapest place in the plan costs, by timing and judging whole plans."""
    problem = _problem(team, requests, day, weights)
    plan = baseline(problem)
    orders = {
        duty.duty_id: tuple(s.visit_id for s in plan.of_duty(duty.duty_id) if s.visit_id) for duty in problem.duties
    }
    planned = [one for one in requests if plan.stop_of(one.request_id)]
    plain = _judged(_problem(team, planned, day, weights), orders)
    assert plain.accepted
    best = {}
    for hour in (8, 10, 12, 14):
        told = Promise(kind=PromiseKind.TOLD, earliest=at(hour, day=day), latest=at(hour + 2, day=day))
        with_it = _problem(team, [*planned, new.replace(promise=told)], day, weights)
        for duty_id, order in orders.items():
            for place in range(len(order) + 1):
                verdict = _judged(with_it, {**orders, duty_id: (*order[:place], "N", *order[place:])})
                if verdict.accepted:
                    units = verdict.price.total_units - plain.price.total_units
                    best[day, hour] = min(units, best.get((day, hour), units))
    return best


def _problem(team, requests, day, weights):
    return build_problem(team, requests, day=day, weights=weights, catalogue=CATALOGUE, travel=GreatCircle()).problem


def _judged(problem, orders):
    routes = tuple(Route(duty_id=duty_id, visit_ids=order) for duty_id, order in orders.items())
    plan = rules.plan_from(problem, Solution(routes=routes), plan_id="p", created_at=problem.horizon_start)
    return rules.check(problem, plan)


@pytest.mark.parametrize("seed", range(6))
def test_no_time_is_cheaper_than_offered_and_none_is_missing(seed):
    """Exhaustive: every time, everybody, every place, each as a whole plan before the judge."""
    team, days, new, weights = _town(seed)
    looked = [
        ahead(team, *requests, day=following(n), travel=GreatCircle(), weights=weights)
        for n, requests in enumerate(days)
    ]
    found = offers(new, *looked, team=team, travel=GreatCircle()).offers
    expected = {}
    for number, requests in enumerate(days):
        expected |= _exhaustive(team, requests, following(number), new, weights)
    assert {(one.day, int(clock(one)[0][:2])): one.cost_units for one in found} == expected
    assert [(one.cost_units, one.earliest) for one in found] == sorted((one.cost_units, one.earliest) for one in found)
    fewer = offers(new, *looked, team=team, travel=GreatCircle(), grid=GRID.replace(offers=3)).offers
    assert fewer == found[:3]


def test_offers_booked_are_worth_what_they_said_and_break_nothing():
    """On some days nothing is left to offer; how many those are depends on how well they were planned."""
    assert sum(_booked(seed) > 0 for seed in range(6, 14)) >= 5


def _booked(seed):
    """The plan with each promise, made from the requests anew, is accepted and dearer by the offer's price."""
    team, days, new, weights = _town(seed)
    looked = ahead(team, *days[0], travel=GreatCircle(), weights=weights)
    found = offers(new, looked, team=team, travel=GreatCircle()).offers
    planned = [one for one in days[0] if looked.plan.stop_of(one.request_id)]
    duties = [duty.duty_id for duty in looked.problem.duties]
    orders = {one: tuple(s.visit_id for s in looked.plan.of_duty(one) if s.visit_id) for one in duties}
    without = _judged(_problem(team, planned, DAY, weights), orders)
    for offer in found:
        problem = _problem(team, [*planned, promised(new, offer)], DAY, weights)
        with_it = _judged(problem, orders | {offer.duty_id: offer.visit_ids})
        assert with_it.accepted
        assert with_it.price.total_units - without.price.total_units == offer.cost_units
        assert with_it.price.total_ore - without.price.total_ore == offer.cost_ore
        assert sum(term.ore for term in offer.terms) == offer.cost_ore
        assert offer.earliest <= offer.start <= offer.latest
    return len(found)


def test_a_promise_is_kept_by_whoever_plans_the_day_anew():
    team = Team(technicians=(anna(),))
    visits = [at_km(f"V{n}", 10 * n, service_min=45) for n in range(1, 5)]
    new = at_km("N", 5)
    found = offers(new, ahead(team, *visits), team=team).offers
    last = next(one for one in found if clock(one) == ("12:00", "14:00"))
    built = build_problem(
        team, [*visits, promised(new, last)], day=DAY, weights=Weights(), catalogue=CATALOGUE, travel=Street()
    )
    plan = plan_problem(built.problem, time_limit_s=5, iterations=30, engine="routing")
    stop = plan.stop_of("N")
    assert last.earliest <= stop.start <= last.latest
    free = build_problem(team, [*visits, new], day=DAY, weights=Weights(), catalogue=CATALOGUE, travel=Street())
    anywhere = plan_problem(free.problem, time_limit_s=5, iterations=30, engine="routing").stop_of("N")
    assert anywhere.start < last.earliest  # without the promise it would be another time


def test_only_one_row_and_one_column_is_asked_of_the_travel_engine():
    team, travel = two(), Street()
    day = ahead(team, at_km("A", 20), at_km("B", 30), travel=travel)
    before = travel.asked
    offers(at_km("N", 25), day, team=team, travel=travel)
    assert travel.asked - before == 2 * len(day.problem.places) + 1
    before = travel.asked
    offers(at_km("N", 20), day, team=team, travel=travel)
    assert travel.asked == before


def test_a_day_nobody_has_planned_counts_with_what_is_fixed_on_it():
    """Anna is promised to A from 8 on, all day: only the day after is free. B is free and counts for nothing."""
    team = Team(technicians=(anna(),))
    told = Promise(kind=PromiseKind.TOLD, earliest=at(8), latest=at(9))
    fixed = at_km("A", 0, promise=told, service_min=460)
    days = (
        ahead(team, fixed, at_km("B", 0, service_min=400), planned=False),
        ahead(team, at_km("B", 0, service_min=400), day=following(1), planned=False),
    )
    found = offers(at_km("N", 0), *days, team=team).offers
    assert {one.day for one in found} == {following(1)}
    assert len(found) == 4


def test_a_day_whose_promises_need_a_search_is_not_offered():
    team = Team(technicians=(anna(),))
    told = Promise(kind=PromiseKind.TOLD, earliest=at(8), latest=at(9))
    both = [at_km(one, 0, promise=told, service_min=200) for one in ("A", "B")]
    found = offers(at_km("N", 0), ahead(team, *both, planned=False), team=team)
    assert found.offers == ()
    assert [(off.day, off.reason.code, off.reason.message.key) for off in found.without] == [
        (DAY, "promise", "offers.unplaced")
    ]


def test_fixed_work_that_nobody_could_ever_do_closes_no_day():
    team = Team(technicians=(anna(),))
    told = Promise(kind=PromiseKind.TOLD, earliest=at(8), latest=at(9))
    day = ahead(team, at_km("A", 0, promise=told, **needs("wifi", 5)), planned=False)
    assert len(offers(at_km("N", 0), day, team=team).offers) == 4


def test_somebody_whose_work_keeps_no_schedule_any_more_is_offered_nothing():
    team = two()
    day = ahead(team, at_km("A", 0, time_windows=(window(10, 11),)))
    away = replace(team, absences=(Absence(technician_id="anna", start=at(9), end=at(14)),))
    today = replace(day, problem=ahead(away, at_km("A", 0, time_windows=(window(10, 11),))).problem)
    assert {one.technician for one in offers(at_km("N", 0), day, team=team).offers} == {"Anna"}
    assert {one.technician for one in offers(at_km("N", 0), today, team=away).offers} == {"Bo"}


def test_a_request_that_is_planned_already_is_taken_out_before_it_is_offered():
    team = Team(technicians=(anna(),))
    day = ahead(team, at_km("A", 20), at_km("N", 20))
    found = offers(at_km("N", 20), day, team=team).offers
    assert found[0].cost_ore == 0
    assert found[0].visit_ids.count("N") == 1


def test_linked_work_stays_at_the_time_the_plan_has_it():
    """A at km 0 is free at any time; linked to B by Bo, it is at 8 and stays there, and the links are kept."""
    team = two()
    day = ahead(team, at_km("A", 0), at_km("B", 50))
    plain = offers(at_km("N", 0), day, team=team).offers
    assert any(one.visit_ids == ("N", "A") for one in plain)
    linked = replace(day, problem=day.problem.replace(links=(Link(first="A", second="B", max_s=0),)))
    found = offers(at_km("N", 0), linked, team=team).offers
    assert found
    assert all(one.visit_ids == ("A", "N") for one in found)


def test_a_session_is_offered_without_any_driving():
    found = offers(remote("N"), ahead(two(), at_km("A", 20)), team=two()).offers
    assert len(found) == 4
    assert {one.cost_ore for one in found} == {0}
    assert found[0].reason.key == "offers.why.remote"


class TestWhenNothingFits:
    def test_the_nearest_miss_says_why(self):
        team = Team(technicians=(anna(),))
        found = offers(at_km("N", 0, service_min=481), ahead(team), ahead(team, day=following(1)), team=team)
        assert found.offers == ()
        assert [off.day for off in found.without] == [DAY, following(1)]
        assert {off.reason.code for off in found.without} == {"shift"}
        assert "Anna" in str(found.without[0].reason.message)
        assert len(offers(at_km("N", 0, service_min=480), ahead(team), team=team).offers) == 1

    def test_nobody_has_the_skill(self):
        found = offers(at_km("N", 0, **needs("wifi", 2)), ahead(two()), team=two())
        assert found.offers == ()
        assert [off.reason.code for off in found.without] == ["skill"]

    def test_an_address_that_is_not_known_is_said_as_such(self):
        found = offers(request("N", place=None, address="Ingenstans 1"), ahead(two()), team=two())
        assert [off.reason.code for off in found.without] == ["place"]

    def test_a_crew_cannot_be_promised(self):
        found = offers(at_km("N", 0, crew_size=2), ahead(two()), team=two())
        assert [off.reason.message.key for off in found.without] == ["offers.crew"]

    def test_a_day_that_is_closed_is_named_beside_the_offers_of_others(self):
        found = offers(at_km("N", 0), ahead(two()), ahead(two(), day=following(4)), team=two())
        assert len(found.offers) == 4
        assert [(off.day, off.reason.message.key) for off in found.without] == [(following(4), "offers.no_slot")]


class TestWhy:
    def said(self, new, *planned, team=None):
        team = team or Team(technicians=(anna(),))
        return offers(new, ahead(team, *planned), team=team).offers[0].reason

    def test_the_same_address(self):
        assert self.said(at_km("N", 20), at_km("A", 20)).key == "offers.why.same_place"

    def test_the_same_street(self):
        planned = at_km("A", 20).replace(place=post(20, "Storgatan 4, Kista"))
        assert (
            self.said(at_km("N", 22).replace(place=post(22, "storgatan 40")), planned).key == "offers.why.same_street"
        )
        assert self.said(at_km("N", 22).replace(place=post(22, "Storgränd 4")), planned).key == "offers.why.near"

    def test_nearby_ends_at_three_kilometres(self):
        assert self.said(at_km("N", 23), at_km("A", 20)).key == "offers.why.near"
        assert self.said(at_km("N", 24), at_km("A", 20)).key == "offers.why.room"

    def test_on_the_way(self):
        said = self.said(at_km("N", 10), at_km("A", 20))
        assert said.key == "offers.why.on_the_way"

    def test_nothing_planned_yet(self):
        assert self.said(at_km("N", 20)).key == "offers.why.idle"


class TestOneTimeAgain:
    def again(self, day, offer, *, new=None, **changes):
        return offer_at(
            new or at_km("N", 25), day, offer, team=two(), catalogue=CATALOGUE, travel=Street(), grid=GRID, **changes
        )

    def offer(self, day):
        return offers(at_km("N", 25), day, team=two()).offers[1]

    def test_the_same_day_gives_the_same_offer_and_everybodys_work(self):
        day = ahead(two(), at_km("A", 20, time_windows=(window(10, 11),)))
        held = self.again(day, self.offer(day))
        assert held.offer == self.offer(day)
        assert {duty_id[:4]: order for duty_id, order in held.orders.items()} == {"anna": ("A", "N"), "bo:2": ()}

    def test_it_is_gone_where_others_took_the_time(self):
        day, full = ahead(two()), ahead(two(), *(at_km(one, 25, service_min=400) for one in ("A", "B")))
        assert self.again(full, self.offer(day)) is None

    def test_it_is_gone_once_it_has_begun(self):
        day = ahead(two())
        assert self.again(day, self.offer(day), now=at(10)) is not None
        assert self.again(day, self.offer(day), now=at(10, 1)) is None

    def test_a_lock_of_the_request_is_kept(self):
        day = ahead(two())
        lock = replace(at_km("N", 25).lock, kind=LockKind.TECHNICIAN, technician_id="bo")
        assert self.again(day, self.offer(day), new=at_km("N", 25, lock=lock)).offer.technician == "Bo"


def test_a_time_may_be_shorter_than_two_hours():
    found = slot_offers(
        at_km("N", 0), [ahead(two())], team=two(), catalogue=CATALOGUE, travel=Street(),
        grid=SlotGrid(length_min=60, offers=50),
    ).offers  # fmt: skip
    assert len(found) == 8


class TestTheProof:
    """The judge has the last word, whatever the search says."""

    def found(self, **changes):
        team = Team(technicians=(anna(),))
        asked = Asked(request=at_km("N", 0), team=team, catalogue=CATALOGUE, travel=Street(), grid=GRID, now=None)
        board = opened(asked, ahead(team, at_km("A", 20)), 0)
        (line,) = board.lines
        visit = replace(board.visit, **changes)
        return Found(board=replace(board, visit=visit), slot=0, line=line, visit_ids=("N", "A"), added_units=0)

    def test_what_keeps_all_rules_is_an_offer(self):
        assert Proof().proven(self.found()).technician == "Anna"

    def test_what_breaks_one_is_none(self):
        assert Proof().proven(self.found(skills=(("wifi", 5),))) is None
        assert Proof().proven(self.found(forbidden=("anna",))) is None
