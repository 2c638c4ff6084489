"""The triage of a request's row: impact, urgency, priority, line, channel, status and source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from planner.files.known import System, normalised
from planner.files.rows import RowReader
from planner.files.values import (
    WrongValueError,
    brief,
    clean,
    parse_level,
    parse_priority,
    parse_whole,
    parse_word,
    parse_yes,
)
from planner.files.vocabulary import Vocabulary
from planner.files.windows import Calendar
from planner.model.catalogue import Catalogue, JobType
from planner.model.language import TEAM_ZONE
from planner.model.message import message
from planner.model.words import Channel, Priority, RequestStatus, Source
from planner.model.work_times import WorkTimes

__all__ = ["Context", "triage_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What every row of a file is read with. `stem` begins the ids of a file that has none."""

    catalogue: Catalogue
    vocabulary: Vocabulary
    system: System | None = None
    day: date | None = None
    today: date | None = None
    zone: str = TEAM_ZONE
    stem: str = "row"
    has_ids: bool = True
    own_times: WorkTimes = field(default_factory=WorkTimes)

    @property
    def calendar(self) -> Calendar:
        """What its times of day refer to."""
        return Calendar(day=self.day, today=self.today, zone=self.zone)


def triage_of(reader: RowReader, context: Context, job: JobType | None) -> dict[str, Any]:
    """Return line, channel, impact, urgency, priority and the like of a row.

    Parameters
    ----------
    reader
        The row.
    context
        What the file's rows are read with.
    job
        The row's job type, whose standards hold where the row is silent.
    """
    system = context.system
    levels = system.level if system and system.level else None
    words = context.vocabulary
    impact = reader.take(
        "impact", lambda text: parse_level(text, names=dict(words.impact), numbers=levels), job.impact if job else 3
    )
    urgency = reader.take(
        "urgency", lambda text: parse_level(text, names=dict(words.urgency), numbers=levels), job.urgency if job else 3
    )
    numbers = system.priority if system and system.priority else None
    by_matrix = Priority(context.catalogue.priority(impact, urgency))
    priority = reader.take("priority", lambda text: parse_priority(text, numbers=numbers), by_matrix)
    if priority != by_matrix:
        impact, urgency = _cell(reader, context.catalogue, priority, (impact, urgency))
    channel = reader.take("channel", lambda text: Channel(parse_word(text, "channel")), _channel(job))
    return {
        "impact": impact,
        "urgency": urgency,
        "priority": priority,
        "priority_override": clean(reader.text("priority_reason")),
        "channel": channel,
        "line": reader.take("line", _line, job.line if job else 1),
        "remote_possible": reader.take(
            "remote_possible", parse_yes, job.remote_possible if job else channel is not Channel.ON_SITE
        ),
        "remote_attempted": reader.take("remote_attempted", parse_yes, default=False),
        "needs_desk": reader.take("needs_desk", parse_yes, default=bool(job and job.needs_desk)),
        "is_major": reader.take("is_major", parse_yes, default=False),
        "status": _softly(reader, "status", RequestStatus, RequestStatus.NEW),
        "source": _softly(reader, "source", Source, Source.IMPORT),
        "sla_policy": _sla(reader, words),
    }


def _cell(reader: RowReader, catalogue: Catalogue, priority: Priority, near: tuple[int, int]) -> tuple[int, int]:
    """The impact and urgency of the matrix that give a priority, nearest to what is there; what the file says stays.

    Where the file contradicts itself, its impact and urgency are returned as they are.
    """
    said = [field if reader.has(field) else "" for field in ("impact", "urgency")]
    cells = [
        (abs(impact - near[0]) + abs(urgency - near[1]), abs(impact - urgency), impact, urgency)
        for impact in range(1, 6)
        for urgency in range(1, 6)
        if catalogue.priority(impact, urgency) == priority
        and (not said[0] or impact == near[0])
        and (not said[1] or urgency == near[1])
    ]
    if not cells:
        reader.note("priority", message("import.priority_matrix", priority=priority.name))
        return near
    return min(cells)[2:]


def _sla(reader: RowReader, words: Vocabulary) -> str:
    """Other systems' service levels have names of their own: an unknown one is said, and none taken."""
    text = reader.text("sla_policy")
    found = words.sla.get(normalised(text), "") if text else ""
    if text and not found:
        reader.note("sla_policy", message("import.unknown_sla", value=brief(text)))
    return found


def _channel(job: JobType | None) -> Channel:
    return job.default_channel if job else Channel.ON_SITE


def _line(text: str) -> int:
    return parse_whole(re.sub(r"(?i)^(line|linje|tier|l)\s*", "", clean(text)), low=1, high=3)


def _softly(reader: RowReader, field: str, kind: Any, default: Any) -> Any:
    """Systems have words of their own for these: an unknown one is said, and the default taken."""
    if not reader.has(field):
        return default
    try:
        return kind(parse_word(reader.text(field), field))
    except WrongValueError:
        reader.note(field, message(f"import.{field}_unknown", value=brief(reader.text(field))))
        return default
