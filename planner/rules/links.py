"""Rules about visits that hang together: crews, gaps, and the same or another person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planner.model.links import Link, groups
from planner.model.message import message
from planner.model.problem import Duty
from planner.model.reasons import Violation
from planner.model.words import Who
from planner.rules.finding import finding, name_of
from planner.rules.reading import Entry, Reading

__all__ = ["crew", "link"]

_Done = dict[str, tuple[Duty, Entry]]


def crew(reading: Reading) -> Iterator[Violation]:
    """Everybody of a crew is there at the same second, each a different person; or the visit is not planned at all."""
    done = _done(reading)
    for seats in groups(one for one in reading.problem.links if one.both and one.meets):
        filled = [done[seat] for seat in seats if seat in done]
        people = {(entry.start_s, duty.technician_id) for duty, entry in filled}
        there = max(Counter(start for start, _ in people).values(), default=0)
        if filled and there < len(seats):
            duty, entry = filled[0]
            said = message("rule.crew.violation", visit=entry.stop.visit_id or "–", count=len(seats), has_count=there)
            yield finding("crew", said, duty, entry)


def link(reading: Reading) -> Iterator[Violation]:
    """Between linked visits lies the gap that is asked for, done by the same or another person as asked."""
    done = _done(reading)
    for one in reading.problem.links:
        if one.both and one.meets:
            continue
        first, second = done.get(one.first), done.get(one.second)
        if first and second:
            yield from _between(reading, one, first, second)
        elif second:
            yield _alone(second, one.first)
        elif first and one.both:
            yield _alone(first, one.second)


def _alone(there: tuple[Duty, Entry], other: str) -> Violation:
    """Say that a visit is planned without another that it needs."""
    duty, entry = there
    said = message("rule.link_alone.violation", visit=entry.stop.visit_id or "–", other_visit=other)
    return finding("link", said, duty, entry)


def _between(reading: Reading, one: Link, first: tuple[Duty, Entry], second: tuple[Duty, Entry]) -> Iterator[Violation]:
    """Judge the gap between two visits, and who does them."""
    (first_duty, before), (duty, after) = first, second
    if one.off_s((before.start_s, before.end_s), after.start_s):
        counted = before.end_s if one.from_end else before.start_s
        begin, time = reading.moment(counted + one.min_s), reading.moment(after.start_s)
        key = "rule.link_early.violation" if one.max_s is None else "rule.link.violation"
        said = message(key, visit=one.second, other_visit=one.first, from_=begin, time=time)
        if one.max_s is not None:
            to = reading.moment(counted + one.max_s)
            said = message(key, visit=one.second, other_visit=one.first, from_=begin, to=to, time=time)
        yield finding("link", said, duty, after)
    is_same = first_duty.technician_id == duty.technician_id
    if (one.who is Who.SAME and not is_same) or (one.who is Who.DIFFERENT and is_same):
        key = "rule.link_same.violation" if one.who is Who.SAME else "rule.link_different.violation"
        said = message(key, visit=one.second, other_visit=one.first, technician=name_of(duty))
        yield finding("link", said, duty, after)


def _done(reading: Reading) -> _Done:
    """Return who does each planned visit, and when; of a visit that is planned twice the first time."""
    done: _Done = {}
    for duty, entry, visit in reading.works:
        done.setdefault(visit.visit_id, (duty, entry))
    return done
