"""Several engines in a row: where one fails the next answers, and it answers everything that was asked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import TypeVar

from planner.model.errors import ServiceError
from planner.model.matrix import Matrix, TravelLabel
from planner.model.message import Message, message
from planner.model.places import Place
from planner.model.route import Route
from planner.travel.breaker import Breaker, BreakerState
from planner.travel.engine import TravelEngine

__all__ = ["EngineState", "Failure", "FallingBack", "Stage", "engine_name", "stand_in", "states_of"]

Answer = TypeVar("Answer", Matrix, Route)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One of the engines.

    Parameters
    ----------
    breaker
        That of its server; None where it has none.
    data
        Returns what is known of its map: a name, a date; empty where nothing is.
    """

    engine: TravelEngine
    breaker: Breaker | None = None
    data: Callable[[], str] = str

    @property
    def label(self) -> TravelLabel:
        """What its answers are labelled with; nothing is asked for it."""
        return self.engine.matrix(()).label


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An engine that did not answer when it was asked last.

    Parameters
    ----------
    engine, instead
        Names of the engine and of the one that answered in its stead.
    said
        What went wrong last.
    since
        When it went wrong first.
    """

    engine: str
    instead: str
    said: Message
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineState:
    """What can be said of an engine: whose numbers, of which map, what failed, whether its server is left alone."""

    label: TravelLabel
    data: str = ""
    failure: Failure | None = None
    breaker: BreakerState | None = None


class FallingBack:
    """A travel engine that is as good as the best of several that answers.

    Every call is answered by one of them alone, so that no matrix holds numbers of two.

    Parameters
    ----------
    stages
        Engines in the order they are asked; the last should never fail.
    now
        The present moment.
    """

    def __init__(self, stages: Sequence[Stage], *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        if not stages:
            raise ValueError("expected at least one engine")
        self._stages, self._now, self._lock = tuple(stages), now, Lock()
        self._failures: dict[int, Failure] = {}

    def matrix(self, places: Sequence[Place]) -> Matrix:
        """Return seconds and metres between places of the first engine that answers.

        Raises
        ------
        ServiceError
            If not even the last one does.
        """
        return self._first(lambda engine: engine.matrix(places))

    def extended(self, matrix: Matrix, places: Sequence[Place], place: Place) -> Matrix:
        """Return a matrix with one more place; where it is of another engine than answers now, all of it anew.

        Raises
        ------
        ServiceError
            As `matrix`.
        """
        return self._first(lambda engine: engine.extended(matrix, places, place))

    def route(self, places: Sequence[Place]) -> Route:
        """Return the way through places of the first engine that answers.

        Raises
        ------
        ServiceError
            As `matrix`.
        """
        return self._first(lambda engine: engine.route(places))

    def states(self) -> tuple[EngineState, ...]:
        """Return the state of each engine, in the order they are asked."""
        return tuple(
            EngineState(
                label=stage.label,
                data=stage.data(),
                failure=self._failures.get(number),
                breaker=stage.breaker.state if stage.breaker else None,
            )
            for number, stage in enumerate(self._stages)
        )

    def _first(self, ask: Callable[[TravelEngine], Answer]) -> Answer:
        failed: list[tuple[int, ServiceError]] = []
        for number, stage in enumerate(self._stages):
            try:
                answer = ask(stage.engine)
            except ServiceError as error:
                failed.append((number, error))
                if number == len(self._stages) - 1:
                    raise
                continue
            self._note(number, failed, answer.label)
            return answer
        raise AssertionError("the last engine either answers or raises")

    def _note(self, answered: int, failed: Sequence[tuple[int, ServiceError]], label: TravelLabel) -> None:
        """Keep what failed, and say it once; what has answered again is forgotten."""
        with self._lock:
            for number, error in failed:
                known, name = self._failures.get(number), self._stages[number].label.engine
                if known is None or known.instead != label.engine:
                    _log.warning("%s does not answer, %s does in its stead: %s", name, label.engine, error.message)
                self._failures[number] = Failure(
                    engine=name,
                    instead=label.engine,
                    said=error.message,
                    since=known.since if known else self._now(),
                )
            breaker = self._stages[answered].breaker
            # What is kept on disk is answered without the server: that does not mean that it is back.
            if answered in self._failures and not (breaker and breaker.state.failures):
                del self._failures[answered]
                _log.info("%s answers again", label.engine)


def engine_name(engine: str) -> Message | str:
    """Return what people call an engine, by its name in labels; a stranger keeps that name."""
    return _NAMES.get(engine, engine)


_NAMES = {
    "great_circle": message("travel.engine_great_circle"),
    "graph": message("travel.engine_graph"),
    "osrm": message("travel.engine_osrm"),
    "osrm-http": message("travel.engine_osrm_http"),
    "valhalla-http": message("travel.engine_valhalla_http"),
}


def states_of(engine: TravelEngine) -> tuple[EngineState, ...]:
    """Return the states of an engine's stages; of an engine without any, its own."""
    return engine.states() if isinstance(engine, FallingBack) else (EngineState(label=engine.matrix(()).label),)


def stand_in(engine: TravelEngine, label: TravelLabel) -> Failure | None:
    """Return why numbers with a label are not those of the engine one wants; None where they are."""
    first = states_of(engine)[0]
    return None if label.engine == first.label.engine else first.failure
