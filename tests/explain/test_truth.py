"""What a reason says of who has which skill, licence or shift is true of everybody on duty."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.explain import explain
from planner.model.language import LANGUAGES, render
from planner.model.message import Message
from planner.model.problem import VisitLock, Window
from planner.model.words import LockKind
from tests.explain.street import duty, plan, town, visit
from tests.golden.towns import clock

SKILLS = ("virt", "linux", "sap")
"""Ids the catalogue does not know: there the name is the id."""
NAMES = ("anna", "bo", "cia")
SEEN: Counter[str] = Counter()


@st.composite
def duties(draw, name):
    levels = {skill: draw(st.integers(0, 4)) for skill in draw(st.sets(st.sampled_from(SKILLS)))}
    changes = {
        "skills": tuple((skill, level) for skill, level in levels.items() if level),
        "certificates": tuple(draw(st.sets(st.sampled_from(("high", "low"))))),
        "takes_visits": draw(st.sampled_from((True, True, True, False))),
    }
    if draw(st.integers(0, 3)) == 0:
        changes["drives"] = ()
    return duty(name, **changes)


@st.composite
def days(draw):
    people = tuple(draw(duties(name)) for name in NAMES[: draw(st.integers(1, 3))])
    lock = VisitLock(kind=LockKind.TECHNICIAN, technician_id="anna") if draw(st.integers(0, 6)) == 0 else VisitLock()
    wanted = visit(
        "V1",
        minutes=draw(st.sampled_from((60, 600))),
        skills=tuple((skill, draw(st.integers(1, 4))) for skill in sorted(draw(st.sets(st.sampled_from(SKILLS))))),
        certificates=tuple(sorted(draw(st.sets(st.sampled_from(("high", "low")))))) if draw(st.booleans()) else (),
        forbidden=tuple(draw(st.sets(st.sampled_from(NAMES)))) if draw(st.integers(0, 3)) == 0 else (),
        required=tuple(draw(st.sets(st.sampled_from(NAMES)))) if draw(st.integers(0, 4)) == 0 else (),
        lock=lock,
    )  # fmt: skip
    return town((wanted,), people)


def met(person, need):
    """Whether a technician has what the sentence names: a skill with its level, or a certificate."""
    if isinstance(need, Message):
        values = dict(need.values)
        return person.level(values["skill"].sv) >= values["level"]
    return need.sv in person.certificates


def named(problem, names):
    return [one for one in problem.duties if one.name in names]


def skilled(wanted, one):
    """Whether a technician has every skill and certificate."""
    levels = all(one.level(skill) >= level for skill, level in wanted.skills)
    return levels and set(wanted.certificates) <= set(one.certificates)


def check_lack(problem, wanted, key, values):
    """Sentences of somebody missing a skill or certificate, held against the problem in their own words."""
    people, needs = problem.duties, values.get("needs", ())
    match key:
        case "rule.skill.unassigned":
            levels = {one.name: one.level(values["skill"].sv) for one in people}
            assert (values["skill"].sv, values["level"]) in wanted.skills
            assert max(levels.values()) < values["level"]
            assert levels[values["technician"]] == values["has_level"] == max(levels.values()) > 0
        case "explain.nobody_has":
            assert not any(one.level(dict(values["need"].values)["skill"].sv) for one in people)
        case "rule.certificate.unassigned":
            assert not any(values["certificate"].sv in one.certificates for one in people)
        case "explain.not_together":
            assert all(any(met(one, need) for one in people) for need in needs), "each alone is met by somebody"
            assert not any(all(met(one, need) for need in needs) for one in people)
            (nearest,) = named(problem, [values["technician"]])
            assert {need for need in needs if not met(nearest, need)} == set(values["lacking"])
        case "explain.only_they" | "explain.skilled_barred":
            assert {one.name for one in people if skilled(wanted, one)} == set(values["technicians"])
            assert len(needs) == len(wanted.skills) + len(wanted.certificates) > 0


def check_bar(problem, wanted, key, values):
    """Sentences of licence, shift and choice of person."""
    people = problem.duties
    match key:
        case "rule.licence.unassigned":
            assert all(skilled(wanted, one) and not one.drives for one in named(problem, values["technicians"]))
        case "explain.no_field_shift":
            assert not any(one.takes_visits for one in people)
        case "explain.other_shift_field":
            assert all(skilled(wanted, one) and not one.takes_visits for one in named(problem, values["technicians"]))
        case "explain.all_forbidden":
            assert {one.technician_id for one in people} <= set(wanted.forbidden)
        case "explain.forbidden":
            assert {one.technician_id for one in named(problem, values["technicians"])} <= set(wanted.forbidden)


@settings(max_examples=400)
@given(days())
def test_every_reason_is_true_of_everybody_on_duty(problem):
    (wanted,) = problem.visits
    (left,) = explain(problem, plan(problem))
    reason = left.reasons[0]
    SEEN[reason.message.key] += 1
    for check in (check_lack, check_bar):
        check(problem, wanted, reason.message.key, dict(reason.message.values))
    for language in LANGUAGES:
        assert "{" not in render(reason.message, language)
    said = render(reason.message, "en")
    if reason.technician_id is not None and "technician" in dict(reason.message.values):
        assert dict(reason.message.values)["technician"] == reason.technician_id.title(), said


def test_the_random_days_had_reasons_of_many_kinds():
    assert {
        "rule.skill.unassigned", "explain.nobody_has", "rule.certificate.unassigned", "explain.not_together",
        "explain.only_they", "explain.skilled_barred", "rule.licence.unassigned", "explain.no_field_shift",
        "explain.several",
    } <= set(SEEN)  # fmt: skip


def sentence(*people, **needs):
    problem = town((visit("V1", **needs),), people)
    (left,) = explain(problem, plan(problem))
    return render(left.reason, "en"), left.reasons[0].technician_id


def test_two_skills_that_nobody_has_together_are_said_to_be_missing_together():
    anna = duty("anna", skills=(("virt", 4), ("linux", 2)))
    leila = duty("leila", skills=(("linux", 3),))
    assert sentence(anna, leila, skills=(("linux", 3), ("virt", 2))) == (
        "Nobody on duty on Tue 24 November alone has linux level 3 and virt level 2. "
        "Nearest is Anna, who lacks linux level 3.",
        "anna",
    )


def test_who_alone_has_the_skill_is_named_with_what_keeps_them():
    anna = duty("anna", skills=(("virt", 4),))
    said, who = sentence(anna, duty("bo"), skills=(("virt", 2),), minutes=600)
    assert said.startswith("Of those on duty on Tue 24 November only Anna can offer virt level 2. The shifts on")
    assert who == "anna"


def test_a_skill_nobody_has_at_all_names_nobody_as_near():
    said, who = sentence(duty("anna"), duty("bo"), skills=(("virt", 2),))
    assert (said, who) == ("Nobody on duty on Tue 24 November has virt level 2, or any lower level.", None)


def test_minutes_late_home_are_those_of_the_shift_alone():
    problem = town((visit("V1", minutes=540, windows=(Window(earliest_s=0, latest_s=clock(8)),)),))
    (left,) = explain(problem, plan(problem))
    assert "20\u00a0min late home" in render(left.reason, "en")  # 08:10 to 17:10, home 17:20; the window by 10 min
