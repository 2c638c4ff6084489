"""The requests of a day: what is to be sorted, what lacks a place, and the panel to do it in."""

from __future__ import annotations

from datetime import date

import streamlit as st

from planner.desk import plan as plan_desk
from planner.desk import searching, triage
from planner.desk import team as desk_team
from planner.model.errors import PlannerError, StaleError
from planner.model.event import Actor
from planner.model.request import Request
from planner.model.words import RequestStatus
from planner.ui.audit_view import history_expander
from planner.ui.conflict import Conflict, begin, draw_conflict
from planner.ui.days import chosen_day, day_stepper
from planner.ui.held import held
from planner.ui.net import fragment
from planner.ui.new_request import new_request_dialog
from planner.ui.parts import chip, empty
from planner.ui.phone_call import call_button
from planner.ui.plain import plain
from planner.ui.planned_card import planned_card
from planner.ui.request_rows import columns, needs_triage, request_row
from planner.ui.rows import choose_row, chosen_row, row_table
from planner.ui.session import desk, go_to, show_error, t, worded
from planner.ui.triage_panel import Panel, drop_changes, triage_panel
from planner.ui.unsettled_view import open_button
from planner.ui.uploads import drop_file, file_dialog

__all__ = ["draw_list", "matching"]

_KEY, _WORDS = "rq-rows", "rq-words"
_COMPARED = "rq"
_PAGE = 200
_TABS = ("all", "sort", "unplaced", "remote")


def draw_list(actor: Actor) -> None:
    """Draw day and actions above, the list at left, the chosen request at right."""
    day = chosen_day()
    found = triage.list_requests(desk(), actor, day=day)
    _bar(actor, day, found)
    if not found and not st.session_state.get(_WORDS):
        with empty(t("requests.empty", day=day), key="requests"):
            drop_file(day, key="rq-first-file")
        return
    with st.container(horizontal=True, gap="small", wrap=False, key="split"):
        with st.container(border=True, key="card-flush-rows", width="stretch", gap=None):
            chosen = _table(actor, found, day)
        with st.container(border=True, key="card-triage", width=404):
            _panel(actor, chosen, found)


def _bar(actor: Actor, day: date, found: tuple[Request, ...]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="row-list-bar"):
        day_stepper(day)
        to_sort = sum(needs_triage(one) for one in found)
        chips = [chip("quiet", t("requests.count", count=len(found)))]
        chips += [chip("info", t("requests.count_sort", count=to_sort))] if to_sort else []
        st.html(f'<div class="fp-line">{"".join(chips)}</div>', width="stretch")
        open_button(actor)
        call_button()
        if st.button(t("requests.new"), icon=":material/add:"):
            new_request_dialog(day)
        if st.button(t("requests.load_file"), icon=":material/upload_file:"):
            file_dialog(day)
        if found:
            _to_plan(actor, day)


def _to_plan(actor: Actor, day: date) -> None:
    """Start planning a day that nobody has planned; else go to its plan."""
    fresh = plan_desk.current_plan(desk(), actor, day) is None
    label = t("requests.plan_day") if fresh else t("requests.to_plan")
    if not st.button(label, type="primary", icon=":material/route:", key="rq-plan"):
        return
    if fresh:
        try:
            plan_desk.start_planning(desk(), actor, day)
        except PlannerError as error:
            show_error(error)
            return
    go_to("board")


def matching(found: tuple[Request, ...], tab: str) -> tuple[Request, ...]:
    """Return the requests of a tab."""
    return tuple(one for one in found if _in_tab(one, tab))


def _in_tab(request: Request, tab: str) -> bool:
    match tab:
        case "sort":
            return needs_triage(request)
        case "unplaced":
            return request.needs_visit and (request.place is None or not request.place.is_exact)
        case "remote":
            return not request.needs_visit
        case _:
            return True


def _table(actor: Actor, of_day: tuple[Request, ...], day: date) -> Request | None:
    """The requests of the day; where somebody searches, those of any day."""
    words = str(st.session_state.get(_WORDS) or "")
    found = searching.search(desk(), actor, words) if words.strip() else of_day
    counts = {tab: len(matching(found, tab)) for tab in _TABS}
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="pad-tabs"):
        tab = st.segmented_control(
            t("requests.show"), _TABS, default="all", required=True, key="rq-tab", label_visibility="collapsed",
            format_func=worded(_TABS, lambda name: f"{t(f'requests.tab.{name}')} {counts[name]}"), width="stretch",
        )  # fmt: skip
        st.text_input(
            t("requests.search"), placeholder=t("requests.search"), key=_WORDS, icon=":material/search:",
            label_visibility="collapsed", width=260, help=t("requests.search_help"),
        )  # fmt: skip
    rows = matching(found, str(tab))
    page = 1
    if len(rows) > _PAGE:
        with st.container(key="pad-pages"):
            page = st.pagination(-(-len(rows) // _PAGE), key="rq-page")
    rows = rows[(page - 1) * _PAGE : page * _PAGE]
    chosen = chosen_row(_KEY, [one.request_id for one in rows])
    row_table(
        columns(t("requests.column.id")), [request_row(one, day) for one in rows], key=_KEY, lead=2,
        label=t("requests.title"), selected=chosen, height="calc(100vh - 170px)", empty=t("requests.no_such_rows"),
    )  # fmt: skip
    st.session_state["rq.order"] = [one.request_id for one in rows]
    return next((one for one in rows if one.request_id == chosen), None)


@fragment
def _panel(actor: Actor, request: Request | None, others: tuple[Request, ...]) -> None:
    if request is None:
        st.text(t("requests.choose_row"))
        return

    base = held(request.request_id, request)

    def save(changed: Request) -> bool:
        return _save(actor, panel, changed)

    panel = Panel(
        request=base,
        key=f"rq.{base.request_id}.{base.version}",
        place_name=base.request_id,
        save=save,
        newer=base.version != request.version,
        history=lambda: history_expander(actor, "request", base.request_id),
        others=others,
    )
    planned_card(actor, request)
    triage_panel(actor, desk_team.get_team(desk(), actor), panel)
    draw_conflict(
        _COMPARED,
        save=lambda both, version: triage.save_request(desk(), actor, both.replace(version=version)),
        done=lambda: drop_changes(panel),
    )


def _save(actor: Actor, panel: Panel, changed: Request) -> bool:
    """Save and go to the next row; where somebody else saved meanwhile, show both changes."""
    try:
        triage.save_request(desk(), actor, changed)
    except StaleError as error:
        _compare(panel, changed, error)
        return False
    except PlannerError as error:
        show_error(error)
        return False
    order = list(st.session_state.get("rq.order", ()))
    place = order.index(changed.request_id) if changed.request_id in order else -1
    if 0 <= place < len(order) - 1:
        choose_row(_KEY, order[place + 1])
    st.toast(t("requests.saved", id=plain(changed.request_id)))
    return True


def _compare(panel: Panel, changed: Request, error: StaleError) -> None:
    """Show what both made of the request."""
    if not isinstance(error.theirs, Request):
        show_error(error)
        return
    theirs = error.theirs
    if changed.status is RequestStatus.TRIAGED and panel.request.status is RequestStatus.NEW:
        changed = changed.replace(status=RequestStatus.NEW)  # the desk says so again where it still holds
    by_hand = panel.request.priority_override or changed.priority_override or theirs.priority_override
    begin(
        _COMPARED,
        Conflict(
            what=changed.request_id,
            base=panel.request,
            mine=changed,
            theirs=theirs,
            version=error.version,
            by=error.by,
            follows=() if by_hand else ("priority",),
        ),
    )
