"""How late a stop is, and against what: a wish of the customer, the service level, or the last day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from planner.model.language import duration_text, text, time_text
from planner.model.plan import Plan, Stop
from planner.model.words import Due

__all__ = ["expected_words", "late_counts", "late_words", "late_words_on_site", "shifted"]

_ABOUT = timedelta(minutes=5)


def late_words(stop: Stop, language: str) -> str:
    """Return how late a stop begins and against what; an empty text where it is in time."""
    if stop.lateness_s <= 0:
        return ""
    against = stop.late_against or "by"
    return text(f"views.late_{against}", language, late=duration_text(stop.lateness_s, language))


def expected_words(stop: Stop, when: datetime, *, zone: str, language: str) -> str:
    """Return when a stop is expected by the reports; an empty text where that is about when it is planned."""
    return "" if abs(when - stop.start) < _ABOUT else text("live.expected", language, time=time_text(when, zone=zone))


def shifted(
    stop: Stop, expected: Mapping[str, tuple[datetime, bool]], zone: str, language: str
) -> dict[str, Any] | None:
    """Return the bar of when a stop is expected by the reports; None where that is about when it is planned."""
    when, _ = expected.get(stop.visit_id or "", (stop.start, False))
    if not (said := expected_words(stop, when, zone=zone, language=language)):
        return None
    until = when + timedelta(seconds=stop.work_s)
    start, end = (one.astimezone(UTC).isoformat().replace("+00:00", "Z") for one in (when, until))
    return {"id": f"e:{stop.visit_id}", "row": stop.technician_id, "kind": "expected", "start": start, "end": end,
            "tip": [stop.named(language), said]}  # fmt: skip


def late_words_on_site(stop: Stop, language: str) -> str:
    """Return the same for whoever drives there: a missed service level is nothing they can act on at the door."""
    return "" if stop.late_against in (Due.SERVICE_LEVEL, Due.DUE_DATE) else late_words(stop, language)


def late_counts(plan: Plan, language: str) -> str:
    """Return how many stops are late against what, in words; an empty text where nobody says against what."""
    counts = Counter(stop.late_against for stop in plan.stops if stop.lateness_s > 0 and stop.late_against)
    return ", ".join(text(f"views.late_count.{due}", language, count=counts[due]) for due in Due if counts[due])
