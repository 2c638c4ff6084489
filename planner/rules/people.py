"""Rules about people: who may drive, who can do the work, and who is wanted for it."""

from __future__ import annotations

from collections.abc import Iterator

from planner.model.message import message
from planner.model.problem import Duty
from planner.model.reasons import Violation
from planner.rules.finding import finding, name_of
from planner.rules.reading import Entry, Reading

__all__ = ["certificate", "holds", "licence", "person", "skill"]


def licence(reading: Reading) -> Iterator[Violation]:
    """Every drive is driven by someone whose driving licence is valid all the way.

    Who rides along does not drive: `planner.rules.riding` says where they may be.
    """
    for duty, run in ((duty, run) for duty, run in reading.duties if not duty.rides_with):
        for entry in run.entries:
            if entry.drives and not duty.may_drive(entry.leave_s, entry.arrival_s):
                said = message(
                    "rule.licence.violation",
                    technician=name_of(duty),
                    site=_site(entry),
                    from_=reading.moment(entry.leave_s),
                    to=reading.moment(entry.arrival_s),
                )
                yield finding("licence", said, duty, entry)


def skill(reading: Reading) -> Iterator[Violation]:
    """Whoever does the work has at least the level of every skill it needs."""
    for duty, entry, visit in reading.works:
        for name, level in visit.skills:
            if duty.level(name) < level:
                said = message(
                    "rule.skill.violation",
                    visit=visit.visit_id,
                    skill=name,
                    level=level,
                    technician=name_of(duty),
                    has_level=duty.level(name),
                )
                yield finding("skill", said, duty, entry)


def certificate(reading: Reading) -> Iterator[Violation]:
    """Whoever does the work holds every certificate it needs, valid that day."""
    for duty, entry, visit in reading.works:
        for needed in visit.certificates:
            if not holds(duty, needed):
                said = message(
                    "rule.certificate.violation",
                    visit=visit.visit_id,
                    certificate=needed,
                    technician=name_of(duty),
                    day=reading.problem.day,
                )
                yield finding("skill", said, duty, entry)


def person(reading: Reading) -> Iterator[Violation]:
    """Work goes to nobody it is forbidden to, to one of those it requires, and under the name of whose shift it is."""
    for duty, entry, visit in reading.works:
        unwanted = bool(visit.required) and duty.technician_id not in visit.required
        if unwanted or duty.technician_id in visit.forbidden:
            said = message("rule.person.violation", visit=visit.visit_id, technician=name_of(duty))
            yield finding("person", said, duty, entry)
    for run in reading.runs:
        for entry in run.entries:
            if run.duty is not None and entry.stop.technician_id != run.duty.technician_id:
                said = message("judge.other_name", technician=name_of(run.duty), other=entry.stop.technician_id)
                yield finding("person", said, run.duty, entry)


def holds(duty: Duty, needed: str) -> bool:
    """Whether a duty holds a certificate; one held for every customer also serves a single one (``id@customer``)."""
    return needed in duty.certificates or needed.partition("@")[0] in duty.certificates


def _site(entry: Entry) -> str:
    """Return where a drive goes, as people would say it."""
    label = entry.stop.place.label if entry.stop.place else ""
    return label or entry.stop.customer or entry.stop.visit_id or entry.stop.kind
