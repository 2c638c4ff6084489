"""What every rule is handed, and what it answers: a person's time under a profile, and a breach with its sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from planner.law.parameters import Mark, Origin, Parameter, Profile, Severity
from planner.law.roster import Kind, Roster
from planner.law.spans import Span, local_day, merged, moment, periods, seconds, span_of
from planner.model.message import Message, Value, message

__all__ = ["Breach", "Case", "hours"]

_PLANNED_WORK = (Kind.WORK, Kind.EXTRA_TIME, Kind.OVERTIME, Kind.EXTRA_OVERTIME, Kind.EMERGENCY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A rule that a roster breaks, or nearly does.

    Parameters
    ----------
    rule
        Id of the rule, for example ``ATL13``.
    person_id
        Whose time it is.
    start, end
        The interval that was judged, half open, UTC.
    measured, limit
        What was found and what is allowed, in `unit`.
    unit
        ``s``, ``days``, ``min`` or empty, where a yes (1) or no (0) is asked for.
    parameter
        Key of the parameter that sets the limit.
    origin, citation, mark
        Law or agreement, where it stands, and how well that is sourced.
    severity
        Error or warning.
    said
        The sentence.
    """

    rule: str
    person_id: str
    start: datetime
    end: datetime
    measured: float
    limit: float
    unit: str
    parameter: str
    origin: Origin
    citation: str
    mark: Mark
    severity: Severity
    said: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A roster, the profile it is judged by, and its time in seconds since 1970.

    Parameters
    ----------
    roster, profile
        What is judged and by which values.

    Attributes
    ----------
    zone
        Whose calendar counts.
    other_work
        Work and jour without call-outs.
    work
        Work, call-outs included.
    busy
        Work and jour: what is not free.
    """

    roster: Roster
    profile: Profile
    zone: ZoneInfo = field(init=False)
    other_work: list[Span] = field(init=False)
    work: list[Span] = field(init=False)
    busy: list[Span] = field(init=False)

    def __post_init__(self) -> None:
        travel = (Kind.HOME_TRAVEL,) if self.roster.travels_in_working_time else ()
        object.__setattr__(self, "zone", ZoneInfo(self.roster.zone))
        object.__setattr__(self, "other_work", self.spans(*_PLANNED_WORK, *travel, Kind.JOUR))
        object.__setattr__(self, "work", self.spans(*_PLANNED_WORK, *travel, Kind.CALL_OUT))
        object.__setattr__(self, "busy", self.spans(*_PLANNED_WORK, *travel, Kind.CALL_OUT, Kind.JOUR))

    def spans(self, *kinds: Kind) -> list[Span]:
        """Return the merged intervals of some kinds."""
        return merged(span_of(spell.start, spell.end) for spell in self.roster.of(*kinds))

    def seconds(self, key: str) -> int:
        """Return a parameter in seconds."""
        return self.profile[key].seconds

    def windows(self, every: str, stride: Parameter) -> list[Span]:
        """Return the calendar windows of a length in which a rule counts, fixed or rolling by one week or month."""
        step = int(every[:-1]) if stride.value == "fixed" else 1
        since, until = span_of(self.roster.since, self.roster.until)
        week_start = int(self.profile["ATL5.week_start"].number)
        return list(periods(since, until, every=every, step=step, week_start=week_start, zone=self.zone))

    def days(self, window: Span) -> int:
        """Return how many calendar days a window of whole days has."""
        return (local_day(window[1], self.zone) - local_day(window[0], self.zone)).days

    def breach(self, key: str, window: Span, *, measured: float, limit: float, unit: str, text: str) -> Breach:
        """Return the breach of a parameter in an interval.

        Parameters
        ----------
        key
            Key of the parameter.
        window
            The interval, in seconds.
        measured, limit, unit
            What was found, what is allowed, and in what.
        text
            Key of the sentence.
        """
        parameter = self.profile[key]
        return Breach(
            rule=parameter.rule,
            person_id=self.roster.person_id,
            start=moment(window[0]),
            end=moment(window[1]),
            measured=measured,
            limit=limit,
            unit=unit,
            parameter=key,
            origin=parameter.origin,
            citation=parameter.citation,
            mark=parameter.mark,
            severity=parameter.severity,
            said=message(
                text,
                technician=self.roster.name or self.roster.person_id,
                law_rule=message(f"law.{parameter.rule}"),
                measured=_amount(measured, unit),
                limit_text=_amount(limit, unit),
                day=local_day(window[0], self.zone),
                from_=moment(window[0]),
                origin=_origin(parameter),
            ),
        )

    @property
    def whole(self) -> Span:
        """All of the roster."""
        return seconds(self.roster.since), seconds(self.roster.until)


def hours(value: float) -> Message:
    """Return a duration in seconds as hours, minutes where there are any, and seconds where they decide."""
    minutes, rest = divmod(round(value), 60)
    if rest:
        return message("law.time.seconds", count=minutes // 60, minutes=minutes % 60, seconds=rest)
    if minutes % 60:
        return message("law.time.minutes", count=minutes // 60, minutes=minutes % 60)
    return message("law.time.hours", count=minutes // 60)


def _amount(value: float, unit: str) -> Value:
    """Return a measured value as it is said."""
    if unit == "s":
        return hours(value)
    if unit in ("days", "min"):
        return message(f"law.amount.{unit}", count=round(value))
    return round(value)


def _origin(parameter: Parameter) -> Message:
    """Return where a value comes from, and that it should be looked up where that is not certain."""
    if parameter.origin is Origin.AGREEMENT:
        return message("law.origin.agreement", origin=parameter.citation)
    if parameter.mark in (Mark.S, Mark.U):
        return message("law.origin.uncertain", origin=parameter.citation)
    return message("law.origin.law", origin=parameter.citation)
