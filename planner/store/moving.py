"""Moving a database from one revision to another with Alembic: under a lock, whole or not at all."""

from __future__ import annotations

import threading
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DBAPIError

from planner.model.errors import ServiceError
from planner.model.message import message
from planner.store.engines import alone, copy_beside, sentence_of
from planner.store.revision import FIRST, HEAD, refuse_newer, revision_of, says_itself

__all__ = ["carry", "configured", "move"]

_SCRIPTS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = threading.Lock()  # Alembic keeps what it works on in its module


def move(engine: sa.Engine, *, to: str = HEAD) -> str | None:
    """Bring a database to a revision and return where it came from, None for an empty one.

    An empty database gets its tables. Beside an SQLite file with content a copy of what was there is kept.

    Parameters
    ----------
    to
        A known revision; an older one loses what only newer ones can hold.

    Raises
    ------
    ServiceError
        If the database is of a newer release, or a step failed; it is as it was then.
    """
    with _ONE_AT_A_TIME, alone(engine) as connection:
        found = revision_of(connection)
        refuse_newer(found)
        if found not in (None, to):
            copy_beside(engine, f"before-{to}")
        try:
            _run(connection, found, to)
        except DBAPIError as error:
            failed = message("store.not_moved", found=found or "–", expected=to)
            raise ServiceError(sentence_of(error, otherwise=failed)) from error
        return found


def carry(connection: sa.Connection, found: str, to: str) -> None:
    """Bring the tables of a unit that is alone from one revision to another; without content nothing is lost."""
    with _ONE_AT_A_TIME:
        _run(connection, found, to)


def configured(connection: sa.Connection) -> Config:
    """Return Alembic's settings for the revisions of this package, on a connection."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _run(connection: sa.Connection, found: str | None, to: str) -> None:
    config = configured(connection)
    if found == FIRST and not says_itself(connection):
        command.stamp(config, FIRST)
    if found is None or to > found:
        command.upgrade(config, to)
    elif to < found:
        command.downgrade(config, to)
