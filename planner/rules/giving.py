"""What it costs to give work to somebody: the terms of the price that depend on who does it, not on when.

`TERMS` is the one table of them. The judge itemises by it, the timeline adds it up, the search lays it out as a
table of duties and work (`pay_table`), and the screens name its terms. A term says what it looks at of a duty and
of the work, and is asked once for each two kinds of those: of pairs there are millions.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.model.costs import Weights, hour_units, ore_units
from planner.model.duty import Duty, worked_s
from planner.model.problem import Visit

__all__ = [
    "GIVING",
    "Amount",
    "GivingTerm",
    "amounts",
    "call_out_ore",
    "duty_fees",
    "duty_ore",
    "pay_table",
    "spread",
    "units_of",
    "way_prices",
]


@dataclass(frozen=True, slots=True)
class Amount:
    """A part of a price: its term, exact price units, and how much of it (a count, levels, or seconds)."""

    term: str
    units: int
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GivingTerm:
    """A term of the price of giving work to a duty.

    Parameters
    ----------
    of_duty, of_visit
        All that the price looks at of either; None: the term is no concern of it.
    price
        Price units and quantity for these two, neither of them None; 0 units: no price.
    """

    name: str
    of_duty: Callable[[Duty], Hashable]
    of_visit: Callable[[Visit], Hashable]
    price: Callable[[Weights, Any, Any], tuple[int, int]]


def non_preferred(weights: Weights, technician_id: str, preferred: tuple[str, ...]) -> tuple[int, int]:
    """Work with preferred technicians costs extra when somebody else does it."""
    return _once(weights.non_preferred_ore, technician_id not in preferred)


def skill_surplus(
    weights: Weights, held: tuple[tuple[str, int], ...], needed: tuple[tuple[str, int], ...]
) -> tuple[int, int]:
    """Every level of a needed skill above the level that is needed costs: experts are for hard work."""
    best = [(max((have for name, have in held if name == skill), default=level), level) for skill, level in needed]
    levels = sum(max(0, have - level) for have, level in best)
    return ore_units(levels * weights.skill_surplus_ore), levels


def language(weights: Weights, spoken: tuple[str, ...], wished: tuple[str, ...]) -> tuple[int, int]:
    """Work for a customer who would rather speak some languages costs extra when none of them is spoken."""
    return _once(weights.language_ore, not set(spoken) & set(wished))


def territory(weights: Weights, mine: tuple[str, ...], territory_of_site: str) -> tuple[int, int]:
    """Work outside the territories of a technician who has some costs extra."""
    return _once(weights.territory_ore, territory_of_site not in mine)


def same_technician(weights: Weights, technician_id: str, before: str) -> tuple[int, int]:
    """Work that goes on from an earlier request costs extra when somebody else does it than did that one."""
    return _once(weights.same_technician_ore, technician_id != before)


def vendor_visit(_weights: Weights, fees: Any, job_type_id: str) -> tuple[int, int]:
    """A subcontractor charges a fee for each visit, by its job type."""
    return _once(fees.fee(job_type_id), True)


def vendor_hours(_weights: Weights, terms: tuple[int, float], service_s: int) -> tuple[int, int]:
    """A subcontractor charges for the time of the work."""
    hour_ore, job_time_factor = terms
    seconds = worked_s(service_s, job_time_factor)
    return hour_units(seconds, hour_ore), seconds


def unfair_hours(_weights: Weights, terms: tuple[int, float], service_s: int) -> tuple[int, int]:
    """Work at night or at the weekend costs extra for who has had more of it than a fair share."""
    ore_h, job_time_factor = terms
    seconds = worked_s(service_s, job_time_factor)
    return hour_units(seconds, ore_h), seconds


def change_technician(weights: Weights, technician_id: str, told: str) -> tuple[int, int]:
    """A published visit costs extra when it goes to another technician."""
    return _once(weights.change_technician_ore, technician_id != told)


def change_day(weights: Weights, day: Any, told: Any) -> tuple[int, int]:
    """A published visit costs extra when it goes to another day."""
    return _once(weights.change_day_ore, day != told)


GIVING: tuple[GivingTerm, ...] = (
    GivingTerm(
        name="non_preferred",
        of_duty=lambda duty: duty.technician_id,
        of_visit=lambda visit: visit.preferred or None,
        price=non_preferred,
    ),
    GivingTerm(
        name="skill_surplus",
        of_duty=lambda duty: duty.skills,
        of_visit=lambda visit: visit.skills or None,
        price=skill_surplus,
    ),
    GivingTerm(
        name="language",
        of_duty=lambda duty: duty.languages,
        of_visit=lambda visit: visit.wished_languages or None,
        price=language,
    ),
    GivingTerm(
        name="territory",
        of_duty=lambda duty: duty.territories or None,
        of_visit=lambda visit: visit.territory or None,
        price=territory,
    ),
    GivingTerm(
        name="same_technician",
        of_duty=lambda duty: duty.technician_id,
        of_visit=lambda visit: visit.same_as or None,
        price=same_technician,
    ),
    GivingTerm(
        name="vendor_visit",
        of_duty=lambda duty: duty.vendor.prices if duty.vendor else None,
        of_visit=lambda visit: None if visit.is_pickup else visit.job_type_id,
        price=vendor_visit,
    ),
    GivingTerm(
        name="vendor_hours",
        of_duty=lambda duty: (duty.vendor.prices.hour_ore, duty.job_time_factor) if duty.vendor else None,
        of_visit=lambda visit: visit.service_s,
        price=vendor_hours,
    ),
    GivingTerm(
        name="unfair_night",
        of_duty=lambda duty: (duty.unfair_night_ore_h, duty.job_time_factor),
        of_visit=lambda visit: visit.service_s,
        price=unfair_hours,
    ),
    GivingTerm(
        name="unfair_weekend",
        of_duty=lambda duty: (duty.unfair_weekend_ore_h, duty.job_time_factor),
        of_visit=lambda visit: visit.service_s,
        price=unfair_hours,
    ),
    GivingTerm(
        name="change_technician",
        of_duty=lambda duty: duty.technician_id,
        of_visit=lambda visit: visit.told_technician or None,
        price=change_technician,
    ),
    GivingTerm(
        name="change_day",
        of_duty=lambda duty: duty.day,
        of_visit=lambda visit: visit.told_day,
        price=change_day,
    ),
)
"""All terms, in the order in which they are shown."""


def amounts(weights: Weights, duty: Duty, visit: Visit) -> Iterator[Amount]:
    """Yield what giving a visit to a duty costs, term by term; terms without a price are left out."""
    for term in GIVING:
        mine, its = term.of_duty(duty), term.of_visit(visit)
        if mine is not None and its is not None:
            units, quantity = term.price(weights, mine, its)
            if units:
                yield Amount(term.name, units, quantity)


def units_of(weights: Weights, duty: Duty, visit: Visit) -> int:
    """Return what giving a visit to a duty costs, in price units."""
    return sum(amount.units for amount in amounts(weights, duty, visit))


def pay_table(weights: Weights, duties: Sequence[Duty], visits: Sequence[Visit]) -> NDArray[np.int64]:
    """Return `units_of` of all duties and visits, whether they may have them or not (duties, visits)."""
    table = np.zeros((len(duties), len(visits)), dtype=np.int64)
    for term in GIVING:
        ours, theirs = [term.of_duty(duty) for duty in duties], [term.of_visit(visit) for visit in visits]
        table += spread(ours, theirs, partial(_units, term, weights), 0)
    return table


def spread(
    ours: Sequence[Hashable], theirs: Sequence[Hashable], value: Callable[[Any, Any], int], nothing: int
) -> NDArray[np.int64]:
    """Return a value for each two, asked once for each two kinds; `nothing` where either is None."""
    kinds, wants = _numbers(ours), _numbers(theirs)
    small = np.full((len(kinds), len(wants)), nothing, dtype=np.int64)
    for mine, row in kinds.items():
        for its, column in wants.items():
            if mine is not None and its is not None:
                small[row, column] = value(mine, its)
    rows, columns = (
        np.array([number[one] for one in many], dtype=np.intp) for number, many in ((kinds, ours), (wants, theirs))
    )
    table: NDArray[np.int64] = small[rows][:, columns]
    return table


def call_out_ore(weights: Weights, duty: Duty) -> tuple[str, int]:
    """Return term and öre of a duty on which there is work at all: a subcontractor's call-out fee, or the weight."""
    return ("call_out", duty.vendor.prices.call_out_ore) if duty.vendor else ("used", weights.used_ore)


