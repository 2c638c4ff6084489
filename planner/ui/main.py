"""The script Streamlit runs for every session and every rerun."""

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from planner.ui.net import net  # noqa: E402
from planner.ui.shell import run  # noqa: E402

with net("fp-again-shell"):
    run()
