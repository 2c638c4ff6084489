"""Links without a sign-in: a technician's calendar for a while, their day sheet for a day. Times and addresses only."""

from __future__ import annotations

import hmac
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from itsdangerous import Signer

from planner import files, store, views
from planner.desk.exports import Export
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.roles import check, own_technician
from planner.desk.unit import changing
from planner.model.errors import ServiceError
from planner.model.event import Actor
from planner.model.language import text
from planner.model.link import Link, LinkKind
from planner.model.places import Place
from planner.model.plan import Plan, Stop
from planner.model.request import Request
from planner.model.words import StopKind

__all__ = ["MadeLink", "list_links", "make_link", "open_link", "revoke_link"]

_BEFORE, _AHEAD = timedelta(days=1), timedelta(days=14)
_WORK = (StopKind.VISIT, StopKind.REMOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLink:
    """A new link with its token, which is shown once and kept nowhere."""

    link: Link
    token: str


def make_link(
    desk: Desk, actor: Actor, kind: LinkKind, *, technician_id: str | None = None, day: date | None = None
) -> MadeLink:
    """Make a link; a new calendar link ends the technician's old ones, a new day sheet those of the same day.

    Parameters
    ----------
    technician_id
        Whose; a technician may leave it out and gets their own.
    day
        Day of a day sheet; a calendar has none.

    Raises
    ------
    NotAllowedError
        If a technician asks for somebody else's.
    InputError
        If the technician is unknown or no longer active, or the day is missing or one too many.
    """
    check(actor, "links.make_link")
    whose = own_technician(actor, technician_id)
    if (day is None) is (kind is LinkKind.DAYSHEET):
        raise refusal("links.day", field="day", value=str(day or ""))
    now = desk.clock()
    link = Link(
        link_id=uuid4().hex,
        kind=kind,
        technician_id=whose,
        day=day,
        created_at=now,
        created_by=actor.actor_id,
        expires_at=now + kind.longest,
    )
    with changing(desk, "links.make_link", by=actor) as db:
        if not _works_here(db, whose):
            raise refusal("desk.unknown_technician", field="technician_id", value=whose)
        store.links.hold_links(db, whose)
        for old in store.links.find(db, whose, holding=now):
            if (old.kind, old.day) == (kind, day):
                store.links.revoke(db, old, at=now)
        store.links.add(db, link)
        return MadeLink(link=link, token=_token(store.links.made_secret(db), link.link_id))


def list_links(desk: Desk, actor: Actor, *, technician_id: str | None = None) -> tuple[Link, ...]:
    """Return the links of a technician that hold now, newest first; whose, as in `make_link`."""
    check(actor, "links.list_links")
    whose = own_technician(actor, technician_id)
    with desk.store.reading() as db:
        return store.links.find(db, whose, holding=desk.clock())


def revoke_link(desk: Desk, actor: Actor, link_id: str) -> Link:
    """End a link now.

    Raises
    ------
    NotAllowedError
        If a technician means somebody else's.
    InputError
        If there is no such link.
    """
    check(actor, "links.revoke_link")
    with changing(desk, "links.revoke_link", by=actor) as db:
        link = store.links.get(db, link_id)
        if link is None:
            raise refusal("links.unknown", field="link_id", value=link_id)
        own_technician(actor, link.technician_id)
        return store.links.revoke(db, link, at=desk.clock())


def open_link(desk: Desk, token: str, kind: LinkKind, *, language: str) -> Export | None:
    """Return what a token opens, or None: the token is the permission, and nothing tells what is wrong with it.

    Parameters
    ----------
    token
        As `make_link` gave it.
    kind
        What the address asks for; a token of the other kind opens nothing.
    language
        ``sv`` or ``en``.
    """
    now = desk.clock()
    link_id = token.partition(".")[0].encode("utf-8", "replace").decode()
    with desk.store.reading() as db:
        secret = store.links.secret(db)
        # The whole token is compared: decoding it first would take a last letter with other spare bits for the same.
        if secret is None or not _same(_token(secret, link_id), token):
            return None
        link = store.links.get(db, link_id)
        if link is None or link.kind is not kind or not link.holds(now) or not _works_here(db, link.technician_id):
            return None
        plans = tuple(_bare(db, plan, link.technician_id, language) for plan in _plans(db, link, desk.today()))
    _note_use(desk, link, now)
    return _calendar(link, plans, language) if kind is LinkKind.CALENDAR else _sheet(link, plans, language, now)


def _token(secret: str, link_id: str) -> str:
    return Signer(secret, salt="faltplan.link", digest_method=sha256).sign(link_id).decode()


def _same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))


def _works_here(db: store.Connection, technician_id: str) -> bool:
    technician = store.people.get_technician(db, technician_id)
    return technician is not None and technician.active


def _plans(db: store.Connection, link: Link, today: date) -> tuple[Plan, ...]:
    first, last = (today - _BEFORE, today + _AHEAD) if link.day is None else (link.day, link.day)
    return store.plans.published_between(db, first, last)


def _bare(db: store.Connection, plan: Plan, technician_id: str, language: str) -> Plan:
    """The plan with nothing left in it but when and at which address the technician works."""
    work = [stop for stop in plan.of_technician(technician_id) if stop.kind in _WORK]
    ids = {stop.request_id for stop in work if stop.request_id is not None}
    requests = {one.request_id: one for one in store.requests.find(db, ids=ids)}
    return Plan(
        plan_id=plan.plan_id,
        day=plan.day,
        version=plan.version,
        created_at=plan.created_at,
        time_zone=plan.time_zone,
        stops=tuple(_bare_stop(stop, requests.get(stop.request_id or ""), language) for stop in work),
    )


def _bare_stop(stop: Stop, request: Request | None, language: str) -> Stop:
    if stop.kind is StopKind.REMOTE or stop.place is None:
        return replace(stop, title=text("links.remote", language), customer="", reason=None, place=None)
    address = _address(stop.place, request)
    return replace(stop, title=address, customer="", reason=None, place=replace(stop.place, label=address))


def _address(place: Place, request: Request | None) -> str:
    """As the request has it: a place's label can be the name of whoever else is at the same spot."""
    if request is not None and (request.address or request.city):
        return ", ".join(filter(None, (request.address, f"{request.postcode} {request.city}".strip())))
    return f"{place.lat:.5f}, {place.lon:.5f}"


def _note_use(desk: Desk, link: Link, now: datetime) -> None:
    if store.links.touched_lately(link, at=now):
        return
    # A full disk or a busy database is no reason to leave somebody without their day.
    with suppress(ServiceError), desk.store.writing() as db:
        store.links.touch(db, link, at=now)


def _calendar(link: Link, plans: tuple[Plan, ...], language: str) -> Export:
    return Export(
        filename="faltplan.ics",
        media_type="text/calendar; charset=utf-8",
        content=files.plans_to_ics(plans, link.technician_id, language=language),
    )


def _sheet(link: Link, plans: tuple[Plan, ...], language: str, now: datetime) -> Export:
    assert link.day is not None
    plan = plans[0] if plans else Plan(plan_id="none", day=link.day, version=0, created_at=now)
    return Export(
        filename=files.export_name(text("desk.file.daysheet", language), "html", day=link.day),
        media_type="text/html; charset=utf-8",
        content=views.short_sheet(plan, link.technician_id, language=language).encode(),
    )
