"""No page and no exported page asks any other host; links open in a browser that nobody signed in to."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from planner.model.plan import Plan
from planner.ui.access import ACCESS
from planner.web import export_url
from tests.e2e.browser import Tab, opened, until
from tests.e2e.conftest import Server, drawn

pytestmark = pytest.mark.e2e
PAGE_EXPORTS = ("html", "daysheet")


def test_no_page_and_no_exported_page_asks_another_host(chromium: Browser, published_firm: tuple[Server, Plan]) -> None:
    server, plan = published_firm
    with opened(chromium, server.base, token=server.token()) as tab:
        asked: list[str] = []
        tab.page.on("request", lambda request: asked.append(request.url))
        tab.page.on("websocket", lambda socket: asked.append(socket.url))
        for page in ACCESS:
            tab.go(f"/{page}")
            drawn(tab, page)
        for kind in PAGE_EXPORTS:
            tab.page.goto(server.base + export_url(plan.plan_id, kind, language="sv", technician_id="T01"))
            tab.page.wait_for_load_state("networkidle")
        assert tab.foreign == []
        assert tab.faults == []
        own = (server.base, server.base.replace("http", "ws", 1), "data:", "blob:", "about:")
        assert [url for url in asked if not url.startswith(own)] == []
        # The log is one that sees things: each page with its socket, each exported page.
        assert sum(url.startswith("ws") for url in asked) >= len(ACCESS)
        assert all(any(f"/{kind}?" in url for url in asked) for kind in PAGE_EXPORTS)


def test_a_page_cannot_speak_with_another_host(chromium: Browser, published_firm: tuple[Server, Plan]) -> None:
    server, _ = published_firm
    with opened(chromium, server.base, token=server.token()) as tab:
        tab.go("/team")
        for reach in (
            "new WebSocket('ws://192.0.2.1:9/x')",
            "fetch('http://192.0.2.1:9/x')",
            f"new WebSocket('{server.base.replace('http', 'ws', 1).rsplit(':', 1)[0]}:9/x')",
        ):
            refused = tab.page.evaluate(
                """code => new Promise(done => {
                    document.addEventListener('securitypolicyviolation', e => done(e.effectiveDirective), {once: true});
                    try { const made = eval(code); if (made && made.catch) made.catch(() => {}); } catch { }
                    setTimeout(() => done('nothing'), 3000);
                })""",
                reach,
            )
            assert refused == "connect-src", reach


def made_links(tab: Tab) -> list[str]:
    # Whatever is drawn above the menu after it was opened would leave it where its button was.
    tab.go("/my_day").still()
    tab.find('[class*="st-key-links-"] button').first.click()
    tab.still()
    for kind in ("calendar", "daysheet"):
        tab.find(f".st-key-link-new-{kind} button").click()
        tab.idle()
        expect(tab.find(f'[class*="st-key-link-{kind}"] code')).to_be_visible()
    codes = tab.find('[data-testid="stCode"] code')
    expect(codes).to_have_count(2)
    return [code.inner_text() for code in codes.all()]


def test_a_link_from_my_day_opens_in_a_strangers_browser_until_it_is_ended(
    chromium: Browser, published_firm: tuple[Server, Plan]
) -> None:
    server, plan = published_firm
    anna = opened(chromium, server.base, token=server.token("technician:T01"), width=1024, height=768)
    with anna as tab, opened(chromium, server.base) as stranger:
        calendar, sheet = made_links(tab)
        assert calendar.startswith(server.base)
        assert "BEGIN:VEVENT" in stranger.page.request.get(calendar).text()
        assert stranger.page.goto(sheet).status == 200  # type: ignore[union-attr]
        stops = [stop for stop in plan.of_technician("T01") if stop.kind in ("visit", "remote")]
        expect(stranger.find("li")).to_have_count(len(stops))
        assert [stop.customer for stop in stops if stop.customer in stranger.page.content()] == []
        tab.find(".st-key-link-end-calendar button").click()
        tab.idle()
        until(lambda: stranger.page.request.get(calendar).status == 404)
        assert tab.faults == []
