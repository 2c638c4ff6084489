"""The words of the day's page: everything it says, in both languages, so that it can say it without network."""

from __future__ import annotations

from planner.model.language import texts

__all__ = ["PAGE", "words_of_the_page"]

PAGE = (  # noqa: SIM905
    """
    aboard ahead ahead_none ahead_of and_more arrive ask.follow_up ask.late ask.no_access ask.note ask.overtime
    ask.parts ask.report ask_first ask_more asked_declined asked_granted asked_open asked_too_little at_depot away
    back.arrived back.break back.day_over back.done back.en_route back.follow_up back.no_access back.overtime
    back.paused back.resumed back.started back.time back.working behind beside bring bring_van by_plan by_word call
    call_contact cancelled change.facts change.new change.order change.time changed changed_facts changed_gone
    changed_new changed_order changed_time checklist_of close contact customer_name day.break day.day_over
    day.overtime day.time day.working day_done day_ended device_map directions done_around draft_of draft_waits drop
    drop_really end_anyway end_open ended ended_at ended_waits estimated fetch_at fetched fewer finish_it for_visit
    free ground hand_in handed_in hide history in_queue install install_apple install_now install_other is_left
    lasts late_by law_fine leave leave_both leave_by left loading mail map menu minutes_late minutes_left
    minutes_over more next next_action next_remote no_contact no_permission no_photo no_position no_shift
    nothing_kept now of_van offline on_break one_runs one_runs_what online open_draft open_photo order order_of
    other_maps out out_needs_network out_unsent out_unsent_one over overtime_why parts_needed parts_used pause_it
    photo_of photos picked picture_lost pictures_wait pictures_wait_one pill.ended pill.shut_out position print
    promised queued ready.comes_later ready.customer_stopped ready.locked ready.more_faults ready.no_time
    ready.nobody_opens ready.part_missing ready.wrong_place receipt receipt_away receipt_copy refresh replaces
    report report_done reported reported_at rides_with runs_over seen send sent_later shift show shut_out
    shut_out_lost sign_again sign_here sign_in signed_by some_minutes some_name some_parts some_words start
    take_back take_photo_back the_day time_break time_break_min time_drive time_from time_granted time_not_over
    time_nothing time_on_call time_other time_overtime time_unjudged time_until time_work time_wrong title tool.late
    tool.note tool.parts tool.photo tool.report understood unpublished unsure visits_over waits waits_one whole_app
    words
    """
).split()
"""Texts of the page's own scripts, without their beginning; a test compares them with what the scripts ask for."""

_SHARED = ("tablet.what.", "my_day.state.", "my_day.act.", "my_day.do.", "receipt.")


def words_of_the_page() -> dict[str, dict[str, str]]:
    """Return the texts by key and language."""
    known = texts()
    keys = [*(f"tablet.ui.{name}" for name in PAGE), *(key for key in known if key.startswith(_SHARED))]
    return {key: {"sv": known[key].sv, "en": known[key].en} for key in keys}
