"""A planning run: queued, running, done, failed or cancelled, with its progress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from planner.model.message import Message

__all__ = ["Job", "JobState", "Progress"]


class JobState(StrEnum):
    """Where a planning run stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The best plan known after `elapsed_s` seconds: price in öre, and visits planned."""

    elapsed_s: float
    price_ore: int
    planned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A planning run.

    Parameters
    ----------
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
    progress: tuple[Progress, ...] = ()
    plan_id: str | None = None
    error: Message | None = None

    @property
    def is_active(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in (JobState.QUEUED, JobState.RUNNING)
