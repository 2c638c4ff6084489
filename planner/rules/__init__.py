"""The judge: timing of a route, one function per rule, price of a plan, business time."""

from planner.rules.agreeing import earliest_agreed
from planner.rules.giving import GIVING, call_out_ore, duty_ore, pay_table, way_prices
from planner.rules.judge import RULES, check
from planner.rules.peaks import counts_idle, peak_units, unused_idle_s
from planner.rules.people import holds
from planner.rules.price import TERMS, price_of
from planner.rules.starting import Hinge, hinge_of
from planner.rules.suiting import BARS, Bar, bar_sentence, bars_between, may_table
from planner.rules.timeline import ALL_RULES, Aboard, Miss, TimedRoute, TimedStop, aboard, plan_from, stops, time_route

__all__ = [
    "ALL_RULES",
    "Aboard",
    "BARS",
    "Bar",
    "GIVING",
    "Hinge",
    "Miss",
    "RULES",
    "TERMS",
    "TimedRoute",
    "TimedStop",
    "aboard",
    "bar_sentence",
    "bars_between",
    "call_out_ore",
    "check",
    "counts_idle",
    "duty_ore",
    "earliest_agreed",
    "hinge_of",
    "holds",
    "may_table",
    "pay_table",
    "peak_units",
    "plan_from",
    "price_of",
    "stops",
    "time_route",
    "unused_idle_s",
    "way_prices",
]
