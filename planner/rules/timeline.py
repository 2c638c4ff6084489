"""The timeline: when everything of a route happens, and the plan document made of it.

`time_route` times one duty, `aboard` says what it takes along, `stops` turns it into stops of a plan, `plan_from` a
whole solution.
"""

from planner.rules.aboard import Aboard, aboard
from planner.rules.course import ALL_RULES
from planner.rules.document import plan_from, stops
from planner.rules.schedule import time_route
from planner.rules.timed import Miss, TimedRoute, TimedStop

__all__ = ["ALL_RULES", "Aboard", "Miss", "TimedRoute", "TimedStop", "aboard", "plan_from", "stops", "time_route"]
