"""The database: units that read, units that change, and errors people can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from planner.model.errors import PlannerError, ServiceError, StaleError
from planner.model.message import message
from planner.store import revision
from planner.store.engines import (
    alone,
    compact,
    engine_for,
    file_of,
    is_taken,
    one_writer,
    reader_of,
    sentence_of,
    writer_of,
)
from planner.store.turns import Turns

__all__ = ["Connection", "Store", "migrate", "open_store", "revision_at"]

Connection = sa.Connection


class Store:
    """An open database; may be used from many threads, each call takes its own connection.

    Parameters
    ----------
    engine
        SQLAlchemy engine with the hooks of `open_store`.
    """

    __slots__ = ("_engine", "_reader", "_turns", "_writer")

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._turns = Turns() if one_writer(engine) else None
        self._reader, self._writer = reader_of(engine), writer_of(engine)

    @property
    def url(self) -> str:
        """The database address, password included: for child processes, never for logs."""
        return self._engine.url.render_as_string(hide_password=False)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One consistent view of the database; does not wait for writers."""
        with _service(), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One unit of change: kept whole when the block ends, undone whole when it raises."""
        with self._turns.mine() if self._turns else nullcontext(), _service(), self._writer.begin() as connection:
            yield connection

    def compact(self) -> None:
        """Give back what deleted rows left behind, so that it can be read in no file; others must wait meanwhile."""
        with _service():
            compact(self._engine)

    @contextmanager
    def alone(self) -> Iterator[sa.Connection]:
        """One unit that may replace everything, tables included; all others wait, also migrations."""
        with _service(), alone(self._engine) as connection:
            yield connection

    def close(self) -> None:
        """Close all idle connections."""
        self._engine.dispose()


def open_store(url: str) -> Store:
    """Open a database; an empty one gets its tables, one of an older release is migrated.

    Parameters
    ----------
    url
        Address of a file or a server, as in the README.

    Raises
    ------
    ServiceError
        If the database does not answer, is of a newer release, or cannot be migrated.
    """
    store = Store(engine_for(url))
    try:
        found = _revision_of(store)
        revision.refuse_newer(found)
        if found is None:
            _make(store)
        elif found != revision.HEAD:
            _move(store, revision.HEAD)
    except BaseException:
        store.close()
        raise
    return store


def migrate(url: str, *, to: str = revision.HEAD) -> str | None:
    """Bring a database to a revision and return where it came from, None for an empty one.

    Parameters
    ----------
    to
        One of `REVISIONS`; an older one loses what only newer ones can hold.

    Raises
    ------
    ServiceError
        As `open_store`.
    """
    store = Store(engine_for(url))
    try:
        return _move(store, to)
    finally:
        store.close()


def revision_at(url: str) -> str | None:
    """Return the revision of a database as it is; None where there is none, or an empty one.

    Raises
    ------
    ServiceError
        If the database does not answer.
    """
    if (file := file_of(url)) is not None and not file.exists():
        return None  # asking makes no file
    store = Store(engine_for(url))
    try:
        return _revision_of(store)
    finally:
        store.close()


def _revision_of(store: Store) -> str | None:
    with store.reading() as db:
        return revision.revision_of(db)


def _make(store: Store) -> None:
    with _service(), alone(store._engine) as db:
        if revision.revision_of(db) is None:  # else another process was first
            revision.make_newest(db)


def _move(store: Store, to: str) -> str | None:
    # Loaded here: the process of a planning run would wait half a second for what it never needs.
    from planner.store.moving import move

    with _service():
        return move(store._engine, to=to)


@contextmanager
def _service() -> Iterator[None]:
    """A database that fails is a service that failed; wrong values of ours stay what they are."""
    try:
        yield
    except PlannerError:
        raise
    except IntegrityError as error:
        # Two at once made the same thing, and nobody below expected it.
        if is_taken(error):
            raise StaleError(message("store.collided")) from error
        raise
    except (DBAPIError, PoolTimeoutError) as error:
        raise ServiceError(sentence_of(error)) from error
    except StatementError as error:
        if isinstance(error.orig, PlannerError):  # a value that a column refused
            raise error.orig from None
        raise
