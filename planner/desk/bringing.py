"""Where a technician has a part from that a visit needs."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from planner.model.catalogue import Catalogue
from planner.model.plan import Stop

__all__ = ["fetched_at", "is_aboard"]


def fetched_at(stops: Sequence[Stop], visit_id: str | None, part: str) -> Stop | None:
    """Return the depot stop of a day at which a part of a visit is taken up; None: at none."""
    return next((s for s in stops if any(one.visit_id == visit_id and one.part == part for one in s.taken)), None)


def is_aboard(catalogue: Catalogue, counted: Collection[str], part: str, quantity: int) -> bool:
    """Whether a part is in the van without being fetched.

    Parameters
    ----------
    counted
        Parts that vans and depots count: the plan has seen to it that they are there.
    quantity
        How many are needed; what nobody counts is in vans that carry as many as a rule.
    """
    known = catalogue.parts.get(part)
    return part in counted or (known is not None and known.van_stock >= quantity)
