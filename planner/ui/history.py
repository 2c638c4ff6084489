"""Steps of a day on the board: undo and redo, and two versions side by side."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from planner.desk import ground, undoing
from planner.desk import plan as plan_desk
from planner.desk.undoing import Back, Step
from planner.explain import difference
from planner.model.errors import PlannerError
from planner.model.language import money_text, time_text
from planner.model.plan import Plan
from planner.ui.board import BoardDay, may
from planner.ui.mapframe import map_frame
from planner.ui.moves import do
from planner.ui.net import caught
from planner.ui.plain import plain
from planner.ui.publish import moves_table
from planner.ui.session import actor, desk, language, say, t, theme, worded
from planner.views import Tiles, map_html
from planner.views.lateness import late_unpriced
from planner.views.summary import price_rows

__all__ = ["history_buttons"]


def history_buttons(shown: BoardDay) -> None:
    """Draw undo, redo and the comparison, as far as there is something to go back to or to compare."""
    if shown.plan is None:
        return
    if may("undoing.go_back"):
        found = undoing.steps(desk(), actor(), shown.day)
        busy = shown.job is not None
        _step_button("back", found.back, undoing.go_back, shown, busy=busy)
        _step_button("on", found.on, undoing.go_on, shown, busy=busy)
    if shown.plan.version > 1 and st.button(
        t("board.compare"), icon=":material/compare_arrows:", key="compare", help=t("board.compare_help")
    ):
        _dialog(shown)


def _step_button(
    name: str, step: Step | None, call: Callable[..., Back], shown: BoardDay, *, busy: bool
) -> None:  # fmt: skip
    icon, keys = (":material/undo:", "Ctrl+Z") if name == "back" else (":material/redo:", "Ctrl+Y")
    label = t("undoing.back") if name == "back" else t("undoing.on")
    st.button(
        label, icon=icon, key=f"undo-{name}", disabled=step is None or busy, shortcut=keys, help=_said(name, step),
        on_click=do, args=(lambda: _done(call(desk(), actor(), shown.day)),),
    )  # fmt: skip


def _said(name: str, step: Step | None) -> str | None:
    if step is None:
        return None
    what = t("undoing.planning") if step.call == "planning" else t(f"audit.call.{step.call}")
    told = {"step": what, "name": plain(step.name), "time": time_text(step.at, zone=desk().time_zone)}
    return t("undoing.back_help", **told) if name == "back" else t("undoing.on_help", **told)


def _done(back: Back) -> str:
    return " ".join([t("undoing.done", version=back.plan.version), *(say(one) for one in back.kept)])


def _dialog(shown: BoardDay) -> None:
    @st.dialog(t("board.compare_title"), width="large")
    @caught
    def compare() -> None:
        _compare(shown)

    compare()


def _compare(shown: BoardDay) -> None:
    """Two versions: maps side by side, price by term, and every visit that stands elsewhere."""
    headers = plan_desk.list_plans(desk(), actor(), shown.day)
    zone = desk().time_zone
    names = {
        one.plan_id: " · ".join(
            (
                t(f"board.{one.status}", version=one.version),
                time_text(one.created_at, zone=zone),
                money_text(one.price_ore, language()),
            )
        )
        for one in headers
    }
    ids = list(names)
    against = shown.against.plan_id if shown.against and shown.against.plan_id in names else ids[1]
    left, right = st.columns(2)
    with left:
        one = _chosen("compare-one", ids, names, against)
    with right:
        two = _chosen("compare-two", ids, names, ids[0])
    try:
        plans = [plan_desk.get_plan(desk(), actor(), one), plan_desk.get_plan(desk(), actor(), two)]
    except PlannerError:
        return
    before, after = plans
    if before is None or after is None:
        return
    for column, plan, other, side in ((left, before, after, "one"), (right, after, before, "two")):
        with column:
            _map(plan, other, side)
    st.html(_terms(before, after))
    new = len(after.request_ids - before.request_ids)
    notes = (
        late_unpriced(before, language()),
        late_unpriced(after, language()),
        t("board.compare_new", count=new) if new else "",
    )
    for line in dict.fromkeys(notes):
        if line:
            st.caption(plain(line))
    moves_table(difference(before, after), before=before, after=after, most=60)


def _chosen(key: str, ids: list[str], names: dict[str, str], value: str) -> str:
    chosen = st.selectbox(
        t("board.compare_one") if key.endswith("one") else t("board.compare_two"), ids, index=ids.index(value), key=key,
        format_func=worded(ids, names.__getitem__),
    )  # fmt: skip
    return str(chosen)


def _map(plan: Plan, other: Plan, side: str) -> None:
    html = map_html(
        plan, language=language(), theme=theme(), tiles=Tiles.from_environment(), layers=ground.layers(desk()),
        shapes=ground.shapes(desk(), plan), beside=other,
    )  # fmt: skip
    title = t("board.compare_map", version=plan.version)
    map_frame(html, key=f"compare-map-{side}", title=title, height=260)


def _terms(before: Plan, after: Plan) -> str:
    """What is planned, price by term and in all, of both, and what is between them."""
    heads = (t("board.compare_term"), f"v{before.version}", f"v{after.version}", t("board.compare_between"))
    head = "".join(f"<th scope='col'>{escape(one)}</th>" for one in heads)
    reader = language()
    was = {one.term: one.amount for one in price_rows(before, language=reader)}
    nothing = money_text(0, reader)
    lines: list[tuple[str, ...]] = [(one.label, was.get(one.term, nothing), one.amount, one.change)
             for one in price_rows(after, language=reader, against=before)]  # fmt: skip
    totals = [one.price.total_ore for one in (before, after)]
    change = money_text(totals[1] - totals[0], reader, signed=True)
    lines.append((t("settings.weighing_total"), *(money_text(one, reader) for one in totals), change))
    counts = [one.requests_done for one in (before, after)]
    of = (t("board.planned_of_all", planned=one.requests_done, total=one.requests_done + len(one.left_requests))
          for one in (before, after))  # fmt: skip
    lines.insert(0, (t("board.compare_planned"), *of, f"{counts[1] - counts[0]:+d}".replace("-", "\N{MINUS SIGN}")))
    rows = "".join(
        f"<tr{' class=total' if place == len(lines) else ''}><th scope='row'>{escape(name)}</th>"
        f"{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        for place, (name, *cells) in enumerate(lines, start=1)
    )
    return f'<div class="fp-weigh"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
