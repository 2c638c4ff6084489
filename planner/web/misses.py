"""How often somebody may knock in vain: a small counter in this process's memory."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from time import monotonic

__all__ = ["Misses"]


class Misses:
    """Counts misses by address in windows of fixed length.

    Parameters
    ----------
    most
        Misses an address has in one window.
    window_s
        Length of a window in seconds.
    addresses
        Addresses remembered at most; the oldest window is forgotten first.
    clock
        Returns seconds that never go back.
    """

    def __init__(
        self, *, most: int = 30, window_s: float = 60, addresses: int = 10_000, clock: Callable[[], float] = monotonic
    ) -> None:
        self._most, self._window_s, self._addresses, self._clock = most, window_s, addresses, clock
        self._counts: dict[str, tuple[float, int]] = {}
        self._lock = Lock()

    def too_many(self, address: str) -> bool:
        """Whether an address has used up its misses for now."""
        with self._lock:
            begun, count = self._counts.get(address, (0.0, 0))
            return count >= self._most and self._clock() - begun < self._window_s

    def add(self, address: str) -> None:
        """Count a miss."""
        now = self._clock()
        with self._lock:
            begun, count = self._counts.pop(address, (now, 0))
            fresh = now - begun >= self._window_s
            self._counts[address] = (now, 1) if fresh else (begun, count + 1)
            while len(self._counts) > self._addresses:
                del self._counts[next(iter(self._counts))]
