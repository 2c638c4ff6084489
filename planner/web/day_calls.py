"""What every call of the page on a device shares: who may send, how long it may be, and what a device is answered."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from planner.desk.devices import OnDevice, Standing
from planner.web.forms import from_here
from planner.web.opening import shared_desk

__all__ = ["MOST_BYTES", "NOT_KEPT", "Answered", "answer", "client_of", "gone", "now", "posted", "taken_in"]

MOST_BYTES = 1_000_000
NOT_KEPT = {"cache-control": "no-store"}
_MARK = re.compile(r"[0-9A-Za-z-]{16,64}")
_STATUS = {Standing.ENDED: 401, Standing.SHUT_OUT: 410}
Answered = Callable[[Request], Awaitable[Response]]


def posted(call: Callable[[Request, object], Response]) -> Answered:
    """A call that our page sends JSON to; other sites' pages cannot send that type without asking, and are refused."""

    def read(request: Request, content: bytes) -> Response:
        try:
            body = json.loads(content or b"null")
        except (ValueError, RecursionError):
            return answer({"error": "json"}, 400)
        return call(request, body)

    return taken_in(read, media_type="application/json", most=MOST_BYTES)


def taken_in(call: Callable[[Request, bytes], Response], *, media_type: str, most: int) -> Answered:
    """A call that our page sends something to.

    Parameters
    ----------
    call
        Answers, in a thread of its own.
    media_type
        What is sent; one that a form of another site cannot send.
    most
        Bytes; more is not read.
    """

    async def answered(request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0] != media_type or not from_here(request):
            return answer({"error": "origin"}, 403)
        content = bytearray()
        async for piece in request.stream():
            content += piece
            if len(content) > most:
                return answer({"error": "length"}, 413)
        return await run_in_threadpool(call, request, bytes(content))

    return answered


def client_of(request: Request, body: object) -> tuple[str, str]:
    """Return what a browser calls itself, and the mark it made up; a tablet that says it is a Mac is known by touch."""
    told = body if isinstance(body, dict) else {}
    client, mark = request.headers.get("user-agent", ""), told.get("mark")
    if told.get("touch") is True and "Macintosh" in client:
        client = f"iPad {client}"
    return client, mark if isinstance(mark, str) and _MARK.fullmatch(mark) else ""


def gone(found: OnDevice) -> Response:
    """Tell a device that it may do nothing, and what it has to do with what it keeps."""
    return answer({"standing": found.standing.value}, _STATUS[found.standing])


def answer(content: dict[str, Any], status: int = 200) -> Response:
    """Answer in JSON that nobody keeps on the way."""
    return JSONResponse(content, status_code=status, headers=NOT_KEPT)


def now() -> str:
    """Return the server's time, by which devices know how wrong their clock is."""
    return shared_desk().clock().isoformat()
