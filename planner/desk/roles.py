"""Which role may call what at the desk; every public call checks here first."""

from __future__ import annotations

from planner.model.errors import FieldProblem, InputError, NotAllowedError
from planner.model.event import Actor
from planner.model.message import message
from planner.model.words import Role

__all__ = ["ROLES", "allowed", "check", "own_technician"]

_DESK = frozenset({Role.DISPATCHER, Role.ADMINISTRATOR})
_READERS = _DESK | {Role.MANAGER}
_FIELD = _DESK | {Role.TECHNICIAN}
_EVERYBODY = frozenset(Role)
_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

ROLES: dict[str, frozenset[Role]] = {
    "receive.preview_file": _DESK,
    "receive.apply_cure": _DESK,
    "receive.accept": _DESK,
    "receive.add_request": _DESK,
    "receive.add_follow_ups": _DESK,
    "triage.list_requests": _READERS,
    "triage.get_request": _READERS,
    "searching.search": _READERS,
    "searching.known_customers": _DESK,
    "planned_at.planned_at": _READERS,
    "triage.choose_job_type": _DESK,
    "triage.propose": _DESK,
    "triage.save_request": _DESK,
    "triage.set_pin": _DESK,
    "unsettled.list_unsettled": _DESK,
    "unsettled.offered_places": _DESK,
    "unsettled.settle_place": _DESK,
    "ordering.wrong_order": _DESK,
    "team.get_team": _READERS,
    "team.save_technician": _DESK,
    "team.save_absence": _DESK,
    "team.save_vendor": _DESK,
    "vendors.remove_vendor": _DESK,
    "vendors.import_vendors": _DESK,
    "vendors.ordered_on": _DESK,
    "vendors.mark_ordered": _DESK,
    "vendors.take_back_order": _DESK,
    "team.remove_absence": _DESK,
    "team.import_team": _DESK,
    "stores.save_vehicle": _DESK,
    "stores.save_depot": _DESK,
    "stores.import_stores": _DESK,
    "stores.stores_file": _READERS,
    "loading.loading_day": _READERS,
    "sites.list_sites": _READERS,
    "sites.save_site": _DESK,
    "sites.remove_site": _DESK,
    "sites.import_sites": _DESK,
    "sites.sites_file": _READERS,
    "hotels.get_hotels": _READERS,
    "hotels.save_hotels": _DESK,
    "settings.get_weights": _READERS,
    "settings.save_weights": _DESK,
    "profiles.get_profiles": _READERS,
    "profiles.profile_named": _READERS,
    "profiles.save_profile": _DESK,
    "profiles.rename_profile": _DESK,
    "profiles.remove_profile": _DESK,
    "weighing.compare": _READERS,
    "weighing.start_trial": _DESK,
    "settings.get_periods": _READERS,
    "settings.save_periods": _DESK,
    "drives.learn_periods": _DESK,
    "work_times.get_work_times": _READERS,
    "work_times.save_work_times": _DESK,
    "work_times.learn_work_times": _DESK,
    "risks.get_lateness": _READERS,
    "risks.risks_of": _EVERYBODY,
    "own_times.my_times": frozenset({Role.TECHNICIAN}),
    "road_factors.get_road_factors": _READERS,
    "road_factors.save_road_factors": _DESK,
    "road_factors.learn_roads": _DESK,
    "near.who_is_near": _DESK,
    "settings.get_grid": _READERS,
    "settings.save_grid": _DESK,
    "offers.offer_slots": _DESK,
    "offers.book_slot": _DESK,
    "offers.offer_again": _DESK,
    "offers.rebook_slot": _DESK,
    "offers.wished_grid": _DESK,
    "phone.new_number": _DESK,
    "phone.solved_on_the_phone": _DESK,
    "settings.get_law": _DESK,
    "settings.save_law": _ADMINISTRATORS,
    "on_call.report_call_out": _FIELD,
    "on_call.withdraw_call_out": _FIELD,
    "on_call.call_outs": _FIELD,
    "journal.entries": _FIELD,
    "journal.export_journal": _FIELD,
    "plan.start_planning": _DESK,
    "plan.get_job": _READERS,
    "plan.active_job": _READERS,
    "plan.cancel_job": _DESK,
    "plan.current_plan": _READERS,
    "plan.published_plan": _READERS,
    "plan.list_plans": _READERS,
    "plan.get_plan": _READERS,
    "plan.publish": _DESK,
    "curing.try_cure": _DESK,
    "curing.apply_cure": _DESK,
    "curing.try_wish": _DESK,
    "curing.apply_wish": _DESK,
    "curing.search_wish": _DESK,
    "other_day.other_days": _DESK,
    "other_day.move_to_day": _DESK,
    "exceptions.take_back": _DESK,
    "handmade.judge_order": _DESK,
    "handmade.save_order": _DESK,
    "handmade.begin_by_hand": _DESK,
    "moving.places": _DESK,
    "moving.place_at": _DESK,
    "moving.best_places": _DESK,
    "moving.move": _DESK,
    "moving.swap": _DESK,
    "holding.hold": _DESK,
    "holding.split": _DESK,
    "undoing.steps": _READERS,
    "undoing.go_back": _DESK,
    "undoing.go_on": _DESK,
    "plan.proposals": _READERS,
    "plan.take_proposal": _DESK,
    "plan.discard_proposal": _DESK,
    "plan.renew_proposal": _DESK,
    "day.my_day": _FIELD,
    "day.report_status": _FIELD,
    "day.list_events": _READERS,
    "tablet.keep_day": _FIELD,
    "tablet_ground.keep_ground": _FIELD,
    "pictures.keep_picture": _FIELD,
    "pictures.get_picture": _FIELD,
    "receipts.receipt": _FIELD,
    "timesheet.time_report": _FIELD,
    "overtime.asked_on": _DESK,
    "overtime.answer": _DESK,
    "seen.seen_of": _DESK,
    "tablet.take_events": _FIELD,
    "devices.remember": _FIELD,
    "devices.list_devices": _FIELD,
    "devices.shut_out": _FIELD,
    "devices.rename": _FIELD,
    "exports.export_plan": _EVERYBODY,
    "accounts.list_accounts": _ADMINISTRATORS,
    "accounts.add_account": _ADMINISTRATORS,
    "accounts.save_account": _ADMINISTRATORS,
    "accounts.new_password": _ADMINISTRATORS,
    "accounts.end_sessions": _ADMINISTRATORS,
    "accounts.remove_demo": _ADMINISTRATORS,
    "accounts.change_password": _EVERYBODY,
    "identities.linked": _ADMINISTRATORS,
    "identities.unlink": _ADMINISTRATORS,
    "links.make_link": _FIELD,
    "links.list_links": _FIELD,
    "links.revoke_link": _FIELD,
    "audit.entries": _ADMINISTRATORS,
    "audit.verify": _ADMINISTRATORS,
    "audit.history": _DESK,
    "audit.name_of": _DESK,
    "privacy.get_retention": _READERS,
    "privacy.save_retention": _ADMINISTRATORS,
    "privacy.tidy": _ADMINISTRATORS,
    "privacy.export_person": _ADMINISTRATORS,
    "privacy.erase": _ADMINISTRATORS,
    "live.day_now": _READERS,
    "on_duty.on_duty": _DESK,
    "live.places_for": _DESK,
    "live.insert": _DESK,
    "live.hand_on": _DESK,
    "live.unreported": _DESK,
    "consequences.calls_of": _DESK,
    "phoning.phoned_on": _DESK,
    "phoning.mark_phoned": _DESK,
    "phoning.take_back_phoned": _DESK,
    "consequences.orders_of": _DESK,
    "what_if.days_between": _READERS,
    "what_if.start": _READERS,
    "what_if.cancel": _READERS,
    "what_if.list_runs": _READERS,
    "report.statistics": _READERS,
    "report_files.statistics_file": _READERS,
}
"""Roles by call, ``module.function``. A technician's calls are further limited to their own day."""


