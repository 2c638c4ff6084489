"""From requests to visits: what work it is, who may do it, and requests that cannot even be posed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

from planner.geocode import check_position
from planner.model.costs import Weights, hour_units, minute_units, ore
from planner.model.message import message
from planner.model.problem import Visit, VisitLock
from planner.model.reasons import Cure, Reason, Unassigned
from planner.model.request import Request
from planner.model.sites import Site
from planner.model.team import Team
from planner.model.words import LockKind, RequestStatus
from planner.planning.before import Before, Told
from planner.planning.duties import Roster
from planner.planning.horizon import Horizon
from planner.planning.opening import opening_of
from planner.planning.places import Rows
from planner.planning.seats import seat_ids, seats_of, too_many
from planner.planning.splitting import as_told, held_visits
from planner.planning.times import Day, VisitTimes, visit_times

__all__ = ["Posing", "any_time", "goes_on_from", "is_over", "is_past", "left_out", "pose", "pose_seats"]

_WRONG_POSITION = frozenset({"swapped", "zero"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Posing:
    """What every request of the day is posed against.

    Parameters
    ----------
    bound
        Ids of certificates that somebody in the team holds for single customers only.
    known_skills, known_certificates
        Ids that the catalogue or somebody in the team knows.
    sites
        Sites with opening hours, by id.
    """

    day: Day
    roster: Roster
    weights: Weights
    team: Team
    before: Before
    bound: Set[str]
    known_skills: Set[str]
    known_certificates: Set[str]
    sites: Mapping[str, Site]


def is_over(request: Request) -> bool:
    """Whether nothing is left to plan: cancelled, or done without being frozen in the day's plan by a lock."""
    if request.status is RequestStatus.CANCELLED:
        return True
    return request.status is RequestStatus.DONE and request.lock.kind is LockKind.NONE


def pose(request: Request, posing: Posing, rows: Rows) -> Visit | Unassigned:
    """Return the visit (or remote session) of a request, or why it cannot be posed.

    Set-up counts as work on site. A required certificate that somebody holds for single customers only
    is asked as ``id@customer``; whoever holds it without a customer holds it for all. Leaving out a
    visit that can be late costs its drop price and the lateness of the day's last second, so that coming late
    is never dearer than not coming; a drop price given with the request stays as it is.

    Parameters
    ----------
    request
        What the customer wants.
    posing
        Day, duties and what the team knows.
    rows
        Takes up the place.
    """
    service_s, setup_s = request.left_min * 60, request.setup_min * 60 if request.needs_visit else 0
    obstacle = _obstacle(request, posing)
    times = obstacle or visit_times(request, posing.day, service_s=service_s)
    if isinstance(times, Reason):
        return left_out(request, times)
    opening = opening_of(request, posing.sites.get(request.site_id), posing.day)
    if isinstance(opening, Reason):
        return left_out(request, opening)
    return Visit(
        visit_id=request.request_id,
        request_id=request.request_id,
        title=request.title,
        customer=request.customer,
        job_type_id=request.job_type_id,
        channel=request.channel,
        **rows.visit_at(request.place if request.needs_visit else None),
        service_s=service_s,
        service_p80_s=service_s + (request.service_p80_min - request.service_min) * 60,
        windows=times.windows,
        opening=opening,
        late_after_s=times.late_after_s,
        late_against=times.late_against,
        priority=request.priority,
        drop_ore=_drop_ore(request, times, posing),
        skills=tuple(sorted((need.skill, need.level) for need in request.required_skills)),
        certificates=tuple(sorted(_needed(request, posing.bound))),
        preferred=request.preferred_technicians,
        required=request.required_technicians,
        forbidden=request.forbidden_technicians,
        lock=_lock(request, posing.day),
        setup_s=setup_s,
        load=request.load,
        languages=request.required_languages,
        wished_languages=request.preferred_languages,
        territory=request.territory,
        desk=request.needs_desk and not request.needs_visit,
        in_territory=bool(request.territory) and posing.weights.territory_hard,
        soon_after_s=_soon(request, times, posing),
        **_before(request, posing),
    )


