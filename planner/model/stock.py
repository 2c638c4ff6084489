"""Parts on their way: what a van has with it, what a depot holds on a day, how large a part is."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.message import Text

__all__ = ["Amounts", "DepotDay", "PartSize", "Taken", "Van", "check_amounts"]

Amounts = tuple[tuple[str, int], ...]
"""Pairs of part id and number."""

_MOST = 10**9


def check_amounts(what: str, amounts: tuple[tuple[str, int], ...]) -> None:
    """Raise a ValueError if a name occurs twice, or an amount is negative or beyond all measure."""
    names = [name for name, _ in amounts]
    for name, amount in amounts:
        if names.count(name) > 1:
            raise ValueError(f"{what}: {name!r} is named more than once")
        if not 0 <= amount <= _MOST:
            raise ValueError(f"{what}: {name!r} is {amount}, expected 0 to {_MOST}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Van:
    """The van of a duty as it stands in the morning.

    Parameters
    ----------
    van_id, name
        Its id, and how people call it.
    stock
        What is in it when the duty starts.
    load_ml, load_g
        Most volume (millilitres) and weight (grams) of the parts in it; None: no limit.
    """

    van_id: str
    name: str = ""
    stock: Amounts = ()
    load_ml: int | None = None
    load_g: int | None = None

    def __post_init__(self) -> None:
        check_amounts(f"van {self.van_id}: stock", self.stock)
        for what, most in (("load_ml", self.load_ml), ("load_g", self.load_g)):
            if most is not None and most < 0:
                raise ValueError(f"van {self.van_id}: {what} is {most}, expected 0 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class DepotDay:
    """A depot on the day of a problem.

    Parameters
    ----------
    place
        Row in the matrix.
    opens_s, closes_s
        Loading begins and ends between these seconds of the horizon, both inclusive.
    stock
        What all vans together can take from it.
    """

    depot_id: str
    name: str = ""
    place: int
    opens_s: int
    closes_s: int
    stock: Amounts = ()

    def __post_init__(self) -> None:
        check_amounts(f"depot {self.depot_id}: stock", self.stock)
        if self.closes_s < self.opens_s:
            raise ValueError(f"depot {self.depot_id}: closes at {self.closes_s} s, before {self.opens_s} s")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartSize:
    """A part by its name, and volume (millilitres) and weight (grams) of one of it."""

    part: str
    name: Text
    volume_ml: int = 0
    weight_g: int = 0

    def __post_init__(self) -> None:
        if min(self.volume_ml, self.weight_g) < 0:
            raise ValueError(f"part {self.part}: {self.volume_ml} ml and {self.weight_g} g, expected 0 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """So many of a part taken up at a depot, for a visit."""

    part: str
    quantity: int
    visit_id: str

    def __post_init__(self) -> None:
        if not 0 < self.quantity <= _MOST:
            raise ValueError(f"part {self.part}: {self.quantity} are taken, expected 1 to {_MOST}")
