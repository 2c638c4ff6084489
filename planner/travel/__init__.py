"""Seconds and metres between places: one question, `matrix`, and the engines that answer it."""

from planner.travel.engine import TravelEngine
from planner.travel.graph_engine import GraphEngine
from planner.travel.great_circle import GreatCircle, great_circle_m
from planner.travel.kept import Kept, kept_on_disk

__all__ = ["GraphEngine", "GreatCircle", "Kept", "TravelEngine", "great_circle_m", "kept_on_disk"]
