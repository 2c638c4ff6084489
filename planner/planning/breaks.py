"""Breaks and absences of one shift, so that each can be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.model.problem import Break

__all__ = ["away", "breaks_beside", "with_rests"]

_ROOM_S = 1800
"""So many seconds a break may still be moved, where it is narrowed for the overtime behind it."""


def away(absences: Sequence[tuple[int, int]], *, start_s: int, end_s: int) -> tuple[Break, ...] | None:
    """Return the absences of a shift as fixed breaks, joined where they touch; None if nothing of it is left.

    Parameters
    ----------
    absences
        Pairs of first and last second, in any order, also outside the shift.
    start_s, end_s
        The shift up to its planned end.
    """
    joined: list[list[int]] = []
    for first, last in sorted((max(a, start_s), min(b, end_s)) for a, b in absences if a < end_s and b > start_s):
        if joined and first <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], last)
        else:
            joined.append([first, last])
    if [start_s, end_s] in joined:
        return None
    return tuple(Break(earliest_s=a, latest_s=a, duration_s=b - a, is_absence=True) for a, b in joined)


def breaks_beside(breaks: Sequence[Break], absences: Sequence[Break], *, last_s: int) -> tuple[Break, ...]:
    """Return the breaks that can be taken beside the absences, each narrowed to its longest free span.

    A break that falls wholly into an absence, or after the last second of the shift, is not owed.
    """
    kept = []
    for pause in breaks:
        free = [(pause.earliest_s, min(pause.latest_s, last_s - pause.duration_s))]
        for gone in absences:
            first, last = gone.earliest_s - pause.duration_s, gone.earliest_s + gone.duration_s
            free = [part for a, b in free for part in ((a, min(b, first)), (max(a, last), b))]
        longest = max((part for part in free if part[0] <= part[1]), key=lambda part: part[1] - part[0], default=None)
        if longest:
            kept.append(Break(earliest_s=longest[0], latest_s=longest[1], duration_s=pause.duration_s))
    return tuple(kept)


def with_rests(
    breaks: Sequence[Break], *, start_s: int, end_s: int, hard_end_s: int, most_s: int, rest_s: int
) -> tuple[tuple[Break, ...], int]:
    """Return breaks with which nobody works longer in a row than allowed, and the hard end up to which that holds.

    Breaks are narrowed first; the last one keeps half an hour to be moved in. Overtime that would still be too long
    in a row is cut off, and only where the shift itself is too long is a break put in.

    Parameters
    ----------
    breaks
        Those of the shift, absences included, none overlapping another.
    start_s, end_s, hard_end_s
        The shift.
    most_s
        Most seconds of work in a row, inclusive.
    rest_s
        Least seconds of a break that counts.
    """
    found = [one for one in breaks if one.duration_s < rest_s]
    since = start_s
    counting = sorted((one for one in breaks if one.duration_s >= rest_s), key=lambda one: one.earliest_s)
    for at, one in enumerate(counting):
        added, since = _put_in(since, one.earliest_s, most_s=most_s, rest_s=rest_s)
        latest_s = min(one.latest_s, since + most_s)
        wanted_s = hard_end_s - most_s - one.duration_s if at == len(counting) - 1 else one.earliest_s
        earliest_s = max(one.earliest_s, min(wanted_s, latest_s - _ROOM_S))
        found += [*added, replace(one, earliest_s=earliest_s, latest_s=latest_s)]
        since = earliest_s + one.duration_s
    added, since = _put_in(since, end_s, most_s=most_s, rest_s=rest_s)
    return (*found, *added), max(end_s, min(hard_end_s, since + most_s))


def _put_in(since_s: int, until_s: int, *, most_s: int, rest_s: int) -> tuple[list[Break], int]:
    """Return breaks for a time that is too long without, and since when there may be work after the last of them."""
    added = []
    while until_s - since_s > most_s:
        latest_s = min(since_s + most_s, until_s - rest_s)
        earliest_s = max(since_s + most_s // 2, min(latest_s, until_s - rest_s - most_s))
        added.append(Break(earliest_s=earliest_s, latest_s=latest_s, duration_s=rest_s))
        since_s = earliest_s + rest_s
    return added, since_s
