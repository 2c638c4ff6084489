"""What is known of the visit in focus: times, drive, place, contact, and why it stands where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from planner.desk import seen
from planner.model.language import duration_text, km_text, time_text
from planner.model.plan import Plan, Stop
from planner.model.request import Request
from planner.model.words import StopKind
from planner.planning import Expected
from planner.ui.board import may
from planner.ui.focus import Focus, set_focus
from planner.ui.move_menu import lock_choice, move_menu, wished_start
from planner.ui.near_dialog import near_button
from planner.ui.parts import chip, number_badge, priority_badge
from planner.ui.session import actor, desk, language, say, t
from planner.ui.told import has_report, told_lines
from planner.ui.wish import wish_menu
from planner.views.chains import Chained, chained
from planner.views.lateness import Chance, chance_short, chance_words, late_words
from planner.views.whereabouts import place_words
from planner.web.routes import receipt_url

__all__ = ["stop_card"]


def stop_card(
    plan: Plan,
    focus: Focus,
    requests: Mapping[str, Request],
    *,
    expected: Mapping[str, Expected] | None = None,
    chances: Mapping[str, Chance] | None = None,
) -> None:
    """Draw the visit in focus; nothing where none is. Of one that is left out: the question why not somebody."""
    stop = plan.stop_of(focus.visit_id) if focus.visit_id else None
    if stop is None:
        left = next((one for one in plan.unassigned if one.visit_id == focus.visit_id), None)
        if focus.visit_id and may("curing.try_wish"):
            wish_menu(plan, focus.visit_id, requests.get(left.request_id) if left else None)
            move_menu(plan, focus.visit_id, None)
        if left is not None:
            near_button(plan, left.place, left.visit_id)
        return
    with st.container(border=True, key="card-stop", gap="small"):
        chance = (chances or {}).get(stop.visit_id or "")
        st.html(f'<div class="fp-line">{_head(plan, stop, chance)}</div>')
        st.button(
            "", icon=":material/close:", key="stop-close", type="tertiary", help=t("board.close"),
            on_click=set_focus, args=(Focus(technician_id=focus.technician_id),),
        )  # fmt: skip
        foretold = _foretold(plan, chance) if chance else []
        facts_now = [
            *_expected(plan, stop, expected or {}),
            *foretold,
            *_facts(plan, stop, requests),
            *_seen(plan, stop),
        ]
        facts_now += told_lines(plan, stop)
        facts = "".join(f"<dt>{escape(a)}</dt><dd>{escape(b)}</dd>" for a, b in facts_now if b)
        st.html(f'<dl class="fp-facts fp-tight">{facts}</dl>')
        request = requests.get(stop.request_id or "")
        if stop.visit_id and may("receipts.receipt") and has_report(plan, stop):
            address = receipt_url(plan.day, stop.visit_id, language=language())
            st.link_button(t("board.receipt"), address, icon=":material/receipt_long:", width="stretch")
        if stop.visit_id and may("curing.try_wish"):
            wished_start(plan, stop, request)
            with st.container(horizontal=True, gap="small", key="stop-does"):
                wish_menu(plan, stop.visit_id, request)
                move_menu(plan, stop.visit_id, request)
            lock_choice(plan, stop, request)
        if stop.kind is StopKind.VISIT:
            near_button(plan, stop.place, stop.visit_id)


def _foretold(plan: Plan, chance: Chance) -> list[tuple[str, str]]:
    """How likely the visit becomes late, and when it begins in four of five cases."""
    words = chance_words(chance, zone=plan.time_zone, language=language())
    p80 = time_text(chance.start_p80, zone=plan.time_zone)
    return [
        (t("board.chance"), words or t("board.chance_none")),
        (t("board.in_four_of_five"), t("board.begins", time=p80)),
    ]


def _head(plan: Plan, stop: Stop, chance: Chance | None) -> str:
    who = next(one for one in plan.technicians if one.technician_id == stop.technician_id)
    marks = [number_badge(who.number), f"<b>{escape(stop.named(language()))}</b>", "<hr>"]
    if stop.priority is not None:
        marks.append(priority_badge(stop.priority))
    marks.append(f'<span class="fp-small">{escape(stop.visit_id or "")}</span>')
    if late := late_words(stop, language()):
        marks.append(chip("warn", late))
    if short := chance_short(chance, language()):
        marks.append(chip("warn", t("board.may_be_late", percent=short)))
    if stop.locked:
        marks.append(chip("quiet", t("board.locked")))
    return "".join(marks)


def _expected(plan: Plan, stop: Stop, expected: Mapping[str, Expected]) -> list[tuple[str, str]]:
    """When the reports say that somebody comes; nothing where nobody has said anything or the work has begun."""
    found = expected.get(stop.visit_id or "")
    return [(t("live.expected_label"), time_text(found.start, zone=plan.time_zone))] if found else []


def _seen(plan: Plan, stop: Stop) -> list[tuple[str, str]]:
    """Whether the technician has confirmed the day as it is published; nothing where it was never changed."""
    found = seen.seen_of(desk(), actor(), plan, stop.technician_id) if may("seen.seen_of") else None
    if found is None:
        return []
    if found.waits:
        words = t("board.seen_waits")
    else:
        words = t("board.seen_at", time=time_text(found.at, zone=plan.time_zone) if found.at else "")
    return [(t("board.seen"), words)]


def _facts(plan: Plan, stop: Stop, requests: Mapping[str, Request]) -> list[tuple[str, str]]:
    zone, request = plan.time_zone, requests.get(stop.request_id or "")
    who = next(one for one in plan.technicians if one.technician_id == stop.technician_id)
    drive = f"{duration_text(stop.travel_s, language())}, {km_text(stop.distance_m, language())}"
    job = desk().catalogue.job_types.get(stop.job_type_id)
    linked = chained(plan, requests.values(), language()).get(stop.visit_id or "", Chained())
    facts = [
        (t("board.time"), f"{time_text(stop.start, zone=zone)}–{time_text(stop.end, zone=zone)}, {who.name}"),
        (t("board.crew"), ", ".join(plan.beside(stop))),
        (t("board.after"), "; ".join(linked.before)),
        (t("board.then"), "; ".join(linked.then)),
        (t("views.column.customer"), stop.customer),
        (t("views.column.address"), place_words(stop, plan.whose(stop), language())),
        (t("board.drive_here"), drive if stop.travel_s else ""),
        (t("board.wait"), duration_text(stop.wait_s, language()) if stop.wait_s > 60 else ""),
        (t("board.job"), job.name[language()] if job else ""),
    ]
    if request is not None:
        facts.append((t("board.contact"), " ".join(filter(None, (request.contact_name, request.contact_phone)))))
        if request.promise:
            told = (request.promise.earliest, request.promise.latest)
            facts.append((t("board.promise"), "–".join(time_text(m, zone=zone) for m in told)))
    if stop.reason is not None:
        facts.append((t("board.why"), say(stop.reason)))
    return facts
