"""The app with its clock ahead: `python tests/e2e/at_another_hour.py SECONDS PORT` serves it as at another hour."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def serve(ahead: timedelta, port: int) -> None:
    """Serve until killed."""
    import uvicorn

    from planner.web import shared_desk

    object.__setattr__(shared_desk(), "clock", lambda: datetime.now(UTC) + ahead)
    os.environ["STREAMLIT_SERVER_PORT"] = str(port)
    import dispatch_app

    uvicorn.run(dispatch_app.app, host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    serve(timedelta(seconds=float(sys.argv[1])), int(sys.argv[2]))
