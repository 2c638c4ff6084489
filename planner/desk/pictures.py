"""Photos and signatures of visits: taken in once, made bare, and shown to those who may see the visit's reports."""

from __future__ import annotations

from planner import store
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.roles import check, own_technician
from planner.desk.unit import changing
from planner.files.pictures import bare_jpeg
from planner.model.errors import NotAllowedError
from planner.model.event import Actor
from planner.model.message import message
from planner.model.words import Role
from planner.store.pictures import Picture

__all__ = ["WITH_PICTURE", "get_picture", "keep_picture"]

WITH_PICTURE = {"work.photo": "photo", "work.report": "signature"}
"""Which reports have a picture, and of what kind."""


def keep_picture(
    desk: Desk, actor: Actor, picture_id: str, content: bytes, *, technician_id: str | None = None
) -> bool:
    """Keep the picture of a report that is here, with nothing in it but what draws it; sent again it changes nothing.

    Parameters
    ----------
    picture_id
        Id of the report.
    content
        A JPEG.
    technician_id
        Whose report; a technician may leave it out.

    Returns
    -------
    bool
        False where it was here already.

    Raises
    ------
    NotAllowedError
        If the report is somebody else's.
    InputError
        If there is no such report, or the content is no picture that can be kept.
    """
    check(actor, "pictures.keep_picture")
    whose = own_technician(actor, technician_id)
    try:
        bare = bare_jpeg(content)
    except ValueError:
        raise refusal("pictures.no_picture", field="content", value=picture_id) from None
    with changing(desk, "pictures.keep_picture", by=actor) as db:
        report = store.events.get(db, picture_id)
        if report is None or report.type not in WITH_PICTURE:
            raise refusal("pictures.no_report", field="picture_id", value=picture_id)
        if report.technician_id != whose:
            raise NotAllowedError(message("desk.not_yours"))
        one = Picture(
            picture_id=picture_id,
            kind=WITH_PICTURE[report.type],
            request_id=report.request_id,
            technician_id=whose,
            at=report.at,
            content=bare,
        )
        return store.pictures.add(db, one)


def get_picture(desk: Desk, actor: Actor, picture_id: str) -> Picture:
    """Return a picture; a technician sees their own.

    Raises
    ------
    NotAllowedError
        If it is somebody else's.
    InputError
        If there is no such picture.
    """
    check(actor, "pictures.get_picture")
    with desk.store.reading() as db:
        found = store.pictures.get(db, picture_id)
    if found is None:
        raise refusal("pictures.unknown", field="picture_id", value=picture_id)
    if actor.role is Role.TECHNICIAN and found.technician_id != actor.technician_id:
        raise NotAllowedError(message("desk.not_yours"))
    return found
