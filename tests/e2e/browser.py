"""A browser tab on the running app: waits until Streamlit is idle, records foreign requests and console errors."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, Playwright, expect

from planner.web import SESSION_COOKIE

__all__ = ["ARGUMENTS", "Tab", "findings", "launch", "opened", "until"]

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
  return app && ['notRunning', 'compilationError'].includes(app.getAttribute('data-test-script-state'))
      && app.getAttribute('data-test-connection-state') === 'CONNECTED';
}"""
STILL = """() => {
  const boxes = [...document.querySelectorAll('html, [data-testid=stMain], [data-testid=stMain] *')].slice(0, 400);
  const now = JSON.stringify(boxes.map(e => [e.scrollWidth, e.scrollHeight]));
  const same = window.fpStill === now;
  window.fpStill = now;
  return same;
}"""
OVER = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
  .map(e => e ? e.scrollWidth - Math.min(e.clientWidth, innerWidth) : 0)"""
TOASTS = """() => {
  window.fpToasts = [];
  new MutationObserver(() => document.querySelectorAll('[data-testid="stToast"]').forEach(
    e => { if (!window.fpToasts.includes(e.innerText)) window.fpToasts.push(e.innerText); }
  )).observe(document, {childList: true, subtree: true, characterData: true});
}"""
TIMEOUT_MS = 60_000
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
# Every waiting assertion of a browser test has this long: a machine with two cores may have much else to do.
expect.set_options(timeout=TIMEOUT_MS)


def launch(playwright: Playwright) -> Browser:
    """Start the Chromium that `CHROMIUM` names, else the system's; where there is none, Playwright's own."""
    found = (
        shutil.which(name) for name in (os.environ.get("CHROMIUM") or "chromium", "chromium-browser", "google-chrome")
    )
    return playwright.chromium.launch(executable_path=next(filter(None, found), None), args=ARGUMENTS)


def until(holds: Callable[[], object], *, limit_s: float = 60) -> None:
    """Ask again until it holds; where it never does, fail at the limit."""
    end = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.1)


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

    def still(self) -> Tab:
        """Wait until the script has run and what it drew has kept its measures for a quarter of a second."""
        self.idle()
        self.page.evaluate("delete window.fpStill")
        self.page.wait_for_function(STILL, polling=250)
        return self

    def fits(self) -> Tab:
        """Wait until the page stands still; nothing may stick out sideways, neither of it nor of its main part."""
        over = self.still().page.evaluate(OVER)
        assert max(over) <= 0, (self.page.url, over)
        return self

    def at(self, path: str) -> Tab:
        """Wait until the address is this path, whatever is asked behind it."""
        self.page.wait_for_url(lambda url: urlsplit(url).path == path)
        return self

    def click(self, words: str, *, exact: bool = False) -> Tab:
        """Press the button with these words."""
        self.page.get_by_role("button", name=words, exact=exact).first.click()
        return self.idle()

    def find(self, selector: str) -> Locator:
        """Return what a CSS selector finds."""
        return self.page.locator(selector)

    def says(self, words: str) -> Tab:
        """Wait until these words stand on the page, or stood there as a toast: those are gone after four seconds."""
        there = self.page.get_by_text(words).first
        until(lambda: there.is_visible() or self._was_toast(words))
        return self

    def _was_toast(self, words: str) -> bool:
        toasts = " ".join(self.page.evaluate("(window.fpToasts || []).splice(0)"))
        return words.lower() in " ".join(toasts.lower().split())

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
    context.add_init_script(f"({TOASTS})()")
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


def findings(tab: Tab) -> list[tuple[str, str, int, str]]:
    """What axe finds of WCAG 2.2 A and AA: rule, weight, how often, and the first place."""
    tab.page.evaluate(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = tab.page.evaluate("tags => axe.run(document, {runOnly: tags, iframes: false})", tags)
    return [(one["id"], one["impact"], len(one["nodes"]), one["nodes"][0]["html"][:160]) for one in found["violations"]]
