"""The matrix of impact and urgency, one press for both."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from planner.model.catalogue import Catalogue
from planner.ui.session import t

__all__ = ["chosen_cell", "priority_matrix"]

_HERE = Path(__file__).parent / "components"


@cache
def _component() -> Callable[..., Any]:
    css, js = ((_HERE / f"matrix.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return st.components.v2.component("faltplan_matrix", html='<div id="matrix"></div>', css=css, js=js)


def chosen_cell(key: str) -> tuple[int, int] | None:
    """Return impact and urgency pressed on the matrix of this key, or None; ask before drawing it."""
    cell = getattr(st.session_state.get(key), "cell", None)
    return (int(cell[0]), int(cell[1])) if cell else None


def priority_matrix(
    catalogue: Catalogue, impact: int, urgency: int, *, key: str, language: str, disabled: bool
) -> None:
    """Draw the matrix with the chosen cell; the dearest corner is top left.

    Parameters
    ----------
    impact, urgency
        Present levels, 1 to 5.
    """
    _component()(
        key=key,
        data={
            "cells": [[f"P{int(priority)}" for priority in row] for row in catalogue.matrix],
            "impact": [level.label[language] for level in catalogue.impact],
            "urgency": [level.label[language] for level in catalogue.urgency],
            "chosen": [impact, urgency],
            "label": t("requests.priority"),
            "disabled": disabled,
        },
        default={"cell": None},
        on_cell_change=lambda: None,
    )
