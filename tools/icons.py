"""Draw the icons of the installable day from the logo, as PNG files of the sizes that devices ask for.

Run ``CHROMIUM=$(tools/find-chromium.sh) python tools/icons.py`` after a change of ``planner/web/static/logo.svg``;
``tests/web/test_icons.py`` compares the sizes with what the manifest says.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from xml.etree import ElementTree as ET  # nosec B405

from playwright.sync_api import sync_playwright

STATIC = Path(__file__).resolve().parents[1] / "planner" / "web" / "static"
SVG = "http://www.w3.org/2000/svg"
ICONS = (
    ("day-192", 192, False),
    ("day-512", 512, False),
    ("day-maskable-512", 512, True),
    ("apple-touch-180", 180, True),
)
"""Name, pixels, and whether the ground fills the square, because the device cuts its own shape out of it."""
SAFE = 0.95
"""Of a square that is cut, so much is used: whatever shape a device cuts keeps the middle four fifths."""


def drawn(size: int, *, filled: bool) -> str:
    """Return the logo as SVG of a size.

    Parameters
    ----------
    size
        Pixels of its sides.
    filled
        Whether its ground has no round corners and its drawing keeps away from them.
    """
    logo = ET.parse(STATIC / "logo.svg").getroot()  # noqa: S314  (a file of ours)  # nosec B314
    ground, *lines = list(logo)
    if filled:
        ground.attrib.pop("rx", None)
        middle = float(ground.attrib["width"]) / 2
        moved = ET.Element(
            f"{{{SVG}}}g", transform=f"translate({middle} {middle}) scale({SAFE}) translate(-{middle} -{middle})"
        )
        for one in lines:
            logo.remove(one)
            moved.append(one)
        logo.append(moved)
    logo.attrib |= {"width": str(size), "height": str(size)}
    ET.register_namespace("", SVG)
    return ET.tostring(logo, encoding="unicode")


def main() -> int:
    """Write every icon."""
    folder = STATIC / "icons"
    folder.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ.get("CHROMIUM") or "chromium", args=["--no-sandbox"])
        for name, size, filled in ICONS:
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f"<style>*{{margin:0}}svg{{display:block}}</style>{drawn(size, filled=filled)}")
            page.screenshot(path=folder / f"{name}.png", omit_background=True)
            page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
