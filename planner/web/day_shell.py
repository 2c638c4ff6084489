"""The page of the day without anybody's day in it: its files, words, colours, and the script that keeps them offline.

Everything a device needs without network has a name in one list, and one hash over all of it: a new release is a new
hash, and the device fetches all files anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from starlette.responses import HTMLResponse

from planner.model.language import text
from planner.views.icons import ICONS
from planner.views.tokens import css_variables, token
from planner.web.day_words import words_of_the_page

__all__ = ["HEADERS", "MODULES", "ground_script", "look", "manifest", "page", "script", "words"]

_STATIC = Path(__file__).resolve().parent / "static"
MODULES = (
    *("acts", "ahead", "app", "card", "changes", "contact", "daytime", "dialogs", "dom", "drawing"),
    *("fields", "forecast", "install", "keeping", "map", "notices", "order", "parts", "pickups", "pictures"),
    *("receipt", "reported", "state", "telling", "timesheet", "words"),
)
"""Scripts of the page, in ``static/day``."""
_FILES = (
    "/assets/day/day.css",
    "/assets/logo.svg",
    "/assets/vendor/leaflet.css",
    "/assets/vendor/leaflet.js",
    *(f"/assets/day/{name}.js" for name in MODULES),
    *(f"/assets/icons/{name}.png" for name in ("day-192", "day-512", "day-maskable-512", "apple-touch-180")),
)
_MADE = ("/day/look.css", "/day/manifest.webmanifest", "/day/words.json", "/day/ground.js")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# Where the technician is, is asked of the device by a press alone, shown there, and told nobody.
_ASKS = "camera=(), display-capture=(), geolocation=(self), microphone=(), payment=(), usb=()"
HEADERS = {
    "cache-control": "no-cache",
    "content-security-policy": _POLICY,
    "permissions-policy": _ASKS,
    "x-frame-options": "DENY",
}


def page() -> HTMLResponse:
    """Return the page; it says nothing of anybody."""
    return HTMLResponse(_page(), headers=HEADERS)


@cache
def _page() -> str:
    links = "".join(f'<link rel="stylesheet" href="{one}">' for one in ("/day/look.css", _FILES[2], _FILES[0]))
    return (
        '<!doctype html><html lang="sv"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">'
        f'<meta name="theme-color" content="{token("surface", "light")}" media="(prefers-color-scheme: light)">'
        f'<meta name="theme-color" content="{token("surface", "dark")}" media="(prefers-color-scheme: dark)">'
        f'<title>Fältplan</title><link rel="icon" href="{_FILES[1]}" type="image/svg+xml">'
        f'<link rel="apple-touch-icon" href="/assets/icons/apple-touch-180.png">'
        f'<link rel="manifest" href="{_MADE[1]}">{links}<script src="{_FILES[3]}" defer></script>'
        f'<script src="{_MADE[3]}" defer></script>'
        '<script type="module" src="/assets/day/app.js"></script></head><body><div id="day"></div>'
        f"<noscript>{text('tablet.no_script', 'sv')} {text('tablet.no_script', 'en')}</noscript></body></html>"
    )


@cache
def look() -> tuple[str, str]:
    """Return the colours of both themes, and the type the screens are set in, as a style sheet and its media type."""
    light, dark = css_variables("light"), css_variables("dark")
    themes = (
        f":root{{color-scheme:light;{light}}}@media(prefers-color-scheme:dark){{:root{{color-scheme:dark;{dark}}}}}"
    )
    return themes + "".join(_font_faces()), "text/css; charset=utf-8"


@cache
def words() -> tuple[str, str]:
    """Return the texts of the page in both languages and its icons, as JSON and its media type."""
    shown = {"texts": words_of_the_page(), "icons": ICONS}
    made = json.dumps(shown, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return made, "application/json"


@cache
def ground_script() -> tuple[str, str]:
    """Return the script that draws imported roads beneath every map of the product, and its media type."""
    drawn = Path(str(find_spec("planner.views").origin)).parent / "assets" / "ground.js"  # type: ignore[union-attr]
    return drawn.read_text(encoding="utf-8"), "text/javascript; charset=utf-8"


@cache
def manifest() -> tuple[str, str]:
    """Return what makes the page installable, and its media type."""
    made = {
        "name": "Fältplan",
        "short_name": "Fältplan",
        "id": "/day/",
        "start_url": "/day/",
        "scope": "/day/",
        "display": "standalone",
        "background_color": token("page", "light"),
        "theme_color": token("surface", "light"),
        "icons": [
            {"src": "/assets/icons/day-192.png", "sizes": "192x192", "type": "image/png"},
            {"src": "/assets/icons/day-512.png", "sizes": "512x512", "type": "image/png"},
            {
                "src": "/assets/icons/day-maskable-512.png",
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
            {"src": "/assets/logo.svg", "sizes": "any", "type": "image/svg+xml"},
        ],
    }
    return json.dumps(made, ensure_ascii=False), "application/manifest+json"


@cache
def script() -> tuple[str, str]:
    """Return the service worker with the list of files and their hash, and its media type."""
    files = ["/day/", *_FILES, *_MADE, *(one for one, _ in _fonts())]
    said = f"const SHELL = {json.dumps(_hash())};\nconst FILES = {json.dumps(files)};\n"
    return said + (_STATIC / "day" / "sw.js").read_text(encoding="utf-8"), "text/javascript; charset=utf-8"


def _hash() -> str:
    found = hashlib.sha256()
    for made in (
        _page(),
        look()[0],
        words()[0],
        manifest()[0],
        ground_script()[0],
        (_STATIC / "day" / "sw.js").read_text("utf-8"),
    ):
        found.update(made.encode())
    for name in _FILES:
        found.update((_STATIC / name.removeprefix("/assets/")).read_bytes())
    return found.hexdigest()[:16]


def _font_faces() -> Iterator[str]:
    for address, _ in _fonts():
        yield (
            f'@font-face{{font-family:"Source Sans";src:url({address}) format("woff2");'
            "font-weight:200 900;font-style:normal;font-display:swap}"
        )


@cache
def _fonts() -> tuple[tuple[str, Path], ...]:
    """Where the screens' own type is served, if this release of their library brings it; else the device's own."""
    home = find_spec("streamlit")
    folder = Path(next(iter(home.submodule_search_locations or []), "")) / "static/static/media" if home else Path()
    found = sorted(folder.glob("SourceSansVF-Upright*.woff2"))[:1]
    return tuple((f"/static/media/{one.name}", one) for one in found)
