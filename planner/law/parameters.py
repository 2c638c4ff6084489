"""Numbers of the law as parameters: named profiles with dates, and agreements that override single ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

__all__ = ["Mark", "Origin", "Override", "Parameter", "Profile", "Severity", "Setting", "agreed", "profile_on"]

Setting = int | float | str | bool
_SECONDS = {"h": 3600, "min": 60}


class Origin(StrEnum):
    """Where a value comes from."""

    LAW = "law"
    AGREEMENT = "agreement"


class Mark(StrEnum):
    """How well a rule is sourced: text of the act, EU court, secondary source, unverified."""

    T = "T"
    C = "C"
    S = "S"
    U = "U"


class Severity(StrEnum):
    """What a breach is: it must be mended, it should be looked at, or it is not looked for."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value of a rule.

    Parameters
    ----------
    rule, name
        Which rule, and which of its values; the key is ``rule.name``.
    value
        The value, in `unit`.
    unit
        ``h``, ``min``, ``days``, ``weeks`` or empty.
    citation
        Where it stands.
    mark
        How well that is sourced.
    severity
        What a breach of it is.
    origin
        Law or agreement.
    choices
        The values it may take; empty: any of its type, and no number below zero.
    """

    rule: str
    name: str
    value: Setting
    unit: str
    citation: str
    mark: Mark
    severity: Severity = Severity.ERROR
    origin: Origin = Origin.LAW
    choices: tuple[Setting, ...] = ()

    def __post_init__(self) -> None:
        if self.choices and self.value not in self.choices:
            raise ValueError(f"{self.key}: {self.value!r} is none of {self.choices}")
        if isinstance(self.value, int | float) and self.value < 0:
            raise ValueError(f"{self.key}: {self.value} is below zero")
        if self.mark is Mark.U and self.origin is Origin.LAW and self.severity is Severity.ERROR:
            raise ValueError(f"{self.key}: an unverified rule is off or a warning")

    @property
    def key(self) -> str:
        """The name by which a profile finds it."""
        return f"{self.rule}.{self.name}"

    @property
    def number(self) -> float:
        """The value as a number."""
        if isinstance(self.value, str):
            raise ValueError(f"{self.key}: {self.value!r} is no number")
        return self.value

    @property
    def seconds(self) -> int:
        """The value in whole seconds; of hours and minutes only."""
        return round(self.number * _SECONDS[self.unit])


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """One value that an agreement sets.

    Parameters
    ----------
    key
        Key of the parameter, ``rule.name``.
    value
        The value, in the unit of the parameter.
    clause
        Where it stands in the agreement.
    severity
        What a breach of it is; None: as it was.
    """

    key: str
    value: Setting
    clause: str
    severity: Severity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """All parameters that hold for a person in a time.

    Parameters
    ----------
    name
        How people call it.
    valid_from, valid_to
        First day and the day after the last; None: no end.
    parameters
        Parameters by key.
    """

    name: str
    valid_from: date
    valid_to: date | None
    parameters: Mapping[str, Parameter]

    def __post_init__(self) -> None:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError(f"profile {self.name}: ends {self.valid_to}, not after {self.valid_from}")
        object.__setattr__(self, "parameters", MappingProxyType(dict(self.parameters)))

    def __getitem__(self, key: str) -> Parameter:
        return self.parameters[key]

    def covers(self, first: date, last: date) -> bool:
        """Whether the profile holds from one day to another, both included."""
        return self.valid_from <= first and (self.valid_to is None or last < self.valid_to)


def agreed(
    base: Profile, *, agreement: str, valid_from: date, valid_to: date | None, overrides: Iterable[Override]
) -> Profile:
    """Return a profile in which an agreement replaces single values of another.

    Parameters
    ----------
    base
        What holds where the agreement is silent.
    agreement
        Name of the agreement; it names the profile and is cited with the clause.
    valid_from, valid_to
        First day and the day after the last; None: no end.
    overrides
        The values it sets.

    Raises
    ------
    ValueError
        If a key is unknown, a value is of another type, or a floor of EU law is to be moved.

    References
    ----------
    3 § arbetstidslagen (1982:673): deviations by collective agreement.
    """
    changed = dict(base.parameters)
    for one in overrides:
        old = changed.get(one.key)
        if old is None:
            raise ValueError(f"agreement {agreement}: there is no parameter {one.key}")
        if old.rule == "EU":
            raise ValueError(f"agreement {agreement}: {one.key} is a floor of EU law")
        if _shape(old.value) is not _shape(one.value):
            raise ValueError(f"agreement {agreement}: {one.key} cannot be {one.value!r}")
        changed[one.key] = replace(
            old,
            value=one.value,
            origin=Origin.AGREEMENT,
            citation=f"{agreement}, {one.clause}",
            severity=old.severity if one.severity is None else one.severity,
        )
    return Profile(name=agreement, valid_from=valid_from, valid_to=valid_to, parameters=changed)


def profile_on(profiles: Iterable[Profile], day: date) -> Profile:
    """Return the profile that holds on a day; of several the one that began last.

    Raises
    ------
    ValueError
        If none holds.
    """
    held = [one for one in profiles if one.covers(day, day)]
    if not held:
        raise ValueError(f"no profile of working time holds on {day}")
    return max(held, key=lambda one: one.valid_from)


def _shape(value: Setting) -> type:
    """Return what kind of value it is; whole and broken numbers are one kind."""
    return float if isinstance(value, int | float) and not isinstance(value, bool) else type(value)
