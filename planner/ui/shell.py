"""The shell every page passes through: page settings, theme, header, navigation by role."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from planner.ui import header, session, theme
from planner.ui.access import ACCESS, HOME
from planner.ui.net import net
from planner.ui.session import t

__all__ = ["run"]

ROOT = Path(__file__).resolve().parents[2]
LOGO = ROOT / "planner" / "web" / "static" / "logo.svg"


def run() -> None:
    """Draw the shell and the page the address names."""
    st.set_page_config(page_title="Fältplan", page_icon=str(LOGO), layout="wide")
    session.read_address()
    theme.apply(session.theme(), session.language())
    with net():
        found = session.who()
    role = found.actor.role
    pages = {
        name: st.Page(
            ROOT / "pages" / f"{name}.py",
            title=t(f"shell.nav.{name}"),
            url_path=name,
            visibility="visible" if role in roles else "hidden",
        )
        for name, roles in ACCESS.items()
        if (ROOT / "pages" / f"{name}.py").exists()
    }
    # A default page would lose its own address: /board would answer "page not found".
    start = st.Page(lambda: st.switch_page(pages[HOME[role]]), title="Fältplan", url_path="start", default=True,
                    visibility="hidden")  # fmt: skip
    chosen = st.navigation([start, *pages.values()], position="top")
    st.logo(str(LOGO), size="medium")
    session.write_address()
    with net():
        header.draw(found)
        chosen.run()
