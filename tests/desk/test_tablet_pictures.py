"""Photos and signatures: bare, once, for those who may see them, gone with the reports; the receipt of a visit."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from planner import store
from planner.desk import pictures, privacy, receipts
from planner.desk.privacy import Person
from planner.model.errors import InputError, NotAllowedError
from planner.model.privacy import Retention
from planner.model.request import PartNeed
from planner.store import backup, retention
from planner.views.escape import remote_refs
from planner.views.held import held_page
from tests.desk.firm import ADAM, ANNA, BO, DANA, DAY, MAJA, NOW, fill, filled, later, published, request
from tests.desk.persons import chain_holds, found
from tests.desk.tapping import hand_in, row
from tests.files.jpegs import GPS_WORDS, PLAIN, jpeg

PHOTO, REPORT = "tap-000001", "tap-000002"


@pytest.fixture
def firm(desk):
    """Anna has taken a photo of R1 and let the customer sign."""
    fill(
        desk,
        request("R1", required_technicians=("T01",), required_parts=(PartNeed(part="monitor_27", quantity=2),)),
        request("R2", required_technicians=("T01",)),
        request("R3", required_technicians=("T02",)),
    )
    published(desk)
    report = {"signed_by": "Kanarina  Fågelsång", "next_action": "Beställ toner", "note": "Bytte valsar", "drawn": True}
    hand_in(desk, row(1, "work.photo"), row(2, "work.report", **report))
    return desk


def signed(desk):
    pictures.keep_picture(desk, ANNA, PHOTO, jpeg(camera=True))
    pictures.keep_picture(desk, ANNA, REPORT, jpeg())
    return desk


def here(desk):
    with desk.store.reading() as db:
        return store.pictures.known(db, (PHOTO, REPORT))


def page(desk, actor=ANNA, visit="R1", language="sv"):
    return receipts.receipt(desk, actor, DAY, visit, language=language).content.decode()


def test_a_picture_is_kept_bare_and_once(firm):
    assert pictures.keep_picture(firm, ANNA, PHOTO, jpeg(camera=True)) is True
    assert pictures.keep_picture(firm, ANNA, PHOTO, jpeg()) is False
    one = pictures.get_picture(firm, ANNA, PHOTO)
    assert (one.kind, one.request_id, one.technician_id) == ("photo", "R1", "T01")
    assert not any(word in one.content for word in GPS_WORDS)
    assert pictures.keep_picture(firm, ANNA, REPORT, jpeg()) is True
    assert pictures.get_picture(firm, DANA, REPORT).kind == "signature"


@pytest.mark.parametrize(
    ("picture_id", "content", "key"),
    [
        ("tap-000009", PLAIN, "pictures.no_report"),
        (PHOTO, b"GIF89a", "pictures.no_picture"),
        (PHOTO, b"", "pictures.no_picture"),
    ],
)
def test_no_picture_without_a_report_and_no_report_with_something_else(firm, picture_id, content, key):
    with pytest.raises(InputError) as refused:
        pictures.keep_picture(firm, ANNA, picture_id, content)
    assert refused.value.message.key == key
    assert here(firm) == frozenset()


def test_a_note_has_no_picture(firm):
    hand_in(firm, row(3, "work.note", note="a"))
    with pytest.raises(InputError):
        pictures.keep_picture(firm, ANNA, "tap-000003", jpeg())


def test_nobody_keeps_or_sees_a_colleagues_picture_and_managers_see_none(firm):
    with pytest.raises(NotAllowedError):
        pictures.keep_picture(firm, BO, PHOTO, jpeg())
    signed(firm)
    for who in (BO, MAJA):
        with pytest.raises(NotAllowedError):
            pictures.get_picture(firm, who, PHOTO)
        with pytest.raises(NotAllowedError):
            page(firm, who)
    assert pictures.get_picture(firm, DANA, PHOTO).content


def test_the_receipt_says_what_was_done_and_not_what_was_written_for_the_desk(firm):
    signed(firm)
    hand_in(
        firm, row(4, "visit.started", at=later(60).isoformat()), row(5, "work.note", note="Kunden är sur"),
        row(6, "work.parts", parts=[{"part": "monitor_27", "quantity": 2}]),
        row(7, "work.checked", step=0, ticked=True), row(8, "work.checked", step=1, ticked=True),
        row(9, "work.checked", step=1, ticked=False), row(10, "visit.done"), sent_at=NOW,
    )  # fmt: skip
    made = page(firm)
    job = firm.catalogue.job_types["printer_fault"]
    for words in ("Bytte valsar", "Beställ toner", "Kanarina Fågelsång", "Sjöviks Tryck", "Name T01", "R1", "Klar"):
        assert words in made
    assert f"2 × {firm.catalogue.parts['monitor_27'].name['sv']}" in made
    assert job.checklist[0]["sv"] in made
    assert job.checklist[1]["sv"] not in made
    assert "Kunden är sur" not in made
    assert made.count("data:image/jpeg;base64,") == 2
    assert remote_refs(made) == []
    assert "<script" not in made
    assert "Receipt for visit R1" in page(firm, language="en")


def test_a_photo_parts_and_a_report_that_were_taken_back_are_no_part_of_the_receipt(firm):
    signed(firm)
    hand_in(firm, row(4, "work.parts", parts=[{"part": "monitor_27", "quantity": 2}]))
    taken = [row(5 + at, "work.taken_back", undoes=one) for at, one in enumerate((PHOTO, REPORT, "tap-000004"))]
    hand_in(firm, *taken)
    made = page(firm)
    assert made.count("data:image/jpeg;base64,") == 0
    assert not any(words in made for words in ("Kanarina", "Bytte valsar", "2 × "))


def test_the_receipt_tells_of_pictures_that_have_not_come(firm):
    assert "2 bilder har inte kommit" in page(firm)
    signed(firm)
    assert "har inte kommit" not in page(firm)


def test_a_hostile_customer_stays_text_on_the_receipt(firm):
    hand_in(firm, row(3, "work.report", note="<script>hit()</script>", signed_by="<img src=x onerror=hit()>"))
    made = page(firm)
    assert "<script>" not in made
    assert "<img src=x" not in made


def test_a_receipt_is_of_a_published_visit(firm):
    with pytest.raises(InputError):
        page(firm, visit="R9")


def test_a_signature_with_a_personal_number_loses_the_number(firm):
    hand_in(firm, row(3, "work.report", note="a", signed_by="Karin 811218-9876"))
    assert "••••••-••••" in page(firm)
    assert "811218" not in page(firm)


def test_pictures_are_in_a_backup_byte_for_byte(firm, tmp_path):
    signed(firm)
    before = pictures.get_picture(firm, DANA, PHOTO)
    backup.write(firm.store, tmp_path / "b.zip", at=NOW)
    with firm.store.writing() as db:
        db.exec_driver_sql("delete from picture")
    backup.restore(firm.store, tmp_path / "b.zip")
    assert pictures.get_picture(firm, DANA, PHOTO) == before


@pytest.mark.parametrize(("moved", "left"), [(timedelta(seconds=-1), True), (timedelta(seconds=1), False)])
def test_pictures_and_names_of_who_signed_are_kept_as_long_as_notes(firm, moved, left):
    signed(firm)
    with firm.store.reading() as db:
        taken = store.pictures.get(db, PHOTO).at
    limits = Retention().limits(NOW) | {"notes_months": taken + moved}
    with firm.store.writing() as db:
        retention.forget(db, limits, dry_run=False)
        report = store.events.get(db, REPORT)
    assert (here(firm) == {PHOTO, REPORT}) is left
    assert (report.get("signed_by") is not None) is left
    assert (report.get("next_action") is not None) is left


@pytest.mark.parametrize("person", [Person(technician_id="T01"), Person(customer="Sjöviks Tryck")])
def test_pictures_go_with_the_person_they_are_of_and_names_too(firm, person):
    signed(firm)
    assert found(firm, "Kanarina Fågelsång") == ["Kanarina Fågelsång"]
    done = privacy.erase(firm, ADAM, person, dry_run=False)
    assert done["pictures"] == 2
    assert here(firm) == frozenset()
    assert found(firm, "Kanarina Fågelsång") == []
    assert chain_holds(firm)


def test_an_unerased_customer_keeps_the_pictures(firm):
    signed(firm)
    privacy.erase(firm, ADAM, Person(request_ids=("R2",)), dry_run=False)
    assert here(firm) == {PHOTO, REPORT}


def test_what_is_held_shows_the_pictures(firm):
    signed(firm)
    for person in (Person(technician_id="T01"), Person(request_ids=("R1",))):
        held = privacy.export_person(firm, ADAM, person)
        assert [one["picture_id"] for one in held["pictures"]] == [PHOTO, REPORT]
        assert json.dumps(held)
        shown = held_page(held, language="sv", who="x", made="y")
        assert len(re.findall(r'<img src="data:image/jpeg;base64,[A-Za-z0-9+/=]+"', shown)) == 2


def test_a_visit_that_went_to_a_colleague_keeps_the_photo_that_was_taken(desk):
    published(filled(desk))
    with desk.store.writing() as db:
        plan = store.plans.published_on(db, DAY)
        duty = next(one.duty_id for one in plan.technicians if one.technician_id == "T02")
        stops = tuple(
            replace(one, technician_id="T02", duty_id=duty) if one.visit_id == "R1" else one for one in plan.stops
        )
        store.plans.publish(db, store.plans.add(db, plan.replace(plan_id="p2", stops=stops)), at=NOW)
    hand_in(desk, row(1, "work.photo"))
    pictures.keep_picture(desk, ANNA, PHOTO, jpeg())
    assert pictures.get_picture(desk, DANA, PHOTO).request_id == "R1"
