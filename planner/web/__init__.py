"""The other HTTP routes of the same process: sign-in, health, assets, exports; the gate and the headers of answers."""

from planner.web.care import lifespan
from planner.web.cookies import SESSION_COOKIE
from planner.web.guard import MIDDLEWARE
from planner.web.opening import prepare, shared_desk
from planner.web.routes import ROUTES, export_url, statistics_url

__all__ = [
    "MIDDLEWARE",
    "ROUTES",
    "SESSION_COOKIE",
    "export_url",
    "lifespan",
    "prepare",
    "shared_desk",
    "statistics_url",
]
