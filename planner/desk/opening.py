"""Opening the desk: which store, catalogue, geocoder, travel engine and clock a run uses."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from planner import files, store
from planner.geocode import Geocoder, chosen_geocoder
from planner.model.catalogue import Catalogue
from planner.model.language import TEAM_ZONE
from planner.model.road_factors import RoadFactors
from planner.roads.data import roads_folder
from planner.store import Store, open_store
from planner.travel import TravelEngine, chosen_engine

__all__ = ["ROAD_FACTORS", "Clock", "Desk", "now", "open_desk", "road_factors", "whereabouts"]

ROAD_FACTORS = "road_factors"
"""Key of the setting of drives by kind of road."""

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything a use case needs.

    Parameters
    ----------
    store
        The database.
    catalogue
        Job types, skills, priorities.
    geocoder, travel
        Where addresses lie, and how long drives take.
    clock
        Returns the present aware moment.
    var
        Folder for the database file and the logs of planning runs.
    time_zone
        Zone of the team's days.
    """

    store: Store
    catalogue: Catalogue
    geocoder: Geocoder
    travel: TravelEngine
    clock: Clock
    var: Path
    time_zone: str = TEAM_ZONE

    def today(self) -> date:
        """Return the present day in the team's time zone."""
        return self.clock().astimezone(ZoneInfo(self.time_zone)).date()


def open_desk(url: str | None = None, *, var: Path | str | None = None, clock: Clock | None = None) -> Desk:
    """Open the desk on a database; tables are made where they are missing.

    Parameters
    ----------
    url
        Database address; None: `DATABASE_URL`, else the file ``faltplan.sqlite`` in `var`.
    var
        Folder for database and logs; None: `FALTPLAN_VAR`, else ``.var``.
    clock
        Returns the present aware moment; None: the real time.

    Raises
    ------
    ServiceError
        If the database does not answer.
    InputError
        If a setting of the travel engine or of the geocoder is wrong, or what it asks for is missing.
    """
    address, folder = whereabouts(url, var)
    opened = open_store(address)
    return Desk(
        store=opened,
        catalogue=files.load_catalogue(),
        geocoder=chosen_geocoder(folder, roads_folder(folder)),
        travel=chosen_engine(folder, multipliers=lambda: road_factors(opened)[0].multipliers),
        clock=clock or now,
        var=folder,
    )


def road_factors(database: Store) -> tuple[RoadFactors, int]:
    """Return how long drives take on each kind of road, and the version of the setting."""
    with database.reading() as db:
        return store.settings.read(db, ROAD_FACTORS, RoadFactors, RoadFactors())


def whereabouts(url: str | None = None, var: Path | str | None = None) -> tuple[str, Path]:
    """Return the address of the database and the folder (made where missing); defaults as in `open_desk`."""
    folder = Path(var or os.environ.get("FALTPLAN_VAR") or ".var").resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return url or os.environ.get("DATABASE_URL") or f"sqlite:///{folder / 'faltplan.sqlite'}", folder


def now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)
