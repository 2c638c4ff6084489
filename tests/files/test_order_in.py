"""A plan made by hand is read as it stands, and every cell that names nobody or nothing is named."""

from dataclasses import replace

import pytest

from planner import planning
from planner.files import plan_to_csv, plan_to_xlsx, read_order
from planner.model.errors import InputError
from planner.rules import check, plan_from
from tests.planning.factory import OTHER_SITE, at, built, request, team, technician


@pytest.fixture
def problem():
    asked = (request("A"), request("B", place=OTHER_SITE), request("C"))
    return built(*asked, team=team(technician(), technician("T2"))).problem


def read(tmp_path, problem, content, name="order.csv"):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return {route.duty_id: route.visit_ids for route in read_order(file, problem).routes}


def duty_of(problem, who):
    return next(duty.duty_id for duty in problem.duties if duty.technician_id == who)


def test_rows_are_the_work_of_each_technician_in_order(tmp_path, problem):
    found = read(tmp_path, problem, "tekniker-id;ärendenr\nT2;C\nT1;B\nT2;A\n")
    assert found == {duty_of(problem, "T2"): ("C", "A"), duty_of(problem, "T1"): ("B",)}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("write", "name"), [(plan_to_csv, "plan.csv"), (plan_to_xlsx, "plan.xlsx")])
def test_an_exported_plan_is_read_back_as_it_was(tmp_path, problem, language, write, name):
    plan = planning.baseline(problem, created_at=at(6))
    found = read(tmp_path, problem, write(plan, language=language), name)
    planned = {
        duty.duty_id: tuple(stop.visit_id for stop in plan.of_duty(duty.duty_id) if stop.visit_id)
        for duty in problem.duties
    }
    assert found == {duty: visits for duty, visits in planned.items() if visits}
    assert sum(len(visits) for visits in found.values()) == 3


def test_what_is_wrong_is_named_with_row_column_and_value(tmp_path, problem):
    with pytest.raises(InputError) as caught:
        read(tmp_path, problem, "technician id,request id\nT9,A\nT1,nothing\n")
    said = [(one.row, one.field, one.value, one.message.key) for one in caught.value.problems]
    assert said == [
        (2, "technician id", "T9", "import.no_duty"),
        (3, "request id", "nothing", "import.no_visit"),
    ]


def test_a_technician_with_two_shifts_has_to_be_named_by_shift(tmp_path, problem):
    one = problem.duties[0]
    twice = problem.replace(duties=(*problem.duties, replace(one, duty_id="evening")))
    with pytest.raises(InputError) as caught:
        read(tmp_path, twice, f"technician id,request id\n{one.technician_id},A\n")
    assert [one.message.key for one in caught.value.problems] == ["import.several_duty"]
    assert read(tmp_path, twice, "technician id,request id\nevening,A\n") == {"evening": ("A",)}


def test_a_file_without_the_columns_says_what_it_has(tmp_path, problem):
    with pytest.raises(InputError) as caught:
        read(tmp_path, problem, "colour,taste\nred,sweet\n")
    assert [one.message.key for one in caught.value.problems] == ["import.no_order_columns"]


def test_work_given_twice_is_left_to_the_judge_who_names_it(tmp_path, problem):
    file = tmp_path / "order.csv"
    file.write_text("technician id,request id\nT1,A\nT2,A\nT1,C\n", encoding="utf-8")
    plan = plan_from(problem, read_order(file, problem), plan_id="p", created_at=at(6))
    assert "once" in {violation.rule for violation in check(problem, plan).violations}
