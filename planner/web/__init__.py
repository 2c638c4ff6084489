"""The other HTTP routes of the same process: sign-in, health, files, links; the gate and the headers of answers."""

from planner.web.care import lifespan
from planner.web.cookies import DEVICE_COOKIE, SESSION_COOKIE
from planner.web.guard import MIDDLEWARE
from planner.web.handed import HANDED, Paper, file_url
from planner.web.links import link_path
from planner.web.opening import prepare, shared_desk
from planner.web.routes import ROUTES, export_url, journal_url, statistics_url

__all__ = [
    "DEVICE_COOKIE",
    "HANDED",
    "MIDDLEWARE",
    "ROUTES",
    "SESSION_COOKIE",
    "Paper",
    "export_url",
    "file_url",
    "lifespan",
    "link_path",
    "prepare",
    "shared_desk",
    "journal_url",
    "statistics_url",
]
