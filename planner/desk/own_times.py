"""How long a technician's own work takes beside what work of its types takes: told to that person and nobody else.

It is not kept, not planned with, and no other role may ask: a manager has no figure of a person's speed, and nothing to
rank people by.
"""

from __future__ import annotations

from datetime import timedelta

from planner.desk.extract import extract_of
from planner.desk.opening import Desk
from planner.desk.roles import check, own_technician
from planner.model.event import Actor
from planner.report.learning import Learned, learned_times, own_times

__all__ = ["LEAST_OWN", "my_times"]

LEAST_OWN = 10
"""Of fewer reports nothing is told: it would be chance."""
_DAYS = 365


def my_times(desk: Desk, actor: Actor) -> tuple[int, Learned | None]:
    """Return how many reports of the last year are the actor's own, and what they say.

    The last is None while there are fewer than `LEAST_OWN`. What is believed of few reports is drawn towards what all
    report only where five people or more have reported.

    Raises
    ------
    NotAllowedError
        If the actor is no technician.
    """
    check(actor, "own_times.my_times")
    whose, first = own_technician(actor, None), desk.today() - timedelta(days=_DAYS)
    extract = extract_of(desk)
    work = {name: column[extract.work["day"] >= first.toordinal()] for name, column in extract.work.items()}
    beside = {one.group: one.factor for one in learned_times(work, extract.words, by="job_type_id")}
    found = own_times(work, extract.words, whose, beside=beside)
    count = found.count if found else 0
    return count, found if count >= LEAST_OWN else None
