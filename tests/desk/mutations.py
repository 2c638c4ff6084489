"""One example of every call of the desk that changes something: what the audit must tell of it.

A new call that opens `changing` without an example here fails `tests/desk/test_audit.py`.
"""

from dataclasses import replace
from datetime import time, timedelta

from planner import files, store, worker
from planner.desk import (
    accounts,
    demo_accounts,
    identities,
    links,
    offers,
    on_call,
    passwords,
    phone,
    privacy,
    receive,
    settings,
    signin,
    team,
    triage,
    tries,
)
from planner.desk import day as day_desk
from planner.desk import plan as plan_desk
from planner.desk.accounts import OPERATOR
from planner.desk.first_start import first_administrator
from planner.desk.queue import runs_of
from planner.law import LawSettings
from planner.model.account import Account
from planner.model.costs import PROFILES
from planner.model.event import Actor
from planner.model.job import Job, JobState
from planner.model.link import LinkKind
from planner.model.offer import SlotGrid
from planner.model.periods import DrivePeriods
from planner.model.privacy import Retention
from planner.model.team import Absence, ShiftPattern
from planner.model.vendors import Vendor
from planner.model.words import Role, ShiftKind
from tests.desk.firm import ADAM, ANNA, DANA, DAY, NOW, at, drafted, fill, filled, published, request, technician
from tests.desk.mutations_of_devices import OF_DEVICES
from tests.desk.mutations_of_learning import OF_LEARNING
from tests.desk.mutations_of_places import OF_PLACES
from tests.desk.mutations_of_plans import PLANNING

FILE = "id;rubrik;adress\nX1;Skrivare;Ugglegränd 2, Stockholm\n"
TEAM = "id;namn;starttid;sluttid;lat;lon\nT09;Ingrid B;08:00;14:30;59,20;17,63\n"


def accept(desk):
    receive.accept(desk, DANA, files.preview_requests("a.csv", FILE.encode(), day=DAY), only_good=True)


def add_request(desk):
    receive.add_request(desk, DANA, request("R9"))


def with_a_follow_up(desk):
    filled(desk)
    one = triage.get_request(desk, DANA, "R1")
    triage.save_request(desk, DANA, one.replace(follow_ups=("user_training",)))


def add_follow_ups(desk):
    receive.add_follow_ups(desk, DANA, "R1")


def save_request(desk):
    one = triage.get_request(desk, DANA, "R1")
    triage.save_request(desk, DANA, one.replace(title="Ny rubrik"))


def set_pin(desk):
    triage.set_pin(desk, DANA, "R1", 59.3, 18.1)


def save_vendor(desk):
    team.save_vendor(desk, DANA, Vendor(vendor_id="malar", name="Mälarservice AB"))


def save_technician(desk):
    team.save_technician(desk, DANA, technician("T08"))


def _absence(desk):
    return team.save_absence(desk, DANA, Absence(technician_id="T01", start=at(8), end=at(12)))


def remove_absence(desk):
    team.remove_absence(desk, DANA, team.get_team(desk, DANA).absences[0])


def change_absence(desk):
    team.save_absence(desk, DANA, replace(team.get_team(desk, DANA).absences[0], kind="sick"))


def import_team(desk):
    team.import_team(desk, DANA, "lag.csv", TEAM.encode())


def save_weights(desk):
    settings.save_weights(desk, DANA, PROFILES["cheapest"], version=0)


def save_grid(desk):
    settings.save_grid(desk, DANA, SlotGrid(days=3), version=settings.get_grid(desk, DANA).version)


def save_grid_again(desk):
    settings.save_grid(desk, DANA, SlotGrid(days=2), version=settings.get_grid(desk, DANA).version)


def save_periods(desk):
    settings.save_periods(desk, DANA, DrivePeriods(on=True), version=0)


def save_periods_again(desk):
    settings.save_periods(desk, DANA, DrivePeriods(), version=1)


def _called(desk):
    """The day is published, and somebody rings about N1."""
    published(filled(desk))
    with desk.store.writing() as db:
        store.requests.add(db, request("N1"))


def book_slot(desk):
    caller = triage.get_request(desk, DANA, "N1")
    offers.book_slot(desk, DANA, caller, offers.offer_slots(desk, DANA, caller).offers[0])


def rebook_slot(desk):
    caller = triage.get_request(desk, DANA, "R1")
    offers.rebook_slot(desk, DANA, caller, offers.offer_again(desk, DANA, caller).offers[0])


def solved_on_the_phone(desk):
    phone.solved_on_the_phone(desk, DANA, triage.get_request(desk, DANA, "N1"))


def start_planning(desk):
    plan_desk.start_planning(desk, DANA, DAY, time_limit_s=0.1)


