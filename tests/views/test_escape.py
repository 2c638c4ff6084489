"""Customers' texts are inert wherever a map or a printed page writes them."""

import json

import pytest
from jinja2 import Template

from planner.views.escape import map_text, remote_refs, script_json
from tests.views.hostile import PAYLOADS


@pytest.mark.parametrize("payload", PAYLOADS)
def test_escaped_text_holds_nothing_that_markup_or_a_template_literal_reads(payload):
    assert not set(map_text(payload)) & set("<>\"'`${}\\\u2028\u2029")


def test_ordinary_text_is_left_alone():
    assert map_text("Skolan Glänta, plan −1") == "Skolan Glänta, plan −1"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_json_in_a_script_says_the_same_and_cannot_end_the_script(payload):
    written = script_json({"text": payload})
    assert json.loads(written) == {"text": payload}
    assert not set(written) & set("<>&`$\u2028\u2029")
    assert Template(written).render() == written


def test_json_of_nested_objects_is_left_whole():
    data = {"a": {"b": {"c": [{}, {"d": "{"}]}}}
    assert json.loads(Template(script_json(data)).render()) == data


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://cdn.example/x.js"></script>',
        "<link href=//cdn.example/x.css>",
        "<style>@import 'https://cdn.example/x.css'</style>",
        "<div style=\"background:url('https://cdn.example/x.png')\">",
        "import('https://cdn.example/x.js')",
        "fetch('https://cdn.example/x.json')",
    ],
)
def test_every_way_to_a_foreign_host_is_found(page):
    assert len(remote_refs(page)) == 1


def test_own_addresses_are_not_foreign():
    assert remote_refs('<script src="/assets/vendor/leaflet.js"></script><img src="data:image/png;base64,AA">') == []
