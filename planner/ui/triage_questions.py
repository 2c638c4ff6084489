"""The questions of a job type, and what each answer would do: said in a sentence, and refusable."""

from __future__ import annotations

import streamlit as st

from planner.desk.triage import Proposal
from planner.model.catalogue import Question
from planner.model.request import Request
from planner.ui.kept import follow, keep
from planner.ui.session import desk, language, say, t, worded

__all__ = ["answers_given", "draw_questions", "refused_steps"]


def answers_given(request: Request, *, key: str) -> dict[str, str]:
    """Return the answers, stored ones below those given now."""
    now = {
        name.removeprefix(f"{key}.q.").removesuffix(".kept"): str(value or "")
        for name, value in st.session_state.items()
        if isinstance(name, str) and name.startswith(f"{key}.q.") and name.endswith(".kept")
    }
    return {name: value for name, value in (dict(request.triage_answers) | now).items() if value}


def refused_steps(key: str) -> frozenset[str]:
    """Return the ids of proposed steps that were refused."""
    return frozenset(
        name.removeprefix(f"{key}.step.").removesuffix(".kept")
        for name, value in st.session_state.items()
        if isinstance(name, str) and name.startswith(f"{key}.step.") and name.endswith(".kept") and value is False
    )


def draw_questions(request: Request, proposal: Proposal, *, asked: str, key: str, title: bool = True) -> None:
    """Draw the questions of a job type, with the effects of each answer below it.

    Parameters
    ----------
    asked
        Job type whose questions are asked (an answer may propose another one).
    title
        Whether their heading is drawn too.
    """
    job_type = desk().catalogue.job_types.get(asked)
    if job_type is None or not job_type.triage:
        return
    stored = dict(request.triage_answers)
    if title:
        st.markdown(f"#### {t('requests.questions')}")
    for question in job_type.triage:
        if question.kind == "photo":
            continue
        _question(question, stored.get(question.question_id, ""), key=f"{key}.q.{question.question_id}")
        for step in proposal.steps:
            if step.question_id == question.question_id:
                name = f"{key}.step.{step.step_id}"
                follow(name, not step.refused)
                st.checkbox(say(step.message), key=name, on_change=keep, args=(name,))


def _question(question: Question, stored: str, *, key: str) -> None:
    ask, reader = question.ask[language()], language()
    labels = {answer.value: answer.label[reader] for answer in question.answers}
    match question.kind:
        case "yes_no":
            follow(key, stored or None)
            with st.container(horizontal=True, vertical_alignment="center", wrap=False, key=f"ask-{key}"):
                st.text(ask, width="stretch")
                st.segmented_control(
                    ask, ("yes", "no"), key=key, format_func=worded(("yes", "no"), lambda v: t(f"requests.answer_{v}")),
                    on_change=keep, args=(key,), label_visibility="collapsed",
                )  # fmt: skip
        case "choice":
            follow(key, stored or None)
            st.selectbox(
                ask, list(labels), key=key, format_func=lambda v: labels.get(v, v), on_change=keep, args=(key,),
                placeholder=t("requests.unknown"),
            )  # fmt: skip
        case "number":
            follow(key, int(stored) if stored.isdecimal() else None)
            st.number_input(ask, min_value=0, step=1, key=key, on_change=keep, args=(key,), placeholder="–")
        case _:
            follow(key, stored)
            st.text_input(ask, key=key, on_change=keep, args=(key,))
