"""Customers' sites with their opening hours: list, save, remove, load from a file and take out as one."""

from __future__ import annotations

from planner import files, store
from planner.desk.exports import Export
from planner.desk.opening import Desk
from planner.desk.personal import SITE_TEXTS, refuse_personal_numbers
from planner.desk.roles import check
from planner.desk.unit import changing
from planner.model.errors import InputError
from planner.model.event import Actor
from planner.model.language import text
from planner.model.sites import Site

__all__ = ["import_sites", "list_sites", "remove_site", "save_site", "sites_file"]


def list_sites(desk: Desk, actor: Actor) -> tuple[Site, ...]:
    """Return the sites that have opening hours, by id."""
    check(actor, "sites.list_sites")
    with desk.store.reading() as db:
        return store.sites.find(db)


def save_site(desk: Desk, actor: Actor, site: Site) -> Site:
    """Save a site, new or changed, and return it with its new version.

    Raises
    ------
    StaleError
        If somebody saved it since it was read.
    InputError
        If a personal identity number stands in a text.
    """
    check(actor, "sites.save_site")
    refuse_personal_numbers(site, SITE_TEXTS, today=desk.today())
    with changing(desk, "sites.save_site", by=actor) as db:
        return store.sites.save(db, site)


def remove_site(desk: Desk, actor: Actor, site: Site) -> None:
    """Remove a site, so that nothing limits visits there any more; where it is gone already nothing happens.

    Raises
    ------
    StaleError
        If somebody saved it since it was read.
    """
    check(actor, "sites.remove_site")
    with changing(desk, "sites.remove_site", by=actor) as db:
        store.sites.remove(db, site)


def import_sites(desk: Desk, actor: Actor, name: str, content: bytes) -> tuple[Site, ...]:
    """Read a file of sites and save all in it, in one transaction; others stay as they are.

    Returns
    -------
    tuple of Site
        Those of the file, as stored.

    Raises
    ------
    InputError
        If the file is at fault; nothing is saved.
    """
    check(actor, "sites.import_sites")
    preview = files.preview_sites(name, content)
    if preview.problems:
        raise InputError(*preview.problems)
    with changing(desk, "sites.import_sites", by=actor) as db:
        known = {one.site_id: one for one in store.sites.find(db, ids={one.site_id for one in preview.sites})}
        return tuple(_stored(db, one, known.get(one.site_id)) for one in preview.sites)


def _stored(db: store.Connection, read: Site, known: Site | None) -> Site:
    """A site keeps the place that files do not say, and its version where it is as the file says already."""
    kept = {} if known is None else {"version": known.version, "place": known.place, "located_at": known.located_at}
    wanted = read.replace(**kept)
    return wanted if wanted == known else store.sites.save(db, wanted)


def sites_file(desk: Desk, actor: Actor, *, language: str) -> Export:
    """Return all sites as a CSV file that can be loaded again; headings in a language (``sv`` or ``en``)."""
    check(actor, "sites.sites_file")
    with desk.store.reading() as db:
        content = files.sites_to_csv(store.sites.find(db), language=language)
    name = files.export_name(text("desk.file.sites", language), "csv", day=desk.today())
    return Export(filename=name, media_type="text/csv; charset=utf-8", content=content)
