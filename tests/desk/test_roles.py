"""Every public call of the desk checks the role before anything else."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import planner.desk
from planner.desk import ROLES, allowed
from planner.desk.roles import check, own_technician
from planner.model.errors import InputError, NotAllowedError
from planner.model.event import Actor
from planner.model.words import Role
from tests.desk.firm import ANNA, BY_ROLE, DANA


def calls() -> dict[str, Callable[..., Any]]:
    """Every public function of the room that takes the desk and the actor."""
    found = {}
    for info in pkgutil.iter_modules(planner.desk.__path__):
        module = importlib.import_module(f"planner.desk.{info.name}")
        for name in getattr(module, "__all__", ()):
            function = getattr(module, name)
            own = inspect.isfunction(function) and function.__module__ == module.__name__
            if own and list(inspect.signature(function).parameters)[:2] == ["desk", "actor"]:
                found[f"{info.name}.{name}"] = function
    return found


CALLS = calls()
MATRIX = [(call, role) for call in sorted(CALLS) for role in Role]
FORBIDDEN = [(call, role) for call, role in MATRIX if not allowed(role, call)]


class TouchedError(Exception):
    """The call looked at the desk before it was refused."""


class Untouchable:
    """A desk nobody may look at."""

    def __getattr__(self, name: str) -> Any:
        raise TouchedError(name)


def made_up(function: Callable[..., Any]) -> dict[str, Any]:
    """A value for every parameter without a default; a refused call never looks at it."""
    parameters = list(inspect.signature(function).parameters.values())[2:]
    return {one.name: Untouchable() for one in parameters if one.default is inspect.Parameter.empty}


def called(call: str, actor: Actor) -> None:
    CALLS[call](Untouchable(), actor, **made_up(CALLS[call]))


def test_the_table_of_roles_names_every_call_and_nothing_else():
    assert sorted(ROLES) == sorted(CALLS)


def test_the_room_has_the_calls_the_screens_live_on():
    assert {"receive.accept", "triage.propose", "plan.start_planning", "day.report_status"} <= set(CALLS)


@pytest.mark.parametrize(("call", "role"), FORBIDDEN)
def test_a_forbidden_call_is_refused_before_it_looks_at_anything(call, role):
    with pytest.raises(NotAllowedError):
        called(call, BY_ROLE[role])


@pytest.mark.parametrize(("call", "role"), [one for one in MATRIX if one not in FORBIDDEN])
def test_an_allowed_call_gets_past_the_check(call, role):
    with pytest.raises((TouchedError, InputError, TypeError, AttributeError)):
        called(call, BY_ROLE[role])


UNAUDITED = {
    "unit": "opens every audited change",
    "signin": "sessions of nobody's making but the browser's own; who signed in is in the table of tries",
    "tries": "the table of tries is a log itself",
    "demo": "fills an empty database before anybody works in it",
    "jobs": "a planning run is claimed; who asked for it is in the audit",
    "workers": "the processes of planning runs are watched",
    "watch": "a planning run notes where it stands",
    "outcome": "a planning run hands in what somebody asked for",
    "what_if_run": "a what-if hands in what somebody asked for",
    "links": "notes that a link was used",
    "extract": "columns made anew from what is audited already",
    "risks": "spreads counted anew every night from reports that are there already; nobody decides them",
    "simulated": "fills an empty database with a made history before anybody works in it",
    "devices": "notes that a device was used, and forgets one that is signed out on itself, as sessions are",
}
"""Modules that write without an entry in the audit, and why."""


def room() -> dict[str, ast.Module]:
    """Every module of the desk, read."""
    folder = Path(planner.desk.__path__[0])
    return {file.stem: ast.parse(file.read_text(encoding="utf-8")) for file in folder.glob("*.py")}


def test_nothing_is_written_past_the_audit():
    past = {name for name, tree in room().items() if "writing" in {getattr(one, "attr", "") for one in ast.walk(tree)}}
    assert past == set(UNAUDITED)


@pytest.mark.parametrize("call", sorted(CALLS))
def test_a_call_names_itself_to_its_check_and_to_the_audit(call):
    module, name = call.split(".")
    function = next(one for one in room()[module].body if isinstance(one, ast.FunctionDef) and one.name == name)
    named = {
        ast.unparse(node.func): node.args[1].value
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"check", "changing"}
        if isinstance(node.args[1], ast.Constant)
    }
    assert named["check"] == call
    assert named.get("changing", call) == call


def test_everybody_is_refused_something_but_the_administrator():
    refused = {role: {call for call, one in FORBIDDEN if one is role} for role in Role}
    assert refused[Role.ADMINISTRATOR] == {"own_times.my_times"}  # how long somebody's work takes is theirs alone
    assert "plan.publish" in refused[Role.MANAGER]
    assert "triage.list_requests" in refused[Role.TECHNICIAN]
    administration = {call for call in CALLS if call.startswith(("accounts.", "identities.", "privacy."))}
    everybodys = {"accounts.change_password", "privacy.get_retention"}
    assert refused[Role.DISPATCHER] == administration - everybodys | {
        "audit.entries",
        "audit.verify",
        "settings.save_law",
        "own_times.my_times",
    }


def test_a_call_that_is_in_no_table_is_nobodys():
    assert not any(allowed(role, "plan.delete_everything") for role in Role)


def test_a_technician_who_is_nobody_in_the_team_sees_nothing():
    nobody = Actor(actor_id="x", name="X", role=Role.TECHNICIAN)
    with pytest.raises(NotAllowedError):
        check(nobody, "day.my_day")


def test_a_technician_has_one_day_and_others_name_whose_they_mean():
    assert own_technician(ANNA, None) == own_technician(ANNA, "T01") == "T01"
    assert own_technician(DANA, "T02") == "T02"
    with pytest.raises(NotAllowedError):
        own_technician(ANNA, "T02")
    with pytest.raises(InputError):
        own_technician(DANA, None)
