"""A desk on a database of its own, of every kind, with a clock that stands still."""

import pytest

from planner.desk import open_desk
from tests.databases import BACKENDS, empty_database
from tests.desk.firm import NOW


@pytest.fixture(params=BACKENDS)
def address(request, tmp_path):
    return empty_database(request.param, tmp_path)


@pytest.fixture
def desk(address, tmp_path):
    opened = open_desk(address, var=tmp_path, clock=lambda: NOW)
    yield opened
    opened.store.close()
