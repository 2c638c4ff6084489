"""The log of changes on the screen: newest entries with before and after, the check, and the history of one thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from planner.desk import audit
from planner.desk.audit import Log
from planner.model.audit import AuditEntry, Change
from planner.model.chain import Head, Verification
from planner.model.event import Actor
from planner.model.language import day_text, texts
from planner.ui.field_words import NOTHING, field_name, value_words
from planner.ui.net import fragment
from planner.ui.plain import plain
from planner.ui.rows import Column, Row, chosen_row, row_table
from planner.ui.session import desk, language, say, t, worded

__all__ = ["audit_card", "history_expander"]

_KEY = "au-rows"
_PAGE = 50
_SHORT = 8
_KINDS = (
    "request", "technician", "absence", "setting", "published", "plan", "job", "event", "account", "session", "link",
    "device", "retention", "depot", "vehicle", "vendor", "site", "law",
)  # fmt: skip
_FOUND = "au.found"


@fragment
def audit_card(actor: Actor) -> None:
    """Draw the log for administrators: filters, entries, the chosen one, and the check."""
    with st.container(border=True, key="card-audit"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="row-audit-bar"):
            st.subheader(t("audit.title"), anchor=False, width="content")
            st.caption(t("audit.help"), width="stretch")
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="row-audit-filters"):
            who, kind, subject_id = _filters(actor)
            noted = st.text_input(
                t("audit.noted"), placeholder=t("audit.noted_example"), key="au-noted", help=t("audit.noted_help")
            )
            if st.button(t("audit.check"), icon=":material/verified:", key="au-check"):
                _check(actor, noted)
        _answer()
        limit = st.session_state.setdefault("au.limit", _PAGE)
        log = audit.entries(desk(), actor, actor_id=who, kind=kind, subject_id=subject_id, limit=limit)
        left, right = st.columns((1.25, 1), gap="small")
        with left:
            chosen = _table(log)
            if len(log.entries) == limit and st.button(t("audit.more"), type="tertiary", key="au-more"):
                st.session_state["au.limit"] = limit + _PAGE
                st.rerun(scope="fragment")
        with right:
            if chosen is not None:
                st.html(_details(chosen, log.names))


def _answer() -> None:
    found: Verification | None = st.session_state.get(_FOUND)
    if found is None:
        return
    if found.fault is not None:
        st.error(plain(say(found.fault.message)), icon=":material/error:")
        st.caption(t("audit.right_until", head=str(found.head)))
        return
    emptied = t("audit.some_emptied", emptied=found.emptied, newest=found.newest_emptied) if found.emptied else ""
    st.success(f"{t('audit.whole', entries=found.entries)} {emptied}", icon=":material/check:")
    st.caption(t("audit.note_end"))
    st.code(str(found.head), language=None)


def _check(actor: Actor, noted: str) -> None:
    try:
        expect = Head.parse(noted) if noted.strip() else None
    except ValueError:
        st.session_state.pop(_FOUND, None)
        st.warning(t("audit.noted_wrong"))
        return
    st.session_state[_FOUND] = audit.verify(desk(), actor, expect=expect)


def _filters(actor: Actor) -> tuple[str | None, str | None, str | None]:
    """Person, kind of thing and its id; None: any."""
    names = audit.entries(desk(), actor, limit=1).names
    people: list[str | None] = [None, *sorted(names, key=names.__getitem__)]
    kinds: list[str | None] = [None, *_KINDS]
    who = _one_of(t("audit.person"), people, names.__getitem__, nothing=t("audit.anybody"), key="au-person")
    kind = _one_of(t("audit.about"), kinds, _kind, nothing=t("audit.anything"), key="au-kind")
    subject = st.text_input(t("audit.id"), key="au-id", placeholder="V001", width=120).strip()
    return who, kind, subject or None


def _one_of(label: str, options: list[str | None], word: Callable[[str], str], *, nothing: str, key: str) -> str | None:
    words = worded(options, lambda one: nothing if one is None else word(one))
    return st.selectbox(label, options, key=key, format_func=words)


def _table(log: Log) -> AuditEntry | None:
    known = {str(one.number): one for one in log.entries}
    chosen = chosen_row(_KEY, list(known))
    columns = [
        Column(id="number", label=t("audit.number"), width="56px", align="num"),
        Column(id="at", label=t("field.at"), width="150px", align="tight"),
        Column(id="who", label=t("audit.person"), width="20%"),
        Column(id="call", label=t("audit.what")),
        Column(id="about", label=t("audit.about"), hide="medium"),
    ]
    rows = [_row(one, log.names) for one in log.entries]
    row_table(columns, rows, key=_KEY, label=t("audit.title"), selected=chosen, height="420px", empty=t("audit.none"))
    return known.get(chosen or "")


def _row(one: AuditEntry, names: dict[str, str]) -> Row:
    about = _main(one)
    cells = {
        "number": str(one.number),
        "at": _when(one),
        "who": names[one.actor_id],
        "call": _call(one.call),
        "about": _subject(about[0]) if about else NOTHING,
    }
    return Row(id=str(one.number), cells=cells)


def _details(one: AuditEntry, names: dict[str, str]) -> str:
    who = f"{names[one.actor_id]} ({t(f'desk.role.{one.role}')})"
    head = f"<h4>{escape(_call(one.call))}</h4><p>{escape(who)} · {escape(_when(one))}</p>"
    if one.changes is None:
        return f'<div class="fp-diff">{head}<p>{escape(t("audit.emptied"))}</p></div>'
    return f'<div class="fp-diff">{head}{"".join(_change(change) for change in _main(one))}</div>'


def _change(one: Change) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(field_name(name))}</th><td class='was'>{escape(before)}</td>"
        f"<td>{escape(after)}</td></tr>"
        for name, before, after in _fields(one)
    )
    heads = "".join(
        f"<th scope='col'>{escape(t(key))}</th>" for key in ("conflict.field", "conflict.before", "audit.after")
    )
    return f"<h5>{escape(_subject(one))}</h5><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _fields(one: Change) -> Iterable[tuple[str, str, str]]:
    """Field, before and after in words; of what is new or removed only the fields that say something."""
    before, after = (side if isinstance(side, dict) else {"value": side} for side in (one.before, one.after))
    for name in dict.fromkeys((*before, *after)):
        said = [value_words(name, side.get(name)) for side in (before, after)]
        if name != "version" and said != [NOTHING, NOTHING]:
            yield name, said[0], said[1]


def _main(one: AuditEntry) -> tuple[Change, ...]:
    """What an entry is about; the event that goes with a change says nothing more."""
    changes = one.changes or ()
    return tuple(change for change in changes if change.kind != "event") or changes


def history_expander(actor: Actor, kind: str, subject_id: str) -> None:
    """Draw the history of one thing, read when somebody opens it."""
    with st.expander(t("audit.history"), key=f"au-history-{kind}", on_change="rerun") as box:
        if not box.open:
            return
        log = audit.history(desk(), actor, kind, subject_id)
        if not log.entries:
            st.caption(t("audit.none"))
            return
        said = "".join(_told(one, log.names, kind=kind, subject_id=subject_id) for one in log.entries)
        st.html(f'<ol class="fp-history">{said}</ol>')


def _told(one: AuditEntry, names: dict[str, str], *, kind: str, subject_id: str) -> str:
    head = f"<b>{escape(names[one.actor_id])}</b> {escape(_when(one))}<br>{escape(_call(one.call))}"
    own = [change for change in one.changes or () if (change.kind, change.subject_id) == (kind, subject_id)]
    edits = [change for change in own if change.before is not None and change.after is not None]
    lines = "".join(
        f"<div>{escape(field_name(name))}: <s>{escape(before)}</s> {escape(after)}</div>"
        for change in edits
        for name, before, after in _fields(change)
    )
    return f"<li>{head}{lines}</li>"


def _when(one: AuditEntry) -> str:
    local = one.at.astimezone(ZoneInfo(desk().time_zone))
    return f"{day_text(local.date(), language())} {local:%H:%M}"


def _call(call: str) -> str:
    return _known(f"audit.call.{call}", call)


def _kind(kind: Any) -> str:
    return _known(f"audit.kind.{kind}", str(kind))


def _subject(one: Change) -> str:
    """What was changed, in words."""
    named = one.subject_id
    match one.kind:
        case "setting":
            named = _known(f"audit.setting.{named}", named)
        case "published":
            named = value_words("day", named)
        case "technician":
            named = value_words("technician_id", named)
        case "absence":
            who, _, start = named.partition(" ")
            named = f"{value_words('technician_id', who)}, {value_words('start', start)}"
        case "job" | "plan" | "event":
            named = named[:_SHORT]
    return f"{_kind(one.kind)} {named}"


def _known(key: str, otherwise: str) -> str:
    return t(key) if key in texts() else otherwise
