"""Seconds and metres between places: one question, `matrix`, and the engines that answer it."""

from planner.travel.engine import TravelEngine
from planner.travel.great_circle import GreatCircle, great_circle_m

__all__ = ["GreatCircle", "TravelEngine", "great_circle_m"]
