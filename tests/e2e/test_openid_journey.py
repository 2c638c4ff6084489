"""Signing in at an OpenID provider of another site, in a real browser: the Strict cookie is there on the next page."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from planner.desk import accounts
from planner.desk.accounts import OPERATOR
from planner.model.words import Role
from tests.e2e.browser import opened
from tests.e2e.conftest import free_port, running
from tests.ui.sample import sample_desk
from tests.web.provider import CLIENT, SECRET, serving

pytestmark = pytest.mark.e2e
MAIL = "stina@firma.example"


def test_somebody_comes_back_from_the_provider_signed_in_on_the_page_they_wanted(
    chromium: Browser, tmp_path: Path
) -> None:
    desk = sample_desk(tmp_path)
    accounts.add_account(desk, OPERATOR, login=MAIL, name="Stina S", role=Role.DISPATCHER)
    desk.store.close()
    port = free_port()
    # Two sites for the browser: the provider on 127.0.0.1, the app on localhost.
    base = f"http://localhost:{port}"
    with serving() as provider:
        provider.claims["email"], provider.asks = MAIL, True
        settings = {
            "FALTPLAN_OIDC_ISSUER": provider.issuer,
            "FALTPLAN_OIDC_CLIENT_ID": CLIENT,
            "FALTPLAN_OIDC_CLIENT_SECRET": SECRET,
            "FALTPLAN_OIDC_NAME": "Firma",
            "FALTPLAN_PUBLIC_URL": base,
        }
        with running(tmp_path, port=port, **settings), opened(chromium, base) as tab:
            tab.page.goto(f"{base}/team")
            tab.page.get_by_role("link", name="Logga in med Firma").click()
            tab.page.get_by_role("link", name="It is me").click()
            tab.page.wait_for_selector('[data-testid="stApp"]')
            tab.idle().says("Stina S · Planerare")
            expect(tab.page).to_have_url(f"{base}/team")
            cookies = {one["name"]: one for one in tab.page.context.cookies()}
            assert cookies["faltplan_session"]["sameSite"] == "Strict"
            assert "faltplan_pending" not in cookies
            assert {one.split("?")[0] for one in tab.foreign} == {f"{provider.issuer}/authorize"}
