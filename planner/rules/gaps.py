"""Between two stops: the drive, the set-up, the breaks, and the earliest (or latest) way to fit them in.

A gap begins when the stop before ends. In it the technician drives (or does not), sets up where that is
needed, and takes some breaks: before leaving, on the road, or after arriving. A break on the road interrupts
the drive, one after arriving may interrupt the set-up; the whole drive, such breaks included, lies in one span
of the driving licence.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations, product
from typing import NamedTuple

from planner.model.profile import FLAT, Pace, Part, driven
from planner.rules.on_road import Pause, Placed, arriving

__all__ = ["ANY_TIME", "FOREVER", "Fit", "Gap", "Pause", "Spans", "fit", "homeward", "latest_fit", "parts", "ready"]

FOREVER = 1 << 40
"""Seconds beyond every horizon."""

Spans = tuple[tuple[int, int], ...]
"""Spans in which driving is allowed."""

ANY_TIME: Spans = ((-FOREVER, FOREVER),)


class Gap(NamedTuple):
    """What lies between two stops: breaks not before `rest_from`, drive not before `drive_from`, set-up after it.

    `lead_s` is set-up before the drive, which only a gap has whose time is mirrored. `pace` says what the drive takes
    by the clock; None: `drive_s` whenever it is.
    """

    rest_from: int
    drive_from: int
    drive_s: int
    spans: Spans = ANY_TIME
    setup_s: int = 0
    lead_s: int = 0
    pace: Pace | None = None


class Fit(NamedTuple):
    """A gap with its times: drive from `leave` to `arrival`, breaks around and in it, all over at `done`.

    The set-up takes what time it needs after the arrival, around the breaks that come then.
    """

    leave: int
    arrival: int
    done: int
    before: Placed
    road: Placed
    after: Placed


Pauses = tuple[Pause, ...]
Menu = tuple[tuple[Pauses, Pauses, Pauses], ...]


@lru_cache(maxsize=4096)
def menu(pauses: Pauses) -> Menu:
    """Return all ways to split breaks into before leaving, on the road and after arriving.

    Preferred ways come first: as few as possible on the road, then as many as possible after arriving.
    """
    splits = product((0, 1, 2), repeat=len(pauses))
    ordered = sorted(splits, key=lambda split: (split.count(1), split.count(0)))
    return tuple(
        (
            tuple(p for p, part in zip(pauses, split, strict=True) if part == 0),
            tuple(p for p, part in zip(pauses, split, strict=True) if part == 1),
            tuple(p for p, part in zip(pauses, split, strict=True) if part == 2),
        )
        for split in ordered
    )


def ready(gap: Gap, pauses: Pauses) -> int | None:
    """Return the earliest second at which drive, set-up and breaks of a gap are over; None if they do not fit."""
    if not pauses:
        return _arrival(gap)
    rested = _earliest(gap.rest_from, pauses)
    if rested is None:
        return None
    moves_s = gap.drive_s + gap.setup_s
    if not moves_s:
        return max(rested[0], gap.drive_from)
    bound = max(rested[0], gap.drive_from + moves_s + sum(_blocked(gap, p) for p in pauses))
    if gap.pace is not None:
        bound = -FOREVER  # what the drive takes is not known before it is placed
    best: int | None = None
    for split in menu(pauses):
        found = _timed(gap, split)
        if found and (best is None or found.done < best):
            best = found.done
            if best <= bound:
                break
    return best


def _blocked(gap: Gap, pause: Pause) -> int:
    """Return the seconds a break takes at least from the time for driving and set-up."""
    over = max(gap.rest_from, pause.earliest) + pause.duration
    return min(pause.duration, max(0, over - gap.drive_from))


def homeward(gap: Gap, pauses: Pauses, soft: int = 0) -> Fit | None:
    """Return the earliest way home; breaks after the arrival are taken when the work is over.

    Parameters
    ----------
    soft
        Bits of the breaks that must begin as soon as the work is over.
    """
    ways = [found for split in menu(pauses) if (found := _timed(gap, split))]
    if soft:
        ways = [way for way in ways if all(start <= gap.rest_from for start, k in _all(way) if soft >> k & 1)]
    return min(ways, key=lambda way: way.arrival, default=None)


def _all(way: Fit) -> Placed:
    return way.before + way.road + way.after


def fit(gap: Gap, pauses: Pauses, until: int) -> Fit | None:
    """Return the preferred way to fit drive, set-up and breaks in until a second, leaving as early as possible."""
    for split in menu(pauses):
        for whole in (True, False):
            found = _timed(gap, split, whole=whole)
            if found and found.done <= until:
                return found
    return None


def latest_fit(gap: Gap, pauses: Pauses, until: int) -> Fit | None:
    """Return the preferred way to fit drive, set-up and breaks in until a second, leaving as late as possible.

    Time is mirrored: what is early there is late here, and what is taken after arriving there is taken before leaving.
    """
    mirrored = tuple(Pause(-(p.latest + p.duration), -(p.earliest + p.duration), p.duration, p.number) for p in pauses)
    lengths = {p.number: p.duration for p in pauses}
    spans = tuple(sorted((-end, -start) for start, end in gap.spans))
    backwards = gap.pace and gap.pace.mirrored()
    turned = Gap(-until, -until, gap.drive_s, spans, lead_s=gap.setup_s, pace=backwards)
    for split in menu(mirrored):
        for whole in (True, False):
            found = _timed(turned, split, whole=whole)
            if found and -found.arrival >= gap.drive_from and -found.done >= gap.rest_from:
                before, road, after = (_mirrored(part, lengths) for part in (found.after, found.road, found.before))
                return Fit(-found.arrival, -found.leave, until, before, road, after)
    return None


def parts(gap: Gap, way: Fit, lengths: Sequence[int]) -> tuple[Part, ...]:
    """Return the parts of the drive of a gap as it is placed, split by the breaks on the road.

    Parameters
    ----------
    lengths
        Seconds of each of the duty's breaks, by number.
    """
    rests = [(start, start + lengths[number]) for start, number in way.road]
    return driven(gap.pace or FLAT, gap.drive_s, way.leave, rests)


def _mirrored(placed: Placed, lengths: dict[int, int]) -> Placed:
    return tuple((-(start + lengths[number]), number) for start, number in reversed(placed))


def _timed(gap: Gap, split: tuple[Pauses, Pauses, Pauses], *, whole: bool = False) -> Fit | None:
    """Time one split: every part as early as it goes, which is best because nothing gets dearer by being early.

    With `whole` no break interrupts the set-up.
    """
    before, road, after = split
    first = _earliest(gap.rest_from + (gap.lead_s if whole else 0), before)
    if first is None:
        return None
    leave = max(first[0], gap.drive_from, gap.drive_from + gap.lead_s + _length(before) if gap.lead_s else -FOREVER)
    for start, end in gap.spans if gap.drive_s else ANY_TIME:
        out = max(leave, start)
        driven_by = _driven(gap, out, road)
        if driven_by is None:
            continue
        arrival, placed = driven_by
        last = _earliest(arrival + (gap.setup_s if whole else 0), after) if arrival <= end else None
        if last is not None:
            done = max(last[0], arrival + gap.setup_s + _length(after))
            return Fit(out, arrival, done, first[1], placed, last[1])
    return None


def _driven(gap: Gap, out: int, road: Pauses) -> tuple[int, Placed] | None:
    """Return when a drive is over that leaves at a second, and its breaks; None if it is too late for them."""
    if gap.pace is not None:
        return arriving(gap.pace, gap.drive_s, out, road)
    middle = _earliest(out, road)
    return middle and (max(middle[0], out + gap.drive_s + _length(road)), middle[1])


def _length(pauses: Pauses) -> int:
    return sum(pause.duration for pause in pauses)


def _arrival(gap: Gap) -> int | None:
    """Return when drive and set-up are over at the earliest without breaks, the drive in one span of the licence."""
    if not gap.drive_s:
        return gap.drive_from + gap.setup_s
    if gap.pace is None:
        arrivals = ((max(gap.drive_from, start) + gap.drive_s, end) for start, end in gap.spans)
    else:
        work, arrive = gap.pace.work(gap.drive_s), gap.pace.arrival
        arrivals = ((arrive(max(gap.drive_from, start), work), end) for start, end in gap.spans)
    return min((arrival + gap.setup_s for arrival, end in arrivals if arrival <= end), default=None)


def _earliest(since: int, pauses: Pauses) -> tuple[int, Placed] | None:
    """Return when breaks taken one after the other are over at the earliest, and their starts; None if too late."""
    if not pauses:
        return since, ()
    if len(pauses) == 1:
        only = pauses[0]
        start = max(since, only.earliest)
        return (start + only.duration, ((start, only.number),)) if start <= only.latest else None
    over = [found for order in permutations(pauses) if (found := _in_order(since, order))]
    return min(over, default=None)


def _in_order(since: int, pauses: Pauses) -> tuple[int, Placed] | None:
    placed = []
    for pause in pauses:
        start = max(since, pause.earliest)
        if start > pause.latest:
            return None
        placed.append((start, pause.number))
        since = start + pause.duration
    return since, tuple(placed)
