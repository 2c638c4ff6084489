"""A desk on a database of its own, with a clock that stands still."""

import pytest

from planner.desk import open_desk
from tests.desk.firm import NOW


@pytest.fixture
def desk(tmp_path):
    opened = open_desk(f"sqlite:///{tmp_path / 'faltplan.sqlite'}", var=tmp_path, clock=lambda: NOW)
    yield opened
    opened.store.close()
