"""Subcontractors: who they are, what they may do, how soon they come, and what they charge."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

__all__ = ["PriceList", "Terms", "Vendor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceList:
    """What a subcontractor charges, in öre.

    Parameters
    ----------
    call_out_ore
        For every person and day on which they are sent for at all.
    visit_ore
        For a visit whose job type is not in `visit_ore_by_job`.
    visit_ore_by_job
        Pairs of job type and fee of a visit.
    hour_ore
        For an hour of work; drive and waiting are not paid by the hour.
    km_ore
        For a kilometre, the way home included.
    """

    call_out_ore: int = 0
    visit_ore: int = 0
    visit_ore_by_job: tuple[tuple[str, int], ...] = ()
    hour_ore: int = 0
    km_ore: int = 0

    def __post_init__(self) -> None:
        amounts = (self.call_out_ore, self.visit_ore, self.hour_ore, self.km_ore, *dict(self.visit_ore_by_job).values())
        if min(amounts) < 0:
            raise ValueError(f"price list: {min(amounts)} is negative, expected 0 or more")
        if len(dict(self.visit_ore_by_job)) < len(self.visit_ore_by_job):
            raise ValueError("price list: a job type has more than one fee")

    def fee(self, job_type_id: str) -> int:
        """Return the fee of a visit of a job type."""
        return dict(self.visit_ore_by_job).get(job_type_id, self.visit_ore)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what terms a subcontractor works on a day.

    Parameters
    ----------
    job_types
        What they may do; empty: everything their skills allow.
    ordered
        Visits they have been sent for already, where it is too late to order anything else; None: it is not.
    """

    vendor_id: str
    name: str = ""
    prices: PriceList = PriceList()
    job_types: tuple[str, ...] = ()
    ordered: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """A firm that does work for us; its people are technicians of the team with its `vendor_id`.

    Parameters
    ----------
    contact_name, phone, mail
        Where orders go.
    lead_min
        Minutes from the order until their day may begin.
    job_types
        What they may do; empty: everything the skills of their people allow.
    version
        Counts the saves; a save on an outdated version is refused.
    """

    vendor_id: str
    name: str
    contact_name: str = ""
    phone: str = ""
    mail: str = ""
    prices: PriceList = PriceList()
    lead_min: int = 0
    job_types: tuple[str, ...] = ()
    active: bool = True
    note: str = ""
    version: int = 1

    def __post_init__(self) -> None:
        if not self.vendor_id:
            raise ValueError(f"vendor {self.name!r} has no id")
        if self.lead_min < 0:
            raise ValueError(f"vendor {self.vendor_id}: lead time is {self.lead_min} min, expected 0 or more")

    def replace(self, **changes: Any) -> Vendor:
        """Return a copy with some fields changed."""
        return replace(self, **changes)
