"""Settings of the planner: the weights of the price."""

from __future__ import annotations

from dataclasses import dataclass

from planner import store
from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.desk.unit import changing
from planner.model.costs import Weights
from planner.model.event import Actor

__all__ = ["StoredWeights", "get_weights", "save_weights"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredWeights:
    """The weights in force, and the version that whoever changes them has read; 0 while nobody has saved any."""

    weights: Weights
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
