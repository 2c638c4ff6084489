"""What a visit waits for and what waits for it, in words on the board."""

from planner.model.plan import Plan
from planner.model.request import Predecessor, Request
from planner.views.board import schedule
from planner.views.chains import Chained, chained
from tests.views.plans import DAY, clock, technician, visit

ANNA, BO = technician(1, "Anna L"), technician(2, "Bo K")


def request(request_id, *before, title="Serverbyte"):
    return Request(
        request_id=request_id, title=title, predecessors=tuple(Predecessor(request_id=one) for one in before)
    )


def plan(*stops):
    return Plan(plan_id="p", day=DAY, created_at=clock(6), technicians=(ANNA, BO), stops=stops)


INSTALL = visit(ANNA, 1, 1, 8, 9, visit_id="1042", title="Installation")
TEST = visit(BO, 1, 1, 10, 11, visit_id="1043", title="Acceptans")
DAY_OF_BOTH = plan(INSTALL, TEST)
BOTH = (request("1042", title="Installation"), request("1043", "1042", title="Acceptans"))


def test_a_follower_names_what_it_waits_for_with_when_and_by_whom_that_is_done():
    found = chained(DAY_OF_BOTH, BOTH, "sv")
    assert found["1043"] == Chained(before=("1042 Installation, klart 09:00 (Anna L)",))
    assert found["1042"] == Chained(then=("1043 Acceptans 10:00 (Bo K)",))


def test_visits_without_links_are_not_named():
    assert chained(DAY_OF_BOTH, (request("1042"), request("1043")), "sv") == {}


def test_a_predecessor_of_another_day_is_named_by_its_number():
    assert chained(plan(TEST), (request("1043", "0999"),), "en")["1043"].before == ("0999",)


def test_a_follower_that_is_not_planned_says_so():
    found = chained(plan(INSTALL), BOTH, "en")
    assert found["1042"].then == ("1043 Acceptans, not planned",)


def test_of_a_crew_the_last_to_leave_counts():
    second = visit(BO, 1, 1, 8, 9.5, visit_id="1042/2", request_id="1042", title="Installation")
    third = visit(BO, 2, 2, 10, 11, visit_id="1043", title="Acceptans")
    found = chained(plan(INSTALL, second, third), BOTH, "sv")
    assert found["1043"].before == ("1042 Installation, klart 09:30 (Anna L och Bo K)",)


def test_the_bars_of_the_schedule_say_it():
    shown = schedule(DAY_OF_BOTH, language="sv", chains=chained(DAY_OF_BOTH, BOTH, "sv"))
    tips = {bar["visit"]: bar["tip"] for bar in shown["bars"] if bar["kind"] == "visit"}
    assert "Efter 1042 Installation, klart 09:00 (Anna L)" in tips["1043"]
    assert "Före 1043 Acceptans 10:00 (Bo K)" in tips["1042"]
    assert [bar["marks"] for bar in shown["bars"] if bar["kind"] == "visit"] == [["linked"], ["linked"]]
    assert ["linked", "I följd"] in shown["legend"]
    assert "linked" not in {name for name, _ in schedule(DAY_OF_BOTH)["legend"]}
