"""Every text the screens ask for exists in both languages, and no customer's word reaches a Markdown sink bare."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.model.language import texts

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*(ROOT / "pages").glob("*.py"), *(ROOT / "planner" / "ui").glob("*.py")])
SINKS = {
    "markdown", "caption", "header", "subheader", "title", "write", "error", "warning", "info", "success", "toast",
    "button", "link_button", "download_button", "popover", "expander", "metric", "table", "text_input", "selectbox",
    "checkbox", "toggle", "radio", "multiselect", "segmented_control", "pills", "number_input", "date_input",
}  # fmt: skip
WRITTEN_BY_PEOPLE = {
    "title", "description", "customer", "address", "city", "postcode", "contact_name", "contact_phone", "access_notes",
    "label", "name", "request_id", "technician_id", "heading", "value", "cure", "field", "priority_override", "note",
    "source",
}  # fmt: skip


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def keys_asked(tree: ast.AST) -> Iterator[str]:
    """Keys of t("a.b"); of t(f"a.{x}") what stands before the first value, with a star."""
    for call in calls(tree):
        if called(call) == "t" and call.args:
            yield from keys_in(call.args[0])


def keys_in(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(key)):
            yield key
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
            yield f"{start}*"
        case ast.IfExp(body=body, orelse=other):
            yield from keys_in(body)
            yield from keys_in(other)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_text_asked_for_exists(file: Path) -> None:
    known = texts()
    for key in keys_asked(ast.parse(file.read_text(encoding="utf-8"))):
        if key.endswith("*"):
            assert any(one.startswith(key[:-1]) for one in known), key
        else:
            assert key in known, key


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_page_asks_streamlit_to_trust_html(file: Path) -> None:
    for call in calls(ast.parse(file.read_text(encoding="utf-8"))):
        names = {keyword.arg for keyword in call.keywords}
        assert not names & {"unsafe_allow_html", "unsafe_allow_javascript"}, ast.unparse(call)


def bare(node: ast.AST) -> Iterator[ast.Attribute]:
    """Attributes people have written, outside any call that makes them safe."""
    if isinstance(node, ast.Call) and called(node) in {"plain", "escape"}:
        return
    if isinstance(node, ast.Attribute) and node.attr in WRITTEN_BY_PEOPLE:
        yield node
    for child in ast.iter_child_nodes(node):
        yield from bare(child)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_words_of_people_are_escaped_where_markdown_is_read(file: Path) -> None:
    for call in calls(ast.parse(file.read_text(encoding="utf-8"))):
        if called(call) not in SINKS or not call.args or not isinstance(call.func, ast.Attribute):
            continue
        found = [ast.unparse(one) for one in bare(call.args[0])]
        allowed = {one for one in found if one.split(".")[0] in {"catalogue", "priority", "impact", "urgency"}}
        assert not set(found) - allowed, f"{file.name}:{call.lineno}: {found}"


def test_the_check_itself_finds_a_bare_name() -> None:
    call = ast.parse("st.button(t('x.save', name=one.name))").body[0]
    assert isinstance(call, ast.Expr)
    assert [one.attr for one in bare(call.value)] == ["name"]
    safe = ast.parse("st.button(t('x.save', name=plain(one.name)))").body[0]
    assert isinstance(safe, ast.Expr)
    assert list(bare(safe.value)) == []
