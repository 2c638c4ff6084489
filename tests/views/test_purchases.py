"""Orders to subcontractors: what, where, when, contact and the agreed price, and nothing that is not needed."""

import pytest

from planner.files import load_catalogue
from planner.model.request import Request
from planner.model.solution import Route, Solution
from planner.model.team import Team, Technician
from planner.model.vendors import PriceList, Terms, Vendor
from planner.rules import plan_from, price_of
from planner.views import order_text, orders
from tests.rules.bench import NOW, duty, problem, visit

CATALOGUE = load_catalogue()
JOB = next(iter(CATALOGUE.job_types))
FEES = PriceList(call_out_ore=60_000, visit_ore=20_000, hour_ore=40_000, km_ore=500)
FIRM = Vendor(vendor_id="malar", name="Mälar AB", contact_name="Order", phone="08-1", mail="o@malar.se", prices=FEES)
SPARE = Vendor(vendor_id="nord", name="Nord AB")
TEAM = Team(
    technicians=(
        Technician(technician_id="anna", name="Anna Lind"),
        Technician(technician_id="mia", name="Mia Privat", vendor_id="malar"),
        Technician(technician_id="ove", name="Ove Privat", vendor_id="malar"),
        Technician(technician_id="nils", name="Nils", vendor_id="nord"),
    ),
    vendors=(FIRM, SPARE),
)
REQUESTS = {
    one.request_id: one
    for one in (
        Request(
            request_id="V1", title="Hemligt", description="Privat sak", customer="Ica", address="Storgatan 1",
            postcode="111 22", city="Solna", contact_name="Karin Ek", contact_phone="070-1", access_notes="Kod 1234",
        ),
        Request(request_id="V2", title="Byt disk", customer="Coop"),
    )
}  # fmt: skip


@pytest.fixture(scope="module")
def plan():
    """V1 (km 10) by Mia 08:10-09:10, V2 (km 20) by Ove 08:20-09:20, V3 by Anna."""
    terms = Terms(vendor_id="malar", name="Mälar AB", prices=FEES)
    town = problem(
        visit("V1", 1, job_type_id=JOB, customer="Ica"), visit("V2", 2, title="Byt disk", customer="Coop"), visit("V3"),
        duties=(duty(), duty("mia", vendor=terms), duty("ove", vendor=terms)),
    )  # fmt: skip
    routes = (("anna", "V3"), ("ove", "V2"), ("mia", "V1"))
    made = plan_from(
        town,
        Solution(routes=tuple(Route(duty_id=f"{who}:1", visit_ids=(what,)) for who, what in routes)),
        plan_id="p",
        created_at=NOW,
    )
    return made.replace(price=price_of(town, made))


def test_a_firm_has_one_order_a_day_with_all_its_work_by_start_and_its_price(plan):
    (order,) = orders(plan, TEAM)
    assert (order.vendor, order.day) == (FIRM, plan.day)
    assert [stop.visit_id for stop in order.stops] == ["V1", "V2"]
    assert dict(order.prices) == {
        "call_out": 120_000,
        "vendor_visit": 40_000,
        "vendor_hours": 80_000,
        "vendor_distance": 30_000,
    }
    assert order.total_ore == 270_000


def test_nothing_is_ordered_of_own_staff_or_of_who_has_no_work(plan):
    assert orders(plan, Team(technicians=TEAM.technicians, vendors=(SPARE,))) == ()


@pytest.mark.parametrize(("language", "lines"), [
    ("sv", ("Beställning till Mälar AB, tis 24 november", "Till: Order, 08-1, o@malar.se", "När: 08:10–09:10",
            "Var: Ica, Storgatan 1, 111 22 Solna", "Kontakt på plats: Karin Ek, 070-1", "2. V2: Byt disk",
            "Inställelseavgift: 1\u00a0200\u00a0kr", "Avtalat pris: 2\u00a0700\u00a0kr")),
    ("en", ("When: 08:20–09:20", "Contact on site: Karin Ek, 070-1", "Call-out fee: 1,200\u00a0kr",
            "Agreed price: 2,700\u00a0kr")),
])  # fmt: skip
def test_the_text_says_what_where_when_contact_and_price(plan, language, lines):
    (order,) = orders(plan, TEAM)
    said = order_text(order, requests=REQUESTS, catalogue=CATALOGUE, language=language)
    assert [line for line in lines if line not in said.splitlines()] == []
    assert f"1. V1: {CATALOGUE.job_types[JOB].name[language]}" in said.splitlines()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_text_says_nothing_that_is_not_needed(plan, language):
    (order,) = orders(plan, TEAM)
    said = order_text(order, requests=REQUESTS, catalogue=CATALOGUE, language=language)
    for secret in ("Mia", "Ove", "Anna", "Privat sak", "Hemligt", "Kod 1234", "V3", "None"):
        assert secret not in said


def test_a_request_nobody_has_any_more_is_ordered_by_its_stop(plan):
    (order,) = orders(plan, TEAM)
    said = order_text(order, requests={}, catalogue=CATALOGUE, language="en")
    assert "Where: Ica, km 10" in said
    assert "Contact on site" not in said
