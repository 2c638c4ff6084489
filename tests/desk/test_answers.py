"""What answers make of a request: effects in their order, each shown, each refusable, none counted twice."""

from datetime import datetime, time

import pytest

from planner.desk.answers import apply_answers
from planner.desk.standards import with_standards
from planner.files import load_catalogue
from planner.model.catalogue import Answer, Catalogue, Effect, JobType, NamedWindow, PauseReason, Question, Skill
from planner.model.language import render
from planner.model.message import Text
from planner.model.request import PartNeed, SkillNeed
from planner.model.words import Channel, Priority, RequestStatus
from tests.desk.firm import DAY, ZONE, request

P = Priority
NAME = Text("namn", "name")


def effect(effect, **parameters):
    return Effect(effect=effect, parameters=tuple(parameters.items()))


def question(number, kind, *answers, job="fault"):
    return Question(question_id=f"{job}.q{number}", ask=NAME, kind=kind, answers=answers)


def answer(value, *effects):
    return Answer(value=value, label=NAME, effects=effects)


def number(op, limit, *effects):
    return Answer(value="", label=NAME, effects=effects, op=op, number=limit)


def job_type(job_type_id="fault", *triage, **changes):
    plain = {
        "line": 1,
        "default_channel": Channel.REMOTE,
        "remote_possible": True,
        "remote_share": 0.5,
        "service_min": 40,
        "service_p80_min": 60,
        "setup_min": 5,
        "impact": 3,
        "urgency": 3,
        "default_priority": P.P3,
        "required_skills": (SkillNeed(skill="printing", level=2),),
        "parts": ((PartNeed(part="toner", quantity=2), "always"), (PartNeed(part="roller"), "often")),
    }
    return JobType(job_type_id=job_type_id, name=NAME, description=NAME, triage=triage, **(plain | changes))


def catalogue(*types):
    """A catalogue of these job types; priority is 6 less impact, at least 1, whatever the urgency."""
    return Catalogue(
        skills={"printing": Skill(skill_id="printing", name=Text("Utskrift", "Printing"))},
        certificates={},
        job_types={one.job_type_id: one for one in types},
        parts={},
        impact=(),
        urgency=(),
        matrix=tuple(tuple(P(6 - impact) for _ in range(5)) for impact in range(1, 6)),
        priorities={},
        calendars={},
        sla_policies={},
        pause_reasons={"waiting_access": PauseReason(reason_id="waiting_access", label=NAME, stops_resolution=True)},
        windows={"night": NamedWindow(window_id="night", label=NAME, opens=time(17), closes=time(6))},
        notes={"english": Text("på engelska", "in English")},
    )


def proposed(*effects, refused=(), base=None):
    """The proposal of one question whose answer yes has these effects."""
    known = catalogue(job_type("fault", question(1, "yes_no", answer("yes", *effects))))
    start = base or request(job_type_id="fault", service_min=40, service_p80_min=60)
    return apply_answers(known, start, {"fault.q1": "yes"}, day=DAY, refused=refused, zone="Europe/Stockholm")


def after(*effects, **changes):
    return proposed(*effects, base=request(job_type_id="fault", service_min=40, service_p80_min=60, **changes)).request


def test_sets_come_before_changes_whatever_their_order_and_the_highest_set_wins():
    one = after(
        effect("change_impact", steps=1), effect("set_impact", level=2), effect("set_impact", level=3),
        effect("change_urgency", steps=-1), effect("set_urgency", level=5),
    )  # fmt: skip
    assert (one.impact, one.urgency) == (4, 4)


@pytest.mark.parametrize(("steps", "level"), [(9, 5), (-9, 1)])
def test_impact_and_urgency_stay_between_one_and_five(steps, level):
    one = after(effect("change_impact", steps=steps), effect("change_urgency", steps=steps))
    assert (one.impact, one.urgency) == (level, level)


def test_the_priority_follows_the_matrix_unless_somebody_gave_a_reason():
    assert after(effect("set_impact", level=5)).priority is P.P1
    overridden = after(effect("set_impact", level=5), priority=P.P4, priority_override="Avtalat med kunden")
    assert overridden.priority is P.P4


