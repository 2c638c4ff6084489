"""What somebody began to change stays what they compare with, although the page has meanwhile read a newer version.

Without this a page that is drawn anew would put the newer version under half-typed values: a save would then look as
if the newer version had been read, and undo a colleague's change unseen.
"""

from __future__ import annotations

from typing import Any, TypeVar

import streamlit as st

__all__ = ["held", "hold", "release"]

T = TypeVar("T")


def held(name: str, stored: T) -> T:
    """Return what the person's unsaved changes are based on; what is stored where they have none."""
    base: Any = st.session_state.get(f"{name}.held")
    return stored if base is None else base


def hold(name: str, base: object, *, changed: bool) -> None:
    """Keep the base while there are unsaved changes."""
    if changed:
        st.session_state[f"{name}.held"] = base
    else:
        release(name)


def release(name: str) -> None:
    """Forget the base: the changes are saved or dropped."""
    st.session_state.pop(f"{name}.held", None)
