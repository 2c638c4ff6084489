"""Breaks and absences of one shift, so that each can be kept."""

from __future__ import annotations

from collections.abc import Sequence

from planner.model.problem import Break

__all__ = ["away", "breaks_beside"]


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
