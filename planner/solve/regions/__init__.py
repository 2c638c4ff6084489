"""Planning by regions: a day too large for one search is cut up, searched in pieces side by side, and cut anew."""

from planner.solve.regions.cutting import Piece, cut
from planner.solve.regions.door import solve_by_regions
from planner.solve.regions.on_cluster import cluster
from planner.solve.regions.parts import part_of, unmeasured
from planner.solve.regions.processes import LocalProcesses

__all__ = ["LocalProcesses", "Piece", "cluster", "cut", "part_of", "solve_by_regions", "unmeasured"]
