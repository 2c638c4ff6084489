"""Keeps the tables of a release with some rows: ``python tools/keep_release.py DATABASE.sqlite 0002``.

Run with the code of the release on a small database it made. What is written below `tests/store/releases` is what
every later release must be able to migrate, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from planner.store.revision import VERSION
from planner.store.tables import metadata

__all__ = ["rows_of", "tables_for"]

_FOLDER = Path(__file__).resolve().parents[1] / "tests" / "store" / "releases"
_KINDS: dict[str, sa.Dialect] = {
    "sqlite": sqlite.dialect(),
    "postgresql": postgresql.dialect(),  # type: ignore[no-untyped-call]
}


def tables_for(dialect: sa.Dialect) -> Iterator[str]:
    """Return the statements that make the tables on one kind of database."""
    for table in (*metadata.sorted_tables, VERSION):
        yield str(CreateTable(table).compile(dialect=dialect)).strip()
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            yield str(CreateIndex(index).compile(dialect=dialect)).strip()


def rows_of(file: Path) -> Iterator[str]:
    """Return statements that both kinds of database understand, for every row of a file.

    Numbers the database gives by itself are left out, so that it goes on counting behind them.
    """
    engine = sa.create_engine(f"sqlite:///{file}")
    with engine.connect() as db:
        shown = sa.MetaData()
        shown.reflect(db)
        for table in shown.sorted_tables:
            counted = getattr(metadata.tables.get(table.name), "autoincrement_column", None)
            names = [one for one in table.c if counted is None or one.name != counted.name]
            for row in db.execute(sa.select(*names).order_by(*table.primary_key)).mappings():
                yield str(table.insert().values(**row).compile(compile_kwargs={"literal_binds": True}))
    engine.dispose()


def main(file: str, revision: str) -> None:
    """Write the files of a release."""
    _FOLDER.mkdir(exist_ok=True)
    written = {f"{revision}.{kind}.sql": tables_for(dialect) for kind, dialect in _KINDS.items()}
    for name, statements in (written | {f"{revision}.sql": rows_of(Path(file))}).items():
        (_FOLDER / name).write_text("".join(f"{one};\n" for one in statements), encoding="utf-8")
        print(_FOLDER / name)


if __name__ == "__main__":
    main(*sys.argv[1:])
