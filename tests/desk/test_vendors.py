"""Subcontractors at the desk: in and out by file, removed when nobody works for them; orders marked as sent."""

from datetime import UTC, datetime

import pytest

from planner import files, planning, store
from planner.desk import consequences, team, vendors
from planner.desk import plan as plan_desk
from planner.desk.snapshot import built_for
from planner.model.errors import InputError, StaleError
from planner.model.vendors import PriceList, Vendor
from tests.desk.firm import DANA, DAY, SOLNA, fill, request, technician

NORD = Vendor(
    vendor_id="nord",
    name="NordFält AB",
    contact_name="Nils N",
    phone="08-1",
    mail="nils@nord.example",
    prices=PriceList(
        call_out_ore=50_000,
        visit_ore=12_345,
        visit_ore_by_job=(("printer_fault", 90_000),),
        hour_ore=80_000,
        km_ore=450,
    ),
    lead_min=90,
    job_types=("printer_fault", "network_fault_lan"),
    note="Ring först",
)
REST = Vendor(vendor_id="rest", name="Vilar HB", active=False)


@pytest.fixture
def firm(desk):
    """R1 is for the subcontractor's person; the day has a draft."""
    fill(desk, request("R1", required_technicians=("T02",)), people=("T01",))
    with desk.store.writing() as db:
        store.people.save_vendor(db, NORD)
        store.people.save_technician(db, technician("T02", vendor_id="nord"))
    planned(desk, "p1")
    return desk


def planned(desk, plan_id):
    built = built_for(desk, DAY)
    plan = planning.baseline(built.problem, plan_id=plan_id, created_at=desk.clock())
    with desk.store.writing() as db:
        return store.plans.add(db, plan)


def purchase(desk, plan_id):
    (only,) = consequences.orders_of(desk, DANA, plan_id, language="sv")
    return only


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_file_of_subcontractors_reads_back_to_the_same(desk, language):
    content = files.vendors_to_csv((NORD, REST), language=language)
    assert files.read_vendors("firmor.csv", content, catalogue=desk.catalogue) == (NORD, REST)


def test_an_import_saves_all_and_keeps_the_others(firm):
    before = team.get_team(firm, DANA).vendors[0].version
    content = files.vendors_to_csv((NORD.replace(name="Nord Nya"), REST), language="sv")
    vendors.import_vendors(firm, DANA, "firmor.csv", content)
    found = {one.vendor_id: (one.name, one.version) for one in team.get_team(firm, DANA).vendors}
    assert {one: name for one, (name, _) in found.items()} == {"nord": "Nord Nya", "rest": "Vilar HB"}
    assert found["nord"][1] == before + 1


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("rubrik;adress\nx;y\n", "import.no_vendor_columns"),
        ("vendor_id;vendor_name;vendor_km\nnord;Nord;dyrt\n", None),
        ("vendor_id;vendor_name\n;Nord\n", "import.vendor_without_id"),
        ("vendor_id;vendor_name;vendor_note\nnord;Nord;811228-9874\n", None),
    ],
)
def test_a_file_at_fault_is_refused_with_where_and_nothing_is_saved(firm, content, key):
    before = team.get_team(firm, DANA).vendors
    with pytest.raises(InputError) as refused:
        vendors.import_vendors(firm, DANA, "firmor.csv", content.encode())
    assert key in (None, refused.value.message.key)
    assert team.get_team(firm, DANA).vendors == before


def test_a_subcontractor_for_whom_somebody_works_stays(firm):
    (nord,) = team.get_team(firm, DANA).vendors
    with pytest.raises(InputError) as refused:
        vendors.remove_vendor(firm, DANA, nord)
    assert refused.value.message.key == "vendors.has_people"
    assert dict(refused.value.message.values)["technicians"] == ("Name T02",)


def test_one_without_people_is_removed_unless_somebody_changed_it(desk):
    saved = team.save_vendor(desk, DANA, REST)
    team.save_vendor(desk, DANA, saved.replace(note="x"))
    with pytest.raises(StaleError):
        vendors.remove_vendor(desk, DANA, saved)
    vendors.remove_vendor(desk, DANA, team.get_team(desk, DANA).vendors[0])
    assert team.get_team(desk, DANA).vendors == ()


def test_an_order_is_marked_with_who_and_when_and_what(firm):
    vendors.mark_ordered(firm, DANA, "p1", "nord", language="sv")
    (only,) = vendors.ordered_on(firm, DANA, DAY)
    assert (only.vendor_id, only.by, only.plan_id) == ("nord", "Dana", "p1")
    assert only.at == firm.clock().astimezone(UTC)
    assert isinstance(only.at, datetime)
    assert only.text == purchase(firm, "p1").text
    assert vendors.same_order(only, purchase(firm, "p1"))


def test_the_mark_holds_in_another_language_and_for_a_plan_that_buys_the_same(firm):
    vendors.mark_ordered(firm, DANA, "p1", "nord", language="sv")
    (only,) = vendors.ordered_on(firm, DANA, DAY)
    (english,) = consequences.orders_of(firm, DANA, "p1", language="en")
    planned(firm, "p2")
    assert vendors.same_order(only, english)
    assert vendors.same_order(only, purchase(firm, "p2"))


def test_an_order_that_changed_since_says_so(firm):
    vendors.mark_ordered(firm, DANA, "p1", "nord", language="sv")
    with firm.store.writing() as db:
        store.requests.add(db, request("R2", place=SOLNA, required_technicians=("T02",)))
    planned(firm, "p2")
    (only,) = vendors.ordered_on(firm, DANA, DAY)
    assert not vendors.same_order(only, purchase(firm, "p2"))
    vendors.mark_ordered(firm, DANA, "p2", "nord", language="sv")
    (only,) = vendors.ordered_on(firm, DANA, DAY)
    assert vendors.same_order(only, purchase(firm, "p2"))


def test_an_order_is_taken_back(firm):
    vendors.mark_ordered(firm, DANA, "p1", "nord", language="sv")
    vendors.take_back_order(firm, DANA, DAY, "nord")
    assert vendors.ordered_on(firm, DANA, DAY) == ()


def test_what_a_plan_does_not_buy_cannot_be_marked(firm):
    with pytest.raises(InputError) as refused:
        vendors.mark_ordered(firm, DANA, "p1", "rest", language="sv")
    assert refused.value.message.key == "vendors.no_order"
    assert plan_desk.current_plan(firm, DANA, DAY).plan_id == "p1"
