"""Front door: `streamlit run dispatch_app.py` serves screens, exports and assets from one process.

Imported by Streamlit or uvicorn it builds the ASGI app; run as a script (page tests) it shows the screens.
Do not add ``if __name__ == "__main__": app.run()``: it breaks the page tests.
"""

import sys
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

ROOT = Path(__file__).resolve().parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

if get_script_run_ctx(suppress_warning=True) is None:
    from planner.model import redact
    from planner.web import MIDDLEWARE, ROUTES, lifespan, prepare

    redact.install()
    prepare(st.get_option("server.address"))

    def told(error: Exception) -> bool:
        """Show a page's fault; the screens are loaded with the first page, not with the server."""
        from planner.ui.fault import told as tell

        return tell(error)

    # The screens' script lies in planner/ui: beside a folder pages/, Streamlit would answer a deep link
    # to a cold server with the bare page file, past the shell and its role check.
    app = st.App(
        ROOT / "planner" / "ui" / "main.py",
        routes=ROUTES,
        middleware=MIDDLEWARE,
        lifespan=lifespan,
        on_script_error=told,
    )
else:
    from planner.ui.shell import run

    run()
