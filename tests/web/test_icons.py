"""The icons of the installable day: files of the product, of the size and the shape that the manifest says."""

from __future__ import annotations

import json
import struct

import pytest

from planner.web.day_shell import manifest, page
from planner.web.routes import STATIC
from tests.web.client import Client

ICONS = {one["src"]: one for one in json.loads(manifest()[0])["icons"] if one["type"] == "image/png"}
APPLE = "/assets/icons/apple-touch-180.png"


def size(content: bytes) -> str:
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    return "{}x{}".format(*struct.unpack(">II", content[16:24]))


def test_the_manifest_has_the_sizes_that_devices_ask_for() -> None:
    assert {(one["sizes"], one.get("purpose", "any")) for one in ICONS.values()} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    assert f'<link rel="apple-touch-icon" href="{APPLE}">' in bytes(page().body).decode()


@pytest.mark.parametrize("source", [*ICONS, APPLE])
def test_an_icon_is_as_large_as_it_says_and_served(source: str, desk: object) -> None:
    content = (STATIC / source.removeprefix("/assets/")).read_bytes()
    assert size(content) == (ICONS[source]["sizes"] if source in ICONS else "180x180")
    answer = Client().page(source)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
