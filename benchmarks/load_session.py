"""A browser session without a browser: what Streamlit's own page sends and receives over its websocket."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from planner.web import SESSION_COOKIE

__all__ = ["Session", "open_session"]

_FINAL = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
_LONGEST_S = 60.0


@dataclass(slots=True)
class Session:
    """One tab on the app.

    Parameters
    ----------
    socket
        The open websocket.
    base
        Address of the app.
    query, address
        Query string as the tab's address shows it now, and the one pages are opened with.
    pages
        Hash of each page by its address, as the server told.
    widgets
        Id of each widget drawn so far by its key.
    values
        What the person has entered on the page.
    toasts
        How many short messages said that something was done.
    errors
        What went wrong: exceptions, messages of error, runs that ended badly.
    """

    socket: ClientConnection
    base: str
    query: str
    address: str
    page: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    widgets: dict[str, str] = field(default_factory=dict)
    fragments: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    toasts: int = 0
    errors: list[str] = field(default_factory=list)

    async def go(self, page: str) -> float:
        """Open a page by its address (``board``) and return the seconds until it is drawn."""
        self.page, self.query = self.pages.get(page, ""), self.address
        self.values.clear()
        return await self._run()

    async def enter(self, key: str, words: str) -> float:
        """Write into a text field and return the seconds until the page has followed."""
        self.values[self._widget(key)] = words
        return await self._run(fragment=self.fragments.get(key, ""))

    async def press(self, key: str) -> float:
        """Press a button and return the seconds until the page has followed."""
        return await self._run(trigger=self._widget(key), fragment=self.fragments.get(key, ""))

    def has(self, key: str) -> bool:
        """Whether a widget was drawn on the page."""
        return key in self.widgets

    def keys(self, *, ending: str) -> list[str]:
        """Return the keys of the widgets on the page that end like this."""
        return [key for key in self.widgets if key.endswith(ending)]

    def _widget(self, key: str) -> str:
        if key not in self.widgets:
            raise LookupError(f"no widget {key!r} on the page; there are {sorted(self.widgets)[:20]}")
        return self.widgets[key]

    async def _run(self, *, trigger: str = "", fragment: str = "") -> float:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash, state.fragment_id = self.query, self.page, fragment
        state.context_info.timezone = "Europe/Stockholm"
        state.context_info.locale = "sv-SE"
        state.context_info.url = self.base
        state.context_info.color_scheme = "light"
        for widget, words in self.values.items():
            one = state.widget_states.widgets.add()
            one.id, one.string_value = widget, words
        if trigger:
            one = state.widget_states.widgets.add()
            one.id, one.trigger_value = trigger, True
        if not fragment:  # the whole page is drawn anew
            self.widgets.clear()
            self.fragments.clear()
        begun = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        await asyncio.wait_for(self._finished(), _LONGEST_S)
        return time.perf_counter() - begun

    async def _finished(self) -> None:
        while True:
            content = await self.socket.recv()
            assert isinstance(content, bytes)
            told = ForwardMsg.FromString(content)
            match told.WhichOneof("type"):
                case "script_finished":
                    if told.script_finished in _FINAL:
                        return
                    if told.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                        self.errors.append("the script could not be run")
                        return
                case "navigation":
                    self.pages = {one.url_pathname: one.page_script_hash for one in told.navigation.app_pages}
                    self.page = told.navigation.page_script_hash
                case "page_info_changed":
                    self.query = told.page_info_changed.query_string
                case "delta":
                    self._drawn(told)
                case _:
                    pass

    def _drawn(self, told: ForwardMsg) -> None:
        if told.delta.WhichOneof("type") != "new_element":
            return
        element = told.delta.new_element
        kind = element.WhichOneof("type")
        content = getattr(element, kind) if kind else None
        if kind == "exception":
            self.errors.append(f"exception: {element.exception.type}")
        elif kind == "toast":
            self.toasts += 1
        elif kind == "alert" and element.alert.format == Alert.ERROR:
            self.errors.append(f"error: {element.alert.body}")
        elif (widget := getattr(content, "id", "")) and widget.startswith("$$ID-"):
            key = widget.split("-", 2)[2]
            self.widgets[key], self.fragments[key] = widget, told.delta.fragment_id


async def open_session(base: str, token: str, *, query: Mapping[str, Any]) -> Session:
    """Open the websocket as the browser of somebody who is signed in, and draw the first page.

    Parameters
    ----------
    base
        Address of the app.
    token
        What the session's cookie holds.
    query
        What stands in the address.
    """
    socket = await connect(
        f"ws://{base.split('://', 1)[1]}/_stcore/stream",
        origin=base,  # type: ignore[arg-type]
        subprotocols=["streamlit"],  # type: ignore[list-item]
        additional_headers={"Cookie": f"{SESSION_COOKIE}={token}"},
        max_size=None,
        ping_interval=None,
    )
    address = urlencode(query)
    session = Session(socket=socket, base=base, query=address, address=address)
    await session._run()
    return session
