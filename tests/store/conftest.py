"""Every test of the store runs on every database."""

import pytest

from planner.store import open_store
from tests.databases import BACKENDS, empty_database


@pytest.fixture(params=BACKENDS)
def url(request, tmp_path):
    return empty_database(request.param, tmp_path)


@pytest.fixture
def store(url):
    opened = open_store(url)
    yield opened
    opened.close()
