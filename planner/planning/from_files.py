"""From two files to the problem of a day: read, locate, build."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from planner import files
from planner.geocode import AddressQuery, Geocoder, chosen_geocoder
from planner.model.catalogue import Catalogue
from planner.model.costs import Weights
from planner.model.periods import DrivePeriods
from planner.model.request import Request
from planner.model.team import Team
from planner.planning.build import BuiltProblem, build_problem
from planner.planning.day import locate
from planner.planning.lawful import WorkingTime
from planner.roads.data import roads_folder
from planner.travel import TravelEngine, chosen_engine

__all__ = ["DayFiles", "build_from_files", "geocoder_of_settings", "read_day_files", "team_from_file"]


def build_from_files(
    requests: str | Path,
    team: str | Path,
    *,
    day: date | None = None,
    days: int = 1,
    travel: TravelEngine | None = None,
    on_read: Callable[[], None] | None = None,
    known: WorkingTime | None = None,
    stores: str | Path | None = None,
    periods: DrivePeriods | None = None,
    sites: str | Path | None = None,
) -> BuiltProblem:
    """Return the problem of a day with the catalogue and the costs the product ships with.

    Parameters
    ----------
    requests, team
        Files as of `files.read_requests` and `files.read_team`.
    day
        None: the day most requests name; today where none does.
    days
        How many days in a row are planned together.
    travel
        Travel times; None: of the engine that the settings choose.
    on_read
        Called when both files are read, for whoever takes the time.
    known
        Working time of other days; None: no rule of working time is kept.
    stores
        A file of vans and depots with their stock as of `files.read_stores`; None: parts are not counted.
    periods
        How drives differ from the matrix by the time of day; None: they never do.
    sites
        File as of `files.read_sites`; None: no site has opening hours.

    Raises
    ------
    InputError
        If a file cannot be read.
    ValueError
        If so many days are not planned together.
    """
    read = read_day_files(requests, team, day=day, on_read=on_read)
    people = read.team if stores is None else _stocked(read.team, stores, read.catalogue)
    return build_problem(
        people,
        read.requests,
        day=read.day,
        days=days,
        weights=Weights(),
        catalogue=read.catalogue,
        travel=travel or chosen_engine(),
        known=known,
        periods=periods,
        sites=files.read_sites(sites) if sites else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFiles:
    """What the two files say: the team, the requests with their places, and the day; and the catalogue."""

    team: Team
    requests: tuple[Request, ...]
    day: date
    catalogue: Catalogue


def read_day_files(
    requests: str | Path, team: str | Path, *, day: date | None = None, on_read: Callable[[], None] | None = None
) -> DayFiles:
    """Return what two files say, requests located where they have an address only; parameters as above.

    Raises
    ------
    InputError
        If a file cannot be read.
    """
    catalogue, geocoder = files.load_catalogue(), geocoder_of_settings()
    people = _team(team, catalogue, geocoder)
    asked = files.read_requests(requests, day=day, catalogue=catalogue)
    if on_read:
        on_read()
    placed = locate(asked, geocoder)
    return DayFiles(team=people, requests=placed, day=day or _day_of(asked, people.time_zone), catalogue=catalogue)


def team_from_file(team: str | Path) -> Team:
    """Return the team of a file, its places found by the geocoder that the settings choose.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    return _team(team, files.load_catalogue(), geocoder_of_settings())


def geocoder_of_settings() -> Geocoder:
    """Return the geocoder that the settings choose, with the streets of the imported roads where there are any."""
    var = Path(os.environ.get("FALTPLAN_VAR") or ".var")
    return chosen_geocoder(var, roads_folder(var))


def _team(team: str | Path, catalogue: Catalogue, geocoder: Geocoder) -> Team:
    return files.read_team(
        team, catalogue=catalogue, locate=lambda address: geocoder.find(AddressQuery(address=address))
    )


def _stocked(team: Team, stores: str | Path, catalogue: Catalogue) -> Team:
    geocoder = geocoder_of_settings()
    return files.read_stores(
        stores, team=team, catalogue=catalogue, locate=lambda address: geocoder.find(AddressQuery(address=address))
    )


def _day_of(requests: Iterable[Request], zone: str) -> date:
    """Return the local day most requests name; today where none does."""
    local = ZoneInfo(zone)
    days: Counter[date] = Counter()
    for request in requests:
        starts = {window.earliest_start.astimezone(local).date() for window in request.time_windows}
        days.update(starts or {day for day in (request.earliest_date, request.due_date) if day})
    return days.most_common(1)[0][0] if days else datetime.now(UTC).astimezone(local).date()
