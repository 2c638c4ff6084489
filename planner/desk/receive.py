"""Requests in: look at a file before anything is saved, then take what is good, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.files import ImportPreview
from planner.model.event import Actor
from planner.model.request import Request

__all__ = ["Received", "accept", "add_request", "apply_cure", "preview_file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What an import took and what it left.

    Parameters
    ----------
    taken
        Ids of the requests that were saved.
    skipped
        Rows (as the user counts them) that were left out for their problems.
    """

    taken: tuple[str, ...]
    skipped: tuple[int, ...] = ()


def preview_file(
    desk: Desk, actor: Actor, name: str, content: bytes, *, mapping: Mapping[str, str] | None = None, day: date
) -> ImportPreview:
    """Read a file of requests without saving: columns, rows, problems; places located and checked.

    Parameters
    ----------
    name, content
        The file as it was dropped.
    mapping
        Column heading to field, where the dispatcher corrected the automatic mapping.
    day
        Day that times of day without a date belong to.
    """
    raise NotImplementedError


def apply_cure(desk: Desk, actor: Actor, preview: ImportPreview, row: int) -> ImportPreview:
    """Return the preview with the swapped latitude and longitude of a row put right.

    Parameters
    ----------
    row
        Row as the user counts it (the heading is row 1).
    """
    raise NotImplementedError


def accept(desk: Desk, actor: Actor, preview: ImportPreview, *, only_good: bool) -> Received:
    """Save the requests of a preview in one transaction.

    Parameters
    ----------
    only_good
        Take the rows without problems and leave the others; False: any problem refuses the whole file.

    Raises
    ------
    InputError
        If there are problems and `only_good` is False, or an id has been taken meanwhile; nothing is saved.
    """
    raise NotImplementedError


def add_request(desk: Desk, actor: Actor, request: Request) -> Request:
    """Save one new request, for example one taken by telephone; located where it has an address only.

    Raises
    ------
    InputError
        If the id is taken.
    """
    raise NotImplementedError
