"""Managers' key figures from plans and the event log, each with the rows behind it."""

from planner.report.facts import Facts
from planner.report.figures import FIGURES, Figure
from planner.report.statistics import Filters, Statistics, statistics

__all__ = ["FIGURES", "Facts", "Figure", "Filters", "Statistics", "statistics"]
