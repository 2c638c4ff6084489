"""The shipped catalogue is complete and agrees with itself: both languages, references, figures, triage."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

from planner.files.catalogue import load_catalogue
from planner.model.language import texts
from tests.files.catalogue_data import FILES, PRIORITIES, fields, ids, load, load_texts, walk

PLAN_RULES = {"licence", "skill", "person", "window", "shift", "break", "max_drive", "capacity", "crew", "link"} | {
    *("parts", "lock", "promise", "territory", "law", "once")
}
JOBS: list[dict[str, Any]] = load("job_types")["job_types"]
QUESTIONS = [(job, question) for job in JOBS for question in job["triage"]]
TEXTS = [
    (where, node)
    for file in FILES
    for where, node in walk(load(file), file)
    if isinstance(node, dict) and {"sv", "en"} & node.keys()
]
LISTS = [
    (where, node)
    for file in FILES
    for where, node in walk(load(file), file)
    if isinstance(node, list) and node and all(isinstance(row, dict) for row in node) and "id" in node[0]
]
job_types = pytest.mark.parametrize("job", JOBS, ids=ids(JOBS))
questions = pytest.mark.parametrize(("job", "question"), QUESTIONS, ids=[q["id"] for _, q in QUESTIONS])


def test_every_text_is_whole_in_both_languages() -> None:
    assert TEXTS
    assert [where for where, node in TEXTS if not whole(node["sv"], node["en"])] == []


def whole(sv: str, en: str) -> bool:
    """Whether two wordings are there, trimmed, with the same placeholders and the same kind of end."""
    trimmed = all(text and text == text.strip() and "  " not in text for text in (sv, en))
    return trimmed and fields(sv) == fields(en) and (len(sv) < 3 or (sv[-1] in ".?!") == (en[-1] in ".?!"))


def test_ids_of_a_list_are_unique_plain_words() -> None:
    for where, rows in LISTS:
        assert len(set(ids(rows))) == len(rows), where
        assert [one for one in ids(rows) if not re.fullmatch(r"[A-Za-z0-9_.-]+", one)] == [], where


@job_types
def test_what_can_be_solved_without_a_visit_says_what_to_try_first(job: dict[str, Any]) -> None:
    steps = [one["step"] for one in job["try_first"]]
    assert steps == list(range(1, len(steps) + 1))
    assert (2 <= len(steps) <= 4) is job["remote_possible"]
    assert bool(steps) is job["remote_possible"]
    assert len({one["sv"] for one in job["try_first"]}) == len(steps)


def test_certificates_say_how_long_they_hold() -> None:
    assert [row["id"] for row in load("skills")["certificates"] if row["valid_months"] <= 0] == []


def test_article_codes_are_unique() -> None:
    codes = [row["sku"] for row in load("parts")["parts"]]
    assert len(set(codes)) == len(codes)


def test_parts_have_size_weight_and_lead_time() -> None:
    wanting = [
        row["id"]
        for row in load("parts")["parts"]
        if min(row["volume_l"], row["weight_kg"], row["lead_time_days"]) <= 0
    ]
    assert wanting == []


def test_priority_never_falls_when_impact_or_urgency_rises() -> None:
    rank = [[PRIORITIES.index(cell) for cell in row] for row in load("priority_matrix")["matrix"]]
    for row in [*rank, *zip(*rank, strict=True)]:
        assert all(after <= before for before, after in pairwise(row))


@pytest.mark.parametrize("policy", load("priority_matrix")["sla_policies"], ids=lambda policy: policy["id"])
@pytest.mark.parametrize("clock", ["response_min", "resolution_min"])
def test_targets_tighten_with_priority(policy: dict[str, Any], clock: str) -> None:
    assert list(policy["targets"]) == PRIORITIES
    row = [policy["targets"][priority][clock] for priority in PRIORITIES]
    assert row == sorted(row)


def test_leaving_out_costs_more_the_higher_the_priority() -> None:
    factors = [row["drop_cost_factor"] for row in load("priority_matrix")["priorities"]]
    assert all(before > after for before, after in pairwise(factors))


def test_shared_answers_are_yes_no_and_unknown() -> None:
    assert [row["value"] for row in load("job_types")["answer_labels"]] == ["yes", "no", "unknown"]


def test_every_effect_has_a_sentence_with_just_its_fields() -> None:
    for effect in load("job_types")["effects"]:
        becomes = {"level"} if effect["id"] in ("change_urgency", "change_impact") else set()  # what comes of the steps
        assert fields(texts()[f"effect.{effect['id']}"]["sv"]) == {*effect["fields"], *becomes}, effect["id"]
    assert set(load_texts("effect")) == set(ids(load("job_types")["effects"]))


@job_types
def test_figures_of_a_job_type_make_sense(job: dict[str, Any]) -> None:
    assert job["service_min"] <= job["service_p80_min"] <= 4 * job["service_min"]
    assert 0 <= job["setup_min"] <= 60
    assert job["remote_possible"] == (job["remote_share"] > 0)
    assert job["remote_possible"] or job["default_channel"] == "on_site"
    assert job["default_priority"] == load("priority_matrix")["matrix"][job["impact"] - 1][job["urgency"] - 1]
    assert job["required_skills"]


@job_types
def test_a_crew_has_one_seat_for_each_person(job: dict[str, Any]) -> None:
    expected = list(range(1, job["crew_size"] + 1)) if job["crew_size"] > 1 else []
    assert [seat["seat"] for seat in job["seats"]] == expected
    known = load_catalogue()
    for seat in job["seats"]:
        assert set(seat["certificates"]) <= set(known.certificates)
        assert {need["skill"] for need in seat["skills"]} <= set(known.skills)
        assert all(1 <= need["min_level"] <= 5 for need in seat["skills"])


@job_types
def test_checklist_and_triage_have_a_good_length(job: dict[str, Any]) -> None:
    assert [step["step"] for step in job["checklist"]] == list(range(1, len(job["checklist"]) + 1))
    assert 5 <= len(job["checklist"]) <= 9
    assert 3 <= len(job["triage"]) <= 6


@job_types
def test_follow_ups_name_job_types_and_a_gap(job: dict[str, Any]) -> None:
    for link in job["follow_ups"]:
        assert link["job_type"] in ids(JOBS)
        assert 0 <= link["min_gap_min"] <= link["max_gap_min"]
        assert link["technician"] in ("same", "different", "any")
        assert link["mode"] in ("offer", "always")


def test_follow_ups_never_run_in_a_circle() -> None:
    after = {job["id"]: {link["job_type"] for link in job["follow_ups"]} for job in JOBS}
    for start, found in after.items():
        reached: set[str] = set()
        while found - reached:
            reached |= found
            found = set().union(*(after[name] for name in reached))
        assert start not in reached


@questions
def test_question_ids_name_their_job_type(job: dict[str, Any], question: dict[str, Any]) -> None:
    assert question["id"].startswith(f"{job['id']}.")


@questions
def test_answers_fit_the_kind_of_their_question(job: dict[str, Any], question: dict[str, Any]) -> None:
    answers = question["answers"]
    values = [answer["value"] for answer in answers if "value" in answer]
    assert len(set(values)) == len(values)
    match question["kind"]:
        case "yes_no":
            assert values
            assert set(values) <= {"yes", "no"}
            assert all(answer["effects"] for answer in answers)
        case "choice":
            assert len(values) >= 2
        case "number":
            assert [answer for answer in answers if answer["when"]["number"] <= 0] == []
            assert answers
        case _:
            assert answers == []


@questions
def test_effects_carry_their_fields_and_change_something(job: dict[str, Any], question: dict[str, Any]) -> None:
    wanted = {row["id"]: set(row["fields"]) for row in load("job_types")["effects"]}
    for effect in (effect for answer in question["answers"] for effect in answer["effects"]):
        assert effect.keys() - {"effect"} == wanted[effect["effect"]]
        assert effect.get("steps", 1) in (-2, -1, 1, 2)
        assert effect.get("factor", 2) != 1
        assert not (effect["effect"] == "change_job_type" and effect["job_type"] == job["id"])


def test_every_rule_of_the_plan_has_its_four_sentences() -> None:
    rules = load_texts("rule")
    for rule in PLAN_RULES:
        assert {"name", "violation", "unassigned", "why_not"} <= rules[rule].keys(), rule


@pytest.mark.parametrize("rule", load_texts("rule"))
def test_a_rule_names_its_parent_and_known_cures(rule: str) -> None:
    entry = load_texts("rule")[rule]
    assert entry["part_of"] in PLAN_RULES | {"general", "time"}
    assert "name" in entry
    assert {"violation", "unassigned"} & entry.keys()
    assert entry["cures"]
    assert set(entry["cures"]) <= set(load_texts("cure"))


def test_every_cure_belongs_to_a_rule() -> None:
    named = {cure for rule in load_texts("rule").values() for cure in rule["cures"]}
    assert named == set(load_texts("cure"))
    assert [name for name, cure in load_texts("cure").items() if not {"text", "button", "changes"} <= cure.keys()] == []


def test_sentences_use_the_declared_placeholders_and_all_of_them() -> None:
    declared = [row["name"] for row in load("placeholders")["placeholders"]]
    assert len(set(declared)) == len(declared)
    rooms = ("rule", "cure", "frame", "law")
    used = {
        name
        for room in rooms
        for _, node in walk(load_texts(room), room)
        if isinstance(node, dict) and isinstance(node.get("sv"), str)
        for name in fields(node["sv"])
    }
    assert used == set(declared)
