"""Forms that reach us: short, from our own pages, with the token of their session."""

from __future__ import annotations

import hmac
import re
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from planner.desk.signin import form_token

__all__ = ["MOST_BYTES", "from_here", "ours", "own_path", "read_form"]

MOST_BYTES = 16_384
_OWN_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]{0,500}")


async def read_form(request: Request) -> dict[str, str] | None:
    """Return the fields of a form; None where it is longer than any of ours."""
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > MOST_BYTES:
            return None
    return dict(parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20))


def ours(request: Request, form: dict[str, str], secret: str | None) -> bool:
    """Whether a form was sent by a page of ours.

    Parameters
    ----------
    secret
        Cookie the form's token was made from; None: the browser sent none.
    """
    if not secret or not hmac.compare_digest(form.get("form", "").encode(), form_token(secret).encode()):
        return False
    return from_here(request)


def from_here(request: Request) -> bool:
    """Whether a page of this site sent something, as far as the browser says where it comes from."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site != "same-origin":
        return False
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")


def own_path(wanted: str | None) -> str:
    """Return a path of this site to go on to; anything else becomes its start."""
    if wanted and _OWN_PATH.fullmatch(wanted) and not wanted.startswith(("/sign", "/password")):
        return wanted
    return "/"
