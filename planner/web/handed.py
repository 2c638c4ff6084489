"""Files made on a page for one person, handed out at ``/file/<id>``: kept in memory, for a while, for nobody else.

Streamlit's own download button answers anybody who has the address. Here the address alone opens nothing: whoever
asks must be the person the file was made for.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from planner.desk.signin import actor_of
from planner.model.language import text
from planner.web.cookies import language_of, token_of
from planner.web.opening import shared_desk

__all__ = ["FILE_ROUTES", "HANDED", "Handed", "Paper", "attachment", "file_url"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file to hand out; `make` writes it when somebody asks, and knows everything it needs."""

    owner: str
    filename: str
    media_type: str
    make: Callable[[], bytes]


class Handed:
    """Files that wait to be fetched.

    Parameters
    ----------
    keep_s
        Seconds a file waits; each new offer under its id begins anew.
    most
        Files that wait at most; the one that has waited longest goes first.
    clock
        Returns seconds that never go back.
    """

    def __init__(self, *, keep_s: float = 1_800, most: int = 200, clock: Callable[[], float] = monotonic) -> None:
        self._keep_s, self._most, self._clock = keep_s, most, clock
        self._papers: dict[str, tuple[float, Paper]] = {}
        self._lock = Lock()

    def offer(self, paper: Paper, *, file_id: str = "") -> str:
        """Keep a file and return its id; under an id given before it takes the place of the old one."""
        own = file_id or secrets.token_urlsafe(24)
        with self._lock:
            self._papers.pop(own, None)
            self._papers[own] = (self._clock(), paper)
            while len(self._papers) > self._most:
                del self._papers[next(iter(self._papers))]
        return own

    def take(self, file_id: str, *, owner: str) -> Paper | None:
        """Return a file that still waits for this person, or None."""
        with self._lock:
            offered, paper = self._papers.get(file_id, (0.0, None))
        if paper is None or paper.owner != owner or self._clock() - offered > self._keep_s:
            return None
        return paper


HANDED = Handed()
"""The files of this process."""


def file_url(file_id: str, *, language: str) -> str:
    """Return the address of a file that was offered; `language` as in `planner.web.routes.export_url`."""
    return f"/file/{file_id}?lang={language}"


def attachment(filename: str, how: str = "attachment") -> dict[str, str]:
    """Return the headers of a file that is saved (or shown, ``inline``) and that nobody keeps on the way."""
    plain = filename.encode("ascii", "ignore").decode().replace('"', "") or "file"
    return {
        "content-disposition": f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}",
        "cache-control": "no-store",
    }


def handed(request: Request) -> Response:
    """Hand out a file made on a page, to the person it was made for."""
    language = language_of(request)
    actor = actor_of(shared_desk(), token_of(request))
    if actor is None:
        return _refusal(text("signin.needed", language), 401)
    paper = HANDED.take(request.path_params["file_id"], owner=actor.actor_id)
    if paper is None:
        return _refusal(text("web.no_file", language), 404)
    return Response(paper.make(), media_type=paper.media_type, headers=attachment(paper.filename))


def _refusal(sentence: str, status: int) -> Response:
    return PlainTextResponse(sentence, status_code=status, headers={"cache-control": "no-store"})


FILE_ROUTES = (Route("/file/{file_id}", handed),)
