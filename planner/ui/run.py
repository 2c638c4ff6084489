"""A planning run as everybody sees it: best price so far, curve, cancel; and news of other people's runs."""

from __future__ import annotations

from base64 import b64encode
from html import escape

import streamlit as st

from planner.desk import plan as plan_desk
from planner.model.job import Job, JobState
from planner.model.language import money_text, number_text
from planner.model.message import Money
from planner.ui.board import BoardDay, may
from planner.ui.net import caught, fragment
from planner.ui.session import actor, desk, language, say, t, theme
from planner.views.curve import price_curve

__all__ = ["announce", "follow", "watch"]

_LIVE_S, _CALM_S = 0.7, 4.0
_FOLLOWED = "board.followed"


def follow(shown: BoardDay) -> None:
    """Draw the run of the day with its progress until it is over, then draw the page anew."""
    assert shown.job is not None
    st.session_state[_FOLLOWED] = shown.job.job_id
    fragment(_live, run_every=_LIVE_S)(shown.job.job_id, len(shown.requests))


def watch(shown: BoardDay) -> None:
    """Look now and then whether somebody else plans or publishes the day, and draw the page anew then."""
    fragment(_news, run_every=_CALM_S)(shown)


def _live(job_id: str, total: int) -> None:
    job = plan_desk.get_job(desk(), actor(), job_id)
    if job is None or not job.is_active:
        st.rerun()
        return
    with st.container(border=True, key="card-run"):
        words, bar = st.columns([5, 7], vertical_alignment="center")
        with words:
            st.html(f'<div class="fp-run" role="status" aria-live="polite">{_words(job, total)}</div>')
            if may("plan.cancel_job"):
                st.button(
                    t("board.cancelling" if job.cancel_requested else "board.cancel"), key="cancel",
                    icon=":material/stop:", help=t("board.cancel_help"), disabled=job.cancel_requested,
                    on_click=caught(_cancel), args=(job_id,),
                )  # fmt: skip
        with bar:
            curve = price_curve(
                    job.progress, elapsed_s=_elapsed(job), limit_s=job.time_limit_s, language=language(),
                    theme=theme(), title=t("board.curve"), width=780,
            )  # fmt: skip
            st.html(_picture(curve, t("board.curve")))


def _picture(svg: str, title: str) -> str:
    """A picture as data: Streamlit takes inline SVG out of HTML."""
    data = b64encode(svg.encode()).decode()
    return f'<img class="fp-curve" decoding="sync" alt="{escape(title)}" src="data:image/svg+xml;base64,{data}">'


def _elapsed(job: Job) -> float:
    return (desk().clock() - job.started_at).total_seconds() if job.started_at else 0.0


def _cancel(job_id: str) -> None:
    plan_desk.cancel_job(desk(), actor(), job_id)


def _words(job: Job, total: int) -> str:
    if job.state is JobState.QUEUED:
        head, best = t("board.queued"), None
    elif not job.progress:
        head, best = t("board.planning_first"), None
    else:
        best = job.progress[-1]
        head = t("board.planning", price=money_text(best.price_ore, language()))
    facts = [t("board.elapsed", elapsed=number_text(min(_elapsed(job), job.time_limit_s), language()),
               limit=number_text(job.time_limit_s, language()))]  # fmt: skip
    if best is not None:
        facts.insert(0, t("board.planned_of", planned=best.planned, total=max(total, best.planned)))
    if job.actor:
        facts.append(t("board.started_by", name=job.actor))
    share = min(1.0, _elapsed(job) / job.time_limit_s) if job.time_limit_s else 0.0
    return (
        f'<b>{escape(head)}</b><span>{escape(" · ".join(facts))}</span><i><u style="width:{share * 100:.0f}%"></u></i>'
    )


def announce(shown: BoardDay) -> None:
    """Say once how the run ended that this session has followed."""
    followed = st.session_state.get(_FOLLOWED)
    if followed is None or (shown.job is not None and shown.job.job_id == followed):
        return
    del st.session_state[_FOLLOWED]
    job = plan_desk.get_job(desk(), actor(), followed)
    if job is None or job.is_active:
        return
    if job.state is JobState.FAILED:
        st.error(say(job.error) if job.error else t("board.failed"), icon=":material/error:")
    elif job.plan_id is None:
        st.toast(t("board.stopped_empty"), icon=":material/info:")
    elif any(one.plan.plan_id == job.plan_id for one in shown.proposals):
        st.toast(t("proposal.made"), icon=":material/info:")
    elif job.state is JobState.CANCELLED:
        st.toast(t("board.stopped"), icon=":material/check:")
    else:
        price = job.progress[-1].price_ore if job.progress else 0
        st.toast(t("board.finished", price=Money(price)), icon=":material/check:")


def _news(shown: BoardDay) -> None:
    where, who = desk(), actor()
    if plan_desk.active_job(where, who, shown.day) is not None:
        st.rerun()
    newest = next(iter(plan_desk.list_plans(where, who, shown.day)), None)
    known = (shown.plan.plan_id, shown.plan.status) if shown.plan else None
    if (newest and (newest.plan_id, newest.status)) != known:
        st.rerun()
    waiting = [(one.plan.plan_id, one.outdated) for one in plan_desk.proposals(where, who, shown.day)]
    if waiting != [(one.plan.plan_id, one.outdated) for one in shown.proposals]:
        st.rerun()
