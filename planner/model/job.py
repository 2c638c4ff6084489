"""A planning run: queued, running, done, failed or cancelled, with its progress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from planner.model.message import Message

__all__ = ["Job", "JobKind", "JobState", "Lease", "Progress"]


class JobState(StrEnum):
    """Where a planning run stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class JobKind(StrEnum):
    """What a run works on: the plan of a day, or what a change would have meant for some days."""

    PLAN = "plan"
    WHAT_IF = "what_if"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The best plan known after `elapsed_s` seconds: price in öre, and requests planned."""

    elapsed_s: float
    price_ore: int
    planned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to work on a run: one owner's, for one attempt. Whoever holds another one may not write.

    Parameters
    ----------
    owner
        Host and process that watches over the run.
    attempt
        Counts from 1; grows whenever the run is taken up again.
    """

    job_id: str
    owner: str
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A planning run.

    Parameters
    ----------
    day
        The day it plans; of a run on several days the first.
    attempt
        How often it was taken up; 0 while it has never been.
    searched_s
        Seconds of search so far, those of attempts that were lost included.
    plan_id
        The plan it made; also when it was cancelled, if a plan had been found by then.
    """

    job_id: str
    day: date
    state: JobState
    actor: str = ""
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    time_limit_s: float = 10.0
    seed: int = 1
    cancel_requested: bool = False
    attempt: int = 0
    searched_s: float = 0.0
    progress: tuple[Progress, ...] = ()
    plan_id: str | None = None
    error: Message | None = None
    kind: JobKind = JobKind.PLAN

    @property
    def is_active(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in (JobState.QUEUED, JobState.RUNNING)
