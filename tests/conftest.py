"""What all tests share: the same random numbers every time, and longer searches for counterexamples at night."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

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
