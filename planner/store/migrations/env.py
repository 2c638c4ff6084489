"""What Alembic runs: the revisions, on the connection that `planner.store.moving` gives, in its transaction."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

from planner.store.tables import metadata

connection: sa.Connection = context.config.attributes["connection"]


def _written(kind: str, value: Any, _context: Any) -> str | Literal[False]:
    """Write our column types as what they are in the database: a revision must not change when they do."""
    return f"sa.{value.impl!r}" if kind == "type" and isinstance(value, sa.TypeDecorator) else False


def _default_differs(
    _context: Any, _found: Any, _wanted: Any, found: str | None, _default: Any, wanted: str | None
) -> bool | None:
    """Whether a default is another one; None leaves it to Alembic, which stumbles over an empty text only."""
    return False if found in ("''", "('')") and not wanted else None


context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by making it anew
    render_item=_written,
    transactional_ddl=True,  # SQLite undoes them too, once BEGIN is said by hand
    compare_type=True,
    compare_server_default=_default_differs,
)
with context.begin_transaction():
    context.run_migrations()
