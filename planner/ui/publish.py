"""Publishing a plan; where somebody else published meanwhile, what it would change first."""

from __future__ import annotations

from html import escape

import streamlit as st

from planner.desk import plan as plan_desk
from planner.explain import Difference, difference
from planner.model.errors import PlannerError, StaleError, UnlawfulError, VagueError
from planner.model.language import time_text
from planner.model.plan import Plan, Stop
from planner.model.reasons import hard_ones
from planner.ui.conflict import saver
from planner.ui.plain import plain
from planner.ui.session import actor, desk, go_to, say, show_error, t
from planner.ui.tell import tells_anybody, whom_to_tell
from planner.ui.unsettled_view import open_list

__all__ = ["moves_table", "publish_asked", "publish_button"]

_MOST = 12
_TELL, _ASKED, _REFUSED, _UNLAWFUL, _VAGUE, _FAILED = (
    "board.tell",
    "board.asked",
    "board.refused",
    "board.unlawful",
    "board.vague",
    "board.failed",
)
_LINES = 8


def publish_button(plan: Plan, published: Plan | None, *, disabled: bool, first: bool = True) -> None:
    """Draw the button that publishes a version, and do what it was pressed for.

    Parameters
    ----------
    published
        The version that is published now: the one pressed for is the one that was shown, in place of this one.
    first
        Whether publishing is the page's next step.
    """
    pressed_for = (plan.plan_id, published.plan_id if published else None)
    broken = len(hard_ones(plan.violations))
    label = t("board.publish", version=plan.version)
    if broken:
        label = t("board.publish_broken", version=plan.version, count=broken)
    st.button(
        label, icon=":material/error:" if broken else ":material/check:", key="publish", disabled=disabled,
        type="primary" if first and not broken else "secondary", on_click=_ask, args=pressed_for,
    )  # fmt: skip


def publish_asked() -> None:
    """Publish what was pressed, and compare where somebody else published meanwhile; call it in every run."""
    if (asked := st.session_state.pop(_ASKED, None)) is not None:
        # Nobody is phoned about a plan that cannot be published.
        if not _is_broken(asked[0]) and tells_anybody(*asked):
            st.session_state[_TELL] = asked
        else:
            _publish(*asked)
    if (failed := st.session_state.get(_FAILED)) is not None:
        st.dialog(t("board.not_published"), width="medium", on_dismiss=_close)(_say_failed)(*failed)
        return
    if (asked := st.session_state.get(_TELL)) is not None:
        st.dialog(t("tell.title"), width="large", on_dismiss=_close)(_tell)(*asked)
        return
    if (unlawful := st.session_state.get(_UNLAWFUL)) is not None:
        st.dialog(t("board.unlawful"), width="medium", on_dismiss=_close)(_say_why)(*unlawful)
        return
    if (vague := st.session_state.get(_VAGUE)) is not None:
        st.dialog(t("board.vague"), width="medium", on_dismiss=_close)(_ask_consent)(*vague)
        return
    if (refused := st.session_state.get(_REFUSED)) is None:
        return
    plan_id, error = refused
    plan = plan_desk.get_plan(desk(), actor(), plan_id)
    if plan is not None:
        title = t("conflict.publish_anyway", version=plan.version)
        st.dialog(title, width="large", on_dismiss=_close)(_compare)(plan, error)


def _ask(plan_id: str, instead_of: str | None) -> None:
    _close()
    st.session_state[_ASKED] = (plan_id, instead_of)


def _is_broken(plan_id: str) -> bool:
    plan = plan_desk.get_plan(desk(), actor(), plan_id)
    return plan is not None and bool(hard_ones(plan.violations))


def _say_failed(plan_id: str, error: PlannerError) -> None:
    """Say why nothing was published, and every rule that is broken; it stays until somebody has read it."""
    show_error(error)
    plan = plan_desk.get_plan(desk(), actor(), plan_id)
    broken = hard_ones(plan.violations) if plan else ()
    for violation in broken[:_LINES]:
        st.text(say(violation.message))
    if len(broken) > _LINES:
        st.caption(t("board.more_findings", count=len(broken) - _LINES))
    if st.button(t("board.keep_draft"), key="publish-back-failed"):
        _close()
        st.rerun()


def _tell(plan_id: str, instead_of: str | None) -> None:
    """Say who has to be told of another day before it is published."""
    version = whom_to_tell(plan_id, instead_of)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="row-tell-foot"):
        go = st.button(t("board.publish", version=version), type="primary", icon=":material/check:", key="publish-told")
        back = st.button(t("board.keep_draft"), type="tertiary", key="publish-back-told")
    if go:
        _close()
        _publish(plan_id, instead_of)
    if back:
        _close()
    if _TELL not in st.session_state:  # over, or something else stands against it
        st.rerun()


def _close() -> None:
    for waiting in (_TELL, _REFUSED, _UNLAWFUL, _VAGUE, _FAILED):
        st.session_state.pop(waiting, None)