def _queued(desk):
    job = Job(job_id="j1", day=DAY, state=JobState.QUEUED, created_at=NOW, actor="Dana")
    with desk.store.writing() as db:
        store.jobs.add(db, job, content="{}")


def cancel_job(desk):
    plan_desk.cancel_job(desk, DANA, "j1")


def _two_plans(desk):
    published(filled(desk))
    drafted(desk, "p2")


def publish(desk):
    plan_desk.publish(desk, DANA, "p2", instead_of="p1")


def _proposal(desk):
    """A run that ended on an outdated day: a proposal waits."""
    drafted(filled(desk))
    plan_desk.start_planning(desk, DANA, DAY, time_limit_s=0.3)
    set_pin(desk)
    (lease,) = runs_of(desk).claim(at_once=1)
    assert worker.run(runs_of(desk), lease) is JobState.DONE


def _waiting(desk):
    (only,) = plan_desk.proposals(desk, DANA, DAY)
    return only.plan.plan_id


def take_proposal(desk):
    plan_desk.take_proposal(desk, DANA, _waiting(desk))


def discard_proposal(desk):
    plan_desk.discard_proposal(desk, DANA, _waiting(desk))


def renew_proposal(desk):
    plan_desk.renew_proposal(desk, DANA, _waiting(desk))


def add_account(desk):
    accounts.add_account(desk, ADAM, login="dana", name="Dana", role=Role.DISPATCHER)


def _accounts(desk):
    """Adam and Dana have accounts, and Dana is signed in."""
    with desk.store.writing() as db:
        for one in (ADAM, DANA):
            made = Account(account_id=one.actor_id, login=one.actor_id, name=one.name, role=one.role, created_at=NOW)
            store.accounts.add(db, made, password=passwords.hashed("fyra hästar"))
    signin.sign_in_known(desk, "dana", client="browser")


def _dana(desk):
    return next(one for one in accounts.list_accounts(desk, ADAM) if one.account_id == "dana")


def save_account(desk):
    accounts.save_account(desk, ADAM, _dana(desk).replace(name="Dana D."))


def new_password(desk):
    accounts.new_password(desk, ADAM, "dana")


def end_sessions(desk):
    accounts.end_sessions(desk, ADAM, "dana")


def change_password(desk):
    accounts.change_password(desk, DANA, old="fyra hästar", new="fem kor dricker vatten", address="0")


def _demo(desk):
    fill(desk)
    _accounts(desk)
    demo_accounts.add_demo_accounts(desk, "T01", "Anna L")


def remove_demo(desk):
    accounts.remove_demo(desk, ADAM)


def add_demo_accounts(desk):
    demo_accounts.add_demo_accounts(desk, "T01", "Anna L")


def sign_out_everywhere(desk):
    signin.sign_out_everywhere(desk, signin.sign_in_known(desk, "dana", client="tablet"))


def _identified(desk):
    with desk.store.writing() as db:
        mail = Account(account_id="eva", login="eva@firma.example", name="Eva", role=Role.MANAGER, created_at=NOW)
        store.accounts.add(db, mail.replace(must_change=True), password="one-time")


def sign_in_elsewhere(desk):
    proof = identities.Proof(issuer="https://id.example", subject="s1", mail="Eva@firma.example")
    identities.sign_in(desk, proof, tries.begun_elsewhere(desk, "0"), client="browser")


def _linked(desk):
    _identified(desk)
    sign_in_elsewhere(desk)


def unlink(desk):
    identities.unlink(desk, ADAM, "eva")


def make_link(desk):
    links.make_link(desk, DANA, LinkKind.CALENDAR, technician_id="T01")


def _link(desk):
    fill(desk)
    make_link(desk)


def revoke_link(desk):
    (only,) = links.list_links(desk, DANA, technician_id="T01")
    links.revoke_link(desk, DANA, only.link_id)


def save_retention(desk):
    privacy.save_retention(desk, ADAM, Retention(run_days=10), version=0)


def _old_entry(desk):
    with desk.store.writing() as db:
        store.audit.append(db, DANA, "triage.set_pin", (), at=NOW - timedelta(days=3_000))


def tidy(desk):
    privacy.tidy(desk, privacy.UPKEEP)


def erase(desk):
    privacy.erase(desk, ADAM, privacy.Person(technician_id="T01"), dry_run=False)


def report_status(desk):
    day_desk.report_status(desk, ANNA, "R1", "visit.en_route", client_uuid="u1", at=at(8))


def save_law(desk):
    settings.save_law(desk, ADAM, LawSettings(keeps=("ATL13",)), version=1)


def report_call_out(desk):
    before = DAY - timedelta(days=1)
    on_call.report_call_out(
        desk, ANNA, client_uuid="c1", start=at(22, day=before), end=at(23, day=before), request_id="R1"
    )


def withdraw_call_out(desk):
    on_call.withdraw_call_out(desk, ANNA, "c1", client_uuid="c2")


