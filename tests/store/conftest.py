"""Every database the product runs on: SQLite always, PostgreSQL where `TEST_DATABASE_URL` names an empty one."""

import os

import pytest
import sqlalchemy as sa

from planner.store import open_store
from planner.store.tables import metadata

BACKENDS = ["sqlite", *(["postgresql"] if os.environ.get("TEST_DATABASE_URL") else [])]


@pytest.fixture(params=BACKENDS)
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'faltplan.sqlite'}"
    address = os.environ["TEST_DATABASE_URL"]
    engine = sa.create_engine(address)
    metadata.drop_all(engine)
    engine.dispose()
    return address


@pytest.fixture
def store(url):
    opened = open_store(url)
    yield opened
    opened.close()
