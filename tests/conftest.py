"""What all tests share: the same random numbers every time, and longer searches for counterexamples at night."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Iterator
from zlib import crc32

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from tests.databases import BACKENDS
from tests.e2e.browser import launch

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile(
    "nightly",
    max_examples=5_000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


_VAR = tempfile.TemporaryDirectory(prefix="faltplan-tests-")


def pytest_configure() -> None:
    """Keep tests away from the data of whoever runs them: no setting from the surroundings counts."""
    for name in ("DATABASE_URL", "DEMO", "PORT"):
        os.environ.pop(name, None)
    os.environ["FALTPLAN_VAR"] = _VAR.name


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run each test of `ON_ONE` on one of the databases, chosen by its name; at night, every test on every database.

    What the database itself must do is tested on each of them: tests/store, tests/laws.
    """
    if os.environ.get("HYPOTHESIS_PROFILE") == "nightly":
        return
    kept, left = [], []
    for item in items:
        backend = getattr(item, "callspec", None) and _backend(item)
        elsewhere = backend is not None and backend != _chosen(item.nodeid.replace(backend, ""))
        (left if elsewhere else kept).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


ON_ONE = ("tests/desk/", "tests/web/")


def _backend(item: pytest.Item) -> str | None:
    """Return on which database a test of `ON_ONE` runs; None for others."""
    if not item.nodeid.startswith(ON_ONE):
        return None
    params = item.callspec.params  # type: ignore[attr-defined]
    return next((params[name] for name in ("address", "real") if params.get(name) in BACKENDS), None)


def _chosen(name: str) -> str:
    return BACKENDS[crc32(name.encode()) % len(BACKENDS)] if os.environ.get("TEST_DATABASE_URL") else BACKENDS[0]


def pytest_unconfigure() -> None:
    """Remove what the tests left behind."""
    _VAR.cleanup()


@pytest.fixture(autouse=True)
def _same_random_numbers() -> None:
    """Start every test with the same global random numbers."""
    random.seed(1)
    np.random.seed(1)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all browser tests: Playwright runs only once in a process."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
