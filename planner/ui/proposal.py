"""A proposal on the board: what changed while it was made, what it would change, take it or not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

import streamlit as st

from planner.desk import plan as plan_desk
from planner.desk.plan import Proposal
from planner.model.errors import PlannerError
from planner.model.language import money_text, time_text
from planner.model.message import Message
from planner.model.plan import Plan, Stop
from planner.ui.board import BoardDay, may
from planner.ui.parts import icon
from planner.ui.session import actor, desk, language, say, show_error, t

__all__ = ["proposal_bar"]

_NOTE, _HOME = "proposal.", "proposal.goes_home"
_TRIALS = ("proposal.trial", "proposal.wish", _HOME)
_LONG = 8
"""More rows than these scroll."""


def proposal_bar(shown: BoardDay) -> None:
    """Draw every proposal of the day that waits for an answer."""
    for one in shown.proposals:
        with st.container(border=True, key=f"card-proposal-{one.plan.plan_id}"):
            _bar(one, busy=shown.job is not None)


def _bar(one: Proposal, *, busy: bool) -> None:
    words, controls = st.columns([7, 5], vertical_alignment="center")
    with words:
        st.html(
            f'<div class="fp-proposal" role="status"><b>{icon("bubble")}{escape(_headline(one))}</b>'
            f"<span>{escape(_effect(one))}</span></div>"
        )
    # The last in a row that runs from the right: the primary button stands where the eye ends.
    with controls, st.container(horizontal=True, horizontal_alignment="right", gap="small", key="proposal-controls"):
        with st.popover(t("proposal.show"), key=f"proposal-show-{one.plan.plan_id}", on_change="rerun") as details:
            if details.open:
                _details(one)
        if not may("plan.take_proposal"):
            return
        if st.button(t("proposal.discard"), key=f"proposal-discard-{one.plan.plan_id}"):
            _answer(lambda: plan_desk.discard_proposal(desk(), actor(), one.plan.plan_id), "proposal.discarded")
        if one.outdated:
            if st.button(t("proposal.renew"), type="primary", key=f"proposal-renew-{one.plan.plan_id}", disabled=busy):
                _answer(lambda: plan_desk.renew_proposal(desk(), actor(), one.plan.plan_id))
        elif st.button(t("proposal.take"), type="primary", key=f"proposal-take-{one.plan.plan_id}", disabled=busy):
            _answer(lambda: plan_desk.take_proposal(desk(), actor(), one.plan.plan_id), "proposal.taken")


def _answer(call: Callable[[], object], said: str = "") -> None:
    try:
        call()
    except PlannerError as error:
        show_error(error)
        return
    if said:
        st.toast(t(said), icon=":material/check:")
    st.rerun()


def _headline(one: Proposal) -> str:
    time = one.plan.created_at
    if one.outdated:
        return t("proposal.head_outdated", time=time)
    meanwhile = [_short(note) for note in _meanwhile(one.plan) if note.key not in _TRIALS]
    if meanwhile:
        return t("proposal.head", time=time, meanwhile=", ".join(meanwhile))
    trial = next((note for note in one.plan.notes if note.key in _TRIALS), None)
    return t("proposal.head_trial", time=time, said=_short(trial)) if trial else t("proposal.waits", time=time)


def _meanwhile(plan: Plan) -> list[Message]:
    return [note for note in plan.notes if note.key.startswith(_NOTE)]


def _short(note: Message) -> str:
    """The change without names: two requests changed."""
    count = dict(note.values).get("count")
    if not isinstance(count, int):
        said = say(note)
        return said[:1].lower() + said[1:]
    return _counted(note.key.removeprefix(_NOTE), count)


def _counted(what: str, count: int) -> str:
    return t(f"proposal.short.{what}.{'one' if count == 1 else 'many'}", count=count)


def _effect(one: Proposal) -> str:
    found = one.difference
    kinds = {
        "moved": len(found.moved), "added": len(found.added), "new_left": _new_and_left(one),
        "dropped": len(found.dropped),
    }  # fmt: skip
    parts = [_counted(kind, count) for kind, count in kinds.items() if count] or [t("proposal.same")]
    goes_home = any(note.key == _HOME for note in one.plan.notes)
    return f"{', '.join(parts)} · {_price(one, later=goes_home)}"


def _new_and_left(one: Proposal) -> int:
    """How many requests came since the plan was made and stand unplanned in the proposal: its total is the greater."""
    known = one.against.request_ids if one.against else frozenset[str]()
    return sum(1 for left in one.plan.left_requests if left.request_id not in known) if known else 0


def _price(one: Proposal, *, later: bool) -> str:
    """The price of both plans; where visits are left out, what those cost and what the rest does, each for itself.

    Parameters
    ----------
    later
        Whether the proposal is priced with what has happened since the plan was made.
    """
    found, was = one.difference, one.against
    after = money_text(found.after_ore, language())
    if was is None:
        return after
    change_ore = found.after_ore - was.price.total_ore
    if found.dropped:
        left_ore = _left_ore(one.plan) - _left_ore(was)
        return t("proposal.price_parts", after=after, left=_more(left_ore), rest=_more(change_ore - left_ore))
    before = money_text(was.price.total_ore, language())
    if later:
        return t("proposal.price_later", after=after, before=before)
    return f"{before} → {after} ({money_text(change_ore, language(), signed=True)})"


def _left_ore(plan: Plan) -> int:
    return sum(term.ore for term in plan.price.terms if term.term == "dropped")


def _more(change_ore: int) -> str:
    amount = money_text(abs(change_ore), language())
    if not change_ore:
        return t("proposal.cost.same")
    return t("proposal.cost.more", amount=amount) if change_ore > 0 else t("proposal.cost.less", amount=amount)


def _details(one: Proposal) -> None:
    """Every visit that would be elsewhere, and every change with its names."""
    found, was = one.difference, one.against
    rows = [
        *((t("proposal.row.moved"), _name(m.after), f"{_slot(was, m.before)} → {_slot(one.plan, m.after)}")
          for m in found.moved),
        *((t("proposal.row.added"), _name(stop), _slot(one.plan, stop)) for stop in found.added),
        *((t("proposal.row.dropped"), _name(stop), _slot(was, stop)) for stop in found.dropped),
    ]  # fmt: skip
    with st.container(height=300 if len(rows) > _LONG else "content", border=False, gap="xsmall", key="proposal-rows"):
        for note in _meanwhile(one.plan):
            st.text(say(note))
        st.html(_table(rows))


def _table(rows: Iterable[tuple[str, str, str]]) -> str:
    cells = (f"<div><i>{escape(kind)}</i><b>{escape(name)}</b><span>{escape(where)}</span></div>"
             for kind, name, where in rows)  # fmt: skip
    return f'<div class="fp-moves">{"".join(cells)}</div>'


def _name(stop: Stop) -> str:
    return stop.customer or stop.title or stop.visit_id or ""


def _slot(plan: Plan | None, stop: Stop) -> str:
    people = {one.technician_id: one.name for one in plan.technicians} if plan else {}
    return f"{people.get(stop.technician_id, stop.technician_id)} {time_text(stop.start, zone=desk().time_zone)}"
