"""The JSON Schemas follow the dataclasses and say the same as the codec."""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime

import pytest
from jsonschema import Draft202012Validator

from planner.model import plan as plan_module
from planner.model import problem as problem_module
from planner.model.codec import dumps, from_data, to_data
from planner.model.errors import InputError
from planner.model.message import Money, Text, message
from planner.model.plan import Plan
from planner.model.problem import Break, Matrix, Problem, VisitLock, Window
from planner.model.reasons import Cure, Reason, Unassigned
from planner.model.schema import FILES, path_of, schema_of
from planner.model.words import LockKind
from planner.rules import check, plan_from
from tests.golden.towns import clock, night_town, small_golden, tiny_golden
from tests.rules.bench import duty, planned, problem, visit
from tests.rules.cases import CASES

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def validator(name):
    return Draft202012Validator(json.loads(path_of(name).read_text(encoding="utf-8")))


SAID = message("x", money=Money(5), text=Text("a", "b"), inner=message("y"), clock=NOW, day=NOW.date(), list=(1, "b"))
CURE = Cure(code="c", message=SAID, change=(("a", "b"),))
LEFT = Unassigned(visit_id="V9", request_id="V9", reasons=(Reason(code="x", message=SAID, cures=(CURE,)),))


def rich():
    """A problem and a plan with one of everything: the trial of every place in them is short."""
    work = visit(
        skills=(("server", 2),),
        certificates=("fibre",),
        preferred=("anna",),
        windows=(Window(earliest_s=0, latest_s=clock(12), end_s=clock(13)),),
        lock=VisitLock(kind=LockKind.BOTH, technician_id="anna", earliest_s=0, latest_s=clock(12)),
    )
    lunch = Break(earliest_s=clock(11), latest_s=clock(12), duration_s=60)
    posed = problem(work, duties=(duty(breaks=(lunch,), skills=(("server", 1),), certificates=("fibre",)),))
    plan = planned(posed)
    judged = plan.replace(violations=check(posed, plan).violations, unassigned=(LEFT,), notes=(message("x"),))
    return {"problem": posed, "plan": judged.replace(stops=plan.stops[1:2])}


def documents():
    """Problems and plans of all kinds, with every kind of value a message can hold."""
    for golden in (tiny_golden(), small_golden()):
        plan = plan_from(golden.problem, golden.best, plan_id="p", created_at=NOW)
        yield "problem", golden.problem
        yield "plan", plan.replace(unassigned=(LEFT,), notes=(SAID,))
    yield "problem", night_town(NOW.date())
    for case in CASES[::10]:
        if "time zone" not in case.name:
            yield "plan", case.plan.replace(violations=check(case.problem, case.plan).violations)


@pytest.mark.parametrize("name", FILES)
def test_the_schema_file_is_the_one_made_from_the_classes(name):
    """If this fails, the model has changed: ``python -m planner.model.schema`` writes the files anew."""
    assert json.loads(path_of(name).read_text(encoding="utf-8")) == schema_of(FILES[name])
    Draft202012Validator.check_schema(schema_of(FILES[name]))


def test_real_documents_are_valid():
    validators = {name: validator(name) for name in FILES}
    for name, document in documents():
        errors = [error.message for error in validators[name].iter_errors(json.loads(dumps(document)))]
        assert errors == []


@pytest.mark.parametrize("name", FILES)
def test_every_class_and_field_is_described(name):
    schema = schema_of(FILES[name])
    described = {**schema["$defs"], schema["title"]: schema}
    for cls in (*vars(problem_module).values(), *vars(plan_module).values()):
        if isinstance(cls, type) and is_dataclass(cls) and cls.__name__ in described:
            assert set(described[cls.__name__]["properties"]) == {field.name for field in fields(cls)}
    assert set(described["Matrix"]["properties"] if name == "problem" else {}) <= set(Matrix.__slots__)
    assert all(part.get("description") for part in described.values())


def _paths(data, path=()):
    """Every place in a document, one for each path without its numbers."""
    yield path
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield from _paths(value, (*path, key))


def _changed(document, path, change):
    copy = json.loads(json.dumps(document))
    place = copy
    for key in path[:-1]:
        place = place[key]
    change(place, path[-1])
    return copy


def _put(value):
    return lambda place, key: place.__setitem__(key, value)


CHANGES = {
    "lost": lambda place, key: place.pop(key),
    "null": _put(None),
    "text": _put("x"),
    "number": _put(1.5),
    "truth": _put(True),
    "list": _put([]),
    "object": _put({}),
}


@pytest.mark.parametrize("name", FILES)
def test_schema_and_codec_refuse_the_same_documents(name):
    """One change at every place of a document: what one of the two takes, the other takes."""
    document = to_data(rich()[name])
    judge = validator(name)
    tried = set()
    for path in _paths(document):
        shape = tuple("*" if isinstance(key, int) else key for key in path)
        if not path or shape in tried or {"matrix", "values"} & set(shape) or path[-1] == "format":
            continue
        tried.add(shape)
        for what, change in CHANGES.items():
            if what == "lost" and isinstance(path[-1], int):
                continue
            changed = _changed(document, path, change)
            assert judge.is_valid(changed) is _read(FILES[name], changed), (path, what)
    assert len(tried) > 40


def _read(cls, data):
    try:
        from_data(cls, data)
    except InputError as error:
        # The codec also refuses what makes no sense (a window that ends before it begins); no schema can say that.
        expected = dict(error.problems[0].message.values)["expected"]
        return error.problems[0].value == "" and expected != "a value"
    return True


def test_unknown_fields_are_refused():
    data = to_data(tiny_golden().problem)
    assert not validator("problem").is_valid({**data, "surprise": 1})
    assert not validator("plan").is_valid(data)


def test_the_classes_of_the_files_are_the_right_ones():
    assert (FILES["problem"], FILES["plan"]) == (Problem, Plan)