def _lawful(desk):
    settings.save_law(desk, ADAM, LawSettings(), version=0)


def _on_call(desk):
    filled(desk)
    evenings = ShiftPattern(weekdays=(1,), start=time(17), end=time(7), kind=ShiftKind.ON_CALL)
    with desk.store.writing() as db:
        known = store.people.get_technician(db, "T01")
        store.people.save_technician(db, known.replace(patterns=(evenings,)))
    return desk


def _called_out(desk):
    report_call_out(_on_call(desk))


def _nothing(_desk):
    pass


EXAMPLES = {
    **OF_DEVICES,
    **OF_LEARNING,
    **OF_PLACES,
    # call: what is there before, the call itself, kind and id of what the entry must name, and who calls
    "receive.accept": (_nothing, accept, ("request", "X1"), DANA),
    "receive.add_request": (_nothing, add_request, ("request", "R9"), DANA),
    "receive.add_follow_ups": (with_a_follow_up, add_follow_ups, ("request", "R1-F1"), DANA),
    "triage.save_request": (filled, save_request, ("request", "R1"), DANA),
    "triage.set_pin": (filled, set_pin, ("request", "R1"), DANA),
    "team.save_technician": (_nothing, save_technician, ("technician", "T08"), DANA),
    "team.save_vendor": (_nothing, save_vendor, ("vendor", "malar"), DANA),
    "team.save_absence": (lambda desk: _absence(filled(desk)), change_absence, ("absence", None), DANA),
    "team.remove_absence": (lambda desk: _absence(filled(desk)), remove_absence, ("absence", None), DANA),
    "team.import_team": (_nothing, import_team, ("technician", "T09"), DANA),
    "settings.save_weights": (_nothing, save_weights, ("setting", "weights"), DANA),
    "settings.save_grid": (save_grid, save_grid_again, ("setting", "slot_grid"), DANA),
    "settings.save_periods": (save_periods, save_periods_again, ("setting", "drive_periods"), DANA),
    "phone.solved_on_the_phone": (_called, solved_on_the_phone, ("request", "N1"), DANA),
    "offers.rebook_slot": (_called, rebook_slot, ("request", "R1"), DANA),
    "offers.book_slot": (_called, book_slot, ("request", "N1"), DANA),
    "settings.save_law": (_lawful, save_law, ("setting", "law"), ADAM),
    "on_call.report_call_out": (_on_call, report_call_out, ("event", "c1"), ANNA),
    "on_call.withdraw_call_out": (_called_out, withdraw_call_out, ("event", "c2"), ANNA),
    "plan.start_planning": (filled, start_planning, ("job", None), DANA),
    "plan.cancel_job": (_queued, cancel_job, ("job", "j1"), DANA),
    "plan.publish": (_two_plans, publish, ("published", DAY.isoformat()), DANA),
    "plan.take_proposal": (_proposal, take_proposal, ("plan", None), DANA),
    "plan.discard_proposal": (_proposal, discard_proposal, ("plan", None), DANA),
    "plan.renew_proposal": (_proposal, renew_proposal, ("job", None), DANA),
    "accounts.add_account": (_nothing, add_account, ("account", None), ADAM),
    "accounts.save_account": (_accounts, save_account, ("account", "dana"), ADAM),
    "accounts.new_password": (_accounts, new_password, ("account", "dana"), ADAM),
    "accounts.end_sessions": (_accounts, end_sessions, ("session", "dana"), ADAM),
    "accounts.change_password": (_accounts, change_password, ("account", "dana"), DANA),
    "accounts.remove_demo": (_demo, remove_demo, ("account", None), ADAM),
    "demo_accounts.add_demo_accounts": (fill, add_demo_accounts, ("account", None), OPERATOR),
    "signin.sign_out_everywhere": (_accounts, sign_out_everywhere, ("session", "dana"), DANA),
    "first_start.first_administrator": (_nothing, first_administrator, ("account", None), OPERATOR),
    "identities.sign_in": (
        _identified,
        sign_in_elsewhere,
        ("account", "eva"),
        Actor(actor_id="eva", name="Eva", role=Role.MANAGER),
    ),
    "identities.unlink": (_linked, unlink, ("account", "eva"), ADAM),
    "links.make_link": (fill, make_link, ("link", None), DANA),
    "links.revoke_link": (_link, revoke_link, ("link", None), DANA),
    "privacy.save_retention": (_nothing, save_retention, ("setting", "retention"), ADAM),
    "privacy.tidy": (_old_entry, tidy, ("retention", None), privacy.UPKEEP),
    "privacy.erase": (filled, erase, ("technician", "T01"), ADAM),
    "day.report_status": (lambda desk: published(filled(desk)), report_status, ("request", "R1"), ANNA),
    **PLANNING,
}
