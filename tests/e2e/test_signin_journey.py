"""Signing in and out in a real browser: the cookie is kept, tabs end together, links from elsewhere open, the demo."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from planner.desk import accounts
from planner.desk.demo import build_demo
from tests.e2e.browser import OVER, Tab, opened
from tests.e2e.conftest import Server, running
from tests.e2e.test_board_journey import keep
from tests.ui.sample import ADAM, PASSWORD, reopened

pytestmark = pytest.mark.e2e
ENDED = "Du är inte längre inloggad"
NEW = "sju blanka cyklar i regn"
WINDOWS = [(1400, 900, "light"), (1024, 768, "dark")]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app with the demo."""
    var = tmp_path_factory.mktemp("demo")
    desk = reopened(var)
    build_demo(desk, history_days=0)
    desk.store.close()
    with running(var) as started:
        yield started


def write(tab: Tab, login: str, password: str) -> None:
    tab.page.get_by_label("Inloggning").fill(login)
    tab.page.get_by_label("Lösenord").fill(password)
    tab.page.get_by_role("button", name="Logga in").click()


def drawn(tab: Tab) -> Tab:
    tab.page.wait_for_selector('[data-testid="stApp"]')
    return tab.idle()


def menu(tab: Tab) -> Tab:
    tab.find(".st-key-fp-who button").click()
    tab.find(".fp-menu").wait_for()
    return tab.idle()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_chromium_keeps_the_secure_cookie_on_this_machines_own_names(
    chromium: Browser, server: Server, host: str
) -> None:
    with opened(chromium, server.base.replace("127.0.0.1", host)) as tab:
        tab.page.goto(f"{tab.base}/settings")
        write(tab, "maria", PASSWORD)
        drawn(tab).says("Maria E. · Planerare")
        (cookie,) = [one for one in tab.page.context.cookies() if one["name"] == "faltplan_session"]
        assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (True, True, "Strict")
        assert tab.page.evaluate("document.cookie.includes('faltplan')") is False


def test_signing_out_in_one_tab_ends_the_other_with_its_next_click(chromium: Browser, server: Server) -> None:
    with opened(chromium, server.base, token=server.token()) as tab:
        tab.go("/settings")
        other = Tab(tab.page.context.new_page(), server.base).go("/team")
        menu(tab).find(".fp-menu").get_by_role("button", name="Logga ut", exact=True).click()
        expect(tab.page.get_by_text("Du är utloggad.")).to_be_visible()
        other.page.get_by_text("Bo K").first.click()
        other.idle().says(ENDED)
        expect(other.page.get_by_text("Bo K")).to_have_count(0)
        other.page.get_by_role("link", name="Logga in").click()
        write(other, "maria", PASSWORD)
        drawn(other).says("Bo K").at("/team")


def test_a_link_on_another_site_opens_the_page_of_who_is_signed_in(chromium: Browser, server: Server) -> None:
    with opened(chromium, server.base, token=server.token()) as tab:
        # To a browser localhost is another site than 127.0.0.1; its health page stands for a mail.
        tab.page.goto(server.base.replace("127.0.0.1", "localhost") + "/healthz")
        tab.page.evaluate(f"document.body.innerHTML = '<a href=\"{server.base}/team\">team</a>'")
        tab.page.get_by_role("link", name="team").click()
        drawn(tab).says("Bo K")


def test_another_site_opens_no_websocket(chromium: Browser, server: Server) -> None:
    with opened(chromium, server.base, token=server.token()) as tab:
        # Another site sends none of our headers: without them only the server can refuse.
        tab.page.route("**/another-site", lambda route: route.fulfill(body="<p>", content_type="text/html"))
        tab.page.goto(server.base.replace("127.0.0.1", "localhost") + "/another-site")
        address = server.base.replace("http", "ws") + "/_stcore/stream"
        ended = tab.page.evaluate(
            f"new Promise(done => {{ const s = new WebSocket('{address}', ['streamlit']);"
            "s.onopen = () => done('open'); s.onclose = () => done('closed');"
            "setTimeout(() => done('nothing'), 9000); })"
        )
        assert ended == "closed"


def test_a_password_for_one_time_leads_to_one_of_ones_own(chromium: Browser, server: Server) -> None:
    desk = reopened(server.var)
    handed = accounts.new_password(desk, ADAM, "olof")  # nobody else of this module signs in as him
    desk.store.close()
    with opened(chromium, server.base) as tab:
        tab.page.goto(f"{tab.base}/team")
        write(tab, "olof", handed.password)
        expect(tab.page.get_by_role("heading", name="Välj nytt lösenord")).to_be_visible()
        keep(tab, "password-first")
        tab.page.get_by_label("Nytt lösenord", exact=True).fill(NEW)
        tab.page.get_by_label("Nytt lösenord en gång till").fill(NEW)
        tab.page.get_by_role("button", name="Spara lösenordet").click()
        drawn(tab).says("Bo K")


@pytest.mark.parametrize(("width", "height", "theme"), WINDOWS)
@pytest.mark.parametrize("locale", ["sv-SE", "en-GB"])
def test_the_pages_around_fit_their_window(
    chromium: Browser, server: Server, width: int, height: int, theme: str, locale: str
) -> None:
    name = f"{width}-{theme}-{locale[:2]}"
    with opened(chromium, server.base, width=width, height=height, theme=theme, locale=locale) as tab:
        tab.page.goto(f"{tab.base}/signin")
        tab.page.locator("input[name=login]").fill("nobody")
        tab.page.locator("input[name=password]").fill("wrong")
        tab.page.locator("button.primary").click()
        expect(tab.page.get_by_role("alert")).to_be_visible()
        keep(tab, f"signin-{name}")
        over = tab.page.evaluate(OVER)
        assert max(over) <= 0, over
    token = server.token("administrator")
    with opened(chromium, server.base, token=token, width=width, height=height, theme=theme, locale=locale) as tab:
        tab.page.goto(f"{tab.base}/password")
        keep(tab, f"password-{name}")
        menu(tab.go("/settings"))
        keep(tab, f"menu-{name}")
        assert tab.faults == []
        assert tab.foreign == []


@pytest.mark.parametrize(("width", "height", "theme"), WINDOWS)
def test_the_demo_is_entered_by_a_button_and_people_change_places(
    chromium: Browser, demo: Server, width: int, height: int, theme: str
) -> None:
    with opened(chromium, demo.base, width=width, height=height, theme=theme) as tab:
        tab.page.goto(demo.base)
        keep(tab, f"signin-demo-{width}-{theme}")
        tab.page.get_by_role("button", name="Gå in som Maria E.").click()
        drawn(tab).says("Demo: Maria E. · Planerare")
        menu(tab)
        keep(tab, f"menu-demo-{width}-{theme}")
        tab.find(".fp-menu").get_by_role("button", name="Anna L · Tekniker").click()
        drawn(tab).says("Demo: Anna L · Tekniker")
        tab.at("/my_day")
        menu(tab)
        keep(tab, f"menu-technician-{width}-{theme}")
        tab.find(".fp-menu select").select_option(label="Bo K")
        tab.find(".fp-menu").get_by_role("button", name="Visa den dagen").click()
        drawn(tab).says("Demo: Bo K · Tekniker")
        menu(tab).find(".fp-menu").get_by_role("button", name="Olof G. · Chef").click()
        drawn(tab).says("Demo: Olof G. · Chef")
        assert tab.faults == []
        assert tab.foreign == []
