"""Processes of this machine as an executor that survives the death of one of them."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.synchronize import Event
from typing import Any

from planner.solve.regions.task import stop_when
from planner.solve.warm import is_warm, load

__all__ = ["LocalProcesses"]


class LocalProcesses(Executor):
    """So many processes, started afresh (not forked: a fork would copy threads' locks); new ones when one dies.

    What was under way when one dies has failed and is not done again by itself. Not to be used in the process that
    serves the screens.

    Parameters
    ----------
    workers
        How many.
    """

    def __init__(self, workers: int) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._workers, self._end = workers, self._context.Event()
        self._pool = self._new()
        for _ in range(workers):
            # They start and load the kernel while this process prepares the problem.
            self._pool.submit(is_warm)

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._workers, self._context, initializer=_begin, initargs=(self._end,))

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Let a process call a function; a pool that has broken is replaced before."""
        try:
            return self._pool.submit(fn, *args, **kwargs)
        except BrokenProcessPool:
            self._pool.shutdown(wait=False)
            self._pool = self._new()
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes; with `cancel_futures` also the searches under way, within a moment."""
        if cancel_futures:
            self._end.set()
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)


def _begin(end: Event) -> None:
    """Get a new process ready; it ends when the one that started it has died, even by force."""
    threading.Thread(target=_follow, daemon=True).start()
    stop_when(end.is_set)
    if is_warm():
        load()


def _follow() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        # Whoever would take the answer is gone: there is nothing to tidy up for.
        os._exit(1)
