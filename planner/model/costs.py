"""What things cost: weights of the price, and exact arithmetic for them.

Weights are integer öre per hour, kilometre or minute; times are integer seconds and distances
integer metres. To add such products without rounding, prices are summed in **price units** of
1/18 000 öre (`PRICE_UNITS_PER_ORE`): one second at 1 öre/h is 5 units, one metre at 1 öre/km is
18, one second at 1 öre/min is 300. The solver minimises the same integers the judge adds up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from planner.model.words import Priority

__all__ = [
    "CASH_TERMS",
    "PRICE_UNITS_PER_ORE",
    "PROFILES",
    "Weights",
    "distance_units",
    "hour_units",
    "minute_units",
    "ore",
    "ore_units",
]

PRICE_UNITS_PER_ORE = 18_000

CASH_TERMS = ("overtime", "distance", "vendor_visit", "vendor_hours", "vendor_distance", "call_out", "night")
"""Terms of the price that are paid to somebody; drive time and waiting are in the wages, the others weigh."""


def hour_units(seconds: int, ore_per_h: int) -> int:
    """Return seconds at öre per hour in price units."""
    return seconds * ore_per_h * 5


def minute_units(seconds: int, ore_per_min: int) -> int:
    """Return seconds at öre per minute in price units."""
    return seconds * ore_per_min * 300


def distance_units(metres: int, ore_per_km: int) -> int:
    """Return metres at öre per kilometre in price units."""
    return metres * ore_per_km * 18


def ore_units(amount_ore: int) -> int:
    """Return öre in price units."""
    return amount_ore * PRICE_UNITS_PER_ORE


def ore(units: int) -> int:
    """Return price units as öre, rounded half up."""
    return (units + PRICE_UNITS_PER_ORE // 2) // PRICE_UNITS_PER_ORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weights of the price terms, all of them settings.

    Parameters
    ----------
    drive_ore_h
        Öre per hour of driving.
    distance_ore_km
        Öre per kilometre.
    lateness_ore_min
        Öre per minute of start after the preferred or agreed time, for P1 to P5.
    soon_ore_h
        Öre per hour that a visit starts after the first moment at which it might, for P1 to P5.
    longest_lateness_ore_min
        Öre per minute of the greatest lateness of the plan.
    longest_idle_ore_h
        Öre per hour that the technician with most of it has nothing to do in the shift.
    drop_ore
        Öre for leaving a visit out, for P1 to P5.
    non_preferred_ore
        Öre when a visit with preferred technicians goes to somebody else.
    waiting_ore_h
        Öre per hour of waiting between stops.
    used_ore
        Öre for every day of an own technician on which there is work at all; subcontractors have a call-out fee.
    skill_surplus_ore
        Öre for every level of a needed skill above the level that is needed.
    language_ore
        Öre when nobody of those who come speaks a language the customer would rather speak.
    territory_ore
        Öre when somebody works outside their territories.
    same_technician_ore
        Öre when somebody else does it than who did the earlier request that it names.
    change_technician_ore, change_day_ore, change_ore_min
        Öre when a published visit goes to another technician, to another day, and for every minute it starts later.
    territory_hard
        Whether nobody may work outside their territories at all.
    unfairness_ore_h
        Öre more for an hour of overtime, for each hour that the technician has had over a fair share.
    unfair_night_ore_h, unfair_weekend_ore_h, unfair_drive_ore_h
        Öre more for an hour of work at night, of work at the weekend, and of driving, for each hour over a fair share
        of nights, weekends, and driving beyond three hours a day.
    """

    profile: str = "customer_first"
    drive_ore_h: int = 45_000
    distance_ore_km: int = 250
    lateness_ore_min: tuple[int, int, int, int, int] = (6_000, 3_000, 1_500, 600, 200)
    soon_ore_h: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    longest_lateness_ore_min: int = 0
    longest_idle_ore_h: int = 0
    drop_ore: tuple[int, int, int, int, int] = (2_500_000, 1_000_000, 400_000, 150_000, 50_000)
    non_preferred_ore: int = 15_000
    waiting_ore_h: int = 0
    used_ore: int = 0
    skill_surplus_ore: int = 0
    language_ore: int = 15_000
    territory_ore: int = 10_000
    same_technician_ore: int = 20_000
    change_technician_ore: int = 10_000
    change_day_ore: int = 30_000
    change_ore_min: int = 0
    territory_hard: bool = False
    unfairness_ore_h: int = 0
    unfair_night_ore_h: int = 0
    unfair_weekend_ore_h: int = 0
    unfair_drive_ore_h: int = 0

    def __post_init__(self) -> None:
        numbers = (
            self.drive_ore_h,
            self.distance_ore_km,
            self.non_preferred_ore,
            self.waiting_ore_h,
            self.used_ore,
            self.skill_surplus_ore,
            self.language_ore,
            self.territory_ore,
            self.same_technician_ore,
            self.change_technician_ore,
            self.change_day_ore,
            self.change_ore_min,
            self.longest_lateness_ore_min,
            self.longest_idle_ore_h,
            self.unfairness_ore_h,
            self.unfair_night_ore_h,
            self.unfair_weekend_ore_h,
            self.unfair_drive_ore_h,
            *self.lateness_ore_min,
            *self.soon_ore_h,
            *self.drop_ore,
        )
        if min(numbers) < 0:
            raise ValueError(f"weights {self.profile}: {min(numbers)} is negative, expected 0 or more")

    def lateness(self, priority: Priority) -> int:
        """Return öre per minute of lateness for a priority."""
        return self.lateness_ore_min[priority - 1]

    def soon(self, priority: Priority) -> int:
        """Return öre per hour that a visit of a priority starts after it first might."""
        return self.soon_ore_h[priority - 1]

    def drop(self, priority: Priority) -> int:
        """Return öre for leaving out a visit of a priority."""
        return self.drop_ore[priority - 1]

    def replace(self, **changes: Any) -> Weights:
        """Return a copy with some weights changed."""
        return replace(self, **changes)


PROFILES: dict[str, Weights] = {
    # Whoever suits the customer comes: experts and one more car cost nothing extra, and what was told is kept.
    "customer_first": Weights(),
    # Few cars, simple work for beginners; a customer's wish or an appointment gives way for less.
    "cheapest": Weights(
        profile="cheapest",
        drive_ore_h=60_000,
        distance_ore_km=350,
        lateness_ore_min=(4_000, 1_500, 600, 200, 100),
        non_preferred_ore=5_000,
        used_ore=40_000,
        skill_surplus_ore=2_500,
        language_ore=5_000,
        territory_ore=2_500,
        same_technician_ore=5_000,
        change_technician_ore=2_500,
        change_day_ore=15_000,
    ),
    # Short ways in well-known districts, and a day that stays as everybody has seen it.
    "calm_day": Weights(
        profile="calm_day",
        drive_ore_h=70_000,
        distance_ore_km=250,
        lateness_ore_min=(5_000, 2_000, 800, 300, 100),
        drop_ore=(2_000_000, 800_000, 250_000, 80_000, 25_000),
        skill_surplus_ore=500,
        territory_ore=30_000,
        change_technician_ore=30_000,
        change_day_ore=60_000,
    ),
}
