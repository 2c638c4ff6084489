"""Backups: one file that holds all rows of a moment, made while others write, read again on any database.

A zip file with ``manifest.json`` and one ``<table>.jsonl`` for each table. Sessions and tries to sign in are no part
of it; hashes of passwords are, so the file is for its owner only.
"""

from __future__ import annotations

import json
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from planner.model.backup import BACKUP_FORMAT, Manifest
from planner.model.codec import dumps, loads
from planner.model.errors import FieldProblem, InputError
from planner.model.message import Value, message
from planner.store.database import Store
from planner.store.revision import HEAD, VERSION, revision_of
from planner.store.rows import PASSING, ContentHash, content_of, empty, fill, kept_tables, lines, move_counters
from planner.store.tables import metadata

__all__ = ["is_empty", "read_manifest", "restore", "verify", "write"]

_MANIFEST = "manifest.json"
# Everything the readers of zip files, of deflate streams and of JSON say about bytes that are not what they should be.
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, LookupError, ValueError, RuntimeError)
_BEGUN = frozenset({"audit_head"})
"""Tables that an empty database has a row in."""


def write(store: Store, file: Path, *, at: datetime) -> Manifest:
    """Write a backup of what the database holds at this moment and return what it says of itself.

    Parameters
    ----------
    file
        Where; one that is there is replaced once the new one is whole and on the disk.
    at
        Aware present moment.

    Raises
    ------
    InputError
        If the file cannot be written; there is none then, or the one before.
    """
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as out:
            made = _written(store, out, at)
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
        _keep_name(file.parent)
    except OSError as error:
        raise _refusal(file, "backup.cannot_write", detail=error.strerror or type(error).__name__) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return made


def _written(store: Store, out: IO[bytes], at: datetime) -> Manifest:
    hashed, counted = ContentHash(), {}
    with store.reading() as db, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for table in kept_tables(db):
            counted[table.name] = 0
            with packed.open(f"{table.name}.jsonl", "w", force_zip64=True) as member:
                for line in lines(db, table):
                    hashed.add(table.name, line)
                    counted[table.name] += 1
                    member.write(f"{line}\n".encode())
        made = Manifest(schema=revision_of(db) or HEAD, made_at=at, rows=counted, content_hash=hashed.text)
        packed.writestr(_MANIFEST, dumps(made, indent=1))
    return made


def _keep_name(folder: Path) -> None:
    """Bring the new name to the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_manifest(file: Path) -> Manifest:
    """Return what a backup says of itself.

    Raises
    ------
    InputError
        If the file is missing, damaged, or no backup.
    """
    with _opened(file) as packed:
        return _manifest(file, packed)


def verify(file: Path) -> Manifest:
    """Read a backup to its end and return what it says of itself.

    Raises
    ------
    InputError
        If the file is missing, damaged, no backup, or its rows are not those that were written.
    """
    hashed = ContentHash()
    with _opened(file) as packed:
        said = _manifest(file, packed)
        for name, expected in said.rows.items():
            found = 0
            for line in _lines_of(packed, name):
                hashed.add(name, line)
                found += 1
            if found != expected:
                raise _refusal(file, "backup.other_count", table=name, found=found, expected=expected)
    if hashed.text != said.content_hash:
        raise _refusal(file, "backup.other_content")
    return said


def is_empty(db: sa.Connection) -> bool:
    """Whether nobody has put anything into a database yet."""
    tables = (table for table in kept_tables(db) if table.name not in _BEGUN)
    return all(db.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() is None for table in tables)


def restore(store: Store, file: Path) -> Manifest:
    """Put the rows of a backup in place of everything in the database, in one transaction.

    Everybody is signed out, on devices too: sessions are no part of a backup.

    Raises
    ------
    InputError
        If the file is damaged, no backup or of a newer release, or the database holds something else afterwards;
        nothing is changed.
    """
    said = verify(file)
    if said.schema > HEAD:
        raise _refusal(file, "backup.newer", found=said.schema, expected=HEAD)
    try:
        with store.alone() as db:
            empty(db, kept_tables(db, metadata.tables))
            _at(db, HEAD, said.schema)
            _fill_from(db, file, said)
            _at(db, said.schema, HEAD)
    except (LookupError, ValueError, RuntimeError, SQLAlchemyError) as error:
        raise _refusal(file, "backup.not_taken", detail=type(error).__name__) from error
    return said


def _at(db: sa.Connection, found: str, to: str) -> None:
    """Bring the tables from one revision to another: down to that of the file while they are empty, then up again."""
    if found != to:
        from planner.store.moving import carry  # loads Alembic

        carry(db, found, to)


def _fill_from(db: sa.Connection, file: Path, said: Manifest) -> None:
    there = set(sa.inspect(db).get_table_names()) - PASSING - {VERSION.name}
    if said.rows.keys() != there:
        raise LookupError(f"{file.name}: not the tables of schema {said.schema}")
    tables = kept_tables(db, there)
    empty(db, tables)  # a revision may begin with rows of its own
    with _opened(file) as packed:
        for table in tables:
            fill(db, table, _lines_of(packed, table.name))
    move_counters(db, tables)
    if content_of(db, tables) != (said.content_hash, said.rows):
        raise _refusal(file, "backup.other_content")


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """Open a backup; whatever is wrong with the file becomes a sentence."""
    try:
        with zipfile.ZipFile(file) as packed:
            yield packed
    except _DAMAGE as error:
        raise _refusal(file, "backup.damaged") from error
    except OSError as error:
        raise _refusal(file, "backup.cannot_read", detail=error.strerror or type(error).__name__) from error


def _manifest(file: Path, packed: zipfile.ZipFile) -> Manifest:
    content = packed.read(_MANIFEST)
    try:
        found = json.loads(content).get("format")
    except (ValueError, AttributeError):
        raise _refusal(file, "backup.damaged") from None
    if found != BACKUP_FORMAT:
        raise _refusal(file, "backup.format", found=str(found)[:40], expected=BACKUP_FORMAT)
    said = loads(Manifest, content, source=file.name)
    if PASSING & said.rows.keys():
        raise _refusal(file, "backup.damaged")
    return said


def _lines_of(packed: zipfile.ZipFile, table: str) -> Iterator[str]:
    with packed.open(f"{table}.jsonl") as member:
        for line in member:
            yield line.decode().rstrip("\n")


def _refusal(file: Path, key: str, /, **values: Value) -> InputError:
    return InputError(FieldProblem(source=file.name, message=message(key, **values)))