def pose_seats(request: Request, posing: Posing, rows: Rows, *, taken: Set[str]) -> tuple[Visit, ...] | Unassigned:
    """Return the visits of a request, one for each seat of its crew, or why it cannot be posed.

    Parameters
    ----------
    taken
        Ids that no seat may have.
    """
    posed = pose(request, posing, rows)
    if isinstance(posed, Unassigned):
        return posed
    if held := posing.before.parts.get(request.request_id):
        stay = tuple(as_told(one, posing.before.told) for one in held_visits(posed, held, posing.day.horizon))
        done = max(one.part.number for one in held) <= request.parts_done and not held[0].rest_elsewhere
        return (*stay, posed) if done and request.done_min < request.service_min else stay
    given = request.drop_cost_ore is not None or posed.drop_ore is None
    late_ore = 0 if given or posed.drop_ore is None else posed.drop_ore - posing.weights.drop(request.priority)
    first, *others = seats_of(posed, request, seat_ids(request, taken), late_ore=late_ore)
    told, horizon = posing.before.told, posing.day.horizon
    return (first, *(replace(seat, **_published(told.get(seat.visit_id), horizon)) for seat in others))


def _soon(request: Request, times: VisitTimes, posing: Posing) -> int | None:
    """Return from when on it counts how long a visit waits: not where the customer has said or was told a time."""
    if not posing.weights.soon(request.priority) or request.time_windows or request.promise:
        return None
    return max(posing.day.first_s, times.windows[0].earliest_s if times.windows else 0)


def _before(request: Request, posing: Posing) -> dict[str, Any]:
    """Return who did the request that this one goes on from, and what is published of this one."""
    return {
        "same_as": posing.before.done_by.get(goes_on_from(request), ""),
        "same_required": request.same_technician_required,
        **_published(posing.before.told.get(request.request_id), posing.day.horizon),
    }


def goes_on_from(request: Request) -> str:
    """Return the request whose technician should do this one too: as named, else itself where parts of it are done."""
    return request.same_technician_as or (request.request_id if request.parts_done else "")


def _published(told: Told | None, horizon: Horizon) -> dict[str, Any]:
    """Return what the published plan says of a visit; on another day than it, the day counts and not the hour."""
    same_day = told is not None and told.start is not None and told.day == horizon.day
    return {
        "told_technician": told.technician_id if told else "",
        "told_day": told.day if told else None,
        "told_s": horizon.seconds(told.start) if told and told.start and same_day else None,
    }


def is_past(left: Unassigned) -> bool:
    """Whether something is left out because all its windows are over."""
    return any(reason.message.key in ("planning.window_past", "planning.window_before") for reason in left.reasons)


def any_time(request: Request, posing: Posing, rows: Rows) -> Visit | None:
    """Return the visit of a request as if it had no windows, or None where something else is against it."""
    posed = pose(request.replace(time_windows=(), promise=None), posing, rows)
    return posed if isinstance(posed, Visit) else None


def left_out(request: Request, reason: Reason) -> Unassigned:
    """Return a request as left out of the plan for a reason."""
    return Unassigned(
        visit_id=request.request_id,
        request_id=request.request_id,
        title=request.title,
        customer=request.customer,
        channel=request.channel,
        priority=request.priority,
        place=request.place,
        service_s=request.service_min * 60,
        reasons=(reason,),
    )


def _obstacle(request: Request, posing: Posing) -> Reason | None:
    """Return the first thing that must be mended before the request can be planned at all."""
    checks = (
        _held(request, posing),
        _unplaced(request),
        too_many(request),
        _unknown_need(request, posing),
        _person_off(request, posing),
    )
    return next((reason for reason in checks if reason), None)


def _held(request: Request, posing: Posing) -> Reason | None:
    if request.status is not RequestStatus.PAUSED:
        return None
    catalogue = posing.day.catalogue
    known = catalogue.pause_reasons.get(request.pause_reason) if catalogue else None
    if known is None:
        return Reason(code="hold", message=message("planning.on_hold"))
    return Reason(code="hold", message=message("rule.hold.unassigned", pause_reason=known.label))


