"""Who is away when: list, add, remove."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from planner.desk import team as desk_team
from planner.model.errors import PlannerError, StaleError
from planner.model.event import Actor
from planner.model.language import day_text, time_text
from planner.model.team import Absence, Team, Technician
from planner.ui.absence_removal import ask_to_remove, remove_asked
from planner.ui.conflict import Conflict, begin, draw_conflict
from planner.ui.session import desk, language, show_error, t, worded

__all__ = ["KINDS", "absence_text", "draw_absences"]

KINDS = ("leave", "sick", "course", "doctor", "parental", "other")
_MIDNIGHT = time(0, 0)
_ADDED = "away.added"


def draw_absences(actor: Actor, team: Team, one: Technician, *, disabled: bool) -> None:
    """List what is still ahead, with a button to remove each, and a form to add one."""
    now = desk().clock()
    ahead = [a for a in team.absences if a.technician_id == one.technician_id and a.end > now]
    for number, absence in enumerate(sorted(ahead, key=lambda a: a.start)):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(absence_text(absence, language(), zone=team.time_zone), width="stretch")
            if not disabled:
                # The absence that was shown is removed, whatever this run reads in its place.
                st.button(
                    t("team.remove"), key=f"away-drop-{number}", type="tertiary", on_click=ask_to_remove,
                    args=(absence,),
                )  # fmt: skip
    if not ahead:
        st.text(t("team.no_absences"))
    if disabled:
        return
    _add(actor, team, one)
    draw_conflict(
        _ADDED,
        save=lambda both, version: desk_team.save_absence(desk(), actor, replace(both, version=version)),
        done=lambda: None,
    )
    remove_asked(actor, name=one.name)


def absence_text(absence: Absence, language: str, *, zone: str) -> str:
    """Return kind and time of an absence; whole days without times of day."""
    local = ZoneInfo(zone)
    start, end = absence.start.astimezone(local), absence.end.astimezone(local)
    kind = t(f"team.away.{absence.kind}") if absence.kind in KINDS else absence.kind
    if start.time() == end.time() == _MIDNIGHT:
        last = (end - timedelta(days=1)).date()
        first = day_text(start.date(), language)
        return f"{kind}: {first}" if last == start.date() else f"{kind}: {first} – {day_text(last, language)}"
    if start.date() == end.date():
        span = f"{time_text(start, zone=zone)}–{time_text(end, zone=zone)}"
        return f"{kind}: {day_text(start.date(), language)} {span}"
    parts = [f"{day_text(m.date(), language)} {time_text(m, zone=zone)}" for m in (start, end)]
    return f"{kind}: {' – '.join(parts)}"


def _add(actor: Actor, team: Team, one: Technician) -> None:
    with st.form(f"away-form-{one.technician_id}", border=False, clear_on_submit=True):
        kind_box, first_box, last_box = st.columns(3)
        kind = kind_box.selectbox(t("team.away_kind"), KINDS, format_func=worded(KINDS, lambda k: t(f"team.away.{k}")))
        first = first_box.date_input(t("team.first_day"), desk().today(), format="YYYY-MM-DD")
        last = last_box.date_input(t("team.last_day"), desk().today(), format="YYYY-MM-DD")
        from_box, to_box, _ = st.columns(3)
        start = from_box.time_input(t("team.from"), None, step=900, help=t("team.whole_days"))
        end = to_box.time_input(t("team.to"), None, step=900)
        if not st.form_submit_button(t("team.add_absence"), icon=":material/add:"):
            return
    if not (isinstance(first, date) and isinstance(last, date)):
        return
    new = _absence(one, team, str(kind), first, last, start, end)
    try:
        desk_team.save_absence(desk(), actor, new)
    except StaleError as error:
        # One that starts when a stored one does: which of both holds is chosen.
        found = Conflict(what=one.name, base=None, mine=new, theirs=error.theirs, version=error.version, by=error.by)
        begin(_ADDED, found)
        return
    except PlannerError as error:
        show_error(error)
        return
    st.rerun()


def _absence(
    one: Technician, team: Team, kind: str, first: date, last: date, start: time | None, end: time | None
) -> Absence:
    """Whole days where no times are given."""
    local = ZoneInfo(team.time_zone)
    until = datetime.combine(last, end, local) if end else datetime.combine(last + timedelta(days=1), _MIDNIGHT, local)
    return Absence(
        technician_id=one.technician_id,
        start=datetime.combine(first, start or _MIDNIGHT, local),
        end=until,
        kind=kind,
    )
