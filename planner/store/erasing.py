"""Erasing a person: names become ids, what only served to reach or describe them goes, figures stay.

Order matters: what a person was called is gathered first, then what is known to hold it is rewritten, and at the end
every text of the database is searched for the words that were gathered.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from planner.model.codec import dumps, loads
from planner.model.places import Place
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.reasons import Unassigned
from planner.model.request import Request
from planner.model.team import Technician
from planner.model.words import Precision, StopKind
from planner.store import extracts, people, requests
from planner.store.forgetting import Words, drop_runs, empty_audit, replace_everywhere
from planner.store.retention import without_note
from planner.store.tables import (
    absence,
    account,
    attempt,
    device,
    event,
    identity,
    link,
    picture,
    plan,
    request,
    session,
    technician,
)

__all__ = ["GONE", "erase_requests", "erase_technician", "requests_of"]

GONE = "[…]"
"""Stands in a text where a name, an address or a telephone number stood."""


def requests_of(db: sa.Connection, customer: str) -> tuple[str, ...]:
    """Return the ids of a customer's requests; the name as a person writes it, in any case."""
    wanted = customer.strip().casefold()
    rows = db.execute(sa.select(request.c.request_id, request.c.body))
    return tuple(row.request_id for row in rows if json.loads(row.body)["customer"].strip().casefold() == wanted)


def erase_technician(db: sa.Connection, technician_id: str) -> dict[str, int]:
    """Erase a technician who exists; return how many rows were changed, by kind."""
    one = people.get_technician(db, technician_id)
    if one is None:
        raise LookupError(technician_id)
    accounts = [row for row in db.execute(sa.select(account)).mappings() if _belongs(row["body"], technician_id)]
    duties = {found.plan_id: mine for found in _plans(db) if (mine := _duties(found, technician_id))}
    words = Words(_words_of(one, accounts, [duty for mine in duties.values() for duty in mine]))
    ids = {technician_id, *(row["account_id"] for row in accounts)}
    absences = [f"{technician_id} {row.starts.isoformat()}" for row in db.execute(_absences_of(technician_id))]
    about = [("technician", technician_id), *(("account", one) for one in ids), *(("absence", one) for one in absences)]
    done = {"technicians": 1, "absences": len(absences), "accounts": len(accounts), "plans": len(duties)}
    _rewrite_technician(db, one)
    for row in accounts:
        _rewrite_account(db, row, technician_id)
    for plan_id in duties:
        _rewrite_plan(db, _without_home(_plan(db, plan_id), technician_id))
    db.execute(absence.delete().where(absence.c.technician_id == technician_id))
    db.execute(link.delete().where(link.c.technician_id == technician_id))
    db.execute(device.delete().where(device.c.technician_id == technician_id))
    done["notes"] = _drop_notes(db, event.c.technician_id == technician_id)
    done["pictures"] = db.execute(picture.delete().where(picture.c.technician_id == technician_id)).rowcount
    done["runs"] = drop_runs(db, ids, words)
    done["audit"] = empty_audit(db, about, ids, words)
    done["texts"] = replace_everywhere(db, words)
    extracts.clear(db)
    return done


def erase_requests(db: sa.Connection, ids: Collection[str], *, customer: str | None, alias: str) -> dict[str, int]:
    """Erase the contact and the place of requests; with their customer, where the customer is a person.

    Parameters
    ----------
    customer
        Name of the customer to erase too; None: only contacts.
    alias
        What a customer is called from now on: figures by customer keep their groups.
    """
    found = requests.find(db, ids=ids)
    replaced = {word: GONE for one in found for word in (one.contact_name, one.contact_phone, *_addresses(one))}
    if customer is not None:
        replaced |= {one.customer: alias for one in found} | {customer: alias}
    words, wanted = Words(replaced), {one.request_id for one in found}
    plans = [one.plan_id for one in _plans(db) if wanted & _requests_in(one)]
    for one in found:
        _rewrite_request(db, one)
    for plan_id in plans:
        _rewrite_plan(db, _without_places(_plan(db, plan_id), wanted))
    done = {"requests": len(found), "plans": len(plans)}
    done["notes"] = sum(_drop_notes(db, event.c.request_id == one) for one in sorted(wanted))
    done["pictures"] = sum(_drop_pictures(db, one) for one in sorted(wanted))
    done["runs"] = drop_runs(db, wanted, words)
    done["audit"] = empty_audit(db, [("request", one) for one in wanted], wanted, words)
    done["texts"] = replace_everywhere(db, words)
    extracts.clear(db)
    return done


def _belongs(body: str, technician_id: str) -> bool:
    return bool(json.loads(body).get("technician_id") == technician_id)


def _words_of(one: Technician, accounts: list[Any], duties: list[PlanTechnician]) -> dict[str, str]:
    """What a technician is and was called, where they live and how they are reached."""
    words = {one.phone: GONE, one.mail: GONE}
    places = [one.start_place, one.end_place]
    names = [one.name]
    for row in accounts:
        said = json.loads(row["body"])
        names.append(str(said.get("name", "")))
        words[str(row["login"])] = GONE
    names += [duty.name for duty in duties]
    places += [place for duty in duties for place in (duty.start_place, duty.end_place)]
    words |= {place.label: GONE for place in places if place is not None and _is_address(place.label)}
    return words | dict.fromkeys(names, one.technician_id)


