"""Values survive being written and read; a wrong value is named with its path."""

from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.model.codec import dumps, loads, to_data
from planner.model.errors import InputError
from planner.model.message import Message, Money, Text, message
from planner.model.plan import Plan
from planner.model.problem import Matrix, Problem, Visit, Window
from planner.model.request import Lock, Request, SkillNeed, TimeWindow
from planner.model.team import BreakRule, Licence, ShiftPattern, Suspension, Technician
from planner.model.words import LockKind, Priority


def problem_of_the_line(path, content, cls=Request):
    with pytest.raises(InputError) as caught:
        loads(cls, content, source="day.json")
    return caught.value.problems[0]


def test_a_request_comes_back_as_it_was():
    start = datetime(2026, 11, 24, 9, tzinfo=UTC)
    request = Request(
        request_id="007",
        title="Skrivare ${x} <b>",
        time_windows=(TimeWindow(earliest_start=start, latest_start=start + timedelta(hours=1), hard=False),),
        required_skills=(SkillNeed(skill="printing", level=2),),
        lock=Lock(kind=LockKind.TECHNICIAN, technician_id="T1"),
        priority=Priority.P2,
        due_date=date(2026, 11, 30),
        triage_answers=(("q1", "yes"),),
    )
    assert loads(Request, dumps(request)) == request


def test_a_technician_comes_back_as_they_were():
    technician = Technician(
        technician_id="T1",
        name="Åsa Ö",
        licence=Licence(
            classes=("B",),
            valid_to=date(2030, 1, 1),
            suspensions=(Suspension(first=date(2026, 1, 1), last=date(2026, 2, 1)),),
        ),
        patterns=(
            ShiftPattern(
                weekdays=(1, 2),
                start=time(7, 30),
                end=time(16),
                breaks=(BreakRule(earliest=time(11), latest=time(13), minutes=45),),
            ),
        ),
    )
    assert loads(Technician, dumps(technician)) == technician


def test_a_problem_comes_back_with_its_matrix():
    problem = Problem(
        day=date(2026, 11, 24),
        horizon_start=datetime(2026, 11, 23, 23, tzinfo=UTC),
        places=(),
        matrix=Matrix(np.zeros((0, 0)), np.zeros((0, 0))),
    )
    assert loads(Problem, dumps(problem)) == problem
    assert problem.content_hash() == loads(Problem, dumps(problem)).content_hash()


def test_a_moment_is_written_in_utc():
    assert to_data(datetime.fromisoformat("2026-11-24T10:00+01:00")) == "2026-11-24T09:00:00Z"


@pytest.mark.parametrize(
    ("content", "field", "value"),
    [
        ('{"request_id": 7, "title": "x"}', "request_id", "7"),
        ('{"request_id": "7"}', "title", ""),
        ('{"request_id": "7", "title": "x", "colour": "red"}', "colour", "red"),
        ('{"request_id": "7", "title": "x", "priority": 9}', "priority", "9"),
        ('{"request_id": "7", "title": "x", "impact": true}', "impact", "True"),
        ('{"request_id": "7", "title": "x", "due_date": "2026-02-30"}', "due_date", "2026-02-30"),
        ('{"request_id": "7", "title": "x", "created_at": "2026-02-03T10:00"}', "created_at", "2026-02-03T10:00"),
        ('{"request_id": "7", "title": "x", "required_skills": [{"skill": "a", "level": "2"}]}',
         "required_skills[0].level", "2"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_its_path(content, field, value):
    problem = problem_of_the_line("day.json", content)
    assert (problem.source, problem.field, problem.value) == ("day.json", field, value)


@pytest.mark.parametrize("content", ["", "{", "[1,", b"\xff\xfe", "[" * 5000])
def test_what_is_not_json_is_an_input_error(content):
    with pytest.raises(InputError):
        loads(Plan, content)


def test_nan_is_never_written():
    with pytest.raises(ValueError, match="JSON"):
        dumps({"lat": float("nan")})


def test_a_window_turned_round_is_refused_with_its_path():
    content = dumps(
        Visit(visit_id="V1", request_id="V1", place=0, service_s=60, windows=(Window(earliest_s=1, latest_s=2),))
    )
    problem = problem_of_the_line("x", content.replace('"latest_s": 2', '"latest_s": 0'), Visit)
    assert problem.field == "windows[0]"


plain = st.one_of(
    st.text(),
    st.integers(),
    st.dates(),
    st.booleans().map(lambda b: Money(5, b)),
    st.builds(Text, st.text(), st.text()),
)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(
    st.dictionaries(
        st.text(min_size=1).filter(lambda s: not s.endswith("_")),
        st.one_of(plain, moments, st.tuples(plain, plain)),
        max_size=4,
    )
)
def test_every_message_comes_back_as_it_was(values):
    sentence = Message("rule.x", tuple(values.items()))
    assert loads(Message, dumps(sentence)) == sentence


def test_a_message_within_a_message_comes_back():
    outer = message("frame.x", reason=message("rule.y", minutes=5), names=("Anna", "Bo"))
    assert loads(Message, dumps(outer)) == outer
