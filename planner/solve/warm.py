"""Whether the kernel is compiled on this machine, and compiling it: some minutes, once for each release."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

import numpy as np

from planner.model.places import Place
from planner.model.problem import Break, Duty, Matrix, Problem, Span, Visit
from planner.solve.cache import CACHE

__all__ = ["is_warm", "load", "warm"]


def is_warm() -> bool:
    """Return whether the kernel answers at once."""
    return (CACHE / "ready").exists()


def warm() -> None:
    """Compile the kernel, unless that is done, and keep it for all processes to come."""
    if not is_warm():
        load()
        CACHE.mkdir(parents=True, exist_ok=True)
        (CACHE / "ready").touch()


@cache
def load() -> None:
    """Load what is compiled into this process (once; a third of a second), so that no search pays for it."""
    from planner.solve.generator import Generator
    from planner.solve.ground import Ground
    from planner.solve.kernel.laying import layout_of
    from planner.solve.pricer import Pricer, Prices

    layout = layout_of(Ground.of(_smallest()))
    generator = Generator(layout, 1)
    generator.fill()
    generator.anneal(10, 1.0, 0.5)
    pricer, prices = Pricer(layout, lambda: False, labels=100), Prices(np.full(2, 10**9, dtype=np.int64))
    pricer.cheapest(0, prices)
    pricer.every(0, prices, 0)


def _smallest() -> Problem:
    """Return a problem that needs every function of the kernel."""
    visits = tuple(Visit(visit_id=str(k), request_id=str(k), place=k, service_s=600) for k in (1, 2))
    duty = Duty(
        duty_id="d",
        technician_id="t",
        start_place=0,
        end_place=0,
        start_s=0,
        end_s=20_000,
        hard_end_s=20_000,
        drives=(Span(start_s=0, end_s=20_000),),
        breaks=(Break(earliest_s=3_000, latest_s=9_000, duration_s=600),),
    )
    seconds = np.array([[0, 60, 90], [60, 0, 80], [90, 80, 0]])
    places = tuple(Place(lat=59.0 + k / 100, lon=18.0, label=str(k)) for k in range(3))
    return Problem(
        day=date(2026, 1, 5),
        horizon_start=datetime(2026, 1, 5, tzinfo=UTC),
        places=places,
        matrix=Matrix(seconds, seconds * 10),
        visits=visits,
        duties=(duty,),
    )
