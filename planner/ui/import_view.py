"""A file of requests on the screen: its columns, its rows with problems and cures, and taking the good ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import streamlit as st

from planner.desk import receive
from planner.desk import team as desk_team
from planner.files import ImportPreview, ImportRow, table_to_csv
from planner.model.errors import PlannerError
from planner.model.event import Actor
from planner.model.language import day_text, text
from planner.model.request import Request
from planner.ui.columns_form import draw_columns, needs_columns, unused
from planner.ui.days import choose_day
from planner.ui.draft import Draft, row_counts, rows_of
from planner.ui.file_link import file_link
from planner.ui.heading_words import field_words
from planner.ui.net import caught, fragment
from planner.ui.new_request import new_request_dialog
from planner.ui.parts import chip, problem_lines, steps
from planner.ui.plain import plain
from planner.ui.repair_panel import repair_panel
from planner.ui.request_rows import columns, file_row
from planner.ui.rows import choose_row, chosen_row, row_table
from planner.ui.session import desk, language, say, show_error, t, worded
from planner.ui.triage_panel import Panel, triage_panel
from planner.ui.uploads import file_dialog, keep_draft, preview_of

__all__ = ["draw_import"]

_KEY = "rq-file-rows"
_STATES = {"all": (), "warn": ("warn",), "bad": ("bad",), "twin": ("twin",)}
_PAGE = 200


def draw_import(actor: Actor, under_way: Draft) -> None:
    """Draw the file under way: steps and actions above, rows at left, the chosen row at right."""
    preview = preview_of(under_way, actor)
    wanted = under_way.wanted(preview)
    _bar(actor, under_way, wanted)
    with st.container(horizontal=True, gap="small", wrap=False, key="split"):
        with st.container(border=True, key="card-flush-rows", width="stretch", gap=None):
            _file_head(under_way, preview, wanted)
            chosen = _table(under_way, preview, actor)
            _file_foot(preview)
        with st.container(border=True, key="card-triage", width=404):
            _panel(actor, under_way, preview, chosen)


def _bar(actor: Actor, under_way: Draft, wanted: ImportPreview) -> None:
    good, bad = len(wanted.good), len(wanted.rows) - len(wanted.good)
    names = [t(f"requests.step.{one}") for one in ("load", "mend", "sort", "plan")]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="row-import-bar"):
        st.header(t("requests.receive"), anchor=False, width="content")
        st.html(steps(names, done=1 if bad else 2, now=2 if bad else 1), width="stretch")
        if st.button(t("requests.new"), icon=":material/add:"):
            new_request_dialog(under_way.day)
        if st.button(t("requests.other_file"), icon=":material/upload_file:"):
            file_dialog(under_way.day)
        if st.button(t("requests.close_file"), key="rq-close"):
            _close_dialog(len(wanted.rows))
        label = t("requests.take", count=good)
        if st.button(label, type="primary", icon=":material/check:", disabled=not good, key="rq-take"):
            if bad or wanted.problems:
                _consent_dialog(actor, under_way, wanted, good, bad)
            else:
                _take(actor, under_way, wanted)


def _close_dialog(left: int) -> None:
    """Ask before a file is dropped whose rows nobody has taken."""
    if not left:
        keep_draft(None)
        st.rerun()

    @st.dialog(t("requests.close_file"))
    @caught
    def ask() -> None:
        st.text(t("requests.close_consent", count=left))
        with st.container(horizontal=True, horizontal_alignment="right"):
            if st.button(t("requests.cancel"), key="rq-close-not"):
                st.rerun()
            if st.button(t("requests.close_file"), type="primary", key="rq-close-yes"):
                keep_draft(None)
                st.rerun()

    ask()


def _consent_dialog(actor: Actor, under_way: Draft, wanted: ImportPreview, good: int, bad: int) -> None:
    @st.dialog(t("requests.take", count=good))
    @caught
    def ask() -> None:
        st.text(t("requests.consent", good=good, bad=bad))
        with st.container(horizontal=True, horizontal_alignment="right"):
            if st.button(t("requests.cancel")):
                st.rerun()
            if st.button(t("requests.take", count=good), type="primary", key="rq-consent"):
                _take(actor, under_way, wanted)

    ask()


def _take(actor: Actor, under_way: Draft, wanted: ImportPreview) -> None:
    """Save the good rows, all or none; what has problems stays in the draft."""
    try:
        received = receive.accept(desk(), actor, wanted, only_good=True)
    except PlannerError as error:
        show_error(error)
        return
    taken = {row.row for row in wanted.rows if row.request is not None and not row.problems}
    left = [row for row in preview_of(under_way, actor).rows if row.row not in taken]
    keep_draft(replace(under_way, done=under_way.done | taken) if left else None)
    day = _day_of([row.request for row in wanted.rows if row.row in taken and row.request], under_way.day)
    choose_day(day)
    st.toast(t("requests.taken", count=len(received.taken)), icon=":material/check:")
    if day != under_way.day:
        st.toast(t("requests.taken_day", day=day_text(day, language())), icon=":material/event:")
    st.rerun()


def _day_of(taken: list[Request], day: date) -> date:
    """The day to go on with: the one of the file where anything can be done on it, else the first day of its rows."""
    first = [one for one in map(_first_day, taken) if one is not None]
    return min(first) if first and len(first) == len(taken) and min(first) > day else day


def _first_day(request: Request) -> date | None:
    starts = [one.earliest_start.astimezone(ZoneInfo(desk().time_zone)).date() for one in request.time_windows]
    days = [*starts, *((request.earliest_date,) if request.earliest_date else ())]
    return min(days, default=None)


def _file_head(under_way: Draft, preview: ImportPreview, wanted: ImportPreview) -> None:
    known = sum(column.field is not None for column in preview.columns)
    with st.container(key="pad-file-head", gap="small"):
        words = t("requests.columns", known=known, all=len(preview.columns))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small", width="stretch"):
                with st.container(key="strong-file", width="content"):
                    st.text(under_way.name)
                st.caption(t("requests.file_rows", rows=len(preview.rows)), width="content")
                if not needs_columns(preview):
                    with st.popover(words, type="tertiary", key="rq-columns"):
                        draw_columns(under_way, preview)
            chips = [chip(tone, t(f"requests.count_{name}", count=count)) for name, tone, count in
                     row_counts(preview, wanted)]  # fmt: skip
            st.html(f'<div class="fp-line">{"".join(chips)}</div>', width="content")
        if (left := unused(preview)) and not needs_columns(preview):
            st.text(t("requests.columns_unused", columns=", ".join(left)))
        problem_lines(preview.problems, key="file-problems")
        for note in preview.notes:
            st.caption(plain(say(note)))
        if needs_columns(preview):
            st.subheader(words, anchor=False)
            draw_columns(under_way, preview)


def _table(under_way: Draft, preview: ImportPreview, actor: Actor) -> ImportRow | None:
    counts = {name: len(rows_of(preview, states)) for name, states in _STATES.items()}
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="pad-tabs"):
        shown = st.segmented_control(
            t("requests.show"), list(_STATES), default="all", required=True, key="rq-file-tab",
            format_func=worded(_STATES, lambda name: f"{t(f'requests.tab.{name}')} {counts[name]}"),
            label_visibility="collapsed", width="stretch",
        )  # fmt: skip
        words = st.text_input(
            t("requests.search"), placeholder=t("requests.search"), key="rq-file-words", icon=":material/search:",
            label_visibility="collapsed", width=180,
        )  # fmt: skip
    rows = rows_of(preview, _STATES[str(shown)], words=words)
    page = 1
    if len(rows) > _PAGE:
        with st.container(key="pad-pages"):
            page = st.pagination(-(-len(rows) // _PAGE), key="rq-file-page")
    rows = rows[(page - 1) * _PAGE : page * _PAGE]
    chosen = chosen_row(_KEY, [str(row.row) for row in rows])
    drawn = [file_row(row, preview, under_way.day, left_out=row.row in under_way.left_out) for row in rows]
    acts = row_table(
        columns(t("requests.column.row")), drawn, key=_KEY, label=plain(under_way.name), lead=2,
        selected=chosen, height="calc(100vh - 290px)", empty=t("requests.no_such_rows"),
    )  # fmt: skip
    if acts:
        _apply(under_way, preview, acts)
    return next((row for row in rows if str(row.row) == chosen), None)


def _apply(under_way: Draft, preview: ImportPreview, acts: tuple[tuple[str, str], ...]) -> None:
    """Do what was pressed under the rows, then draw again."""
    rows = {str(row.row): row for row in preview.rows}
    changed = under_way
    for row_id, action in acts:
        name, _, number = action.partition(":")
        row = rows.get(row_id)
        if row is None:
            continue
        if name == "leave":
            changed = changed.leave_out(row.row)
        elif name in ("cure", "cure-note"):
            found = row.problems if name == "cure" else row.notes
            changed = changed.cure(preview, found[int(number)]) if int(number) < len(found) else changed
    keep_draft(changed)
    st.rerun()


def _file_foot(preview: ImportPreview) -> None:
    wrong = [row for row in preview.rows if row.request is None or row.problems]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="pad-file-foot"):
        some = "requests.foot_wrong" if len(wrong) < len(preview.rows) else "requests.foot_none"
        st.caption(t(some if wrong else "requests.foot_good"), width="stretch")
        if wrong:
            # Worded now: the file is written when somebody fetches it, outside the page.
            reader, said = language(), [_said(preview, row) for row in wrong]
            file_link(
                t("requests.download_wrong"), t("requests.wrong_name"), "text/csv; charset=utf-8",
                lambda: _wrong_csv(preview, wrong, said, reader), key="rq-wrong", type="tertiary",
            )  # fmt: skip


def _wrong_csv(preview: ImportPreview, wrong: list[ImportRow], said: list[str], reader: str) -> bytes:
    """The rows as they stood in the file, with what is wrong with each, to be mended where they came from."""
    headers = [column.heading for column in preview.columns]
    rows = [[str(row.row), words, *row.raw] for row, words in zip(wrong, said, strict=True)]
    own = [text(f"requests.{name}", reader) for name in ("column.row", "error")]
    return table_to_csv([*own, *headers], rows, language=reader)


def _said(preview: ImportPreview, row: ImportRow) -> str:
    named = ((field_words(preview, one.field), say(one.message)) for one in row.problems)
    return " ".join(": ".join(part for part in pair if part) for pair in named)


@fragment
def _panel(actor: Actor, under_way: Draft, preview: ImportPreview, row: ImportRow | None) -> None:
    if row is None:
        st.text(t("requests.choose_row"))
        return
    if row.request is None or row.problems:
        repair_panel(under_way, preview, row)
        return

    def save(request: Request) -> bool:
        keep_draft(under_way.triage(row.row, request))
        later = [one.row for one in preview.rows if one.row > row.row]
        choose_row(_KEY, str(later[0]) if later else str(row.row))
        return True

    team = desk_team.get_team(desk(), actor)
    panel = Panel(
        request=row.request,
        key=f"rq.row{row.row}",
        place_name=t("shell.row", row=str(row.row)),
        save=save,
        others=tuple(one.request for one in preview.rows if one.request is not None),
    )
    triage_panel(actor, team, panel)
