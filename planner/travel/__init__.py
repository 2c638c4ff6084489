"""Seconds and metres between places: one question, `matrix`, and the engines that answer it."""

from planner.travel.choosing import chosen_engine, map_engine
from planner.travel.engine import TravelEngine
from planner.travel.falling_back import engine_name, states_of
from planner.travel.graph_engine import GraphEngine
from planner.travel.great_circle import GreatCircle, great_circle_m
from planner.travel.kept import Kept, kept_on_disk

__all__ = [
    "GraphEngine",
    "GreatCircle",
    "Kept",
    "TravelEngine",
    "chosen_engine",
    "engine_name",
    "great_circle_m",
    "kept_on_disk",
    "map_engine",
    "states_of",
]