def test_adds_come_after_drops_and_the_higher_level_counts():
    one = after(
        effect("add_skill", skill="printing", min_level=1),
        effect("drop_skill", skill="printing"),
        effect("add_skill", skill="lan_switching", min_level=3),
        effect("add_skill", skill="lan_switching", min_level=2),
    )
    assert one.required_skills == (SkillNeed(skill="printing", level=1), SkillNeed(skill="lan_switching", level=3))


def test_a_larger_quantity_replaces_a_smaller_one_and_never_the_other_way():
    have = (PartNeed(part="toner", quantity=2), PartNeed(part="drum"))
    one = after(
        effect("add_part", part="toner", quantity=1),
        effect("add_part", part="cable", quantity=3),
        effect("drop_part", part="drum"),
        required_parts=have,
    )
    assert one.required_parts == (PartNeed(part="toner", quantity=2), PartNeed(part="cable", quantity=3))


def test_factors_multiply_both_durations():
    one = after(effect("scale_service", factor=1.5), effect("scale_service", factor=2.0))
    assert (one.service_min, one.service_p80_min) == (120, 180)


def test_of_several_channels_the_one_with_most_presence_wins():
    channels = [effect("suggest_channel", channel=one) for one in ("phone", "on_site", "remote")]
    assert after(*channels).channel is Channel.ON_SITE
    assert after(*channels[::2]).channel is Channel.REMOTE
    assert after(channel=Channel.PHONE).channel is Channel.PHONE


def test_line_crew_major_certificate_note_and_follow_up_are_set():
    one = after(
        effect("set_line", line=3), effect("set_crew_size", crew_size=2), effect("set_major"),
        effect("add_certificate", certificate="work_at_height"), effect("add_note", note="english"),
        effect("add_follow_up", job_type="training"),
    )  # fmt: skip
    assert (one.line, one.crew_size, one.is_major) == (3, 2, True)
    assert one.required_certificates == ("work_at_height",)
    assert one.notes == (Text("på engelska", "in English"),)
    assert one.follow_ups == ("training",)


def test_a_time_window_past_midnight_ends_the_next_day():
    (window,) = after(effect("set_time_window", window="night")).time_windows
    assert window.earliest_start == datetime(2026, 11, 24, 17, 0, tzinfo=ZONE)
    assert window.latest_end == datetime(2026, 11, 25, 6, 0, tzinfo=ZONE)


def test_a_hold_pauses_and_taking_it_back_lets_the_request_go_on():
    held = proposed(effect("hold", pause_reason="waiting_access"))
    assert (held.request.status, held.request.pause_reason) == (RequestStatus.PAUSED, "waiting_access")
    freed = proposed(effect("hold", pause_reason="waiting_access"), base=held.request, refused={"fault.q1:1"})
    assert (freed.request.status, freed.request.pause_reason) == (RequestStatus.TRIAGED, "")


def test_a_request_on_hold_for_another_reason_stays_so():
    paused = {"status": RequestStatus.PAUSED, "pause_reason": "waiting_access"}
    one = after(effect("set_line", line=2), **paused)
    assert (one.status, one.pause_reason) == (RequestStatus.PAUSED, "waiting_access")


def test_each_effect_has_its_sentence_and_can_be_refused_alone():
    effects = (effect("set_impact", level=5), effect("add_skill", skill="printing", min_level=4))
    everything, without = proposed(*effects), proposed(*effects, refused={"fault.q1:1"})
    assert [render(one, "sv") for one in everything.effects] == ["Påverkan blir 5 av 5.", "Kräver Utskrift nivå 4."]
    assert [step.refused for step in without.steps] == [True, False]
    assert [render(one, "en") for one in without.effects] == ["Needs Printing level 4."]
    assert (without.request.impact, without.request.required_skills[0].level) == (3, 4)


@pytest.mark.parametrize(
    ("given", "factor"), [("3", 1.0), ("5", 2.0), ("12", 3.0), ("4,5", 1.0), ("många", 1.0), ("", 1.0)]
)
def test_of_a_number_every_condition_that_holds_counts_and_the_last_wins(given, factor):
    effects = [number(">=", limit, effect("scale_service", factor=value)) for limit, value in ((5, 2.0), (10, 3.0))]
    known = catalogue(job_type("fault", question(1, "number", *effects)))
    start = request(job_type_id="fault", service_min=40)
    one = apply_answers(known, start, {"fault.q1": given}, day=DAY, zone="Europe/Stockholm").request
    assert one.service_min == 40 * factor


