"""Everything a person reads is a text in both languages, and code and texts know each other."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from pathlib import Path
from typing import Any

import pytest

from planner.model.language import LANGUAGES, texts
from tests.house.sources import ROOT, calls, files, name_of, tree

TEXT_FILES = sorted((ROOT / "data" / "texts").glob("*.toml"))
PYTHON = files("dispatch_app.py", "pages", "planner", "benchmarks")
# Asked for by an id that data holds: rule.<rule id>.why_not and the like.
BY_ID = ("rule.", "cure.", "frame.", "law.", "effect.", "term.")
TELLERS = ("t", "text", "message", "Message")
NOT_PLACEHOLDERS = {"zone"}


def placeholders(sentence: str) -> set[str]:
    """Names of the placeholders of a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def tables(prefix: str, node: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every table of a text file that holds a text in at least one language."""
    own = [(prefix, node)] if set(LANGUAGES) & node.keys() else []
    below = [
        pair for name, inner in node.items() if isinstance(inner, dict) for pair in tables(f"{prefix}.{name}", inner)
    ]
    return own + below


def used_constants() -> set[str]:
    """Every string that stands in the code."""
    return {
        node.value
        for path in PYTHON
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def pattern(node: ast.JoinedStr) -> str:
    """A regular expression for what an f-string can become."""
    parts = [re.escape(part.value) if isinstance(part, ast.Constant) else ".+" for part in node.values]  # type: ignore[arg-type]
    return "".join(parts) + (".+" if parts[-1].endswith(r"\.") else "")


def composed_keys() -> list[tuple[Path, str]]:
    """The f-strings that begin like a key, as regular expressions."""
    found = []
    for path in PYTHON:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr) and isinstance(first := node.values[0], ast.Constant):
                begins_like_a_key = re.match(r"[a-z_]+\.[a-z_.]*$", str(first.value))
                if begins_like_a_key:
                    found.append((path, pattern(node)))
    return found


@pytest.mark.parametrize("path", TEXT_FILES, ids=lambda path: path.stem)
def test_every_text_is_there_in_both_languages_with_the_same_placeholders(path: Path) -> None:
    found = tables(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    assert found
    for key, table in found:
        sv, en = table.get("sv"), table.get("en")
        assert isinstance(sv, str), f"{key} has no Swedish text"
        assert isinstance(en, str), f"{key} has no English text"
        assert sv == sv.strip() != "", key
        assert en == en.strip() != "", key
        assert placeholders(sv) == placeholders(en), key


def test_every_key_that_code_names_exists() -> None:
    unknown = [
        f"{name_of(path)}:{call.lineno} {key.value}"
        for path in PYTHON
        for call, name in calls(path)
        if name.split(".")[-1] in TELLERS and call.args
        for key in call.args[:1]
        if isinstance(key, ast.Constant) and isinstance(key.value, str) and re.fullmatch(r"[a-z_]+(\.\w+)+", key.value)
        if key.value not in texts()
    ]
    assert unknown == []


def test_every_key_that_code_composes_can_be_found() -> None:
    rooms = {path.stem for path in TEXT_FILES}
    lost = [
        f"{name_of(path)}: {wanted}"
        for path, wanted in composed_keys()
        if wanted.split("\\.")[0] in rooms and not any(re.fullmatch(wanted, key) for key in texts())
    ]
    assert lost == []


def test_no_text_is_left_that_nobody_reads() -> None:
    constants, composed = used_constants(), [re.compile(wanted) for _, wanted in composed_keys()]
    unread = [
        key
        for key in texts()
        if not key.startswith(BY_ID) and key not in constants and not any(one.fullmatch(key) for one in composed)
    ]
    assert unread == []


def test_every_placeholder_gets_a_value_where_a_sentence_is_made() -> None:
    missing = []
    for path in PYTHON:
        for call, name in calls(path):
            key = call.args[0] if call.args else None
            if name.split(".")[-1] not in TELLERS or not isinstance(key, ast.Constant) or key.value not in texts():
                continue
            given = {keyword.arg for keyword in call.keywords}
            if None in given:  # values come as **mapping
                continue
            wanted = placeholders(texts()[str(key.value)]["sv"])
            have = {str(one).rstrip("_") for one in given} - NOT_PLACEHOLDERS
            if not wanted <= have:
                missing.append(f"{name_of(path)}:{call.lineno} {key.value}: {sorted(have)} for {sorted(wanted)}")
    assert missing == []
