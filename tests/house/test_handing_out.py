"""Files leave through routes that ask who comes: Streamlit's media addresses answer anybody who has them."""

from __future__ import annotations

import ast

import pytest

from tests.house.sources import files, name_of, tree

MEDIA = {"download_button", "image", "audio", "video", "pdf"}
"""What Streamlit serves at /media: by a hash of the content, without asking who comes."""


def media(code: ast.AST) -> list[int]:
    """Lines where something of Streamlit's becomes a media address, also through a container."""
    called = (node for node in ast.walk(code) if isinstance(node, ast.Call))
    return [one.lineno for one in called if isinstance(one.func, ast.Attribute) and one.func.attr in MEDIA]


@pytest.mark.parametrize("path", files("pages", "planner/ui", "dispatch_app.py"), ids=name_of)
def test_no_page_hands_out_a_file_at_a_media_address(path) -> None:
    assert media(tree(path)) == []


@pytest.mark.parametrize("word", sorted(MEDIA))
def test_the_check_itself_finds_a_call_on_a_page_and_on_a_container(word: str) -> None:
    assert media(ast.parse(f"st.{word}(x)\nleft.{word}(x)")) == [1, 2]
