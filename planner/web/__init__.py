"""The other HTTP routes of the same process: health, assets, exports; and the headers of every answer."""

from planner.web.actors import DEMO_ROLES, demo_actor
from planner.web.care import lifespan
from planner.web.guard import MIDDLEWARE, require_loopback
from planner.web.opening import shared_desk
from planner.web.routes import ROUTES, export_url, statistics_url

__all__ = [
    "DEMO_ROLES",
    "MIDDLEWARE",
    "ROUTES",
    "demo_actor",
    "export_url",
    "lifespan",
    "require_loopback",
    "shared_desk",
    "statistics_url",
]
