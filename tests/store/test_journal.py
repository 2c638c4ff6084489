"""No repository writes without a note for the audit, except what the machine itself does; found in the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import files, tree

SILENT = {
    "accounts.signed_in": "when somebody signed in last is no edit; the table of tries tells it too",
    "audit.append": "the audit itself",
    "devices.forget_ended": "devices whose time is over",
    "devices.seen": "a device was used",
    "devices.sign_out": "a device was signed out on itself, as a browser is",
    "extracts.clear": "columns made anew from what is noted already",
    "extracts.save": "columns made anew from what is noted already",
    "erasing.erase_requests": "the desk notes that it erased, and empties every entry that told what",
    "erasing.erase_technician": "the desk notes that it erased, and empties every entry that told what",
    "forgetting.drop_runs": "a part of erasing, which the desk notes",
    "forgetting.empty_audit": "a part of erasing, which the desk notes",
    "forgetting.replace_everywhere": "a part of erasing, which the desk notes",
    "jobs.claim": "a process takes a run that a person's noted call queued",
    "jobs.finish": "a process ends a run",
    "jobs.give_back": "a process that ends puts its run back",
    "jobs.renew": "a sign of life of a running process",
    "jobs.report": "progress of a running process",
    "jobs.requeue": "a run whose process was lost waits again",
    "links.made_secret": "the program's own secret, made with the first link, which is noted",
    "links.touch": "a link was used",
    "revision.make_newest": "makes the tables of an empty database",
    "rows.empty": "a backup is put in place of everything, the audit included",
    "rows.fill": "a backup is put in place of everything, the audit included",
    "sessions.add": "a browser signs in; the table of tries is its log",
    "sessions.add_attempt": "the table of tries is a log itself",
    "sessions.end": "a browser signs out",
    "sessions.end_browsers_of": "a part of shutting a device out, which is noted",
    "sessions.forget_attempt": "a try that nobody judged, because the service that would have was away",
    "sessions.forget_attempts": "tries whose time to be kept is over",
    "sessions.forget_ended": "sessions whose time is over",
    "sessions.seen": "a browser was used",
    "sessions.succeeded": "the table of tries is a log itself",
}
"""Functions that write and note nothing, and why that is right."""

WRITES = {"insert", "update", "delete"}


def functions(path: Path) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in tree(path).body if isinstance(node, ast.FunctionDef)}


def tables_of(path: Path) -> set[str]:
    """The names under which a module knows tables."""
    return {
        alias.asname or alias.name
        for node in tree(path).body
        if isinstance(node, ast.ImportFrom) and node.module == "planner.store.tables"
        for alias in node.names
    } | {"table"}


def called(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name):
            yield one.func.id


def writes(node: ast.AST, tables: set[str]) -> bool:
    return any(
        isinstance(one, ast.Attribute)
        and one.attr in WRITES
        and isinstance(one.value, ast.Name)
        and one.value.id in tables
        for one in ast.walk(node)
    )


HELPERS = functions(next(path for path in files("planner/store") if path.stem == "versions"))


def reach(name: str, own: dict[str, ast.FunctionDef]) -> set[str]:
    """A function and everything of its module, and of `versions`, that it calls, directly or not."""
    known, found, todo = HELPERS | own, set(), [name]
    while todo:
        one = todo.pop()
        if one in known and one not in found:
            found.add(one)
            todo += called(known[one])
    return found


def writers() -> dict[str, bool]:
    """Every public function of the room that writes, and whether it notes what."""
    found = {}
    for path in files("planner/store"):
        own, tables = functions(path), tables_of(path)
        for name in (one for one in own if not one.startswith("_")):
            bodies = [(HELPERS | own)[one] for one in reach(name, own)]
            if any(writes(body, tables) for body in bodies):
                found[f"{path.stem}.{name}"] = any("note" in called(body) for body in bodies)
    return found


WRITERS = writers()


def test_the_search_finds_what_writes():
    assert {"requests.add", "requests.save", "people.remove_absence", "plans.publish", "settings.save"} <= set(WRITERS)
    assert "requests.get" not in WRITERS


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_a_function_that_writes_notes_what_it_writes(name):
    assert WRITERS[name] or name in SILENT


def test_no_silence_is_excused_that_is_none():
    assert set(SILENT) == {name for name, notes in WRITERS.items() if not notes}
