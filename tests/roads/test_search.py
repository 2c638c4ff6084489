"""The search against a plain one: exactly the same seconds and metres, on random towns, with places anywhere."""

import heapq
import random
from itertools import pairwise

import numpy as np
import pytest

from planner.roads.graph import AGAINST, ALONG, JUNCTION_MS, RoadGraph
from planner.roads.lines import line_of
from planner.roads.search import METRE_BITS, Net, costs
from planner.roads.snapping import Snapped
from tests.roads.making import graph_of

SPEEDS = ("20", "30", "50", "70", "")


def random_town(chance) -> RoadGraph:
    rows, columns = chance.randint(2, 5), chance.randint(2, 5)
    points = {
        row * 10 + column: (59 + row / 500 + chance.random() / 2_000, 15 + column / 250 + chance.random() / 2_000)
        for row in range(rows)
        for column in range(columns)
    }
    ways = []
    for _ in range(rows * columns * 2):
        ref = chance.choice(list(points))
        line = [ref]
        for _ in range(chance.randint(1, 4)):
            near = [line[-1] + step for step in (1, -1, 10, -10) if line[-1] + step in points]
            line.append(chance.choice(near))
        tags = {"highway": "residential", "oneway": chance.choice(("yes", "no", "-1", "no"))}
        ways.append(({**tags, "maxspeed": chance.choice(SPEEDS)}, line))
    return graph_of(ways, points)


def plain(graph: RoadGraph, places):
    """Milliseconds and decimetres between places (edge, decimetres from its tail), with nothing but a heap."""
    arcs: dict[object, list[tuple[object, int, int]]] = {}
    for edge in range(len(graph.tail)):
        if not graph.allowed[edge]:
            continue
        length, run = int(graph.length_dm[edge]), int(graph.run_ms[edge])
        stops = [(0, int(graph.tail[edge]))]
        stops += sorted({(at, (one, at)) for one, at in places if one == edge and 0 < at < length})
        stops.append((length, int(graph.head[edge])))
        for (since, tail), (until, head) in pairwise(stops):
            ms = (2 * run * until + length) // (2 * length) - (2 * run * since + length) // (2 * length)
            for way, source, goal in ((ALONG, tail, head), (AGAINST, head, tail)):
                if graph.allowed[edge] & way:
                    toll = JUNCTION_MS if isinstance(goal, int) and graph.junction[goal] else 0
                    arcs.setdefault(source, []).append((goal, ms + toll, until - since))

    def name(edge, at):
        if at <= 0:
            return int(graph.tail[edge])
        return int(graph.head[edge]) if at >= graph.length_dm[edge] else (edge, at)

    def from_one(source):
        known, heap, number = {}, [(0, 0, 0, source)], 0
        while heap:
            ms, dm, _, node = heapq.heappop(heap)
            if node in known:
                continue
            known[node] = (ms, dm)
            for goal, more_ms, more_dm in arcs.get(node, ()):
                number += 1
                heapq.heappush(heap, (ms + more_ms, dm + more_dm, number, goal))
        return known

    names = [name(*place) for place in places]
    return [[from_one(source)[goal] for goal in names] for source in names]


@pytest.mark.parametrize("seed", range(25))
def test_seconds_and_metres_are_those_of_a_plain_search(seed):
    chance = random.Random(seed)
    graph = random_town(chance)
    edges = [chance.choice(np.flatnonzero(graph.allowed).tolist()) for _ in range(6)]
    places = [(edge, chance.choice((0, int(graph.length_dm[edge]), chance.randint(0, int(graph.length_dm[edge])))))
              for edge in edges]  # fmt: skip
    edge, at = (np.array(column, dtype=np.int64) for column in zip(*places, strict=True))
    run_ms = graph.run_ms.astype(np.int64)
    net = Net(graph, run_ms, Net.arcs_of(graph, run_ms), Snapped(edge, at, np.zeros(len(edge))))
    found, expected = net.times(net.node, net.node), plain(graph, places)
    assert [[(int(cost) >> METRE_BITS, int(cost) % (1 << METRE_BITS)) for cost in row] for row in found] == expected
    assert np.array_equal(net.times(net.node, net.node, backwards=True), found.T)
    for goal in range(1, len(places)):
        _check_way(graph, net, goal, expected[0][goal])


def _check_way(graph, net, goal, expected):
    """The steps of a way hang together, and their lengths are its length."""
    cost, steps = net.way(int(net.node[0]), int(net.node[goal]))
    assert int(cost) == int(costs(np.array(expected[0]), np.array(expected[1])))
    assert sum(abs(until - since) for _, since, until in steps) == expected[1]
    for edge, since, until in steps:
        assert graph.allowed[edge] & (ALONG if until > since else AGAINST)
    if steps:
        line = line_of(graph, steps)
        assert np.abs(np.diff(line, axis=0)).max() < 0.02


def test_the_largest_sums_are_exact():
    longest = costs(np.array(74 * 3_600_000), np.array(33_000_000))
    assert int(float(longest)) == int(longest)
    assert int(longest) >> METRE_BITS == 74 * 3_600_000
