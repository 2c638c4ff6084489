"""The catalogue is read whole, and a wrong value is named by file and field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from planner.files.catalogue import load_catalogue
from planner.model.errors import InputError
from planner.model.language import LANGUAGES, render
from planner.model.request import PartNeed, SkillNeed
from planner.model.words import Channel, Priority

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "catalogue"
FILES = ("skills", "job_types", "parts", "priority_matrix")
Change = Callable[[dict[str, Any]], object]


def changed(folder: Path, file: str, change: Change) -> Path:
    """Copy the shipped catalogue with one change in one file."""
    for name in FILES:
        shipped = (SHIPPED / f"{name}.yaml").read_text(encoding="utf-8")
        if name == file:
            data = yaml.load(shipped, Loader=yaml.CSafeLoader)
            change(data)
            shipped = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True)
        (folder / f"{name}.yaml").write_text(shipped, encoding="utf-8")
    return folder


def problem_of(folder: Path) -> str:
    """The fault that reading a folder reports, as one English line."""
    with pytest.raises(InputError) as caught:
        load_catalogue(folder)
    for language in LANGUAGES:
        assert render(caught.value.problems[0].message, language)
    return str(caught.value)


def test_a_job_type_carries_what_the_file_says() -> None:
    job = load_catalogue().job_types["server_install"]
    assert job.name["sv"] == "Installation av server"
    assert job.default_channel is Channel.ON_SITE
    assert job.default_priority is Priority.P3
    assert (job.service_min, job.service_p80_min, job.setup_min, job.crew_size) == (210, 300, 20, 2)
    assert SkillNeed(skill="virtualization", level=3) in job.required_skills
    assert job.required_certificates == ("electrical_safety", "esd_handling")
    assert (PartNeed(part="patch_cable_2m", quantity=4), "always") in job.parts
    assert len(job.checklist) == 7
    assert job.checklist[0]["en"].startswith("Check rack space")


def test_an_answer_carries_its_effects_in_order() -> None:
    question = next(q for q in load_catalogue().job_types["internet_outage"].triage if q.question_id.endswith("q2"))
    yes, no = question.answers
    assert (yes.value, yes.label["sv"], no.value, no.label["sv"]) == ("yes", "Ja", "no", "Nej")
    assert [effect.effect for effect in yes.effects] == ["suggest_channel", "change_urgency"]
    assert yes.effects[0].get("channel") == "phone"
    assert yes.effects[1].get("steps") == -1


def test_a_number_answer_carries_its_limit() -> None:
    question = next(q for q in load_catalogue().job_types["ups_service"].triage if q.kind == "number")
    assert [(answer.op, answer.number) for answer in question.answers] == [(">=", 2.0), (">=", 4.0)]
    assert question.answers[1].effects[0].get("crew_size") == 2


def test_priority_follows_impact_and_urgency() -> None:
    catalogue = load_catalogue()
    assert catalogue.priority(5, 5) is Priority.P1
    assert catalogue.priority(1, 5) is Priority.P3
    assert catalogue.priority(5, 1) is Priority.P3
    assert catalogue.priority(1, 1) is Priority.P5
    assert catalogue.priorities[Priority.P1].may_interrupt_plan
    assert not catalogue.priorities[Priority.P3].may_interrupt_plan


def test_service_levels_calendars_and_pauses_are_there() -> None:
    catalogue = load_catalogue()
    targets = dict(catalogue.sla_policies["standard"].targets)
    assert (targets[Priority.P2].calendar, targets[Priority.P2].response_min) == ("extended", 60)
    assert catalogue.calendars["office"].weekdays == (1, 2, 3, 4, 5)
    assert catalogue.calendars["office"].closes == time(17)
    assert catalogue.calendars["always"].closes is None
    assert catalogue.pause_reasons["waiting_customer"].stops_resolution
    assert not catalogue.pause_reasons["waiting_parts"].stops_resolution


def test_triage_finds_the_sentence_window_and_note_of_an_effect() -> None:
    catalogue = load_catalogue()
    assert "{part}" in catalogue.effects["add_part"]["sv"]
    assert catalogue.windows["after_hours"].opens == time(17)
    assert catalogue.notes["language_en"]["sv"].startswith("utbildningen")
    assert [level.level for level in catalogue.skill_levels] == [1, 2, 3, 4, 5]


def test_the_catalogue_is_read_once() -> None:
    assert load_catalogue() is load_catalogue()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "skills.yaml: The file is missing" in problem_of(tmp_path)


@pytest.mark.parametrize("content", ["- [", "[1, 2]", "", "\x00"])
def test_a_file_that_is_no_mapping_is_named(tmp_path: Path, content: str) -> None:
    folder = changed(tmp_path, "", lambda data: None)
    (folder / "parts.yaml").write_text(content, encoding="utf-8")
    assert problem_of(folder).startswith("parts.yaml: ")


def job(data: dict[str, Any], name: str = "ups_service") -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in data["job_types"] if row["id"] == name)
    return found


WRONG: dict[str, tuple[str, Change, str, str]] = {
    "unknown skill": (
        "job_types",
        lambda d: job(d)["required_skills"][0].update(skill="magic"),
        "job_types.ups_service.required_skills.1.skill",
        "magic",
    ),
    "unknown certificate": (
        "job_types",
        lambda d: job(d).update(required_certificates=["flying"]),
        "job_types.ups_service.required_certificates",
        "flying",
    ),
    "unknown part": (
        "job_types",
        lambda d: job(d)["parts"][0].update(part="flux"),
        "job_types.ups_service.parts.1.part",
        "flux",
    ),
    "unknown effect": (
        "job_types",
        lambda d: job(d)["triage"][0]["answers"][0]["effects"][0].update(effect="vanish"),
        "job_types.ups_service.triage.ups_service.q1.answers.1.effects.1.effect",
        "vanish",
    ),
    "effect to an unknown job type": (
        "job_types",
        lambda d: job(d)["triage"][1]["answers"][0]["effects"][2].update(job_type="nap"),
        "job_types.ups_service.triage.ups_service.q2.answers.1.effects.3.job_type",
        "nap",
    ),
    "effect without its sentence": (
        "job_types",
        lambda d: d["effects"].append({"id": "vanish", "fields": []}),
        "effects.vanish.id",
        "effect.vanish",
    ),
    "level over 5": (
        "job_types",
        lambda d: job(d)["required_skills"][0].update(min_level=6),
        "job_types.ups_service.required_skills.1.min_level",
        "from 1 to 5",
    ),
    "P80 under P50": ("job_types", lambda d: job(d).update(service_p80_min=79), "service_p80_min", "from 80 to 1440"),
    "a share over 1": ("job_types", lambda d: job(d).update(remote_share=1.5), "remote_share", "1.5"),
    "line 4": ("job_types", lambda d: job(d).update(line=4), "job_types.ups_service.line", "from 1 to 3"),
    "a truth that is a word": ("job_types", lambda d: job(d).update(remote_possible="no"), "remote_possible", "no"),
    "half a minute": ("job_types", lambda d: job(d).update(setup_min=2.5), "setup_min", "a whole number"),
    "an unknown channel": ("job_types", lambda d: job(d).update(default_channel="fax"), "default_channel", "fax"),
    "a step in one language": ("job_types", lambda d: job(d)["checklist"][0].pop("sv"), "checklist.1.sv", "missing"),
    "an unknown question kind": ("job_types", lambda d: job(d)["triage"][0].update(kind="guess"), "kind", "guess"),
    "an answer beside the labels": (
        "job_types",
        lambda d: job(d)["triage"][0]["answers"][0].update(value="maybe"),
        "answers.1.value",
        "maybe",
    ),
    "a job type twice": ("job_types", lambda d: d["job_types"].append(job(d)), "job_types.ups_service.id", "twice"),
    "an unknown skill group": ("skills", lambda d: d["skills"][0].update(group="x"), "windows_server.group", "x"),
    "four levels": ("skills", lambda d: d["level_scale"].pop(), "level_scale", "levels 1, 2, 3, 4 and 5"),
    "an unknown binding": ("skills", lambda d: d["certificates"][0].update(bound_to="moon"), "bound_to", "moon"),
    "an unknown unit": ("parts", lambda d: d["parts"][0].update(unit="ell"), "parts.laptop_std.unit", "ell"),
    "an unknown part group": ("parts", lambda d: d["parts"][0].update(group="x"), "parts.laptop_std.group", "x"),
    "negative stock": ("parts", lambda d: d["parts"][0].update(van_stock=-1), "van_stock", "-1"),
    "an empty article code": ("parts", lambda d: d["parts"][0].update(sku=""), "parts.laptop_std.sku", "a text"),
    "a matrix of four rows": ("priority_matrix", lambda d: d["matrix"].pop(), "matrix", "five rows"),
    "P6": ("priority_matrix", lambda d: d["matrix"][0].__setitem__(0, "P6"), "matrix", "P6"),
    "a priority left out": ("priority_matrix", lambda d: d["priorities"].pop(), "priorities", "P5"),
    "an eighth weekday": ("priority_matrix", lambda d: d["calendars"][0].update(weekdays=[8]), "weekdays", "8"),
    "no clock time": ("priority_matrix", lambda d: d["calendars"][0].update(opens="8 am"), "office.opens", "HH:MM"),
    "opening at midnight's end": ("priority_matrix", lambda d: d["calendars"][0].update(opens="24:00"), "opens", "24"),
    "an unknown calendar": (
        "priority_matrix",
        lambda d: d["sla_policies"][0]["targets"]["P1"].update(calendar="lunar"),
        "sla_policies.basic.targets.P1.calendar",
        "lunar",
    ),
    "resolved before answered": (
        "priority_matrix",
        lambda d: d["sla_policies"][0]["targets"]["P1"].update(resolution_min=10),
        "sla_policies.basic.targets.P1.resolution_min",
        "from 60",
    ),
    "a target left out": (
        "priority_matrix",
        lambda d: d["sla_policies"][0]["targets"].pop("P4"),
        "sla_policies.basic.targets.P4",
        "missing",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_value_is_named_by_file_and_field(tmp_path: Path, case: str) -> None:
    file, change, field, told = WRONG[case]
    line = problem_of(changed(tmp_path, file, change))
    where, _, sentence = line.partition(": ")
    assert where.startswith(f"{file}.yaml, ")
    assert where.endswith(field)
    assert told in sentence


def test_an_unchanged_copy_reads_like_the_original(tmp_path: Path) -> None:
    assert load_catalogue(changed(tmp_path, "", lambda data: None)) == load_catalogue()
