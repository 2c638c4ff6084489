"""The itemised price of a plan: every term by name, visit and technician."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.costs import ore

__all__ = ["Price", "PriceItem", "PriceTerm"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceItem:
    """One amount: term, whose, how much of it, and the exact amount in price units."""

    term: str
    units: int
    quantity: int = 0
    visit_id: str | None = None
    technician_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTerm:
    """Sum of one term: öre (rounded once), exact price units, and the quantity behind (seconds, metres or count)."""

    term: str
    ore: int
    units: int
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """Itemised price of a plan.

    The total is the sum of the terms in öre; `total_units` is exact and equals what the solver minimised.
    """

    items: tuple[PriceItem, ...] = ()

    @property
    def terms(self) -> tuple[PriceTerm, ...]:
        """The terms in order of first appearance."""
        sums: dict[str, tuple[int, int]] = {}
        for item in self.items:
            units, quantity = sums.get(item.term, (0, 0))
            sums[item.term] = (units + item.units, quantity + item.quantity)
        return tuple(PriceTerm(term=term, ore=ore(u), units=u, quantity=q) for term, (u, q) in sums.items())

    @property
    def total_ore(self) -> int:
        """Sum of the terms in öre."""
        return sum(term.ore for term in self.terms)

    @property
    def total_units(self) -> int:
        """Exact sum in price units."""
        return sum(item.units for item in self.items)
