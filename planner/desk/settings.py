"""Settings of the planner: the weights of the price."""

from __future__ import annotations

from planner import store
from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.desk.unit import changing
from planner.model.costs import Weights
from planner.model.event import Actor

__all__ = ["get_weights", "save_weights"]


def get_weights(desk: Desk, actor: Actor) -> Weights:
    """Return the weights in force; the profile *customer first* until somebody saved others."""
    check(actor, "settings.get_weights")
    with desk.store.reading() as db:
        return store.settings.get(db, "weights", Weights, Weights())


def save_weights(desk: Desk, actor: Actor, weights: Weights) -> Weights:
    """Save the weights for every plan made from now on."""
    check(actor, "settings.save_weights")
    with changing(desk, "settings.save_weights", by=actor) as db:
        store.settings.save(db, "weights", weights)
    return weights
