"""The words of the day's page: everything it says, in both languages, so that it can say it without network."""

from __future__ import annotations

from planner.model.language import texts

__all__ = ["PAGE", "words_of_the_page"]

PAGE = (  # noqa: SIM905
    """
    aboard and_more arrive ask.follow_up ask.late ask.no_access ask.note ask.parts at_depot beside
    call call_contact cancelled change.facts change.new change.order change.time changed
    changed_facts changed_gone changed_new changed_order changed_time checklist_of choose contact
    count day_done device_map directions done_around ended ended_waits fetch_at free ground hide
    in_queue lasts leave leave_by loading mail map menu minutes_late minutes_left next next_remote
    no_contact nothing_kept now offline one_more online order order_of other_maps out
    out_needs_network out_unsent over part parts_needed parts_used picked promised queued refresh
    report seen send rides_with sent_later show shut_out sign_in some_minutes some_parts some_words start title
    tool.late tool.note tool.parts understood undo unpublished unsure visits_over waits whole_app
    words
    """
).split()
"""Texts of the page's own scripts, without their beginning; a test compares them with what the scripts ask for."""

_SHARED = ("tablet.what.", "my_day.state.", "my_day.act.", "my_day.do.")


def words_of_the_page() -> dict[str, dict[str, str]]:
    """Return the texts by key and language."""
    known = texts()
    keys = [*(f"tablet.ui.{name}" for name in PAGE), *(key for key in known if key.startswith(_SHARED))]
    return {key: {"sv": known[key].sv, "en": known[key].en} for key in keys}