def allowed(role: Role, call: str) -> bool:
    """Whether a role may make a call (``module.function`` as in `ROLES`); unknown calls are nobody's."""
    return role in ROLES.get(call, frozenset())


def check(actor: Actor, call: str) -> None:
    """Refuse a call the actor's role does not allow.

    Raises
    ------
    NotAllowedError
        If the role is not in the call's row, or a technician is not tied to a person of the team.
    """
    if not allowed(actor.role, call):
        raise NotAllowedError(message("desk.not_allowed", role=message(f"desk.role.{actor.role}")))
    if actor.role is Role.TECHNICIAN and actor.technician_id is None:
        raise NotAllowedError(message("desk.nobody"))


def own_technician(actor: Actor, technician_id: str | None) -> str:
    """Return whose day the actor may see: a technician only their own, others the one they name.

    Raises
    ------
    NotAllowedError
        If a technician asks for somebody else's.
    InputError
        If somebody else names nobody.
    """
    if actor.role is not Role.TECHNICIAN:
        if technician_id is None:
            raise InputError(FieldProblem(field="technician_id", message=message("desk.no_technician")))
        return technician_id
    if actor.technician_id is None or technician_id not in (None, actor.technician_id):
        raise NotAllowedError(message("desk.not_yours"))
    return actor.technician_id
