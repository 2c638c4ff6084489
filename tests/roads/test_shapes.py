"""Lines of the map: joined, simplified, cut and written without leaving their place."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.roads.shapes import METRES, clipped, cut, decoded, encoded, hull, joined, simplified

SIZE = (0.02, 0.04)
walks = st.lists(st.tuples(st.integers(-900, 900), st.integers(-900, 900)), min_size=2, max_size=150)
tolerances = st.sampled_from([0.5, 2.5, 8.0, 35.0, 180.0])


def walked(steps: list[tuple[int, int]]) -> np.ndarray:
    """A line near Stockholm, a few hundred metres a step at most."""
    return np.array([59.33, 18.06]) + np.cumsum(np.array(steps) * 1e-6 * (1, 2), axis=0)


def metres_off(point: np.ndarray, line: np.ndarray) -> float:
    """How far a point lies from a line, found by going along every stretch of it."""
    scale = METRES * np.array([1, np.cos(np.radians(line[:, 0].mean()))])
    at, corners = point * scale, line * scale
    best = np.inf
    for a, b in pairwise(corners):
        long = (b - a) @ (b - a)
        share = 0.0 if long == 0 else min(1.0, max(0.0, float((at - a) @ (b - a) / long)))
        best = min(best, float(np.linalg.norm(at - a - share * (b - a))))
    return best


@settings(max_examples=60, deadline=None)
@given(walks, tolerances)
def test_every_point_of_a_line_stays_within_the_tolerance(steps: list[tuple[int, int]], tolerance: float) -> None:
    line = walked(steps)
    simple = simplified(line, tolerance)
    # The scale of longitude is that of the simple line's middle here: a millionth of a difference at these sizes.
    assert max(metres_off(point, simple) for point in line) <= tolerance * 1.001 + 1e-3
    assert (simple[[0, -1]] == line[[0, -1]]).all()


def test_what_lies_on_a_straight_line_goes_and_a_corner_stays() -> None:
    line = np.array([(59.0, 18.0), (59.01, 18.0), (59.02, 18.0), (59.02, 18.02)])
    assert simplified(line, 1).tolist() == [[59.0, 18.0], [59.02, 18.0], [59.02, 18.02]]


@pytest.mark.parametrize(("tolerance", "left"), [(9.9, 3), (10.1, 2)])
def test_a_bump_stays_or_goes_by_the_tolerance(tolerance: float, left: int) -> None:
    line = np.array([(59.0, 18.0), (59.0 + 10 / METRES, 18.01), (59.0, 18.02)])
    assert len(simplified(line, tolerance)) == left


def test_long_lines_are_measured_as_short_ones_are() -> None:
    waves = np.column_stack([59 + 20 / METRES * np.sin(np.arange(400)), 18 + np.arange(400) * 1e-3])
    assert len(simplified(waves, 1)) > 300
    assert len(simplified(waves, 21)) == 2


@settings(max_examples=60, deadline=None)
@given(walks, st.sampled_from([1e-5, 2e-5, 1e-4, 5e-4]))
def test_a_written_line_is_read_within_half_a_step(steps: list[tuple[int, int]], quantum: float) -> None:
    line, corner = walked(steps), (round(59.3 / quantum), round(18.0 / quantum))
    read = decoded(encoded(line, quantum, corner), quantum, corner)
    assert max(np.abs(read - point).max(axis=1).min() for point in line) <= quantum / 2 + 1e-9
    assert np.abs(read[[0, -1]] - line[[0, -1]]).max() <= quantum / 2 + 1e-9


def test_a_written_line_needs_no_escape_anywhere() -> None:
    text = encoded(walked([(n * 37 % 900, -n * 91 % 900) for n in range(500)]), 1e-5)
    assert all(letter.isascii() and (letter.isalnum() or letter in "-_") for letter in text)


@settings(max_examples=60, deadline=None)
@given(walks)
def test_a_cut_line_is_whole_and_each_piece_lies_in_its_tile(steps: list[tuple[int, int]]) -> None:
    line = walked(steps)
    pieces = list(cut(line, SIZE))
    for (i, j), piece in pieces:
        assert (piece / SIZE >= np.array([i, j]) - 1e-6).all()
        assert (piece / SIZE <= np.array([i + 1, j + 1]) + 1e-6).all()
    for (_, before), (_, after) in pairwise(pieces):
        assert np.abs(before[-1] - after[0]).max() < 1e-9
    assert np.abs(pieces[0][1][0] - line[0]).max() < 1e-9
    long = sum(float(np.linalg.norm(np.diff(piece, axis=0), axis=1).sum()) for _, piece in pieces)
    assert long == pytest.approx(float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum()), abs=1e-9)


def test_a_stretch_across_a_corner_of_four_tiles_visits_three_or_two_of_them() -> None:
    tiles = [tile for tile, _ in cut(np.array([(0.01, 0.01), (0.03, 0.06)]), SIZE)]
    assert tiles == [(0, 0), (1, 0), (1, 1)]


@pytest.mark.parametrize(
    ("box", "area"), [((0, 0, 1, 1), 1.0), ((0.5, 0.5, 2, 2), 0.25), ((-1, 0.25, 2, 0.5), 0.25), ((2, 2, 3, 3), 0.0)]
)
def test_a_clipped_ring_keeps_what_lies_in_the_box(box: tuple[float, float, float, float], area: float) -> None:
    ring = clipped(np.array([(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)]), box)
    y, x = (ring[:, 0], ring[:, 1]) if len(ring) else (np.zeros(1), np.zeros(1))
    assert abs(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))) / 2 == pytest.approx(area)


def test_lines_are_joined_where_two_meet() -> None:
    a, b, c = (np.array([(0.0, float(n)), (0.0, float(n + 1))]) for n in range(3))
    chain = joined([(1, 2, a), (3, 2, b[::-1]), (3, 4, c)])
    assert len(chain) == 1
    assert sorted(chain[0][:, 1].tolist()) == [0, 1, 2, 3]


@pytest.mark.parametrize(("north", "joins"), [(0.9, True), (1.1, False)])
def test_where_three_lines_meet_the_one_that_goes_on_within_45_degrees_is_joined(north: float, joins: bool) -> None:
    here = np.array([(0.0, 0.0), (0.0, 1e-3)])
    on = np.array([(0.0, 1e-3), (north * 1e-3, 2e-3)])
    side = np.array([(0.0, 1e-3), (5e-3, -4e-3)])
    lengths = sorted(len(points) for points in joined([(1, 2, here), (2, 3, side), (2, 4, on)]))
    assert lengths == ([2, 3] if joins else [2, 2, 2])


def test_a_ring_of_two_lines_is_joined_once() -> None:
    there, back = np.array([(0.0, 0.0), (1.0, 0.0)]), np.array([(1.0, 0.0), (0.5, 1.0), (0.0, 0.0)])
    ring = joined([(1, 2, there), (2, 1, back)])
    assert [len(points) for points in ring] == [4]
    assert (ring[0][0] == ring[0][-1]).all()


def test_the_hull_goes_round_everything() -> None:
    square = [(0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0)]
    assert {tuple(corner) for corner in hull(np.array([*square, (1.0, 1.0), (0.0, 1.0)]))} == set(square)
