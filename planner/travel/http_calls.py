"""Questions to a routing server over HTTP: within a time, tried again where that can help, and never for ever.

The whole of a question has a limit, not only each wait for its next byte: an answer that drips is ended by closing
its connection. That is why the standard library's client is used here rather than a larger one. Connections stay open
from question to question.
"""

from __future__ import annotations

import json
import random
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection, IncompleteRead
from socket import SHUT_RDWR
from threading import Timer
from typing import Any, TypeVar
from weakref import finalize

from planner.model.errors import ServiceError
from planner.model.message import Message, message
from planner.travel.breaker import Breaker
from planner.travel.server import Server
from planner.travel.tables import BadAnswerError

__all__ = ["Caller", "RefusedError"]

Read = TypeVar("Read")

_TRIES = 3
_FIRST_WAIT_S = 0.2
_AGAIN = frozenset({429, 502, 503, 504})
_MOST_BYTES = 256 * 2**20
_PIECE = 1 << 16


class RefusedError(ServiceError):
    """The server works and refuses the question (4xx).

    Parameters
    ----------
    code
        What the server calls it, as text; empty where it says nothing.
    """

    def __init__(self, said: Message, code: str = "") -> None:
        super().__init__(said)
        self.code = code


class _Failed(Exception):  # noqa: N818 - never leaves this file
    """One try failed: in which words, whether another may help, and how long the server wants to be left alone."""

    def __init__(self, said: Message, *, again: bool, wait_s: float = 0.0) -> None:
        super().__init__(said)
        self.said, self.again, self.wait_s = said, again, wait_s


