"""The schedule: a plan as rows and bars for the board's component, JSON that knows no streamlit.

    schedule(plan, language="sv", theme="dark")["bars"]

A row is a technician, a bar is something that takes time. Moments are ISO text in UTC; the component
draws them in the plan's zone. Texts are plain: the component writes them as text nodes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from planner.model.language import duration_text, km_text, percent_text, text, time_text
from planner.model.message import Text
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.team import Absence
from planner.model.words import ShiftKind, StopKind
from planner.views.absent import absent_bars, iso, off_shift
from planner.views.actual import Actual
from planner.views.broken import broken_of
from planner.views.chains import Chained
from planner.views.icons import ICONS
from planner.views.lateness import Chance, chance_short, chance_words, expected_words, late_words, shifted
from planner.views.map_data import people_of, stops_of
from planner.views.paid import duties_of, fill_of, paid_s, used_s
from planner.views.tokens import mixed, technician_style, token, tokens
from planner.views.whereabouts import car_words, session_words

__all__ = ["duties_of", "fill_of", "paid_s", "schedule", "used_s"]

_WORDS = ("technician", "filled", "now", "aria", "keys", "nothing", "tone_ok", "tone_warn", "tone_bad", "tone_asked",
          "stands", "unasked")  # fmt: skip
_LEGEND = ("drive", "visit", "remote", "break", "promise", "actual", "locked", "late", "overtime", "away")
_WORK = (StopKind.VISIT, StopKind.REMOTE)
_ROOM = timedelta(minutes=45)
"""Free room on the axis before the first and after the last thing."""


def schedule(
    plan: Plan,
    *,
    language: str = "en",
    theme: str = "light",
    job_names: Mapping[str, Text] | None = None,
    promises: Mapping[str, tuple[datetime, datetime]] | None = None,
    actual: Mapping[str, Actual] | None = None,
    chains: Mapping[str, Chained] | None = None,
    expected: Mapping[str, tuple[datetime, bool]] | None = None,
    chances: Mapping[str, Chance] | None = None,
    only: Collection[str] | None = None,
    pale: Collection[str] = (),
    absences: Collection[Absence] = (),
) -> dict[str, Any]:
    """Return rows, bars, shift grounds, words and colours of the schedule.

    Parameters
    ----------
    plan
        The plan.
    language, theme
        ``sv`` or ``en``; ``light`` or ``dark``.
    job_names
        Names of job types by id, shown in the bars; a bar without one shows the request's title.
    promises
        What customers were told, by visit id.
    actual
        What has happened, by visit id (see `actuals`).
    chains
        What is linked to a visit, by visit id (see `planner.views.chains.chained`).
    expected
        When work is expected by the reports, and whether that may be too late, by visit id.
    chances
        How likely work begins too late, by visit id.
    only
        Technicians who are shown; None: everybody.
    pale
        Visits that nobody asks for: they are drawn pale.
    absences
        Who is away when, whether or not the plan knows it yet.
    """
    people = tuple(one for one in people_of(plan) if only is None or one.technician_id in only)
    crews = {stop.visit_id or "": plan.beside(stop) for seats in plan.crews.values() for stop in seats}
    words = _Words(
        names=job_names or {}, crews=crews, chains=chains or {}, expected=expected or {},
        broken=broken_of(plan, language), chances=chances or {},
    )  # fmt: skip
    bars = [bar for who in people for bar in _bars(plan, who, language, words, actual or {})]
    bars += [bar for who in people for bar in absent_bars(plan, who, absences, language)]
    bars += [_promise(plan, crew[0], told) for one, told in (promises or {}).items() if (crew := plan.crew_of(one))]
    bars = [bar | {"aside": bar.get("visit") in pale} for bar in bars]
    start, end = _axis(plan, bars)
    return {
        "plan": plan.plan_id,
        "version": plan.version,
        "zone": plan.time_zone,
        "start": iso(start),
        "end": iso(end),
        "day": [iso(moment) for moment in _day(plan)],
        "rows": [_row(plan, who, language, theme) for who in people],
        "grounds": [ground for who in people for ground in off_shift(plan, who, *_day(plan))],
        "bars": bars,
        "words": {word: text(f"views.schedule.{word}", language) for word in _WORDS},
        "legend": [[name, text(f"views.schedule.legend.{name}", language)] for name in _explained(bars)],
        "icons": dict(ICONS),
        "colours": dict(tokens(theme)),
        "theme": theme,
        "language": language,
    }


def _explained(bars: list[dict[str, Any]]) -> list[str]:
    """What the legend explains: expected times, crews, chains and broken rules where there are such."""
    marks = {mark for bar in bars for mark in bar.get("marks", ())} | {bar["kind"] for bar in bars}
    return [*_LEGEND, *(one for one in ("expected", "crew", "linked", "broken") if one in marks)]


def _day(plan: Plan) -> tuple[datetime, datetime]:
    """First and last moment one can scroll to: the day and the six hours before and after."""
    midnight = datetime.combine(plan.day, time(0), ZoneInfo(plan.time_zone))
    return midnight - timedelta(hours=6), midnight + timedelta(hours=30)


def _axis(plan: Plan, bars: list[dict[str, Any]]) -> tuple[datetime, datetime]:
    """First and last moment shown at the start: all work, and the shifts as far as they lie on the day."""
    low, high = _day(plan)
    moments = [datetime.fromisoformat(bar[edge]) for bar in bars for edge in ("start", "end")]
    field = [d for d in plan.technicians if d.kind is not ShiftKind.ON_CALL]
    moments += [d.start for d in field] + [d.end for d in field]
    if not moments:
        noon = low + timedelta(hours=18)
        return noon - timedelta(hours=5), noon + timedelta(hours=6)
    return max(low, min(moments) - _ROOM), min(high, max(moments) + _ROOM)


def _row(plan: Plan, who: PlanTechnician, language: str, theme: str) -> dict[str, Any]:
    style = technician_style(who.number, theme)
    fill = fill_of(plan, who.technician_id)
    marks = [] if who.drives else [["no-car", car_words(plan, who.technician_id, language)]]
    if any(duty.kind is ShiftKind.ON_CALL for duty in duties_of(plan, who.technician_id)):
        marks.append(["moon", text("views.schedule.on_call", language)])
    return {
        "id": who.technician_id,
        "number": who.number,
        "name": who.name,
        "colour": style.colour,
        "ink": style.text,
        "tint": mixed(style.colour, token("surface", theme), 0.22 if theme == "dark" else 0.15),
        "pale": mixed(style.colour, token("surface", theme), 0.06),
        "dashed": style.dashed,
        "square": style.shape == "square",
        "fill": None if fill is None else round(min(fill, 1.0), 3),
        "fill_text": percent_text(fill, language),
        "marks": marks,
        "drives": who.drives,
    }


@dataclass(frozen=True, slots=True)
class _Words:
    """By id or visit: names of job types, who else comes, links, when it is expected, what it breaks, its risk."""

    names: Mapping[str, Text]
    crews: Mapping[str, tuple[str, ...]]
    chains: Mapping[str, Chained]
    expected: Mapping[str, tuple[datetime, bool]]
    broken: Mapping[str, tuple[str, ...]]
    chances: Mapping[str, Chance]


def _bars(
    plan: Plan, who: PlanTechnician, language: str, words: _Words, actual: Mapping[str, Actual]
) -> list[dict[str, Any]]:
    bars: list[dict[str, Any]] = []
    stops = stops_of(plan, who.technician_id)
    for duty in duties_of(plan, who.technician_id):
        bars += _standing(duty, language)
        end = next((s for s in stops if s.duty_id == duty.duty_id and s.kind is StopKind.END), None)
        if end and end.end > duty.end:
            late = duration_text((end.end - duty.end).total_seconds(), language)
            tip = [text("views.schedule.overtime_of", language, overtime=late)]
            bars.append(_bar(f"o:{duty.duty_id}", who, "over", duty.end, end.end, tip=tip))
    for stop in stops:
        key = f"{stop.duty_id}:{stop.sequence}"
        if stop.travel_s:
            bars.append(_drive(key, who, stop, plan.time_zone, language))
        if stop.kind in _WORK:
            happened = actual.get(stop.visit_id or "")
            place = {"duty": stop.duty_id, "after": _before(stops, stop)}
            bars.append(_work(who, stop, plan.time_zone, language, words, happened) | place)
            if happened and happened.start:
                until = happened.end or happened.start + timedelta(seconds=stop.work_s)
                until = max(happened.start + timedelta(minutes=2), until)
                bars.append(_bar(f"a:{stop.visit_id}", who, "actual", happened.start, until))
            elif bar := shifted(stop, words.expected, plan.time_zone, language):
                bars.append(bar)
        elif stop.kind in (StopKind.BREAK, StopKind.ABSENCE, StopKind.DEPOT) and stop.work_s:
            bars.append(_pause(key, who, stop, plan.time_zone, language))
    return bars


def _before(stops: Sequence[Stop], stop: Stop) -> str | None:
    """The work (or depot) that somebody does before a stop in the same shift; None where it is the first."""
    earlier = (one for one in stops if one.duty_id == stop.duty_id and one.sequence < stop.sequence and one.visit_id)
    last = max(earlier, key=lambda one: one.sequence, default=None)
    return last.visit_id if last else None


def _bar(key: str, who: PlanTechnician, kind: str, start: datetime, end: datetime, **more: Any) -> dict[str, Any]:
    return {"id": key, "row": who.technician_id, "kind": kind, "start": iso(start), "end": iso(end)} | more


def _standing(duty: PlanTechnician, language: str) -> list[dict[str, Any]]:
    """A telephone or on-call shift is a bar by itself."""
    kinds = {ShiftKind.PHONE: "phone", ShiftKind.ON_CALL: "on_call", ShiftKind.TRAINING: "training"}
    if duty.kind not in kinds:
        return []
    kind = kinds[duty.kind]
    name = text(f"views.schedule.{kind}", language)
    return [_bar(f"d:{duty.duty_id}", duty, kind, duty.start, duty.end, text=name, tip=[name])]


def _span(stop: Stop, zone: str) -> str:
    return f"{time_text(stop.start, zone=zone)}–{time_text(stop.end, zone=zone)}"


def _drive(key: str, who: PlanTechnician, stop: Stop, zone: str, language: str) -> dict[str, Any]:
    times = f"{time_text(stop.leave, zone=zone)}–{time_text(stop.arrival, zone=zone)}"
    how = text(
        "views.schedule.drive_of",
        language,
        drive=duration_text(stop.travel_s, language),
        distance=km_text(stop.distance_m, language),
    )
    return _bar(f"k:{key}", who, "drive", stop.leave, stop.arrival, tip=[how, times])


def _work(
    who: PlanTechnician, stop: Stop, zone: str, language: str, words: _Words, happened: Actual | None
) -> dict[str, Any]:
    known = words.names.get(stop.job_type_id)
    marks, tip = [], [_span(stop, zone), who.name, stop.customer, known[language] if known else ""]
    if stop.kind is StopKind.REMOTE:
        tip.append(session_words(stop, who, language))
    if broken := words.broken.get(stop.visit_id or ""):
        marks.append("broken")
        tip += broken
    if beside := words.crews.get(stop.visit_id or ""):
        marks.append("crew")
        tip.append(text("views.beside", language, technicians=", ".join(beside)))
    if links := words.chains.get(stop.visit_id or ""):
        marks.append("linked")
        tip += links.words(language)
    when, at_risk = words.expected.get(stop.visit_id or "", (stop.start, False))
    tip += [expected_words(stop, when, zone=zone, language=language), late_words(stop, language)]
    if chance := words.chances.get(stop.visit_id or ""):
        tip.append(chance_words(chance, zone=zone, language=language))
    if stop.lateness_s > 0 or at_risk or (chance and chance.is_marked):
        marks.append("late")
    if stop.locked:
        marks.append("locked")
        tip.append(text("views.schedule.legend.locked", language))
    state = "done" if happened and happened.is_done else "under_way" if happened and happened.is_under_way else ""
    if state == "done":
        marks.append("done")
    return _bar(
        f"v:{stop.visit_id}",
        who,
        "remote" if stop.kind is StopKind.REMOTE else "visit",
        stop.start,
        stop.end,
        visit=stop.visit_id,
        n=stop.number or "",
        text=stop.customer or stop.named(language),
        title=stop.named(language),
        tip=[line for line in tip if line],
        marks=marks,
        state=state,
        priority=int(stop.priority) if stop.priority else None,
        risk=chance_short(chance, language),
    )


def _pause(key: str, who: PlanTechnician, stop: Stop, zone: str, language: str) -> dict[str, Any]:
    kind = {StopKind.ABSENCE: "away", StopKind.DEPOT: "depot"}.get(stop.kind, "break")
    name = text(f"views.stop.{stop.kind}", language)
    tip = [stop.title or name, _span(stop, zone)]
    if stop.taken:
        pieces = sum(one.quantity for one in stop.taken)
        tip.append(text("views.fetch_of", language, count=pieces, work=duration_text(stop.work_s, language)))
        tip.append(", ".join(dict.fromkeys(one.visit_id for one in stop.taken)))
    return _bar(f"b:{key}", who, kind, stop.start, stop.end, text=name, tip=tip)


def _promise(plan: Plan, stop: Stop, told: tuple[datetime, datetime]) -> dict[str, Any]:
    who = next(t for t in plan.technicians if t.duty_id == stop.duty_id)
    return _bar(f"p:{stop.visit_id}", who, "promise", *told)
