"""Who will be late or may be, and the day as it happens: what came in since, who falls ill; a press for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

import streamlit as st

from planner.desk import live, risks
from planner.desk.live import DayNow
from planner.model.errors import PlannerError
from planner.model.language import duration_text, money_text, percent_text, time_text
from planner.model.plan import Plan, Stop
from planner.model.request import Request
from planner.planning import Expected, Opening
from planner.ui.board import BoardDay, may, not_in
from planner.ui.focus import Focus, set_focus
from planner.ui.going_home import going_home
from planner.ui.overtime_card import overtime_card
from planner.ui.plain import plain
from planner.ui.session import actor, desk, language, show_error, t
from planner.views.lateness import Chance

__all__ = ["at_risk", "chances_of", "expected_in", "live_card", "now_of"]

_MOST, _OFFERS = 6, 3


def now_of(shown: BoardDay) -> DayNow | None:
    """Return how the day goes on, or None where it is not under way; read again when anything of it has changed."""
    if shown.published is None or shown.day != desk().today():
        return None
    late = shown.told_late
    if not shown.actual and not late:
        return None
    told = tuple(sorted((one, happened.state) for one, happened in (shown.actual or {}).items()))
    versions = tuple((one.request_id, one.version) for one in shown.requests)
    away = tuple((one.technician_id, one.start, one.end) for one in shown.team.absences)
    minute = desk().clock().replace(second=0, microsecond=0)
    return _kept(
        shown.published.plan_id, hash((told, versions, away, minute, tuple(sorted(late.items())))), _shown=shown
    )


def expected_in(plan: Plan, now: DayNow | None) -> dict[str, tuple[datetime, bool]]:
    """Return when work is expected and whether too late, where the plan shown has it with the same person.

    What is expected is of the published version; a draft that gives a visit to somebody else knows better.
    """
    known = now.expected.values() if now else ()
    return {
        one.visit_id: (one.start, one.is_at_risk)
        for one in known
        if (stop := plan.stop_of(one.visit_id)) is not None and stop.technician_id == one.technician_id
    }


@st.cache_data(max_entries=8, show_spinner=False)
def _kept(plan_id: str, stamp: int, *, _shown: BoardDay) -> DayNow | None:
    """Kept by what it depends on; the plan and the stamp are that."""
    return live.day_now(desk(), actor(), _shown.day)


def chances_of(shown: BoardDay, requests: Mapping[str, Request]) -> dict[str, Chance]:
    """Return how likely the plan's stops begin too late; nothing of a day that is over, or while too little is known.

    It takes some hundredths of a second for a day of a hundred visits: what it is learned from is counted by the app
    beforehand, never here.
    """
    if shown.plan is None:
        return {}
    return risks.risks_of(desk(), actor(), shown.plan, requests, reports=shown.actual, late=shown.told_late)


def at_risk(now: DayNow | None, chances: Mapping[str, Chance]) -> frozenset[str]:
    """Return the visits that are expected too late or may become so."""
    expected = {one.visit_id for one in now.at_risk} if now else set[str]()
    return frozenset(expected | {visit for visit, one in chances.items() if one.is_marked})


def live_card(shown: BoardDay, now: DayNow | None, chances: Mapping[str, Chance]) -> None:
    """Draw the card: of today's published day all of it, of a day to come only what may become late."""
    plan = shown.plan
    if plan is None:
        return
    if shown.published is None or shown.day != desk().today():
        _foretold(plan, chances)
        return
    overtime_card(shown.day)
    came = [one for one in not_in(plan, shown.requests) if one.crew_size == 1]
    with st.container(border=True, key="card-live", gap="small"):
        st.subheader(t("live.title"), anchor=False)
        if plan.plan_id != shown.published.plan_id:
            st.caption(t("live.of_published", version=shown.published.version))
        _risks(plan, now, chances)
        if may("live.insert"):
            for request in came[:_MOST]:
                _place(plan, request)
            _more(len(came))
        if may("live.hand_on"):
            going_home(plan)


def _foretold(plan: Plan, chances: Mapping[str, Chance]) -> None:
    """A day to come: what may become late; no card where nothing does."""
    lines = _marked(plan, chances)
    if lines:
        with st.container(border=True, key="card-risks", gap="small"):
            st.subheader(t("live.risks"), anchor=False)
            _listed(plan, lines)


