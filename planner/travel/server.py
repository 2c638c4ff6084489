"""The address of a routing server."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from planner.model.errors import FieldProblem, InputError
from planner.model.message import message

__all__ = ["Server"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Server:
    """Address of a server, taken apart; only `name` is ever shown or logged.

    Parameters
    ----------
    name
        Host and port.
    folder
        What stands before every path; empty or beginning with a slash.
    """

    name: str
    host: str
    port: int
    tls: bool
    folder: str = ""
    authorization: str = ""

    @classmethod
    def at(cls, url: str, *, field: str) -> Server:
        """Return the server of an address.

        Parameters
        ----------
        url
            ``http://`` or ``https://``, a host, perhaps a port, a name with password, a folder; nothing more.
        field
            Setting that gave the address, for the sentence.

        Raises
        ------
        InputError
            If it is no such address. The sentence does not repeat it: it may hold a password.
        """
        try:
            parts = urlsplit(url.strip())
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            parts, port = urlsplit(""), 0
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise InputError(FieldProblem(field=field, message=message("travel.url_wrong", setting=field)))
        given = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else ""
        return cls(
            name=f"{parts.hostname}:{port}",
            host=parts.hostname,
            port=port,
            tls=parts.scheme == "https",
            folder=parts.path.rstrip("/"),
            authorization=f"Basic {base64.b64encode(given.encode()).decode()}" if given else "",
        )

    def __repr__(self) -> str:
        return f"Server({self.name})"
