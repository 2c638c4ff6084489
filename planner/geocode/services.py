"""Geocoding services: Nominatim, Photon and Pelias, asked by geopy; whatever they answer is held against the area.

A service is asked only where the offline chain knows no door. Where it fails the offline chain answers, nobody asks it
for a minute, and `state` says so. What it answers is kept. A public service is asked one address a second by all
processes together, and never for a list of addresses.

References
----------
Nominatim usage policy, operations.osmfoundation.org/policies/nominatim: one request a second, own user agent, no bulk.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from threading import Lock
from time import sleep
from typing import Any

from planner.geocode.addresses import take_apart
from planner.geocode.answers import Answer, place_of, read_answer
from planner.geocode.chain import OfflineChain
from planner.geocode.gazetteer import Gazetteer
from planner.geocode.geocoder import AddressQuery, Geocoder, State
from planner.geocode.kept import KeptAnswers
from planner.geocode.names import loose_key, repaired
from planner.geocode.street_finder import Surroundings, agrees
from planner.model.places import Place
from planner.model.words import Precision
from planner.roads.street_names import street_lines

__all__ = ["Asking", "Service", "asking", "one_line"]

_REST_S = 60.0
"""Seconds for which a service that failed is left alone."""

_TURN_S = 1.0
_LONGEST_WAIT_S = 5.0
"""Whoever would have to wait longer for a turn is answered offline."""

_MOST = 5
_ORDER = {precision: order for order, precision in enumerate(Precision)}

_log = logging.getLogger(__name__)

Asking = Callable[[str], Sequence[Mapping[str, Any]]]
"""Asks a service for an address in one line; raises whatever it raises."""


def asking(provider: str, *, host: str, scheme: str, user_agent: str, timeout_s: float) -> Asking:
    """Return how a provider is asked through geopy.

    Parameters
    ----------
    provider
        ``nominatim``, ``photon`` or ``pelias``.
    host, scheme
        Host, port and path of the service, and ``http`` or ``https``.
    timeout_s
        Seconds without a word from the service after which it counts as failed.
    """
    from geopy.adapters import URLLibAdapter
    from geopy.geocoders import Nominatim, Pelias, Photon  # 0.3 s that only an installation with a service waits for

    # The other adapter asks three times in a row: too long for whoever waits, and too often for a public service.
    usual = {"scheme": scheme, "user_agent": user_agent, "timeout": timeout_s, "adapter_factory": URLLibAdapter}
    if provider == "nominatim":
        ask = _asker(Nominatim(domain=host, **usual), limit=_MOST, addressdetails=True, country_codes="se")
    elif provider == "photon":
        ask = _asker(Photon(domain=host, **usual), limit=_MOST, bbox=((55.0, 10.9), (69.1, 24.2)))
    else:
        ask = _asker(Pelias(host, **usual), countries=["SE"])
    return ask


def _asker(client: Any, **options: Any) -> Asking:
    def ask(line: str) -> Sequence[Mapping[str, Any]]:
        return [one.raw for one in client.geocode(line, exactly_one=False, **options) or ()]

    return ask


class Service:
    """A service in front of the offline chain; see `planner.geocode.geocoder.Searching`.

    Parameters
    ----------
    provider
        Whose words the answers are in.
    ask
        Asks it.
    chain, gazetteer
        Answer without it, and say where an address must lie.
    kept
        What it answered before, and whose turn it is.
    public
        Whether it belongs to everybody.
    clock
        Returns the present aware moment.
    """

    def __init__(
        self,
        provider: str,
        ask: Asking,
        *,
        chain: OfflineChain,
        gazetteer: Gazetteer,
        kept: KeptAnswers,
        public: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._provider, self._ask, self._public = provider, ask, public
        self._chain, self._gazetteer, self._kept, self._clock = chain, gazetteer, kept, clock
        self._failed_at: datetime | None = None
        self._detail = ""
        self._lock = Lock()

    def find(self, query: AddressQuery) -> Place | None:
        """Return the most exact that chain and service can defend, or None where neither can tell."""
        offline = self._chain.find(query)
        if offline is not None and offline.is_exact:
            return offline
        found = self._found(query)
        both = [one for one in (offline, found) if one is not None]
        return min(both, key=lambda one: (_ORDER[one.precision], one.radius_m), default=None)

    def candidates(self, query: AddressQuery) -> tuple[Place, ...]:
        """Return what the service found, before what the offline chain offers."""
        found = self._found(query)
        return (*((found,) if found else ()), *self._chain.candidates(query))

    def for_lists(self) -> Geocoder:
        """Return itself; for a public service the offline chain: its rules forbid asking for lists."""
        return self._chain if self._public else self

    def state(self) -> State:
        """Return who is asked, and since when and why it does not answer."""
        return State(
            provider=self._provider, streets=self._chain.state().streets, public=self._public,
            failed_at=self._failed_at, detail=self._detail,
        )  # fmt: skip

    def _found(self, query: AddressQuery) -> Place | None:
        line = one_line(query)
        around = Surroundings(query, self._gazetteer)
        if not line or around.contradictory:
            return None
        key = loose_key(f"{line}, {query.county}")
        kept = self._kept.get(self._provider, key)
        if kept is not None:
            return kept[0]
        answers = self._answers(line)
        if answers is None:
            return None
        place = next(filter(None, (self._agreed(one, query, around) for one in answers)), None)
        self._kept.put(self._provider, key, place)
        return place

    def _agreed(self, answer: Answer, query: AddressQuery, around: Surroundings) -> Place | None:
        """The place of an answer where it lies in the area of the address; where none is known, its town must be."""
        place = place_of(answer, query, provider=self._provider)
        if place is None:
            return None
        if around.area is not None:
            return place if agrees(around.area, place.lat, place.lon, 0) else None
        return place if around.names(answer.postcode, answer.city) else None

    def _answers(self, line: str) -> list[Answer] | None:
        """Ask, unless the service failed just now or it is not our turn; None where it was not asked or failed."""
        if self._resting() or not self._turn():
            return None
        try:
            raw = self._ask(line)
            answers = [read_answer(self._provider, one) for one in raw]
        except Exception as error:  # geopy raises what its transport raises, and what an answer of no known shape does
            _log.warning("%s does not answer: %s", self._provider, error)
            with self._lock:
                self._failed_at, self._detail = self._clock(), type(error).__name__
            return None
        with self._lock:
            self._failed_at, self._detail = None, ""
        return answers

    def _resting(self) -> bool:
        failed_at = self._failed_at
        return failed_at is not None and (self._clock() - failed_at).total_seconds() < _REST_S

    def _turn(self) -> bool:
        if not self._public:
            return True
        wait_s = self._kept.turn(self._provider, every_s=_TURN_S)
        if wait_s is None or wait_s > _LONGEST_WAIT_S:
            return False
        sleep(wait_s)
        return True


def one_line(query: AddressQuery) -> str:
    """Return an address as a service is asked: street, number, postcode, town; empty where it names no street.

    Flats, floors, boxes and persons (``c/o``) are left out: they help nobody to find the house.
    """
    lines = street_lines(repaired(query.address))
    street = next((one for one in lines if one.number), lines[0] if lines else None)
    if street is None:
        return ""
    parts = take_apart(query)
    written = " ".join(repaired(query.city).split())
    town = written if written and not any(letter.isdigit() for letter in written) else next(iter(parts.towns), "")
    number = f"{street.number}{street.letter.upper()}" if street.number else ""
    postcode = f"{parts.postcode[:3]} {parts.postcode[3:]}".strip()
    place = f"{postcode} {town}".strip() if town != street.street else postcode
    return ", ".join(part for part in (f"{street.street} {number}".strip(), place) if part)