def _risks(plan: Plan, now: DayNow | None, chances: Mapping[str, Chance]) -> None:
    """What is expected too late, the worst first, and behind it what may become late; a press selects it."""
    expected = now.at_risk if now else ()
    lines = [(one.visit_id, _words(one, plan.time_zone), one.late_s > 0) for one in expected]
    lines += _marked(plan, {visit: one for visit, one in chances.items() if visit not in {own[0] for own in lines}})
    if now is None:
        st.caption(t("live.nothing_reported"))
    elif not lines:
        st.text(t("live.all_in_time", count=len(now.expected)))
    _listed(plan, lines)


def _marked(plan: Plan, chances: Mapping[str, Chance]) -> list[tuple[str, str, bool]]:
    """Visits that may become late, the likeliest first, in words."""
    marked = sorted((one for one in chances.items() if one[1].is_marked), key=lambda one: (-one[1].late, one[0]))
    return [(visit, _chance(plan, stop, one), False) for visit, one in marked if (stop := plan.stop_of(visit))]


def _listed(plan: Plan, lines: Sequence[tuple[str, str, bool]]) -> None:
    """Lines of visit, words, and whether it is expected too late."""
    for visit, words, is_late in lines[:_MOST]:
        stop = plan.stop_of(visit)
        st.button(
            plain(words), key=f"risk-{visit}", type="tertiary", width="stretch",
            icon=":material/warning:" if is_late else ":material/schedule:", on_click=set_focus,
            args=(Focus(technician_id=stop.technician_id if stop else None, visit_id=visit),),
        )  # fmt: skip
    _more(len(lines))


def _chance(plan: Plan, stop: Stop, chance: Chance) -> str:
    return t(
        f"live.chance_{chance.against}", name=stop.customer or stop.named(language()),
        time=time_text(stop.start, zone=plan.time_zone), latest=time_text(chance.latest, zone=plan.time_zone),
        percent=percent_text(chance.late, language()),
    )  # fmt: skip


def _more(count: int) -> None:
    if count > _MOST:
        st.caption(t("live.more", count=count - _MOST))


def _words(one: Expected, zone: str) -> str:
    name = one.customer or one.title or one.visit_id
    latest = time_text(one.latest, zone=zone) if one.latest else ""
    told = {"name": name, "time": time_text(one.start, zone=zone), "latest": latest}
    if one.late_s >= 60:
        late = duration_text(one.late_s, language())
        return t("live.late_promised" if one.is_promised else "live.late", **told, late=late)
    return t("live.may_be_late", **told)


def _place(plan: Plan, request: Request) -> None:
    """A request that came in since: its best places, each taken with one press."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"came-{request.request_id}"):
        st.text(f"{request.priority.name} {request.title or request.request_id}", width="stretch")
        key = f"place-{request.request_id}"
        with st.popover(t("live.place"), icon=":material/add_location:", key=key, on_change="rerun") as menu:
            if menu.open:
                _offers(plan, request)


def _offers(plan: Plan, request: Request) -> None:
    key = f"placing-{plan.plan_id}-{request.request_id}-{desk().clock():%H%M}"
    if key not in st.session_state:
        try:
            st.session_state[key] = live.places_for(desk(), actor(), plan.plan_id, request.request_id)
        except PlannerError as error:
            show_error(error)
            return
    offers: tuple[Opening, ...] = st.session_state[key]
    if not offers:
        st.text(t("live.nowhere"))
    for one in offers[:_OFFERS]:
        key = f"take-{request.request_id}-{one.technician_id}"
        if st.button(plain(_offer(plan, one)), key=key, width="stretch"):
            _call(partial(_insert, plan.plan_id, request.request_id, one.technician_id))


def _offer(plan: Plan, one: Opening) -> str:
    span = "–".join(time_text(moment, zone=plan.time_zone) for moment in (one.start, one.end))
    said = t("live.offer", name=one.technician, span=span, price=money_text(one.added_ore, language(), signed=True))
    return f"{said} {t('live.offer_later', count=len(one.later))}" if one.later else said


def _call(call: Callable[[], str]) -> None:
    """Do what was pressed for, and say what came of it."""
    try:
        said = call()
    except PlannerError as error:
        show_error(error)
        return
    st.toast(plain(said), icon=":material/check:")
    st.rerun()


def _insert(plan_id: str, request_id: str, technician_id: str) -> str:
    draft = live.insert(desk(), actor(), plan_id, request_id, technician_id)
    return t("live.inserted", version=draft.version)