def _publish(plan_id: str, instead_of: str | None, law_reason: str = "", *, vague: bool = False) -> None:
    try:
        done = plan_desk.publish(desk(), actor(), plan_id, instead_of=instead_of, law_reason=law_reason, vague=vague)
    except VagueError as error:
        _close()
        st.session_state[_VAGUE] = (plan_id, instead_of, error)
        return
    except UnlawfulError as error:
        _close()
        st.session_state[_UNLAWFUL] = (plan_id, instead_of, error, vague)
        return
    except StaleError as error:
        _close()
        st.session_state[_REFUSED if isinstance(error.theirs, Plan) else _FAILED] = (plan_id, error)
        return
    except PlannerError as error:
        _close()
        st.session_state[_FAILED] = (plan_id, error)
        return
    _close()
    st.toast(t("board.published_now", version=done.version), icon=":material/check:")
    st.rerun()


def _ask_consent(plan_id: str, instead_of: str | None, error: VagueError) -> None:
    """Say which visits go to places that are not known to the street; nobody is sent there without consent."""
    st.warning(plain(say(error.message)), icon=":material/wrong_location:")
    for visit in error.visits[:_LINES]:
        st.text(visit)
    if len(error.visits) > _LINES:
        st.caption(t("board.more_vague", count=len(error.visits) - _LINES))
    consent = st.checkbox(t("board.vague_consent"), key="publish-consent")
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="row-vague-foot"):
        anyway = st.button(t("board.publish_vague"), type="primary", disabled=not consent, key="publish-vague")
        settle = st.button(t("board.settle_places"), icon=":material/pin_drop:", key="publish-settle")
        back = st.button(t("board.keep_draft"), type="tertiary", key="publish-back-vague")
    if anyway:
        _publish(plan_id, instead_of, vague=True)
    if settle:
        _close()
        open_list()
        go_to("requests")
    if back:
        _close()
    if _VAGUE not in st.session_state:  # over, or something else stands against it
        st.rerun()


def _say_why(plan_id: str, instead_of: str | None, error: UnlawfulError, vague: bool) -> None:
    """Say which binding rules the plan breaks; whoever publishes it all the same says why."""
    st.warning(plain(say(error.message)), icon=":material/gavel:")
    for finding in error.findings[:_LINES]:
        st.text(say(finding.message))
    if len(error.findings) > _LINES:
        st.caption(t("board.more_findings", count=len(error.findings) - _LINES))
    reason = st.text_area(t("board.law_reason"), key="publish-reason", help=t("board.law_reason_help"), height=90)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="row-unlawful-foot"):
        anyway = st.button(
            t("board.publish_unlawful"), type="primary", disabled=not reason.strip(), key="publish-lawless"
        )
        back = st.button(t("board.keep_draft"), type="tertiary", key="publish-back")
    if anyway:
        _publish(plan_id, instead_of, reason, vague=vague)
    if back:
        _close()
    if _UNLAWFUL not in st.session_state:  # over, or somebody else published meanwhile
        st.rerun()


def _compare(plan: Plan, error: StaleError) -> None:
    theirs = error.theirs
    assert isinstance(theirs, Plan)
    who = plain(saver(error.by))
    st.warning(t("conflict.published_by", who=who, version=theirs.version), icon=":material/sync_problem:")
    moves_table(
        difference(theirs, plan), before=theirs, after=plan,
        heads=(t("conflict.published_now", version=theirs.version), t("conflict.yours", version=plan.version)),
    )  # fmt: skip
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="row-conflict-foot"):
        anyway = st.button(t("conflict.publish_anyway", version=plan.version), type="primary", key="publish-anyway")
        keep = st.button(t("conflict.keep_theirs"), type="tertiary", key="publish-keep")
    if anyway:
        _publish(plan.plan_id, theirs.plan_id)
    if keep:
        _close()
    if st.session_state.get(_REFUSED) != (plan.plan_id, error):  # over, or refused once more: shown as it is now
        st.rerun()


def moves_table(
    found: Difference, *, before: Plan, after: Plan, heads: tuple[str, str] | None = None, most: int = _MOST
) -> None:
    """Draw every visit that differs between two plans, with where it stands in both.

    Parameters
    ----------
    heads
        What the two columns are called; None: by their versions.
    most
        More rows than these are only counted.
    """
    pairs: list[tuple[Stop | None, Stop | None]] = [(one.before, one.after) for one in found.moved]
    pairs += [(None, one) for one in found.added] + [(one, None) for one in found.dropped]
    if not pairs:
        st.text(t("conflict.same_stops"))
        return
    names = {one.technician_id: one.name for one in (*before.technicians, *after.technicians)}
    named = (t("conflict.visit"), *(heads or (f"v{before.version}", f"v{after.version}")))
    head = "".join(f"<th scope='col'>{escape(one)}</th>" for one in named)
    rows = "".join(_row(was, now, names, after.time_zone) for was, now in pairs[:most])
    st.html(f'<div class="fp-diff"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>')
    if len(pairs) > most:
        st.caption(t("conflict.more_stops", count=len(pairs) - most))


def _row(before: Stop | None, after: Stop | None, names: dict[str, str], zone: str) -> str:
    shown = after or before
    label = f"{shown.visit_id} {shown.title}".strip() if shown else ""
    cells = "".join(f"<td class='{'kept' if one is after else 'was'}'>{escape(_where(one, names, zone))}</td>"
                    for one in (before, after))  # fmt: skip
    return f"<tr><th scope='row'>{escape(label)}</th>{cells}</tr>"


def _where(stop: Stop | None, names: dict[str, str], zone: str) -> str:
    if stop is None:
        return t("conflict.not_in_plan")
    return f"{names.get(stop.technician_id, stop.technician_id)} {time_text(stop.start, zone=zone)}"
