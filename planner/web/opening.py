"""One desk per process and database, shared by screens and routes."""

from __future__ import annotations

import os
from functools import cache

from planner.desk import Desk, open_desk

__all__ = ["shared_desk"]


def shared_desk() -> Desk:
    """Return the desk on the database that `DATABASE_URL` or `FALTPLAN_VAR` names, opened once."""
    return _opened(os.environ.get("DATABASE_URL"), os.environ.get("FALTPLAN_VAR"))


@cache
def _opened(url: str | None, var: str | None) -> Desk:
    return open_desk(url, var=var)