def _addresses(one: Request) -> Iterator[str]:
    yield from (word for word in (one.address, one.place.label if one.place else "") if _is_address(word))


def _is_address(label: str) -> bool:
    """Whether a label tells a house; the name of a town or a district stands in others' texts with good reason."""
    return any(letter.isdigit() for letter in label)


def _absences_of(technician_id: str) -> sa.Select[Any]:
    return sa.select(absence.c.starts).where(absence.c.technician_id == technician_id)


def _plans(db: sa.Connection) -> Iterator[Plan]:
    query = sa.select(plan.c.body).execution_options(yield_per=10)
    for body in db.scalars(query):
        yield loads(Plan, body)


def _plan(db: sa.Connection, plan_id: str) -> Plan:
    return loads(Plan, db.execute(sa.select(plan.c.body).where(plan.c.plan_id == plan_id)).scalar_one())


def _duties(one: Plan, technician_id: str) -> list[PlanTechnician]:
    return [duty for duty in one.technicians if duty.technician_id == technician_id]


def _requests_in(one: Plan) -> set[str]:
    return {stop.request_id for stop in one.stops if stop.request_id} | {left.request_id for left in one.unassigned}


def _rewrite_technician(db: sa.Connection, one: Technician) -> None:
    bare = Technician(
        technician_id=one.technician_id,
        name=one.technician_id,
        number=one.number,
        cost_per_hour_ore=one.cost_per_hour_ore,
        overtime_factor=one.overtime_factor,
        active=False,
        version=one.version,
    )
    this = technician.c.technician_id == one.technician_id
    db.execute(technician.update().where(this).values(body=dumps(bare), version=one.version + 1))


def _rewrite_account(db: sa.Connection, row: Any, technician_id: str) -> None:
    login = f"erased-{row['account_id']}"
    body = json.loads(row["body"]) | {"name": technician_id, "login": login, "active": False}
    values = {"login": login, "active": False, "password": None, "body": json.dumps(body, ensure_ascii=False)}
    this = account.c.account_id == row["account_id"]
    db.execute(account.update().where(this).values(values | {"version": row["version"] + 1}))
    for table in (session, device, identity):
        db.execute(table.delete().where(table.c.account_id == row["account_id"]))
    db.execute(attempt.delete().where(attempt.c.login == row["login"]))


def _rewrite_request(db: sa.Connection, one: Request) -> None:
    bare = one.replace(
        contact_name="",
        contact_phone="",
        access_notes="",
        description="",
        address="",
        postcode="",
        notes=(),
        place=_about_there(one.place),
    )
    values = {"body": dumps(bare), "version": one.version + 1}
    db.execute(request.update().where(request.c.request_id == one.request_id).values(values))


def _rewrite_plan(db: sa.Connection, one: Plan) -> None:
    db.execute(plan.update().where(plan.c.plan_id == one.plan_id).values(body=dumps(one)))


def _without_home(one: Plan, technician_id: str) -> Plan:
    """The plan without the places where the technician's days begin and end; drives keep their length."""
    return one.replace(
        technicians=tuple(
            _with(duty, name=technician_id, start_place=None, end_place=None)
            if duty.technician_id == technician_id
            else duty
            for duty in one.technicians
        ),
        stops=tuple(
            _with(stop, place=None)
            # A break can be taken at home too.
            if stop.technician_id == technician_id and stop.kind is not StopKind.VISIT
            else stop
            for stop in one.stops
        ),
    )


def _without_places(one: Plan, ids: Collection[str]) -> Plan:
    parts: tuple[Stop | Unassigned, ...] = (*one.stops, *one.unassigned)
    there = {part.place for part in parts if part.request_id in ids}

    def hidden(stop: Stop) -> bool:
        # A break taken at the customer's has no request, but the place.
        return stop.request_id in ids or (stop.request_id is None and stop.place in there)

    return one.replace(
        stops=tuple(_with(stop, place=_about_there(stop.place)) if hidden(stop) else stop for stop in one.stops),
        unassigned=tuple(_with(u, place=_about_there(u.place)) if u.request_id in ids else u for u in one.unassigned),
    )


def _about_there(place: Place | None) -> Place | None:
    """The place to about a kilometre, without its address."""
    if place is None:
        return None
    return Place(lat=round(place.lat, 2), lon=round(place.lon, 2), precision=Precision.LOCALITY, source="erased")


def _with(value: Any, **changes: Any) -> Any:
    return replace(value, **changes)


def _drop_pictures(db: sa.Connection, request_id: str) -> int:
    return db.execute(picture.delete().where(picture.c.request_id == request_id)).rowcount


def _drop_notes(db: sa.Connection, whose: sa.ColumnElement[bool]) -> int:
    changed = 0
    for row in db.execute(sa.select(event.c.event_id, event.c.body).where(whose)).all():
        if (body := without_note(row.body)) is not None:
            db.execute(event.update().where(event.c.event_id == row.event_id).values(body=body))
            changed += 1
    return changed
