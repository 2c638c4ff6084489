"""What may and may not stand in the files of the house."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.sources import CODE, ROOT, SHIPPED, calls, files, name_of, tree

# Named, never asked by the product itself: name spaces, and links that a person taps.
KNOWN_HOSTS = {
    "www.w3.org": "XML name spaces",
    "json-schema.org": "name of the schema language",
    "127.0.0.1": "this machine",
    "localhost": "this machine",
    "www.google.com": "navigation link",
    "maps.apple.com": "navigation link",
    "waze.com": "navigation link",
    "leafletjs.com": "the credit that is taken out of the map",
    "www.openstreetmap.org": "attribution link",
    "nominatim.openstreetmap.org": "asked only after an opt-in",
    "tiles.example": "an example in a docstring",
    "www.sqlite.org": "source of error codes in a docstring",
    "www.postgresql.org": "source of error codes in a docstring",
}
TEXTS_OF_THE_HOUSE = (".py", ".js", ".mjs", ".css", ".html", ".toml", ".json", ".yaml")
LONGEST, LONGEST_BESIDE = 300, 400  # product code; tests, style sheets and scripts
LONGER = {  # one vocabulary each, mostly docstrings
    "planner/model/problem.py": 320,
}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
RAW_HTML = ("unsafe_allow_html", "unsafe_allow_javascript")
MARKDOWN = ("markdown", "caption", "info", "warning", "error", "success", "toast", "title", "header", "subheader")


def test_no_shipped_file_names_a_foreign_host() -> None:
    strangers = [
        f"{name_of(path)}: {host}"
        for path in files(*SHIPPED, ends=TEXTS_OF_THE_HOUSE)
        for host in re.findall(
            r"""(?:https?:)//([a-z0-9.-]+\.[a-z]+|localhost)""", path.read_text(encoding="utf-8"), re.I
        )
        if host not in KNOWN_HOSTS
    ]
    assert strangers == []


def test_no_style_or_script_loads_from_a_host() -> None:
    loads = re.compile(r"""(?:@import\s+['"]?|url\(\s*['"]?|src=['"]|import\(['"])(?:https?:)?//""")
    found = [
        name_of(path)
        for path in files(*SHIPPED, ends=(".py", ".js", ".css", ".html"))
        if loads.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("path", files(*CODE, "tests", ends=(".py", ".js", ".css")), ids=name_of)
def test_a_file_stays_short_enough_to_be_read_at_once(path: Path) -> None:
    beside = path.suffix != ".py" or name_of(path).startswith("tests/")
    limit = LONGER.get(name_of(path), LONGEST_BESIDE if beside else LONGEST)
    assert len(path.read_text(encoding="utf-8").splitlines()) <= limit


def test_nothing_is_left_unfinished() -> None:
    marked = [
        name_of(path)
        for path in files(*SHIPPED, "benchmarks", "tools", ends=TEXTS_OF_THE_HOUSE)
        if UNFINISHED.search(path.read_text(encoding="utf-8"))
    ]
    assert marked == []


def test_no_call_is_left_to_be_written() -> None:
    stubs = [
        f"{name_of(path)}:{node.lineno}"
        for path in files(*CODE)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Raise) and node.exc is not None and "NotImplementedError" in ast.unparse(node.exc)
    ]
    assert stubs == []


def test_raw_html_and_scripts_are_never_let_through() -> None:
    found = [
        name_of(path) for path in files(*CODE) if any(word in path.read_text(encoding="utf-8") for word in RAW_HTML)
    ]
    assert found == []


def test_html_is_drawn_by_the_shared_pieces_only() -> None:
    strays = [
        f"{name_of(path)}:{call.lineno}"
        for path in files(*CODE)
        for call, name in calls(path)
        if name in ("st.html", "streamlit.html") and "planner/ui/" not in name_of(path)
    ]
    assert strays == []


def test_tables_and_free_writing_that_load_pictures_are_not_used() -> None:
    found = [
        f"{name_of(path)}:{call.lineno} {name}"
        for path in files("pages", "planner", "dispatch_app.py")
        for call, name in calls(path)
        if name in ("st.table", "st.write", "st.write_stream")
    ]
    assert found == []


def test_sentences_with_foreign_words_never_reach_markdown() -> None:
    """A rendered message may hold a customer's words, and markdown would load a picture they name."""
    found = [
        f"{name_of(path)}:{call.lineno}"
        for path in files("pages", "planner/ui")
        for call, name in calls(path)
        if name in {f"st.{sink}" for sink in MARKDOWN} and call.args
        if isinstance(first := call.args[0], ast.Call) and isinstance(first.func, ast.Name) and first.func.id == "say"
    ]
    assert found == []


def test_what_is_drawn_without_its_page_has_a_net_of_its_own() -> None:
    """A fragment and a dialog run again without the shell, whose net would turn an error into a sentence."""
    bare = []
    for path in files("pages", "planner/ui"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                drawn = [ast.unparse(one).partition("(")[0] for one in node.decorator_list]
                if "st.dialog" in drawn and "caught" not in drawn:
                    bare.append(f"{name_of(path)}:{node.lineno}")
            if isinstance(node, ast.Attribute) and ast.unparse(node) == "st.fragment":
                bare += [f"{name_of(path)}:{node.lineno}"] if path.name != "net.py" else []
    assert bare == []


def test_no_file_names_a_folder_of_this_machine() -> None:
    homes = re.compile(r"""["'\s(](/home/|/Users/|/root/|/work/|/opt/|[A-Z]:\\\\)""")
    found = [
        name_of(path)
        for path in files(*SHIPPED, *CODE, "Makefile", "tests", ".ci", ends=(*TEXTS_OF_THE_HOUSE, ".sh", ".md", ""))
        if path != Path(__file__) and homes.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_two_commands_are_there() -> None:
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("run:", "test:", "nightly:", "bench:"):
        assert re.search(rf"^{target}", makefile, re.M)
