"""What may become late on the screens: the board's list and card, a technician's day, and whether it was true."""

from __future__ import annotations

from datetime import timedelta

from streamlit.testing.v1 import AppTest

from planner import planning, store
from planner.desk import Desk, triage
from planner.desk import plan as plan_desk
from planner.desk.risks import Lateness
from planner.desk.snapshot import built_for
from planner.model.plan import Plan
from planner.model.request import Promise
from planner.model.words import Channel, PromiseKind, RequestStatus
from planner.report.calibration import calibration
from planner.report.lateness import Spread, Spreads
from tests.ui.conftest import opened
from tests.ui.sample import MARIA
from tests.ui.test_live import THEIRS, button, moment, texts, turn_clock


def known(desk: Desk, *, work: int = 500, said: tuple[float, ...] = (), late: tuple[bool, ...] = ()) -> None:
    """What was learned: work takes twice as long as planned."""
    today = desk.today()
    found = Lateness(
        first=today - timedelta(days=365), upto=today, work=work, days=50,
        spreads=Spreads(other=Spread(factor=2.0)), truth=calibration(said, late), truth_from=today - timedelta(days=9),
    )  # fmt: skip
    with desk.store.writing() as db:
        store.settings.save(db, "lateness", found)


def tomorrow(desk: Desk) -> Plan:
    """Anna has two visits the day after a morning, one promised for when it is planned; published."""
    turn_clock(desk, moment(desk, 6))
    day = desk.today() + timedelta(days=1)
    for one in triage.list_requests(desk, MARIA):
        hers = one.request_id in THEIRS
        kept = one.replace(
            status=RequestStatus.TRIAGED if hers else RequestStatus.CANCELLED, time_windows=(), earliest_date=day,
            due_date=day, channel=Channel.ON_SITE if hers else one.channel, required_technicians=("T01",),
            service_min=60, setup_min=0,
        )  # fmt: skip
        triage.save_request(desk, MARIA, kept)
    built = built_for(desk, day)
    plan = planning.baseline(built.problem, plan_id="p1", created_at=desk.clock())
    with desk.store.writing() as db:
        store.plans.add(db, plan)
    plan = plan_desk.publish(desk, MARIA, "p1", law_reason="test")
    second = [one for one in plan.visit_stops if one.technician_id == "T01"][-1]
    request = triage.get_request(desk, MARIA, second.request_id or "")
    assert request is not None
    told = Promise(kind=PromiseKind.CONFIRMED, earliest=second.start, latest=second.start + timedelta(minutes=10))
    triage.save_request(desk, MARIA, request.replace(promise=told))
    return plan


def board(plan: Plan, **query: str) -> AppTest:
    at = opened()
    for name, value in {"day": plan.day.isoformat(), **query}.items():
        at.query_params[name] = value
    return at.switch_page("../../pages/board.py").run()


def test_a_day_to_come_says_in_front_what_may_become_late(firm: Desk) -> None:
    plan = tomorrow(firm)
    at = board(plan)
    assert not at.exception
    assert not [one for one in at.button if (one.key or "").startswith("risk-")]  # nothing has been learned yet
    known(firm)
    at = board(plan)
    assert not at.exception
    second = [one for one in plan.visit_stops if one.technician_id == "T01"][-1]
    (one,) = [one for one in at.button if (one.key or "").startswith("risk-")]
    assert one.key == f"risk-{second.visit_id}"
    assert "kan bli sen\\: 100" in one.label
    one.click().run()
    assert not at.exception
    assert "Kan bli sen: 100" in " ".join(str(one.proto.body) for one in at.get("html"))


def test_a_technicians_day_says_it_too(firm: Desk) -> None:
    plan = tomorrow(firm)
    known(firm)
    at = opened(who="technician:T01")
    at.query_params["day"] = plan.day.isoformat()
    second = [one for one in plan.visit_stops if one.technician_id == "T01"][-1]
    at.query_params["visit"] = second.visit_id or ""
    at.run()
    assert not at.exception
    assert "Kan bli sen: 100" in " ".join(str(one.proto.body) for one in at.get("html"))


def test_a_technician_alone_finds_their_own_times(firm: Desk) -> None:
    tomorrow(firm)
    at = opened(who="technician:T01")
    at.button(key="own-times-show").click().run()
    assert not at.exception
    assert "0 av dina arbeten" in texts(at)
    at = opened("my_day")
    assert not at.exception
    assert button(at, "own-times-show") is None


def settings() -> AppTest:
    at = opened("settings")
    assert not at.exception
    return at


def test_the_settings_say_whether_the_risk_came_true(firm: Desk) -> None:
    known(firm, work=99)
    assert "Tavlan visar ingen risk än. 99 arbeten" in texts(settings())
    known(firm)
    assert "Ingen av de senaste dagarna" in texts(settings())
    said, late = (0.2,) * 25 + (0.9,) * 5, (True,) * 5 + (False,) * 20 + (True,) * 5
    known(firm, said=said, late=late)
    at = settings()
    told = texts(at)
    assert "30 besök sedan" in told
    assert "Av 25 besök som sades bli sena med omkring 20\u00a0% blev 5 sena: 20\u00a0%." in told
    assert "Risken säger mer än att gissa" in told
    table = next(one.value for one in at.dataframe if "Blev sena" in one.value.columns)
    assert table["Blev sena"].tolist() == ["20\u00a0%", "för få"]
    known(firm, said=said, late=tuple(not one for one in late))
    assert "Lita inte på den" in texts(settings())
