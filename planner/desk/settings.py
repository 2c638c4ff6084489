"""Settings of the planner: prices, times that are offered to callers, and how the law of working time is applied."""

from __future__ import annotations

from dataclasses import dataclass

from planner import store
from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.desk.unit import changing
from planner.desk.worktime import SETTING
from planner.law import LawSettings
from planner.model.costs import Weights
from planner.model.event import Actor
from planner.model.offer import SlotGrid
from planner.model.periods import DrivePeriods

__all__ = [
    "PERIODS",
    "StoredGrid",
    "StoredLaw",
    "StoredPeriods",
    "StoredWeights",
    "get_grid",
    "get_law",
    "get_periods",
    "get_weights",
    "save_grid",
    "save_law",
    "save_periods",
    "save_weights",
]

PERIODS = "drive_periods"
"""Key of the table of travel by time of day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredWeights:
    """The weights in force, and the version that whoever changes them has read; 0 while nobody has saved any."""

    weights: Weights
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredGrid:
    """The times that are offered, and the version that whoever changes them has read; 0 while nobody has saved any."""

    grid: SlotGrid
    version: int


def get_weights(desk: Desk, actor: Actor) -> StoredWeights:
    """Return the weights in force; the profile *customer first* until somebody saved others."""
    check(actor, "settings.get_weights")
    with desk.store.reading() as db:
        weights, version = store.settings.read(db, "weights", Weights, Weights())
    return StoredWeights(weights=weights, version=version)


def save_weights(desk: Desk, actor: Actor, weights: Weights, *, version: int) -> StoredWeights:
    """Save the weights for every plan made from now on.

    Parameters
    ----------
    version
        Version that was read.

    Raises
    ------
    StaleError
        If somebody saved others since.
    """
    check(actor, "settings.save_weights")
    with changing(desk, "settings.save_weights", by=actor) as db:
        return StoredWeights(weights=weights, version=store.settings.save(db, "weights", weights, version=version))


def get_grid(desk: Desk, actor: Actor) -> StoredGrid:
    """Return which times are offered to callers; two hours each from 8 to 16 until somebody saved others."""
    check(actor, "settings.get_grid")
    with desk.store.reading() as db:
        grid, version = store.settings.read(db, "slot_grid", SlotGrid, SlotGrid())
    return StoredGrid(grid=grid, version=version)


def save_grid(desk: Desk, actor: Actor, grid: SlotGrid, *, version: int) -> StoredGrid:
    """Save which times are offered from now on; what was promised stays promised.

    Parameters
    ----------
    version
        Version that was read.

    Raises
    ------
    StaleError
        If somebody saved others since.
    """
    check(actor, "settings.save_grid")
    with changing(desk, "settings.save_grid", by=actor) as db:
        return StoredGrid(grid=grid, version=store.settings.save(db, "slot_grid", grid, version=version))


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLaw:
    """How the law is applied, and the version that whoever changes it has read; 0 while nobody has saved any."""

    law: LawSettings
    version: int


def get_law(desk: Desk, actor: Actor) -> StoredLaw:
    """Return how the law of working time is applied; as it stands until somebody saved an agreement."""
    check(actor, "settings.get_law")
    with desk.store.reading() as db:
        law, version = store.settings.read(db, SETTING, LawSettings, LawSettings())
    return StoredLaw(law=law, version=version)


def save_law(desk: Desk, actor: Actor, law: LawSettings, *, version: int) -> StoredLaw:
    """Save agreements, the rules that planning keeps, and temporary deviations, for every plan from now on.

    Parameters
    ----------
    version
        Version that was read.

    Raises
    ------
    StaleError
        If somebody saved others since.
    """
    check(actor, "settings.save_law")
    with changing(desk, "settings.save_law", by=actor) as db:
        return StoredLaw(law=law, version=store.settings.save(db, SETTING, law, version=version))


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPeriods:
    """Travel by time of day, and the version that whoever changes it has read; 0 while nobody has saved any."""

    periods: DrivePeriods
    version: int


def get_periods(desk: Desk, actor: Actor) -> StoredPeriods:
    """Return how long drives take by time of day; the ready table, off, until somebody saved another."""
    check(actor, "settings.get_periods")
    with desk.store.reading() as db:
        periods, version = store.settings.read(db, PERIODS, DrivePeriods, DrivePeriods())
    return StoredPeriods(periods=periods, version=version)


def save_periods(desk: Desk, actor: Actor, periods: DrivePeriods, *, version: int) -> StoredPeriods:
    """Save how long drives take by time of day, for every plan made from now on.

    Parameters
    ----------
    version
        Version that was read.

    Raises
    ------
    StaleError
        If somebody saved others since.
    """
    check(actor, "settings.save_periods")
    with changing(desk, "settings.save_periods", by=actor) as db:
        return StoredPeriods(periods=periods, version=store.settings.save(db, PERIODS, periods, version=version))
