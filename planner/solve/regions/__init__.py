"""Planning by regions: a day too large for one search is cut up, searched in pieces side by side, and cut anew."""

from planner.solve.regions.cluster import cluster
from planner.solve.regions.cutting import Piece, cut
from planner.solve.regions.door import solve_by_regions
from planner.solve.regions.parts import unmeasured
from planner.solve.regions.processes import LocalProcesses

__all__ = ["LocalProcesses", "Piece", "cluster", "cut", "solve_by_regions", "unmeasured"]
