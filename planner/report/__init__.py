"""Managers' key figures from plans and the event log, each with the rows behind it."""

from planner.report.facts import Facts
from planner.report.figures import FIGURES, THEMES, Definition, Figure
from planner.report.statistics import Filters, Statistics, statistics

__all__ = ["FIGURES", "THEMES", "Definition", "Facts", "Figure", "Filters", "Statistics", "statistics"]
