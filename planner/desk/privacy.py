"""Privacy: how long things are kept, letting go of what is too old, what is held about a person, and erasing them."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from planner import store
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.roles import check
from planner.desk.unit import changing
from planner.model.errors import ServiceError
from planner.model.event import Actor
from planner.model.privacy import Retention
from planner.model.words import Role
from planner.store import erasing, held, journal, retention

__all__ = ["UPKEEP", "Person", "StoredRetention", "erase", "export_person", "get_retention", "save_retention", "tidy"]

UPKEEP = Actor(actor_id="upkeep", name="Fältplan", role=Role.ADMINISTRATOR)
"""Who the program itself is, when it lets go of what is too old."""

_SETTING = "retention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom a wish is about, exactly one of three.

    Parameters
    ----------
    technician_id
        Somebody of the team.
    request_ids
        Contacts of these requests.
    customer
        Name of a customer, with the contacts of all their requests.
    """

    technician_id: str | None = None
    request_ids: tuple[str, ...] = ()
    customer: str | None = None

    def __post_init__(self) -> None:
        if [bool(self.technician_id), bool(self.request_ids), bool(self.customer)].count(True) != 1:
            raise ValueError("a person is a technician, the contact of requests, or a customer")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRetention:
    """How long things are kept, and the version that whoever changes it has read; 0 while nobody has saved any."""

    kept: Retention
    version: int


def get_retention(desk: Desk, actor: Actor) -> StoredRetention:
    """Return how long things are kept."""
    check(actor, "privacy.get_retention")
    with desk.store.reading() as db:
        kept, version = store.settings.read(db, _SETTING, Retention, Retention())
    return StoredRetention(kept=kept, version=version)


def save_retention(desk: Desk, actor: Actor, kept: Retention, *, version: int) -> StoredRetention:
    """Save how long things are kept; what is too old by it goes with the next tidying.

    Parameters
    ----------
    version
        Version that was read.

    Raises
    ------
    StaleError
        If somebody saved other times since.
    """
    check(actor, "privacy.save_retention")
    with changing(desk, "privacy.save_retention", by=actor) as db:
        return StoredRetention(kept=kept, version=store.settings.save(db, _SETTING, kept, version=version))


def tidy(desk: Desk, actor: Actor, *, dry_run: bool = False) -> dict[str, int]:
    """Forget what is older than it is kept; return how many rows of each kind (``logs``: files of planning runs).

    Parameters
    ----------
    dry_run
        Only count.
    """
    check(actor, "privacy.tidy")
    limits = get_retention(desk, actor).kept.limits(desk.clock())
    if dry_run:
        with desk.store.reading() as db:
            found = retention.forget(db, limits, dry_run=True)
    else:
        with changing(desk, "privacy.tidy", by=actor) as db:
            found = retention.forget(db, limits, dry_run=False)
    return found | {"logs": _old_logs(desk, limits["run_days"], dry_run=dry_run)}


def _old_logs(desk: Desk, before: datetime, *, dry_run: bool) -> int:
    old = [one for one in (desk.var / "jobs").glob("*.log") if one.stat().st_mtime < before.timestamp()]
    for one in () if dry_run else old:
        one.unlink(missing_ok=True)
    return len(old)


def export_person(desk: Desk, actor: Actor, person: Person) -> held.Held:
    """Return everything that is held about a person, by kind.

    Raises
    ------
    InputError
        If there is nobody of that id or name.
    """
    check(actor, "privacy.export_person")
    with desk.store.reading() as db:
        if person.technician_id:
            _known_technician(db, person.technician_id)
            return held.held_about_technician(db, person.technician_id)
        return held.held_about_requests(db, _requests_of(db, person))


def erase(desk: Desk, actor: Actor, person: Person, *, dry_run: bool) -> dict[str, int]:
    """Make a person unknowable everywhere in one transaction; return how many rows changed, by kind.

    Ids and figures stay, so that statistics do. Backups that were made before hold the person until they are gone.

    Parameters
    ----------
    dry_run
        Try it, count, and undo it.

    Raises
    ------
    InputError
        If there is nobody of that id or name; nothing is changed.
    """
    check(actor, "privacy.erase")
    try:
        with changing(desk, "privacy.erase", by=actor) as db:
            done = _erased(db, person)
            if dry_run:
                raise _UndoneError(done)
    except _UndoneError as undone:
        return undone.done
    try:
        desk.store.compact()
    except ServiceError:
        # Erased it is; that old pages of the file can still be read is told as a count of its own.
        return done | {"not_compacted": 1}
    return done


class _UndoneError(Exception):
    """Ends the unit of a trial, so that nothing of it stays."""

    def __init__(self, done: dict[str, int]) -> None:
        super().__init__("a trial")
        self.done = done


def _erased(db: store.Connection, person: Person) -> dict[str, int]:
    if person.technician_id:
        _known_technician(db, person.technician_id)
        done = erasing.erase_technician(db, person.technician_id)
        journal.note(db, "technician", person.technician_id, after='{"erased": true}')
        return done
    ids = _requests_of(db, person)
    done = erasing.erase_requests(db, ids, customer=person.customer, alias=f"#{secrets.token_hex(3)}")
    for one in ids:
        journal.note(db, "request", one, after='{"erased": true}')
    return done


def _known_technician(db: store.Connection, technician_id: str) -> None:
    if store.people.get_technician(db, technician_id) is None:
        raise refusal("desk.unknown_technician", field="technician_id", value=technician_id)


def _requests_of(db: store.Connection, person: Person) -> Collection[str]:
    if person.customer:
        found = erasing.requests_of(db, person.customer)
        if not found:
            raise refusal("privacy.unknown_customer", field="customer", value=person.customer)
        return found
    unknown = sorted(set(person.request_ids) - store.requests.known_ids(db, person.request_ids))
    if unknown:
        raise refusal("desk.unknown_request", field="request_id", value=unknown[0])
    return person.request_ids
