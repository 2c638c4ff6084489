"""What if, on the managers' page: choose a change and days, wait, and read both plans of the same days side by side.

Everything is asked of the desk; nothing here changes team, requests or plans.
"""

from __future__ import annotations

from html import escape
from zoneinfo import ZoneInfo

import streamlit as st

from planner.desk import what_if
from planner.desk.what_if import Run
from planner.model.errors import PlannerError
from planner.model.job import JobState
from planner.model.language import day_text, number_text, time_text
from planner.ui.net import caught, fragment
from planner.ui.parts import chip, draw
from planner.ui.session import actor, desk, language, say, show_error, t, worded
from planner.ui.what_if_answer import answer_table, days_table, verdict
from planner.ui.what_if_form import scenario_form, trial_form

__all__ = ["draw_what_if"]

_POLL_S = 2.0


def draw_what_if() -> None:
    """Draw form, progress, and the answers that were found."""
    runs = what_if.list_runs(desk(), actor())
    active = next((one for one in runs if one.job.is_active), None)
    left, right = st.columns([5, 8], gap="small")
    with left:
        _form(active)
    with right:
        if active is not None:
            fragment(_live, run_every=_POLL_S)(active.job.job_id)
        _answers([one for one in runs if not one.job.is_active], waits=active is not None)


def _form(active: Run | None) -> None:
    with st.container(border=True, key="card-what-if-form", gap="small"):
        st.subheader(t("what_if.title"), anchor=False)
        st.caption(t("what_if.lead"))
        trial = trial_form(scenario_form())
        if not trial.scenario.size:
            st.caption(t("what_if.nothing"))
        off = active is not None or not trial.scenario.size or not trial.days
        if st.button(t("what_if.start"), type="primary", icon=":material/calculate:", key="wi-start", disabled=off):
            try:
                what_if.start(desk(), actor(), trial)
            except PlannerError as error:
                show_error(error)
                return
            st.rerun()


def _live(job_id: str) -> None:
    run = next((one for one in what_if.list_runs(desk(), actor()) if one.job.job_id == job_id), None)
    if run is None or not run.job.is_active:
        st.rerun()
        return
    done, total = len(run.answer.pairs), len(run.trial.days)
    with st.container(border=True, key="card-what-if-run", gap="small"):
        said = t("what_if.waits") if run.job.state is JobState.QUEUED else t("what_if.done_of", done=done, total=total)
        words = escape(" + ".join(say(one) for one in run.said))
        st.html(f'<div role="status" aria-live="polite"><b>{escape(said)}</b><br>{words}</div>')
        st.progress(done / total)
        asked = run.job.cancel_requested
        st.button(
            t("what_if.stopping" if asked else "what_if.stop"), key="wi-stop", icon=":material/stop:", disabled=asked,
            on_click=caught(_stop), args=(job_id,),
        )  # fmt: skip


def _stop(job_id: str) -> None:
    what_if.cancel(desk(), actor(), job_id)


def _answers(runs: list[Run], *, waits: bool) -> None:
    if not runs:
        if not waits:
            with st.container(border=True, key="card-what-if-empty"):
                st.caption(t("what_if.empty"))
        return
    by_id = {one.job.job_id: one for one in runs}
    # With the newest in its key the choice begins anew, at the newest, whenever a run has ended.
    key = f"wi-run-{runs[0].job.job_id}"
    with st.container(border=True, key="card-what-if-answer", gap="small"):
        chosen = st.selectbox(
            t("what_if.earlier"), tuple(by_id), key=key, format_func=worded(by_id, lambda one: _label(by_id[one]))
        )
        _answer(by_id[str(chosen)])


def _label(run: Run) -> str:
    local = run.job.created_at.astimezone(ZoneInfo(desk().time_zone))
    when = f"{day_text(local.date(), language())} {time_text(run.job.created_at, zone=desk().time_zone)}"
    return f"{' + '.join(say(one) for one in run.said)} ({when})"


def _answer(run: Run) -> None:
    done, total = len(run.answer.pairs), len(run.trial.days)
    if run.job.error is not None:
        draw(chip("warn", say(run.job.error)))
    elif done < total:
        st.info(t("what_if.stopped", done=done, total=total))
    if not done:
        return
    st.html(f"<b>{escape(' + '.join(say(one) for one in run.said))}</b>")
    first, last = run.answer.pairs[0].day, run.answer.pairs[-1].day
    seconds = number_text(run.trial.seconds, language())
    st.caption(
        t("what_if.how", days=done, first=day_text(first, language()), last=day_text(last, language()), seconds=seconds)
    )
    st.html(verdict(run.answer))
    st.html(answer_table(run.answer))
    if any(pair.present.broken or pair.changed.broken for pair in run.answer.pairs):
        st.warning(t("what_if.broken_rules"))
    with st.expander(t("what_if.by_day")):
        st.html(days_table(run.answer))
    with st.expander(t("what_if.what_counts")):
        st.markdown(t("what_if.what_counts_text"))
