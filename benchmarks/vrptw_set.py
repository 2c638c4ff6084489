"""Vehicle routing with time windows: instance files of the VRPLIB format, and an independent check of solutions.

Distances are truncated to one decimal (the convention of the DIMACS challenge), so everything is
counted in tenths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["Instance", "checked", "found_in", "read_instance"]

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """An instance in tenths: row 0 is the depot.

    Parameters
    ----------
    way
        Distance and travel time (places, places).
    opens, closes, demand
        Of each place.
    service
        Time at each customer.
    best_known
        Cost of the best known solution; None where there is no file beside the instance.
    """

    name: str
    path: Path
    vehicles: int
    capacity: int
    way: Ints
    opens: Ints
    closes: Ints
    demand: Ints
    service: int
    best_known: int | None


def found_in(folder: Path, pattern: str) -> list[Path]:
    """Return the instances of a folder and its folders whose name, or folder and name, matches."""
    files = sorted(folder.rglob("*.vrp"))
    return [file for file in files if file.match(f"{pattern}.vrp") or file.stem == pattern]


def read_instance(path: Path) -> Instance:
    """Read an instance, and the cost of the best known solution from the ``.sol`` beside it."""
    fields: dict[str, str] = {}
    tables: dict[str, list[list[int]]] = {}
    section = ""
    for line in path.read_text().splitlines():
        if ":" in line:
            name, _, value = line.partition(":")
            fields[name.strip()] = value.strip()
        elif line.strip().endswith("_SECTION"):
            section = line.strip()
            tables[section] = []
        elif line.strip() and line.strip() != "EOF":
            tables[section].append([int(word) for word in line.split()])
    at = np.array([row[1:3] for row in tables["NODE_COORD_SECTION"]], dtype=np.float64)
    way = np.floor(10 * np.sqrt(((at[:, None] - at[None]) ** 2).sum(axis=2)) + 1e-9).astype(np.int64)
    windows = 10 * np.array([row[1:3] for row in tables["TIME_WINDOW_SECTION"]], dtype=np.int64)
    solution = path.with_suffix(".sol")
    return Instance(
        name=f"{path.parent.name}/{path.stem}",
        path=path,
        vehicles=int(fields["VEHICLES"]),
        capacity=int(fields["CAPACITY"]),
        way=way,
        opens=windows[:, 0],
        closes=windows[:, 1],
        demand=np.array([row[1] for row in tables["DEMAND_SECTION"]], dtype=np.int64),
        service=10 * int(fields["SERVICE_TIME"]),
        best_known=_cost(solution) if solution.exists() else None,
    )


def _cost(solution: Path) -> int:
    return round(10 * float(solution.read_text().split("Cost")[1].split()[0]))


def checked(instance: Instance, routes: Sequence[Sequence[int]]) -> int:
    """Return the cost of a solution.

    Raises
    ------
    ValueError
        If a customer is missing or served twice, or a route breaks capacity, a window, or the fleet.
    """
    served = sorted(customer for route in routes for customer in route)
    if served != list(range(1, len(instance.demand))):
        raise ValueError(f"{instance.name}: {len(served)} customers served, each once is expected")
    if sum(1 for route in routes if route) > instance.vehicles:
        raise ValueError(f"{instance.name}: more than {instance.vehicles} routes")
    return sum(_driven(instance, route) for route in routes if route)


def _driven(instance: Instance, route: Sequence[int]) -> int:
    if instance.demand[list(route)].sum() > instance.capacity:
        raise ValueError(f"{instance.name}: a route carries more than {instance.capacity}")
    cost, time, here = 0, 0, 0
    for customer in (*route, 0):
        leg = int(instance.way[here, customer])
        cost, time = cost + leg, max(time + leg, int(instance.opens[customer]))
        if time > instance.closes[customer]:
            raise ValueError(f"{instance.name}: customer {customer} is reached too late")
        time += instance.service
        here = customer
    return cost