def duty_fees(weights: Weights, duty: Duty) -> tuple[tuple[str, int], ...]:
    """Return terms and öre of a duty on which there is work at all: `call_out_ore`, and the night away after it."""
    return call_out_ore(weights, duty), ("night", duty.night_ore)


def duty_ore(weights: Weights, duty: Duty) -> int:
    """Return the sum of `duty_fees`."""
    return sum(ore for _, ore in duty_fees(weights, duty))


def way_prices(weights: Weights, duty: Duty) -> tuple[int, int]:
    """Return öre per hour of driving and per kilometre; a subcontractor charges kilometres only.

    Who rides along has no way of their own (`planner.model.riding`): it is the driver's.

    Who has had more long drives than a fair share drives at a higher price (`Duty.unfair_drive_ore_h`).
    """
    if duty.rides_with:
        return 0, 0
    drive_ore_h = weights.drive_ore_h + duty.unfair_drive_ore_h
    return (0, duty.vendor.prices.km_ore) if duty.vendor else (drive_ore_h, weights.distance_ore_km)


def _units(term: GivingTerm, weights: Weights, mine: Any, its: Any) -> int:
    return term.price(weights, mine, its)[0]


def _once(ore: int, holds: bool) -> tuple[int, int]:
    count = int(holds)
    return ore_units(ore * count), count


def _numbers(values: Sequence[Hashable]) -> dict[Hashable, int]:
    return {value: number for number, value in enumerate(dict.fromkeys(values))}
