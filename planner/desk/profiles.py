"""Profiles of weights: the ready ones, and those the firm has named itself, chosen for a plan by their name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planner import store
from planner.desk.opening import Desk
from planner.desk.personal import refuse_personal_numbers
from planner.desk.problems import refusal
from planner.desk.roles import check
from planner.desk.unit import changing
from planner.model.costs import PROFILES, Weights
from planner.model.event import Actor
from planner.model.message import Value, message

__all__ = [
    "NamedWeights",
    "OwnProfiles",
    "StoredProfiles",
    "get_profiles",
    "profile_named",
    "remove_profile",
    "rename_profile",
    "save_profile",
]

_SETTING = "profiles"
_LONGEST = 40
_MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedWeights:
    """Weights under a name: the id of a ready profile, or what somebody called their own."""

    name: str
    weights: Weights

    @property
    def label(self) -> Value:
        """What people call it."""
        return message(f"settings.profile.{self.name}") if self.name in PROFILES else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnProfiles:
    """The firm's own profiles, by name."""

    named: tuple[NamedWeights, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredProfiles:
    """The firm's own profiles, and the version that whoever changes them has read; 0 while there were never any."""

    own: tuple[NamedWeights, ...]
    version: int


def get_profiles(desk: Desk, actor: Actor) -> StoredProfiles:
    """Return the firm's own profiles by name; the ready ones are `planner.model.costs.PROFILES`."""
    check(actor, "profiles.get_profiles")
    with desk.store.reading() as db:
        return _stored(db)


def profile_named(desk: Desk, actor: Actor, name: str) -> NamedWeights:
    """Return a profile, ready or own.

    Raises
    ------
    InputError
        If there is none of that name.
    """
    check(actor, "profiles.profile_named")
    if name in PROFILES:
        return NamedWeights(name=name, weights=PROFILES[name])
    with desk.store.reading() as db:
        return _found(_stored(db).own, name)


def save_profile(desk: Desk, actor: Actor, name: str, weights: Weights, *, version: int) -> StoredProfiles:
    """Save weights under a new name.

    Raises
    ------
    InputError
        If the name is empty, too long, taken, or a personal identity number, or there are enough profiles.
    StaleError
        If somebody changed the profiles since that version.
    """
    check(actor, "profiles.save_profile")
    new = NamedWeights(name=name.strip(), weights=weights.replace(profile="own"))
    refuse_personal_numbers(new, ("name",), today=desk.today())
    with changing(desk, "profiles.save_profile", by=actor) as db:
        own = _stored(db).own
        if len(own) >= _MOST:
            raise refusal("settings.profile_many", field="name", value=new.name, most=_MOST)
        _refuse_name(new.name, own)
        return _saved(db, (*own, new), version=version)


def rename_profile(desk: Desk, actor: Actor, name: str, new: str, *, version: int) -> StoredProfiles:
    """Give one of the firm's own profiles another name.

    Raises
    ------
    InputError
        If there is no such profile, or the new name cannot be one.
    StaleError
        If somebody changed the profiles since that version.
    """
    check(actor, "profiles.rename_profile")
    with changing(desk, "profiles.rename_profile", by=actor) as db:
        own = _stored(db).own
        renamed = NamedWeights(name=new.strip(), weights=_found(own, name).weights)
        refuse_personal_numbers(renamed, ("name",), today=desk.today())
        others = tuple(one for one in own if one.name != name)
        _refuse_name(renamed.name, others)
        return _saved(db, (*others, renamed), version=version)


def remove_profile(desk: Desk, actor: Actor, name: str, *, version: int) -> StoredProfiles:
    """Remove one of the firm's own profiles; plans that were made with it stay as they are.

    Raises
    ------
    InputError
        If there is no such profile.
    StaleError
        If somebody changed the profiles since that version.
    """
    check(actor, "profiles.remove_profile")
    with changing(desk, "profiles.remove_profile", by=actor) as db:
        own = _stored(db).own
        gone = _found(own, name)
        return _saved(db, (one for one in own if one is not gone), version=version)


def _stored(db: store.Connection) -> StoredProfiles:
    found, version = store.settings.read(db, _SETTING, OwnProfiles, OwnProfiles())
    return StoredProfiles(own=found.named, version=version)


def _saved(db: store.Connection, own: Iterable[NamedWeights], *, version: int) -> StoredProfiles:
    named = tuple(sorted(own, key=lambda one: one.name.casefold()))
    return StoredProfiles(
        own=named, version=store.settings.save(db, _SETTING, OwnProfiles(named=named), version=version)
    )


def _found(own: Iterable[NamedWeights], name: str) -> NamedWeights:
    found = next((one for one in own if one.name == name), None)
    if found is None:
        raise refusal("settings.profile_unknown", field="name", value=name)
    return found


def _refuse_name(name: str, others: Iterable[NamedWeights]) -> None:
    if not 0 < len(name) <= _LONGEST:
        raise refusal("settings.profile_name", field="name", value=name, longest=_LONGEST)
    taken = {one.casefold() for one in (*PROFILES, "own", *(other.name for other in others))}
    if name.casefold() in taken:
        raise refusal("settings.profile_taken", field="name", value=name)
