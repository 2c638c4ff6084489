"""The catalogue: skills, certificates, job types with triage and checklists, parts, priorities, service levels."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time

from planner.model.message import Text
from planner.model.request import PartNeed, SkillNeed
from planner.model.words import Channel, Priority

__all__ = [
    "Answer",
    "BusinessCalendar",
    "Catalogue",
    "Certificate",
    "Effect",
    "JobType",
    "Level",
    "NamedWindow",
    "Part",
    "PauseReason",
    "PriorityInfo",
    "Question",
    "Skill",
    "SlaPolicy",
    "SlaTarget",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """A skill of the trade."""

    skill_id: str
    name: Text
    group: str = ""
    description: Text = Text("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate; `bound_to` is person, customer or site."""

    certificate_id: str
    name: Text
    bound_to: str = "person"
    description: Text = Text("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part: packed volume in litres and weight in kilograms per unit."""

    part_id: str
    name: Text
    sku: str = ""
    unit: str = "st"
    volume_l: float = 0.0
    weight_kg: float = 0.0
    van_stock: int = 0
    lead_time_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an answer suggests: the effect's id and its parameters as (name, value) pairs."""

    effect: str
    parameters: tuple[tuple[str, str | int | float], ...] = ()

    def get(self, name: str) -> str | int | float | None:
        """Return a parameter, or None."""
        return dict(self.parameters).get(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer of a triage question. For number questions `op` and `number` say when it holds."""

    value: str
    label: Text
    effects: tuple[Effect, ...] = ()
    op: str = ""
    number: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A triage question; `kind` is yes_no, choice, number, text or photo."""

    question_id: str
    ask: Text
    kind: str
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JobType:
    """What a request can be: standard minutes (P50, P80), who can do it, what to bring, ask and do.

    A session of a type that `needs_desk` is not done in a parked van. `try_first` is what to try while the customer is
    still on the telephone, in order; empty where nothing can be solved without a visit.
    """

    job_type_id: str
    name: Text
    description: Text
    line: int
    default_channel: Channel
    remote_possible: bool
    remote_share: float
    service_min: int
    service_p80_min: int
    setup_min: int
    impact: int
    urgency: int
    default_priority: Priority
    crew_size: int = 1
    required_skills: tuple[SkillNeed, ...] = ()
    required_certificates: tuple[str, ...] = ()
    parts: tuple[tuple[PartNeed, str], ...] = ()
    checklist: tuple[Text, ...] = ()
    triage: tuple[Question, ...] = ()
    try_first: tuple[Text, ...] = ()
    needs_desk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of impact, urgency or skill (1 lowest, 5 highest)."""

    level: int
    label: Text
    description: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityInfo:
    """What a priority means and how dear it is to leave such a request out."""

    priority: Priority
    label: Text
    description: Text
    drop_cost_factor: int
    may_interrupt_plan: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessCalendar:
    """Hours in which a clock runs; ISO weekdays."""

    calendar_id: str
    label: Text
    weekdays: tuple[int, ...]
    opens: time
    closes: time | None
    public_holidays_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaTarget:
    """Targets in minutes of a calendar."""

    calendar: str
    response_min: int
    resolution_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaPolicy:
    """A service level: a target for each priority."""

    policy_id: str
    label: Text
    targets: tuple[tuple[Priority, SlaTarget], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseReason:
    """Why a request waits, and whether that stops its resolution clock."""

    reason_id: str
    label: Text
    stops_resolution: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedWindow:
    """A span of the day that triage can suggest; it runs past midnight where it closes before it opens."""

    window_id: str
    label: Text
    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything the product ships with to speak about the work."""

    skills: dict[str, Skill]
    certificates: dict[str, Certificate]
    job_types: dict[str, JobType]
    parts: dict[str, Part]
    impact: tuple[Level, ...]
    urgency: tuple[Level, ...]
    matrix: tuple[tuple[Priority, ...], ...]
    priorities: dict[Priority, PriorityInfo]
    calendars: dict[str, BusinessCalendar]
    sla_policies: dict[str, SlaPolicy]
    pause_reasons: dict[str, PauseReason]
    effects: dict[str, Text] = field(default_factory=dict)
    units: dict[str, Text] = field(default_factory=dict)
    windows: dict[str, NamedWindow] = field(default_factory=dict)
    notes: dict[str, Text] = field(default_factory=dict)
    skill_levels: tuple[Level, ...] = ()

    def priority(self, impact: int, urgency: int) -> Priority:
        """Return the priority of an impact and an urgency (both 1-5) by the matrix."""
        return self.matrix[impact - 1][urgency - 1]

    def skill_name(self, skill_id: str) -> Text:
        """Return the skill's name, or the id itself where the catalogue does not know it."""
        known = self.skills.get(skill_id)
        return known.name if known else Text(skill_id, skill_id)
