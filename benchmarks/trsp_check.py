"""The technicians set: its files, and a checker written from its description alone; nothing of ours is used.

A technician leaves home, does requests within their windows, and comes home before the day ends. A request needs a
skill, tools that are not used up, and spare parts that are; whoever has passed the depot has all tools and any number
of parts. What counts is the working time: from leaving home, as late as the requests allow, to being back.

References
----------
Pillac, V., Guéret, C. and Medaglia, A. L. (2013). A parallel matheuristic for the technician routing and scheduling
problem. Optimization Letters 7, 1525-1535.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from pathlib import Path

__all__ = ["DEPOT", "Instance", "Node", "check", "equipped", "read", "working_time"]

DEPOT = 0
"""Number of the depot in a route."""

_CLOSE = 1e-6
_FIELDS = re.compile(r"\[[^\]]*\]|\S+")

Route = Sequence[int]
"""Numbers of requests in order, and `DEPOT` where the technician passes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """The depot, a technician with what they have, or a request with what it needs.

    Parameters
    ----------
    opens, closes
        Start of the service, not before and not after; of a technician the day.
    parts
        Number of each kind of part.
    """

    x: float
    y: float
    opens: float
    closes: float
    service: float
    skills: frozenset[int]
    tools: frozenset[int]
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """An instance: all nodes by number; the first `technicians` after the depot are people, then come requests."""

    nodes: tuple[Node, ...]
    technicians: int

    @property
    def people(self) -> range:
        """Numbers of the technicians."""
        return range(1, 1 + self.technicians)

    @property
    def requests(self) -> range:
        """Numbers of the requests."""
        return range(1 + self.technicians, len(self.nodes))

    def way(self, start: int, end: int) -> float:
        """Return the time between two nodes."""
        a, b = self.nodes[start], self.nodes[end]
        return hypot(a.x - b.x, a.y - b.y)


def read(path: Path) -> Instance:
    """Read a file of the set."""
    rows = [_FIELDS.findall(line) for line in path.read_text().splitlines()]
    count = next(int(row[0]) for before, row in itertools.pairwise(rows) if before[:1] == ["CREW"])
    nodes = [_node(row) for row in rows if len(row) == 9 and row[0].isdigit()]
    return Instance(nodes=tuple(nodes), technicians=count)


def _node(row: Sequence[str]) -> Node:
    x, y, opens, closes, service = map(float, row[1:6])
    skills, tools, parts = (tuple(map(int, re.findall(r"\d+", cell))) for cell in row[6:9])
    return Node(
        x=x, y=y, opens=opens, closes=closes, service=service, skills=frozenset(skills), tools=frozenset(tools),
        parts=parts,
    )  # fmt: skip


def check(instance: Instance, routes: Mapping[int, Route]) -> tuple[float, list[str]]:
    """Return the working time of all technicians, and what their routes break (one sentence each).

    Parameters
    ----------
    routes
        By number of the technician.
    """
    done = [one for route in routes.values() for one in route if one != DEPOT]
    broken = [f"request {one} is done {done.count(one)} times" for one in instance.requests if done.count(one) != 1]
    total = 0.0
    for person, route in routes.items():
        if not route:
            continue
        broken += equipped(instance, person, route)
        took = working_time(instance, person, route)
        broken += [] if took is not None else [f"technician {person} is late for a request or home"]
        total += took or 0.0
    return total, broken


def working_time(instance: Instance, person: int, route: Route) -> float | None:
    """Return the least time from leaving home to being back for this order; None where somebody is late.

    The day is run through as early as it goes; leaving later saves as much waiting as no request on the way is made
    late by (Savelsbergh's forward slack).
    """
    home = instance.nodes[person]
    now, here, waited, slack = home.opens, person, 0.0, home.closes
    for one in (*route, person):
        node = instance.nodes[one]
        now += instance.way(here, one)
        wait = max(0.0, node.opens - now) if one != person else 0.0
        waited, now, here = waited + wait, now + wait, one
        if now > node.closes + _CLOSE:
            return None
        slack = min(slack, node.closes - now + waited)
        now += node.service if one != person else 0.0
    return now - home.opens - min(waited, max(0.0, slack))


def equipped(instance: Instance, person: int, route: Route) -> Iterator[str]:
    """Yield what a technician lacks at some request (one sentence each)."""
    have, stock = instance.nodes[person], list(instance.nodes[person].parts)
    passed = False
    for one in route:
        if one == DEPOT:
            passed = True
            continue
        need = instance.nodes[one]
        if not need.skills <= have.skills:
            yield f"technician {person} lacks a skill at request {one}"
        if passed:
            continue
        if not need.tools <= have.tools:
            yield f"technician {person} lacks a tool at request {one}"
        stock = [have_of - need_of for have_of, need_of in zip(stock, need.parts, strict=True)]
        if min(stock, default=0) < 0:
            yield f"technician {person} has no part left for request {one}"
