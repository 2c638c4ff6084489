"""Which geocoder an installation uses: its settings, read once at the start."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from planner.geocode.chain import OfflineChain
from planner.geocode.gazetteer import Gazetteer
from planner.geocode.geocoder import Searching
from planner.geocode.kept import KeptAnswers
from planner.geocode.services import Service, asking
from planner.model.errors import FieldProblem, InputError
from planner.model.message import Message, message
from planner.roads.data import current
from planner.roads.street_index import StreetIndex

__all__ = ["chosen_geocoder"]

_PROVIDER, _URL, _AGENT = "PLANNER_GEOCODER", "PLANNER_GEOCODER_URL", "PLANNER_GEOCODER_USER_AGENT"
_PUBLIC, _TIMEOUT = "PLANNER_GEOCODER_PUBLIC", "PLANNER_GEOCODER_TIMEOUT"
_SERVICES = ("nominatim", "photon", "pelias")
_PUBLIC_NOMINATIM = "https://nominatim.openstreetmap.org"
_EVERYBODYS = ("openstreetmap.org", "komoot.io", "geocode.earth")


def chosen_geocoder(var: Path, roads_folder: Path) -> Searching:
    """Return the geocoder of the settings; without any, the offline chain.

    Parameters
    ----------
    var
        Folder for the file of kept answers.
    roads_folder
        Where imported roads are; its newest streets are used as soon as they are there.

    Raises
    ------
    InputError
        If a setting is wrong, or a public service is named without the opt-in or without a user agent of one's own.
    """
    gazetteer = Gazetteer.load()
    chain = OfflineChain(lambda: _streets(roads_folder), gazetteer)
    provider = os.environ.get(_PROVIDER, "").strip().lower() or "offline"
    if provider == "offline":
        return chain
    if provider not in _SERVICES:
        raise _wrong(_PROVIDER, provider, message("geocode.setting_provider", value=provider))
    url, public = _address(provider)
    agent = os.environ.get(_AGENT, "").strip()
    if public and not agent:
        raise _wrong(_AGENT, agent, message("geocode.setting_agent"))
    host = f"{url.netloc}{url.path}".rstrip("/")
    ask = asking(provider, host=host, scheme=url.scheme, user_agent=agent or "faltplan", timeout_s=_timeout())
    kept = KeptAnswers(var / "geocode.sqlite")
    return Service(provider, ask, chain=chain, gazetteer=gazetteer, kept=kept, public=public)


def _streets(roads_folder: Path) -> StreetIndex | None:
    """Return the streets of the import that is in use now; an import is exchanged while the product runs."""
    folder = current(roads_folder)
    return StreetIndex.load(folder) if folder else None


def _address(provider: str) -> tuple[SplitResult, bool]:
    allowed = os.environ.get(_PUBLIC, "").strip() == "1"
    written = os.environ.get(_URL, "").strip() or (_PUBLIC_NOMINATIM if provider == "nominatim" and allowed else "")
    url = urlsplit(written)
    if url.scheme not in ("http", "https") or not url.hostname or url.query or url.fragment:
        raise _wrong(_URL, written, message("geocode.setting_url", value=written))
    public = any(url.hostname == one or url.hostname.endswith(f".{one}") for one in _EVERYBODYS)
    if public and not (allowed and provider == "nominatim"):
        raise _wrong(_PUBLIC, written, message("geocode.setting_public", value=url.hostname))
    return url, public


def _timeout() -> float:
    written = os.environ.get(_TIMEOUT, "").strip()
    try:
        seconds = float(written.replace(",", ".")) if written else 3.0
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= 60:
        raise _wrong(_TIMEOUT, written, message("geocode.setting_timeout", value=written))
    return seconds


def _wrong(field: str, value: str, said: Message) -> InputError:
    return InputError(FieldProblem(field=field, value=value, message=said))
