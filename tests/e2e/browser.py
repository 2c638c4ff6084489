"""A browser tab on the running app: waits until Streamlit is idle, records foreign requests and console errors."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, Playwright

from planner.web import SESSION_COOKIE

__all__ = ["ARGUMENTS", "Tab", "launch", "opened"]

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
IDLE = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.getAttribute('data-test-script-state') !== 'running'
      && app.getAttribute('data-test-connection-state') === 'CONNECTED';
}"""
TIMEOUT_MS = 30_000


def launch(playwright: Playwright) -> Browser:
    """Start the Chromium that `CHROMIUM` names, else the system's; where there is none, Playwright's own."""
    found = (
        shutil.which(name) for name in (os.environ.get("CHROMIUM") or "chromium", "chromium-browser", "google-chrome")
    )
    return playwright.chromium.launch(executable_path=next(filter(None, found), None), args=ARGUMENTS)


class Tab:
    """A page of the app.

    Parameters
    ----------
    page
        Playwright's page.
    base
        Address of the server, without a slash at the end.
    """

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.foreign: list[str] = []
        self.errors: list[str] = []
        own = (base, base.replace("http", "ws", 1), "data:", "blob:", "about:")
        page.set_default_timeout(TIMEOUT_MS)
        page.on("request", lambda r: None if r.url.startswith(own) else self.foreign.append(r.url))
        page.on("console", lambda m: self.errors.append(f"{m.text} {m.location}") if m.type == "error" else None)
        page.on("pageerror", lambda e: self.errors.append(f"page error: {e}"))

    @property
    def faults(self) -> list[str]:
        """Console errors, without Streamlit's own probes below a deep link (/team/_stcore/health)."""
        return [one for one in self.errors if "/_stcore/" not in one]

    def go(self, path: str = "/") -> Tab:
        """Open an address of the app and wait until it is drawn."""
        self.page.goto(self.base + path)
        self.page.wait_for_selector('[data-testid="stApp"]')
        return self.idle()

    def idle(self, *, settle_ms: int = 250) -> Tab:
        """Wait until the script has run and the connection stands."""
        self.page.wait_for_timeout(settle_ms)
        self.page.wait_for_function(IDLE)
        self.page.wait_for_timeout(50)
        return self

    def click(self, words: str, *, exact: bool = False) -> Tab:
        """Press the button with these words."""
        self.page.get_by_role("button", name=words, exact=exact).first.click()
        return self.idle()

    def find(self, selector: str) -> Locator:
        """Return what a CSS selector finds."""
        return self.page.locator(selector)

    def says(self, words: str) -> Tab:
        """Wait until these words stand on the page."""
        self.page.get_by_text(words).first.wait_for()
        return self

    def shot(self, path: Path | str) -> None:
        """Take a picture of what the window shows."""
        self.page.screenshot(path=str(path))


@contextmanager
def opened(
    browser: Browser,
    base: str,
    *,
    token: str | None = None,
    width: int = 1400,
    height: int = 900,
    theme: str = "light",
    locale: str = "sv-SE",
    zone: str = "Europe/Stockholm",
) -> Iterator[Tab]:
    """Open a tab in its own context and close it afterwards; with a token it is signed in."""
    options: dict[str, Any] = {"viewport": {"width": width, "height": height}, "color_scheme": theme}
    context = browser.new_context(locale=locale, timezone_id=zone, accept_downloads=True, **options)
    if token is not None:
        host = urlsplit(base).hostname or ""
        context.add_cookies(
            [{"name": SESSION_COOKIE, "value": token, "domain": host, "path": "/", "httpOnly": True, "secure": True,
              "sameSite": "Strict"}]
        )  # fmt: skip
    try:
        yield Tab(context.new_page(), base)
    finally:
        context.close()
