"""Ten thousand edits by several processes at once: read, change, save, and read again when somebody was first."""

from __future__ import annotations

import multiprocessing
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from planner.desk import open_desk, triage
from planner.model.errors import ServiceError, StaleError
from planner.model.event import Actor
from planner.model.words import Role

__all__ = ["Edits", "edit"]

_TRIES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """What the processes did, and what the database holds of it.

    Parameters
    ----------
    saved, refused, busy
        Saves the desk acknowledged, saves it refused because somebody else had saved, and calls that found the
        database busy for longer than a connection waits; both were tried again.
    lost
        Acknowledged saves of which nothing is in the database.
    took_s
        Seconds from the first read to the last save.
    median_s, p95_s
        Seconds of one read and save.
    """

    saved: int
    refused: int
    busy: int
    lost: int
    took_s: float
    median_s: float
    p95_s: float


def edit(url: str, var: Path, request_ids: list[str], *, operations: int, processes: int) -> Edits:
    """Let processes add one minute to requests they share, over and over, and compare with what is stored.

    Parameters
    ----------
    request_ids
        Requests that are edited; fewer than processes means that they collide all the time.
    operations
        Saves that must be acknowledged altogether.
    """
    each = -(-operations // processes)
    before = _minutes(url, var, request_ids)
    begun = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        done = pool.starmap(_work, [(url, str(var), request_ids, each, number) for number in range(processes)])
    took_s = time.perf_counter() - begun
    saved = sum(len(took) for took, _, _ in done)
    times = sorted(one for took, _, _ in done for one in took)
    return Edits(
        saved=saved,
        refused=sum(refused for _, refused, _ in done),
        busy=sum(busy for _, _, busy in done),
        lost=saved - (_minutes(url, var, request_ids) - before),
        took_s=took_s,
        median_s=statistics.median(times),
        p95_s=times[round(0.95 * (len(times) - 1))],
    )


def _work(url: str, var: str, request_ids: list[str], operations: int, number: int) -> tuple[list[float], int, int]:
    desk = open_desk(url, var=var)
    who = Actor(actor_id=f"editor{number}", name=f"Editor {number}", role=Role.DISPATCHER)
    times, refused, busy = [], 0, 0
    for turn in range(operations):
        request_id = request_ids[(turn + number) % len(request_ids)]
        begun = time.perf_counter()
        for _ in range(_TRIES):
            try:
                request = triage.get_request(desk, who, request_id)
                assert request is not None
                triage.save_request(desk, who, request.replace(service_min=request.service_min + 1))
                break
            except StaleError:
                refused += 1
            except ServiceError:
                busy += 1
        else:
            raise SystemExit(f"{request_id} could not be saved in {_TRIES} tries")
        times.append(time.perf_counter() - begun)
    desk.store.close()
    return times, refused, busy


def _minutes(url: str, var: Path, request_ids: list[str]) -> int:
    desk = open_desk(url, var=var)
    who = Actor(actor_id="reader", name="Reader", role=Role.DISPATCHER)
    found = [triage.get_request(desk, who, one) for one in request_ids]
    desk.store.close()
    return sum(one.service_min for one in found if one is not None)
