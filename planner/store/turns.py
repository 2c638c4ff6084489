"""Threads that want to write wait in a queue: SQLite's own wait is a lottery that somebody may lose for seconds."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

__all__ = ["Turns"]


class Turns:
    """Lets threads in one at a time, in the order in which they came."""

    __slots__ = ("_guard", "_taken", "_waiting")

    def __init__(self) -> None:
        self._guard, self._taken = Lock(), False
        self._waiting: deque[Lock] = deque()

    @contextmanager
    def mine(self) -> Iterator[None]:
        """Wait for one's turn, and give it to the next when the block ends."""
        self._wait()
        try:
            yield
        finally:
            self._give_on()

    def _wait(self) -> None:
        own = Lock()
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            own.acquire()
            self._waiting.append(own)
        own.acquire()  # released by whoever was before: the turn is handed over, nobody slips in

    def _give_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
