"""Reads the job types: what they take, and the triage questions with what each answer suggests."""

from __future__ import annotations

from dataclasses import dataclass

from planner.files.yaml_rows import Row
from planner.model.catalogue import Answer, Effect, JobType, Question
from planner.model.language import texts
from planner.model.message import Text, message
from planner.model.request import PartNeed, SkillNeed
from planner.model.words import Channel, Priority

__all__ = ["Known", "job_type", "known_ids"]

_DAY_MIN = 24 * 60
_LIMITS = {"steps": (-4, 4), "line": (1, 3), "level": (1, 5), "min_level": (1, 5), "crew_size": (1, 20)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a job type may name.

    Parameters
    ----------
    references
        Known ids by the name of the field that refers to them, for example ``skill``.
    effects
        Ids of the effects of an answer, with the names of their fields.
    kinds
        Kinds of triage questions.
    labels
        Labels of the answers that all questions share.
    """

    references: dict[str, frozenset[str]]
    effects: dict[str, tuple[str, ...]]
    kinds: frozenset[str]
    labels: dict[str, Text]


def known_ids(skills: Row, parts: Row, jobs: Row, priorities: Row) -> Known:
    """Return what the four files of the catalogue define."""
    return Known(
        references={
            "skill": frozenset(skills.by_id("skills")),
            "certificate": frozenset(skills.by_id("certificates")),
            "part": frozenset(parts.by_id("parts")),
            "job_type": frozenset(jobs.by_id("job_types")),
            "channel": frozenset(jobs.by_id("channels")),
            "window": frozenset(jobs.by_id("windows")),
            "note": frozenset(jobs.by_id("notes")),
            "pause_reason": frozenset(priorities.by_id("pause_reasons")),
        },
        effects={key: _effect_fields(key, row) for key, row in jobs.by_id("effects").items()},
        kinds=frozenset(jobs.by_id("question_kinds")),
        labels={row.string("value"): row.text("label") for row in jobs.rows("answer_labels")},
    )


def job_type(key: str, row: Row, known: Known) -> JobType:
    """Return one job type."""
    service_min = row.whole("service_min", 1, _DAY_MIN)
    return JobType(
        job_type_id=key,
        name=row.text("name"),
        description=row.text("description"),
        line=row.whole("line", 1, 3),
        default_channel=Channel(row.one_of("default_channel", tuple(Channel))),
        remote_possible=row.flag("remote_possible"),
        remote_share=row.number("remote_share", 0, 1),
        service_min=service_min,
        service_p80_min=row.whole("service_p80_min", service_min, _DAY_MIN),
        setup_min=row.whole("setup_min", 0, _DAY_MIN),
        impact=row.whole("impact", 1, 5),
        urgency=row.whole("urgency", 1, 5),
        default_priority=Priority[row.one_of("default_priority", Priority.__members__)],
        crew_size=row.whole("crew_size", 1, 20),
        required_skills=tuple(_skill_need(need, known) for need in row.rows("required_skills")),
        required_certificates=row.all_of("required_certificates", known.references["certificate"]),
        parts=tuple(_part_need(need, known) for need in row.rows("parts")),
        checklist=tuple(step.both() for step in row.rows("checklist")),
        try_first=tuple(step.both() for step in row.rows("try_first")),
        needs_desk="needs_desk" in row.data and row.flag("needs_desk"),
        triage=tuple(_question(key, question, known) for key, question in row.by_id("triage").items()),
    )


def _effect_fields(key: str, row: Row) -> tuple[str, ...]:
    if f"effect.{key}" not in texts():
        row.fail("id", message("catalogue.no_sentence", key=f"effect.{key}"), key)
    return row.items("fields")


def _skill_need(row: Row, known: Known) -> SkillNeed:
    return SkillNeed(skill=row.one_of("skill", known.references["skill"]), level=row.whole("min_level", 1, 5))


def _part_need(row: Row, known: Known) -> tuple[PartNeed, str]:
    part = row.one_of("part", known.references["part"])
    need = PartNeed(part=part, quantity=row.whole("quantity", 1, 100_000))
    return need, row.one_of("usage", ("always", "often"))


def _question(key: str, row: Row, known: Known) -> Question:
    kind = row.one_of("kind", known.kinds)
    answers = tuple(_answer(answer, kind, known) for answer in row.rows("answers"))
    return Question(question_id=key, ask=row.text("ask"), kind=kind, answers=answers)


def _answer(row: Row, kind: str, known: Known) -> Answer:
    effects = tuple(_effect(effect, known) for effect in row.rows("effects"))
    if kind == "number":
        when = row.inner("when", row.value("when"))
        op, number = when.one_of("op", ("<", "<=", ">", ">=")), when.number("number", 0, 1_000_000)
        shown = f"{op} {number:g}"
        return Answer(value=shown, label=Text(shown, shown), effects=effects, op=op, number=number)
    if kind == "choice":
        return Answer(value=row.string("value"), label=row.text("label"), effects=effects)
    value = row.one_of("value", known.labels)
    return Answer(value=value, label=known.labels[value], effects=effects)


def _effect(row: Row, known: Known) -> Effect:
    effect = row.one_of("effect", known.effects)
    return Effect(effect=effect, parameters=tuple((n, _parameter(row, n, known)) for n in known.effects[effect]))


def _parameter(row: Row, name: str, known: Known) -> str | int | float:
    if name in known.references:
        return row.one_of(name, known.references[name])
    if name == "factor":
        return row.number(name, 0.01, 100)
    return row.whole(name, *_LIMITS.get(name, (1, 100_000)))
