"""A client without a browser on the raw websocket: no session, no answer; with one, nothing beyond its role.

It speaks Streamlit's own protocol and sends whatever it likes: page hashes, addresses, states of widgets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from planner import store
from planner.desk import accounts, signin
from planner.desk import plan as plan_desk
from planner.desk import settings as settings_desk
from planner.model.costs import PROFILES
from planner.model.words import PlanStatus
from planner.ui.access import ACCESS
from planner.web import SESSION_COOKIE
from tests.e2e.conftest import ROOT, Server, running
from tests.ui.days import planned
from tests.ui.sample import ADAM, ANNA, MARIA, reopened, sample_desk

pytestmark = pytest.mark.e2e
SECRETS = ("Bo K", "Cecilia R", "Skrivare svarar inte", "Redovis AB", "ac-add", "olof")
"""What the small firm's technician Anna must not see before a plan is published."""


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The small firm with a draft of today's plan."""
    var = tmp_path_factory.mktemp("firm")
    desk = sample_desk(var)
    planned(desk)
    desk.store.close()
    with running(var) as started:
        yield started


@contextmanager
def socket(server: Server, token: str | None, *, origin: str | None = None) -> Iterator[ClientConnection]:
    """Open the stream as Streamlit's own client does, with or without a cookie."""
    address = server.base.replace("http", "ws") + "/_stcore/stream"
    headers = {} if token is None else {"Cookie": f"{SESSION_COOKIE}={token}"}
    where = origin or server.base
    with connect(address, additional_headers=headers, origin=where, subprotocols=["streamlit"], max_size=None) as one:  # type: ignore[list-item,arg-type]
        yield one


def rerun(one: ClientConnection, page: str = "", *, query: str = "", widgets: dict[str, object] | None = None) -> bytes:
    """Ask for a run and return everything the server sent until it was over."""
    message = BackMsg()
    asked = message.rerun_script
    asked.query_string = query
    if page:
        asked.page_script_hash, asked.page_name = calc_hash(page), page
    for name, value in (widgets or {}).items():
        state = asked.widget_states.widgets.add()
        state.id = name
        if value is True:
            state.trigger_value = True
        else:
            state.string_value = str(value)
    one.send(message.SerializeToString())
    return until_finished(one)


def until_finished(one: ClientConnection) -> bytes:
    sent = b""
    while True:
        part = one.recv(timeout=60)
        assert isinstance(part, bytes)
        sent += part
        forward = ForwardMsg.FromString(part)
        over = forward.WhichOneof("type") == "script_finished"
        if over and forward.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return sent


def leaked(sent: bytes) -> list[str]:
    return [word for word in SECRETS if word.encode() in sent]


@pytest.mark.parametrize("token", [None, "", "made-up"])
def test_without_a_session_the_handshake_is_refused(firm: Server, token: str | None) -> None:
    with pytest.raises(InvalidStatus) as refused, socket(firm, token):
        pass
    assert refused.value.response.status_code == 403


def test_a_session_that_has_ended_is_refused(firm: Server) -> None:
    token = firm.token()
    desk = reopened(firm.var)
    signin.sign_out(desk, token)
    desk.store.close()
    with pytest.raises(InvalidStatus), socket(firm, token):
        pass


def test_another_site_is_refused_though_it_had_the_cookie(firm: Server) -> None:
    with pytest.raises(InvalidStatus) as refused, socket(firm, firm.token(), origin="https://evil.example"):
        pass
    assert refused.value.response.status_code == 403


def test_the_client_of_these_tests_sees_what_a_dispatcher_sees(firm: Server) -> None:
    with socket(firm, firm.token()) as one:
        assert {"Bo K", "Cecilia R"} <= set(leaked(rerun(one, "team")))
        assert "Skrivare svarar inte" in leaked(rerun(one, "requests"))


@pytest.mark.parametrize("page", [*ACCESS, "start", "", "dispatch_app", "accounts_form"])
def test_a_technician_gets_nothing_of_the_desk_whatever_page_they_name(firm: Server, page: str) -> None:
    with socket(firm, firm.token("technician:T01")) as one:
        for named in (page, f"/{page}", f"pages/{page}.py", str(ROOT / "pages" / f"{page}.py")):
            for query in ("", "tech=T02&as=dispatcher&visit=V001", "fp.token=x&lang=sv"):
                assert leaked(rerun(one, named, query=query)) == []


def test_made_up_states_of_widgets_make_nobody_else_of_a_technician(firm: Server) -> None:
    dispatcher = firm.token()
    forged = {"fp.role": "dispatcher", "fp.actor": "maria", "fp-role": "dispatcher", "whose": "T02", "ac-add": True,
              "fp.token": "made-up"}  # fmt: skip
    with socket(firm, firm.token("technician:T01")) as one:
        rerun(one)
        for page in ACCESS:
            assert leaked(rerun(one, page, widgets=forged)) == []
    # Even a colleague's token as a widget's state is not taken: the session belongs to the cookie it began with.
    with socket(firm, firm.token("technician:T01")) as one:
        assert leaked(rerun(one, "team", widgets={"fp.token": dispatcher})) == []


def test_a_button_of_the_dispatcher_pressed_by_a_manager_does_nothing(firm: Server) -> None:
    with socket(firm, firm.token()) as one:
        seen = rerun(one, "board") + rerun(one, "settings")
    ids = {word.decode() for word in buttons_in(seen)}
    assert any("publish" in one for one in ids)
    assert any("st-save" in one for one in ids)
    with socket(firm, firm.token("manager")) as one:
        for page in ("board", "settings"):
            rerun(one, page)
            rerun(one, page, widgets=dict.fromkeys(ids, True))
    desk = reopened(firm.var)
    plan = plan_desk.current_plan(desk, MARIA, desk.today())
    assert plan is not None
    assert plan.status is PlanStatus.DRAFT
    assert settings_desk.get_weights(desk, MARIA).weights == PROFILES["customer_first"]
    desk.store.close()


def buttons_in(sent: bytes) -> set[bytes]:
    """Every id of a widget in what the server sent."""
    return set(re.findall(rb"\$\$ID-[0-9a-f]{32}-[A-Za-z0-9_.-]+", sent))


def test_a_socket_that_stays_open_shows_nothing_once_the_account_is_closed(firm: Server) -> None:
    desk = reopened(firm.var)
    account = accounts.add_account(desk, ADAM, login="eva", name="Eva", role=MARIA.role).account
    accounts.change_password(desk, account.actor, old=None, new="sju blanka cyklar i regn", address="0")
    token = signin.sign_in_known(desk, account.account_id, client="x")
    with socket(firm, token) as one:
        assert "Bo K" in leaked(rerun(one, "team"))
        with desk.store.reading() as db:
            known = store.accounts.get(db, account.account_id)
        assert known is not None
        accounts.save_account(desk, ADAM, known.replace(active=False))
        sent = rerun(one, "team")
        assert leaked(sent) == []
        assert "Du är inte längre inloggad".encode() in sent or b"You are no longer signed in" in sent
    desk.store.close()


def test_what_streamlit_says_of_itself_before_the_first_run_names_no_person(firm: Server) -> None:
    with socket(firm, firm.token("technician:T01")) as one:
        sent = rerun(one)
    assert leaked(sent) == []
    assert ANNA.name.encode() in sent
