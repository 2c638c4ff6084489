"""What has to be done before a request: a line for each, with the time between and who does both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import streamlit as st

from planner.desk import ordering
from planner.model.message import Message, message
from planner.model.request import Predecessor, Request
from planner.model.words import Who
from planner.ui.kept import asked, chosen
from planner.ui.plain import plain
from planner.ui.request_terms import Read, folded
from planner.ui.session import actor, desk, say, t, worded

__all__ = ["chain_group", "read_chain"]

_MOST = 8
_LONGEST_MIN = 525_600
"""A year, as in files."""


def chain_group(request: Request, others: Iterable[Request], *, key: str) -> None:
    """Draw a line for each request that comes first, and an empty one for the next."""
    found = tuple(others)
    folded(
        "chain", ", ".join(one.request_id for one in request.predecessors), lambda: _lines(request, found, key), key=key
    )  # fmt: skip


def _lines(request: Request, others: tuple[Request, ...], key: str) -> None:
    st.caption(t("requests.chain_help"))
    same_customer = sorted(others, key=lambda one: one.customer != request.customer or not one.customer)
    words = {
        one.request_id: " · ".join(part for part in (one.request_id, one.title, one.customer) if part)
        for one in same_customer
        if one.request_id != request.request_id
    }
    words |= {one.request_id: one.request_id for one in request.predecessors if one.request_id not in words}
    for line in range(_count(request, key)):
        _line(request, line, words, key)
    for wrong in read_chain(request, others, key=key)[1]:
        st.error(plain(say(wrong)))


def _count(request: Request, key: str) -> int:
    """How many lines: those that name something, and one more."""
    filled = [line for line in range(_MOST) if _named(request, line, key)]
    return min(_MOST, max(filled, default=-1) + 2)


def _line(request: Request, line: int, words: dict[str, str], key: str) -> None:
    present, name = _present(request, line), f"{key}.p.{line}"
    asked(
        st.selectbox, t("requests.before"), present.request_id if present else None, key=f"{name}.id",
        options=list(words), index=None, accept_new_options=True, format_func=lambda one: words.get(one, one),
        placeholder=t("requests.choose_request"), label_visibility="visible" if line == 0 else "collapsed",
    )  # fmt: skip
    if not _named(request, line, key):
        return
    least, most, who = st.columns((1, 1, 1.3), gap="small")
    limits: dict[str, Any] = {"min_value": 0, "max_value": _LONGEST_MIN, "step": 5}
    asked(
        least.number_input, t("requests.gap_least"), present.least_min if present else 0, key=f"{name}.least", **limits
    )  # fmt: skip
    asked(
        most.number_input, t("requests.gap_most"), present.most_min if present else None, key=f"{name}.most",
        value=None, placeholder=t("requests.gap_any"), **limits,
    )  # fmt: skip
    asked(
        who.selectbox, t("requests.gap_who"), present.who if present else Who.ANY, key=f"{name}.who",
        options=list(Who), format_func=worded(Who, lambda one: t(f"requests.who.{one}")),
    )  # fmt: skip


def _present(request: Request, line: int) -> Predecessor | None:
    return request.predecessors[line] if line < len(request.predecessors) else None


def _named(request: Request, line: int, key: str) -> str:
    """The id that a line names; empty where it names nothing."""
    present = _present(request, line)
    return str(chosen(f"{key}.p.{line}.id", present.request_id if present else "") or "").strip()


def read_chain(request: Request, others: Iterable[Request] = (), *, key: str) -> Read:
    """Return what was changed by hand of what comes before.

    Parameters
    ----------
    others
        Requests that are not stored yet: they exist as well.
    """
    found: dict[str, Predecessor] = {}
    for line in range(_MOST):
        named = _named(request, line, key)
        if not named:
            continue
        if (wrong := _wrong(request, line, named, key)) is not None:
            return {}, (wrong,)
        least, most, who = _gap(request, line, key)
        found[named] = Predecessor(request_id=named, least_min=least, most_min=most, who=who)
    same_as = str(chosen(f"{key}.f.same_technician_as", request.same_technician_as) or "").strip()
    before = tuple(found.values())
    if before == request.predecessors and same_as in (request.same_technician_as, request.request_id):
        return {}, ()
    asked_for = request.replace(predecessors=before, same_technician_as=same_as)
    fault = ordering.wrong_order(desk(), actor(), asked_for, others=others)
    if fault is not None:
        return {}, (fault,)
    return ({} if before == request.predecessors else {"predecessors": before}), ()


def _gap(request: Request, line: int, key: str) -> tuple[int, int | None, Who]:
    present, name = _present(request, line), f"{key}.p.{line}"
    least = chosen(f"{name}.least", present.least_min if present else 0)
    most = chosen(f"{name}.most", present.most_min if present else None)
    who = chosen(f"{name}.who", present.who if present else Who.ANY)
    return int(least or 0), None if most is None else int(most), Who(who)


def _wrong(request: Request, line: int, named: str, key: str) -> Message | None:
    if named == request.request_id:
        return message("import.own_predecessor", value=named)
    least, most, _ = _gap(request, line, key)
    if most is not None and most < least:
        return message("requests.gap_order", value=named, least=least, most=most)
    return None
