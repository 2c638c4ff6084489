"""Small shared pieces: chips, priority and number badges, key figures, facts, steps, empty states, problem lists.

Everything that becomes HTML here goes through `escape`: words, names and file names alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from planner.model.errors import FieldProblem
from planner.model.words import Priority
from planner.ui.heading_words import field_name
from planner.ui.session import say, t, theme
from planner.views.tokens import priority_mark, status_mark, technician_style

__all__ = [
    "chip",
    "draw",
    "empty",
    "facts",
    "figure",
    "heading",
    "icon",
    "number_badge",
    "priority_badge",
    "problem_lines",
    "problem_where",
    "steps",
]


def draw(*parts: str) -> None:
    """Put HTML parts made by this module side by side on a line."""
    st.html(f'<div class="fp-line">{"".join(parts)}</div>')


def icon(name: str) -> str:
    """Return one of our line icons in the colour and size of the words around it."""
    return f'<span class="fp-icon fp-i-{name}" aria-hidden="true"></span>'


def heading(words: str, beside: str) -> None:
    """Draw a heading with a quiet remark at the end of its line; both are escaped here."""
    st.html(f'<div class="fp-order-head"><h2>{escape(words)}</h2><span>{escape(beside)}</span></div>')


def chip(kind: str, words: str) -> str:
    """Return a state as icon and words.

    Parameters
    ----------
    kind
        ``ok``, ``warn``, ``bad``, ``info`` or ``quiet``.
    words
        What it says; escaped here.
    """
    mark = "" if kind == "quiet" else icon(status_mark(kind, theme())[0])
    return f'<span class="fp-chip fp-{kind}">{mark}{escape(words)}</span>'


def priority_badge(priority: Priority) -> str:
    """Return P1 to P5 as chevron and words."""
    mark = priority_mark(priority, theme())
    style = (
        f"color:{mark.text};background:{mark.ground};border-color:{mark.border};"
        f"border-style:{'dashed' if mark.dashed else 'solid'}"
    )
    return f'<span class="fp-prio" style="{style}">{icon(mark.icon)}{mark.label}</span>'


def number_badge(number: int) -> str:
    """Return a technician's lasting number in their colour and shape."""
    style = technician_style(number, theme())
    look = f"color:{style.text};background:{style.colour};border-radius:{style.radius}"
    return f'<span class="fp-badge" style="{look}">{style.number}</span>'


def figure(label: str, value: str, note: str = "") -> str:
    """Return a key figure: label, value, note below."""
    below = f"<span>{escape(note)}</span>" if note else ""
    return f'<div class="fp-figure"><span>{escape(label)}</span><b>{escape(value)}</b>{below}</div>'


def facts(pairs: Iterable[tuple[str, str]]) -> None:
    """Draw names and values in two columns."""
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in pairs)
    st.html(f'<dl class="fp-facts">{rows}</dl>')


def steps(names: Sequence[str], *, done: int, now: int) -> str:
    """Return the steps of a task: how many are done, and how many after them are under way."""
    items = []
    for place, name in enumerate(names):
        state = "done" if place < done else "now" if place < done + now else ""
        mark = icon("check") if state == "done" else str(place + 1)
        items.append(f'<li class="{state}"><span>{mark}</span>{escape(name)}</li>')
    return f'<ol class="fp-steps">{"".join(items)}</ol>'


def empty(sentence: str, *, key: str) -> st.delta_generator.DeltaGenerator:
    """Draw an empty state, one sentence; the one button goes into the container that is returned."""
    box = st.container(border=True, key=f"card-empty-{key}", horizontal_alignment="center", gap="small")
    box.text(sentence)
    return box


def problem_where(problem: FieldProblem) -> str:
    """Return where a problem stands: row and column as the user sees them."""
    row = t("shell.row", row=str(problem.row)) if problem.row is not None else ""
    # Without a file there is no heading of the user's own: the field's name in their language is better than its id.
    field = problem.field if problem.row is not None else field_name(problem.field)
    return " · ".join(part for part in (row, field) if part)


def problem_lines(problems: Sequence[FieldProblem], *, key: str) -> None:
    """Draw problems as sentences with where they stand."""
    if not problems:
        return
    with st.container(key=f"bad-{key}", gap=None):
        for problem in problems:
            where = problem_where(problem)
            st.text(f"{where}: {say(problem.message)}" if where else say(problem.message))