def test_of_a_number_different_effects_and_skills_all_count():
    effects = (
        number(">", 1, effect("change_impact", steps=1), effect("add_skill", skill="a", min_level=1)),
        number(">", 2, effect("add_skill", skill="b", min_level=2)),
    )
    known = catalogue(job_type("fault", question(1, "number", *effects)))
    one = apply_answers(
        known, request(job_type_id="fault"), {"fault.q1": "9"}, day=DAY, zone="Europe/Stockholm"
    ).request
    assert one.impact == 4
    assert {need.skill for need in one.required_skills} == {"printing", "a", "b"}


def test_answers_that_are_not_listed_change_nothing():
    known = catalogue(job_type("fault", question(1, "yes_no", answer("yes", effect("set_line", line=3)))))
    start = request(job_type_id="fault")
    given = {"fault.q1": "unknown", "fault.q9": "yes", "other": "yes"}
    proposal = apply_answers(known, start, given, day=DAY, zone="Europe/Stockholm")
    assert proposal.steps == ()
    assert proposal.request == start.replace(triage_answers=tuple(given.items()))


CHANGING = catalogue(
    job_type(
        "fault",
        question(1, "yes_no", answer("yes", effect("change_job_type", job_type="outage"))),
        question(2, "yes_no", answer("yes", effect("add_skill", skill="wifi", min_level=3))),
        required_certificates=("esd",),
    ),
    job_type("outage", service_min=90, service_p80_min=200, impact=5, default_channel=Channel.ON_SITE, line=2),
)


def test_a_changed_job_type_brings_its_standards_and_what_other_answers_added_stays():
    start = request(job_type_id="fault", service_min=7, required_certificates=("esd", "entry_permit"))
    answers = {"fault.q1": "yes", "fault.q2": "yes"}
    one = apply_answers(CHANGING, start, answers, day=DAY, zone="Europe/Stockholm").request
    assert (one.job_type_id, one.service_min, one.line, one.channel) == ("outage", 90, 2, Channel.ON_SITE)
    assert one.priority is P.P1
    assert {need.skill for need in one.required_skills} == {"printing", "wifi"}
    assert one.required_certificates == ("entry_permit",)
    assert one.required_parts == (PartNeed(part="toner", quantity=2),)


def test_the_same_answers_again_give_the_same_request():
    real = load_catalogue()
    for job in real.job_types.values():
        first = {one.question_id: one.answers[0].value if one.answers else "" for one in job.triage}
        answers = {key: value or "25" for key, value in first.items()}
        start = with_standards(real, request(job_type_id=""), job.job_type_id)
        once = apply_answers(real, start, answers, day=DAY, zone="Europe/Stockholm").request
        twice = apply_answers(real, once, answers, day=DAY, zone="Europe/Stockholm").request
        assert twice == once, job.job_type_id


def test_answers_taken_back_leave_no_trace():
    real = load_catalogue()
    start = with_standards(real, request(), "backup_restore")
    answers = {"backup_restore.q1": "server", "backup_restore.q3": "no", "backup_restore.q4": "25"}
    once = apply_answers(real, start, answers, day=DAY, zone="Europe/Stockholm").request
    assert once != start
    back = apply_answers(real, once, {}, day=DAY, zone="Europe/Stockholm").request
    assert back == start


def test_every_effect_of_the_catalogue_has_a_sentence_in_both_languages():
    real = load_catalogue()
    spoken = set()
    for job in real.job_types.values():
        for one in job.triage:
            for value in [choice.value for choice in one.answers if choice.value] or ["1", "6", "25"]:
                answers = {one.question_id: value}
                proposal = apply_answers(real, request(job_type_id=job.job_type_id), answers, day=DAY, zone="UTC")
                for step in proposal.steps:
                    spoken.add(step.effect)
                    assert render(step.message, "sv") != render(step.message, "en")
    assert len(spoken) == 19


def test_a_step_up_says_what_the_level_becomes_with_it_also_where_it_is_refused():
    up = effect("change_urgency", steps=1)
    base = request(job_type_id="fault", urgency=3)
    for refused in ((), ("fault.q1:1",)):
        (step,) = proposed(up, base=base, refused=refused).steps
        assert render(step.message, "sv") == "Brådskan blir 4 av 5 (+1)."
    (step,) = proposed(effect("suggest_channel", channel="on_site")).steps
    assert render(step.message, "sv") == "Löses nog bäst på plats."
