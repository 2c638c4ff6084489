"""What the log of changes costs: a dispatcher's save with its entry in the audit, and the same save without."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from benchmarks.frame import Options, Report
from planner import store
from planner.desk import Desk, open_desk, receive, triage
from planner.model.event import Actor, Event
from planner.model.request import Request
from planner.model.words import Role

__all__ = ["TARGET_MS", "run"]

TARGET_MS = 10.0
"""Longest median of what the audit adds to a save, in milliseconds."""
_SAVES = 200
_MARIA = Actor(actor_id="maria", name="Maria E.", role=Role.DISPATCHER)


def run(options: Options) -> Report:
    """Measure 200 saves of each kind by turns on a SQLite file, and the check of the log they leave."""
    with tempfile.TemporaryDirectory(prefix="faltplan-bench-") as name:
        desk = open_desk(f"sqlite:///{Path(name) / 'faltplan.sqlite'}", var=name)
        one = receive.add_request(desk, _MARIA, Request(request_id="R1", title="x", job_type_id="printer_fault"))
        waits: dict[str, list[float]] = {"with audit": [], "without": []}
        for number in range(_SAVES):
            one = _timed(waits["with audit"], lambda request: triage.save_request(desk, _MARIA, request), one, number)
            one = _timed(waits["without"], lambda request: _plain(desk, request), one, number)
        check_ms = _check(desk)
        desk.store.close()
    medians = {what: statistics.median(found) for what, found in waits.items()}
    extra = medians["with audit"] - medians["without"]
    rows = [(what, f"{medians[what]:.2f}", f"{sorted(found)[int(len(found) * 0.95)]:.2f}", str(len(found)))
            for what, found in waits.items()]  # fmt: skip
    return Report(
        headings=("save", "median ms", "p95", "times"),
        rows=(*rows, ("check of the log", f"{check_ms:.2f}", "", "1")),
        summary=f"The audit adds {extra:.2f} ms to a save (median of {_SAVES}, target {TARGET_MS:.0f} ms)",
        met=extra <= TARGET_MS,
    )


def _timed(waits: list[float], save: Callable[[Request], Request], request: Request, number: int) -> Request:
    changed = request.replace(title=f"x{number}{len(waits)}", customer=f"c{number}")
    start = time.perf_counter()
    saved = save(changed)
    waits.append((time.perf_counter() - start) * 1000)
    return saved


def _plain(desk: Desk, request: Request) -> Request:
    """The unit of `triage.save_request` without its notes and its entry."""
    now = desk.clock()
    with desk.store.writing() as db:
        before = store.requests.get(db, request.request_id)
        saved = store.requests.save(db, request)
        assert before is not None
        said = Event(client_uuid=str(uuid4()), at=now, recorded_at=now, type="request.changed", request_id="R1")
        store.events.add(db, said)
    return saved


def _check(desk: Desk) -> float:
    start = time.perf_counter()
    with desk.store.reading() as db:
        found = store.audit.verify(db)
    assert found.fault is None
    return (time.perf_counter() - start) * 1000
