"""Every database the product runs on: SQLite always, PostgreSQL where `TEST_DATABASE_URL` names an empty one."""

import os

import pytest

from planner.store import open_store

BACKENDS = ["sqlite", *(["postgresql"] if os.environ.get("TEST_DATABASE_URL") else [])]


@pytest.fixture(params=BACKENDS)
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'faltplan.sqlite'}"
    return os.environ["TEST_DATABASE_URL"]


@pytest.fixture
def store(url):
    opened = open_store(url)
    yield opened
    opened.close()
