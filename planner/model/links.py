"""Links between visits: a crew at the same place and time, a test that follows an installation, the same person twice.

A plan says when linked visits begin (`planner.model.solution.Solution.agreed`): crews meet at a time that is agreed.
With these times settled every route can be timed by itself, as if each linked visit had a window of one second;
`settled` makes that problem.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from planner.model.words import Who

if TYPE_CHECKING:
    from planner.model.problem import Problem, Visit

__all__ = ["Link", "check_links", "crew", "groups", "settled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What holds between two visits that are both planned.

    Parameters
    ----------
    first, second
        Visit ids.
    min_s, max_s
        Seconds from the first to the start of the second, at least and (None: without limit) at most. May be negative.
    from_end
        Whether the seconds count from the end of the first; if not, from its start.
    who
        Whether the same technician does both, two different ones do, or anybody may.
    both
        Whether neither is planned without the other (a crew). If not, the first may be planned alone, never the second.
    """

    first: str
    second: str
    min_s: int = 0
    max_s: int | None = None
    from_end: bool = False
    who: Who = Who.ANY
    both: bool = False

    def __post_init__(self) -> None:
        if self.first == self.second:
            raise ValueError(f"link: visit {self.first!r} is linked to itself")
        if self.max_s is not None and self.max_s < self.min_s:
            raise ValueError(f"link {self.first} to {self.second}: at most {self.max_s} s is less than {self.min_s} s")

    @property
    def meets(self) -> bool:
        """Whether both begin at the same second."""
        return self.min_s == 0 and self.max_s == 0 and not self.from_end

    def gap_s(self, first: tuple[int, int], second_start_s: int) -> int:
        """Return the seconds that are to be `min_s` to `max_s`, from start and end of the first visit (seconds)."""
        return second_start_s - first[1 if self.from_end else 0]

    def off_s(self, first: tuple[int, int], second_start_s: int) -> int:
        """Return by how many seconds the gap is too long (positive) or too short (negative); 0: it is right."""
        gap_s = self.gap_s(first, second_start_s)
        if gap_s < self.min_s:
            return gap_s - self.min_s
        return 0 if self.max_s is None else max(0, gap_s - self.max_s)


def crew(visit_ids: Sequence[str]) -> tuple[Link, ...]:
    """Return the links of seats that begin together, each with somebody else: all of them or none."""
    pairs = combinations(visit_ids, 2)
    return tuple(Link(first=a, second=b, max_s=0, who=Who.DIFFERENT, both=True) for a, b in pairs)


def groups(links: Iterable[Link]) -> list[tuple[str, ...]]:
    """Return the visits that hang together by links, each group in the order in which the links name them."""
    group_of: dict[str, list[str]] = {}
    for link in links:
        mine, other = (group_of.setdefault(visit, [visit]) for visit in (link.first, link.second))
        if mine is not other:
            mine.extend(other)
            group_of.update(dict.fromkeys(other, mine))
    return list(dict.fromkeys(tuple(group) for group in group_of.values()))


def check_links(links: Sequence[Link], visits: Sequence[Visit]) -> None:
    """Raise a ValueError if a link names a visit that there is not."""
    known = {visit.visit_id for visit in visits}
    for link in links:
        for visit_id in (link.first, link.second):
            if visit_id not in known:
                raise ValueError(f"link {link.first} to {link.second}: there is no visit {visit_id!r}")


def settled(problem: Problem, starts_s: Mapping[str, int]) -> Problem:
    """Return the problem in which linked visits begin when that is agreed, so that each route stands by itself.

    Parameters
    ----------
    problem
        With links; without it is returned as it is.
    starts_s
        Start of each planned visit that is linked, in seconds of the horizon; others are not looked at.
    """
    from planner.model.problem import Window

    linked = {visit for link in problem.links for visit in (link.first, link.second)}
    if not linked & starts_s.keys():
        return problem
    visits = tuple(
        replace(visit, windows=(Window(earliest_s=start, latest_s=start),))
        if visit.visit_id in linked and (start := starts_s.get(visit.visit_id)) is not None
        else visit
        for visit in problem.visits
    )
    return replace(problem, visits=visits)
