"""The statistics of a period: every figure now and in the period before, its trend, and the charts' tables."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from planner.model.message import Message
from planner.report import charts
from planner.report.asof import Again, Names, View, view, view_of
from planner.report.columns import Words
from planner.report.extract import Extract
from planner.report.facts import Facts
from planner.report.figures import FIGURES, THEMES, Figure, Groups, Tally
from planner.report.grouping import BY_DAY_DAYS, Asked, Filters, bucket_of, filtered, weeks_back
from planner.report.rows import rows_behind

__all__ = [
    "BY_DAY_DAYS", "Filters", "Statistics", "Views", "bucket_of", "overview", "statistics", "views", "weeks_back",
]  # fmt: skip

_ENOUGH = 0.8
_AVOIDED = "avoided_km"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Figures of a period and of the one before, with trends and chart tables.

    Parameters
    ----------
    figures, before
        Figure by id; `before` has the figures of the same weekdays whole weeks before, as they stood at the same
        time of day: a running week is compared with as much of the week before. It is empty where that period has
        less than four fifths as many planned days: half a period says nothing about a whole one.
    before_first, before_last
        First and last day that `before` counts.
    trend
        By figure id: table with ``bucket`` (first day) and ``value``, by week, or by day in periods up to 14 days.
    running
        First day of the bucket that today lies in; None where the period is over or has not begun.
    charts
        Tables by name, see `planner.report.charts`; those of the theme.
    customers, job_types, territories
        What there is to filter by.
    filters
        What was counted.
    """

    first: date
    last: date
    figures: dict[str, Figure]
    before: dict[str, Figure]
    before_first: date
    before_last: date
    trend: dict[str, pd.DataFrame]
    running: date | None
    charts: dict[str, pd.DataFrame]
    customers: tuple[str, ...]
    job_types: tuple[str, ...]
    territories: tuple[str, ...]
    filters: Filters
    days_planned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """A period and the same weekdays before it, as they stood; `days` and `days_before`: those with a plan."""

    words: Words
    now: View
    before: View
    days: tuple[date, ...]
    days_before: tuple[date, ...]


def statistics(
    facts: Facts,
    *,
    filters: Filters | None = None,
    theme: str | None = None,
    rows_of: Collection[str] | None = None,
) -> Statistics:
    """Return the statistics of the facts' period; arguments as in `overview`.

    Parameters
    ----------
    facts
        Plans, requests and events from the start of the period before to the end of the period.

    References
    ----------
    Formulas: the table of key figures in the README.
    """
    words, earlier = Words(), facts.earlier(weeks_back(facts.first, facts.last))
    saved = _AVOIDED in _ids(theme)
    seen = Views(
        words=words,
        now=view_of(facts, words, with_avoided=saved),
        before=view_of(earlier, words, with_avoided=saved),
        days=_days(facts),
        days_before=_days(earlier),
    )
    return overview(seen, _Facts(facts), filters=filters, theme=theme, rows_of=rows_of)


def views(extract: Extract, facts: Facts, again: Again, *, theme: str | None = None) -> Views:
    """Return what is counted in a period and before it.

    Parameters
    ----------
    facts
        Period, present moment, catalogue and zone; without plans, requests and events.
    theme
        For which figures, as in `overview`.
    """
    saved = _AVOIDED in _ids(theme)
    earlier = facts.earlier(weeks_back(facts.first, facts.last))
    return Views(
        words=extract.words,
        now=view(extract, facts, again, with_avoided=saved),
        before=view(extract, earlier, again, with_avoided=saved),
        days=again.planned_days(facts.first, min(facts.last, facts.today)),
        days_before=again.planned_days(earlier.first, min(earlier.last, earlier.today)),
    )


