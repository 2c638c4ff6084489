"""What a visit asks of a technician's skills and certificates, and who on duty has it."""

from __future__ import annotations

from dataclasses import dataclass

from planner.explain.obstacles import lacks_certificates, missing_skills
from planner.model.catalogue import Catalogue
from planner.model.message import Message, Text, message
from planner.model.problem import Duty, Problem, Visit

__all__ = ["Need", "NobodyHas", "certificate_name", "gap", "holders", "lacks", "needs_of", "nobody_has"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A skill with its level, or a certificate (level 0), with the name people know it by."""

    id: str
    level: int = 0
    name: Message | Text


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyHas:
    """A need that nobody on duty meets: its sentence, and who has the skill at a lower level."""

    rule: str
    message: Message
    nearest: Duty | None = None


def needs_of(visit: Visit, catalogue: Catalogue) -> tuple[Need, ...]:
    """Return everything a visit needs: skills first."""
    skills = (
        Need(id=skill, level=level, name=message("explain.need", skill=catalogue.skill_name(skill), level=level))
        for skill, level in visit.skills
    )
    certificates = (Need(id=one, name=certificate_name(one, catalogue)) for one in visit.certificates)
    return (*skills, *certificates)


def holders(problem: Problem, visit: Visit) -> tuple[Duty, ...]:
    """Return who on duty has every skill and certificate a visit needs."""
    return tuple(d for d in problem.duties if not missing_skills(d, visit) and not lacks_certificates(d, visit))


def lacks(duty: Duty, visit: Visit, catalogue: Catalogue) -> tuple[Message | Text, ...]:
    """Return the names of what a technician does not have of a visit's needs."""
    missing = {skill for skill, _ in missing_skills(duty, visit)} | set(lacks_certificates(duty, visit))
    return tuple(need.name for need in needs_of(visit, catalogue) if need.id in missing)


def gap(duty: Duty, visit: Visit) -> tuple[int, int]:
    """Return how far a technician is from a visit's needs: how many are missing, then by how many levels."""
    skills = missing_skills(duty, visit)
    levels = sum(level - duty.level(skill) for skill, level in skills)
    return len(skills) + len(lacks_certificates(duty, visit)), levels


def nobody_has(problem: Problem, visit: Visit, catalogue: Catalogue) -> NobodyHas | None:
    """Return the first need of a visit that nobody on duty meets, or None when each is met by somebody."""
    for skill, level in visit.skills:
        best = max(problem.duties, key=lambda duty: duty.level(skill))
        if best.level(skill) >= level:
            continue
        name = catalogue.skill_name(skill)
        if not best.level(skill):
            need = message("explain.need", skill=name, level=level)
            said = message("explain.nobody_has", day=problem.day, need=need)
            return NobodyHas(rule="skill", message=said)
        said = message(
            "rule.skill.unassigned", day=problem.day, skill=name, level=level, technician=best.name,
            has_level=best.level(skill),
        )  # fmt: skip
        return NobodyHas(rule="skill", message=said, nearest=best)
    for certificate in visit.certificates:
        if all(certificate in lacks_certificates(duty, visit) for duty in problem.duties):
            name = certificate_name(certificate, catalogue)
            said = message("rule.certificate.unassigned", day=problem.day, certificate=name)
            return NobodyHas(rule="certificate", message=said)
    return None


def certificate_name(certificate: str, catalogue: Catalogue) -> Text:
    """Return the name of a certificate; one that is asked for a customer is named without them."""
    known = catalogue.certificates.get(certificate.partition("@")[0])
    return known.name if known else Text(certificate, certificate)