def _unplaced(request: Request) -> Reason | None:
    if not request.needs_visit:
        return None
    cure = Cure(code="set_place", message=message("cure.set_place.text", site=_site(request)))
    if request.place is None:
        written = " ".join(filter(None, (request.address, request.postcode, request.city)))
        key = "planning.address_unknown" if written else "planning.no_address"
        found = message(key, address=written) if written else message(key)
        return Reason(code="place", message=found, cures=(cure,))
    wrong = check_position(request.place.lat, request.place.lon)
    if wrong is None or wrong.code not in _WRONG_POSITION:
        return None
    change = (("lat", str(wrong.proposal[0])), ("lon", str(wrong.proposal[1]))) if wrong.proposal else ()
    swap = Cure(code="set_place", message=cure.message, change=change)
    return Reason(code="place", message=wrong.message, cures=(swap,))


def _site(request: Request) -> str:
    return request.customer or request.address or request.title or request.request_id


def _unknown_need(request: Request, posing: Posing) -> Reason | None:
    for need in (need for seat in range(1, request.crew_size + 1) for need in request.skills_of_seat(seat)):
        if need.skill not in posing.known_skills:
            return Reason(code="skill", message=message("planning.unknown_skill", skill=need.skill))
    for certificate in request.required_certificates:
        if certificate not in posing.known_certificates:
            return Reason(code="certificate", message=message("planning.unknown_certificate", certificate=certificate))
    return None


def _person_off(request: Request, posing: Posing) -> Reason | None:
    """The one who must do it is not at work: no search can change that."""
    day, off = posing.day.horizon.day, posing.roster.off
    names = {t.technician_id: t.name for t in posing.team.technicians}
    working, lock = {duty.technician_id for duty in posing.roster.duties}, request.lock
    named = (lock.technician_id, *lock.others) if lock.kind in (LockKind.TECHNICIAN, LockKind.BOTH) else ()
    locked = next((one for one in named if one is not None and one not in working), None)
    if locked is not None:
        key = "planning.locked_off" if locked in off else "planning.locked_unknown"
        return Reason(code="lock", message=message(key, technician=names.get(locked, locked), day=day))
    required = request.required_technicians
    if required and not working & set(required):
        wanted = tuple(names.get(one, one) for one in required)
        return Reason(code="person", message=message("planning.required_off", technicians=wanted, day=day))
    same = posing.before.done_by.get(request.same_technician_as, "")
    if same and request.same_technician_required and same not in working:
        said = message(
            "rule.same_technician.unassigned", visit=request.request_id, other_technician=names.get(same, same), day=day
        )  # fmt: skip
        return Reason(code="same_technician", message=said)
    return None


def _needed(request: Request, bound: Set[str]) -> Iterable[str]:
    for certificate in request.required_certificates:
        yield f"{certificate}@{request.customer_id}" if certificate in bound and request.customer_id else certificate


def _drop_ore(request: Request, times: VisitTimes, posing: Posing) -> int | None:
    if request.mandatory:
        return None
    if request.drop_cost_ore is not None:
        return request.drop_cost_ore
    late_s = 0 if times.late_after_s is None else max(0, posing.day.last_s - times.late_after_s)
    late_units = minute_units(late_s, posing.weights.lateness(request.priority))
    soon_s = _soon(request, times, posing)
    waits_s = 0 if soon_s is None else max(0, posing.day.last_s - soon_s)
    waits_units = hour_units(waits_s, posing.weights.soon(request.priority))
    return posing.weights.drop(request.priority) + ore(late_units + waits_units)


def _lock(request: Request, day: Day) -> VisitLock:
    lock = request.lock
    earliest_s, latest_s = (None if m is None else day.horizon.seconds(m) for m in (lock.earliest, lock.latest))
    kind = LockKind.TIME_RANGE if lock.kind is LockKind.EARLIEST else lock.kind
    return VisitLock(kind=kind, technician_id=lock.technician_id, earliest_s=earliest_s, latest_s=latest_s)