def overview(
    seen: Views,
    names: Names,
    *,
    filters: Filters | None = None,
    theme: str | None = None,
    most_rows: int | None = None,
    rows_of: Collection[str] | None = None,
) -> Statistics:
    """Return the statistics of a period.

    Parameters
    ----------
    filters
        What to count; None: everything. Figures of whole shifts and plans are not filtered.
    theme
        Only the figures and charts of a theme (`THEMES`); None: all.
    most_rows
        How many of the rows behind a figure are given; None: all.
    rows_of
        Of which figures they are given, by id; None: of each.
    """
    asked, facts, earlier = filters or Filters(), seen.now.facts, seen.before.facts
    ids = _ids(theme)
    most = {one: most_rows if rows_of is None or one in rows_of else 0 for one in ids}
    by_day = (facts.last - facts.first).days + 1 <= BY_DAY_DAYS
    starts = sorted({bucket_of(day, by_day=by_day) for day in seen.days})
    tables, tables_before = (filtered(seen.words, one, asked) for one in (seen.now, seen.before))
    whole, split = (Asked(seen.words, facts, seen.now, tables, one) for one in (None, starts))
    before = Asked(seen.words, earlier, seen.before, tables_before, None)
    comparable = len(seen.days_before) >= _ENOUGH * len(seen.days)
    parts = charts.Parts(whole=whole.filtered, split=split.filtered, starts=tuple(starts))
    work = seen.now.tables["work"]
    return Statistics(
        first=facts.first,
        last=facts.last,
        figures={one: _figure(one, whole.of(one), names, most[one]) for one in ids},
        before={one: _figure(one, before.of(one), names, 0) for one in ids} if comparable else {},
        before_first=earlier.first,
        before_last=min(earlier.last, earlier.today),
        trend={one: _trend(FIGURES[one].tally(split.of(one)), starts) for one in ids},
        running=bucket_of(facts.today, by_day=by_day) if facts.first <= facts.today <= facts.last else None,
        charts={name: table(parts) for name, table in charts.CHARTS.items() if _is_of(name, theme)},
        customers=_used(seen.words, work["customer"]),
        job_types=_used(seen.words, work["job_type_id"]),
        territories=_used(seen.words, work["territory"]),
        filters=asked,
        days_planned=len(seen.days),
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    """What people need to know of rows, from the facts that they were made of."""

    facts: Facts

    def titles_of(self, ids: Collection[str]) -> dict[str, str]:
        wanted = frozenset(ids)
        return {one.request_id: one.title for one in self.facts.requests if one.request_id in wanted}

    def reasons_of(self, days: Collection[date]) -> dict[tuple[date, str], Message]:
        left = ((plan.day, one) for plan in self.facts.plans if plan.day in days for one in plan.left_requests)
        return {(day, one.visit_id): one.reason for day, one in left if one.reasons}

    def names(self) -> dict[str, str]:
        return {one.technician_id: one.name for plan in self.facts.plans for one in plan.technicians}


def _ids(theme: str | None) -> tuple[str, ...]:
    return tuple(FIGURES) if theme is None else THEMES[theme]


def _days(facts: Facts) -> tuple[date, ...]:
    """Days of the period with a plan, in order, those to come left out."""
    last = min(facts.last, facts.today)
    return tuple(sorted({plan.day for plan in facts.plans if facts.first <= plan.day <= last}))


def _figure(name: str, groups: Groups, names: Names, most_rows: int | None) -> Figure:
    definition = FIGURES[name]
    tally = definition.tally(groups)
    table = groups.tables[tally.table]
    at = np.flatnonzero(tally.mask)
    order = table["order"][at] if "order" in table else at
    against = np.zeros(len(at), dtype=bool) if tally.against is None else tally.against[at]
    shown = at[np.lexsort((order, table["day"][at], ~against))[:most_rows]]
    return Figure(
        definition=definition,
        value=_known(tally.value[0]),
        part=float(tally.part[0]),
        whole=float(tally.whole[0]),
        more={key: _known(found[0]) for key, found in tally.more.items()},
        rows=rows_behind(tally.table, {key: column[shown] for key, column in table.items()}, groups.words, names),
        all_rows=len(at),
        against=int(against.sum()),
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _trend(tally: Tally, starts: Collection[date]) -> pd.DataFrame:
    points = [(start, float(value)) for start, value in zip(starts, tally.value, strict=True) if not np.isnan(value)]
    return pd.DataFrame(points, columns=["bucket", "value"])


def _is_of(chart: str, theme: str | None) -> bool:
    return theme is None or chart in charts.OF_THEME.get(theme, ())


def _used(words: Words, numbers: np.ndarray) -> tuple[str, ...]:
    return tuple(sorted({words.texts[one] for one in np.unique(numbers)} - {""}))
