"""The journal of working time as a file: the technician's own, or anybody's for those who make their schedules."""

from __future__ import annotations

from datetime import date, timedelta

from planner import files, store
from planner.desk.exports import Export
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.roles import check
from planner.desk.worktime import SETTING, book_of
from planner.law import Entry, LawSettings, journal, profile_for
from planner.model.errors import NotAllowedError
from planner.model.event import Actor
from planner.model.language import text
from planner.model.message import message
from planner.model.team import Team
from planner.model.words import Role

__all__ = ["entries", "export_journal"]

_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_COLUMNS = (
    "day", "technician_id", "technician", "ordinary_h", "extra_h", "overtime_h", "jour_h", "standby_h", "call_out_h",
    "basis",
)  # fmt: skip
_LONGEST = 400


def entries(
    desk: Desk, actor: Actor, *, first: date, last: date, technician_id: str | None = None
) -> tuple[Entry, ...]:
    """Return the journal of the days from one to another, both inclusive, by technician and day.

    Parameters
    ----------
    technician_id
        Whose; None: everybody's, and a technician's own.

    Raises
    ------
    NotAllowedError
        If a technician asks for somebody else's, or a manager: figures of single persons are not theirs.
    InputError
        If the technician is unknown, or the period is longer than 400 days.
    """
    check(actor, "journal.entries")
    if actor.role is Role.TECHNICIAN:
        if technician_id not in (None, actor.technician_id):
            raise NotAllowedError(message("desk.not_yours"))
        technician_id = actor.technician_id
    if not 0 <= (last - first).days < _LONGEST:
        raise refusal("desk.journal_period", field="last", value=last.isoformat())
    with desk.store.reading() as db:
        team = store.people.get_team(db)
        chosen = _chosen(team, technician_id)
        settings = store.settings.get(db, SETTING, LawSettings, LawSettings())
        book = book_of(db, first - timedelta(days=7), last + timedelta(days=1), zone=team.time_zone)
    return tuple(
        entry
        for one in chosen.technicians
        for entry in journal(
            one, team, book, profile_for(settings.agreements, one.technician_id, last), first=first, last=last
        )
    )


def export_journal(
    desk: Desk,
    actor: Actor,
    *,
    first: date,
    last: date,
    kind: str = "xlsx",
    language: str,
    technician_id: str | None = None,
) -> Export:
    """Return the journal as a file, a row a person and day.

    Parameters
    ----------
    kind
        ``csv`` or ``xlsx``.
    first, last, technician_id
        As in `entries`, whose errors it has.
    """
    check(actor, "journal.export_journal")
    if kind not in _MEDIA:
        raise refusal("desk.export_kind", field="kind", value=kind)
    found = entries(desk, actor, first=first, last=last, technician_id=technician_id)
    heads = [text(f"export.column.{name}", language) for name in _COLUMNS]
    rows = [_row(one, language) for one in found]
    if kind == "csv":
        content = files.table_to_csv(heads, rows, language=language)
    else:
        content = files.table_to_xlsx([(text("export.sheet.journal", language), heads, rows)])
    whose = technician_id or actor.technician_id or ""
    name = files.export_name(text("desk.file.journal", language), kind, day=first, whose=whose)
    return Export(filename=name, media_type=_MEDIA[kind], content=content)


def _row(one: Entry, language: str) -> tuple[date | str | float, ...]:
    sums = (one.ordinary_s, one.extra_s, one.overtime_s, one.jour_s, one.standby_s, one.call_out_s)
    hours = (round(seconds / 3600, 4) for seconds in sums)
    return (one.day, one.technician_id, one.name, *hours, text(f"export.basis.{one.basis.value}", language))


def _chosen(team: Team, technician_id: str | None) -> Team:
    """Return the team with one technician only, or with all."""
    if technician_id is None:
        return team
    one = team.technician(technician_id)
    if one is None:
        raise refusal("desk.unknown_technician", field="technician_id", value=technician_id)
    return Team(technicians=(one,), time_zone=team.time_zone)
