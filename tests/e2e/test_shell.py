"""The shell in a real browser: cold deep links, roles, languages, nothing foreign, the demo on loopback only."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.sync_api import Browser, expect

from planner.desk.demo import build_demo
from planner.model.language import TEAM_ZONE
from tests.e2e.browser import Tab, opened, until
from tests.e2e.conftest import LANDMARKS, ROOT, Server, drawn, free_port, running
from tests.ui.sample import PASSWORD, reopened, sample_desk

pytestmark = pytest.mark.e2e
OpenTab = Callable[..., Tab]
PAGES = tuple(LANDMARKS)


def test_a_cold_deep_link_meets_the_sign_in_then_the_shell_and_its_role_guard(
    chromium: Browser, fresh_server: Server
) -> None:
    with opened(chromium, fresh_server.base) as tab:
        tab.page.goto(f"{fresh_server.base}/team")
        expect(tab.page.get_by_role("heading", name="Logga in")).to_be_visible()
        expect(tab.page.get_by_text("Bo K")).to_have_count(0)
        tab.page.get_by_label("Inloggning").fill("anna")
        tab.page.get_by_label("Lösenord").fill(PASSWORD)
        tab.page.get_by_role("button", name="Logga in").click()
        tab.page.wait_for_selector('[data-testid="stApp"]')
        tab.idle()
        tab.at("/team")
        expect(tab.find('[data-testid="stHeaderLogo"]')).to_be_visible()
        tab.says("Den här sidan är inte din").says("Anna L · Tekniker")
        tab.still()
        expect(tab.page.get_by_text("Bo K")).to_have_count(0)
        expect(tab.find('[data-testid="stSidebarNav"]')).to_have_count(0)
        tab.click("Till Min dag").at("/my_day")
        assert tab.foreign == []
        assert tab.faults == []


@pytest.mark.parametrize("locale", ["sv-SE", "en-GB"])
def test_every_page_opens_without_errors_or_foreign_requests(open_tab: OpenTab, locale: str) -> None:
    tab = open_tab(locale=locale)
    for page in PAGES:
        tab.go(f"/{page}")
        drawn(tab, page)
        expect(tab.find('[data-testid="stException"], .st-key-fp-fault')).to_have_count(0)


def test_the_browser_chooses_the_language_until_somebody_does(open_tab: OpenTab) -> None:
    english = open_tab(locale="en-GB").go("/team")
    english.says("New technician")
    english.page.get_by_role("radio", name="SV").click()
    english.idle().says("Ny tekniker")
    english.go(english.page.url.removeprefix(english.base)).says("Ny tekniker")
    english.page.wait_for_url("**/team?*lang=sv*")


def test_the_navigation_shows_what_is_somebodys(open_tab: OpenTab) -> None:
    tab = drawn(open_tab(who="manager").go("/team"), "team")
    links = tab.find('[data-testid="stTopNavLink"]')
    for words in ("Statistik", "Team"):
        expect(links.filter(has_text=words)).to_have_count(1)
    expect(links.filter(has_text="Ärenden")).to_have_count(0)


def test_dark_and_light_follow_the_browser(open_tab: OpenTab) -> None:
    for theme, ground in (("light", "rgb(245, 247, 249)"), ("dark", "rgb(15, 21, 28)")):
        tab = open_tab(theme=theme).go("/settings")
        expect(tab.find('[data-testid="stApp"]')).to_have_css("background-color", ground)


@pytest.mark.parametrize(
    ("page", "widths"), [("requests", (768, 1024, 1400)), ("team", (1400, 768, 1024)), ("settings", (1024, 1400, 768))]
)
def test_nothing_scrolls_sideways(open_tab: OpenTab, page: str, widths: tuple[int, ...]) -> None:
    tab = drawn(open_tab(width=widths[0], height=900).go(f"/{page}"), page)
    for width in widths:
        tab.page.set_viewport_size({"width": width, "height": 900})
        tab.fits()


def local_day() -> str:
    return datetime.now(ZoneInfo(TEAM_ZONE)).date().isoformat()


def test_a_fault_of_ours_is_a_sentence_with_a_number_that_stands_in_the_log(chromium: Browser, tmp_path: Path) -> None:
    sample_desk(tmp_path).store.close()
    with running(tmp_path) as server, opened(chromium, server.base, token=server.token()) as tab:
        with sqlite3.connect(tmp_path / "faltplan.sqlite") as raw:
            raw.execute(
                "INSERT INTO job (job_id, state, day, time_limit_s, seed, actor, created_at, cancel, input) "
                "SELECT 'j', 'running', ?, 5, 1, 'maria', 'no moment at all', 0, '{}'",
                (local_day(),),
            )
        raw.close()
        tab.go(f"/board?day={local_day()}").says("Något gick fel här")
        number_in = re.compile(r"felet är ([0-9a-f]{6})")
        expect(tab.find(".st-key-fp-fault")).to_contain_text(number_in)
        words = tab.find(".st-key-fp-fault").inner_text()
        assert "Traceback" not in words
        number = number_in.search(words)
        assert number is not None
        until(lambda: f"fault {number[1]}" in (tmp_path / "server.log").read_text(encoding="utf-8"), limit_s=10)


def test_answers_carry_the_security_headers(server: Server) -> None:
    cookie = {"cookie": f"faltplan_session={server.token()}", "accept": "text/html"}
    for path in ("/", "/team", "/healthz", "/signin", "/assets/vendor/leaflet.css"):
        answer = httpx.get(server.base + path, headers=cookie)
        assert answer.status_code == (303 if path == "/signin" else 200), path
        assert "default-src" in answer.headers["content-security-policy"], path
        assert answer.headers["x-content-type-options"] == "nosniff", path


def test_with_the_demo_the_app_does_not_start_where_others_reach_it(tmp_path: Path) -> None:
    desk = reopened(tmp_path)
    build_demo(desk, history_days=0)
    desk.store.close()
    command = [sys.executable, "-m", "streamlit", "run", "dispatch_app.py", "--server.port", str(free_port()),
               "--server.address", "0.0.0.0"]  # fmt: skip
    ended = subprocess.run(command, cwd=ROOT, env=os.environ | {"FALTPLAN_VAR": str(tmp_path)}, capture_output=True,
                           text=True, timeout=60, check=False)  # fmt: skip
    assert ended.returncode != 0
    assert "user remove-demo" in ended.stdout + ended.stderr
