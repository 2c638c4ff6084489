"""Vans and depots with their stock from a file: a row for each, further rows with the same id add parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from functools import partial
from pathlib import Path
from typing import Any

from planner.files.grid import Grid, GridRow, read_grid
from planner.files.moments import parse_clock
from planner.files.positions import parse_lat_lon
from planner.files.rows import RowReader
from planner.files.tables import read_file
from planner.files.values import WrongValueError, brief, clean, parse_id, parse_whole, parse_word
from planner.files.vocabulary import Known, parse_one, vocabulary
from planner.model.catalogue import Catalogue
from planner.model.errors import FieldProblem, InputError
from planner.model.message import Message, message
from planner.model.places import Place
from planner.model.team import Depot, Team, Vehicle
from planner.model.words import Precision

__all__ = ["StoresPreview", "preview_stores", "read_stores"]

_MOST = 100_000
_MIDNIGHT = ("24", "24:00", "24.00")

Locate = Callable[[str], Place | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoresPreview:
    """What a file of vans and depots would bring in; those of the team that are not in it stay as they are."""

    name: str
    vehicles: tuple[Vehicle, ...] = ()
    depots: tuple[Depot, ...] = ()
    problems: tuple[FieldProblem, ...] = ()
    notes: tuple[Message, ...] = ()

    def added_to(self, team: Team) -> Team:
        """Return a team with these vans and depots in place of its own of the same ids."""
        cars = {one.vehicle_id: one for one in (*team.vehicles, *self.vehicles)}
        depots = {one.depot_id: one for one in (*team.depots, *self.depots)}
        return replace(team, vehicles=tuple(cars.values()), depots=tuple(depots.values()))


def preview_stores(
    name: str, content: bytes, *, team: Team, catalogue: Catalogue | None = None, locate: Locate | None = None
) -> StoresPreview:
    """Read a CSV or XLSX file of vans and depots; never raises for what the file holds.

    Parameters
    ----------
    name, content
        The file. A row says ``van`` or ``depot``, its id, and what is known of it; a part and its number where the row
        has one. What a row leaves blank stays as the team has it; the stock of what the file names is the file's.
    team
        Vans and depots as they are.
    catalogue
        What parts are called; None: the catalogue the product ships with.
    locate
        Finds the place of an address; None: depots need latitude and longitude.
    """
    grid = read_grid(name, content, kind="stores")
    if catalogue is None:
        from planner.files.catalogue import load_catalogue

        catalogue = load_catalogue()
    used = {column.field for column in grid.columns}
    if not (grid.rows and {"store_kind", "store_id"} <= used):
        return StoresPreview(name=name, problems=grid.problems or (_unusable(grid),), notes=grid.notes)
    found = _Found(team=team, parts=vocabulary(catalogue).parts, locate=locate)
    problems = [*grid.problems]
    for row in grid.rows:
        problems += _row(grid, row, found)
    return StoresPreview(
        name=name,
        vehicles=tuple(
            replace(one, stock=tuple(found.stock["van", key].items())) for key, one in found.vehicles.items()
        ),
        depots=tuple(replace(one, stock=tuple(found.stock["depot", key].items())) for key, one in found.depots.items()),
        problems=tuple(problems),
        notes=grid.notes,
    )


def read_stores(
    path: str | Path, *, team: Team, catalogue: Catalogue | None = None, locate: Locate | None = None
) -> Team:
    """Return a team with the vans and depots of a CSV or XLSX file; parameters as in `preview_stores`.

    Raises
    ------
    InputError
        If anything in the file is wrong: every problem with file, row, column and value.
    """
    name, content = read_file(path)
    preview = preview_stores(name, content, team=team, catalogue=catalogue, locate=locate)
    if preview.problems:
        raise InputError(*preview.problems)
    return preview.added_to(team)


@dataclass(slots=True, kw_only=True)
class _Found:
    """What the rows so far have brought in."""

    team: Team
    parts: Known
    locate: Locate | None
    vehicles: dict[str, Vehicle] = field(default_factory=dict)
    depots: dict[str, Depot] = field(default_factory=dict)
    stock: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)


def _unusable(grid: Grid) -> FieldProblem:
    if not grid.rows and grid.columns:
        return FieldProblem(source=grid.name, message=message("import.no_rows"))
    seen = ", ".join(column.heading for column in grid.columns if column.heading)[:200]
    return FieldProblem(source=grid.name, message=message("import.no_store_columns", value=seen), value=seen)


def _row(grid: Grid, row: GridRow, found: _Found) -> tuple[FieldProblem, ...]:
    """Take in a row; return what is wrong with it."""
    if row.problems:
        return row.problems
    used: Mapping[str, Any] = {column.field: column for column in grid.columns if column.field}
    reader = RowReader(
        source=grid.name,
        row=row.row,
        cells={name: row.cells[column.index] for name, column in used.items()},
        headings={name: column.heading for name, column in used.items()},
        orders={},
    )
    for name in ("store_kind", "store_id"):
        if not reader.has(name):
            reader.wrong(name, message("import.no_store_id"))
    kind = reader.take("store_kind", lambda text: parse_word(text, "store_kind"), "")
    store_id = reader.take("store_id", parse_id, "")
    if not reader.problems:
        (_vehicle if kind == "van" else _depot)(reader, store_id, found)
    if not reader.problems:
        _stock(reader, kind, store_id, found)
    return tuple(reader.problems)


def _vehicle(reader: RowReader, vehicle_id: str, found: _Found) -> None:
    before = found.vehicles.get(vehicle_id) or found.team.vehicle(vehicle_id)
    one = before or Vehicle(vehicle_id=vehicle_id, name=vehicle_id, kind="van")
    whole = partial(parse_whole, low=0, high=_MOST)
    changed = replace(
        one,
        name=clean(reader.text("store_name")) or one.name,
        load_l=reader.take("load_l", whole, one.load_l),
        load_kg=reader.take("load_kg", whole, one.load_kg),
    )
    if not reader.problems:
        found.vehicles[vehicle_id] = changed


def _depot(reader: RowReader, depot_id: str, found: _Found) -> None:
    before = found.depots.get(depot_id) or found.team.depot(depot_id)
    place = _place(reader, found.locate) or (before.place if before else None)
    if place is None and not reader.problems:
        reader.wrong("store_address", message("import.no_store_place", value=depot_id))
    if place is None:
        return
    one = before or Depot(depot_id=depot_id, name=depot_id, place=place)
    opens, closes = reader.take("opens", parse_clock, one.opens), reader.take("closes", _closing, one.closes)
    if closes <= opens:
        reader.wrong("closes", message("import.store_hours", value=f"{opens:%H:%M}–{closes:%H:%M}"))
    loading = reader.take("loading_min", partial(parse_whole, low=0, high=480), one.loading_min)
    if not reader.problems:
        name = clean(reader.text("store_name")) or one.name
        found.depots[depot_id] = replace(one, name=name, place=place, opens=opens, closes=closes, loading_min=loading)


def _closing(text: str) -> time:
    """Read when a depot closes; the end of the day is its last minute."""
    return time(23, 59) if clean(text) in _MIDNIGHT else parse_clock(text)


def _place(reader: RowReader, locate: Locate | None) -> Place | None:
    lat, lon, address = (reader.text(f"store_{part}") for part in ("lat", "lon", "address"))
    try:
        if lat or lon:
            if not (lat and lon):
                raise WrongValueError(message("import.half_position", value=brief(lat or lon)))
            at = parse_lat_lon(lat, lon)
            label = address or clean(reader.text("store_name"))
            return Place(lat=at[0], lon=at[1], precision=Precision.PIN, source="file", label=label)
        if not address:
            return None
        found = locate(address) if locate else None
        if found is None:
            raise WrongValueError(message("import.address_unknown", value=brief(address)))
        return found
    except WrongValueError as wrong:
        reader.wrong("store_lat" if lat else "store_lon" if lon else "store_address", wrong.message, cure=wrong.cure)
        return None


def _stock(reader: RowReader, kind: str, store_id: str, found: _Found) -> None:
    """Take in the part of a row; one that stands twice for a van or depot is refused."""
    stock = found.stock.setdefault((kind, store_id), {})
    if not reader.has("part"):
        if reader.has("quantity"):
            reader.wrong("part", message("import.no_part"))
        return
    part = reader.take("part", lambda text: parse_one(text, found.parts, "part"), "")
    quantity = reader.take("quantity", partial(parse_whole, low=0, high=_MOST), 1)
    if part in stock:
        reader.wrong("part", message("import.part_twice", value=store_id))
    elif not reader.problems:
        stock[part] = quantity
