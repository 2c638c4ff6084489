"""How late a stop is, and against what; and how likely it is that one which has not begun becomes late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from planner.model.language import duration_text, percent_text, text, time_text
from planner.model.plan import Plan, Stop
from planner.model.words import Due

__all__ = [
    "Chance",
    "chance_short",
    "chance_words",
    "expected_words",
    "late_counts",
    "late_unpriced",
    "late_words",
    "late_words_on_site",
    "lateness_on_site",
    "shifted",
]

_ABOUT = timedelta(minutes=5)
_WORTH_A_MARK, _LEAST_SAID = 0.2, 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """How likely work that has not begun begins too late.

    Parameters
    ----------
    late
        Probability, 0 to 1.
    start_p80
        Aware moment at which it has begun in four of five cases.
    latest
        Too late is after this moment.
    against
        What that is: ``promise``; ``window``, the customer's hard time; ``plan``, a quarter of an hour after the plan,
        where the customer has neither.
    """

    late: float
    start_p80: datetime
    latest: datetime
    against: str

    @property
    def is_marked(self) -> bool:
        """Whether somebody waits for whom that is too late, in one of five cases or more: as what is expected late."""
        return self.against != "plan" and self.late >= _WORTH_A_MARK


def chance_words(chance: Chance, *, zone: str, language: str) -> str:
    """Return how likely lateness is and after what moment; an empty text where it is next to nothing."""
    if chance.late < _LEAST_SAID:
        return ""
    latest = time_text(chance.latest, zone=zone)
    return text(f"views.chance_{chance.against}", language, percent=percent_text(chance.late, language), latest=latest)


def chance_short(chance: Chance | None, language: str) -> str:
    """Return the probability alone, for a mark; an empty text where there is none."""
    return percent_text(chance.late, language) if chance is not None and chance.is_marked else ""


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


def lateness_on_site(stop: Stop, chance: Chance | None, *, zone: str, language: str) -> str:
    """Return how late a visit is, or may well become, for whoever drives there; an empty text where it is neither."""
    late = late_words_on_site(stop, language)
    if late or chance is None or not chance.is_marked:
        return late
    return chance_words(chance, zone=zone, language=language)


def late_counts(plan: Plan, language: str) -> str:
    """Return how many stops are late against what, in words; an empty text where nobody says against what."""
    counts = Counter(stop.late_against for stop in plan.stops if stop.lateness_s > 0 and stop.late_against)
    return ", ".join(text(f"views.late_count.{due}", language, count=counts[due]) for due in Due if counts[due])


def late_unpriced(plan: Plan, language: str) -> str:
    """Return that late stops cost nothing whose work had begun, or was driven to, when the plan was made.

    Nothing changes them any more, so that a plan of a day under way has no price for them. An empty text where there
    are none.
    """
    priced = {item.visit_id for item in plan.price.items if item.term == "lateness"}
    late = [
        stop.lateness_s
        for stop in plan.stops
        if stop.lateness_s > 0 and stop.visit_id not in priced and stop.leave <= plan.created_at
    ]
    if not late:
        return ""
    total = duration_text(sum(late), language)
    if len(late) == 1:
        return text("views.late_begun_one", language, version=plan.version, late=total)
    return text("views.late_begun", language, count=len(late), version=plan.version, late=total)
