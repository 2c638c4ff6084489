"""Whatever code a reason has, it has a name in both languages: charts and lists show the name."""

import ast

import pytest

from planner.explain.barred import _CODES, _ORDER
from planner.explain.trying import RELAXED
from planner.model.language import LANGUAGES, texts
from tests.house.sources import calls, files


def written_codes() -> set[str]:
    """Codes that stand in the code, in `Reason(code=...)` and in what stands in for a missing reason."""
    found = set()
    for path in files("planner"):
        for call, name in calls(path):
            if name.split(".")[-1] == "Reason":
                found |= {k.value.value for k in call.keywords if k.arg == "code" and isinstance(k.value, ast.Constant)}
    return found


CODES = written_codes() | RELAXED | {_CODES.get(rule, rule) for rule in _ORDER}


def test_the_codes_are_found():
    assert {"triage", "shift", "hold", "search_ended", "place", "skill", "licence"} <= CODES


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_reason_code_has_a_name_in_both_languages(code):
    name = texts()[f"rule.{code}.name"]
    assert all(name[language] and name[language] != code for language in LANGUAGES)
