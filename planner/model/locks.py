"""What of a visit is locked while a day is planned, in seconds of its horizon."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.words import LockKind

__all__ = ["VisitLock"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLock:
    """Lock of a visit: technician, and service start between `earliest_s` and `latest_s` (inclusive; None: open)."""

    kind: LockKind = LockKind.NONE
    technician_id: str | None = None
    earliest_s: int | None = None
    latest_s: int | None = None

    @classmethod
    def not_before(cls, earliest_s: int | None) -> VisitLock:
        """Return the lock of a start that somebody wished for by hand; of None: none."""
        return cls() if earliest_s is None else cls(kind=LockKind.TIME_RANGE, earliest_s=earliest_s)

    @property
    def wished_s(self) -> int | None:
        """The second it begins at the earliest because somebody wished so; None: nobody did."""
        return self.earliest_s if self.kind is LockKind.TIME_RANGE and self.latest_s is None else None

    @property
    def holds(self) -> bool:
        """Whether the visit stays where it is: a wish only says when it begins at the earliest."""
        return self.kind is not LockKind.NONE and self.wished_s is None
