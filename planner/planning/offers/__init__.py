"""Slot offers, pure: the best times of the coming days for one more request, each proven by the judge."""

from planner.planning.offers.ahead import DayAhead, fixed_on
from planner.planning.offers.offering import Held, offer_at, slot_offers

__all__ = ["DayAhead", "Held", "fixed_on", "offer_at", "slot_offers"]
