"""Customers' sites in the database."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from planner.model.codec import dumps, loads
from planner.model.message import Message, message
from planner.model.sites import Site
from planner.store.tables import site
from planner.store.versions import delete_versioned, save_versioned

__all__ = ["find", "remove", "save"]

_CHUNK = 500


def find(db: sa.Connection, *, ids: Collection[str] | None = None) -> tuple[Site, ...]:
    """Return sites by id.

    Parameters
    ----------
    ids
        Only these, those that are known; None: all.
    """
    query = sa.select(site.c.version, site.c.body)
    if ids is None:
        rows = list(db.execute(query))
    else:
        wanted = sorted(set(ids) - {""})
        parts = [wanted[i : i + _CHUNK] for i in range(0, len(wanted), _CHUNK)]
        rows = [row for part in parts for row in db.execute(query.where(site.c.site_id.in_(part)))]
    found = (loads(Site, row.body).replace(version=row.version) for row in rows)
    return tuple(sorted(found, key=lambda one: one.site_id))


def save(db: sa.Connection, one: Site) -> Site:
    """Insert or save a site and return it with its new version.

    Raises
    ------
    StaleError
        If it was saved by somebody else since it was read.
    """
    values = {"site_id": one.site_id, "body": dumps(one)}
    return one.replace(version=save_versioned(db, site, values, version=one.version, what=_name(one), kind=Site))


def remove(db: sa.Connection, one: Site) -> None:
    """Remove a site; where it is gone already nothing happens.

    Raises
    ------
    StaleError
        If it was saved by somebody else since it was read; it stays.
    """
    delete_versioned(db, site, {"site_id": one.site_id}, version=one.version, what=_name(one), kind=Site)


def _name(one: Site) -> Message:
    return message("store.what.site", id=one.site_id)
