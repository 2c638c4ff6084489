"""Driving licences, as far as planning needs them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["Licence", "Suspension"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """Days, both inclusive, on which the holder may not drive."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """Driving licence as far as planning needs it (no number, no picture).

    Parameters
    ----------
    classes
        For example ``("B",)``; empty: no licence.
    valid_to
        Last valid day (inclusive); None: not recorded, which counts as not valid.
    checked_on
        Day somebody last looked at it.
    suspensions
        Days on which the holder may not drive.
    """

    classes: tuple[str, ...] = ()
    valid_to: date | None = None
    checked_on: date | None = None
    suspensions: tuple[Suspension, ...] = ()

    def allows(self, day: date, licence_class: str = "B") -> bool:
        """Whether the holder may drive a vehicle of the class on the day."""
        if licence_class not in self.classes or self.valid_to is None or day > self.valid_to:
            return False
        return not any(s.first <= day <= s.last for s in self.suspensions)
