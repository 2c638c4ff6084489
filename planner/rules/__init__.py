"""The judge: timing of a route, one function per rule, price of a plan, business time."""

from planner.rules.agreeing import earliest_agreed
from planner.rules.judge import RULES, check
from planner.rules.people import holds
from planner.rules.price import TERMS, price_of
from planner.rules.timeline import ALL_RULES, Miss, TimedRoute, TimedStop, plan_from, stops, time_route

__all__ = [
    "ALL_RULES",
    "Miss",
    "RULES",
    "TERMS",
    "TimedRoute",
    "TimedStop",
    "check",
    "earliest_agreed",
    "holds",
    "plan_from",
    "price_of",
    "stops",
    "time_route",
]
