"""What a plan buys of subcontractors: the text of each order to copy, and who sent it when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from planner.desk import consequences, vendors
from planner.desk.consequences import Purchase
from planner.desk.vendors import Ordered
from planner.model.errors import PlannerError
from planner.model.language import money_text, time_text
from planner.model.plan import Plan
from planner.ui.parts import chip
from planner.ui.plain import plain
from planner.ui.session import actor, desk, language, show_error, t

__all__ = ["orders_card"]


def orders_card(plan: Plan) -> None:
    """Draw a line for each order of a plan, and those that were sent and are no longer in it; nothing without any."""
    purchases = consequences.orders_of(desk(), actor(), plan.plan_id, language=language())
    sent = {one.vendor_id: one for one in vendors.ordered_on(desk(), actor(), plan.day)}
    bought = {one.order.vendor.vendor_id for one in purchases}
    gone = [one for vendor_id, one in sent.items() if vendor_id not in bought]
    if not purchases and not gone:
        return
    with st.container(border=True, key="card-orders", gap="small"):
        st.subheader(t("vendors.orders"), anchor=False)
        for purchase in purchases:
            _line(plan, purchase, sent.get(purchase.order.vendor.vendor_id))
        for one in gone:
            _gone(plan.day, one)


def _line(plan: Plan, purchase: Purchase, sent: Ordered | None) -> None:
    order = purchase.order
    vendor_id = order.vendor.vendor_id
    with st.container(key=f"order-{vendor_id}", gap="small"):
        with st.container(key=f"strong-order-{vendor_id}"):
            st.text(order.vendor.name)
        st.caption(t("vendors.order_line", count=len(order.stops), amount=money_text(order.total_ore, language())))
        if sent is not None:
            time = time_text(sent.at, zone=desk().time_zone)
            same = vendors.same_order(sent, purchase)
            said = t("vendors.sent" if same else "vendors.sent_other", name=sent.by, time=time)
            st.html(f'<div class="fp-line">{chip("ok" if same else "warn", said)}</div>')
        with st.popover(t("vendors.show_order"), icon=":material/description:", key=f"order-text-{vendor_id}"):
            st.caption(t("vendors.copy_help"))
            st.code(purchase.text, language=None, wrap_lines=True)
            _marks(plan, purchase, sent)


def _marks(plan: Plan, purchase: Purchase, sent: Ordered | None) -> None:
    vendor_id = purchase.order.vendor.vendor_id
    fresh = sent is None or not vendors.same_order(sent, purchase)
    if fresh and st.button(t("vendors.mark"), type="primary", icon=":material/check:", key=f"order-mark-{vendor_id}"):
        _done(lambda: vendors.mark_ordered(desk(), actor(), plan.plan_id, vendor_id, language=language()))
    if sent is not None:
        st.button(
            t("vendors.unmark"), type="tertiary", key=f"order-unmark-{vendor_id}", on_click=_take_back,
            args=(plan.day, vendor_id),
        )  # fmt: skip


def _gone(day: date, one: Ordered) -> None:
    """An order that was sent and that the plan does not need any more: somebody has to call it off."""
    with st.container(key=f"order-gone-{one.vendor_id}", gap="small"):
        said = t("vendors.sent_gone", vendor=one.vendor_id, name=one.by, time=time_text(one.at, zone=desk().time_zone))
        st.html(f'<div class="fp-line">{chip("bad", said)}</div>')
        with st.popover(t("vendors.show_order"), icon=":material/description:", key=f"order-text-{one.vendor_id}"):
            st.code(one.text, language=None, wrap_lines=True)
            st.button(
                t("vendors.called_off"),
                key=f"order-off-{one.vendor_id}",
                on_click=_take_back,
                args=(day, one.vendor_id),
            )


def _take_back(day: date, vendor_id: str) -> None:
    _done(lambda: vendors.take_back_order(desk(), actor(), day, vendor_id), again=False)


def _done(call: Callable[[], object], *, again: bool = True) -> None:
    try:
        call()
    except PlannerError as error:
        show_error(error)
        return
    if again:
        st.toast(plain(t("vendors.marked")), icon=":material/check:")
        st.rerun()