class Caller:
    """Asks one server; may be used by several threads.

    Parameters
    ----------
    server
        Which.
    timeout_s
        Seconds for one try from the first byte sent to the last received.
    breaker
        Counts failed tries; while it is open nothing is asked.
    tries
        How often a question is asked at most.
    clock, sleep, jitter
        Seconds that only grow; how to wait; a number from 0 to 1 by which waits differ.
    """

    def __init__(
        self,
        server: Server,
        *,
        timeout_s: float = 10.0,
        breaker: Breaker | None = None,
        tries: int = _TRIES,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.server, self.breaker, self.timeout_s = server, breaker or Breaker(), timeout_s
        self._tries, self.clock, self._sleep, self._jitter = tries, clock, sleep, jitter
        self._idle: list[HTTPConnection] = []
        finalize(self, _close, self._idle)

    def ask(
        self, path: str, body: Mapping[str, Any] | None = None, *, read: Callable[[Any], Read], until_s: float
    ) -> Read:
        """Return what is read from an answer.

        Parameters
        ----------
        path
            Path and query below the server's folder.
        body
            Sent as JSON by POST; None: GET.
        read
            Makes something of the answer's JSON; a `BadAnswerError` of it counts as a failure of the server.
        until_s
            When, by `clock`, everything must be over.

        Raises
        ------
        RefusedError
            If the server refuses the question; it is not asked again.
        ServiceError
            If it does not answer, answers nonsense or says that it is broken, or has no more time.
        """
        sent = None if body is None else json.dumps(body, allow_nan=False).encode()
        for number in range(1, self._tries + 1):
            if not self.breaker.lets_through():
                raise ServiceError(message("travel.resting", server=self.server.name))
            try:
                answer = read(self._tried(path, sent, until_s))
            except _Failed as failed:
                self.breaker.failed()
                wait_s = max(failed.wait_s, _FIRST_WAIT_S * 2 ** (number - 1) * (0.5 + self._jitter()))
                if not failed.again or number == self._tries or self.clock() + wait_s >= until_s:
                    raise ServiceError(failed.said) from failed
            except BadAnswerError as bad:
                self.breaker.failed()
                raise ServiceError(self._bad(bad.said)) from bad
            except RefusedError:
                self.breaker.succeeded()
                raise
            else:
                self.breaker.succeeded()
                return answer
            self._sleep(wait_s)
        raise AssertionError("the last try either answers or raises")

    def _tried(self, path: str, sent: bytes | None, until_s: float) -> Any:
        left_s = min(self.timeout_s, until_s - self.clock())
        if left_s <= 0:
            raise _Failed(self._said("travel.out_of_time"), again=False)
        try:
            status, headers, content = self._exchanged(path, sent, left_s)
        except TimeoutError:
            raise _Failed(self._said("travel.timed_out", seconds=_shown(left_s)), again=True) from None
        except OSError as broken:
            raise _Failed(self._said("travel.no_answer"), again=True) from broken
        except HTTPException as broken:
            raise _Failed(self._bad(message("travel.bad_cut_off")), again=False) from broken
        return self._read(status, headers, content)

    def _read(self, status: int, headers: Mapping[str, str], content: bytes) -> Any:
        if status in _AGAIN:
            said = self._said("travel.status", status=status)
            raise _Failed(said, again=True, wait_s=_retry_after_s(headers.get("retry-after", "")))
        if status >= 500 or status < 200 or 300 <= status < 400:
            raise _Failed(self._said("travel.status", status=status), again=False)
        try:
            answer = json.loads(content, parse_constant=_no_number)
        except (ValueError, RecursionError):
            if status >= 400:
                raise RefusedError(self._said("travel.refused", status=status, detail="-")) from None
            raise _Failed(self._bad(message("travel.bad_json")), again=False) from None
        if status >= 400:
            code, detail = _complaint(answer)
            raise RefusedError(self._said("travel.refused", status=status, detail=detail or code or "-"), code)
        return answer

    def _exchanged(self, path: str, sent: bytes | None, left_s: float) -> tuple[int, Mapping[str, str], bytes]:
        """One question and its whole answer; a kept connection that the server has closed meanwhile is made anew."""
        end_s, kept = self.clock() + left_s, self._kept()
        if kept is not None:
            try:
                return self._once(kept, path, sent, left_s)
            except (ConnectionError, HTTPException):
                if self.clock() >= end_s:
                    raise
        return self._once(self._new(), path, sent, end_s - self.clock())

    def _once(
        self, connection: HTTPConnection, path: str, sent: bytes | None, left_s: float
    ) -> tuple[int, Mapping[str, str], bytes]:
        late: list[bool] = []

        def cut() -> None:
            late.append(True)
            with suppress(OSError):
                if connection.sock is not None:
                    connection.sock.shutdown(SHUT_RDWR)

        connection.timeout = left_s
        if connection.sock is not None:
            connection.sock.settimeout(left_s)
        watch = Timer(left_s, cut)
        watch.daemon = True
        watch.start()
        try:
            headers = self._headers(sent is not None)
            connection.request("GET" if sent is None else "POST", self.server.folder + path, sent, headers)
            response = connection.getresponse()
            content = _whole(response)
        except BaseException:
            connection.close()
            if late:
                raise TimeoutError from None
            raise
        finally:
            watch.cancel()
        if late:  # cut between the last byte and here
            connection.close()
        else:
            self._idle.append(connection)
        return response.status, {name.lower(): value for name, value in response.getheaders()}, content

    def _headers(self, posts: bool) -> dict[str, str]:
        headers = {"Accept": "application/json", "User-Agent": "faltplan"}
        if posts:
            headers["Content-Type"] = "application/json"
        if self.server.authorization:
            headers["Authorization"] = self.server.authorization
        return headers

    def _kept(self) -> HTTPConnection | None:
        """A connection that an earlier question has left open; taking one from a list is one step for all threads."""
        with suppress(IndexError):
            return self._idle.pop()
        return None

    def _new(self) -> HTTPConnection:
        server = self.server
        if server.tls:
            return HTTPSConnection(server.host, server.port, context=ssl.create_default_context())
        return HTTPConnection(server.host, server.port)

    def _said(self, key: str, **values: Any) -> Message:
        return message(key, server=self.server.name, **values)

    def _bad(self, detail: Message) -> Message:
        return message("travel.bad_answer", server=self.server.name, detail=detail)


def _close(connections: list[HTTPConnection]) -> None:
    for connection in connections:
        connection.close()


def _whole(response: Any) -> bytes:
    pieces, size = [], 0
    while piece := response.read(_PIECE):
        size += len(piece)
        if size > _MOST_BYTES:
            raise HTTPException("the answer has no end")
        pieces.append(piece)
    if response.length:
        raise IncompleteRead(b"", response.length)
    return b"".join(pieces)


def _no_number(written: str) -> float:
    raise ValueError(f"{written} is not a number of JSON")


def _complaint(answer: Any) -> tuple[str, str]:
    """Code and words of a refusal, of OSRM (code, message) or Valhalla (error_code, error); short, one line."""
    if not isinstance(answer, dict):
        return "", ""
    code = str(answer.get("code") or answer.get("error_code") or "")[:40]
    return code, " ".join(str(answer.get("message") or answer.get("error") or "").split())[:120]


def _retry_after_s(written: str) -> float:
    """Seconds of a Retry-After header: a number, or a date; 0 where it says nothing that can be read."""
    try:
        return max(0.0, float(written))
    except ValueError:
        pass
    try:
        at = parsedate_to_datetime(written)
    except ValueError:
        return 0.0
    return max(0.0, (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() - datetime.now(UTC).timestamp())


def _shown(seconds: float) -> str:
    return f"{seconds:.1f}".removesuffix(".0")
