"""The other HTTP routes of the same process: health, assets, exports, links; and the headers of every answer."""

from planner.web.actors import DEMO_ROLES, demo_actor
from planner.web.guard import MIDDLEWARE, require_loopback
from planner.web.handed import HANDED, Paper, file_url
from planner.web.links import link_path
from planner.web.opening import shared_desk
from planner.web.routes import ROUTES, export_url, statistics_url

__all__ = [
    "DEMO_ROLES",
    "HANDED",
    "MIDDLEWARE",
    "ROUTES",
    "Paper",
    "demo_actor",
    "export_url",
    "file_url",
    "link_path",
    "require_loopback",
    "shared_desk",
    "statistics_url",
]
